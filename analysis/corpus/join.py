"""Several corpora read as one: their tables under each other, and nothing mixed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analysis.base.errors import DataError, name_some
from analysis.base.paths import JOIN, join_facts
from analysis.corpus.links import list_coders
from analysis.corpus.model import Corpus
from analysis.corpus.tables import CORPUS_TABLES, SETTLED

TAKEN_TOGETHER = (
    "documents", "codings", "quotes", "residual", "residual_themes", "reading_log", "settlements",
    "other_sources",
)  # fmt: skip
"""Tables whose rows keep their meaning beside those of another corpus."""
CODEBOOK = ("positions", "in_study")
"""Tables that have to be the same in all of them."""


def join(corpora: Sequence[Corpus]) -> Corpus:
    """Return several corpora as one.

    Tables on documents, codings and passages are put under each other; grades, printed numbers
    and earlier readings are of one corpus alone and are left out with a note. Quotes are only
    taken if every corpus has them one by one. Who coded first in each is one coder here (``c+e``),
    and so on: coders of one corpus have not left out the documents of another.

    Parameters
    ----------
    corpora
        Two or more, each checked.

    Raises
    ------
    DataError
        If two do not share a codebook, or a document, quote, coding or passage of the same name
        stands in two of them.
    """
    name = JOIN.join(corpus.name for corpus in corpora)
    _refuse_other_codebooks(corpora)
    corpora = _call_coders_by_rank(corpora)
    notes = list(dict.fromkeys(note for corpus in corpora for note in corpus.notes))
    tables = {}
    for table in TAKEN_TOGETHER:
        having = [corpus for corpus in corpora if corpus.has(table)]
        if table == "quotes" and not all(corpus.has_single_quotes for corpus in corpora):
            if having:
                notes.append(f"{name}: not every corpus has its quotes one by one: left out")
            continue
        if having:
            tables[table] = _stack(table, having)
    tables |= {t: corpora[0][t] for t in CODEBOOK if corpora[0].has(t)}
    alone = [f"{t} of {corpus.name}" for corpus in corpora for t in corpus.tables
             if t not in (*tables, "about", "provenance", "quotes")]  # fmt: skip
    if alone:
        notes.append(f"{name}: of one corpus alone, so left out: {name_some(alone)}")
    facts = [dict(corpus["about"].values) if corpus.has("about") else {} for corpus in corpora]
    tables["about"] = pd.DataFrame(join_facts(facts).items(), columns=["field", "value"])
    return Corpus(name, corpora[0].taxonomy, tables, notes)


def _call_coders_by_rank(corpora: Sequence[Corpus]) -> list[Corpus]:
    """Give the first coders of all corpora one name, the second ones another, and so on.

    Only where every corpus has the same number of coders.
    """
    listed = [[name for name in list_coders(corpus) if name != SETTLED] for corpus in corpora]
    if len({len(names) for names in listed}) != 1:
        return list(corpora)
    ranks = [JOIN.join(dict.fromkeys(names)) for names in zip(*listed, strict=True)]
    renamed = []
    for corpus, names in zip(corpora, listed, strict=True):
        called = dict(zip(names, ranks, strict=True))
        tables = dict(corpus.tables)
        for table in ("codings", "residual", "reading_log"):
            if corpus.has(table):
                coder = corpus[table]["coder"].replace(called)
                tables[table] = corpus[table].assign(coder=coder)
        if corpus.has("about"):
            about = corpus["about"]
            joined = ";".join([*ranks, SETTLED])
            value = about["value"].where(about["field"] != "coders", joined)
            tables["about"] = about.assign(value=value)
        renamed.append(replace(corpus, tables=tables))
    return renamed


def _stack(table: str, corpora: Sequence[Corpus]) -> pd.DataFrame:
    """Put the rows of a table under each other; a theme that both define stands once."""
    frames = [corpus[table] for corpus in corpora]
    if table == "residual_themes":
        return pd.concat(frames, ignore_index=True).drop_duplicates("theme", ignore_index=True)
    keys = list(CORPUS_TABLES[table].key)
    for number, (corpus, frame) in enumerate(zip(corpora, frames, strict=True)):
        for other, earlier in zip(corpora[:number], frames[:number], strict=True):
            # one item has a row a coder: the item itself must not be of two corpora
            shared = set(frame[keys[0]]) & set(earlier[keys[0]]) if keys else set()
            if shared:
                raise DataError(
                    f"{keys[0]} {name_some(sorted(shared))} of {table}.csv stands in both "
                    f"'{other.name}' and '{corpus.name}'",
                    remedy="take it out of one of them, or rename it if it is not the same",
                )
    return pd.concat(frames, ignore_index=True)


def _refuse_other_codebooks(corpora: Sequence[Corpus]) -> None:
    first, *others = corpora
    for other in others:
        mine, theirs = (c["positions"].reset_index(drop=True) for c in (first, other))
        if not mine.equals(theirs):
            raise DataError(
                f"'{first.name}' and '{other.name}' do not share a codebook: what a position "
                "means need not be the same in both",
                remedy="give both the row codebook in about.csv, with the folder of one codebook",
            )
