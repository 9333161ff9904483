"""Corpora side by side: understandings counted and R with its interval, a row a category."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_value, translate
from analysis.figures.page import DARK, GREY, INK, SMALL, Page, make_page, use_style
from analysis.figures.ratio_scale import RatioScale
from analysis.figures.rows import lay_rows, measure_rows, write_grade, write_head, write_names
from analysis.overlap.rule import Bounds

TOP, NAMES, STEP, COUNT = 28.0, 40.0, 20.0, 6.0
COUNTED = ("common", "anchored", "one_sided")
LOOKS = ((GREY, "white", "o"), (DARK, DARK, "D"))
"""Colour, fill and sign of the first and the second corpus."""


def draw_comparison(
    comparison: pd.DataFrame,
    taxonomy: pd.DataFrame,
    corpora: Sequence[str],
    bounds: Bounds,
    language: str = "en",
) -> Figure:
    """Draw what two corpora show of every category, beside the grades of others.

    Parameters
    ----------
    comparison
        category, grade_study, grade_graders (all blank where nobody graded); for both corpora
        common_, anchored_ and one_sided_<corpus>, ratio_, low_ and high_<corpus>.
    taxonomy
        code, domain, order, name_en, name_zh.
    """
    graders = [name for name in ("study", "graders") if comparison[f"grade_{name}"].notna().any()]
    counts_at = NAMES + len(graders) * STEP
    block = len(COUNTED) * COUNT + 3
    names = [name_value("corpus", corpus, language) for corpus in corpora]
    with use_style():
        bottom = TOP + measure_rows(taxonomy)
        title = translate("compare.title", language, first=names[0], second=names[1])
        page = make_page(bottom + 20, title)
        left = counts_at + 2 * block + 2
        scale = RatioScale(left, page.width - 4 - left)
        rows = lay_rows(taxonomy, TOP)
        write_names(page, rows, taxonomy, language, NAMES - 2)
        for number, name in enumerate(graders):
            words = translate(f"compare.{name}", language)
            write_head(page, NAMES + number * STEP, TOP - 1, words, STEP - 1.5, ha="left")
        for number, name in enumerate(names):
            _head_counts(page, counts_at + number * block, name, language)
        write_head(page, left + scale.width / 2, TOP - 5, translate("agree.ratio", language), 40)
        scale.draw(page, rows, TOP - 2.4, bounds)
        for row in comparison.to_dict("records"):
            y = rows.middles[row["category"]]
            for number, name in enumerate(graders):
                gid = f"{name}:{row['category']}"
                write_grade(page, NAMES + number * STEP, y, row[f"grade_{name}"], language, gid)
            for number, corpus in enumerate(corpora):
                _write_counts(page, counts_at + number * block, y, row, corpus)
                colour, fill, sign = LOOKS[number % 2]
                ends = float(row[f"low_{corpus}"]), float(row[f"high_{corpus}"])
                offset = (-1.3, 1.3)[number % 2]
                ratio = float(row[f"ratio_{corpus}"])
                scale.draw_interval(page, y + offset, ratio, ends, colour, fill, sign)
        _write_key(page, bottom + 4, names, language)
    return page.figure


def _head_counts(page: Page, x: float, name: str, language: str) -> None:
    write_head(page, x, 13.5, name, len(COUNTED) * COUNT + 2, ha="left", lines=1)
    for number, key in enumerate(COUNTED):
        page.text(x + 2 + number * COUNT, TOP - 1.5, translate(f"agree.{key}", language),
                  rotation=90, size=SMALL, ha="center", va="bottom")  # fmt: skip


def _write_counts(page: Page, x: float, y: float, row: dict[str, Any], corpus: str) -> None:
    for number, key in enumerate(COUNTED):
        n = int(row[f"{key}_{corpus}"])
        page.text(x + 2 + number * COUNT, y, str(n), ha="center", size=SMALL,
                  color=INK if n else "#a0a0a0", weight="bold" if n and not number else "normal",
                  gid=f"{key}:{corpus}:{row['category']}")  # fmt: skip


def _write_key(page: Page, y: float, names: Sequence[str], language: str) -> None:
    """Explain the signs of the two corpora, then what is counted."""
    for number, name in enumerate(names):
        x = 2 + number * 60
        colour, fill, sign = LOOKS[number % 2]
        page.line((x, x + 5), (y, y), color=colour, linewidth=1.8)
        page.line((x + 2.5,) * 2, (y, y), marker=sign, markersize=3.8, color=fill,
                  markeredgecolor=colour, markeredgewidth=1.1)  # fmt: skip
        page.text(x + 7, y, translate("compare.corpus", language, corpus=name), size=SMALL)
    page.text(1, y + 4, translate("compare.key", language), size=SMALL, color=GREY, width=168,
              lines=3, va="top")  # fmt: skip
