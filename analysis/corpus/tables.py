"""The columns of every table that goes in: one list that validates and documents them."""

from __future__ import annotations

from analysis.corpus.fields import Code, Field, Link, Table, key, may, must

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
SET_ASIDE = "set aside"
"""Stands in the place of a track, in tables and figures of topics."""


def _category(column: str = "category") -> Link:
    return Link(column, "taxonomy", "code")


_DOCUMENT = Link("document_id", "documents", "document_id")
SETTLED = "settled"
"""Stands in the place of a coder."""
_SETTLED = Code(SETTLED, "what the coders' rows were settled on", is_missing=False)
_NOT_STATED = Code("not stated", "no source at hand says it")

TAXONOMY = Table(
    "taxonomy",
    "one category of the study's Tables 6 and 7",
    (
        key("code", "short name of the category, used in every other table"),
        must("domain", "what kind of category it is", values=("risk", "governance")),
        must("order", "place in the study's tables, counted through both", "count"),
        must("name_en", "English name"),
        must("name_zh", "Chinese name"),
        must("definition", "what belongs here, in our own words"),
        may("aliases", "other names the study uses for the same category", "list"),
    ),
    ("code",),
)

DOCUMENTS = Table(
    "documents",
    "one primary source",
    (
        key("document_id", "short name of the document, used in the codings"),
        must("title", "English title, or what stands for it in a placeholder row"),
        may("short_title", "title of at most 32 characters for figures"),
        may("title_original", "title in the original language"),
        must("country", "side that issued it, ISO 3166", "country"),
        may("issuer", "who issued it"),
        must("entity_type", "what kind of body issued it", values=ENTITY_TYPES),
        may("date", "date of issue, as precise as known", "date"),
        may("language", "language of the original, ISO 639-1"),
        may(
            "legal_status",
            "where it stands in law today, as far as the sources say",
            values=LEGAL_STATUSES,
            default="not stated",
            codes=[_NOT_STATED],
        ),
        may("status_date", "since when the legal status holds", "date"),
        may(
            "replaced_by",
            "what took its place: a document_id of this or another corpus, else its title",
            default="not known",
            codes=[
                Code("none", "nothing took its place, or it stands as it was issued"),
                Code("not known", "no source at hand says whether anything took its place"),
            ],
        ),
        may("status_source", "what states its legal status and what took its place"),
        may("official_url", "address of the official text"),
        may("reference", "numbers in the study's reference list", "list"),
        may("inclusion_basis", "which criterion of the study lets it in", codes=[_NOT_STATED]),
        may("is_placeholder", "the study counts it but never names it", "flag", default="false"),
        may("inferred_fields", "columns of this row that we inferred", "list"),
        may("agora_id", "number in the AGORA archive", "digits"),
        may("notes", "anything a reader should know"),
        may(
            "decision",
            "whether the corpus takes it in",
            values=("in", "out", "not coded yet"),
            default="in",
        ),
        may("decision_reason", "why it is in or out"),
        may("cited_by_study", "whether the study cites it", values=("yes", "other version", "no")),
        may("text_file", "file that holds the text that was coded"),
        may("text_sha256", "SHA-256 of that file", "sha256"),
        may("text_language", "language of the text that was coded, ISO 639-1"),
        may("text_origin", "where the text comes from"),
        may("is_text_complete", "whether the text is whole", "flag"),
    ),
    ("document_id",),
)

OTHER_SOURCES = Table(
    "other_sources",
    "one source that is cited or named but is no document of the corpus",
    (
        key("source_id", "short name of the source"),
        must("title", "title"),
        may("country", "country of the source, ISO 3166", "country"),
        may("issuer", "author or publisher"),
        may("date", "date of issue", "date"),
        may("reference", "number in the study's reference list"),
        may("kind", "what kind of source it is"),
        may("where_used", "section that cites or names it"),
        may("why_not_in_corpus", "why it is not one of the documents"),
        may("notes", "anything a reader should know"),
    ),
    ("source_id",),
)

