"""Who takes which position, in which documents: the evidence as the report lists it (03)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import pandas as pd

from analysis.corpus.evidence import has_position, take_evidence

BOTH = "both"
COLUMNS = ["category", "position", "taken_by", "side", "codings", "documents", "without_document"]


def list_sources(
    codings: pd.DataFrame, positions: pd.DataFrame, sides: Sequence[str]
) -> pd.DataFrame:
    """Return every position that a side takes, with the documents that its codings rest on.

    Parameters
    ----------
    positions
        ``positions_by_side``.

    Returns
    -------
    DataFrame
        category, position, taken_by (``both``, or the sides that take it where others do not,
        joined by ;), side, codings,
        documents (joined by ;), without_document (codings that name none). A row a position x
        side; within a category the shared positions first, then the first side's own, each
        from the most codings to the fewest. Codings that only mention a category follow as the
        position ``unspecified``.
    """
    evidence = take_evidence(codings)
    order = _order(positions, sides)
    bare = evidence[~has_position(evidence)][["category", "position"]].drop_duplicates()
    listed = pd.concat([order, bare.assign(taken_by="")], ignore_index=True)
    listed["place"] = range(len(listed))
    rows = listed.merge(pd.DataFrame({"side": list(sides)}), how="cross")
    rows = rows.merge(_gather(evidence), how="left", on=["category", "position", "side"])
    rows[["codings", "without_document"]] = (
        rows[["codings", "without_document"]].fillna(0).astype(int)
    )
    first = {category: n for n, category in enumerate(dict.fromkeys(listed["category"]))}
    rows["first"] = rows["category"].map(first)
    return rows.sort_values(["first", "place"], kind="stable")[COLUMNS].reset_index(drop=True)


def _order(positions: pd.DataFrame, sides: Sequence[str]) -> pd.DataFrame:
    """Put the positions in the order of the report, and say who takes each."""
    counts = positions.pivot(index="position", columns="side", values="codings")
    counts = counts.reindex(columns=list(sides), fill_value=0)
    table = positions.drop_duplicates("position").set_index("position")[["category", "is_shared"]]
    table["is_first"] = counts[sides[0]] > 0
    table["total"] = counts.sum(axis=1)
    named = [";".join(counts.columns[row]) for row in counts.to_numpy() > 0]
    takers = pd.Series(named, index=counts.index, dtype=object)
    table["taken_by"] = takers.where(~table["is_shared"].astype(bool), BOTH)
    keys = ["is_shared", "is_first", "total"]
    table = table.sort_values(keys, ascending=False, kind="stable")
    return table.reset_index()[["category", "position", "taken_by"]]


def _gather(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return for every position and side its codings, its documents, and codings without one."""
    keys = ["category", "position", "country"]
    groups = evidence.assign(is_bare=evidence["documents"].str.len() == 0).groupby(keys)
    table = groups.agg(
        codings=("documents", "size"),
        documents=("documents", lambda lists: ";".join(dict.fromkeys(chain.from_iterable(lists)))),
        without_document=("is_bare", "sum"),
    )
    return table.reset_index().rename(columns={"country": "side"})
