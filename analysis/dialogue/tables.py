"""The columns of the tables in ``data/dialogue/``: topics, tracks, rules and what they rest on."""

from __future__ import annotations

from analysis.corpus.fields import Code, Field, Link, Table, may, must
from analysis.corpus.tables import ABOUT, SET_ASIDE

YES, NO, NOT_STATED = "yes", "no", "not stated"
VALUES = (YES, NO, NOT_STATED)
ANY = "any"
SHOWN_COMMON, SHOWN_DIFFERENT, UNTOLD = "common", "different", "untold"
STATES = (SHOWN_COMMON, SHOWN_DIFFERENT, UNTOLD)
"""What can be shown of a topic: a common understanding, a difference, or too little to tell."""
DISPUTE = "dispute"
"""Set aside by its attributes, whatever is shown: in dispute between the governments."""
RATINGS = ("low", "medium", "high")
"""The scale of the risk ratings, lowest first: 1, 2, 3."""
FACTORS = (
    "advances-dangerous-capabilities",
    "exposes-sensitive-information",
    "opportunities-for-harm",
)
"""The three risk factors that the abstract on technical cooperation names."""
VALUE = "value"

_UNKNOWN = Code(NOT_STATED, "no source at hand says it")
_TOPIC = Link("topic", "topics", "topic")
_TRACK = Link("track", "tracks", "track")
_AREA = Link("area", "cooperation_areas", "area")


def _names() -> tuple[Field, Field]:
    return must("name_en", "English name"), must("name_zh", "Chinese name")


TOPICS = Table(
    "topics",
    "one topic, as one would put it on an agenda",
    (
        must("topic", "short name of the topic, used in every other table", "slug"),
        must("title_en", "English title"),
        must("title_zh", "Chinese title"),
        must("categories", "categories it rests on", "list"),
        may("scope_condition_en", "limits that the sources state, English"),
        may("scope_condition_zh", "the same in Chinese"),
        may("scope_source", "where the limits are stated"),
        may("area", "area of technical cooperation it belongs to", "slug"),
        may("area_basis", "why it belongs there, or to none"),
        must("needs_participants", "who should be in the room", "list"),
        must("needs_reason", "why they are needed"),
        must("needs_source", "where this is stated"),
    ),
    ("topic",),
    (_AREA,),
)

ATTRIBUTE_NAMES = Table(
    "attribute_names",
    "one attribute that rules may use",
    (
        must("attribute", "short name of the attribute", "slug"),
        *_names(),
        must("meaning", "when a topic has it"),
    ),
    ("attribute",),
)

ATTRIBUTES = Table(
    "attributes",
    "one attribute of one topic",
    (
        must("topic", "the topic", "slug"),
        must("attribute", "the attribute", "slug"),
        must("value", "whether the topic has it", values=VALUES, codes=[_UNKNOWN]),
        must("reason", "why, in one line"),
        must("source", "where this is stated; own judgement is marked as such"),
    ),
    ("topic", "attribute"),
    (_TOPIC, Link("attribute", "attribute_names", "attribute")),
)

TOPIC_POSITIONS = Table(
    "topic_positions",
    "one understanding that a topic would be about",
    (
        must("topic", "the topic", "slug"),
        must("position", "position of the codebook", "name"),
        must("reason_en", "why, in one line"),
        must("reason_zh", "the same in Chinese"),
    ),
    ("topic", "position"),
    (_TOPIC,),
)

TRACKS = Table(
    "tracks",
    "one kind of venue",
    (
        must("track", "short name of the track", "slug"),
        *_names(),
        must("participants", "who can take part", "list"),
        may("usual_participants", "who usually does; blank: no source describes it", "list"),
        must("good_for", "what it is good for"),
        may("examples", "examples that the sources name", "list"),
        must("source", "where this is stated"),
    ),
    ("track",),
)

PARTICIPANTS = Table(
    "participants",
    "one kind of participant",
    (must("participant", "short name", "slug"), *_names()),
    ("participant",),
)

RULES = Table(
    "rules",
    "one rule; rules are tried in the order of the rows and the first that matches decides",
    (
        must("rule", "number or name of the rule", "slug"),
        must(
            "when_ledger",
            "what the ledger shows of the topic: common, different or untold",
            "list",
            codes=[Code(ANY, "whatever it shows", is_missing=False)],
        ),
        may("when_attributes", "conditions attribute=value; all must hold", "list"),
        must("track", "the track", codes=[Code(SET_ASIDE, "no track: the topic is set aside")]),
        must("reason_en", "why, in English"),
        must("reason_zh", "why, in Chinese"),
        must("source", "where this is stated; own judgement is marked as such"),
    ),
    ("rule",),
    (_TRACK,),
)

PRINTED_ROWS = Table(
    "recommendations_printed",
    "one topic and track of a printed recommendation",
    (
        must("row_id", "short name of the row", "slug"),
        must("recommendation", "number of the recommendation", "count"),
        must("source", "which text"),
        must("topic", "the topic it is filed under", "slug"),
        must("track", "the track it names", "slug"),
        must("actors", "who is named", "list", codes=[_UNKNOWN]),
        may("condition", "limits that the text states"),
        must("statement_gist", "what it says, in our own words"),
        may("known_difference", "why the rules do not produce it"),
    ),
    ("row_id",),
    (_TOPIC, _TRACK),
)

AREAS = Table(
    "cooperation_areas",
    "one area of technical cooperation, and what its source states",
    (
        must("area", "short name of the area", "slug"),
        *_names(),
        *(
            must(f.replace("-", "_"), f"what the source states on '{f}'", codes=[_UNKNOWN])
            for f in FACTORS
        ),
        must("suitability", "what the source states on suitability", codes=[_UNKNOWN]),
        must("source", "the source"),
        may("secondary_note", "what others say of it"),
        may("secondary_source", "who says it"),
    ),
    ("area",),
)

RISK_RATINGS = Table(
    "risk_ratings",
    "one rating of a topic by a named rater",
    (
        must("rater", "name of the rater"),
        must("rater_kind", "person or model-assisted"),
        must("topic", "the topic", "slug"),
        must("area", "its area when it was rated", "slug"),
        must("dimension", "what was rated", values=(*FACTORS, VALUE)),
        must("rating", "the rating", values=RATINGS),
        must("reason", "why, in one line"),
    ),
    ("rater", "topic", "dimension"),
    (_TOPIC, _AREA),
)

SOURCES = Table(
    "sources",
    "one source that the other tables cite by its short name",
    (
        must("source", "short name", "slug"),
        must("title", "title"),
        may("authors", "authors"),
        may("date", "date of issue", "date"),
        may("reference", "address"),
        must("kind", "how near it is to the matter"),
        may("notes", "what of it was read"),
    ),
    ("source",),
)

DIALOGUE_TABLES = (
    TOPICS,
    ATTRIBUTE_NAMES,
    ATTRIBUTES,
    TOPIC_POSITIONS,
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
