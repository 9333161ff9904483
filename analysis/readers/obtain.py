"""``make sources``: obtain the source texts that can be obtained by address, and check them all.

Texts belong to their publishers and are never part of the repository. What the AGORA archive
holds is fetched from its public deposit; for the rest the address where a person gets the text
is printed. Every text is accepted by its hash alone.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.base.errors import SourceError
from analysis.base.paths import DATA_VARIABLE, data_root, list_corpora, show
from analysis.base.store import write_bytes
from analysis.corpus.bounds import read_rows
from analysis.readers.source_texts import default_folder, hash_text, read_source

ARCHIVE = "https://zenodo.org/api/records/15692257/files-archive"
"""All files of one version of the AGORA deposit (Emerging Technology Observatory)."""
ARCHIVE_VARIABLE = "COMMON_GROUND_AGORA"

Row = dict[str, str]


def list_texts() -> list[Row]:
    """Return the documents of all corpora whose coded text has a file and a hash."""
    rows: dict[str, Row] = {}
    for corpus in list_corpora():
        for row in read_rows(data_root() / corpus / "documents.csv"):
            if row.get("text_file") and row.get("text_sha256"):
                rows.setdefault(row["text_file"], row)
    return [rows[name] for name in sorted(rows)]


def is_whole(row: Row, folder: Path) -> bool:
    """Tell whether the text is here and is the one that was coded."""
    path = folder / row["text_file"]
    return path.is_file() and hash_text(read_source(path)) == row["text_sha256"]


def fetch_archive(folder: Path, address: str | None = None) -> Path:
    """Download the AGORA deposit once and return the file.

    Raises
    ------
    SourceError
        If there is no network or the address does not answer.
    """
    import pooch
    import requests

    address = address or os.environ.get(ARCHIVE_VARIABLE) or ARCHIVE
    try:
        # the deposit's own hash is not known here: each text in it is checked by its own
        name = pooch.retrieve(address, known_hash=None, fname="agora.zip", path=folder)
    except (requests.RequestException, OSError, ValueError) as error:
        raise SourceError(
            f"the AGORA deposit could not be fetched ({type(error).__name__})",
            remedy=f"check the network, or download {address} yourself as {show(folder)}/agora.zip "
            "and run make sources again",
        ) from None
    return Path(name)


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
            for name, content in _walk(outer):
                row = wanted.get(Path(name).stem) if name.endswith(".txt") else None
                text = content.decode("utf-8", errors="replace") if row else ""
                if row and hash_text(text) == row["text_sha256"]:
                    write_bytes(folder / row["text_file"], content)
                    written.append(row["text_file"])
    except zipfile.BadZipFile:
        raise SourceError(
            f"{show(archive)} is no zip archive", remedy="delete it and run make sources again"
        ) from None
    return sorted(written)


def _walk(archive: zipfile.ZipFile) -> Iterable[tuple[str, bytes]]:
    """Yield the files of an archive and of archives within it."""
    import io

    for name in archive.namelist():
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as inner:
                yield from _walk(inner)
        elif name.endswith(".txt"):
            yield name, archive.read(name)


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
