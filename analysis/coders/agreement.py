"""Who says so: agreement between coders and between graders, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.base.draws import sample_multiplicities, seed_generator, summarise
from analysis.coders.coefficients import (
    ORDINAL,
    Numbers,
    Ratings,
    Weights,
    divide,
    find_ac1,
    find_alpha,
    find_kappa,
    find_raw_agreement,
    weigh_once,
)
from analysis.corpus.fields import split_list
from analysis.corpus.tables import ADDRESSEES, FORCES, GRADES, NONE_FITS, UNSPECIFIED

AGREEMENT = ("what", "category", "coefficient", "value", "low", "high", "n", "note")
Coefficient = Callable[[Ratings, Weights], Numbers]

FOR_LABELS: dict[str, Coefficient] = {
    "raw agreement": find_raw_agreement,
    "Krippendorff's alpha": find_alpha,
    "Cohen's kappa": find_kappa,
    "Gwet's AC1": find_ac1,
}
FOR_SCALES: dict[str, Coefficient] = {
    "raw agreement": find_raw_agreement,
    "Krippendorff's alpha, ordinal": lambda r, w: find_alpha(r, w, ORDINAL),
    "Cohen's kappa": find_kappa,
    "weighted kappa, linear": lambda r, w: find_kappa(r, w, "linear"),
    "weighted kappa, quadratic": lambda r, w: find_kappa(r, w, "quadratic"),
    "Gwet's AC1": find_ac1,
}
LABELS = ("category", "position", "force", "addressee")
"""Columns of the codings that coders are compared on."""
YES_NO = ("no", "yes")
GIVEN = "positions, given passage and category"
"""What is compared where coders choose the positions of one passage in one category."""


def sample_weights(clusters: pd.Series, resamples: int, seed: int) -> Weights:
    """Draw clusters (documents) with replacement; all units of a cluster go together.

    Made once and used for every coefficient, so that their intervals belong together.
    """
    numbers, names = pd.factorize(clusters)
    rng = seed_generator(seed, "agreement")
    return Weights(numbers, sample_multiplicities(rng, len(names), resamples))


def measure_agreement(
    table: pd.DataFrame,
    scale: Sequence[object],
    draws: Weights,
    what: str,
    category: str | None = None,
    coefficients: dict[str, Coefficient] | None = None,
) -> list[dict[str, object]]:
    """Compute every coefficient of one table of units x coders, with a 95% interval.

    The interval resamples clusters of units (documents), since the units of one document are
    not independent; coincidences or single ratings are never resampled. It covers only the
    resamples in which the coefficient is defined.

    Returns
    -------
    list of dict
        One row a coefficient, columns as ``AGREEMENT``: value, low and high blank (NaN)
        where undefined, n the units that at least two coders rated, note the reason for a
        blank.
    """
    ratings = Ratings.from_table(table, scale)
    n = int(ratings.is_paired.sum())
    clusters = len(np.unique(draws.clusters[ratings.is_paired]))
    rows: list[dict[str, object]] = []
    for name, coefficient in (coefficients or FOR_LABELS).items():
        value = float(coefficient(ratings, weigh_once(ratings))[0])
        note = _say_why_undefined(ratings) if np.isnan(value) else ""
        low = high = np.nan
        if np.isfinite(value) and clusters < 2:
            note = "no interval: a single document"
        elif np.isfinite(value):
            drawn = coefficient(ratings, draws)
            low, high, note = _find_interval(drawn)
        row = (what, category, name, value, low, high, n, note)
        rows.append(dict(zip(AGREEMENT, row, strict=True)))
    return rows


def _find_interval(drawn: Numbers) -> tuple[float, float, str]:
    _, low, high, defined = summarise(drawn[:, None])
    missing = len(drawn) - int(defined[0])
    note = f"undefined in {missing} of {len(drawn)} resamples" if missing else ""
    return float(low[0]), float(high[0]), note


def _say_why_undefined(ratings: Ratings) -> str:
    given = [bool((column >= 0).any()) for column in ratings.codes.T]
    silent = [name for name, has_any in zip(ratings.coders, given, strict=True) if not has_any]
    if len(ratings.coders) < 2:
        return "undefined: only one coder"
    if silent:
        return f"undefined: nothing from {', '.join(silent)}"
    if not ratings.is_paired.any():
        return "undefined: nothing that two coders rated"
    return "undefined: all values are equal"


def tabulate_agreement(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Return the rows as one table, with its columns even where there are none."""
    table = pd.DataFrame(list(rows), columns=list(AGREEMENT))
    return table.astype({"category": object, "note": object})


