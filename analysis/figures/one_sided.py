"""What only one side says: the one-sided understandings, the two sides mirrored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import name_side, translate
from analysis.figures.common_ground import mark_forces
from analysis.figures.page import BODY, DARK, GREY, SMALL, WIDTH, Page, make_page, use_style, wrap

TOP, LINE, PAD = 20.0, 2.9, 1.6
HALF = WIDTH / 2 - 3
BAR, NAMES = 14.0, 46.0
TALLEST = 236.0


def draw_one_sided(
    ledger: pd.DataFrame,
    names: Mapping[str, str],
    taxonomy: pd.DataFrame,
    sides: Sequence[str],
    language: str = "en",
) -> Figure:
    """Draw what one side says in three documents or more and the other not at all.

    Parameters
    ----------
    ledger
        ``understandings``: category, position, side, documents_sure, codings, forces, status,
        p_absent, q_absent; two sides.
    names
        What each understanding is called, by position.
    taxonomy
        code, order, name_en, name_zh.
    """
    panels = [list_lonely(ledger, taxonomy, side) for side in sides]
    titles = dict(zip(taxonomy["code"], taxonomy[f"name_{language}"], strict=True))
    with use_style():
        heights = [_measure(panel, names, titles) for panel in panels]
        bottom = TOP + max([10.0, *heights])
        page = make_page(bottom + 12, translate("lonely.title", language))
        most = max([1, *(int(panel["documents_sure"].max()) for panel in panels if len(panel))])
        for number, (side, panel) in enumerate(zip(sides, panels, strict=True)):
            x = 1 + number * (WIDTH / 2 + 1)
            words = translate("lonely.only", language, side=name_side(side, language))
            page.text(x, 13, words, weight="bold", size=BODY + 1)
            page.line((x, x + HALF), (TOP - 4, TOP - 4), color="#808080")
            if panel.empty:
                page.text(x, TOP, translate("overlap.none", language), color=GREY)
            _draw_panel(page, x, panel, names, titles, most)
        words = translate("lonely.key", language)
        page.text(1, bottom + 3, words, size=SMALL, color=GREY, width=168, lines=3, va="top")
    return page.figure


def list_lonely(ledger: pd.DataFrame, taxonomy: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return the one-sided understandings that this side holds, with the test of the other.

    Returns
    -------
    DataFrame
        category, position, documents_sure, forces, q (of the other side's silence; the smallest
        of several sides). By category, most documents first.
    """
    own = ledger[(ledger["status"] == "one-sided")]
    q = own.groupby("position")["q_absent"].min().rename("q")
    held = own[(own["side"] == side) & (own["codings"] > 0)]
    # of several sides, the one that holds it in most documents
    most = held.groupby("position")["documents_sure"].transform("max")
    held = held[held["documents_sure"] == most]
    silent = set(own.loc[(own["side"] != side) & (own["codings"] == 0), "position"])
    held = held[held["position"].isin(silent)].join(q, on="position")
    place = {code: n for n, code in enumerate(taxonomy.sort_values("order")["code"])}
    held = held.assign(place=held["category"].map(place)).sort_values(
        ["place", "documents_sure", "position"], ascending=[True, False, True], kind="stable"
    )
    return held[["category", "position", "documents_sure", "forces", "q"]].reset_index(drop=True)


def _measure(panel: pd.DataFrame, names: Mapping[str, str], titles: Mapping[str, str]) -> float:
    """Return the height of a panel in millimetres."""
    lines = [wrap(names[p], NAMES, SMALL, lines=3).count("\n") + 1 for p in panel["position"]]
    return fsum(n * LINE + PAD for n in lines) + panel["category"].nunique() * (LINE + 3.4)


def _draw_panel(
    page: Page, x: float, panel: pd.DataFrame, names: Mapping[str, str],
    titles: Mapping[str, str], most: int,
) -> None:  # fmt: skip
    """Draw one side: categories as headings, a bar of documents before each understanding."""
    y = TOP - 2
    for category, rows in panel.groupby("category", sort=False):
        page.text(x, y + 2.4, titles[str(category)], weight="bold", size=SMALL + 0.3)
        y += LINE + 2.4
        for row in rows.to_dict("records"):
            words = wrap(names[row["position"]], NAMES, SMALL, lines=3)
            tall = (words.count("\n") + 1) * LINE
            middle = y + tall / 2 + 0.4
            length = BAR * 0.6 * row["documents_sure"] / most
            page.cell(x, middle - 1.3, length, 2.6, facecolor=DARK)
            page.text(x + length + 1, middle, str(int(row["documents_sure"])), size=SMALL,
                      gid=f"documents:{row['position']}")  # fmt: skip
            page.text(x + BAR, middle, words, size=SMALL, gid=f"understanding:{row['position']}")
            marks = " ".join(mark_forces(row["forces"]))
            sign = "" if pd.isna(row["q"]) else f"q {row['q']:.2f}"
            page.text(x + HALF, middle - 0.2, sign, size=SMALL, ha="right", color=GREY,
                      gid=f"q:{row['position']}")  # fmt: skip
            page.text(x + HALF - 9, middle - 0.2, marks, size=SMALL, ha="right", color=GREY)
            y += tall + PAD
        y += 1.0
