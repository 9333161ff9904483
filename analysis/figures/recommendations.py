"""Topics by tracks: which topic goes to which room, on what terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import fsum
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import translate
from analysis.corpus.tables import SET_ASIDE
from analysis.figures.page import (
    GREY,
    SMALL,
    WIDTH,
    Page,
    ink_on,
    make_page,
    shade,
    use_style,
    wrap,
)
from analysis.figures.rows import write_head

NAMES, TOP = 44.0, 18.0
LINE = 2.9
"""Height of a line of the smallest text in millimetres."""
ROW = 7.2
"""Height of a topic's row: its cell holds two lines."""
DARKEST = 5
"""Firmness from which on a cell is drawn in the darkest shade."""


def draw_recommendations(
    recommendations: pd.DataFrame,
    tracks: Mapping[str, str],
    topics: Mapping[str, str],
    language: str = "en",
) -> Figure:
    """Draw topics by tracks: understandings as numbers, conditions or the reason as text.

    Topics that are set aside for the same reason stand together, the reason once beside them.

    Parameters
    ----------
    recommendations
        topic, track (a key of ``tracks`` or 'set aside'), n_common, n_anchored, n_one_sided,
        firmness (of the firmest common understanding, may be blank), conditions (text, may be
        blank), set_aside_reason (may be blank).
    tracks, topics
        names by code, in the order to draw.
    """
    # a column has room for the name of a track, not for what stands in brackets behind it
    short = {code: re.split(r"\s*[(（]", name)[0] for code, name in tracks.items()}
    columns = {**short, SET_ASIDE: translate("topics.set_aside", language)}
    step = min(13.4, 80.0 / len(columns))
    notes = NAMES + step * len(columns) + 2.5
    groups = _group_topics(recommendations, topics, WIDTH - notes - 2)
    bottom = TOP + fsum(height for _, _, height in groups)
    with use_style():
        page = make_page(bottom + 8, translate("topics.title", language))
        write_head(page, 1, TOP - 1, translate("topics.topic", language), NAMES - 2, ha="left")
        words = translate("topics.notes", language)
        write_head(page, notes, TOP - 1, words, page.width - notes - 1, ha="left")
        places = {code: NAMES + number * step for number, code in enumerate(columns)}
        for code, x in places.items():
            write_head(page, x + step / 2, TOP - 1, columns[code], step - 0.6)
        rows = _write_groups(page, groups, topics, notes)
        for found in recommendations.to_dict("records"):
            y = rows[found["topic"]]
            _draw_topic(page, places[found["track"]], y, step, found)
        page.text(1, bottom + 4, translate("topics.key", language), size=SMALL, color=GREY)
    return page.figure


def _group_topics(
    recommendations: pd.DataFrame, topics: Mapping[str, str], width: float
) -> list[tuple[list[str], str, float]]:
    """Return the topics of each group, the text beside them, and the height that both take.

    A topic of a track is a group of its own; those set aside for one reason are one group, where
    the first of them stands.
    """
    texts = _write_texts(recommendations, width)
    aside = set(recommendations.loc[recommendations["track"] == SET_ASIDE, "topic"])
    groups: dict[str, list[str]] = {}
    for topic in topics:
        key = texts.get(topic, "") if topic in aside else ""
        groups.setdefault(key or f"topic {topic}", []).append(topic)
    found = []
    for members in groups.values():
        text = texts.get(members[0], "")
        tall = LINE * (text.count("\n") + 1) + 2
        names = [wrap(topics[t], NAMES - 3, SMALL, lines=3).count("\n") + 1 for t in members]
        rows = max(ROW, LINE * max(names) + 1)
        found.append((members, text, max(rows * len(members), tall)))
    return found


def _write_groups(
    page: Page, groups: list[tuple[list[str], str, float]], topics: Mapping[str, str], notes: float
) -> dict[str, float]:
    """Write the names of the topics and the text of each group; return the middle of each row."""
    page.line((1, page.width - 1), (TOP, TOP), color="#808080")
    middles, y = {}, TOP
    for members, text, height in groups:
        row, top = height / len(members), y
        for topic in members:
            middles[topic] = y + row / 2
            y += row
            page.text(
                1, middles[topic], topics[topic], width=NAMES - 3, lines=3, size=SMALL,
                gid=f"topic:{topic}",
            )  # fmt: skip
            page.line((1, notes - 2), (y, y))
        page.line((1, page.width - 1), (y, y))
        page.text(notes, (top + y) / 2, text, size=SMALL, gid=f"conditions:{members[0]}")
        if len(members) > 1:
            page.line((notes - 1.3,) * 2, (top + 0.8, y - 0.8), color=GREY, linewidth=0.9)
    return middles


def _draw_topic(page: Page, x: float, y: float, step: float, row: dict[str, Any]) -> None:
    """Draw the cell of one topic in its track."""
    is_firm = pd.notna(row["firmness"])
    colour: Any = shade(min(int(row["firmness"]), DARKEST) / DARKEST) if is_firm else "white"
    page.cell(
        x + 0.5, y - 3.2, step - 1, 6.4, facecolor=colour, edgecolor="#8c8c8c",
        linestyle="-" if is_firm else "--",
    )  # fmt: skip
    gid = f"{row['topic']}:{row['track']}"
    page.text(x + step / 2, y - 1.45, str(row["n_common"]), ha="center", size=SMALL,
              weight="bold", color=ink_on(colour), gid=f"common:{gid}")  # fmt: skip
    words = f"{row['n_anchored']} / {row['n_one_sided']}"
    page.text(x + step / 2, y + 1.45, words, ha="center", size=SMALL, color=ink_on(colour),
              gid=f"others:{gid}")  # fmt: skip


def _write_texts(recommendations: pd.DataFrame, width: float) -> dict[str, str]:
    """Return the conditions of each topic, or why it is set aside, broken to a width."""
    texts = {}
    for topic, part in recommendations.groupby("topic", sort=False):
        found = [*part["set_aside_reason"].dropna(), *part["conditions"].dropna()]
        words = "; ".join(dict.fromkeys(str(text) for text in found if str(text)))
        if words:
            texts[str(topic)] = wrap(words, width, SMALL, lines=20)
    return texts
