"""Common ground at a glance: what both sides say, in how many documents, how bindingly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_side, translate
from analysis.corpus.tables import FORCES
from analysis.figures.page import BODY, DARK, GREY, INK, SMALL, Page, make_page, use_style

TOP, ROW, HEADING = 22.0, 4.2, 6.2
NAMES, CENTRE, REACH, FORCE = 78.0, 124.0, 20.0, 24.0
"""Where the names end and the bars begin, how far a bar reaches, room for the marks of force."""
TALLEST = 236.0
"""Height of a page in millimetres."""
PALE_BAR = "#b9cbdc"


def draw_common_ground(
    ledger: pd.DataFrame,
    names: Mapping[str, str],
    taxonomy: pd.DataFrame,
    sides: Sequence[str],
    language: str = "en",
) -> Figure:
    """Draw the understandings that both sides have, category by category.

    Common ones are drawn in full, anchored ones lighter, as many as the page has room for; the
    rest is counted in its category.

    Parameters
    ----------
    ledger
        ``understandings``: category, position, side, documents_sure, documents, forces, status,
        firmness, in_study; two sides.
    names
        What each understanding is called, by position.
    taxonomy
        code, domain, order, name_en, name_zh.
    """
    rows = lay_out(ledger, taxonomy, list(sides))
    drawn, left_out = keep_what_fits(rows)
    titles = dict(zip(taxonomy["code"], taxonomy[f"name_{language}"], strict=True))
    groups = list(drawn.groupby("category", sort=False))
    height = TOP + len(groups) * HEADING + len(drawn) * ROW + 20
    most = max([1, *drawn[["documents_a", "documents_b"]].max()])
    sides_named = [name_side(side, language) for side in sides]
    with use_style():
        title = translate("ground.title", language, first=sides_named[0], second=sides_named[1])
        page = make_page(height, title)
        _write_heads(page, sides_named, language)
        y = TOP
        for category, own in groups:
            counted = left_out.pop(str(category), 0)
            y = _draw_group(page, y, titles[str(category)], own, names, most, counted, language)
        _write_key(page, y + 5, sum(left_out.values()), language)
    return page.figure


def lay_out(ledger: pd.DataFrame, taxonomy: pd.DataFrame, sides: Sequence[str]) -> pd.DataFrame:
    """Return a row an understanding that both sides have, in the order drawn.

    Returns
    -------
    DataFrame
        category, position, status, firmness, in_study; documents_a, documents_b (without
        doubt; all, where there is none), forces_a, forces_b.
    """
    own = ledger[ledger["status"].isin(["common", "anchored"])]
    parts = []
    for letter, side in zip("ab", sides, strict=True):
        part = own[own["side"] == side].set_index("position")
        sure = part["documents_sure"].where(part["documents_sure"] > 0, part["documents"])
        parts.append(sure.rename(f"documents_{letter}"))
        parts.append(part["forces"].rename(f"forces_{letter}"))
    kept = own.drop_duplicates("position").set_index("position")
    table = kept[["category", "status", "firmness", "in_study"]].join(parts).reset_index()
    place = {code: n for n, code in enumerate(taxonomy.sort_values("order")["code"])}
    table["total"] = table["documents_a"] + table["documents_b"]
    table["place"] = table["category"].map(place)
    is_common = table["status"] == "common"
    table = table.assign(rank=(~is_common).astype(int)).sort_values(
        ["place", "rank", "firmness", "total", "position"],
        ascending=[True, True, False, False, True], kind="stable",
    )  # fmt: skip
    return table.drop(columns=["place"]).reset_index(drop=True)


def keep_what_fits(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the rows that a page can hold, and how many anchored ones each category loses.

    Categories with a common understanding come first; an anchored one is drawn where there is
    room, those with most documents before the others.
    """
    is_common = rows["status"] == "common"
    homes = set(rows.loc[is_common, "category"]) or set(rows["category"])
    room = int((TALLEST - TOP - 20 - len(homes) * HEADING) / ROW) - int(is_common.sum())
    spare = rows[~is_common & rows["category"].isin(homes)]
    kept = spare.sort_values(["total", "position"], ascending=[False, True], kind="stable")
    kept = kept.head(max(room, 0))
    drawn = rows[is_common | rows.index.isin(kept.index)]
    lost = rows.drop(index=drawn.index)
    return drawn, lost["category"].value_counts().to_dict()


