"""One page a topic with a room: what both sides say, where they will differ, who is missing."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from analysis.base.paths import TEXTS, data_root, find_made_from
from analysis.base.store import write_bytes
from analysis.corpus.fields import split_list
from analysis.dialogue.tables import NO, NOT_STATED, SET_ASIDE, YES
from report.found import read_marks, tell
from report.markup import Markdown, escape, make_table
from report.press import Press
from report.results import Results, Row, read_words

FOLDER = "briefs"
ASKED = 6
"""Questions of a brief: more would not fit its page."""
GONE = "†"


def write_briefs(
    corpora: Sequence[str], out: Path, language: str, facts: dict[str, Any], paper: Path
) -> list[Path]:
    """Write a brief of every topic with a room as PDF and DOCX, and why the others have none.

    Returns
    -------
    The files, in ``briefs/`` below ``out``; none where no corpus of the run has topics.
    """
    found = find_topics(corpora, language)
    if found is None:
        return []
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for topic in list_rooms(found):
        text, _ = read_marks(write_brief(found, topic, facts))
        with tempfile.TemporaryDirectory(dir=out, prefix=".brief.") as scratch:
            press = Press(Path(scratch), paper, language, facts)
            for path in press.write(text, [], with_html=False):
                made.append(path.replace(folder / f"{topic['topic']}{path.suffix}"))
    index, _ = read_marks(list_briefs(found))
    write_bytes(folder / "README.md", index.encode())
    return [*made, folder / "README.md"]


def find_topics(corpora: Sequence[str], language: str) -> Results | None:
    """Return the results whose topics are printed: of documents read, before statements."""
    held = [name for name in corpora if Results(name, language).has("topics")]
    return Results(find_made_from(held, TEXTS) or held[0], language) if held else None


def list_rooms(r: Results) -> list[Row]:
    """Return the topics that get a room."""
    return [topic for topic in r.rows("topics") if topic["track"] != SET_ASIDE]


def list_briefs(r: Results) -> str:
    """Return the list of briefs, and of each topic without one the reason."""
    titles = _words(r, "topics", "topic", "title")
    lines = ["# Topic briefs", "", f"From the corpus `{r.corpus}`. Topics with a room:", ""]
    with_room = [t["topic"] for t in list_rooms(r)]
    lines += [f"- {titles[t]}: [PDF]({t}.pdf), [DOCX]({t}.docx)" for t in with_room] or ["- none"]
    lines += ["", "Set aside:", ""]
    lines += [f"- {titles[t['topic']]}: {t['set_aside_reason']}" for t in r.rows("topics")
              if t["track"] == SET_ASIDE]  # fmt: skip
    return "\n".join([*lines, ""])


def write_brief(r: Results, topic: Row, facts: dict[str, Any]) -> str:
    """Return one brief as Markdown."""
    track = _words(r, "tracks", "track", "name")[topic["track"]]
    byline = r.word("brief.byline", version=facts["version"], date=facts["date"])
    head = {
        "title": escape(_words(r, "topics", "topic", "title")[topic["topic"]]),
        "subtitle": escape(r.word("brief.for", track=track)),
        "byline": escape(byline),
        "running": r.word("brief.running"),
        "author": "The Common Ground contributors",
    }
    front = "\n".join(f"{key}: {json.dumps(str(text))}" for key, text in head.items())
    latin = "latin: true\n" if r.language == "en" else ""
    body = write_body(r, topic, "##")
    return f"---\n{front}\n{latin}---\n\n{body}\n"


def write_body(r: Results, topic: Row, level: str) -> Markdown:
    """Return what a brief says, under headings of a level."""
    parts: dict[str, Callable[[], Markdown]] = {
        "common": lambda: _say_common(r, topic["topic"]),
        "different": lambda: _say_different(r, topic["topic"]),
        "people": lambda: _say_people(r, topic["topic"]),
        "terms": lambda: _say_terms(r, topic["topic"]),
        "ask": lambda: _ask(r, topic["topic"]),
        "firm": lambda: _say_firmness(r, topic),
    }
    return Markdown(
        "\n\n".join(
            f"{level} {r.word(f'brief.{name}')} {{.unnumbered}}\n\n{say()}"
            for name, say in parts.items()
        )
    )


def briefs(r: Results) -> Markdown:
    """Return every brief as a part of the report."""
    titles = _words(r, "topics", "topic", "title")
    parts = [
        f"## {escape(titles[topic['topic']])} {{.unnumbered}}\n\n{write_body(r, topic, '###')}"
        for topic in list_rooms(r)
    ]
    return Markdown("\n\n".join(parts))


FUNCTIONS: dict[str, Callable[..., Any]] = {"briefs": briefs}


def _words(r: Results, table: str, key: str, column: str) -> dict[str, str]:
    rows = read_words(data_root() / "dialogue" / f"{table}.csv")
    return {row[key]: row[f"{column}_{r.language}"] for row in rows}


def _own(r: Results, topic: str, *statuses: str) -> dict[str, list[Row]]:
    """Return the rows by side of a topic's understandings of some statuses."""
    own: dict[str, list[Row]] = {}
    for row in r.rows("topic_understandings"):
        if row["topic"] == topic and row["status"] in statuses:
            own.setdefault(row["position"], []).append(row)
    return own


