"""Who a topic needs in the room, against who its track usually has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import translate
from analysis.figures.page import GREY, INK, SMALL, WIDTH, Page, make_page, use_style, wrap
from analysis.figures.rows import write_head

NAMES, TOP = 44.0, 18.0
LINE = 2.9
"""Height of a line of the smallest text in millimetres."""


def draw_participants(
    participants: pd.DataFrame,
    people: Mapping[str, str],
    topics: Mapping[str, str],
    language: str = "en",
) -> Figure:
    """Draw who a topic needs against who its track usually has.

    Parameters
    ----------
    participants
        topic, participant, is_needed, is_usual (booleans); pairs left out are neither. Its topics
        may differ from those of ``draw_recommendations``: a key says by which grades they stand.
    people, topics
        names by code, in the order to draw.
    """
    step = min(24.0, (WIDTH - NAMES - 1) / len(people))
    row = 8.0
    # a head is never cut: it has as many lines as it needs, and the rows begin below them
    tall = max(
        wrap(name, step - 1, SMALL, "bold", lines=9).count("\n") + 1 for name in people.values()
    )
    top = max(TOP, 9 + LINE * tall)
    bottom = top + len(topics) * row
    with use_style():
        page = make_page(bottom + 16, translate("participants.title", language))
        places = {code: NAMES + n * step for n, code in enumerate(people)}
        for code, x in places.items():
            write_head(page, x + step / 2, top - 1, people[code], step - 1, lines=tall)
        page.line((1, NAMES + step * len(people)), (top, top), color="#808080")
        rows = {topic: top + (n + 0.5) * row for n, topic in enumerate(topics)}
        for topic, y in rows.items():
            page.text(1, y, topics[topic], width=NAMES - 3, lines=2, size=SMALL)
            page.line((1, NAMES + step * len(people)), (y + row / 2,) * 2)
        for pair in participants.to_dict("records"):
            state = _name_state(bool(pair["is_needed"]), bool(pair["is_usual"]))
            if state:
                x, y = places[pair["participant"]], rows[pair["topic"]]
                _draw_state(page, x + 0.6, y - 3.2, step - 1.2, 6.4, state)
        for number, state in enumerate(("both", "missing", "spare")):
            x = 2 + number * 56
            _draw_state(page, x, bottom + 3, 8, 4.4, state)
            words = translate(f"participants.{state}", language)
            page.text(x + 10, bottom + 5.2, words, size=SMALL)
        page.text(1, bottom + 9, translate("participants.key", language), size=SMALL, color=GREY,
                  width=168, lines=2, va="top")  # fmt: skip
    return page.figure


def _name_state(is_needed: bool, is_usual: bool) -> str:
    """Return which of the three cases a pair is, or nothing.

    >>> _name_state(True, False), _name_state(False, False)
    ('missing', '')
    """
    return {(True, True): "both", (True, False): "missing", (False, True): "spare"}.get(
        (is_needed, is_usual), ""
    )


def _draw_state(page: Page, x: float, y: float, width: float, height: float, state: str) -> None:
    """Dark: needed and there; framed and hatched: missing; pale: there without need."""
    looks: dict[str, dict[str, Any]] = {
        "both": {"facecolor": "#3f7db8"},
        "missing": {"facecolor": "white", "edgecolor": INK, "hatch": "/////", "linewidth": 1.0},
        "spare": {"facecolor": "#dde6ee"},
    }
    page.cell(x, y, width, height, gid=f"participants:{state}", **looks[state])
