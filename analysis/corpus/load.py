"""Loading a corpus: read its tables, check them against each other, select what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.base.errors import DataError, ParameterError, name_some, suggest
from analysis.base.paths import corpus_folder, data_root, show
from analysis.corpus.tables import (
    CORPUS_TABLES,
    NONE_FITS,
    QUOTE_COUNTS,
    QUOTES,
    REQUIRED_TABLES,
    TAXONOMY,
    UNSPECIFIED,
    Table,
    shorten,
)
from analysis.readers.csv_tables import read_checked, split_list

DEFAULT_CODERS = ("a", "b", "settled")
Problem = tuple[str, str]


@dataclass(frozen=True)
class Corpus:
    """The tables of one corpus as texts, what was noticed, and what a selection left out."""

    name: str
    taxonomy: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    notes: list[str] = field(default_factory=list)
    log: list[dict[str, object]] = field(default_factory=list)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in CORPUS_TABLES and name in self.tables:
            return self.tables[name]
        raise AttributeError(name)

    def has(self, name: str) -> bool:
        """Tell whether the corpus brings this table."""
        return name in self.tables

    @property
    def has_single_quotes(self) -> bool:
        """Tell whether the quotes are there one by one, not only as counts."""
        return "quotes" in self.tables and "quote_id" in self.tables["quotes"].columns

    def about(self, name: str, default: str = "") -> str:
        """Return one fact from about.csv."""
        if not self.has("about"):
            return default
        rows = self.tables["about"].set_index("field")["value"]
        return str(rows.get(name, default)) or default


def load_corpus(name: str) -> Corpus:
    """Read and check every table of a corpus.

    Raises
    ------
    ParameterError
        If there is no such corpus.
    DataError
        If any table is damaged or contradicts another: every problem with file, row, column
        and remedy, at most ten of each kind.
    """
    folder = corpus_folder(name)
    taxonomy, problems, notes = read_checked(data_root() / "taxonomy.csv", TAXONOMY)
    tables: dict[str, pd.DataFrame] = {}
    for table in CORPUS_TABLES.values():
        path = folder / f"{table.name}.csv"
        if not path.is_file() and table.name not in REQUIRED_TABLES:
            continue
        frame, found, said = read_checked(path, _variant(table, path))
        tables[table.name] = frame
        problems += found
        notes += said
    corpus = Corpus(name, taxonomy, tables, notes)
    problems += [] if problems else _check_links(corpus)
    if problems:
        raise DataError.from_problems(problems, name)
    return corpus


def _variant(table: Table, path: Path) -> Table:
    """Quotes come one by one, or as counts where they were never published."""
    if table is not QUOTES:
        return table
    header = path.read_bytes().split(b"\n", 1)[0]
    return QUOTES if b"quote_id" in header else QUOTE_COUNTS


def _check_links(corpus: Corpus) -> list[Problem]:
    """Find what one table says of another that the other does not know."""
    codings, documents = corpus.codings, corpus.documents
    if documents.empty or codings.empty:
        empty = "documents" if documents.empty else "codings"
        return [("empty", f"{corpus.name}/{empty}.csv has no rows: add at least one a side")]
    places = set(documents["document_id"])
    if corpus.has("other_sources"):
        places |= set(corpus.other_sources["source_id"])
    coders = split_list(corpus.about("coders")) or list(DEFAULT_CODERS)
    checks = [
        _find_unknown(corpus, "codings", "category", corpus.taxonomy["code"]),
        _find_unknown(corpus, "positions", "category", corpus.taxonomy["code"]),
        _find_unknown(
            corpus,
            "codings",
            "position",
            [*corpus.positions["code"], UNSPECIFIED, NONE_FITS],
        ),
        _find_unknown(corpus, "codings", "coder", coders, "list the coders in about.csv"),
        _find_unknown(corpus, "codings", "documents", places, is_list=True),
        _find_misplaced(corpus),
        _find_reserved(corpus),
        _find_wrong_sides(corpus),
        _find_unsettled(corpus),
    ]
    if corpus.has("grades"):
        checks.append(_find_unknown(corpus, "grades", "category", corpus.taxonomy["code"]))
    if corpus.has_single_quotes:
        checks.append(_find_unknown(corpus, "quotes", "document_id", documents["document_id"]))
        checks.append(_find_unknown(corpus, "codings", "quote_id", corpus.quotes["quote_id"]))
        checks.append(_find_empty_spans(corpus))
    return [problem for found in checks for problem in found]


def _find_unknown(
    corpus: Corpus,
    table: str,
    column: str,
    known: Iterable[str],
    remedy: str = "",
    is_list: bool = False,
) -> list[Problem]:
    cells, names = corpus.tables[table][column], set(known)
    place = show(corpus_folder(corpus.name) / f"{table}.csv")
    problems = []
    for row, cell in cells.items():
        for word in split_list(cell) if is_list else [cell]:
            if word not in names:
                advice = remedy or suggest(word, names)
                said = f"'{shorten(word)}' is unknown"
                text = f"{place}: row {row}, column '{column}': {said}: {advice}"
                problems.append((f"{place} {column} unknown", text))
    return problems


def _find_misplaced(corpus: Corpus) -> list[Problem]:
    """A position belongs to one category, and only a coder's row may say that none fits."""
    home = dict(zip(corpus.positions["code"], corpus.positions["category"], strict=True))
    place = show(corpus_folder(corpus.name) / "codings.csv")
    problems = []
    rows = corpus.codings[["category", "position", "coder"]].itertuples()
    for row, category, position, coder in rows:
        if home.get(position, category) != category:
            text = f"belongs to '{home[position]}': choose a position of '{category}'"
        elif position == NONE_FITS and coder == "settled":
            text = f"is not for settled codings: use a position or '{UNSPECIFIED}'"
        else:
            continue
        message = f"{place}: row {row}, column 'position': '{position}' {text}"
        problems.append((f"{place} misplaced", message))
    return problems


