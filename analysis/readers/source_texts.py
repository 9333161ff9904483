"""Checking quotes against the source texts, character by character."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.base.errors import SourceError
from analysis.base.paths import data_root, find_folder

VERIFIED = "verified"
MOVED = "found in another copy"
NOT_FOUND = "not found"
NO_TEXT = "text not here"
MARK = "\ufeff"


def default_folder() -> Path:
    """Return where source texts are kept: ``data/sources/``, which is not in the repository."""
    return data_root() / "sources"


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8.

    >>> hash_text("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def squeeze(text: str) -> tuple[str, np.ndarray]:
    """Drop white space and the byte-order mark and fold width forms, keeping track of places.

    Returns
    -------
    squeezed
        What is left: the same for two copies that differ only in white space, line wraps,
        width forms or a byte-order mark.
    places
        For every character of it, its place in ``text``.

    >>> squeeze("Ａ b\\nｃ")[0], squeeze("Ａ b\\nｃ")[1].tolist()
    ('Abc', [0, 2, 4])
    """
    parts, places = [], []
    for place, character in enumerate(text):
        folded = unicodedata.normalize("NFKC", character)
        kept = "".join(folded.split()).replace(MARK, "")
        parts.append(kept)
        places += [place] * len(kept)
    return "".join(parts), np.array(places, dtype=np.int64)


def is_file_name(name: str) -> bool:
    """Tell whether a name is that of a file in a folder, and leads nowhere else.

    >>> [is_file_name(name) for name in ("law.txt", "../law.txt", "/law.txt", "..", "")]
    [True, False, False, False, False]
    """
    return bool(name) and Path(name).name == name and name != ".."


def read_source(path: Path) -> str:
    """Read a source text as it is stored: no line end is changed.

    Raises
    ------
    SourceError
        If the file is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path.name} is not UTF-8 (byte {error.start})",
            remedy="fetch the text again with make sources, or save it as UTF-8",
        ) from None


def verify_quotes(quotes: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Check every quote against its source text, where the text is here.

    Parameters
    ----------
    quotes
        As ``quotes.csv``, indexed by row: quote_id, text_file, text_sha256, start, end
        (code points, end exclusive), span_sha256, squeezed_start, squeezed_end,
        squeezed_sha256 (the same span without white space; blank if unknown).
    folder
        Where the texts are; a relative path starts at the checkout.

    Returns
    -------
    DataFrame
        quote_id, document_id, row, status (verified, found in another copy, not found, text
        not here), start, end (in the text at hand; blank where not found), note. A span is
        never guessed: what does not match a hash is not found.

    Raises
    ------
    ParameterError
        If there is no such folder.
    SourceError
        If a text is not UTF-8.
    """
    rows = []
    folder = find_folder(str(folder))
    for name, own in quotes.groupby("text_file", sort=False):
        path = folder / str(name)
        # a file name of the corpus never leads out of the folder
        if not is_file_name(str(name)) or not path.is_file():
            rows += [_say(row, NO_TEXT) for row in own.itertuples()]
        else:
            rows += _verify_text(own, read_source(path))
    return pd.DataFrame(rows).sort_values("row", ignore_index=True)


def _verify_text(own: pd.DataFrame, text: str) -> list[dict[str, object]]:
    """Check the quotes of one text."""
    whole = hash_text(text)
    rows: list[dict[str, object]] = []
    squeezed: tuple[str, np.ndarray] | None = None
    for row in own.itertuples():
        start, end = int(row.start), int(row.end)
        if whole == row.text_sha256:
            rows.append(_verify_span(row, text, start, end))
            continue
        squeezed = squeezed or squeeze(text)
        rows.append(_find_again(row, squeezed))
    return rows


def _verify_span(row: object, text: str, start: int, end: int) -> dict[str, object]:
    if not start < end <= len(text):
        return _say(row, NOT_FOUND, f"the span {start}-{end} is not within {len(text)} characters")
    if hash_text(text[start:end]) != row.span_sha256:  # type: ignore[attr-defined]
        return _say(row, NOT_FOUND, "the text is the right one, the hash of the span does not fit")
    return _say(row, VERIFIED, "", start, end)


def _find_again(row: object, squeezed: tuple[str, np.ndarray]) -> dict[str, object]:
    """Look for a span in another copy: at its own place first, then everywhere."""
    letters, places = squeezed
    wanted = str(getattr(row, "squeezed_sha256", "") or "")
    if not wanted:
        return _say(row, NOT_FOUND, "another copy, and no hash without white space to look for")
    first = int(row.squeezed_start)  # type: ignore[attr-defined]
    length = int(row.squeezed_end) - first  # type: ignore[attr-defined]
    found = [first] if hash_text(letters[first : first + length]) == wanted else []
    if not found:
        starts = range(len(letters) - length + 1)
        found = [i for i in starts if hash_text(letters[i : i + length]) == wanted]
    if len(found) != 1:
        reason = "the copy has it in several places" if found else "the copy does not have it"
        return _say(row, NOT_FOUND, reason)
    start, end = int(places[found[0]]), int(places[found[0] + length - 1]) + 1
    return _say(row, MOVED, "the copy differs from the one that was coded", start, end)


def _say(
    row: object, status: str, note: str = "", start: int | None = None, end: int | None = None
) -> dict[str, object]:
    return {
        "quote_id": row.quote_id,  # type: ignore[attr-defined]
        "document_id": row.document_id,  # type: ignore[attr-defined]
        "row": row.Index,  # type: ignore[attr-defined]
        "status": status,
        "start": start,
        "end": end,
        "note": note,
    }


def read_passages(quotes: pd.DataFrame, checked: pd.DataFrame, folder: Path) -> pd.Series:
    """Return the text of every quote that was found, by quote_id; the rest is left out."""
    files, folder = (
        dict(zip(quotes["quote_id"], quotes["text_file"], strict=True)),
        find_folder(str(folder)),
    )
    found = checked[checked["status"].isin([VERIFIED, MOVED])]
    texts = {name: read_source(folder / name) for name in {files[q] for q in found["quote_id"]}}
    passages = {
        row.quote_id: texts[files[row.quote_id]][int(row.start) : int(row.end)]
        for row in found.itertuples()
    }
    return pd.Series(passages, dtype=object)


def describe_failures(checked: pd.DataFrame, most: int = 10) -> Sequence[str]:
    """Say of the first quotes that were not found which row of quotes.csv they are, and why."""
    lost = checked[checked["status"] == NOT_FOUND]
    lines = [
        f"quotes.csv: row {row.row}, '{row.quote_id}': {row.note}"
        for row in lost.head(most).itertuples()
    ]
    rest = len(lost) - most
    return lines + ([f"... and {rest} more"] if rest > 0 else [])
