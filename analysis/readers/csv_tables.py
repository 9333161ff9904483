"""Reading a CSV file that a person made: strict about damage, tolerant of habits."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.paths import show
from analysis.corpus.checks import find_problems, find_unused
from analysis.corpus.fields import Table, drop_unseen, has_sign

MOST_CHARACTERS = 1_000_000
"""A longer cell is damage (a quotation mark never closed, a file pasted into a cell)."""


def read_texts(path: Path) -> pd.DataFrame:
    """Read a CSV file as texts, indexed by the row number that a spreadsheet shows.

    A byte-order mark, CRLF line ends, empty lines, empty columns at the right and signs that
    nobody sees in a column's name are accepted; no text is taken for a number, a date or a
    missing value. ``attrs["passed_over"]`` is the number of those columns.

    Raises
    ------
    DataError
        If the file is missing, not UTF-8, empty, or not a table.
    """
    header, rows, numbers = _parse(path, _decode(path))
    for sign, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            raise DataError(
                f"the columns are separated by {called}", show(path), "save the file with commas"
            )
    held = len(header)
    header, rows = _trim(header, rows)
    width = len(header)
    for number, row in zip(numbers, rows, strict=True):
        if len(row) != width:
            raise DataError(
                f"row {number} has {len(row)} cells, the header has {width}",
                show(path),
                "put quotation marks around a cell that holds a comma, or fill the row",
            )
    nameless = [place for place, name in enumerate(header, start=1) if not name]
    if nameless:
        raise DataError(
            f"column {nameless[0]} holds something and has no name",
            show(path),
            "name it in the first row, or empty the column",
        )
    if len(set(header)) != width:
        twice = next(name for name in header if header.count(name) > 1)
        raise DataError(f"column '{twice}' stands twice", show(path), "rename or remove one")
    frame = pd.DataFrame(rows, columns=header, index=pd.Index(numbers, dtype=int), dtype=str)
    frame.attrs["passed_over"] = held - width
    return frame


def _trim(header: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Leave out what a spreadsheet leaves behind at the right: columns with no name, no content."""
    width = len(header)
    while (
        width
        and not header[width - 1]
        and not any(has_sign(c) for r in rows for c in r[width - 1 : width])
    ):
        width -= 1
    trimmed = [row if any(has_sign(cell) for cell in row[width:]) else row[:width] for row in rows]
    return header[:width], trimmed


def _decode(path: Path) -> str:
    if not path.is_file():
        near = [p.name for p in path.parent.glob("*") if p.name.lower() == path.name.lower()]
        remedy = f"rename {near[0]}" if near else "add the file, see data/README.md"
        raise DataError(f"{show(path)} is missing", remedy=remedy)
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"the file is not UTF-8 (line {line})",
            show(path),
            "save it again as 'CSV UTF-8 (comma delimited)'",
        ) from None


def _parse(path: Path, text: str) -> tuple[list[str], list[list[str]], list[int]]:
    """Split a text into header, rows and row numbers, leaving out empty lines."""
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            # a spreadsheet leaves rows of empty cells behind
            if any(cell.strip() for cell in row):
                rows.append(row)
                numbers.append(number)
    except csv.Error as error:
        raise DataError(
            f"row {number + 1} cannot be read: {_explain(str(error))}",
            show(path),
            "close the quotation mark, or write a quotation mark inside a cell twice",
        ) from None
    if not rows:
        raise DataError("the file is empty", show(path), "write a header row and the rows")
    return [drop_unseen(name) for name in rows[0]], rows[1:], numbers[1:]


def _explain(message: str) -> str:
    if "field larger" in message:
        return f"a cell has more than {MOST_CHARACTERS:,} characters"
    if "unexpected end" in message:
        return "a quotation mark is never closed"
    return message


def read_checked(path: Path, table: Table) -> tuple[pd.DataFrame, list[tuple[str, str]], list[str]]:
    """Read a file as one of the known tables.

    Returns
    -------
    frame
        Texts with exactly the table's columns, in order; absent optional columns hold their
        default, blank cells of a column with a default hold it too.
    problems
        What is wrong, as (kind, message).
    notes
        What a person should know: columns that are not used, with the one that may be meant.
    """
    texts = read_texts(path)
    problems = find_problems(texts, table, show(path))
    misspelt, notes = find_unused(texts.columns, table, show(path))
    problems += misspelt
    if texts.attrs["passed_over"]:
        columns = f"{texts.attrs['passed_over']} columns without name and content"
        notes.append(f"{show(path)}: {columns} are passed over")
    frame = texts.reindex(columns=table.columns, fill_value="")
    for field in table.fields:
        if field.default:
            frame[field.name] = frame[field.name].replace("", field.default)
    return frame, problems, notes
