"""Which rows are compared: some sides, documents and days; every loss is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analysis.base.errors import name_some
from analysis.corpus.bounds import check_selection
from analysis.corpus.fields import split_list
from analysis.corpus.model import Corpus
from analysis.corpus.window import ALL_TIME, OUTSIDE, UNCLEAR, Window


def select(
    corpus: Corpus,
    sides: Sequence[str],
    exclude_documents: Sequence[str] = (),
    window: Window = ALL_TIME,
) -> Corpus:
    """Keep two sides and leave out some documents; every loss is logged.

    A coding that rests on several documents stays while one of them is left. A coding that
    rests only on sources outside the corpus is left out. Of a window of time it is asked that a
    document lies in it for certain: one dated by its year alone, or not at all, is left out where
    it could lie outside, and so is a coding that names no document. Where quotes are only
    counted, the quotes of a document that is left out cannot be taken out: a note says so.

    Raises
    ------
    ParameterError
        If a side or a document to leave out is not in the corpus, or a side has no document
        or no coding left.
    """
    own = corpus["documents"][["document_id", "country", "decision", "date"]].to_dict("records")
    spoken = corpus["codings"][["country", "documents"]].to_dict("records")
    check_selection(corpus.name, sides, exclude_documents, own, spoken, window)
    log: list[dict[str, object]] = []
    documents = corpus["documents"]
    is_in = documents["decision"] == "in"
    documents = _keep(log, "documents", documents, is_in, "decided out or not coded yet")
    documents = _keep(log, "documents", documents, documents["country"].isin(sides), "other sides")
    is_left = ~documents["document_id"].isin(exclude_documents)
    documents = _keep(log, "documents", documents, is_left, "documents left out on request")
    if window:
        for place, what in (
            (OUTSIDE, "dated outside the window"),
            (UNCLEAR, "no date, or not one precise enough for the window"),
        ):
            is_left = documents["date"].map(window.place) != place
            documents = _keep(log, "documents", documents, is_left, what)
    codings = corpus["codings"]
    codings = _keep(log, "codings", codings, codings["country"].isin(sides), "other sides")
    if window:
        is_left = codings["documents"] != ""
        codings = _keep(log, "codings", codings, is_left, "name no document, so have no date")
    left = set(documents["document_id"])
    rests = codings["documents"].map(split_list)
    trimmed = rests.map(lambda names: [name for name in names if name in left])
    codings = codings.assign(documents=trimmed.str.join(";"))
    outside = ~(rests.str.len().gt(0) & trimmed.str.len().eq(0))
    codings = _keep(log, "codings", codings, outside, "no document of the corpus left")
    tables = corpus.tables | {"documents": documents, "codings": codings}
    notes = list(corpus.notes)
    if corpus.has_single_quotes:
        quotes = corpus["quotes"]
        tables["quotes"] = _keep(
            log, "quotes", quotes, quotes["document_id"].isin(left), "documents not compared"
        )
    elif corpus.has("quotes"):
        quotes = corpus["quotes"]
        tables["quotes"] = _keep(
            log, "quotes", quotes, quotes["country"].isin(sides), "other sides"
        )
        gone = [*exclude_documents, *(["documents outside the window"] if window else [])]
        if gone:
            notes.append(
                "quotes.csv holds counts by issuer: the quotes of "
                f"{name_some(gone)} cannot be taken out of it"
            )
    if corpus.has("residual"):
        is_left = corpus["residual"]["document_id"].isin(left)
        what = "documents not compared"
        tables["residual"] = _keep(log, "residual", corpus["residual"], is_left, what)
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
