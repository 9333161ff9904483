"""The leave-one-out dot plot: concurrence without each document, and which matters most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import translate
from analysis.figures.page import (
    DARK,
    GREY,
    INK,
    MARKS,
    SMALL,
    Page,
    make_page,
    measure,
    use_style,
)
from analysis.figures.rows import (
    Rows,
    lay_rows,
    measure_rows,
    write_head,
    write_names,
    write_ticks,
)
from analysis.overlap.rule import SCALE, Cuts

TOP = 20.0
LEFT = 45.0


def draw_leave_one_out(
    leave_one_out: pd.DataFrame,
    overlap: pd.DataFrame,
    taxonomy: pd.DataFrame,
    cuts: Cuts,
    language: str = "en",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw K of every category without each document, and name the document that matters most.

    Parameters
    ----------
    leave_one_out
        category, left_out, concurrence (blank where undefined), grade.
    overlap
        category, concurrence, grade_by_rule: with all documents.
    labels
        short titles of the documents by id.
    """
    width, undefined = 62.0, LEFT + 70.0
    with use_style():
        bottom = TOP + measure_rows(taxonomy)
        page = make_page(bottom + 12, translate("leave.title", language))
        rows = lay_rows(taxonomy, TOP)
        write_names(page, rows, taxonomy, language, LEFT - 4)
        _draw_axis(page, rows, width, undefined, cuts.numbers, language)
        for row in overlap.to_dict("records"):
            part = leave_one_out[leave_one_out["category"] == row["category"]]
            y = rows.middles[row["category"]]
            _draw_dots(page, y, part, row["concurrence"], width, undefined)
            _name_strongest(page, undefined + 6, y, part, row, labels or {}, language)
        page.text(1, bottom + 3, translate("leave.key", language), size=SMALL, color=GREY,
                  width=168, lines=2, va="top")  # fmt: skip
    return page.figure


def _draw_axis(
    page: Page, rows: Rows, width: float, undefined: float, cuts: tuple[float, float], language: str
) -> None:
    """Draw the scale of K with the cuts and what they separate."""
    write_head(page, LEFT, TOP - 5, translate("leave.axis", language), width, ha="left")
    for share in (0, *cuts, 1):
        x = LEFT + width * share
        dash = ":" if share in cuts else "-"
        page.line((x, x), (TOP, rows.bottom), color=GREY if share in cuts else "#bfbfbf",
                  linestyle=dash, linewidth=0.7)  # fmt: skip
    page.text(undefined, TOP - 2.5, translate("leave.undefined", language), ha="center", size=SMALL)
    words = translate("leave.strongest", language)
    write_head(page, undefined + 6, TOP - 1, words, 46, ha="left")
    write_ticks(page, LEFT, width, TOP - 2.5, cuts)
    edges = (1.0, cuts[1], cuts[0], 0.0)
    for grade, high, low in zip(SCALE, edges, edges[1:], strict=False):
        words = translate(f"grade.{grade}", language)
        if measure(words, SMALL) < width * (high - low):
            x = LEFT + width * (high + low) / 2
            page.text(x, TOP + 3, words, ha="center", size=SMALL, color=GREY)


def _draw_dots(
    page: Page, y: float, part: pd.DataFrame, full: float, width: float, undefined: float
) -> None:
    """Draw a dot a document; those that leave no K stand in a column of their own."""
    known = part["concurrence"].dropna()
    if len(known) < len(part):
        page.line((undefined,) * 2, (y, y), marker="o", markersize=4, color="white",
                  markeredgecolor=INK, markeredgewidth=0.8)  # fmt: skip
    page.axes.plot(
        LEFT + width * known, [y] * len(known), "o", markersize=4, color="#6f9fcb",
        markeredgecolor=DARK, markeredgewidth=0.4, alpha=0.8,
    )  # fmt: skip
    if pd.notna(full):
        x = LEFT + width * full
        page.line((x, x), (y - 2.4, y + 2.4), color=INK, linewidth=1.6)


def _name_strongest(
    page: Page, x: float, y: float, part: pd.DataFrame, row: dict[str, Any],
    labels: Mapping[str, str], language: str,
) -> None:  # fmt: skip
    """Name the document whose removal changes the grade or moves K most, and what it does."""
    if part.empty or pd.isna(row["concurrence"]):
        words = translate(f"grade.{row['grade_by_rule']}", language)
        page.text(x, y, words, size=SMALL, color=GREY)
        return
    change = (part["concurrence"] - row["concurrence"]).fillna(-2.0)
    changed = part["grade"] != row["grade_by_rule"]
    ranked = part.assign(change=change, changed=changed, size=change.abs()).sort_values(
        ["changed", "size", "left_out"], ascending=[False, False, True], kind="stable"
    )
    first = ranked.iloc[0]
    if not first["changed"] and first["size"] == 0:
        return
    room = 45.0 - (7 if first["changed"] else 10)
    label = str(labels.get(first["left_out"], first["left_out"]))
    words = f"{label}: " + f"{first['change']:+.2f}".replace("-", "−")
    if first["changed"]:
        grade = str(first["grade"])
        words = f"{MARKS.get(grade, '')} {translate(f'grade.{grade}', language)}: {label}"
        others = int(changed.sum()) - 1
        words += f" (+{others})" if others else ""
    page.text(
        x, y, words, size=SMALL, lines=2, width=room + 8, gid=f"strongest:{row['category']}",
        weight="bold" if first["changed"] else "normal", color=INK if first["changed"] else GREY,
    )  # fmt: skip
