"""Checking one table against its declaration: every problem with row, column and remedy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.base.errors import shorten
from analysis.corpus.fields import Field, Table, find_country, has_sign

Problem = tuple[str, str]
"""The kind of a problem, which only groups, and the sentence that is shown."""


def to_pandera(table: Table, key: Sequence[str]) -> Any:
    """Return the pandera schema of a table of texts: one check a column, rows told by a key."""
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
        unique=list(key) or None,
        report_duplicates="exclude_first",
        description=table.row,
    )


def find_problems(frame: pd.DataFrame, table: Table, place: str) -> list[Problem]:
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
        to_pandera(table, table.find_key(frame.columns)).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        return _read_failures(error.failure_cases, frame, table, place)
    return []


COUNTED = {
    "documents": ("decision", "date", "issuer", "legal_status", "status_date", "is_placeholder"),
    "codings": ("coder", "documents", "kind", "force", "is_uncertain", "quote_id"),
    "positions": ("parent",),
}
"""Optional columns that change what is counted: one that is nearly named so is not passed over."""


def find_unused(held: Sequence[str], table: Table, place: str) -> tuple[list[Problem], list[str]]:
    """Name the columns of a file that the table does not know, with the one that may be meant.

    Returns
    -------
    problems
        Columns that seem to be a misspelt optional one that changes what is counted.
    notes
        The others.
    """
    lacking = [name for name in table.columns if name not in held]
    problems: list[Problem] = []
    notes = []
    for name in held:
        if name in table.columns:
            continue
        plain = re.sub(r"[\W_]+", "_", name.lower()).strip("_")
        meant = next(iter(difflib.get_close_matches(plain, lacking, 1, 0.8)), "")
        said = f"{place}: column '{shorten(name)}' is not"
        if meant in COUNTED.get(table.name, ()):
            remedy = f"rename it to '{meant}', or to something unlike it"
            problems.append((f"{place} unused", f"{said} known, and '{meant}' counts: {remedy}"))
        else:
            notes.append(f"{said} used" + (f": did you mean '{meant}'?" if meant else ""))
    return problems, notes


def _place(frame: pd.DataFrame, table: Table, name: str) -> str:
    """Say what to do about a missing column: rename one that is nearly it, or add it."""
    for held in frame.columns:
        if held.strip().lower().replace(" ", "_") == name:
            return f"rename '{shorten(held)}' to '{name}'"
    meaning = next(f.meaning for f in table.fields if f.name == name)
    return f"add it ({meaning})"


def _read_failures(
    cases: pd.DataFrame, frame: pd.DataFrame, table: Table, place: str
) -> list[Problem]:
    """Turn pandera's failure cases into sentences."""
    fields = {field.name: field for field in table.fields}
    problems: list[Problem] = []
    for case in cases.itertuples():
        if case.check in fields:
            field, row = fields[str(case.check)], int(case.index)
            text = "" if pd.isna(case.failure_case) else str(case.failure_case)
            said, advice = f"'{shorten(text)}' is not allowed", f"use {_advice(field)}"
            if not has_sign(text):
                said, advice = "is empty", f"fill it in ({field.meaning})"
            elif field.accepts(text.strip()):
                said, advice = f"'{shorten(text)}' has a space at an end", "remove it"
            elif field.type == "country" and (meant := find_country(text)):
                advice = f"did you mean '{meant}'?"
            message = f"{place}: row {row}, column '{field.name}': {said}: {advice}"
            problems.append((f"{place} {field.name}", message))
    return problems + _find_duplicates(frame, table, place)


def _find_duplicates(frame: pd.DataFrame, table: Table, place: str) -> list[Problem]:
    key = table.find_key(frame.columns)
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
