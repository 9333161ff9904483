"""A folder of CSV files as a corpus: every table read, checked, and held against the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.base.errors import DataError, shorten
from analysis.base.paths import corpus_folder, corpus_folders, data_root, read_about, show
from analysis.corpus.evidence import take_evidence
from analysis.corpus.fields import Table
from analysis.corpus.join import join
from analysis.corpus.links import check_links
from analysis.corpus.model import Corpus
from analysis.corpus.tables import (
    CORPUS_TABLES,
    IN_STUDY,
    POSITIONS,
    QUOTE_COUNTS,
    QUOTES,
    REQUIRED_TABLES,
    TAXONOMY,
)
from analysis.readers.csv_tables import read_checked


def load_corpus(name: str) -> Corpus:
    """Read and check every table of a corpus, or of several read as one (``a+b``).

    Raises
    ------
    ParameterError
        If there is no such corpus.
    DataError
        If any table is damaged or contradicts another: every problem with file, row, column
        and remedy, at most ten of each kind.
    """
    members = [path.name for path in corpus_folders(name)]
    if len(members) > 1:
        return join([_load_one(member) for member in members])
    return _load_one(name)


def _load_one(name: str) -> Corpus:
    folder = corpus_folder(name)
    taxonomy, problems, notes = read_checked(data_root() / "taxonomy.csv", TAXONOMY)
    tables: dict[str, pd.DataFrame] = {}
    shared = find_codebook(name)
    for table in CORPUS_TABLES.values():
        path = folder / f"{table.name}.csv"
        if table in (POSITIONS, IN_STUDY) and shared and not path.is_file():
            path = shared / path.name
        if not path.is_file() and table.name not in REQUIRED_TABLES:
            continue
        frame, found, said = read_checked(path, _variant(table, path))
        tables[table.name] = frame
        problems += found
        notes += said
    corpus = name_documents(Corpus(name, taxonomy, tables, notes))
    problems += [] if problems else check_links(corpus)
    if problems:
        raise DataError.from_problems(problems, name)
    return corpus


def name_documents(corpus: Corpus) -> Corpus:
    """Let a coding that names no document rest on that of its quote; a note says how many do."""
    counted = take_evidence(corpus["codings"])
    if not counted["documents"].str.len().any() and not corpus.has_single_quotes:
        note = f"{corpus.name}/codings.csv: no coding that counts names a document, so nothing " \
               "can be told by documents"
        return replace(corpus, notes=[*corpus.notes, note])
    if not corpus.has_single_quotes:
        return corpus
    quotes, codings = corpus["quotes"], corpus["codings"]
    home = dict(zip(quotes["quote_id"], quotes["document_id"], strict=True))
    found = codings["quote_id"].map(home).fillna("")
    is_lacking = (codings["documents"] == "") & (found != "")
    if not is_lacking.any():
        return corpus
    named = codings.assign(documents=codings["documents"].where(~is_lacking, found))
    note = (
        f"{corpus.name}/codings.csv: {is_lacking.sum()} rows name no document; "
        "they rest on that of their quote"
    )
    tables = corpus.tables | {"codings": named}
    return replace(corpus, tables=tables, notes=[*corpus.notes, note])


def find_codebook(name: str) -> Path | None:
    """Return the folder of the codebook that a corpus shares with others, if it names one.

    A corpus brings its own ``positions.csv``, or its ``about.csv`` has a row ``codebook`` with
    the name of a folder in ``data/``.

    Raises
    ------
    DataError
        If there is no such folder.
    """
    shared = read_about(name).get("codebook", "")
    if not shared:
        return None
    folder = data_root() / shared
    if "/" in shared or not (folder / "positions.csv").is_file():
        raise DataError(
            f"there is no codebook '{shorten(shared)}'",
            f"{show(corpus_folder(name) / 'about.csv')}, row 'codebook'",
            "name a folder of data/ that holds positions.csv",
        )
    return folder


def _variant(table: Table, path: Path) -> Table:
    """Quotes come one by one, or as counts where they were never published."""
    if table is not QUOTES:
        return table
    header = path.read_bytes().split(b"\n", 1)[0]
    return QUOTES if b"quote_id" in header else QUOTE_COUNTS
