"""The overlap heatmap: 21 categories, evidence, concurrence, and the two grades side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_side, name_value, translate
from analysis.corpus.tables import GRADES
from analysis.figures.page import (
    GREY,
    INK,
    SMALL,
    Page,
    ink_on,
    make_page,
    measure,
    shade,
    use_style,
)
from analysis.figures.rows import (
    draw_fill,
    lay_rows,
    measure_rows,
    write_grade,
    write_head,
    write_names,
    write_ticks,
)
from analysis.overlap.rule import Cuts

TOP = 21.0
COUNTS = ["codings_with_position", "documents_with_position"]

Spoken = dict[str, tuple[int, ...]]
"""Codings and documents of each side."""


def draw_overlap(
    overlap: pd.DataFrame,
    by_side: pd.DataFrame,
    taxonomy: pd.DataFrame,
    cuts: Cuts,
    language: str = "en",
    grader: str = "study",
) -> Figure:
    """Draw the overlap of two sides, category by category.

    Parameters
    ----------
    overlap
        One row a category: category, side_a, side_b (the same in every row), concurrence,
        grade_by_rule, is_borderline, is_thin, grade_published (may be blank).
    by_side
        category, side, codings_with_position, documents_with_position.
    taxonomy
        code, domain, order, name_en, name_zh.
    """
    sides = list(overlap[["side_a", "side_b"]].iloc[0])
    spoken = by_side[by_side["side"].isin(sides)].set_index(["category", "side"])[COUNTS]
    has_study = bool(overlap["grade_published"].notna().any())
    places = _place_columns(has_study)
    with use_style():
        bottom = TOP + measure_rows(taxonomy)
        names = [name_side(side, language) for side in sides]
        page = make_page(
            bottom + 18,
            translate("overlap.title", language, first=names[0], second=names[1]),
        )
        rows = lay_rows(taxonomy, TOP)
        write_names(page, rows, taxonomy, language, places["names"] - 3)
        _write_heads(page, places, language, names, grader)
        scale = _measure_counts(spoken)
        for row in overlap.to_dict("records"):
            y, category = rows.middles[row["category"]], row["category"]
            counts = {side: tuple(map(int, spoken.loc[(category, side)])) for side in sides}
            _draw_evidence(page, places, y, category, counts, scale)
            _draw_concurrence(page, places["k"], y, row, counts, language)
            _write_grades(page, places, y, row, language)
        _write_key(page, bottom + 4, language, cuts.numbers, places)
    return page.figure


def _place_columns(has_study: bool) -> dict[str, float]:
    """Return the left edge of each column in millimetres, and the reach of the evidence bars."""
    spare = 36 if has_study else 59
    names = 38 + spare * 0.3
    reach = 17 + spare * 0.2
    centre = names + reach
    k = centre + reach + 1
    rule = k + 17 + spare * 0.15
    equal = rule + 23.2
    study = equal + 3.4
    places = {"names": names, "reach": reach, "centre": centre, "k": k, "rule": rule}
    if has_study:
        places |= {"equal": equal, "study": study}
    return places


def _write_heads(
    page: Page, places: dict[str, float], language: str, names: Sequence[str], grader: str
) -> None:
    y, centre, reach = TOP - 1.5, places["centre"], places["reach"]
    evidence = translate("overlap.evidence", language)
    page.text(centre, 11, evidence, ha="center", weight="bold", size=SMALL)
    write_head(page, centre - 1.5, y, names[0], reach, ha="right")
    write_head(page, centre + 1.5, y, names[1], reach, ha="left")
    write_head(page, places["k"] + 7.5, y, translate("overlap.concurrence", language), 16)
    write_head(page, places["rule"], y, translate("overlap.rule", language), 21, ha="left")
    if "study" in places:
        words = translate("overlap.study", language, grader=name_value("grader", grader, language))
        write_head(page, places["study"], y, words, 17, ha="left")


def _measure_counts(spoken: pd.DataFrame) -> tuple[int, float]:
    """Return the most codings of a side, and the width of the widest pair of counts."""
    codings, documents = (int(spoken[column].max()) for column in COUNTS)
    return max(1, codings), measure(f"{codings}·{documents}", SMALL)


def _draw_evidence(
    page: Page, places: dict[str, float], y: float, category: str, counts: Spoken,
    scale: tuple[int, float],
) -> None:  # fmt: skip
    """Draw a bar a side from the middle outwards; codings · documents at its end."""
    for (side, (codings, documents)), way in zip(counts.items(), (-1, 1), strict=True):
        length = (places["reach"] - scale[1] - 2) * codings / scale[0]
        single = codings > 0 and documents < 2
        left = places["centre"] + (0.6 if way > 0 else -0.6 - length)
        page.cell(
            left, y - 1.9, length, 3.8, facecolor="white" if single else "#8fa3b5",
            edgecolor="#5d7183", hatch="/////" if single else None, gid=f"bar:{side}",
        )  # fmt: skip
        page.text(
            places["centre"] + way * (length + 1.6), y, f"{codings}·{documents}",
            ha="left" if way > 0 else "right", color=INK if codings else GREY,
            size=SMALL, gid=f"evidence:{category}:{side}",
        )  # fmt: skip


def _draw_concurrence(
    page: Page, x: float, y: float, row: dict[str, Any], counts: Spoken, language: str
) -> None:
    """Shade K with its number; say in words why there is none."""
    gid = f"concurrence:{row['category']}"
    share = row["concurrence"]
    if pd.notna(share):
        colour = shade(share)
        page.cell(x, y - 3, 15, 6, facecolor=colour, edgecolor="#8c8c8c")
        page.text(
            x + 7.5, y, f"{share:.2f}", ha="center", color=ink_on(colour), weight="bold", gid=gid
        )
        return
    present = [side for side, (codings, _) in counts.items() if codings]
    draw_fill(page, x, y - 3, 15, 6, row["grade_by_rule"])
    words = (
        translate("overlap.only", language, side=name_side(present[0], language))
        if present
        else translate("overlap.none", language)
    )
    page.cell(x + 0.8, y - 1.7, 13.4, 3.4, facecolor="white")
    page.text(x + 7.5, y, words, ha="center", size=SMALL, width=13.4, gid=gid)


def _write_grades(
    page: Page, places: dict[str, float], y: float, row: dict[str, Any], language: str
) -> None:
    """Write the rule's grade with its cautions, the study's, and whether they agree."""
    rule, study = row["grade_by_rule"], row["grade_published"]
    flags = [f for f in ("borderline", "thin") if row[f"is_{f}"] and rule in GRADES]
    lift = 1.5 if flags else 0
    write_grade(page, places["rule"], y - lift, rule, language, f"rule:{row['category']}")
    if flags:
        words = translate("list.comma", language).join(
            translate(f"overlap.{flag}", language) for flag in flags
        )
        page.text(places["rule"] + 4, y + 1.6, words, size=SMALL, color=GREY, width=19)
    if "study" not in places or not isinstance(study, str):
        return
    write_grade(page, places["study"], y, study, language, f"study:{row['category']}")
    if rule in GRADES:
        x, agrees = places["equal"], rule == study
        page.text(
            x, y, "=" if agrees else "≠", ha="center", size=9, gid=f"equal:{row['category']}",
            weight="normal" if agrees else "bold", color=GREY if agrees else INK,
        )  # fmt: skip
        if not agrees:
            page.cell(x - 2.2, y - 2.4, 4.4, 4.8, edgecolor=INK, linewidth=0.9)


def _write_key(
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
    notes = ["overlap.key_counts"] + (["overlap.key_equal"] if "study" in places else [])
    page.text(
        1, y + 6, " ".join(translate(k, language) for k in notes),
        size=SMALL, width=165, lines=4, va="top", color=GREY,
    )  # fmt: skip