def _write_heads(page: Page, sides: Sequence[str], language: str) -> None:
    words = translate("ground.documents", language)
    page.text(CENTRE, 12, words, ha="center", weight="bold", size=SMALL)
    page.text(CENTRE - 3, TOP - 4, sides[0], ha="right", weight="bold")
    page.text(CENTRE + 3, TOP - 4, sides[1], ha="left", weight="bold")


def _draw_group(
    page: Page, y: float, title: str, rows: pd.DataFrame, names: Mapping[str, str], most: int,
    left_out: int, language: str,
) -> float:  # fmt: skip
    """Draw one category and return where the next begins."""
    page.line((1, page.width - 1), (y, y), color="#b0b0b0")
    page.text(1, y + HEADING / 2 + 0.3, title, weight="bold", size=BODY + 0.5)
    if left_out:
        words = translate("ground.left_out", language, n=left_out)
        page.text(page.width - 2, y + HEADING / 2, words, ha="right", size=SMALL, color=GREY)
    y += HEADING
    for row in rows.to_dict("records"):
        _draw_row(page, y + ROW / 2 - 0.4, row, names, most)
        y += ROW
    return y


def _draw_row(
    page: Page, y: float, row: dict[str, Any], names: Mapping[str, str], most: int
) -> None:
    """Draw one understanding: its name, a bar a side, and the forces at the ends of the bars."""
    is_common = row["status"] == "common"
    ink = INK if is_common else GREY
    position = str(row["position"])
    page.text(3, y, names.get(position, position), size=SMALL, color=ink, width=NAMES - 5,
              gid=f"understanding:{position}")  # fmt: skip
    if row["in_study"]:
        page.text(NAMES - 1, y, "★", size=SMALL, color=ink, gid=f"study:{position}")
    for letter, way in (("a", -1), ("b", 1)):
        documents = int(row[f"documents_{letter}"])
        length = REACH * documents / most
        left = CENTRE + (1 if way > 0 else -1 - length)
        page.cell(left, y - 1.3, length, 2.6, facecolor=DARK if is_common else PALE_BAR)
        end = CENTRE + way * (length + 2)
        ha = "left" if way > 0 else "right"
        gid = f"documents:{position}:{letter}"
        page.text(end, y, str(documents), ha=ha, size=SMALL, color=ink, gid=gid)
        marks = " ".join(mark_forces(row[f"forces_{letter}"]))
        page.text(end + way * 3.4, y, marks, ha=ha, size=SMALL, color=GREY)


def mark_forces(cell: object) -> list[str]:
    """Return the letters of the forces, the most binding first.

    >>> mark_forces("pledge;law")
    ['L', 'P']
    """
    found = str(cell).split(";") if isinstance(cell, str) else []
    return [MARKS[force] for force in FORCES if force in found]


MARKS = dict(zip(FORCES, "LSGOPTRD", strict=True))
"""One letter a force: law, standard, guidance, order, pledge, statement, practice, draft."""


def _write_key(page: Page, y: float, elsewhere: int, language: str) -> None:
    page.cell(1, y - 1.3, 6, 2.6, facecolor=DARK)
    page.text(8.5, y, translate("ground.common", language), size=SMALL, width=72, lines=2)
    page.cell(84, y - 1.3, 6, 2.6, facecolor=PALE_BAR)
    page.text(91.5, y, translate("ground.anchored", language), size=SMALL, width=76, lines=2)
    forces = translate("list.comma", language).join(
        f"{mark} {translate(f'force.{force}', language)}" for force, mark in MARKS.items()
    )
    words = f"{translate('ground.force', language)} {forces}. {translate('ground.study', language)}"
    if elsewhere:
        words += " " + translate("ground.elsewhere", language, n=elsewhere)
    page.text(1, y + 4.5, words, size=SMALL, color=GREY, width=page.width - 2, lines=3, va="top")
