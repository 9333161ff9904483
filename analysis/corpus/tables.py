"""The columns of every table that goes in: one list that validates and documents them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

ENTITY_TYPES = ("Corporate", "Executive (Party)", "Executive (State)", "Legislature", "Others")
FORCES = (
    "law",
    "standard",
    "guidance",
    "order to government",
    "pledge",
    "statement",
    "practice",
    "proposal",
)
ADDRESSEES = ("provider", "developer", "user", "government", "standards body", "other")
KINDS = ("specific", "summary")
RELATIONS = ("shared", "difference", "emphasis", "unclear")
GRADES = ("weak", "moderate", "strong")
"""The scale of the grades, lowest first."""
LEGAL_STATUSES = (
    "in force",
    "rescinded",
    "superseded",
    "withdrawn",
    "draft",
    "proposal",
    "not legal",
    "not stated",
)
UNSPECIFIED = "unspecified"
NONE_FITS = "none fits"

_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_COUNT = re.compile(r"[0-9]{1,12}\Z")
_NAME = re.compile(r"[^\s;](?:[^;\x00-\x1f\x7f\u2028\u2029]*[^\s;])?\Z")
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def is_date(text: str) -> bool:
    """Tell whether a text is a year, a month or a day that exists.

    >>> [is_date(t) for t in ("2023", "2023-10", "2023-10-30", "2023-02-30", "30 Oct 2023")]
    [True, True, True, False, False]
    """
    found = _DATE.match(text)
    if not found:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_TYPES: dict[str, tuple[Any, str]] = {
    "text": (lambda t: True, ""),
    "slug": (_SLUG.match, "use lower-case letters, digits, '-' and '.'"),
    "country": (_COUNTRY.match, "use a two-letter ISO 3166 code such as US or CN"),
    "name": (_NAME.match, "use a name on one line, without ; and without a space at an end"),
    "digits": (_COUNT.match, "use the digits 0-9"),
    "count": (_COUNT.match, "use a whole number, 0 or more, in the digits 0-9"),
    "date": (is_date, "use YYYY, YYYY-MM or YYYY-MM-DD, a date that exists"),
    "flag": (("true", "false").__contains__, "use true or false"),
    "sha256": (_SHA256.match, "use 64 hexadecimal digits"),
}


@dataclass(frozen=True)
class Field:
    """One column: its meaning, whether it must be there and filled, and what it may hold."""

    name: str
    meaning: str
    type: str = "text"
    values: tuple[str, ...] = ()
    is_required: bool = False
    is_blank_allowed: bool = True
    default: str = ""

    @property
    def allowed(self) -> str:
        """Say for people what the column may hold."""
        return " · ".join(self.values) if self.values else _TYPES[self.type][1] or "text"

    def accepts(self, text: str) -> bool:
        """Tell whether a cell may hold this text."""
        if not text:
            return self.is_blank_allowed
        return text in self.values if self.values else bool(_TYPES[self.type][0](text))


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, and the columns that identify a row."""

    name: str
    row: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Return the names of the columns in order."""
        return [field.name for field in self.fields]


def _key(name: str, meaning: str, type: str = "name") -> Field:
    return Field(name, meaning, type, is_required=True, is_blank_allowed=False)


def _must(name: str, meaning: str, type: str = "text", values: Sequence[str] = ()) -> Field:
    return Field(name, meaning, type, tuple(values), is_required=True, is_blank_allowed=False)


def _may(
    name: str, meaning: str, type: str = "text", values: Sequence[str] = (), default: str = ""
) -> Field:
    return Field(name, meaning, type, tuple(values), default=default)


TAXONOMY = Table(
    "taxonomy",
    "one category of the study's Tables 6 and 7",
    (
        _key("code", "short name of the category, used in every other table"),
        _must("domain", "what kind of category it is", values=("risk", "governance")),
        _must("order", "place in the study's tables, counted through both", "count"),
        _must("name_en", "English name"),
        _must("name_zh", "Chinese name"),
        _must("definition", "what belongs here, in our own words"),
        _may("aliases", "other names the study uses for the same category, joined by ;"),
    ),
    ("code",),
)

DOCUMENTS = Table(
    "documents",
    "one primary source",
    (
        _key("document_id", "short name of the document, used in the codings"),
        _must("title", "English title, or what stands for it in a placeholder row"),
        _may("short_title", "title of at most 32 characters for figures"),
        _may("title_original", "title in the original language"),
        _must("country", "side that issued it, ISO 3166", "country"),
        _may("issuer", "who issued it"),
        _must("entity_type", "what kind of body issued it", values=ENTITY_TYPES),
        _may("date", "date of issue, as precise as known", "date"),
        _may("language", "language of the original, ISO 639-1"),
        _may(
            "legal_status",
            "where it stands in law today, as far as the sources say",
            values=LEGAL_STATUSES,
            default="not stated",
        ),
        _may("status_date", "since when the legal status holds", "date"),
        _may("official_url", "address of the official text"),
        _may("reference", "number in the study's reference list"),
        _may("inclusion_basis", "which criterion of the study lets it in"),
        _may("is_placeholder", "the study counts it but never names it", "flag", default="false"),
        _may("inferred_fields", "columns of this row that we inferred, joined by ;"),
        _may("agora_id", "number in the AGORA archive", "digits"),
        _may("notes", "anything a reader should know"),
        _may(
            "decision",
            "whether the corpus takes it in",
            values=("in", "out", "not coded yet"),
            default="in",
        ),
        _may("decision_reason", "why it is in or out"),
        _may("cited_by_study", "whether the study cites it", values=("yes", "other version", "no")),
        _may("text_file", "file that holds the text that was coded"),
        _may("text_sha256", "SHA-256 of that file", "sha256"),
        _may("text_language", "language of the text that was coded, ISO 639-1"),
        _may("text_origin", "where the text comes from"),
        _may("is_text_complete", "whether the text is whole", "flag"),
    ),
    ("document_id",),
)

OTHER_SOURCES = Table(
    "other_sources",
    "one source that is cited or named but is no document of the corpus",
    (
        _key("source_id", "short name of the source"),
        _must("title", "title"),
        _may("country", "country of the source, ISO 3166", "country"),
        _may("issuer", "author or publisher"),
        _may("date", "date of issue", "date"),
        _may("reference", "number in the study's reference list"),
        _may("kind", "what kind of source it is"),
        _may("where_used", "section that cites or names it"),
        _may("why_not_in_corpus", "why it is not one of the documents"),
        _may("notes", "anything a reader should know"),
    ),
    ("source_id",),
)

POSITIONS = Table(
    "positions",
    "one understanding within a category",
    (
        _key("code", "<category>.<name>"),
        _must("category", "category it belongs to", "name"),
        _may("parent", "coarser understanding that groups several positions", "name"),
        _must("meaning", "what is asked or feared, and why"),
        _may("applies_when", "when a coder chooses it"),
        _may("not_when", "when a coder does not choose it"),
    ),
    ("code",),
)

CODINGS = Table(
    "codings",
    "one statement or quote x side x category x position x coder",
    (
        _key("coding_id", "number of the coding; the same for every coder of one item", "text"),
        _may("coder", "who coded: a name from about.csv, or settled", default="settled"),
        _may("quote_id", "quote it codes, where the corpus has quotes"),
        _must("country", "side that speaks, ISO 3166", "country"),
        _must("category", "category it belongs to", "name"),
        _must("position", f"understanding it expresses; {UNSPECIFIED} where only mentioned"),
        _may("force", "how binding it is", values=FORCES),
        _may("addressee", "who is asked", values=ADDRESSEES),
        _may(
            "kind",
            "specific rests on a document; summary speaks of a side in general",
            values=KINDS,
            default="specific",
        ),
        _may("relation", "how the source presents it", values=RELATIONS),
        _may("is_uncertain", "the coder was not sure", "flag", default="false"),
        _may("documents", "documents it rests on, joined by ;"),
        _may("section", "section of the text it stands in"),
        _may("paragraph", "paragraph it stands in"),
        _may("gist", "what it says, in our own words"),
        _may("reason", "why it was settled this way"),
    ),
    ("coding_id", "coder"),
)

QUOTE_COUNTS = Table(
    "quotes",
    "number of quotes of one kind of issuer (where single quotes were never published)",
    (
        _must("country", "side, ISO 3166", "country"),
        _must("entity_type", "kind of issuer", values=ENTITY_TYPES),
        _must("quotes", "number of coded quotes", "count"),
    ),
    ("country", "entity_type"),
)

QUOTES = Table(
    "quotes",
    "one span of one document; its text is not kept here, only where it stands",
    (
        _key("quote_id", "number of the quote", "text"),
        _must("document_id", "document it stands in", "name"),
        _must("text_file", "file that holds the text"),
        _must("text_sha256", "SHA-256 of that file", "sha256"),
        _must("start", "first character, in Unicode code points from 0", "count"),
        _must("end", "character after the last", "count"),
        _must("span_sha256", "SHA-256 of the span in UTF-8", "sha256"),
        _may("squeezed_start", "first character, white space not counted", "count"),
        _may("squeezed_end", "character after the last, white space not counted", "count"),
        _may(
            "squeezed_sha256",
            "SHA-256 of the span without white space and with width forms folded",
            "sha256",
        ),
        _may("locator", "where a person finds it: article, section, paragraph"),
        _may("language", "language of the text, ISO 639-1"),
        _may("gist", "what it says, in at most 40 of our own words"),
    ),
    ("quote_id",),
)

RESIDUAL = Table(
    "residual",
    "one passage on AI governance that no category covers x coder",
    (
        _must("document_id", "document it stands in", "name"),
        _must("country", "side that speaks, ISO 3166", "country"),
        _may("coder", "who noted it, or settled", default="settled"),
        _must("theme", "what it is about", "name"),
        _may("text_file", "file that holds the text"),
        _may("text_sha256", "SHA-256 of that file", "sha256"),
        _may("start", "first character, in Unicode code points from 0", "count"),
        _may("end", "character after the last", "count"),
        _may("span_sha256", "SHA-256 of the span in UTF-8", "sha256"),
        _may("locator", "where a person finds it"),
        _may("language", "language of the text, ISO 639-1"),
        _may("gist", "what it says, in our own words"),
    ),
)

READING_LOG = Table(
    "reading_log",
    "one stretch of a text that a coder read",
    (
        _must("document_id", "document", "name"),
        _must("coder", "who read it"),
        _must("text_file", "file that holds the text"),
        _must("text_sha256", "SHA-256 of that file", "sha256"),
        _must("start", "first character read, in Unicode code points from 0", "count"),
        _must("end", "character after the last", "count"),
        _may("first_line", "first line read", "count"),
        _may("last_line", "last line read", "count"),
    ),
)

SETTLEMENTS = Table(
    "settlements",
    "one passage on which the coders differed, or that was checked though they agreed",
    (
        _must("document_id", "document", "name"),
        _key("item", "number of the passage; start of its coding_id", "text"),
        _must("why", "why it came up", values=("coders differ", "one coder only", "editor check")),
        _may("coder_a", "positions that coder a chose, joined by ;"),
        _may("coder_b", "positions that coder b chose, joined by ;"),
        _must("settled", "positions it was settled on, joined by ;, or dropped"),
        _must("reason", "why"),
    ),
    ("item",),
)

CODEBOOK = Table(
    "codebook",
    "one category or position with the rules for using it",
    (
        _must("level", "what the row describes", values=("category", "position")),
        _must("code", "category or position", "name"),
        _must("category", "category it belongs to", "name"),
        _may("parent", "coarser understanding", "name"),
        _must("version", "version of the codebook in which it stands so"),
        _must("meaning", "what it means"),
        _may("include_when", "when it applies"),
        _may("exclude_when", "when it does not"),
        _may("example", "an invented passage it would apply to"),
        _may("borderline", "cases decided once"),
    ),
    ("level", "code"),
)

RESIDUAL_THEMES = Table(
    "residual_themes",
    "one theme of passages that no category covers",
    (_key("theme", "short name"), _must("meaning", "what belongs here")),
    ("theme",),
)

GRADE_ROWS = Table(
    "grades",
    "one category x grader",
    (
        _must("category", "category that is graded", "name"),
        _must("grader", "who graded it"),
        _must("grade", "degree of overlap", values=GRADES),
        _may("source", "where the grade stands"),
        _may("has_evidence", "evidence for it is shown there", "flag"),
        _may("note", "anything a reader should know"),
    ),
    ("category", "grader"),
)

PARAGRAPHS = Table(
    "paragraphs",
    "one paragraph of sections 4 and 5 of the study",
    (
        _key("paragraph", "section and number of the paragraph", "text"),
        _must("section", "section it stands in"),
        _may("heading_category", "category its heading names", "name"),
        _may("first_words_sha256", "SHA-256 of its first 40 characters", "sha256"),
        _must("codings", "number of codings taken from it", "count"),
        _may("note", "absences it states, or why it has no coding"),
    ),
    ("paragraph",),
)

PRINTED = Table(
    "printed",
    "one number or grade that the study prints (transcribed)",
    (
        _key("printed_id", "short name of the number"),
        _must("where", "table or section it stands in"),
        _must("what", "what it counts"),
        _may("country", "side, or Total"),
        _may("entity_type", "kind of issuer, or Total"),
        _may("category", "category, in Table 5", "name"),
        _must("value", "as printed"),
        _may("unit", "what one is"),
        _must("status", "how it came here", values=("transcribed",)),
        _may("note", "anything a reader should know"),
    ),
    ("printed_id",),
)

DISCREPANCIES = Table(
    "discrepancies",
    "one inconsistency of the study with itself or with a source",
    (
        _key("discrepancy_id", "number of the discrepancy"),
        _must("where", "places that do not fit"),
        _must("what", "what does not fit"),
        _must("evidence", "how anyone can check it"),
        _must("what_we_did", "how we handled it"),
        _may("affects", "which results it touches"),
    ),
    ("discrepancy_id",),
)

ABOUT = Table(
    "about",
    "one fact about the corpus",
    (_key("field", "name of the fact", "text"), _may("value", "the fact")),
    ("field",),
)

PROVENANCE = Table(
    "provenance",
    "one file of the folder: where it comes from and what may be done with it",
    (
        _must("file", "name of the file"),
        _must("content", "what it holds"),
        _must("source", "where it comes from"),
        _must("licence", "under which terms it may be used"),
        _must(
            "status",
            "how it came here",
            values=("transcribed", "own work", "model-assisted", "mixed"),
        ),
        _may("inferred", "what in it is inferred"),
    ),
    ("file",),
)

CORPUS_TABLES = {
    table.name: table
    for table in (
        DOCUMENTS,
        CODINGS,
        POSITIONS,
        QUOTES,
        GRADE_ROWS,
        OTHER_SOURCES,
        PARAGRAPHS,
        PRINTED,
        DISCREPANCIES,
        RESIDUAL,
        RESIDUAL_THEMES,
        READING_LOG,
        SETTLEMENTS,
        CODEBOOK,
        ABOUT,
        PROVENANCE,
    )
}
REQUIRED_TABLES = ("documents", "codings", "positions")


def to_pandera(table: Table) -> Any:
    """Return the pandera schema of a table of texts, one check a column."""
    import pandera.pandas as pa

    def column(field: Field) -> Any:
        check = pa.Check(
            lambda cells: cells.map({text: field.accepts(text) for text in cells.unique()}),
            error=field.name,
        )
        return pa.Column(
            str, check, required=field.is_required, description=field.meaning, nullable=False
        )

    return pa.DataFrameSchema(
        {field.name: column(field) for field in table.fields},
        unique=list(table.key) or None,
        report_duplicates="exclude_first",
        description=table.row,
    )


def find_problems(frame: pd.DataFrame, table: Table, place: str) -> list[tuple[str, str]]:
    """Check a table of texts and return what is wrong with it, row by row.

    Parameters
    ----------
    frame
        Texts, indexed by the row number a spreadsheet shows.
    table
        The columns it should have.
    place
        The file, as a person would name it.

    Returns
    -------
    list of tuple
        Kind and message of every problem; empty when there is none.
    """
    import pandera.errors

    missing = [f.name for f in table.fields if f.is_required and f.name not in frame.columns]
    if missing:
        return [
            (f"{place} column", f"{place}: column '{m}' is missing: {_place(frame, table, m)}")
            for m in missing
        ]
    try:
        to_pandera(table).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        return _read_failures(error.failure_cases, frame, table, place)
    return []


def _place(frame: pd.DataFrame, table: Table, name: str) -> str:
    """Say what to do about a missing column: rename one that is nearly it, or add it."""
    for held in frame.columns:
        if held.strip().lower().replace(" ", "_") == name:
            return f"rename '{shorten(held)}' to '{name}'"
    meaning = next(f.meaning for f in table.fields if f.name == name)
    return f"add it ({meaning})"


def _read_failures(
    cases: pd.DataFrame, frame: pd.DataFrame, table: Table, place: str
) -> list[tuple[str, str]]:
    """Turn pandera's failure cases into sentences."""
    fields = {field.name: field for field in table.fields}
    problems: list[tuple[str, str]] = []
    for case in cases.itertuples():
        if case.check in fields:
            field, row = fields[str(case.check)], int(case.index)
            text = "" if pd.isna(case.failure_case) else str(case.failure_case)
            said, advice = f"'{shorten(text)}' is not allowed", f"use {_advice(field)}"
            if not text.strip():
                said, advice = "is empty", f"fill it in ({field.meaning})"
            elif field.accepts(text.strip()):
                said, advice = f"'{shorten(text)}' has a space at an end", "remove it"
            message = f"{place}: row {row}, column '{field.name}': {said}: {advice}"
            problems.append((f"{place} {field.name}", message))
    return problems + _find_duplicates(frame, table, place)


def _find_duplicates(frame: pd.DataFrame, table: Table, place: str) -> list[tuple[str, str]]:
    key = [name for name in table.key if name in frame.columns]
    again = frame[frame.duplicated(key, keep="first")] if key else frame.iloc[:0]
    return [
        (
            f"{place} duplicate",
            f"{place}: row {row}, {' and '.join(key)}: "
            f"'{shorten(' / '.join(str(v) for v in values))}' stands in an earlier row too: "
            "give every row a name of its own",
        )
        for row, values in zip(again.index, again[key].itertuples(index=False), strict=True)
    ]


def _advice(field: Field) -> str:
    if field.values:
        return "one of " + ", ".join(field.values)
    return field.allowed.removeprefix("use ")


def shorten(text: str, most: int = 60) -> str:
    """Cut a text for a message, so that a huge cell does not fill the screen.

    >>> shorten("x" * 100, 5)
    'xxxxx… (100 characters)'
    """
    plain = "".join(c if c.isprintable() else " " for c in text[: most * 4])
    return plain if len(text) <= most else f"{plain[:most]}… ({len(text)} characters)"
