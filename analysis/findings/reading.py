"""What was read of each document, and what it brings (notebook 02)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.corpus.fields import split_list


def take_settled(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the settled codings, a row a coding x document it rests on."""
    settled = codings[codings["coder"] == "settled"]
    rests = settled["documents"].astype(object).fillna("").map(split_list)
    return settled.assign(documents=rests).explode("documents")


def find_reading(
    log: pd.DataFrame, documents: pd.DataFrame, codings: pd.DataFrame
) -> dict[str, int]:
    """Return how much was read, and how much of it whole.

    Parameters
    ----------
    log
        As ``reading_log.csv``: document_id, coder, start, end.
    codings
        Whose coders are asked about.

    Returns
    -------
    dict
        n_read (documents in the log), n_read_whole (those that every coder read without a gap),
        n_characters (of the texts).
    """
    own = log[log["document_id"].isin(documents["document_id"])]
    lengths = own.groupby("document_id")["end"].max()
    coders = len(set(codings["coder"]) - {"settled"})
    whole = 0
    for document, rows in own.groupby("document_id"):
        read = [is_whole(part, int(lengths[document])) for _, part in rows.groupby("coder")]
        whole += len(read) >= coders and all(read)
    return {
        "n_read": len(lengths),
        "n_read_whole": int(whole),
        "n_characters": int(lengths.sum()),
    }


def is_whole(ranges: pd.DataFrame, length: int) -> bool:
    """Tell whether ranges cover a text from its first to its last character.

    >>> is_whole(pd.DataFrame({"start": [5, 0], "end": [9, 5]}), 9)
    True
    """
    reached = 0
    for start, end in ranges.sort_values("start")[["start", "end"]].itertuples(index=False):
        if start > reached:
            return False
        reached = max(reached, end)
    return bool(reached >= length)


def list_read(
    log: pd.DataFrame,
    documents: pd.DataFrame,
    codings: pd.DataFrame,
    residual: pd.DataFrame,
    sides: Sequence[str],
) -> pd.DataFrame:
    """Return what every document brings, the first side's before the second's.

    Parameters
    ----------
    log
        As ``reading_log.csv``.
    residual
        As ``residual.csv``; only settled passages count.

    Returns
    -------
    DataFrame
        document_id, side, characters (of the text that was read), quotes and codings (settled
        ones), residual (passages that no category covers).
    """
    settled = take_settled(codings)
    outside = residual[residual["coder"] == "settled"]
    numbers = {
        "characters": log.groupby("document_id")["end"].max(),
        "quotes": settled.groupby("documents")["quote_id"].nunique(),
        "codings": settled.groupby("documents").size(),
        "residual": outside.groupby("document_id").size(),
    }
    table = documents[["document_id", "country"]].rename(columns={"country": "side"})
    for name, counts in numbers.items():
        table[name] = table["document_id"].map(counts).fillna(0).astype(int)
    place = {side: n for n, side in enumerate(sides)}
    return table.sort_values("side", key=lambda side: side.map(place), kind="stable")
