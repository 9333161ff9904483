"""Checking one table against its declaration: every problem with row, column and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.corpus.fields import Field, Table, shorten

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
            if not text.strip():
                said, advice = "is empty", f"fill it in ({field.meaning})"
            elif field.accepts(text.strip()):
                said, advice = f"'{shorten(text)}' has a space at an end", "remove it"
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
