"""One page a topic with a room: what both sides say, where they will differ, who is missing."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from analysis.base.paths import TEXTS, data_root, find_made_from
from analysis.base.store import write_bytes
from analysis.corpus.fields import split_list
from analysis.dialogue.tables import NO, NOT_STATED, SET_ASIDE, YES
from report.found import read_marks
from report.markup import Markdown, escape, make_table
from report.press import Press
from report.results import Results, Row, read_words

FOLDER = "briefs"
ASKED = 6
"""Questions of a brief: more would not fit its page."""


def write_briefs(corpora: list[str], out: Path, facts: dict[str, Any], paper: Path) -> list[Path]:
    """Write a brief of every topic with a room as PDF and DOCX, and why the others have none.

    Returns
    -------
    The files, in ``briefs/`` below ``out``; none where no corpus of the run has topics.
    """
    held = [name for name in corpora if Results(name, "en").has("topics")]
    if not held:
        return []
    # Documents that were read say more than statements about them.
    corpus = find_made_from(held, TEXTS) or held[0]
    found = Results(corpus, "en")
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    topics = found.rows("topics")
    for topic in topics:
        if topic["track"] == SET_ASIDE:
            continue
        text, _ = read_marks(write_brief(found, topic, facts))
        with tempfile.TemporaryDirectory(dir=out, prefix=".brief.") as scratch:
            for path in Press(Path(scratch), paper, "en", facts).write(text, [], with_html=False):
                made.append(path.replace(folder / f"{topic['topic']}{path.suffix}"))
    index, _ = read_marks(list_briefs(found, topics))
    write_bytes(folder / "README.md", index.encode())
    return [*made, folder / "README.md"]


def list_briefs(r: Results, topics: list[Row]) -> str:
    """Return the list of briefs, and of each topic without one the reason."""
    titles = _words("topics", "topic", "title_en")
    lines = ["# Topic briefs", "", f"From the corpus `{r.corpus}`. Topics with a room:", ""]
    with_room = [t["topic"] for t in topics if t["track"] != SET_ASIDE]
    lines += [f"- {titles[t]}: [PDF]({t}.pdf), [DOCX]({t}.docx)" for t in with_room] or ["- none"]
    lines += ["", "Set aside:", ""]
    lines += [f"- {titles[t['topic']]}: {t['set_aside_reason']}" for t in topics
              if t["track"] == SET_ASIDE]  # fmt: skip
    return "\n".join([*lines, ""])


def write_brief(r: Results, topic: Row, facts: dict[str, Any]) -> str:
    """Return one brief as Markdown."""
    name = topic["topic"]
    head = {
        "title": escape(_words("topics", "topic", "title_en")[name]),
        "subtitle": escape(f"Brief for {_words('tracks', 'track', 'name_en')[topic['track']]}"),
        "byline": escape(
            f"Version {facts['version']}, {facts['date']}. Documents read and coded by language "
            "models; no human has checked them."
        ),
        "running": "Topic brief",
        "author": "The Common Ground contributors",
    }
    front = "\n".join(f"{key}: {json.dumps(str(text))}" for key, text in head.items())
    parts = [
        ("What both sides already say", _say_common(r, name)),
        ("Where they will differ", _say_different(r, name)),
        ("Who sits there, and who is missing", _say_people(r, name)),
        ("Conditions and sensitivity", _say_terms(topic)),
        ("What to ask first", _ask(r, name)),
        ("How firm this is", _say_firmness(topic)),
    ]
    body = "\n\n".join(f"## {title} {{.unnumbered}}\n\n{text}" for title, text in parts)
    return f"---\n{front}\nlatin: true\n---\n\n{body}\n"


def _words(table: str, key: str, column: str) -> dict[str, str]:
    rows = read_words(data_root() / "dialogue" / f"{table}.csv")
    return {row[key]: row[column] for row in rows}


def _name(r: Results, position: str) -> str:
    names = {row["code"]: row.get("name_en") or row["meaning"] for row in r.rows("positions")}
    return names[position]


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
            "; ".join(
                _cite(d) for d in documents if d["position"] == position and d["side"] == side
            )
            for side in r.sides
        ]
        rows.append([escape(_name(r, position)), *map(escape, cells)])
    return make_table(["Understanding", *r.side_names], rows, [24, 38, 38])


def _cite(document: Row) -> str:
    """Return a document with place, force, date, and whether it stands."""
    forces = ", ".join(split_list(document["forces"] or ""))
    stands = "stands" if document["stands"] else "does not stand today"
    label = " ".join(part for part in (document["label"], document["locator"]) if part)
    facts = ", ".join(part for part in (forces, document["date"] or "", stands) if part)
    return f"{label} ({facts})"


def _say_different(r: Results, topic: str) -> Markdown:
    """Return the anchored and one-sided understandings of a topic, each on a line."""
    lines = []
    for position, rows in _own(r, topic, "anchored", "one-sided").items():
        counts = ", ".join(f"{r.name_side(row['side'])} {row['documents_sure']}" for row in rows)
        lines.append(f"- {escape(_name(r, position))} ({rows[0]['status']}; documents: {counts})")
    return Markdown("\n".join(lines) or "No anchored or one-sided understanding is recorded.")


def _say_people(r: Results, topic: str) -> Markdown:
    names = _words("participants", "participant", "name_en")
    rows = [row for row in r.rows("participants_gap") if row["topic"] == topic]
    usual = [names[row["participant"]] for row in rows if row["usual"] == YES]
    needed = [row for row in rows if row["needed"] == YES]
    missing = [names[row["participant"]] for row in needed if row["usual"] == NO]
    wanted = [names[row["participant"]] for row in needed]
    if any(row["usual"] == NOT_STATED for row in rows):
        said = f"No source at hand says who usually sits there. Needed: {'; '.join(wanted)}."
    else:
        said = f"Usually there: {'; '.join(usual)}. Needed: {'; '.join(wanted)}. "
        said += f"Needed and usually missing: {'; '.join(missing) or 'nobody'}."
    return escape(said)


def _say_terms(topic: Row) -> Markdown:
    scope = _words("topics", "topic", "scope_condition_en")[topic["topic"]]
    names = _words("attribute_names", "attribute", "name_en")
    values = {
        row["attribute"]: row["value"]
        for row in read_words(data_root() / "dialogue" / "attributes.csv")
        if row["topic"] == topic["topic"]
    }
    marks = "; ".join(f"{names[a]}: {value}" for a, value in values.items())
    return escape(f"{scope or 'No source states a condition'}. {marks}.")


def _ask(r: Results, topic: str) -> Markdown:
    """Return neutral questions, made by template from what one side says less of, or not."""
    lines = []
    for position, rows in _own(r, topic, "anchored", "one-sided").items():
        sure = [row["documents_sure"] for row in rows]
        fewest = [r.name_side(row["side"]) for row in rows if row["documents_sure"] == min(sure)]
        side, name = " and ".join(fewest), escape(_name(r, position))
        if rows[0]["status"] == "one-sided":
            lines.append(
                f"- To {side}: is this also your understanding, and where is it said? {name}"
            )
        else:
            lines.append(f"- To {side}: where else is this said, and how binding is it? {name}")
    return Markdown("\n".join(lines[:ASKED]) or "Nothing on record suggests a first question.")


def _say_firmness(topic: Row) -> Markdown:
    if topic["is_kept_left_out"]:
        said = "The topic keeps its room whichever single document or issuer is left out"
    else:
        said = "Leaving out a single document or issuer can take the room away"
    if topic["survives"]:
        said += ", and survives every other change of the evidence that was tried"
    else:
        said += "; it does not survive every change of the evidence that was tried"
    return escape(f"{said}.")
