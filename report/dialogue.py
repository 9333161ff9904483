"""From overlap to dialogue: the recommended topics, those set aside, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.base.paths import data_root
from analysis.dialogue.tables import SET_ASIDE
from report.found import Listed, Text
from report.markup import Markdown, escape, make_table
from report.results import Results, read_words


def _name(r: Results, table: str, key: str, column: str) -> dict[str, Text]:
    """Return the names of topics or tracks in the language of the report."""
    rows = read_words(data_root() / "dialogue" / f"{table}.csv")
    return {row[key]: row[f"{column}_{r.language}"] for row in rows}


def list_topics(r: Results, topics: Listed) -> Text:
    """Return the titles of some topics, joined; a word for none if there is none."""
    titles = _name(r, "topics", "topic", "title")
    return r.join([titles.get(topic, topic) for topic in topics], topics, by="report.semicolon")


def recommendations_table(r: Results, caption: str, name: str) -> Markdown:
    """Return the topics with a room: which, on how many understandings, and what it survives."""
    titles = _name(r, "topics", "topic", "title")
    tracks = _name(r, "tracks", "track", "name")
    rows = []
    for row in r.rows("topics"):
        if row["track"] == SET_ASIDE:
            continue
        kept = "survives" if row["survives"] else "left_out"
        kept = kept if row["is_kept_left_out"] else "not_kept"
        counts = [row[c] for c in ("n_common", "firmness", "n_anchored", "n_one_sided")]
        room = [titles[row["topic"]], tracks[row["track"]]]
        rows.append([*room, *counts, r.word(f"topics.{kept}")])
    columns = ("common", "firmness", "anchored", "one_sided", "kept")
    head = [r.word("topics.topic"), r.word("report.track")]
    head += [r.word(f"topics.{column}") for column in columns]
    return make_table(head, rows, [30, 19, 9, 9, 9, 9, 15], caption, name, [2, 3, 4, 5])


def list_set_aside(r: Results) -> Markdown:
    """Return the topics that were set aside, reason by reason."""
    lines = []
    for group in r.find("08").set_aside:
        said = f"{group[f'reason_{r.language}']}{r.word('report.colon')}"
        lines.append("- " + escape(said + list_topics(r, group.topics)))
    return Markdown("\n".join(lines))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (list_topics, recommendations_table, list_set_aside)
}
