"""Corpora side by side: the grades of the study, of the rule and of graders, and every K."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_value, translate
from analysis.figures.page import DARK, GREY, INK, SMALL, Page, make_page, use_style
from analysis.figures.rows import (
    Rows,
    lay_rows,
    measure_rows,
    write_grade,
    write_head,
    write_names,
)

TOP, NAMES, STEP = 20.0, 42.0, 21.0


def draw_comparison(
    comparison: pd.DataFrame,
    taxonomy: pd.DataFrame,
    corpora: Sequence[str],
    language: str = "en",
) -> Figure:
    """Draw the grades as columns and the concurrence of two corpora as dots on one scale.

    Parameters
    ----------
    comparison
        category, grade_study, grade_<corpus> and concurrence_<corpus> for both corpora,
        grade_graders (no column where nobody graded); optional within_<corpus>: K of two
        halves of one side, and rarefied_<corpus>: K at as many codings a side as the other
        corpus has. Blanks stay blank.
    taxonomy
        code, domain, order, name_en, name_zh.
    """
    columns = [("grade_study", translate("compare.study", language))]
    for corpus in corpora:
        name = name_value("corpus", corpus, language)
        columns.append((f"grade_{corpus}", translate("compare.rule", language, corpus=name)))
    has_graders = "grade_graders" in comparison and comparison["grade_graders"].notna().any()
    if has_graders:
        columns.append(("grade_graders", translate("compare.graders", language)))
    columns = [(key, head) for key, head in columns if key in comparison]
    title = "compare.title" if has_graders else "compare.title_rule"
    left = NAMES + len(columns) * STEP + 3
    with use_style():
        bottom = TOP + measure_rows(taxonomy)
        page = make_page(bottom + 17, translate(title, language))
        rows = lay_rows(taxonomy, TOP)
        write_names(page, rows, taxonomy, language, NAMES - 2)
        for number, (_, head) in enumerate(columns):
            write_head(page, NAMES + number * STEP, TOP - 1, head, STEP - 1.5, ha="left")
        _draw_scale(page, rows, left, language)
        for row in comparison.to_dict("records"):
            y = rows.middles[row["category"]]
            for number, (key, _) in enumerate(columns):
                gid = f"{key}:{row['category']}"
                write_grade(page, NAMES + number * STEP, y, row[key], language, gid)
            _draw_pair(page, y, row, corpora, left)
        _write_key(page, bottom + 4, corpora, comparison, language)
    return page.figure


def _draw_scale(page: Page, rows: Rows, left: float, language: str) -> None:
    write_head(page, left, TOP - 5, translate("compare.axis", language), 40, ha="left")
    for share in (0, 0.5, 1):
        x = left + (page.width - 3 - left) * share
        page.text(x, TOP - 2, f"{share:g}", ha="center", size=SMALL)
        page.line((x, x), (rows.top, rows.bottom), color="#bfbfbf")


def _draw_pair(
    page: Page, y: float, row: dict[str, Any], corpora: Sequence[str], left: float
) -> None:
    """Draw K of both corpora, joined; a short bar is K within one side of the same corpus.

    An open diamond is K of a corpus that was cut to the evidence of the other.
    """
    width = page.width - 3 - left
    shares = [row.get(f"concurrence_{corpus}", float("nan")) for corpus in corpora]
    xs = [left + width * float(share) for share in shares if pd.notna(share)]
    if len(xs) == 2:
        page.line((xs[0], xs[1]), (y, y), color=GREY, linewidth=0.9)
    for number, (corpus, share) in enumerate(zip(corpora, shares, strict=True)):
        offset = (-1.7, 1.7)[number % 2]
        within = row.get(f"within_{corpus}", float("nan"))
        if pd.notna(within):
            x = left + width * within
            page.line((x, x), (y, y + offset), color=DARK if number else GREY, linewidth=1.6)
        if pd.notna(share):
            _draw_dot(page, left + width * float(share), y, number)
        rarefied = row.get(f"rarefied_{corpus}", float("nan"))
        if pd.notna(rarefied):
            _draw_rarefied(page, left + width * float(rarefied), y)


def _draw_dot(page: Page, x: float, y: float, number: int) -> None:
    page.line((x, x), (y, y), marker=("o", "D")[number % 2], markersize=4.4, markeredgewidth=0.9,
              color=("white", DARK)[number % 2], markeredgecolor=INK)  # fmt: skip


def _draw_rarefied(page: Page, x: float, y: float) -> None:
    page.line((x, x), (y, y), marker="D", markersize=3.2, markeredgewidth=0.9, color="white",
              markeredgecolor=DARK, zorder=3)  # fmt: skip


def _write_key(
    page: Page, y: float, corpora: Sequence[str], comparison: pd.DataFrame, language: str
) -> None:
    """Explain the dots and, below them, the bars; then what a bar is."""
    names = [name_value("corpus", corpus, language) for corpus in corpora]
    for number, (corpus, name) in enumerate(zip(corpora, names, strict=True)):
        x = 2 + number * 42
        _draw_dot(page, x, y, number)
        page.text(x + 3, y, f"K: {name}", size=SMALL, width=36)
        if f"within_{corpus}" in comparison:
            way = (-1.7, 1.7)[number % 2]
            page.line((x, x), (y + 5 - way / 2, y + 5 + way / 2), linewidth=1.6,
                      color=DARK if number else GREY)  # fmt: skip
            words = translate("compare.within", language, corpus=name)
            page.text(x + 3, y + 5, words, size=SMALL, width=36)
        if f"rarefied_{corpus}" in comparison:
            other = names[1 - number]
            words = translate("compare.rarefied", language, corpus=name, other=other)
            _draw_rarefied(page, 88, y + 5 * (1 - number))
            page.text(91, y + 5 * (1 - number), words, size=SMALL, width=78)
    page.text(1, y + 8, translate("compare.key", language), size=SMALL, color=GREY, width=168,
              lines=2, va="top")  # fmt: skip
