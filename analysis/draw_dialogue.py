"""Topics by tracks, and who a topic needs against who is usually there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.canvas import (
    GREY,
    INK,
    MARKS,
    SMALL,
    WIDTH,
    Page,
    ink_on,
    make_page,
    shade,
    use_style,
    wrap,
)
from analysis.category_rows import write_head
from analysis.text import translate

NAMES, TOP = 44.0, 18.0
LINE = 2.9
"""Height of a line of the smallest text in millimetres."""
SET_ASIDE = "set aside"


def draw_recommendations(
    recommendations: pd.DataFrame,
    tracks: Mapping[str, str],
    topics: Mapping[str, str],
    language: str = "en",
) -> Figure:
    """Draw topics by tracks: concurrence as shade, conditions or the reason as text.

    Parameters
    ----------
    recommendations
        topic, track (a key of ``tracks`` or 'set aside'), overlap (K, may be blank), grade,
        conditions (text, may be blank), set_aside_reason (may be blank).
    tracks, topics
        names by code, in the order to draw.
    """
    # a column has room for the name of a track, not for what stands in brackets behind it
    short = {code: re.split(r"\s*[(（]", name)[0] for code, name in tracks.items()}
    columns = {**short, SET_ASIDE: translate("topics.set_aside", language)}
    step = min(13.4, 80.0 / len(columns))
    notes = NAMES + step * len(columns) + 2
    texts = _write_texts(recommendations, WIDTH - notes - 2)
    heights = {t: max(9.2, LINE * (texts.get(t, "").count("\n") + 1) + 2) for t in topics}
    bottom = TOP + sum(heights.values())
    with use_style():
        page = make_page(bottom + 8, translate("topics.title", language))
        write_head(page, 1, TOP - 1, translate("topics.topic", language), NAMES - 2, ha="left")
        words = translate("topics.conditions", language)
        write_head(page, notes, TOP - 1, words, page.width - notes - 1, ha="left")
        places = {code: NAMES + number * step for number, code in enumerate(columns)}
        for code, x in places.items():
            write_head(page, x + step / 2, TOP - 1, columns[code], step - 0.6)
        rows = _write_topics(page, topics, heights)
        for found in recommendations.to_dict("records"):
            y = rows[found["topic"]]
            _draw_topic(page, places[found["track"]], y, step, found, language)
        for topic, text in texts.items():
            page.text(notes, rows[topic], text, size=SMALL, gid=f"conditions:{topic}")
        page.text(1, bottom + 4, translate("topics.key", language), size=SMALL, color=GREY)
    return page.figure


def _write_topics(
    page: Page, topics: Mapping[str, str], heights: Mapping[str, float]
) -> dict[str, float]:
    """Write the names of the topics and return the middle of each row."""
    page.line((1, page.width - 1), (TOP, TOP), color="#808080")
    middles, y = {}, TOP
    for topic, height in heights.items():
        middles[topic] = y + height / 2
        y += height
        page.text(
            1, middles[topic], topics[topic], width=NAMES - 3, lines=3, size=SMALL,
            gid=f"topic:{topic}",
        )  # fmt: skip
        page.line((1, page.width - 1), (y, y))
    return middles


def _draw_topic(
    page: Page, x: float, y: float, step: float, row: dict[str, Any], language: str
) -> None:
    """Draw the cell of one topic in its track."""
    share, grade = row["overlap"], str(row["grade"])
    is_known = pd.notna(share)
    colour: Any = shade(share) if is_known else "white"
    page.cell(
        x + 0.5, y - 4, step - 1, 8, facecolor=colour, edgecolor="#8c8c8c",
        linestyle="-" if is_known else "--",
    )  # fmt: skip
    # without a K the grade says why: one-sided, or no evidence
    words = f"{share:.2f}" if is_known else ""
    gid = f"overlap:{row['topic']}:{row['track']}"
    page.text(x + step / 2, y - 1.7, words, ha="center", size=SMALL, weight="bold",
              color=ink_on(colour), gid=gid)  # fmt: skip
    word = translate(f"grade.{grade}", language) if grade in MARKS else ""
    page.text(x + step / 2, y + 1.8 * is_known, word, ha="center", size=SMALL,
              width=step - 0.8, lines=1 + (not is_known), color=ink_on(colour))  # fmt: skip


def _write_texts(recommendations: pd.DataFrame, width: float) -> dict[str, str]:
    """Return the conditions of each topic, or why it is set aside, broken to a width."""
    texts = {}
    for topic, part in recommendations.groupby("topic", sort=False):
        found = [*part["set_aside_reason"].dropna(), *part["conditions"].dropna()]
        words = "; ".join(dict.fromkeys(str(text) for text in found if str(text)))
        if words:
            texts[str(topic)] = wrap(words, width, SMALL, lines=20)
    return texts


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
        topic, participant, is_needed, is_usual (booleans); pairs left out are neither.
    people, topics
        names by code, in the order to draw.
    """
    step = min(24.0, 120.0 / len(people))
    row = 8.0
    bottom = TOP + len(topics) * row
    with use_style():
        page = make_page(bottom + 9, translate("room.title", language))
        places = {code: NAMES + n * step for n, code in enumerate(people)}
        for code, x in places.items():
            write_head(page, x + step / 2, TOP - 1, people[code], step - 1)
        page.line((1, NAMES + step * len(people)), (TOP, TOP), color="#808080")
        rows = {topic: TOP + (n + 0.5) * row for n, topic in enumerate(topics)}
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
            page.text(x + 10, bottom + 5.2, translate(f"room.{state}", language), size=SMALL)
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
    page.cell(x, y, width, height, gid=f"room:{state}", **looks[state])
