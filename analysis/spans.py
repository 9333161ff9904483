"""Did two coders mark the same passages? Spans matched one to one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import DataError

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
