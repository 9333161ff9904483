"""The threshold map: which pair of cuts gives which grade, one small map a category."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.canvas import GREY, INK, SMALL, Page, make_page, use_style
from analysis.category_rows import draw_fill, draw_grade_key
from analysis.text import translate

COLUMNS, STEP, TALL = 7, 23.3, 36.0
LEFT, TOP, MAP = 7.0, 17.0, 18.0


def draw_thresholds(
    thresholds: pd.DataFrame,
    taxonomy: pd.DataFrame,
    language: str = "en",
    cuts: tuple[float, float] = (0.5, 0.75),
) -> Figure:
    """Draw a small map a category: 'strong from' across, 'weak below' upwards.

    Parameters
    ----------
    thresholds
        category, strong_from, weak_below, grade: one row a setting.
    taxonomy
        code, domain, order, name_en, name_zh.
    cuts
        the setting in use (weak below, strong from): a ring marks it.
    """
    strong = sorted(thresholds["strong_from"].unique())
    weak = sorted(thresholds["weak_below"].unique())
    ordered = taxonomy.sort_values("order", kind="stable")
    count = -(-len(ordered) // COLUMNS)
    with use_style():
        bottom = TOP + count * TALL
        page = make_page(bottom + 11, translate("thresholds.title", language))
        domain = None
        for number, row in enumerate(ordered.to_dict("records")):
            x = LEFT + number % COLUMNS * STEP
            y = TOP + number // COLUMNS * TALL
            if row["domain"] != domain:
                domain = row["domain"]
                page.text(x, y - 2.5, translate(f"domain.{domain}", language), weight="bold",
                          width=STEP * 2, size=SMALL)  # fmt: skip
            page.text(x, y + 8, row[f"name_{language}"], size=SMALL, width=STEP - 2, lines=3,
                      va="bottom")  # fmt: skip
            if number % COLUMNS == 0:
                _write_ends(page, x, y + 9, strong, weak)
            part = thresholds[thresholds["category"] == row["code"]]
            _draw_map(page, x, y + 9, part, strong, weak, cuts)
        draw_grade_key(page, LEFT, bottom + 1, language)
        words = translate(
            "thresholds.key", language, first=f"{strong[0]:g}", last=f"{strong[-1]:g}",
            low=f"{weak[0]:g}", high=f"{weak[-1]:g}",
        )  # fmt: skip
        page.text(LEFT, bottom + 4, words, size=SMALL, color=GREY, width=160, lines=2, va="top")
    return page.figure


def _write_ends(page: Page, x: float, y: float, strong: list[float], weak: list[float]) -> None:
    """Write the ends of both scales at the first map of a row."""
    for place, value in ((y + MAP - 1.2, weak[0]), (y + 1.2, weak[-1])):
        page.text(x - 0.8, place, f"{value:g}", ha="right", size=SMALL)
    page.text(x, y + MAP + 2.2, f"{strong[0]:g}", size=SMALL)
    page.text(x + STEP - 4, y + MAP + 2.2, f"{strong[-1]:g}", ha="right", size=SMALL)


def _draw_map(
    page: Page, x: float, y: float, part: pd.DataFrame, strong: list[float], weak: list[float],
    cuts: tuple[float, float],
) -> None:  # fmt: skip
    """Draw the settings of one category as cells, equal neighbours in a row as one."""
    across, down = (STEP - 4) / len(strong), MAP / len(weak)
    grades = {(r["weak_below"], r["strong_from"]): r["grade"] for r in part.to_dict("records")}
    for line, low in enumerate(weak):
        top = y + MAP - (line + 1) * down
        start = 0
        for stop in range(1, len(strong) + 1):
            grade = grades.get((low, strong[start]))
            if stop < len(strong) and grades.get((low, strong[stop])) == grade:
                continue
            if isinstance(grade, str):
                draw_fill(page, x + start * across, top, (stop - start) * across, down, grade, 0)
            start = stop
    page.cell(x, y, STEP - 4, MAP, edgecolor=INK, linewidth=0.6)
    if cuts[1] in strong and cuts[0] in weak:
        left = x + (strong.index(cuts[1]) + 0.5) * across
        middle = y + MAP - (weak.index(cuts[0]) + 0.5) * down
        page.line((left, left), (middle, middle), marker="o", markersize=4.6, color="white",
                  markeredgecolor=INK, markeredgewidth=1.2)  # fmt: skip