POSITIONS = Table(
    "positions",
    "one understanding within a category",
    (
        key("code", "<category>.<name>"),
        must("category", "category it belongs to", "name"),
        may("parent", "coarser understanding that groups several positions", "name"),
        may("name_en", "short English name"),
        may("name_zh", "short Chinese name"),
        must("meaning", "what is asked or feared, and why"),
        may("meaning_zh", "the same in Chinese"),
        may("applies_when", "when a coder chooses it"),
        may("not_when", "when a coder does not choose it, and what instead"),
        may("example_en", "an invented passage it applies to"),
        may("example_zh", "the same in Chinese"),
        may("how", "how it came about", values=("kept", "reworded", "split", "merged", "new")),
        may("from_codes", "positions of version 1.1 of recoded that it comes from", "list"),
        may("from_codes_other", "positions of version 1.0 of published it comes from", "list"),
    ),
    ("code",),
    (_category(),),
)

PARENTS = Table(
    "parents",
    "one coarser understanding that groups several positions",
    (
        key("code", "<category>.<name>"),
        must("category", "category it belongs to", "name"),
        must("name_en", "English name"),
        must("name_zh", "Chinese name"),
        must("meaning", "what the positions have in common"),
        must("meaning_zh", "the same in Chinese"),
    ),
    ("code",),
    (_category(),),
)

IN_STUDY = Table(
    "in_study",
    "one understanding that the study presents as common to both sides",
    (
        key("position", "position of the codebook"),
        must("statements", "codings of published that say so", "list"),
    ),
    ("position",),
)

CATEGORY_RULES = Table(
    "categories",
    "one category with the rules for using it",
    (
        key("category", "category"),
        must("meaning", "what belongs here"),
        must("include_when", "when it applies"),
        must("exclude_when", "when it does not, and what instead"),
        must("example_en", "an invented passage it applies to"),
        must("borderline", "cases decided once"),
    ),
    ("category",),
    (_category(),),
)

DECISIONS = Table(
    "decisions",
    "one position of an earlier codebook and what became of it",
    (
        must("code_before", "position, or <category>: unspecified"),
        must("codebook", "corpus whose codebook it stood in", values=("recoded", "published")),
        must(
            "what",
            "what became of it",
            values=("kept", "reworded", "split", "merged", "dropped", "new"),
        ),
        may(
            "codes_after",
            "positions of version 2.0",
            "list",
            codes=[Code(UNSPECIFIED, "the category is only mentioned")],
        ),
        must("reason", "why, on meaning alone"),
    ),
)

CROSSWALK = Table(
    "crosswalk",
    "one way from a position of an earlier codebook to version 2.0",
    (
        must("from_codebook", "corpus of the earlier codebook", values=("recoded", "published")),
        must("code_before", "position, or <category>: unspecified"),
        must(
            "code_after",
            "position of version 2.0, drop, or residual:<theme>",
            codes=[Code(UNSPECIFIED, "the category is only mentioned")],
        ),
        must(
            "kind",
            "same: the meaning is the same; choose: a reader has to choose among several",
            values=("same", "choose"),
        ),
    ),
    ("from_codebook", "code_before", "code_after"),
)

CODINGS = Table(
    "codings",
    "one statement or quote x side x category x position x coder",
    (
        key("coding_id", "number of the coding; the same for every coder of one item", "text"),
        may("coder", "who coded: a name from about.csv", default="settled", codes=[_SETTLED]),
        may("quote_id", "quote it codes, where the corpus has quotes"),
        must("country", "side that speaks, ISO 3166", "country"),
        must("category", "category it belongs to", "name"),
        must(
            "position",
            "understanding it expresses",
            codes=[
                Code(UNSPECIFIED, "the category is only mentioned, no understanding is expressed"),
                Code(NONE_FITS, "a coder found no position that fits; never in a settled row"),
            ],
        ),
        may("force", "how binding it is", values=FORCES),
        may("addressee", "who is asked", values=ADDRESSEES),
        may(
            "kind",
            "specific rests on a document; summary speaks of a side in general",
            values=KINDS,
            default="specific",
        ),
        may("relation", "how the source presents it", values=RELATIONS),
        may("is_uncertain", "the coder was not sure", "flag", default="false"),
        may("documents", "documents it rests on", "list"),
        may("section", "section of the text it stands in"),
        may("paragraph", "paragraph it stands in"),
        may("gist", "what it says, in our own words"),
        may("reason", "why it was settled this way"),
    ),
    ("coding_id", "coder"),
    (
        Link("quote_id", "quotes", "quote_id"),
        _category(),
        Link("position", "positions", "code"),
        Link("paragraph", "paragraphs", "paragraph"),
    ),
)

FIRST_READING = Table(
    "first_reading",
    "one coding under an earlier codebook, kept as it was made",
    CODINGS.fields,
    CODINGS.key,
    (_category(),),
)

