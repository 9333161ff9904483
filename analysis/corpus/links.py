"""What one table of a corpus says of another that the other does not know."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.base.errors import shorten, suggest
from analysis.base.paths import corpus_folder, show
from analysis.corpus.checks import Problem
from analysis.corpus.fields import split_list
from analysis.corpus.model import Corpus
from analysis.corpus.tables import NONE_FITS, UNSPECIFIED

DEFAULT_CODERS = ("a", "b", "settled")


def list_coders(corpus: Corpus) -> list[str]:
    """Return who may have coded: what ``about.csv`` says, else a and b, and ``settled``."""
    return split_list(corpus.about("coders")) or list(DEFAULT_CODERS)


def check_links(corpus: Corpus) -> list[Problem]:
    """Find what one table says of another that the other does not know."""
    codings, documents = corpus["codings"], corpus["documents"]
    if documents.empty or codings.empty:
        empty = "documents" if documents.empty else "codings"
        return [("empty", f"{corpus.name}/{empty}.csv has no rows: add at least one a side")]
    places = set(documents["document_id"])
    if corpus.has("other_sources"):
        places |= set(corpus["other_sources"]["source_id"])
    coders = list_coders(corpus)
    checks = [
        _find_unknown(corpus, "codings", "category", corpus.taxonomy["code"]),
        _find_unknown(corpus, "positions", "category", corpus.taxonomy["code"]),
        _find_unknown(
            corpus,
            "codings",
            "position",
            [*corpus["positions"]["code"], UNSPECIFIED, NONE_FITS],
        ),
        _find_unknown(corpus, "codings", "coder", coders, "list the coders in about.csv"),
        _find_unknown(corpus, "codings", "documents", places, is_list=True),
        _find_misplaced(corpus),
        _find_reserved(corpus),
        _find_foreign_parents(corpus),
        _find_wrong_sides(corpus),
        _find_placeholders(corpus),
        _find_unsettled(corpus),
    ]
    if corpus.has("grades"):
        checks.append(_find_unknown(corpus, "grades", "category", corpus.taxonomy["code"]))
    if corpus.has_single_quotes:
        checks.append(_find_unknown(corpus, "quotes", "document_id", documents["document_id"]))
        quotes = corpus["quotes"]["quote_id"]
        checks.append(_find_unknown(corpus, "codings", "quote_id", quotes, is_blank_allowed=True))
        checks.append(_find_empty_spans(corpus))
    return [problem for found in checks for problem in found]


def _find_unknown(
    corpus: Corpus,
    table: str,
    column: str,
    known: Iterable[str],
    remedy: str = "",
    is_list: bool = False,
    is_blank_allowed: bool = False,
) -> list[Problem]:
    cells, names = corpus.tables[table][column], set(known)
    place = show(corpus_folder(corpus.name) / f"{table}.csv")
    problems = []
    for row, cell in cells.items():
        for word in split_list(cell) if is_list else [cell]:
            if word not in names and not (is_blank_allowed and not word):
                advice = remedy or suggest(word, names)
                said = f"'{shorten(word)}' is unknown"
                text = f"{place}: row {row}, column '{column}': {said}: {advice}"
                problems.append((f"{place} {column} unknown", text))
    return problems


def _find_misplaced(corpus: Corpus) -> list[Problem]:
    """A position belongs to one category, and only a coder's row may say that none fits."""
    home = dict(zip(corpus["positions"]["code"], corpus["positions"]["category"], strict=True))
    place = show(corpus_folder(corpus.name) / "codings.csv")
    problems = []
    rows = corpus["codings"][["category", "position", "coder"]].itertuples()
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
        for row, code in corpus["positions"]["code"].items()
        if code in (UNSPECIFIED, NONE_FITS)
    ]


def _find_foreign_parents(corpus: Corpus) -> list[Problem]:
    """A parent groups positions of one category, and is no position that has a parent itself."""
    positions = corpus["positions"]
    place = show(corpus_folder(corpus.name) / "positions.csv")
    own = dict(
        zip(
            positions["code"],
            zip(positions["category"], positions["parent"], strict=True),
            strict=True,
        )
    )
    home: dict[str, str] = {}
    problems = []
    for row, category, parent in positions[["category", "parent"]].itertuples():
        if not parent:
            continue
        first = home.setdefault(parent, own[parent][0] if parent in own else category)
        if parent in (UNSPECIFIED, NONE_FITS):
            text = "is a reserved word: name the parent otherwise"
        elif first != category:
            text = f"groups positions of '{first}' too: a parent belongs to one category"
        elif parent in own and own[parent][1] not in ("", parent):
            text = f"has a parent itself ('{own[parent][1]}'): parents have one level"
        else:
            continue
        message = f"{place}: row {row}, column 'parent': '{shorten(parent)}' {text}"
        problems.append((f"{place} parent", message))
    return problems


def _find_wrong_sides(corpus: Corpus) -> list[Problem]:
    """A coding speaks for the side that issued its documents."""
    documents = corpus["documents"]
    issued = dict(zip(documents["document_id"], documents["country"], strict=True))
    place = show(corpus_folder(corpus.name) / "codings.csv")
    rows = corpus["codings"][["country", "documents"]].itertuples()
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


def _find_placeholders(corpus: Corpus) -> list[Problem]:
    """A row that only stands for a document that was counted says nothing that could be coded."""
    documents = corpus["documents"]
    unnamed = set(documents.loc[documents["is_placeholder"] == "true", "document_id"])
    place = show(corpus_folder(corpus.name) / "codings.csv")
    return [
        (
            f"{place} placeholder",
            f"{place}: row {row}, column 'documents': '{document}' only stands for a document "
            "that was counted (is_placeholder): name the document or drop it from the coding",
        )
        for row, documents in corpus["codings"]["documents"].items()
        for document in split_list(documents)
        if document in unnamed
    ]


def _find_empty_spans(corpus: Corpus) -> list[Problem]:
    place = show(corpus_folder(corpus.name) / "quotes.csv")
    rows = corpus["quotes"][["start", "end"]].itertuples()
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
    if (corpus["codings"]["coder"] == "settled").any():
        return []
    place = show(corpus_folder(corpus.name) / "codings.csv")
    return [
        (
            "unsettled",
            f"{place}: no row has the coder 'settled': settle the codings, or leave the "
            "column 'coder' blank if there is one coder",
        )
    ]
