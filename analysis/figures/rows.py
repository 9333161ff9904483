"""The categories as rows of a figure, grouped by domain; shared by every figure with rows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.base.words import translate
from analysis.figures.page import BODY, FILLS, HATCHES, MARKS, PALE, SMALL, Page, ink_on
from analysis.overlap.rule import SCALE

ROW = 7.0
"""Height of a row in millimetres: two lines of the smallest text."""
HEADING = 6.0
"""Height of a domain's heading."""


@dataclass(frozen=True)
class Rows:
    """Where the rows of a figure are: the middle of each category, and the ends."""

    middles: dict[str, float]
    headings: dict[str, float]
    top: float
    bottom: float
    height: float = ROW


def measure_rows(taxonomy: pd.DataFrame, row: float = ROW) -> float:
    """Return the height that all the rows and headings take, in millimetres."""
    return len(taxonomy) * row + taxonomy["domain"].nunique() * HEADING


def lay_rows(taxonomy: pd.DataFrame, top: float, row: float = ROW) -> Rows:
    """Place the categories in the order of the taxonomy, a heading above each domain."""
    middles, headings, y = {}, {}, top
    ordered = taxonomy.sort_values("order", kind="stable")
    for domain in ordered["domain"].unique():
        headings[domain] = y + HEADING / 2
        y += HEADING
        for code in ordered.loc[ordered["domain"] == domain, "code"]:
            middles[code] = y + row / 2
            y += row
    return Rows(middles, headings, top, y, row)


def write_names(
    page: Page, rows: Rows, taxonomy: pd.DataFrame, language: str, width: float, x: float = 1
) -> None:
    """Write the domain headings and category names, and a hairline under every row."""
    names = dict(zip(taxonomy["code"], taxonomy[f"name_{language}"], strict=True))
    for domain, y in rows.headings.items():
        page.text(x, y + 0.4, translate(f"domain.{domain}", language), weight="bold", size=BODY + 1)
        page.line((x, page.width - 1), (y + HEADING / 2,) * 2, color="#808080")
    for code, y in rows.middles.items():
        page.text(x, y, str(names[code]), width=width, lines=2, gid=f"name:{code}")
        page.line((x, page.width - 1), (y + rows.height / 2,) * 2)


def write_head(
    page: Page, x: float, y: float, words: str, width: float, ha: str = "center", lines: int = 3
) -> None:
    """Write the heading of a column, at most three lines if not told otherwise, ending at ``y``."""
    page.text(x, y, words, width=width, lines=lines, ha=ha, va="bottom", weight="bold", size=SMALL)


def write_grade(page: Page, x: float, y: float, grade: str, language: str, gid: str) -> None:
    """Write a grade as mark and word; nothing where there is none."""
    if isinstance(grade, str) and grade:
        page.text(x, y, MARKS.get(grade, "?"), size=BODY + 1)
        page.text(x + 4, y, translate(f"grade.{grade}", language), gid=gid)


def draw_grade_key(page: Page, x: float, y: float, language: str, step: float = 27) -> None:
    """Explain the fills that stand for grades."""
    for number, grade in enumerate(SCALE):
        left = x + number * step
        draw_fill(page, left, y - 1.6, 5, 3.2, grade)
        page.text(left + 6.2, y, translate(f"grade.{grade}", language), size=SMALL)


def draw_fill(
    page: Page, x: float, y: float, width: float, height: float, grade: str, edge: float = 0.3
) -> None:
    """Draw a cell filled as a grade is: darker is stronger; hatched where there is no grade."""
    page.cell(
        x, y, width, height, facecolor=FILLS[grade], hatch=HATCHES.get(grade),
        edgecolor="#8c8c8c", linewidth=edge,
    )  # fmt: skip


def write_ticks(page: Page, left: float, width: float, y: float, cuts: tuple[float, float]) -> None:
    """Write 0, the cuts and 1 along a scale of shares; cuts that are close lean apart."""
    is_close = abs(cuts[1] - cuts[0]) * width < 7
    for number, cut in enumerate(cuts):
        ha = ("right", "left")[number] if is_close else "center"
        page.text(left + width * cut, y, f"{cut:g}", ha=ha, size=SMALL)
    for end in (0, 1):
        if min(abs(end - cut) for cut in cuts) * width >= 7:
            page.text(left + width * end, y, f"{end:g}", ha="center", size=SMALL)


def ink_of(grade: str) -> str:
    """Return the colour of text on a grade's fill."""
    return ink_on(FILLS.get(grade, PALE))