def _say_common(r: Results, topic: str) -> Markdown:
    """Return every common understanding with the documents of each side that state it."""
    documents = [d for d in r.rows("topic_documents") if d["topic"] == topic and d["is_sure"]]
    rows: list[list[object]] = []
    for position in _own(r, topic, "common"):
        cells = [
            r.word("report.semicolon").join(
                _cite(r, d) for d in documents if d["position"] == position and d["side"] == side
            )
            for side in r.sides
        ]
        rows.append([r.called[position], *map(escape, cells)])
    table = make_table([r.word("brief.understanding"), *r.side_names], rows, [24, 38, 38])
    day = r.find("03").in_force_on
    key = r.word("brief.key", day=tell(day, day))
    return Markdown(f"{table}\n\n{escape(key)}")


def _cite(r: Results, document: Row) -> str:
    """Return a document with place, force and date; a dagger where it does not stand."""
    forces = [r.value("force", force) for force in split_list(document["forces"] or "")]
    comma = r.word("list.comma")
    locator = document["locator"]
    place = comma.join([document["label"], *([tell(locator, locator)] if locator else [])])
    date = document["date"]
    facts = [*forces, *([tell(date, date)] if date else [])]
    gone = "" if document["stands"] else GONE
    return r.word("brief.document", place=place, facts=f"{comma.join(map(str, facts))}{gone}")


def _say_different(r: Results, topic: str) -> Markdown:
    """Return the anchored and one-sided understandings of a topic, each on a line."""
    lines = []
    for position, rows in _own(r, topic, "anchored", "one-sided").items():
        counts = r.word("list.comma").join(
            f"{r.name_side(row['side'])} {row['documents_sure']}" for row in rows
        )
        status = r.word(f"ledger.{rows[0]['status']}")
        said = r.word("brief.status", name=r.called[position], status=status, counts=counts)
        lines.append(f"- {escape(said)}")
    return Markdown("\n".join(lines) or r.word("brief.none_different"))


def _say_people(r: Results, topic: str) -> Markdown:
    names = _words(r, "participants", "participant", "name")
    rows = [row for row in r.rows("participants_gap") if row["topic"] == topic]
    comma = r.word("report.semicolon")
    usual = comma.join(names[row["participant"]] for row in rows if row["usual"] == YES)
    needed = [row for row in rows if row["needed"] == YES]
    missing = comma.join(names[row["participant"]] for row in needed if row["usual"] == NO)
    wanted = comma.join(names[row["participant"]] for row in needed)
    if any(row["usual"] == NOT_STATED for row in rows):
        return escape(r.word("brief.usual_unknown", wanted=wanted))
    missing = missing or r.word("brief.nobody")
    return escape(r.word("brief.usual", usual=usual, wanted=wanted, missing=missing))


def _say_terms(r: Results, topic: str) -> Markdown:
    """Return the condition that a source states, what is stated of the topic, and what not."""
    scope = _words(r, "topics", "topic", "scope_condition")[topic]
    names = _words(r, "attribute_names", "attribute", "name")
    values = {
        row["attribute"]: row["value"]
        for row in read_words(data_root() / "dialogue" / "attributes.csv")
        if row["topic"] == topic
    }
    comma = r.word("report.semicolon")
    stated = comma.join(
        r.word("brief.attribute", name=names[a], value=r.word(f"brief.answer_{value}"))
        for a, value in values.items()
        if value != NOT_STATED
    )
    unstated = comma.join(names[a] for a, value in values.items() if value == NOT_STATED)
    said = [r.word("brief.condition", scope=scope) if scope else r.word("brief.no_condition")]
    said += [r.word("brief.condition", scope=stated)] if stated else []
    said += [r.word("brief.unstated", names=unstated)] if unstated else []
    return escape(" ".join(said))


def _ask(r: Results, topic: str) -> Markdown:
    """Return neutral questions, made by template from what one side says less of, or not."""
    lines = []
    for position, rows in _own(r, topic, "anchored", "one-sided").items():
        sure = [row["documents_sure"] for row in rows]
        fewest = [r.name_side(row["side"]) for row in rows if row["documents_sure"] == min(sure)]
        kind = "one_sided" if rows[0]["status"] == "one-sided" else "anchored"
        asked = r.word(
            f"brief.ask_{kind}", side=r.word("brief.and").join(fewest), name=r.called[position]
        )
        lines.append(f"- {escape(asked)}")
    return Markdown("\n".join(lines[:ASKED]) or r.word("brief.nothing_to_ask"))


def _say_firmness(r: Results, topic: Row) -> Markdown:
    kept = "kept" if topic["is_kept_left_out"] else "not_kept"
    survives = "survives" if topic["survives"] else "not_survives"
    return escape(f"{r.word(f'brief.{kept}')} {r.word(f'brief.{survives}')}")
