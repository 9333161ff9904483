"""The columns of the tables in ``data/dialogue/``: topics, tracks, rules and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.corpus.tables import ABOUT, Field, Table

YES, NO, NOT_STATED = "yes", "no", "not stated"
VALUES = (YES, NO, NOT_STATED)
SET_ASIDE = "set aside"
"""Stands in the place of a track."""
ANY = "any"
OVERLAPS = ("strong", "moderate", "weak", "one-sided", "no evidence")
"""What the overlap of a topic can be."""
RATINGS = ("low", "medium", "high")
"""The scale of the risk ratings, lowest first: 1, 2, 3."""
FACTORS = (
    "advances-dangerous-capabilities",
    "exposes-sensitive-information",
    "opportunities-for-harm",
)
"""The three risk factors that the abstract on technical cooperation names."""
VALUE = "value"


def _must(name: str, meaning: str, type: str = "text", values: Sequence[str] = ()) -> Field:
    return Field(name, meaning, type, tuple(values), is_required=True, is_blank_allowed=False)


def _may(name: str, meaning: str, type: str = "text") -> Field:
    return Field(name, meaning, type)


def _names() -> tuple[Field, Field]:
    return _must("name_en", "English name"), _must("name_zh", "Chinese name")


TOPICS = Table(
    "topics",
    "one topic, as one would put it on an agenda",
    (
        _must("topic", "short name of the topic, used in every other table", "slug"),
        _must("title_en", "English title"),
        _must("title_zh", "Chinese title"),
        _must("categories", "categories it rests on, joined by ;"),
        _may("scope_condition_en", "limits that the sources state, English"),
        _may("scope_condition_zh", "the same in Chinese"),
        _may("scope_source", "where the limits are stated"),
        _may("area", "area of technical cooperation it belongs to", "slug"),
        _may("area_basis", "why it belongs there, or to none"),
        _must("needs_participants", "who should be in the room, joined by ;"),
        _must("needs_reason", "why they are needed"),
        _must("needs_source", "where this is stated"),
    ),
    ("topic",),
)

ATTRIBUTE_NAMES = Table(
    "attribute_names",
    "one attribute that rules may use",
    (
        _must("attribute", "short name of the attribute", "slug"),
        *_names(),
        _must("meaning", "when a topic has it"),
    ),
    ("attribute",),
)

ATTRIBUTES = Table(
    "attributes",
    "one attribute of one topic",
    (
        _must("topic", "the topic", "slug"),
        _must("attribute", "the attribute", "slug"),
        _must("value", "whether the topic has it", values=VALUES),
        _must("reason", "why, in one line"),
        _must("source", "where this is stated; own judgement is marked as such"),
    ),
    ("topic", "attribute"),
)

TRACKS = Table(
    "tracks",
    "one kind of venue",
    (
        _must("track", "short name of the track", "slug"),
        *_names(),
        _must("participants", "who can take part, joined by ;"),
        _may("usual_participants", "who usually does, joined by ;; blank: no source describes it"),
        _must("good_for", "what it is good for"),
        _may("examples", "examples that the sources name, joined by ;"),
        _must("source", "where this is stated"),
    ),
    ("track",),
)

PARTICIPANTS = Table(
    "participants",
    "one kind of participant",
    (_must("participant", "short name", "slug"), *_names()),
    ("participant",),
)

RULES = Table(
    "rules",
    "one rule; rules are tried in the order of the rows and the first that matches decides",
    (
        _must("rule", "number or name of the rule", "slug"),
        _must("when_overlap", f"'{ANY}', or grades of overlap joined by ;"),
        _may("when_attributes", "conditions attribute=value, joined by ;; all must hold"),
        _must("track", f"the track, or '{SET_ASIDE}'"),
        _must("reason_en", "why, in English"),
        _must("reason_zh", "why, in Chinese"),
        _must("source", "where this is stated; own judgement is marked as such"),
    ),
    ("rule",),
)

PRINTED_ROWS = Table(
    "recommendations_printed",
    "one topic and track of a printed recommendation",
    (
        _must("row_id", "short name of the row", "slug"),
        _must("recommendation", "number of the recommendation", "count"),
        _must("source", "which text"),
        _must("topic", "the topic it is filed under", "slug"),
        _must("track", "the track it names", "slug"),
        _must("actors", f"who is named, joined by ;, or '{NOT_STATED}'"),
        _may("condition", "limits that the text states"),
        _must("statement_gist", "what it says, in our own words"),
        _may("known_difference", "why the rules do not produce it"),
    ),
    ("row_id",),
)

AREAS = Table(
    "cooperation_areas",
    "one area of technical cooperation, and what its source states",
    (
        _must("area", "short name of the area", "slug"),
        *_names(),
        *(_must(f.replace("-", "_"), f"what the source states on '{f}'") for f in FACTORS),
        _must("suitability", "what the source states on suitability"),
        _must("source", "the source"),
        _may("secondary_note", "what others say of it"),
        _may("secondary_source", "who says it"),
    ),
    ("area",),
)

RISK_RATINGS = Table(
    "risk_ratings",
    "one rating of a topic by a named rater",
    (
        _must("rater", "name of the rater"),
        _must("rater_kind", "person or model-assisted"),
        _must("topic", "the topic", "slug"),
        _must("area", "its area when it was rated", "slug"),
        _must("dimension", "what was rated", values=(*FACTORS, VALUE)),
        _must("rating", "the rating", values=RATINGS),
        _must("reason", "why, in one line"),
    ),
    ("rater", "topic", "dimension"),
)

SOURCES = Table(
    "sources",
    "one source that the other tables cite by its short name",
    (
        _must("source", "short name", "slug"),
        _must("title", "title"),
        _may("authors", "authors"),
        _may("date", "date of issue", "date"),
        _may("reference", "address"),
        _must("kind", "how near it is to the matter"),
        _may("notes", "what of it was read"),
    ),
    ("source",),
)

DIALOGUE_TABLES = (
    TOPICS,
    ATTRIBUTE_NAMES,
    ATTRIBUTES,
    TRACKS,
    PARTICIPANTS,
    RULES,
    PRINTED_ROWS,
    AREAS,
    RISK_RATINGS,
    SOURCES,
    ABOUT,
)
OPTIONAL_TABLES = ("recommendations_printed", "risk_ratings", "about")

SOURCE_COLUMNS = {
    "topics": ("scope_source", "needs_source"),
    "attributes": ("source",),
    "tracks": ("source",),
    "recommendations_printed": ("source",),
    "cooperation_areas": ("source", "secondary_source"),
}
"""Columns, besides that of the rules, that cite sources by short name."""
OWN_JUDGEMENT = "own judgement"


def list_dialogue_tables() -> list[tuple[str, Table]]:
    """Return every table of the dialogue folder with the place of its file."""
    return [(f"data/dialogue/{table.name}.csv", table) for table in DIALOGUE_TABLES]
