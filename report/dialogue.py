"""From overlap to dialogue: the recommended topics, those set aside, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from analysis.base.paths import data_root
from analysis.readers.csv_tables import read_texts
from report.markup import Markdown, escape, make_table
from report.results import Results

ASIDE = "set aside"


def _name(r: Results, table: str, key: str, column: str) -> dict[str, str]:
    """Return the names of topics or tracks in the language of the report."""
    rows = read_texts(data_root() / "dialogue" / f"{table}.csv")
    return dict(zip(rows[key], rows[f"{column}_{r.language}"], strict=True))


def list_topics(r: Results, topics: Iterable[str]) -> str:
    """Return the titles of some topics, joined; a word for none if there is none."""
    titles = _name(r, "topics", "topic", "title")
    named = [titles.get(topic, topic) for topic in topics]
    return r.word("report.semicolon").join(named) or r.word("overlap.none")


def list_recommended(r: Results) -> list[str]:
    """Return the topics that the rules give a track."""
    table = r.table("recommendations")
    return list(table.loc[table["track"] != ASIDE, "topic"])


def recommendations_table(r: Results, caption: str, name: str) -> Markdown:
    """Return the topics that the rules give a track: which, on what overlap, on what terms."""
    titles = _name(r, "topics", "topic", "title")
    tracks = _name(r, "tracks", "track", "name")
    rows = []
    for row in r.table("recommendations").to_dict("records"):
        if row["track"] == ASIDE:
            continue
        marks = [r.word(f"overlap.{m}") for m in ("thin", "borderline") if row[f"is_{m}"]]
        grade = r.value("grade", row["grade"])
        grade += "" if pd.isna(row["overlap"]) else f", K {row['overlap']:.2f}"
        terms = "–" if pd.isna(row["conditions"]) else row["conditions"]
        overlap = r.word("list.comma").join([grade, *marks])
        rows.append([titles[row["topic"]], tracks[row["track"]], overlap, terms])
    head = [r.word("topics.topic"), r.word("report.track"), r.word("report.overlap")]
    return make_table([*head, r.word("topics.conditions")], rows, [30, 19, 19, 32], caption, name)


def list_set_aside(r: Results) -> Markdown:
    """Return the topics that were set aside, reason by reason."""
    table = r.table("recommendations")
    own = table[table["track"] == ASIDE]
    lines = []
    for reason, rows in own.groupby("set_aside_reason", sort=False):
        topics = list_topics(r, rows["topic"])
        lines.append("- " + escape(f"{reason}{r.word('report.colon')}{topics}"))
    return Markdown("\n".join(lines))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (list_topics, list_recommended, recommendations_table, list_set_aside)
}
