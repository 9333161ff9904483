"""The threshold map: which pair of cuts gives which grade, one small map a category."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import translate
from analysis.figures.page import GREY, INK, SMALL, Page, make_page, use_style
from analysis.figures.rows import draw_fill, draw_grade_key
from analysis.overlap.rule import Cuts

COLUMNS, STEP, TALL = 8, 19.9, 41.5
LEFT, TOP, MAP, ACROSS = 10.0, 18.0, 18.0, 17.0


def draw_thresholds(
    thresholds: pd.DataFrame,
    taxonomy: pd.DataFrame,
    cuts: Cuts,
    language: str = "en",
) -> Figure:
    """Draw a small map a category: 'strong from' across, 'weak below' upwards.

    Parameters
    ----------
    thresholds
        category, strong_from, weak_below, grade: one row a setting.
    taxonomy
        code, domain, order, name_en, name_zh.
    cuts
        the setting in use: a ring marks it.
    """
    strong = sorted(thresholds["strong_from"].unique())
    weak = sorted(thresholds["weak_below"].unique())
    places, count = _place_maps(taxonomy)
    with use_style():
        bottom = TOP + count * TALL
        page = make_page(bottom + 13, translate("thresholds.title", language))
        names = dict(zip(taxonomy["code"], taxonomy[f"name_{language}"], strict=True))
        for domain, group in taxonomy.groupby("domain", sort=False):
            y = min(places[code][1] for code in group["code"])
            page.text(LEFT, y - 2.6, translate(f"domain.{domain}", language), weight="bold")
        for number, (code, (x, y)) in enumerate(places.items()):
            page.text(x, y + 10, str(names[code]), size=SMALL, width=STEP - 1.6, lines=4,
                      va="bottom")  # fmt: skip
            if x == LEFT:
                _write_ends(page, x, y + 11, strong, weak)
            if number == 0:
                _write_axes(page, x, y + 11, language)
            part = thresholds[thresholds["category"] == code]
            _draw_map(page, x, y + 11, part, strong, weak, cuts.numbers)
        draw_grade_key(page, LEFT, bottom + 1, language)
        words = translate(
            "thresholds.key", language, first=f"{strong[0]:g}", last=f"{strong[-1]:g}",
            low=f"{weak[0]:g}", high=f"{weak[-1]:g}",
        )  # fmt: skip
        page.text(LEFT, bottom + 4, words, size=SMALL, color=GREY, width=156, lines=4, va="top")
    return page.figure


def _place_maps(taxonomy: pd.DataFrame) -> tuple[dict[str, tuple[float, float]], int]:
    """Return the top left corner of every map, and the rows; a domain begins a row of its own."""
    ordered = taxonomy.sort_values("order", kind="stable")
    places: dict[str, tuple[float, float]] = {}
    done = 0
    for _, group in ordered.groupby("domain", sort=False):
        for number, code in enumerate(group["code"]):
            x = LEFT + number % COLUMNS * STEP
            places[str(code)] = (x, TOP + (done + number // COLUMNS) * TALL)
        done += -(-len(group) // COLUMNS)
    return places, done


def _write_axes(page: Page, x: float, y: float, language: str) -> None:
    """Name both axes, once: they are the same in every map."""
    across, upwards = (
        translate(f"thresholds.{key}", language) for key in ("strong_from", "weak_below")
    )
    page.text(x + ACROSS / 2, y + MAP + 5.2, across, ha="center", size=SMALL, gid="axis:across")
    page.text(x - 7.6, y + MAP / 2, upwards, rotation=90, ha="center", size=SMALL,
              gid="axis:upwards")  # fmt: skip


def _write_ends(page: Page, x: float, y: float, strong: list[float], weak: list[float]) -> None:
    """Write the ends of both scales at the first map of a row."""
    for place, value in ((y + MAP - 1.2, weak[0]), (y + 1.2, weak[-1])):
        page.text(x - 0.8, place, f"{value:g}", ha="right", size=SMALL)
    page.text(x, y + MAP + 2.2, f"{strong[0]:g}", size=SMALL)
    page.text(x + ACROSS, y + MAP + 2.2, f"{strong[-1]:g}", ha="right", size=SMALL)


def _draw_map(
    page: Page, x: float, y: float, part: pd.DataFrame, strong: list[float], weak: list[float],
    cuts: tuple[float, float],
) -> None:  # fmt: skip
    """Draw the settings of one category as cells, equal neighbours in a row as one."""
    across, down = ACROSS / len(strong), MAP / len(weak)
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
    page.cell(x, y, ACROSS, MAP, edgecolor=INK, linewidth=0.6)
    if cuts[1] in strong and cuts[0] in weak:
        left = x + (strong.index(cuts[1]) + 0.5) * across
        middle = y + MAP - (weak.index(cuts[0]) + 0.5) * down
        page.line((left, left), (middle, middle), marker="o", markersize=4.6, color="white",
                  markeredgecolor=INK, markeredgewidth=1.2)  # fmt: skip