QUOTE_COUNTS = Table(
    "quotes",
    "number of quotes of one kind of issuer (where single quotes were never published)",
    (
        must("country", "side, ISO 3166", "country"),
        must("entity_type", "kind of issuer", values=ENTITY_TYPES),
        must("quotes", "number of coded quotes", "count"),
    ),
    ("country", "entity_type"),
)

QUOTES = Table(
    "quotes",
    "one span of one document; its text is not kept here, only where it stands",
    (
        key(
            "quote_id",
            "name of the quote, given once and never to another, such as <document_id>-q0001; "
            "made of nothing that a correction changes",
            "text",
        ),
        must("document_id", "document it stands in", "name"),
        must("text_file", "file that holds the text"),
        must("text_sha256", "SHA-256 of that file", "sha256"),
        must("start", "first character, in Unicode code points from 0", "count"),
        must("end", "character after the last", "count"),
        must("span_sha256", "SHA-256 of the span in UTF-8", "sha256"),
        may("squeezed_start", "first character, white space not counted", "count"),
        may("squeezed_end", "character after the last, white space not counted", "count"),
        may(
            "squeezed_sha256",
            "SHA-256 of the span without white space and with width forms folded",
            "sha256",
        ),
        may("locator", "where a person finds it: article, section, paragraph"),
        may("language", "language of the text, ISO 639-1"),
        may("gist", "what it says, in at most 40 of our own words"),
    ),
    ("quote_id",),
    (_DOCUMENT,),
)

RESIDUAL = Table(
    "residual",
    "one passage on AI governance that no category covers x coder",
    (
        Field(
            "residual_id",
            "name of the passage, given once and the same for every coder, such as "
            "<document_id>-r0001",
            "text",
            is_blank_allowed=False,
        ),
        must("document_id", "document it stands in", "name"),
        must("country", "side that speaks, ISO 3166", "country"),
        may("coder", "who noted it", default="settled", codes=[_SETTLED]),
        must("theme", "what it is about", "name"),
        may("text_file", "file that holds the text"),
        may("text_sha256", "SHA-256 of that file", "sha256"),
        may("start", "first character, in Unicode code points from 0", "count"),
        may("end", "character after the last", "count"),
        may("span_sha256", "SHA-256 of the span in UTF-8", "sha256"),
        may("locator", "where a person finds it"),
        may("language", "language of the text, ISO 639-1"),
        may("gist", "what it says, in our own words"),
    ),
    ("residual_id", "coder"),
    (_DOCUMENT, Link("theme", "residual_themes", "theme")),
)

READING_LOG = Table(
    "reading_log",
    "one stretch of a text that a coder read",
    (
        must("document_id", "document", "name"),
        must("coder", "who read it"),
        must("text_file", "file that holds the text"),
        must("text_sha256", "SHA-256 of that file", "sha256"),
        must("start", "first character read, in Unicode code points from 0", "count"),
        must("end", "character after the last", "count"),
        may("first_line", "first line read", "count"),
        may("last_line", "last line read", "count"),
    ),
    links=(_DOCUMENT,),
)

_MENTIONED = f"<category>: {UNSPECIFIED} where it is only mentioned"

SETTLEMENTS = Table(
    "settlements",
    "one passage on which the coders differed, or that was checked though they agreed",
    (
        must("document_id", "document", "name"),
        key("item", "number of the passage; start of its coding_id", "text"),
        must("why", "why it came up", values=("coders differ", "one coder only", "editor check")),
        may("coder_a", f"positions that coder a chose; {_MENTIONED}", "list"),
        may("coder_b", f"positions that coder b chose; {_MENTIONED}", "list"),
        must(
            "settled",
            f"positions it was settled on; {_MENTIONED}",
            "list",
            codes=[Code("dropped", "nothing: the passage got no coding")],
        ),
        must("reason", "why"),
    ),
    ("item",),
    (_DOCUMENT,),
)

FIRST_SETTLEMENTS = Table(
    "first_settlements",
    "one settlement of the first reading, under an earlier codebook",
    SETTLEMENTS.fields,
    SETTLEMENTS.key,
    (_DOCUMENT,),
)

