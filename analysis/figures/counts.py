"""Documents, quotes, and quotes per document by side and entity type, as heatmaps on one page."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_side, name_value, translate
from analysis.corpus.tables import ENTITY_TYPES
from analysis.figures.page import BODY, GREY, SMALL, Page, ink_on, make_page, shade, use_style

TOTAL = "Total"
NAMES, COLUMN, ROW, GAP = 34.0, 26.0, 8.0, 16.0


def draw_entity_tables(
    documents: pd.DataFrame, quotes: pd.DataFrame, ratio: pd.DataFrame, language: str = "en"
) -> Figure:
    """Draw Tables 1 to 3.

    Parameters
    ----------
    documents, quotes, ratio
        side, entity_type, and documents, quotes, or quotes_per_document; margins are rows with
        'Total'. A pair without a row, or with a blank, stays blank.
    """
    parts = [("documents", documents), ("quotes", quotes), ("quotes_per_document", ratio)]
    types = _order(pd.concat([part["entity_type"] for _, part in parts]), ENTITY_TYPES)
    sides = list(dict.fromkeys([*documents["side"], *quotes["side"], *ratio["side"]]))
    sides = [side for side in sides if side != TOTAL] + [TOTAL]
    height = GAP + len(sides) * ROW
    with use_style():
        page = make_page(10 + 3 * height + 9, translate("tables.title", language))
        keys = ("tables.documents", "tables.quotes", "tables.ratio")
        for number, ((value, frame), key) in enumerate(zip(parts, keys, strict=True)):
            top = 10 + number * height
            page.text(1, top + 4, translate(key, language), weight="bold", size=BODY + 1)
            _draw_table(page, top + GAP - 3, frame, value, types, sides, language)
        page.text(
            1, 10 + 3 * height + 3, translate("tables.key", language), size=SMALL, color=GREY,
            width=168, lines=2,
        )  # fmt: skip
    return page.figure


def _order(found: pd.Series, known: tuple[str, ...]) -> list[str]:
    """Return the known values first, then the others by name, the total last."""
    rest = sorted(set(found) - set(known) - {TOTAL})
    return [v for v in known if v in set(found)] + rest + [TOTAL]


def _draw_table(
    page: Page, top: float, frame: pd.DataFrame, value: str, types: list[str],
    sides: list[str], language: str,
) -> None:  # fmt: skip
    """Draw one heatmap; the margins stand apart and are not shaded."""
    numbers = frame.set_index(["side", "entity_type"])[value].to_dict()
    step = min(COLUMN, (page.width - NAMES - 4) / len(types))
    inner = [v for k, v in numbers.items() if TOTAL not in k and pd.notna(v)]
    most = max(inner, default=1) or 1
    for column, kind in enumerate(types):
        x = NAMES + column * step + (1.5 if kind == TOTAL else 0)
        page.text(
            x + step / 2, top - 3.2, name_value("entity", kind, language), ha="center", size=SMALL,
            width=step - 1, lines=2,
        )  # fmt: skip
        for row, side in enumerate(sides):
            y = top + row * ROW + (1 if side == TOTAL else 0)
            number = numbers.get((side, kind))
            gid = f"{value}:{side}:{kind}"
            _draw_number(page, x, y, step, number, most, TOTAL in (side, kind), gid)
    for row, side in enumerate(sides):
        y = top + (row + 0.5) * ROW + (1 if side == TOTAL else 0)
        weight = "bold" if side == TOTAL else "normal"
        page.text(1, y, name_side(side, language), weight=weight, width=NAMES - 2)


def _draw_number(
    page: Page, x: float, y: float, width: float, number: float | None, most: float,
    is_total: bool, gid: str,
) -> None:  # fmt: skip
    """Draw one cell: whole numbers as they are, ratios with one decimal; blank stays blank."""
    is_blank = number is None or pd.isna(number)
    colour = "white" if is_total or is_blank else shade(0.85 * float(number or 0) / most)
    page.cell(
        x + 0.3, y + 0.3, width - 0.6, ROW - 0.6, facecolor=colour, edgecolor="#8c8c8c",
        linewidth=0 if is_total else 0.3,
    )  # fmt: skip
    if number is not None and not is_blank:
        words = f"{number:.1f}" if gid.startswith("quotes_per") else f"{number:,.0f}"
        page.text(
            x + width / 2, y + ROW / 2, words, ha="center", color=ink_on(colour), gid=gid,
            weight="bold" if is_total else "normal", size=BODY + 0.5,
        )  # fmt: skip
