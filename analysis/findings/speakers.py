"""How many documents, quotes and codings a side brings, and what the taxonomy leaves out (02)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.corpus.counts import TOTAL, count_by_entity
from analysis.findings.reading import take_settled

OTHER = "other"
"""The theme of passages that have none."""
MANY, FEW = 8, 5
"""How many themes of one side, and of both, a sentence names: the largest."""


def find_counts(
    documents: pd.DataFrame,
    quotes: pd.DataFrame,
    codings: pd.DataFrame,
    sides: Sequence[str],
    outside: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Return what the report prints of who speaks, and how much.

    Parameters
    ----------
    documents, quotes
        ``documents_by_entity`` and ``quotes_by_entity``.
    codings
        As notebook 01 hands them on.
    outside
        ``residual_by_theme``, where the corpus records what no category covers.

    Returns
    -------
    dict
        documents, quotes (all), and the same by side; largest_side, largest_entity_type and
        largest_share (the kind of issuer that brings most of a side's quotes);
        largest_document_by_side; and what ``find_outside`` returns.
    """
    found: dict[str, Any] = {}
    for name, table in (("documents", documents), ("quotes", quotes)):
        whole = table[table["entity_type"] == TOTAL].set_index("side")[name]
        found[name] = int(whole[TOTAL])
        found[f"{name}_by_side"] = {side: int(whole[side]) for side in sides}
    found |= find_largest_issuer(quotes)
    found["largest_document_by_side"] = find_largest_documents(codings, sides)
    return found | ({} if outside is None else find_outside(outside, sides))


def find_largest_issuer(quotes: pd.DataFrame) -> dict[str, Any]:
    """Return the kind of issuer that brings the largest share of a side's quotes.

    Returns
    -------
    dict
        largest_side, largest_entity_type, largest_share; blank and 0 where nobody is quoted.
    """
    shares = share_quotes(quotes).dropna(subset=["share"])
    if shares.empty:
        return {"largest_side": "", "largest_entity_type": "", "largest_share": 0.0}
    top = shares.iloc[0]
    return {
        "largest_side": top["side"],
        "largest_entity_type": top["entity_type"],
        "largest_share": round(float(top["share"]), 4),
    }


def share_quotes(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return of each side the kind of issuer with most quotes, the largest share first.

    Returns
    -------
    DataFrame
        side, entity_type, quotes, share (of the side's quotes; blank where it has none).
    """
    inner = quotes[(quotes["side"] != TOTAL) & (quotes["entity_type"] != TOTAL)]
    whole = inner.groupby("side")["quotes"].transform("sum")
    shares = inner.assign(share=inner["quotes"] / whole.where(whole > 0))
    return shares.sort_values("share", ascending=False).groupby("side", sort=False).head(1)


def find_largest_documents(codings: pd.DataFrame, sides: Sequence[str]) -> list[dict[str, Any]]:
    """Return for each side the document that most of its settled codings rest on.

    Returns
    -------
    list of dict
        side, document, share (of the side's codings); a side without any is left out.
    """
    rests = take_settled(codings).dropna(subset=["documents"])
    found = []
    for side in sides:
        counts = rests.loc[rests["country"] == side, "documents"].value_counts()
        if len(counts):
            share = float(counts.iloc[0] / counts.sum())
            found.append({"side": side, "document": str(counts.index[0]), "share": share})
    return found


def find_outside(outside: pd.DataFrame, sides: Sequence[str]) -> dict[str, Any]:
    """Return how much of each side lies outside the taxonomy, and under which themes.

    Returns
    -------
    dict
        residual_by_side (share of the side's passages on AI governance that no category
        covers), residual_of_text_by_side (the same by characters; None without spans);
        n_themes_of_all_sides and the largest of these; the largest themes that only one side
        raises, by side.
    """
    whole = outside[outside["theme"] == TOTAL].set_index("side")
    shares = whole.reindex(list(sides))[["share", "share_of_text"]]
    shares["share"] = shares["share"].fillna(0.0)
    shares.loc[~shares.index.isin(whole.index), "share_of_text"] = 0.0
    of_text = {s: None if pd.isna(n) else float(n) for s, n in shares["share_of_text"].items()}
    named = outside[~outside["theme"].isin([TOTAL, OTHER])]
    raised = {side: list(named.loc[named["side"] == side, "theme"]) for side in sides}
    common = set.intersection(*map(set, raised.values()))
    of_all = [theme for theme in raised[sides[0]] if theme in common]
    others = {s: {t for o in sides if o != s for t in raised[o]} for s in sides}
    return {
        "residual_by_side": shares["share"].round(4).to_dict(),
        "residual_of_text_by_side": of_text,
        "n_themes_of_all_sides": len(of_all),
        "largest_themes_of_all_sides": of_all[:FEW],
        "largest_themes_by_side": {
            side: [t for t in raised[side] if t not in others[side]][:MANY] for side in sides
        },
    }


def count_codings(
    codings: pd.DataFrame, documents: pd.DataFrame, sides: Sequence[str]
) -> pd.DataFrame:
    """Count the settled codings by side and kind of issuer, with margins.

    Returns
    -------
    DataFrame
        side, entity_type, codings; as ``count_by_entity``. A coding that rests on two documents
        counts for each.
    """
    issuers = documents[["document_id", "entity_type"]]
    rests = take_settled(codings).merge(issuers, left_on="documents", right_on="document_id")
    return count_by_entity(rests, sides, "codings")
