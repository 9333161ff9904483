"""``make sources``: obtain the source texts that can be obtained by address, and check them all.

Texts belong to their publishers and are never part of the repository. What the AGORA archive
holds is fetched from its public deposit; for the rest the address where a person gets the text
is printed. Every text is accepted by its hash alone.
"""

from __future__ import annotations

import io
import os
import time
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.base.errors import SourceError
from analysis.base.paths import DATA_VARIABLE, data_root, list_corpora, show
from analysis.base.store import write_bytes
from analysis.corpus.bounds import read_rows
from analysis.readers.source_texts import (
    default_folder,
    hash_text,
    is_file_name,
    read_source,
)

ARCHIVE = "https://zenodo.org/api/records/15692257/files-archive"
"""All files of one version of the AGORA deposit (Emerging Technology Observatory)."""
ARCHIVE_VARIABLE = "COMMON_GROUND_AGORA"
NAME = "agora.zip"

LARGEST = 500_000_000
"""Bytes that the deposit, and all that is read out of it, may have; the real one has 60 million."""
LONGEST = 1800.0
"""Seconds that a download may take."""
DEEPEST = 2
"""An archive within the archive is opened, one within that is not."""

Row = dict[str, str]


def list_texts() -> list[Row]:
    """Return the documents of all corpora whose coded text has a file and a hash."""
    rows: dict[str, Row] = {}
    for corpus in list_corpora():
        for row in read_rows(data_root() / corpus / "documents.csv"):
            name = row.get("text_file") or ""
            # a file name of a corpus never leads out of the folder of the texts
            if is_file_name(name) and row.get("text_sha256"):
                rows.setdefault(row["text_file"], row)
    return [rows[name] for name in sorted(rows)]


def is_whole(row: Row, folder: Path) -> bool:
    """Tell whether the text is here and is the one that was coded."""
    path = folder / row["text_file"]
    try:
        return path.is_file() and hash_text(read_source(path)) == row["text_sha256"]
    except SourceError:
        return False


def fetch_archive(folder: Path, address: str | None = None) -> Path:
    """Download the AGORA deposit once and return the file.

    Raises
    ------
    SourceError
        If there is no network, the address does not answer, or what it sends has no end.
    """
    import pooch
    import requests

    address = address or os.environ.get(ARCHIVE_VARIABLE) or ARCHIVE
    place = folder / NAME
    if place.exists() and not place.is_file():
        raise SourceError(f"{show(place)} is no file", remedy="move it away")
    try:
        # the deposit's own hash is not known here: each text in it is checked by its own
        name = pooch.retrieve(address, known_hash=None, fname=NAME, path=folder,
                              downloader=_download)  # fmt: skip
    except TooMuch as error:
        raise SourceError(
            f"the AGORA deposit was not taken: {error}",
            remedy=f"see what {address} sends; another copy may be put at {show(place)}",
        ) from None
    except (requests.RequestException, OSError, ValueError) as error:
        raise SourceError(
            f"the AGORA deposit could not be fetched ({type(error).__name__})",
            remedy=f"check the network, or download {address} yourself as {show(place)} "
            "and run make sources again",
        ) from None
    return Path(name)


class TooMuch(Exception):
    """What comes is larger, or takes longer, than a deposit can."""


def _download(address: str, target: str | Path, _: object) -> None:
    """Write what an address sends to a file, and stop where it does not end.

    As pooch's own, which has no bound in size or time.
    """
    import requests

    started, size = time.monotonic(), 0
    with requests.get(address, stream=True, timeout=30) as answer, Path(target).open("wb") as file:
        answer.raise_for_status()
        for chunk in answer.iter_content(1 << 16):
            size += len(chunk)
            if size > LARGEST:
                raise TooMuch(f"more than {LARGEST:,} bytes came")
            if time.monotonic() - started > LONGEST:
                raise TooMuch(f"it was not whole after {LONGEST:.0f} s")
            file.write(chunk)


def unpack(archive: Path, rows: Iterable[Row], folder: Path) -> list[str]:
    """Take the texts that are wanted out of the deposit, each only if its hash fits.

    Returns
    -------
    list of str
        The files that were written.

    Raises
    ------
    SourceError
        If the file is no archive.
    """
    wanted = {row["agora_id"]: row for row in rows if row.get("agora_id")}
    written = []
    try:
        with zipfile.ZipFile(archive) as outer:
            for name, content in _walk(outer, [LARGEST]):
                row = wanted.get(Path(name).stem) if name.endswith(".txt") else None
                text = content.decode("utf-8", errors="replace") if row else ""
                if row and hash_text(text) == row["text_sha256"]:
                    write_bytes(folder / row["text_file"], content)
                    written.append(row["text_file"])
    except TooMuch as error:
        raise SourceError(
            f"{show(archive)} was not unpacked: {error}", remedy="delete it: it is no such deposit"
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        told = str(error).splitlines()[0] if not isinstance(error, zipfile.BadZipFile) else ""
        raise SourceError(
            f"{show(archive)} is no zip archive" + (f" that can be read ({told})" if told else ""),
            remedy="delete it and run make sources again",
        ) from None
    return sorted(written)


def _walk(
    archive: zipfile.ZipFile, left: list[int], depth: int = 1
) -> Iterable[tuple[str, bytes]]:
    """Yield the files of an archive and of archives within it.

    ``left`` holds how many bytes may still be unpacked. Names are only compared, never written to.

    Raises
    ------
    TooMuch
        If more would be unpacked.
    """
    for item in archive.infolist():
        is_archive = item.filename.endswith(".zip") and depth < DEEPEST
        if not is_archive and not item.filename.endswith(".txt"):
            continue
        # the size that an archive states of a file is that at which zipfile stops reading it
        left[0] -= item.file_size
        if left[0] < 0:
            raise TooMuch(f"more than {LARGEST:,} bytes are in it")
        content = archive.read(item)
        if is_archive:
            with zipfile.ZipFile(io.BytesIO(content)) as inner:
                yield from _walk(inner, left, depth + 1)
        else:
            yield item.filename, content


def report(rows: list[Row], folder: Path) -> list[str]:
    """Say of every text whether it is here, is the right one, or where a person gets it."""
    lines = []
    for row in rows:
        if is_whole(row, folder):
            lines.append(f"  whole    {row['text_file']}")
        elif (folder / row["text_file"]).is_file():
            lines.append(
                f"  differs  {row['text_file']}: not the copy that was coded; quotes "
                "are looked for in it by their letters"
            )
        else:
            lines.append(
                f"  missing  {row['text_file']}: {row.get('text_origin', '')}, see "
                f"{row.get('official_url') or 'the title'}"
            )
    return lines


def main(_: list[str] | None = None, say: Any = print) -> int:
    """Obtain what can be obtained, then say what is here."""
    folder = default_folder()
    rows = list_texts()
    if not rows:
        say(f"no corpus in {show(data_root())} names a source text ({DATA_VARIABLE})")
        return 0
    missing = [row for row in rows if not is_whole(row, folder)]
    in_agora = [row for row in missing if "AGORA" in row.get("text_origin", "")]
    failure = None
    if in_agora:
        try:
            written = unpack(fetch_archive(folder), in_agora, folder)
            say(f"fetched {len(written)} of {len(in_agora)} texts from the AGORA archive")
        except SourceError as error:
            failure = error
    lines = report(rows, folder)
    say(f"{sum('  whole' in line for line in lines)} of {len(rows)} texts are here and whole")
    for line in lines:
        say(line)
    say("to check every quote: make paper CORPUS=recoded SET='sources_folder=data/sources'")
    if failure is not None:
        raise failure
    return 0