def _find_reserved(corpus: Corpus) -> list[Problem]:
    """Two words stand for 'no position' in the codings; a position of that name would be lost."""
    place = show(corpus_folder(corpus.name) / "positions.csv")
    return [
        (
            f"{place} reserved",
            f"{place}: row {row}, column 'code': '{code}' is a reserved word: rename the position",
        )
        for row, code in corpus.positions["code"].items()
        if code in (UNSPECIFIED, NONE_FITS)
    ]


def _find_wrong_sides(corpus: Corpus) -> list[Problem]:
    """A coding speaks for the side that issued its documents."""
    issued = dict(zip(corpus.documents["document_id"], corpus.documents["country"], strict=True))
    place = show(corpus_folder(corpus.name) / "codings.csv")
    rows = corpus.codings[["country", "documents"]].itertuples()
    return [
        (
            f"{place} side",
            f"{place}: row {row}, column 'country': '{country}' but '{document}' is from "
            f"{issued[document]}: correct the side or the document",
        )
        for row, country, documents in rows
        for document in split_list(documents)
        if issued.get(document, country) != country
    ]


def _find_empty_spans(corpus: Corpus) -> list[Problem]:
    place = show(corpus_folder(corpus.name) / "quotes.csv")
    rows = corpus.quotes[["start", "end"]].itertuples()
    return [
        (
            f"{place} span",
            f"{place}: row {row}, column 'end': the span ends at {end} and starts at {start}: "
            "end is the character after the last",
        )
        for row, start, end in rows
        if int(start) >= int(end)
    ]


def _find_unsettled(corpus: Corpus) -> list[Problem]:
    if (corpus.codings["coder"] == "settled").any():
        return []
    place = show(corpus_folder(corpus.name) / "codings.csv")
    return [
        (
            "unsettled",
            f"{place}: no row has the coder 'settled': settle the codings, or leave the "
            "column 'coder' blank if there is one coder",
        )
    ]


def select(corpus: Corpus, sides: Sequence[str], exclude_documents: Sequence[str] = ()) -> Corpus:
    """Keep two sides and leave out some documents; every loss is logged.

    A coding that rests on several documents stays while one of them is left. A coding that
    rests only on sources outside the corpus is left out. Where quotes are only counted, the
    quotes of a document that is left out cannot be taken out: a note says so.

    Raises
    ------
    ParameterError
        If a document to leave out is not in the corpus.
    DataError
        If a side has no document or no coding left.
    """
    unknown = sorted(set(exclude_documents) - set(corpus.documents["document_id"]))
    if unknown:
        raise ParameterError(
            f"unknown document '{unknown[0]}' in exclude_documents",
            remedy=suggest(unknown[0], corpus.documents["document_id"]),
        )
    log: list[dict[str, object]] = []
    documents = corpus.documents
    is_in = documents["decision"] == "in"
    documents = _keep(log, "documents", documents, is_in, "decided out or not coded yet")
    documents = _keep(log, "documents", documents, documents["country"].isin(sides), "other sides")
    is_left = ~documents["document_id"].isin(exclude_documents)
    documents = _keep(log, "documents", documents, is_left, "documents left out on request")
    codings = corpus.codings
    codings = _keep(log, "codings", codings, codings["country"].isin(sides), "other sides")
    left = set(documents["document_id"])
    rests = codings["documents"].map(split_list)
    trimmed = rests.map(lambda names: [name for name in names if name in left])
    codings = codings.assign(documents=trimmed.str.join(";"))
    outside = ~(rests.str.len().gt(0) & trimmed.str.len().eq(0))
    codings = _keep(log, "codings", codings, outside, "no document of the corpus left")
    tables = corpus.tables | {"documents": documents, "codings": codings}
    notes = list(corpus.notes)
    if corpus.has_single_quotes:
        quotes = corpus.quotes
        tables["quotes"] = _keep(
            log, "quotes", quotes, quotes["document_id"].isin(left), "documents not compared"
        )
    elif corpus.has("quotes"):
        quotes = corpus.quotes
        tables["quotes"] = _keep(
            log, "quotes", quotes, quotes["country"].isin(sides), "other sides"
        )
        if exclude_documents:
            notes.append(
                "quotes.csv holds counts by issuer: the quotes of "
                f"{name_some(exclude_documents)} cannot be taken out of it"
            )
    if corpus.has("residual"):
        is_left = corpus.residual["document_id"].isin(left)
        what = "documents not compared"
        tables["residual"] = _keep(log, "residual", corpus.residual, is_left, what)
    _refuse_empty_sides(corpus.name, sides, documents, codings)
    return replace(corpus, tables=tables, notes=notes, log=log)


def _keep(
    log: list[dict[str, object]],
    table: str,
    frame: pd.DataFrame,
    is_kept: pd.Series,
    what: str,
) -> pd.DataFrame:
    kept = frame[is_kept.astype(bool)]
    log.append(
        {"table": table, "rows_before": len(frame), "rows_after": len(kept), "left_out": what}
    )
    return kept


def _refuse_empty_sides(
    name: str, sides: Sequence[str], documents: pd.DataFrame, codings: pd.DataFrame
) -> None:
    for side in sides:
        for what, frame in (("document", documents), ("coding", codings)):
            if not (frame["country"] == side).any():
                raise DataError(
                    f"corpus '{name}' has no {what} of the side '{side}'",
                    remedy="two sides are compared: name two that the corpus has (sides), "
                    "or leave out fewer documents",
                )
