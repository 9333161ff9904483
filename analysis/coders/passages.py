"""Did two coders mark the same passages? Spans matched one to one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.base.errors import DataError
from analysis.coders.agreement import (
    FOR_LABELS,
    YES_NO,
    measure_agreement,
    measure_ratio,
    sample_weights,
    tabulate_agreement,
)
from analysis.coders.coefficients import Weights

SPAN = ["document_id", "start", "end"]


def match_spans(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Match the spans of two coders one to one.

    Two spans can match if they stand in the same document and share at least half of the
    characters that either covers (Jaccard index of 1/2 or more, compared in whole numbers).
    Of the pairs that can match, the one with the highest index is taken first (of equals, the
    one that starts first), then the next whose spans are both still free.

    Parameters
    ----------
    a, b
        Columns document_id, start, end (characters, end excluded); one row a span, index
        unique. Two codings of one passage are one span.

    Returns
    -------
    DataFrame
        a, b (index of the two spans), document_id, jaccard; in order of document and place.

    Raises
    ------
    DataError
        If a span is empty or the same span stands twice.

    >>> a = pd.DataFrame({"document_id": ["d", "d"], "start": [0, 50], "end": [10, 60]})
    >>> b = pd.DataFrame({"document_id": ["d", "d"], "start": [0, 90], "end": [5, 99]})
    >>> match_spans(a, b).to_dict("records")
    [{'a': 0, 'b': 0, 'document_id': 'd', 'jaccard': 0.5}]
    """
    for frame in (a, b):
        _check_spans(frame)
    rows = []
    others = dict(list(b.groupby("document_id")))
    for document, own in a.groupby("document_id"):
        if document in others:
            other = others[document]
            shared, union = _measure_overlap(own, other)
            for n, m in _choose(shared, union, own["start"].to_numpy(), other["start"].to_numpy()):
                jaccard = float(shared[n, m] / union[n, m])
                rows.append((own.index[n], other.index[m], document, jaccard))
    return pd.DataFrame(rows, columns=["a", "b", "document_id", "jaccard"])


def _check_spans(frame: pd.DataFrame) -> None:
    if (frame["end"] <= frame["start"]).any():
        raise DataError("a span is empty", remedy="let every span end after it starts")
    if frame.duplicated(SPAN).any() or not frame.index.is_unique:
        raise DataError("the same span stands twice", remedy="give each passage one row")


