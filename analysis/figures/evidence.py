"""The evidence matrix: which document speaks to which category, the two sides side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_side, translate
from analysis.figures.page import (
    BODY,
    GREY,
    INK,
    SMALL,
    WIDTH,
    Page,
    ink_on,
    make_page,
    shade,
    use_style,
)
from analysis.figures.rows import HEADING, Rows, lay_rows, write_names

NAMES, COUNT, GAP = 38.0, 6.0, 5.0
ROW = 5.2
NARROWEST = 3.4
"""The narrowest column that a number fits in."""
LABEL = 47.0
"""Room for the slanted titles above the columns."""


def draw_evidence(
    evidence: pd.DataFrame,
    taxonomy: pd.DataFrame,
    sides: Sequence[str],
    language: str = "en",
) -> Figure:
    """Draw codings by document and category; a category that rests on one document is framed.

    Parameters
    ----------
    evidence
        document_id, label (short title), side, category, codings; rows without codings are
        left out.
    taxonomy
        code, domain, order, name_en, name_zh.
    """
    evidence = evidence[evidence["codings"] > 0]
    all_panels = [_order_documents(evidence[evidence["side"] == side]) for side in sides]
    panels, left_out = _keep_what_fits(all_panels)
    top = 12 + LABEL
    with use_style():
        bottom = top + len(taxonomy) * ROW + taxonomy["domain"].nunique() * HEADING
        page = make_page(bottom + 13, translate("evidence.title", language))
        rows = lay_rows(taxonomy, top, ROW)
        write_names(page, rows, taxonomy, language, NAMES - 1)
        count = sum(max(1, len(panel)) for panel in panels)
        step = min(7.0, _room(len(sides)) / count)
        x, most = NAMES, max(1, int(evidence["codings"].max() if len(evidence) else 1))
        for side, documents in zip(sides, panels, strict=True):
            part = evidence[evidence["side"] == side]
            _draw_panel(page, rows, x, step, side, documents, part, most, language)
            x += max(1, len(documents)) * step + COUNT + GAP
        _write_key(page, bottom + 5, language, most)
        if left_out:
            words = translate("evidence.left_out", language, n=left_out)
            page.text(1, bottom + 10, words, size=SMALL, color=GREY)
    return page.figure


def _room(sides: int) -> float:
    """Return the width left for columns of documents."""
    return WIDTH - NAMES - 2 - sides * (COUNT + GAP)


def _keep_what_fits(panels: list[pd.Series]) -> tuple[list[pd.Series], int]:
    """Return the documents with most codings, as many as can be read, and how many are left out."""
    most = int(_room(len(panels)) / NARROWEST)
    short = sum(len(panel) for panel in panels if len(panel) <= most // len(panels))
    long = sum(len(panel) > most // len(panels) for panel in panels)
    each = (most - short) // long if long else most
    kept = [panel.head(each) if len(panel) > most // len(panels) else panel for panel in panels]
    return kept, sum(map(len, panels)) - sum(map(len, kept))


def _order_documents(part: pd.DataFrame) -> pd.Series:
    """Return the labels of one side's documents by id, most codings first."""
    totals = part.groupby("document_id")["codings"].sum()
    labels = part.drop_duplicates("document_id").set_index("document_id")["label"]
    ordered = sorted(totals.index, key=lambda d: (-totals[d], str(labels[d])))
    return labels.reindex(ordered)


def _draw_panel(
    page: Page, rows: Rows, x: float, step: float, side: str, documents: pd.Series,
    part: pd.DataFrame, most: int, language: str,
) -> None:  # fmt: skip
    """Draw one side: slanted titles, cells, and the number of documents a category."""
    page.text(x, 12, name_side(side, language), weight="bold", size=BODY + 1.5)
    if documents.empty:
        page.text(x, rows.top - 2, translate("evidence.none", language), size=SMALL, rotation=90,
                  ha="left", va="bottom")  # fmt: skip
    for column, label in enumerate(documents):
        page.text(
            x + (column + 0.5) * step, rows.top - 1, str(label), rotation=90, size=SMALL,
            width=LABEL - 4, ha="center", va="bottom", gid=f"document:{documents.index[column]}",
        )  # fmt: skip
    end = x + max(1, len(documents)) * step
    page.text(end + COUNT / 2, rows.top - 1, translate("evidence.sum", language), rotation=90,
              size=SMALL, ha="center", va="bottom", color=GREY)  # fmt: skip
    places = {document: x + n * step for n, document in enumerate(documents.index)}
    for category, y in rows.middles.items():
        found = part[part["category"] == category].set_index("document_id")["codings"]
        is_single = len(found) == 1
        for document, codings in found[found.index.isin(documents.index)].items():
            _draw_cell(page, places[document], y, step, int(codings), most, is_single,
                       f"cell:{document}:{category}")  # fmt: skip
        page.text(
            end + COUNT / 2, y, str(len(found)), ha="center", size=SMALL,
            weight="bold" if is_single else "normal", color=INK if is_single else GREY,
            gid=f"sum:{side}:{category}",
        )  # fmt: skip


def _draw_cell(
    page: Page, x: float, y: float, step: float, codings: int, most: int, is_single: bool, gid: str
) -> None:
    """Draw a count; a frame where the category has no other document on this side."""
    colour = _colour(codings, most)
    edge = 0.75 if is_single else 0.35
    half = ROW / 2
    page.cell(x + edge, y - half + edge, step - 2 * edge, ROW - 2 * edge, facecolor=colour)
    if is_single:
        _draw_frame(page, x, y, step)
    page.text(
        x + step / 2, y, str(codings), ha="center", size=SMALL, color=ink_on(colour), gid=gid,
        weight="bold" if is_single else "normal",
    )  # fmt: skip


def _draw_frame(page: Page, x: float, y: float, step: float) -> None:
    page.cell(x + 0.2, y - ROW / 2 + 0.2, step - 0.4, ROW - 0.4, edgecolor=INK, linewidth=1.1)


def _colour(codings: float, most: int) -> tuple[float, float, float]:
    return shade(0.15 + 0.75 * codings / most)


def _write_key(page: Page, y: float, language: str, most: int) -> None:
    """Explain the shade and the frame."""
    page.text(1, y, translate("evidence.codings", language), size=SMALL, width=58)
    steps = sorted({1, (most + 1) // 2, most})
    for number, codings in enumerate(steps):
        x = 62 + 6 * number
        page.cell(x, y - 2.2, 5, 4.4, facecolor=_colour(codings, most))
        page.text(
            x + 2.5, y, str(codings), ha="center", size=SMALL, color=ink_on(_colour(codings, most))
        )
    _draw_frame(page, 90, y, 5)
    page.text(97, y, translate("evidence.single", language), size=SMALL, width=72)
