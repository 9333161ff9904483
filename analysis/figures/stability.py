"""The grade-stability strip: how often resampled documents give each grade."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_value, translate
from analysis.figures.page import GREY, INK, SMALL, Page, make_page, use_style
from analysis.figures.rows import (
    Rows,
    draw_fill,
    draw_grade_key,
    ink_of,
    lay_rows,
    measure_rows,
    write_grade,
    write_head,
    write_names,
)
from analysis.overlap.rule import SCALE, name_share

TOP = 20.0
LEFT = 45.0


def draw_stability(
    stability: pd.DataFrame,
    overlap: pd.DataFrame,
    taxonomy: pd.DataFrame,
    language: str = "en",
    grader: str = "study",
) -> Figure:
    """Draw the share of resamples that give each grade; the study's grade is framed.

    Parameters
    ----------
    stability
        category, share_strong, share_moderate, share_weak, share_one_sided, share_no_evidence,
        low, high (blank where there is no interval).
    overlap
        category, grade_published (may be blank).
    taxonomy
        code, domain, order, name_en, name_zh.
    """
    who = name_value("grader", grader, language)
    study = overlap.set_index("category")["grade_published"].to_dict()
    has_study = any(isinstance(grade, str) for grade in study.values())
    width = 66.0 if has_study else 96.0
    with use_style():
        bottom = TOP + measure_rows(taxonomy)
        page = make_page(bottom + (15 if has_study else 9), translate("stability.title", language))
        rows = lay_rows(taxonomy, TOP)
        write_names(page, rows, taxonomy, language, LEFT - 4)
        _write_stability_heads(page, width, has_study, language, who)
        for row in stability.to_dict("records"):
            grade = study.get(row["category"])
            _draw_shares(page, rows.middles[row["category"]], row, grade, width)
            _write_interval(page, LEFT + width + 3, rows, row, language)
            if isinstance(grade, str):
                _write_study(page, LEFT + width + 26, rows, row, grade, language)
        draw_grade_key(page, 1, bottom + 5, language)
        if has_study:
            words = translate("stability.key", language, grader=who)
            page.text(1, bottom + 8.5, words, size=SMALL, color=GREY, width=168, lines=2, va="top")
    return page.figure


def _write_stability_heads(
    page: Page, width: float, has_study: bool, language: str, who: str
) -> None:
    write_head(page, LEFT, TOP - 1, translate("stability.shares", language), width, ha="left")
    x = LEFT + width + 3
    write_head(page, x, TOP - 1, translate("stability.interval", language), 20, ha="left")
    if has_study:
        words = translate("stability.study", language, grader=who)
        write_head(page, x + 23, TOP - 1, words, 32, ha="left")


def _draw_shares(page: Page, y: float, row: dict[str, Any], study: Any, width: float) -> None:
    """Draw the stacked bar; percentages from 12 on are written into it."""
    left, frame = LEFT, None
    for grade in SCALE:
        share = row[name_share(grade)]
        if pd.isna(share) or share <= 0:
            continue
        draw_fill(page, left, y - 2.3, width * share, 4.6, grade)
        if grade == study:
            frame = (left, width * share)
        if share >= 0.12:
            x, words = left + width * share / 2, f"{100 * share:.0f}"
            if grade in ("one-sided", "no evidence"):
                page.cell(x - 2.8, y - 1.6, 5.6, 3.2, facecolor="white")
            gid = f"share:{row['category']}:{grade}"
            page.text(x, y, words, ha="center", color=ink_of(grade), size=SMALL, gid=gid)
        left += width * share
    if frame:
        page.cell(frame[0], y - 2.7, frame[1], 5.4, edgecolor="white", linewidth=2.6, zorder=3)
        page.cell(frame[0], y - 2.7, frame[1], 5.4, edgecolor=INK, linewidth=1.3, zorder=3)


def _write_interval(page: Page, x: float, rows: Rows, row: dict[str, Any], language: str) -> None:
    y, is_known = rows.middles[row["category"]], pd.notna(row["low"])
    words = (
        f"{row['low']:.2f} – {row['high']:.2f}"
        if is_known
        else translate("stability.untold", language)
    )
    page.text(x, y, words, size=SMALL, color=INK if is_known else GREY, width=21,
              gid=f"interval:{row['category']}")  # fmt: skip


def _write_study(
    page: Page, x: float, rows: Rows, row: dict[str, Any], grade: str, language: str
) -> None:
    y = rows.middles[row["category"]]
    write_grade(page, x, y, grade, language, f"study:{row['category']}")
    share = row[name_share(grade)]
    if pd.notna(share):
        page.text(page.width - 2, y, f"{100 * share:.0f}%", ha="right", size=SMALL)
