"""The evidence: which codings count, and what else they can be read as."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.corpus.fields import split_list
from analysis.corpus.tables import UNSPECIFIED


def take_evidence(codings: pd.DataFrame, has_summaries: bool = False) -> pd.DataFrame:
    """Return the settled codings that count: specific ones, with summaries on request.

    Parameters
    ----------
    codings
        Columns coder, kind, documents and the rest, as ``codings.csv``.

    Returns
    -------
    DataFrame
        The same columns; ``documents`` is a list.
    """
    kinds = ["specific", "summary"] if has_summaries else ["specific"]
    kept = codings[(codings["coder"] == "settled") & codings["kind"].isin(kinds)]
    return kept.assign(documents=kept["documents"].fillna("").map(split_list))


def has_position(evidence: pd.DataFrame) -> pd.Series:
    """Tell which codings take a position, and do not only mention the category."""
    return evidence["position"] != UNSPECIFIED


def is_true(flags: pd.Series) -> pd.Series:
    """Return a column of flags as booleans, whether it holds booleans or words.

    >>> is_true(pd.Series(["true", "false", True, None])).tolist()
    [True, False, True, False]
    """
    return flags.astype(str).str.lower() == "true"


def coarsen(evidence: pd.DataFrame, positions: pd.DataFrame) -> pd.DataFrame:
    """Put the coarser parent in the place of every position that has one.

    Parameters
    ----------
    positions
        Columns code and parent (may be blank).
    """
    parents: Mapping[str, str] = dict(
        zip(positions["code"], positions["parent"].fillna(""), strict=True)
    )
    return evidence.assign(position=evidence["position"].map(lambda p: parents.get(p) or p))


def list_evidence(codings: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return which document speaks to which category.

    Returns
    -------
    DataFrame
        document_id, label, side, category, codings: one row a pair that occurs.
    """
    evidence = take_evidence(codings).explode("documents").dropna(subset=["documents"])
    counts = evidence.groupby(["documents", "country", "category"], as_index=False).size()
    counts.columns = pd.Index(["document_id", "side", "category", "codings"])
    labels = dict(zip(documents["document_id"], label_documents(documents), strict=True))
    counts.insert(1, "label", counts["document_id"].map(labels))
    return counts


def list_positions(
    codings: pd.DataFrame, positions: pd.DataFrame, sides: Sequence[str]
) -> pd.DataFrame:
    """Return who takes which position.

    Returns
    -------
    DataFrame
        category, position, side, meaning, parent, codings, documents (distinct ones that are
        named), is_shared (every side compared takes the position). A row a position x side,
        for every position that some side takes, in the order of positions.csv and of sides.
    """
    evidence = take_evidence(codings)
    stated = evidence[has_position(evidence) & evidence["country"].isin(sides)]
    keys = ["position", "country"]
    named = stated.explode("documents").dropna(subset=["documents"])
    counts = stated.groupby(keys).size().rename("codings").to_frame()
    counts["documents"] = named.groupby(keys)["documents"].nunique()
    taken = positions[["category", "code", "meaning", "parent"]].rename(
        columns={"code": "position"}
    )
    taken = taken[taken["position"].isin(stated["position"])]
    table = taken.merge(pd.DataFrame({"side": list(sides)}), how="cross")
    table = table.merge(counts, how="left", left_on=["position", "side"], right_index=True)
    numbers = ["codings", "documents"]
    table[numbers] = table[numbers].fillna(0).astype(int)
    table["is_shared"] = table.groupby("position")["codings"].transform("min") > 0
    columns = ["category", "position", "side", "meaning", "parent", *numbers, "is_shared"]
    return table[columns].reset_index(drop=True)


def count_by_side(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    categories: pd.DataFrame,
    sides: Sequence[str],
) -> pd.DataFrame:
    """Count what each side brings to each category.

    Returns
    -------
    DataFrame
        category, side, codings (all that count), codings_with_position, documents (named
        ones that speak to the category), documents_with_position, emphasis (documents as a
        share of the side's named documents; blank where it has none). All categories x sides.
    """
    evidence = take_evidence(codings)
    grid = pd.MultiIndex.from_product([categories["code"], sides], names=["category", "side"])
    table = pd.DataFrame(index=grid)
    for ending, own in (("", evidence), ("_with_position", evidence[has_position(evidence)])):
        keys = [own["category"].rename("category"), own["country"].rename("side")]
        named = own.explode("documents")
        places = [named["category"].rename("category"), named["country"].rename("side")]
        table[f"codings{ending}"] = own.groupby(keys).size()
        table[f"documents{ending}"] = named.groupby(places)["documents"].nunique()
    table = table.fillna(0).astype(int).reset_index()
    totals = table["side"].map(documents["country"][is_named(documents)].value_counts())
    table["emphasis"] = table["documents"] / totals
    order = "codings codings_with_position documents documents_with_position emphasis"
    return table[["category", "side", *order.split()]]


def is_named(documents: pd.DataFrame) -> pd.Series:
    """Tell which documents are named, and do not only stand for one that was counted."""
    if "is_placeholder" not in documents:
        return pd.Series(True, index=documents.index)
    return ~is_true(documents["is_placeholder"])


def label_documents(documents: pd.DataFrame) -> list[str]:
    """Return a label of at most 32 characters for each document: its short title, if given."""
    short = documents.get("short_title", pd.Series("", index=documents.index)).fillna("")
    return [
        given or textwrap.shorten(title, 32, placeholder="…")
        for given, title in zip(short, documents["title"], strict=True)
    ]


def name_positions(positions: pd.DataFrame, language: str) -> dict[str, str]:
    """Return what each position is called: its short name, else its meaning."""
    names = positions.get(f"name_{language}", pd.Series("", index=positions.index)).fillna("")
    called = names.where(names != "", positions["meaning"])
    return dict(zip(positions["code"], called, strict=True))