def find_clusters(codings: pd.DataFrame, quotes: pd.DataFrame | None = None) -> pd.Series:
    """Return the document of every coding_id: what is resampled.

    The document of the quote, where there are quotes; else the first document that a row of
    the coding names, the settled row before the coders'; a coding that names none is a
    cluster of its own.

    Returns
    -------
    Series
        Document, or ``coding <id>``, indexed by coding_id.
    """
    ordered = codings.iloc[(codings["coder"] != "settled").to_numpy().argsort(kind="stable")]
    named = ordered["documents"].fillna("").map(lambda cell: next(iter(split_list(cell)), None))
    if quotes is not None and "quote_id" in quotes and "quote_id" in ordered:
        home = dict(zip(quotes["quote_id"], quotes["document_id"], strict=True))
        named = ordered["quote_id"].map(home).where(lambda found: found.notna(), named)
    first = named.groupby(ordered["coding_id"], sort=False).first()
    return first.where(first.notna(), "coding " + first.index.astype(str).to_series(first.index))


def compare_coders(
    codings: pd.DataFrame,
    coders: Sequence[str],
    categories: pd.DataFrame,
    positions: pd.DataFrame,
    quotes: pd.DataFrame | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the coders on every label, over all and within each category.

    The unit is a coding_id, which is the same for every coder of one item. ``coded``: share
    of the items that every coder coded (a coding that only one coder made is a disagreement
    that the coefficients cannot see, because it is a missing value to them). ``category``:
    over all, one label of 21; within a category, yes or no. ``position``, ``force``,
    ``addressee``: over all items; within a category, over the items that every coder of the
    item put there, so that a disagreement on the category does not count twice. The scale of
    positions is the codebook's, with 'unspecified' and 'none fits'.

    All these leave out what only one coder coded. ``positions, given passage and category`` does
    not: its unit is a passage (a coding_id, where there are no quotes) in a category, compared
    as the whole set of positions that each coder chose; none is another set than some.

    Parameters
    ----------
    codings
        coding_id, coder, documents and the columns in ``LABELS``; blank cells are missing.
    coders
        Who is compared ('settled' is no coder); one who coded nothing is allowed.

    Returns
    -------
    DataFrame
        what, category (blank over all), coefficient, value, low, high (95%, documents
        resampled), n (items that at least two coders labelled), note.
    """
    own = codings[codings["coder"].isin(coders)]
    own = own[own["coding_id"].notna()]
    clusters = find_clusters(codings, quotes)
    units = pd.Index(own["coding_id"].unique())
    draws = sample_weights(clusters.reindex(units), resamples, seed)
    tables = {label: spread(own, label, units, coders) for label in LABELS if label in own}
    rows = _measure_coded(tables["category"].notna(), draws)
    scales = _list_scales(categories, positions)
    for label, table in tables.items():
        if label == "position":
            table = tables["category"] + ": " + table
        rows += measure_agreement(table, scales[label], draws, label)
    if "position" in own:
        rows += _measure_sets(own, clusters, coders, resamples, seed)
    for code in categories["code"]:
        rows += _measure_category(str(code), tables, draws, positions)
    return tabulate_agreement(rows)


def spread(own: pd.DataFrame, label: str, units: pd.Index, coders: Sequence[str]) -> pd.DataFrame:
    """Return units x coders, blank where a coder gave no such label."""
    filled = own[label].where(own[label].notna() & (own[label] != ""), None)
    table = own.assign(**{label: filled}).pivot(index="coding_id", columns="coder", values=label)
    return table.reindex(index=units, columns=list(coders)).astype(object)


def _list_scales(categories: pd.DataFrame, positions: pd.DataFrame) -> dict[str, list[str]]:
    own = (positions["category"] + ": " + positions["code"]).tolist()
    open_ended = [f"{c}: {word}" for c in categories["code"] for word in (UNSPECIFIED, NONE_FITS)]
    return {
        "category": categories["code"].tolist(),
        "position": own + open_ended,
        "force": list(FORCES),
        "addressee": list(ADDRESSEES),
    }


def _measure_coded(is_coded: pd.DataFrame, draws: Weights) -> list[dict[str, object]]:
    """Share of the items that every coder coded."""
    every = is_coded.all(axis=1).to_numpy(float)
    note = "undefined: only one coder" if is_coded.shape[1] < 2 else ""
    row = measure_ratio(every, np.ones(len(every)), draws, note)
    return [{"what": "coded", "category": None, "coefficient": "coded by all"} | row]


def _measure_sets(
    own: pd.DataFrame, clusters: pd.Series, coders: Sequence[str], resamples: int, seed: int
) -> list[dict[str, object]]:
    """Share of the passages in a category for which the coders chose the same set of positions."""
    coded = own[own["category"].notna() & (own["category"] != "")]
    quotes = coded.get("quote_id", pd.Series("", index=coded.index)).fillna("")
    coded = coded.assign(passage=quotes.where(quotes != "", coded["coding_id"]))
    unit = ["passage", "category"]
    sets = coded.groupby([*unit, "coder"], sort=False)["position"].agg(frozenset).unstack()
    sets = sets.reindex(columns=list(coders))
    first = coded.drop_duplicates(unit).set_index(unit)["coding_id"].reindex(sets.index)
    draws = sample_weights(first.map(clusters), resamples, seed)
    # a coder who chose nothing has no set: a missing value, and not the same as any set
    same = sets.notna().all(axis=1) & (sets.nunique(axis=1) == 1)
    note = "undefined: only one coder" if len(coders) < 2 else ""
    row = measure_ratio(same.to_numpy(float), np.ones(len(sets)), draws, note)
    return [{"what": GIVEN, "category": None, "coefficient": "raw agreement"} | row]


def measure_ratio(
    top: Numbers, bottom: Numbers, draws: Weights, note: str = ""
) -> dict[str, object]:
    """Return a share of sums with its interval over the draws."""
    n = int(bottom.sum())
    value = np.nan if note or not n else float(top.sum() / bottom.sum())
    low = high = np.nan
    if not note and not n:
        note = "undefined: nothing to compare"
    elif not note and len(np.unique(draws.clusters[bottom > 0])) < 2:
        note = "no interval: a single document"
    elif not note:
        low, high, note = _find_interval(divide(draws.add_up(top), draws.add_up(bottom)))
    return {"value": value, "low": low, "high": high, "n": n, "note": note}


def _measure_category(
    code: str, tables: dict[str, pd.DataFrame], draws: Weights, positions: pd.DataFrame
) -> list[dict[str, object]]:
    """Compare the coders within one category; nothing where no coder used it."""
    category = tables["category"]
    is_here = (category == code).to_numpy(bool)
    if not is_here.any():
        return []
    # a missing category stays missing: the coder did not code the item
    words = np.where(is_here, "yes", "no").astype(object)
    is_chosen = pd.DataFrame(words, category.index, category.columns).where(category.notna(), None)
    rows = measure_agreement(is_chosen, YES_NO, draws, "category", code)
    agreed = is_here.any(axis=1) & (is_here | category.isna().to_numpy(bool)).all(axis=1)
    scale = positions.loc[positions["category"] == code, "code"].tolist()
    scales = {
        "position": [*scale, UNSPECIFIED, NONE_FITS],
        "force": FORCES,
        "addressee": ADDRESSEES,
    }
    for label, values in scales.items():
        if label in tables and agreed.any():
            table = tables[label][agreed]
            rows += measure_agreement(table, values, draws.take(agreed), label, code)
    return rows


def compare_graders(
    grades: pd.DataFrame, graders: Sequence[str], resamples: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Compare graders over all categories; the scale is weak < moderate < strong, declared.

    The unit, and what is resampled, is the category. Empty where there are no graders.

    Parameters
    ----------
    grades
        category, grader, grade.
    graders
        Who is compared: not a consensus, which is no independent grader.

    Returns
    -------
    DataFrame
        As ``compare_coders``; what is ``grade``.
    """
    own = grades[grades["grader"].isin(graders)]
    if own.empty:
        return tabulate_agreement([])
    table = own.pivot(index="category", columns="grader", values="grade")
    table = table.reindex(columns=list(graders)).astype(object)
    draws = sample_weights(pd.Series(table.index), resamples, seed)
    rows = measure_agreement(table, GRADES, draws, "grade", coefficients=FOR_SCALES)
    return tabulate_agreement(rows)
