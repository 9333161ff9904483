"""Counting documents and quotes by side and kind of issuer, as the study's Tables 1 to 3."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from analysis.corpus.evidence import is_named, take_evidence
from analysis.corpus.tables import ENTITY_TYPES

TOTAL = "Total"


def round_half_up(value: float) -> int:
    """Round as the study does: halves go up.

    >>> [round_half_up(v) for v in (13.5, 8.03, 4.5)]
    [14, 8, 5]
    """
    return int(Decimal(repr(float(value))).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def count_by_entity(
    rows: pd.DataFrame, sides: Sequence[str], name: str, weight: str | None = None
) -> pd.DataFrame:
    """Count rows by side and kind of issuer, with margins.

    Parameters
    ----------
    rows
        Columns country and entity_type, and the column that ``weight`` names, if any.
    name
        Name of the column with the counts.
    weight
        Column to sum instead of counting rows.

    Returns
    -------
    DataFrame
        side, entity_type, ``name``; every side and kind of issuer, with ``Total`` in
        side, entity_type or both for the margins.
    """
    values = rows[weight].astype(int) if weight else pd.Series(1, index=rows.index)
    grid = (
        values.groupby([rows["country"], rows["entity_type"]])
        .sum()
        .unstack(fill_value=0)
        .reindex(index=list(sides), columns=list(ENTITY_TYPES), fill_value=0)
    )
    grid[TOTAL] = grid.sum(axis=1)
    grid.loc[TOTAL] = grid.sum()
    grid.index.name, grid.columns.name = "side", "entity_type"
    return grid.stack().astype(int).rename(name).reset_index()


def widen(table: pd.DataFrame, value: str) -> pd.DataFrame:
    """Lay a table of ``count_by_entity`` out as the study prints it, in the order of its rows.

    Returns
    -------
    DataFrame
        side, then a column for each kind of issuer and ``Total``.
    """
    sides, issuers = table["side"].unique(), table["entity_type"].unique()
    grid = table.pivot(index="side", columns="entity_type", values=value)
    return grid.loc[sides, issuers].rename_axis(columns=None).reset_index()


def divide_quotes(documents: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Return the quotes per document, blank where there is no document.

    Returns
    -------
    DataFrame
        side, entity_type, quotes_per_document.
    """
    both = documents.merge(quotes, on=["side", "entity_type"], validate="one_to_one")
    ratio = both["quotes"] / both["documents"].where(both["documents"] > 0)
    return both[["side", "entity_type"]].assign(quotes_per_document=ratio)


def locate_quotes(
    quotes: pd.DataFrame, codings: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Return one row a quote that has a settled coding, with its side and kind of issuer.

    Where no coding names its quote, every quote counts.
    """
    settled = codings.loc[codings["coder"] == "settled", "quote_id"].dropna()
    kept = quotes[quotes["quote_id"].isin(settled)] if len(settled) else quotes
    issuers = documents[["document_id", "country", "entity_type"]]
    return kept.merge(issuers, on="document_id", validate="many_to_one")


def count_categories(
    codings: pd.DataFrame, documents: pd.DataFrame, categories: pd.DataFrame
) -> pd.DataFrame:
    """Count codings and documents per category, side and kind of issuer.

    Returns
    -------
    DataFrame
        category, side, entity_type, codings, documents, document_share (of the documents of
        that side and kind that are named). A coding that rests on documents of two kinds
        counts in both.
    """
    issuers = documents[["document_id", "entity_type"]]
    evidence = take_evidence(codings).explode("documents")
    placed = evidence.merge(issuers, left_on="documents", right_on="document_id")
    placed = placed.rename(columns={"country": "side"})
    groups = placed.groupby(["category", "side", "entity_type"])
    table = groups.agg(
        codings=("coding_id", "nunique"), documents=("document_id", "nunique")
    ).reset_index()
    named = documents[is_named(documents)].groupby(["country", "entity_type"]).size()
    keys = zip(table["side"], table["entity_type"], strict=True)
    table["document_share"] = table["documents"] / [named[key] for key in keys]
    order = {code: n for n, code in enumerate(categories["code"])}
    return table.sort_values("category", key=lambda c: c.map(order), kind="stable")


def count_residual(residual: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Count what the taxonomy leaves out of each side, by theme.

    Parameters
    ----------
    residual
        As ``residual.csv``; only settled passages count.
    quotes
        One row a quote that has a settled coding, with its country and its span.

    Returns
    -------
    DataFrame
        side, theme, passages, share (of all the side's passages on AI governance, coded or
        residual), characters, share_of_text (the same by characters); ``Total`` in theme for
        the whole side. Where a passage has no span, characters and share_of_text are blank.
    """
    settled = residual[residual["coder"] == "settled"]
    settled, coded = (
        frame.assign(length=frame["end"].astype("Float64") - frame["start"].astype("Float64"))
        for frame in (settled, quotes)
    )
    frames = []
    for side, own in settled.groupby("country", sort=False):
        said = coded[coded["country"] == side]
        lengths = pd.concat([own["length"], said["length"]])
        passages, characters = len(lengths), lengths.sum(skipna=False)
        table = own.groupby("theme").agg(passages=("theme", "size"), characters=("length", "sum"))
        table = table.sort_values(["passages", "characters"], ascending=False)
        table.loc[TOTAL] = table.sum()
        table["share"] = table["passages"] / passages
        if characters is pd.NA:
            table["characters"] = pd.NA
        table["share_of_text"] = table["characters"] / characters
        frames.append(table.reset_index(names="theme").assign(side=side))
    columns = ["side", "theme", "passages", "share", "characters", "share_of_text"]
    return pd.concat(frames)[columns] if frames else pd.DataFrame(columns=columns)
