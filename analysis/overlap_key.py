"""The parts of the overlap heatmap that explain it: its uncertainty column and its key."""

from __future__ import annotations

import pandas as pd

from analysis.canvas import DARK, FILLS, GREY, INK, SMALL, Page, shade
from analysis.category_rows import draw_fill, draw_grade_key, write_ticks
from analysis.text import translate


def draw_uncertainty(
    page: Page, x: float, middles: dict[str, float], stability: pd.DataFrame, overlap: pd.DataFrame
) -> None:
    """Draw the interval of K on a line from 0 to 1, and the share of each grade under it."""
    shares = dict(zip(overlap["category"], overlap["concurrence"], strict=True))
    for row in stability.to_dict("records"):
        y = middles[row["category"]]
        if pd.notna(row["low"]):
            page.line((x, x + 21), (y - 1.5,) * 2, color="#bfbfbf")
            ends = (x + 21 * row["low"], x + 21 * row["high"])
            page.line(ends, (y - 1.5,) * 2, color=DARK, linewidth=1.6)
            page.line(
                (x + 21 * shares[row["category"]],) * 2, (y - 1.5,) * 2, marker="o", markersize=3,
                color=DARK, markerfacecolor="white",
            )  # fmt: skip
        left = x
        for grade in FILLS:
            part = row[f"share_{grade.replace('-', '_').replace(' ', '_')}"]
            if pd.notna(part) and part > 0:
                draw_fill(page, left, y + 0.3, 21 * part, 2.2, grade)
                left += 21 * part


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
    page.text(
        1, y + (10.6 if "spread" in places else 6), " ".join(translate(k, language) for k in notes),
        size=SMALL, width=167, lines=2, va="top", color=GREY,
    )  # fmt: skip
