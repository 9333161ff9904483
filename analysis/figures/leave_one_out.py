"""Which document takes which common understanding away: understandings x documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_side, translate
from analysis.figures.page import DARK, GREY, PALE, SMALL, Page, make_page, use_style

TOP, ROW, FOOT = 52.0, 4.2, 17.0
NAMES, FIRM, LEFT, RIGHT, GAP = 68.0, 73.5, 82.0, 169.0, 2.5
NARROWEST, WIDEST = 3.3, 6.0
TALLEST = 236.0
PALE_CELL = "#b9cbdc"
COMMON = "common"


def draw_leave_one_out(
    ledger_without: pd.DataFrame,
    firmness: Mapping[str, int],
    names: Mapping[str, str],
    labels: Mapping[str, str],
    sides: Sequence[str],
    language: str = "en",
) -> Figure:
    """Draw the common understandings, the firmest first, and the documents that have them.

    A dark cell: without this document the understanding is common no more. A light one: the
    document has it, and it stays common without it.

    Parameters
    ----------
    ledger_without
        position, side, kind, left_out, status, status_without.
    firmness
        Firmness of each common understanding, in the order in which they are drawn.
    names
        What each understanding is called, by position.
    labels
        Short titles of the documents.
    """
    rows = list(firmness)
    own = ledger_without[
        (ledger_without["kind"] == "document") & (ledger_without["status"] == COMMON)
    ]
    columns = order_documents(own, sides)
    shown, drawn = rows[: int((TALLEST - TOP - FOOT) / ROW)], keep_what_fits(own, columns)
    bottom = TOP + max(len(shown), 1) * ROW
    with use_style():
        page = make_page(bottom + FOOT, translate("leave.title", language))
        places = _place(page, drawn, labels, sides, language)
        page.text(FIRM + 2, TOP - 3, translate("leave.firmness", language), ha="center", size=SMALL)
        if not rows:
            page.text(2, TOP + ROW / 2, translate("overlap.none", language), color=GREY)
        marks = own.assign(is_lost=own["status_without"] != COMMON)
        cells = marks.set_index(["position", "left_out"])["is_lost"].to_dict()
        for number, position in enumerate(shown):
            y = TOP + (number + 0.5) * ROW
            page.line((1, RIGHT), (y - ROW / 2, y - ROW / 2), color=PALE, linewidth=0.3)
            page.text(2, y, names.get(position, position), size=SMALL, width=NAMES,
                      gid=f"understanding:{position}")  # fmt: skip
            page.text(FIRM + 2, y, str(int(firmness[position])), ha="center", size=SMALL)
            _draw_cells(page, y, position, places, cells)
        lost = marks[marks["is_lost"]].groupby("left_out").size().to_dict()
        _write_foot(page, bottom, places, lost, language)
        hidden = {"n": len(columns) - len(drawn), "m": len(rows) - len(shown)}
        words = translate("leave.key", language)
        if any(hidden.values()):
            words += " " + translate("leave.hidden", language, **hidden)
        page.text(1, page.height - 11, words, size=SMALL, color=GREY, width=168, lines=4, va="top")
    return page.figure


def order_documents(own: pd.DataFrame, sides: Sequence[str]) -> list[tuple[str, str]]:
    """Return side and document, those that take most away first within their side."""
    lost = own.assign(lost=own["status_without"] != COMMON).groupby(["side", "left_out"])["lost"]
    table = lost.agg(["sum", "size"]).reset_index()
    table["place"] = table["side"].map({side: n for n, side in enumerate(sides)})
    table = table.sort_values(
        ["place", "sum", "size", "left_out"], ascending=[True, False, False, True], kind="stable"
    )
    return list(zip(table["side"], table["left_out"], strict=True))


def keep_what_fits(own: pd.DataFrame, columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the columns that a page has room for: of too many, those that take most away."""
    room = int((RIGHT - LEFT - GAP) / NARROWEST)
    if len(columns) <= room:
        return columns
    lost = own[own["status_without"] != COMMON].groupby("left_out").size().to_dict()
    kept = sorted(columns, key=lambda column: -lost.get(column[1], 0))[:room]
    return [column for column in columns if column in kept]


def _place(
    page: Page, columns: list[tuple[str, str]], labels: Mapping[str, str], sides: Sequence[str],
    language: str,
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Write the heads and return left edge and width of every document's column."""
    width = min(WIDEST, (RIGHT - LEFT - GAP) / max(len(columns), 1))
    places: dict[str, tuple[float, float]] = {}
    x = LEFT
    for number, side in enumerate(sides):
        x += GAP * bool(number and places)
        own = [document for of, document in columns if of == side]
        if own:
            page.text(x, 12, name_side(side, language), weight="bold")
        for document in own:
            places[document] = (x, width)
            page.text(x + width / 2, TOP - 2, labels.get(document, document), rotation=90,
                      ha="center", va="bottom", size=SMALL, gid=f"document:{document}")  # fmt: skip
            x += width
    return places


def _draw_cells(
    page: Page, y: float, position: str, places: Mapping[str, tuple[float, float]],
    cells: Mapping[tuple[str, str], bool],
) -> None:  # fmt: skip
    """Draw who has one understanding; a dark cell takes it away."""
    for document, (x, width) in places.items():
        is_lost = cells.get((position, document))
        if is_lost is not None:
            face = DARK if is_lost else PALE_CELL
            page.cell(x + 0.4, y - 1.6, width - 0.8, 3.2, facecolor=face)


def _write_foot(
    page: Page, y: float, places: Mapping[str, tuple[float, float]], lost: Mapping[str, int],
    language: str,
) -> None:  # fmt: skip
    """Write under each document how many understandings are common no more without it."""
    page.line((1, RIGHT), (y, y), color="#808080")
    page.text(2, y + 3, translate("leave.lost", language), size=SMALL, weight="bold", width=NAMES)
    for document, (x, width) in places.items():
        page.text(x + width / 2, y + 3, str(lost.get(document, 0)), ha="center", size=SMALL,
                  gid=f"lost:{document}")  # fmt: skip