def _measure_overlap(
    a: pd.DataFrame, b: pd.DataFrame
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return characters shared and characters covered by either, for every pair."""
    start_a, end_a = (a[c].to_numpy(np.int64)[:, None] for c in ("start", "end"))
    start_b, end_b = (b[c].to_numpy(np.int64) for c in ("start", "end"))
    shared = np.minimum(end_a, end_b) - np.maximum(start_a, start_b)
    shared = np.maximum(shared, 0)
    return shared, (end_a - start_a) + (end_b - start_b) - shared


def _choose(
    shared: npt.NDArray[np.int64],
    union: npt.NDArray[np.int64],
    start_a: npt.NDArray[np.int64],
    start_b: npt.NDArray[np.int64],
) -> list[tuple[int, int]]:
    """Choose pairs, best first, each span once; return them in the order of the first coder."""
    n, m = np.nonzero(2 * shared >= union)
    order = np.lexsort((start_b[m], start_a[n], -(shared[n, m] / union[n, m])))
    free_a, free_b = np.ones(len(start_a), bool), np.ones(len(start_b), bool)
    chosen = []
    for i, j in zip(n[order], m[order], strict=True):
        if free_a[i] and free_b[j]:
            free_a[i] = free_b[j] = False
            chosen.append((int(i), int(j)))
    return sorted(chosen, key=lambda pair: int(start_a[pair[0]]))


def share_boundaries(
    codings: pd.DataFrame, quotes: pd.DataFrame, coders: Sequence[str]
) -> float:
    """Return the share of matched passages that begin and end at the same characters.

    A high share means that the coders cut the text alike, or were given the same cuts. NaN where
    nothing is matched.

    Parameters
    ----------
    codings
        coder, quote_id.
    quotes
        quote_id, document_id, start, end.
    """
    placed = codings[codings["coder"].isin(list(coders))].merge(
        quotes[["quote_id", *SPAN]], on="quote_id", validate="many_to_one"
    )
    if placed.empty or len(coders) < 2:
        return float("nan")
    a, b = (_list_spans(placed, coder) for coder in coders[:2])
    return float((match_spans(a, b)["jaccard"] == 1).mean())


def count_matches(a: pd.DataFrame, b: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Count spans and matches by document, which is what is resampled.

    Returns
    -------
    DataFrame
        document_id; spans_a, spans_b, matched. Documents in which either coder has a span.
    """
    counts = pd.DataFrame(
        {
            "spans_a": a["document_id"].value_counts(),
            "spans_b": b["document_id"].value_counts(),
            "matched": matches["document_id"].value_counts(),
        }
    )
    counts.index.name = "document_id"
    return counts.fillna(0).astype(int).sort_index().reset_index()


def compare_spans(
    codings: pd.DataFrame,
    quotes: pd.DataFrame,
    coders: Sequence[str],
    categories: pd.DataFrame,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare which passages two coders marked, and what they called those both marked.

    ``span``: share of each coder's spans that match one of the other's (``spans.match_spans``)
    and F1, their harmonic mean, over all spans and over the spans of each category.
    ``category on matched spans`` and ``position on matched spans``: over all, agreement on
    the whole set of labels of a span (no AC1: sets have no declared scale); within a
    category, whether the span has it.

    Parameters
    ----------
    codings
        coding_id, coder, quote_id, category, position.
    quotes
        quote_id, document_id, start, end.
    coders
        Two coders.

    Returns
    -------
    DataFrame
        As ``compare_coders``; n is the number of spans, or of matched spans.
    """
    placed = codings[codings["coder"].isin(coders)].merge(
        quotes[["quote_id", *SPAN]], on="quote_id", validate="many_to_one"
    )
    if placed.empty or len(coders) < 2:
        return tabulate_agreement([])
    documents = pd.Series(sorted(placed["document_id"].unique()))
    draws = sample_weights(documents, resamples, seed)
    rows = _measure_spans(placed, coders, documents, draws, None)
    rows += _measure_matched(placed, coders, documents, draws, categories)
    for code in categories["code"]:
        own = placed[placed["category"] == code]
        if not own.empty:
            rows += _measure_spans(own, coders, documents, draws, str(code))
    return tabulate_agreement(rows)


def _list_spans(placed: pd.DataFrame, coder: str) -> pd.DataFrame:
    own = placed[placed["coder"] == coder]
    return own[SPAN].drop_duplicates().sort_values(SPAN).reset_index(drop=True)


def _measure_spans(
    placed: pd.DataFrame,
    coders: Sequence[str],
    documents: pd.Series,
    draws: Weights,
    category: str | None,
) -> list[dict[str, object]]:
    a, b = (_list_spans(placed, coder) for coder in coders[:2])
    counts = count_matches(a, b, match_spans(a, b)).set_index("document_id")
    counts = counts.reindex(documents, fill_value=0).astype(float)
    of_a, of_b, matched = (counts[c].to_numpy() for c in ("spans_a", "spans_b", "matched"))
    shares = {
        f"share of {coders[0]} matched": (matched, of_a),
        f"share of {coders[1]} matched": (matched, of_b),
        "F1": (2 * matched, of_a + of_b),
    }
    return [
        {"what": "span", "category": category, "coefficient": name}
        | measure_ratio(top, bottom, draws)
        for name, (top, bottom) in shares.items()
    ]


def _measure_matched(
    placed: pd.DataFrame,
    coders: Sequence[str],
    documents: pd.Series,
    draws: Weights,
    categories: pd.DataFrame,
) -> list[dict[str, object]]:
    """Compare the labels of the spans that both coders marked."""
    a, b = (_list_spans(placed, coder) for coder in coders[:2])
    matches = match_spans(a, b)
    if matches.empty:
        return []
    home = pd.Index(documents).get_indexer(matches["document_id"])
    own = draws.take(home)
    coefficients = {n: f for n, f in FOR_LABELS.items() if n != "Gwet's AC1"}
    rows: list[dict[str, object]] = []
    for label in ("category", "position"):
        sets = [
            _gather(placed, coder, label, spans).iloc[matches[side]].reset_index(drop=True)
            for coder, side, spans in zip(coders[:2], "ab", (a, b), strict=True)
        ]
        table = pd.concat([s.map(lambda v: "; ".join(sorted(v))) for s in sets], axis=1)
        table.columns = pd.Index(coders[:2])
        what = f"{label} on matched spans"
        scale = sorted(set(table.to_numpy().ravel()))
        rows += measure_agreement(table, scale, own, what, None, coefficients)
        for code in categories["code"] if label == "category" else ():
            has = pd.concat([s.map(lambda v, c=code: YES_NO[c in v]) for s in sets], axis=1)
            has.columns = pd.Index(coders[:2])
            if (has == "yes").to_numpy().any():
                rows += measure_agreement(has, YES_NO, own, what, str(code))
    return rows


def _gather(placed: pd.DataFrame, coder: str, label: str, spans: pd.DataFrame) -> pd.Series:
    """Return the set of labels that a coder gave to each of the spans."""
    own = placed[placed["coder"] == coder]
    sets = own.groupby(SPAN)[label].agg(lambda values: frozenset(values.dropna()))
    keys = pd.MultiIndex.from_frame(spans)
    return pd.Series(sets.reindex(keys).to_list(), dtype=object)
