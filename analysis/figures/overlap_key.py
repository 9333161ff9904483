"""The parts of the overlap heatmap that explain it: its uncertainty columns and its key."""

from __future__ import annotations

import pandas as pd

from analysis.base.words import translate
from analysis.figures.page import DARK, GREY, INK, SMALL, Page, shade
from analysis.figures.rows import draw_fill, draw_grade_key, write_head, write_ticks
from analysis.overlap.rule import SCALE, name_share

SPREAD, BETWEEN = 15.0, 3.5
"""Width of the interval's column and of the bars', and the gap that keeps the two apart."""


def write_uncertainty_heads(page: Page, x: float, y: float, language: str) -> None:
    """Head the interval, with its scale, and the bars."""
    for left, key in ((x, "overlap.interval"), (x + SPREAD + BETWEEN, "overlap.shares")):
        write_head(page, left + SPREAD / 2, y, translate(key, language), SPREAD + 1)
    for share in (0, 0.5, 1):
        page.text(x + SPREAD * share, y + 4.5, f"{share:g}", ha="center", size=SMALL)


def draw_uncertainty(
    page: Page, x: float, middles: dict[str, float], stability: pd.DataFrame,
    overlap: pd.DataFrame, language: str,
) -> None:  # fmt: skip
    """Draw the interval of K on a line from 0 to 1, and beside it the share of each grade."""
    shares = dict(zip(overlap["category"], overlap["concurrence"], strict=True))
    for row in stability.to_dict("records"):
        y = middles[row["category"]]
        if pd.notna(row["low"]):
            page.line((x, x + SPREAD), (y, y), color="#bfbfbf")
            ends = (x + SPREAD * row["low"], x + SPREAD * row["high"])
            page.line(ends, (y, y), color=DARK, linewidth=1.8)
            page.line(
                (x + SPREAD * shares[row["category"]],) * 2, (y, y), marker="o", markersize=3.4,
                color=DARK, markerfacecolor="white",
            )  # fmt: skip
        else:
            page.text(
                x + SPREAD / 2, y, translate("stability.untold", language), ha="center",
                size=SMALL, color=GREY, width=SPREAD + 1, lines=2,
            )  # fmt: skip
        left = x + SPREAD + BETWEEN
        for grade in SCALE:
            part = row[name_share(grade)]
            if pd.notna(part) and part > 0:
                draw_fill(page, left, y - 2.2, SPREAD * part, 4.4, grade)
                left += SPREAD * part


def write_key(
    page: Page, y: float, language: str, cuts: tuple[float, float], places: dict[str, float]
) -> None:
    """Explain the shades, the cuts, the marks and the counts."""
    page.text(1, y, translate("overlap.key_shade", language), size=SMALL)
    left, reach = 50.0, 60.0
    for step in range(60):
        page.cell(left + step, y - 1.6, 1.02, 3.2, facecolor=shade((step + 0.5) / 60))
    for cut in cuts:
        page.line((left + reach * cut,) * 2, (y - 2.2, y + 2.2), color=INK, linewidth=0.9)
    write_ticks(page, left, reach, y + 3.4, cuts)
    if "spread" in places:
        page.text(1, y + 7.4, translate("overlap.key_spread", language), size=SMALL)
        draw_grade_key(page, 50, y + 7.4, language, step=23)
    notes = ["overlap.key_counts"] + (["overlap.key_equal"] if "study" in places else [])
    notes += ["overlap.key_resamples"] if "spread" in places else []
    page.text(
        1, y + (10.6 if "spread" in places else 6), " ".join(translate(k, language) for k in notes),
        size=SMALL, width=165, lines=4, va="top", color=GREY,
    )  # fmt: skip
