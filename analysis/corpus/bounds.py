"""What sides and documents a person may choose in a corpus; known before anything is computed.

The runner asks before a kernel starts, and the selection asks again. Only the standard library,
so that a run that has nothing to do stays quick.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from analysis.base.errors import ParameterError, name_some, shorten, suggest
from analysis.base.paths import JOIN
from analysis.corpus.fields import split_list
from analysis.corpus.window import ALL_TIME, IN, Window

Rows = Sequence[Mapping[str, str]]


def check_sides(sides: Sequence[str]) -> None:
    """Refuse fewer than two sides, or one that is named twice.

    Raises
    ------
    ParameterError
        If there are not at least two different sides.
    """
    if len(sides) < 2 or len(set(sides)) != len(sides):
        raise ParameterError(
            f"sides is {shorten(str(list(sides)))}: at least two different sides are compared",
            remedy='name two, such as ["US","CN"]',
        )


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table; none where it cannot be read.

    The first notebook says what is wrong with a table, row by row; whoever only has to know
    which names there are does not stop at it.
    """
    csv.field_size_limit(2**31 - 1)
    if not path.is_file():
        return []  # a pipe of that name would be waited for without end
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
    return [{k.strip(): v for k, v in row.items() if isinstance(k, str)} for row in rows]


def check_selection(
    corpus: str,
    sides: Iterable[str],
    excluded: Iterable[str],
    documents: Rows,
    codings: Rows,
    window: Window = ALL_TIME,
) -> None:
    """Refuse a choice of sides, documents and days that leaves nothing to compare.

    Parameters
    ----------
    corpus
        Its name, for the sentence.
    excluded
        The documents to leave out.
    documents, codings
        Rows of the tables of these names.
    window
        Only documents issued within it stay.

    Raises
    ------
    ParameterError
        If a side or a document is not in the corpus, or a side is left without a document that
        is decided in, or without a coding.
    """
    names = [row["document_id"] for row in documents]
    unknown = sorted(set(excluded) - set(names))
    if unknown:
        raise ParameterError(
            f"exclude_documents: corpus '{corpus}' has no document {name_some(unknown)}",
            remedy=suggest(unknown[0], names),
        )
    countries = {row["country"] for row in documents}
    for side in sides:
        if side not in countries:
            raise ParameterError(
                f"sides: corpus '{corpus}' has no document of '{side}'",
                remedy=suggest(side, countries),
            )
        own = [row for row in documents if row["country"] == side]
        _check_side(corpus, side, own, set(excluded), codings, window)


def _check_side(
    corpus: str, side: str, own: Rows, excluded: set[str], codings: Rows, window: Window
) -> None:
    """Refuse a side that would be left without a document or without a coding."""
    decided = {
        row["document_id"]: row.get("date") or ""
        for row in own
        if (row.get("decision") or "in") == "in"
    }
    dated = {name for name, date in decided.items() if window.place(date) == IN}
    spoken = [split_list(row.get("documents", "")) for row in codings if row["country"] == side]
    # a coding that names no document has no date
    undated = not window and any(not rests for rests in spoken)

    def is_coded(left: set[str]) -> bool:
        return not codings or undated or any(left & set(rests) for rests in spoken)

    left = dated - excluded
    if left and is_coded(left):
        return
    lacks = f"no coding of '{side}'" if left else f"no document of '{side}'"
    if excluded & dated and is_coded(dated):
        raise ParameterError(
            f"exclude_documents leaves corpus '{corpus}' {lacks}",
            remedy=f"leave some of {name_some(excluded & dated)} in",
        )
    if window and decided:
        dates = sorted(date for date in decided.values() if date)
        known = f"its documents are of {dates[0]} to {dates[-1]}" if dates else "none has a date"
        raise ParameterError(
            f"from_date and until_date leave corpus '{corpus}' {lacks}",
            remedy=f"choose a wider window: {known}",
        )
    column = "codings.csv holds a coding of it" if left else "documents.csv decides one in"
    raise ParameterError(
        f"sides: corpus '{corpus}' has {lacks} to compare",
        remedy=f"choose other sides, or see that {column}",
    )


def check_folder_selection(
    folders: Sequence[Path],
    sides: Iterable[str],
    excluded: Iterable[str],
    window: Window = ALL_TIME,
) -> None:
    """Check a choice of sides, documents and days against the tables of a corpus.

    Several folders are read as one corpus.

    Where the documents cannot be read nothing is refused: that is for the first notebook.

    Raises
    ------
    ParameterError
        As ``check_selection``.
    """
    documents = [
        row
        for folder in folders
        for row in read_rows(folder / "documents.csv")
        if row.get("document_id") and row.get("country")
    ]
    codings = [
        row
        for folder in folders
        for row in read_rows(folder / "codings.csv")
        if row.get("country")
    ]
    if documents:
        name = JOIN.join(folder.name for folder in folders)
        check_selection(name, sides, excluded, documents, codings, window)
