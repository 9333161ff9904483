"""How alike, category by category: R with its interval and verdict, beside what can be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_side, name_value, translate
from analysis.figures.page import DARK, GREY, INK, SMALL, Page, make_page, use_style
from analysis.figures.page import MARKS as GRADE_MARKS
from analysis.figures.ratio_scale import RatioScale
from analysis.figures.rows import (
    Rows,
    lay_rows,
    measure_rows,
    write_grade,
    write_head,
    write_names,
)
from analysis.overlap.rule import Bounds

TOP, NAMES = 22.0, 38.0
COUNTS, VERDICT, STUDY, YARD = 39.0, 112.5, 141.0, 160.0
SCALE = RatioScale(66.0, 44.0)
PALE_DARK = "#9db4c8"
MARKS = {"shared": "●", "different": "○", "cannot be told": "·"}


def draw_agreement(
    agreement: pd.DataFrame,
    statuses: pd.DataFrame,
    overlap: pd.DataFrame,
    taxonomy: pd.DataFrame,
    bounds: Bounds,
    language: str = "en",
    grader: str = "study",
    yardstick: pd.DataFrame | None = None,
) -> Figure:
    """Draw R_1 of every category with its interval, never one without the other.

    Parameters
    ----------
    agreement
        ``agreement_by_category`` of one pair of sides at m = 1: category, side_a, side_b,
        ratio, low, high, verdict, reason, reason_sides.
    statuses
        category, common, anchored, one-sided: numbers of understandings.
    overlap
        category, grade_published (may be blank).
    taxonomy
        code, domain, order, name_en, name_zh.
    yardstick
        ``study_yardstick``: category, support, grade_by_rule (may be blank): adds a column of
        signs for each support.
    """
    study = dict(zip(overlap["category"], overlap["grade_published"], strict=True))
    has_study = any(isinstance(grade, str) for grade in study.values())
    counted = statuses.set_index("category")
    with use_style():
        bottom = TOP + measure_rows(taxonomy)
        sides = [name_side(agreement[s].iloc[0], language) for s in ("side_a", "side_b")]
        title = translate("agree.title", language, first=sides[0], second=sides[1])
        page = make_page(bottom + 16, title)
        rows = lay_rows(taxonomy, TOP)
        write_names(page, rows, taxonomy, language, NAMES - 2)
        _write_heads(page, rows, bounds, language, grader if has_study else "")
        for row in agreement.to_dict("records"):
            y = rows.middles[row["category"]]
            _write_counts(page, y, counted.loc[row["category"]])
            colour = DARK if row["verdict"] != "cannot be told" else PALE_DARK
            SCALE.draw_interval(page, y, row["ratio"], (row["low"], row["high"]), colour)
            _write_verdict(page, y, row, language)
            grade = study.get(row["category"])
            if isinstance(grade, str):
                gid = f"study:{row['category']}"
                write_grade(page, STUDY, y, grade, language, gid)
        if yardstick is not None:
            _draw_yardstick(page, rows, yardstick, language)
        words = translate("agree.key", language)
        page.text(1, bottom + 3, words, size=SMALL, color=GREY, width=168, lines=4, va="top")
    return page.figure


def _write_heads(page: Page, rows: Rows, bounds: Bounds, language: str, grader: str) -> None:
    for number, key in enumerate(("common", "anchored", "one_sided")):
        x = COUNTS + 4 + number * 8
        page.text(x, TOP - 1.5, translate(f"agree.{key}", language), rotation=90, size=SMALL,
                  ha="center", va="bottom")  # fmt: skip
    write_head(page, SCALE.left + SCALE.width / 2, TOP - 5, translate("agree.ratio", language), 46)
    SCALE.draw(page, rows, TOP - 2.4, bounds)
    write_head(page, VERDICT, TOP - 1, translate("agree.verdict", language), 26, ha="left")
    if grader:
        who = name_value("grader", grader, language)
        words = translate("overlap.study", language, grader=who)
        write_head(page, STUDY, TOP - 1, words, 18, ha="left")


def _draw_yardstick(page: Page, rows: Rows, yardstick: pd.DataFrame, language: str) -> None:
    """Write what the rule on K would give, a sign a support."""
    for number, (support, own) in enumerate(yardstick.groupby("support")):
        x = YARD + 2.4 + number * 5.4
        words = translate("agree.support", language, n=support)
        page.text(x, TOP - 1.5, words, rotation=90, size=SMALL, ha="center", va="bottom")
        for row in own.to_dict("records"):
            grade = row["grade_by_rule"]
            sign = GRADE_MARKS.get(grade, "") if isinstance(grade, str) else ""
            gid = f"yardstick:{support}:{row['category']}"
            page.text(x, rows.middles[row["category"]], sign, ha="center", color=GREY, gid=gid)


def _write_counts(page: Page, y: float, counts: pd.Series) -> None:
    for number, status in enumerate(("common", "anchored", "one-sided")):
        n = int(counts.get(status, 0))
        page.text(COUNTS + 4 + number * 8, y, str(n), ha="center", size=SMALL,
                  color=INK if n else "#a0a0a0", weight="bold" if n and not number else "normal",
                  gid=f"{status}:{counts.name}")  # fmt: skip


def _write_verdict(page: Page, y: float, row: Mapping[str, Any], language: str) -> None:
    """Write the verdict; where it cannot be told, why."""
    verdict = str(row["verdict"])
    gid = f"verdict:{row['category']}"
    if verdict != "cannot be told":
        page.text(VERDICT, y, MARKS[verdict], size=8)
        page.text(VERDICT + 3.4, y, translate(f"verdict.{verdict}", language), weight="bold",
                  gid=gid)  # fmt: skip
        return
    sides = row["reason_sides"] if isinstance(row["reason_sides"], str) else ""
    listed = translate("list.comma", language).join(
        name_side(code, language) for code in sides.split(";") if code
    )
    words = translate(f"reason.{row['reason']}", language)
    words = translate("agree.of", language, reason=words, sides=listed) if listed else words
    width = STUDY - VERDICT - 2
    page.text(VERDICT, y, words, size=SMALL, color=GREY, width=width, lines=2, gid=gid)


def count_statuses(ledger: pd.DataFrame, categories: Sequence[str]) -> pd.DataFrame:
    """Return how many understandings of each status every category has: the figure's counts."""
    own = ledger.drop_duplicates("position")
    table = pd.crosstab(own["category"], own["status"])
    columns = ["common", "anchored", "one-sided"]
    return table.reindex(index=list(categories), columns=columns, fill_value=0).reset_index()