CODEBOOK = Table(
    "recoded_1_1",
    "one category or position of version 1.1, with the rules for using it",
    (
        must("level", "what the row describes", values=("category", "position")),
        must("code", "category or position", "name"),
        must("category", "category it belongs to", "name"),
        may("parent", "coarser understanding", "name"),
        must("version", "version of the codebook in which it stands so"),
        must("meaning", "what it means"),
        may("include_when", "when it applies"),
        may("exclude_when", "when it does not"),
        may("example", "an invented passage it would apply to"),
        may("borderline", "cases decided once"),
    ),
    ("level", "code"),
    (_category(),),
)

RESIDUAL_THEMES = Table(
    "residual_themes",
    "one theme of passages that no category covers",
    (key("theme", "short name"), must("meaning", "what belongs here")),
    ("theme",),
)

GRADE_ROWS = Table(
    "grades",
    "one category x grader",
    (
        must("category", "category that is graded", "name"),
        must("grader", "who graded it"),
        must("grade", "degree of overlap", values=GRADES),
        may("source", "where the grade stands"),
        may("has_evidence", "evidence for it is shown there", "flag"),
        may("note", "anything a reader should know"),
    ),
    ("category", "grader"),
    (_category(),),
)

PARAGRAPHS = Table(
    "paragraphs",
    "one paragraph of sections 4 and 5 of the study",
    (
        key("paragraph", "section and number of the paragraph", "text"),
        must("section", "section it stands in"),
        may("heading_category", "category its heading names", "name"),
        may("first_words_sha256", "SHA-256 of its first 40 characters", "sha256"),
        must("codings", "number of codings taken from it", "count"),
        may("note", "absences it states, or why it has no coding"),
    ),
    ("paragraph",),
    (_category("heading_category"),),
)

_TOTAL = Code("Total", "all of them together", is_missing=False)

PRINTED = Table(
    "printed",
    "one number or grade that the study prints (transcribed)",
    (
        key("printed_id", "short name of the number"),
        must("where", "table or section it stands in"),
        must("what", "what it counts"),
        may("country", "side", codes=[_TOTAL]),
        may("entity_type", "kind of issuer", codes=[_TOTAL]),
        may("category", "category, in Table 5", "name"),
        must("value", "as printed"),
        may("unit", "what one is"),
        must("status", "how it came here", values=("transcribed",)),
        may("note", "anything a reader should know"),
    ),
    ("printed_id",),
    (_category(),),
)

DISCREPANCIES = Table(
    "discrepancies",
    "one inconsistency of the study with itself or with a source",
    (
        key("discrepancy_id", "number of the discrepancy"),
        must("where", "places that do not fit"),
        must("what", "what does not fit"),
        must("evidence", "how anyone can check it"),
        must("what_we_did", "how we handled it"),
        may(
            "affects",
            "which results it touches",
            codes=[Code("none", "it touches no result", is_missing=False)],
        ),
    ),
    ("discrepancy_id",),
)

ABOUT = Table(
    "about",
    "one fact about the corpus",
    (
        key(
            "field",
            "name of the fact: `title_en`, `title_zh`, `licence` and `coders` are used in "
            "the report; `ships` (true) makes the corpus part of a plain `make paper`, `order` "
            "(1 for the first) says where it comes; `made_from` (`statements` of a study, or "
            "`texts` that were read) says which corpus the report leads with",
            "text",
        ),
        may("value", "the fact"),
    ),
    ("field",),
)

PROVENANCE = Table(
    "provenance",
    "one file of the folder: where it comes from and what may be done with it",
    (
        must("file", "name of the file"),
        must("content", "what it holds"),
        must("source", "where it comes from"),
        must("licence", "under which terms it may be used"),
        must(
            "status",
            "how it came here",
            values=("transcribed", "own work", "model-assisted", "mixed"),
        ),
        may("inferred", "what in it is inferred"),
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
        IN_STUDY,
        FIRST_READING,
        FIRST_SETTLEMENTS,
        ABOUT,
        PROVENANCE,
    )
}
EARLIER_POSITIONS = Table(
    "published_1_0",
    "one position of version 1.0, drafted from the study's own statements",
    POSITIONS.fields,
    POSITIONS.key,
    (_category(),),
)

CODEBOOK_TABLES = (
    POSITIONS,
    IN_STUDY,
    PARENTS,
    CATEGORY_RULES,
    DECISIONS,
    CROSSWALK,
    CODEBOOK,
    EARLIER_POSITIONS,
    PROVENANCE,
)
"""What ``data/codebook/`` holds."""

REQUIRED_TABLES = ("documents", "codings", "positions")
