"""The columns of every table that a run writes: what they mean, and which of them are numbers.

A column is text unless it is declared as something else here (or, for tables that notebook 01
hands on, in ``analysis.corpus.tables``): the codes of a coded corpus look like numbers, dates or
missing values more often than not, and must come back as they were written.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.base.errors import CommonGroundError, DataError, name_some
from analysis.corpus.fields import Field, Table
from analysis.corpus.tables import CORPUS_TABLES, QUOTE_COUNTS, TAXONOMY

FLAGS = {"true": True, "false": False}


MEANINGS = Path(__file__).with_name("result_columns.csv")
"""What each column means; ``table.column`` where it means something else in one table."""


@cache
def _read_meanings() -> dict[str, str]:
    with MEANINGS.open(encoding="utf-8", newline="") as file:
        return {row["column"]: row["meaning"] for row in csv.DictReader(file)}


def _table(name: str, row: str, *columns: str) -> Table:
    """Declare a table; a column is ``name`` for text, else ``name:type``.

    A name that ends in ``*`` stands for one column a side, corpus, grader or coder.
    """
    meanings, fields = _read_meanings(), []
    for column in columns:
        title, _, kind = column.partition(":")
        meaning = meanings.get(f"{name}.{title}", meanings.get(title, ""))
        fields.append(Field(title, meaning, kind or "text"))
    return Table(name, row, tuple(fields))


_PAIR = ("category", "side_a", "side_b")
_GRADED = ("concurrence:number", "grade")

RESULT_TABLES = {
    table.name: table
    for table in (
        _table("ingest_log", "one selection of rows", "table", "rows_before:count",
               "rows_after:count", "left_out"),
        _table("documents_by_entity", "one side x kind of issuer", "side", "entity_type",
               "documents:count"),
        _table("quotes_by_entity", "one side x kind of issuer", "side", "entity_type",
               "quotes:count"),
        _table("quotes_per_document", "one side x kind of issuer", "side", "entity_type",
               "quotes_per_document:number"),
        _table("codings_by_entity", "one side x kind of issuer", "side", "entity_type",
               "codings:count"),
        _table("documents_read", "one document", "document_id", "side", "characters:count",
               "quotes:count", "codings:count", "residual:count"),
        _table("category_by_entity", "one category x side x kind of issuer", "category",
               "side", "entity_type", "codings:count", "documents:count",
               "document_share:number"),
        _table("residual_by_theme", "one side x theme outside the taxonomy", "side", "theme",
               "passages:count", "share:number", "characters:count", "share_of_text:number"),
        _table("cuts", "the cuts of this run (one row)", "weak_below:number",
               "strong_from:number"),
        _table("overlap", "one category x pair of sides", *_PAIR, "domain", "concurrence:number",
               "grade_by_rule", "is_borderline:flag", "is_thin:flag", "grade_published"),
        _table("bounds", "the bounds of the verdicts and the support of this run (one row)",
               "different_below", "shared_from", "support:count", "in_force_on"),
        _table("understandings", "one understanding x side", "category", "position", "side",
               "documents:count", "documents_sure:count", "codings:count", "issuers:count",
               "forces", "documents_in_force:count", "first_date", "last_date",
               "is_in_both:flag", "status", "firmness:count", "is_one_issuer:flag",
               "in_study:flag", "p_absent:number", "q_absent:number"),
        _table("agreement_by_category", "one category x pair of sides x effort m", *_PAIR,
               "m:count", "documents_a:count", "documents_b:count", "between:number",
               "within_a:number", "within_b:number", "ratio:number", "low:number",
               "high:number", "verdict", "reason", "reason_sides", "p_less:number",
               "q_less:number", "deals:count"),
        _table("agreement_overall", "one pair of sides x effort m", "side_a", "side_b",
               "m:count", "categories:count", "between:number", "within:number",
               "ratio:number", "low:number", "high:number", "lowest_without",
               "lowest_ratio:number", "highest_without", "highest_ratio:number",
               "p_less:number", "p_less_within_type:number", "deals:count"),
        _table("study_yardstick", "one category x pair of sides x support", *_PAIR,
               "support:count", "codings_a:count", "codings_b:count", "positions:count",
               "concurrence:number", "grade_by_rule", "p_weak_if_identical:number",
               "grade_published"),
        _table("evidence_by_side", "one category x side", "category", "side", "codings:count",
               "codings_with_position:count", "documents:count",
               "documents_with_position:count", "emphasis:number"),
        _table("positions_by_side", "one position x side", "category", "position", "side",
               "meaning", "parent", "codings:count", "documents:count", "is_shared:flag"),
        _table("position_sources", "one position x side, in the order of the report",
               "category", "position", "taken_by", "side", "codings:count", "documents",
               "without_document:count"),
        _table("evidence", "one document x category", "document_id", "label", "side",
               "category", "codings:count"),
        _table("check_against_print", "one printed number", "printed_id", "where", "what",
               "printed", "computed", "status", "why"),
        _table("print_by_place", "one table of the study, its text, or all", "where",
               "agrees:count", "differs:count", "transcribed:count"),
        _table("comparison", "one category", "category", "grade_*", "common_*:count",
               "anchored_*:count", "one_sided_*:count", "ratio_*:number", "low_*:number",
               "high_*:number", "verdict_*"),
        _table("comparison_understandings", "one understanding", "category", "position",
               "in_study:flag", "status_*", "firmness_*:count"),
        _table("comparison_statuses", "one pair of statuses in two corpora", "corpus_a",
               "corpus_b", "status_a", "status_b", "understandings:count", "in_study:count"),
        _table("comparison_pairs", "one pair of graders", "first", "second", "n:count",
               "same:count", "expected:number", "kappa:number", "higher:count", "lower:count"),
        _table("ledger_without", "one understanding x document or issuer that has it",
               "category", "position", "side", "kind", "left_out", "status", "status_without"),
        _table("verdicts_without", "one verdict that changes without a document or issuer",
               "category", "kind", "left_out", "verdict", "verdict_without", "ratio:number",
               "low:number", "high:number"),
        _table("whole_without", "one document or issuer left out", "kind", "left_out", "side",
               "documents:count", "common:count", "ratio:number", "categories:count"),
        _table("other_answers", "one other reading of the evidence", "objection", "variant",
               "documents_a:count", "documents_b:count", "common:count", "common_kept:count",
               "anchored:count", "one_sided:count", "categories:count", "ratio:number",
               "low:number", "high:number", "shared:count", "different:count", "untold:count"),
        _table("verdicts_grid", "one pair of bounds", "shared_from:number",
               "different_below:number", "shared:count", "different:count", "untold:count"),
        _table("detectable", "one category x pair of sides", *_PAIR, "m:count",
               "documents_a:count", "documents_b:count", "between:number", "within_a:number",
               "within_b:number", "reach:number", "would_show_alike:flag",
               "largest_different:number"),
        _table("identical_sides", "one category", "category", "codings_a:count",
               "codings_b:count", "p_strong:number", "p_moderate:number", "p_weak:number"),
        _table("agreement", "one coefficient", "what", "category", "coefficient", "value:number",
               "low:number", "high:number", "n:count", "note"),
        _table("agreement_ends", "one coefficient: over all categories, and its two ends", "what",
               "coefficient", "end", "category", "value:number", "low:number", "high:number",
               "n:count"),
        _table("disagreements", "one label that coders differ on", "coding_id", "what",
               "settled", "reason", "*"),
        _table("topics", "one topic", "topic", "track", "rule", "state", "reason_kind",
               "set_aside_reason", "n_common:count", "n_anchored:count", "n_one_sided:count",
               "firmness:count", "forces", "is_single_topic_rule:flag", "conditions",
               "is_kept_left_out:flag", "survives:flag"),
        _table("topic_understandings", "one topic x understanding x side", "topic", "category",
               "position", "status", "firmness:count", "side", "documents_sure:count", "forces",
               "documents_in_force:count"),
        _table("topic_documents", "one topic x understanding x document", "topic", "position",
               "status", "side", "document_id", "label", "locator", "forces", "date",
               "is_sure:flag", "stands:flag"),
        _table("recommendations_check", "one printed pair of topic and track x grader", "topic",
               "track_printed", "row_ids", "recommendations", "sources", "graded_by", "state",
               "rule", "track", "is_produced:flag", "reason"),
        _table("cooperation", "one topic", "topic", "track", "area", "area_basis",
               "advances_dangerous_capabilities", "exposes_sensitive_information",
               "opportunities_for_harm", "suitability", "source", "secondary_note",
               "secondary_source", "is_named_suitable:flag", "is_tension:flag"),
        _table("risk_value", "one topic x dimension x rater", "topic", "dimension", "rater",
               "rating:number", "mean:number", "low:number", "high:number", "spread:number"),
        _table("participants_gap", "one topic x participant", "topic", "track",
               "participant", "needed", "usual"),
        _table("robustness", "one topic x scenario", "topic", "scenario", "track", "rule",
               "state", "is_same:flag"),
    )
}  # fmt: skip


def find_table(name: str, columns: Iterable[str]) -> Table:
    """Return the declaration of a table that a run writes.

    Raises
    ------
    CommonGroundError
        If nobody has declared it.
    """
    if name == "categories":
        return TAXONOMY
    if name == "quotes" and "quote_id" not in set(columns):
        return QUOTE_COUNTS
    known = RESULT_TABLES | CORPUS_TABLES
    if name not in known:
        raise CommonGroundError(
            f"table '{name}' is not declared",
            "analysis/corpus/result_tables.py",
            "declare its columns there",
        )
    return known[name]


def find_field(table: Table, column: str) -> Field | None:
    """Return the declaration of a column, by its own name before any pattern.

    >>> find_field(RESULT_TABLES["comparison"], "common_recoded").type
    'count'
    """
    by_name, patterns = _list_fields(table)
    if column in by_name:
        return by_name[column]
    return next((field for pattern, field in patterns if pattern.fullmatch(column)), None)


def find_type(table: Table, column: str) -> str | None:
    """Return the type of a column; None if it is undeclared.

    >>> find_type(RESULT_TABLES["comparison"], "common_recoded"), find_type(TAXONOMY, "x")
    ('count', None)
    """
    field = find_field(table, column)
    return field.type if field else None


@cache
def _list_fields(table: Table) -> tuple[dict[str, Field], list[tuple[re.Pattern[str], Field]]]:
    by_name = {f.name: f for f in table.fields if "*" not in f.name}
    starred = [f for f in table.fields if "*" in f.name]
    return by_name, [(re.compile(f.name.replace("*", ".+")), f) for f in starred]


def refuse_undeclared(frame: pd.DataFrame, name: str) -> None:
    """Refuse to write a table with a column that nobody could read back as it was.

    Raises
    ------
    CommonGroundError
        If the table or a column is not declared.
    """
    table = find_table(name, frame.columns)
    unknown = [c for c in frame.columns if find_type(table, str(c)) is None]
    if unknown:
        raise CommonGroundError(
            f"table '{name}' has undeclared columns: {name_some(unknown)}",
            "analysis/corpus/result_tables.py",
            "declare them there",
        )


def restore(texts: pd.DataFrame, name: str, place: str) -> pd.DataFrame:
    """Turn a table of texts back into what was written: text stays text, blank is missing.

    Raises
    ------
    DataError
        If a declared number is none: the file was changed by hand.
    """
    table = find_table(name, texts.columns)
    out = {}
    for column in texts:
        cells = texts[column]
        blank = cells == ""
        kind = find_type(table, str(column)) or "text"
        try:
            if kind == "number":
                out[column] = cells.where(~blank, "nan").astype(float)
            elif kind == "count":
                numbers = cells.where(~blank, None)
                out[column] = numbers.astype("Int64") if blank.any() else cells.astype("int64")
            elif kind == "flag":
                flags = cells.map(FLAGS)
                if (flags.isna() & ~blank).any():
                    raise ValueError("no flag")
                out[column] = flags.astype("boolean") if blank.any() else flags.astype(bool)
            else:
                out[column] = cells.where(~blank, None)
        except (ValueError, TypeError) as error:
            raise DataError(
                f"column '{column}' holds something that is no {kind}", place,
                "the file was changed after the run: run make paper again",
            ) from error  # fmt: skip
    return pd.DataFrame(out, index=texts.index)
