"""How risky, how valuable: ratings of topics by named raters, every rater shown."""

from __future__ import annotations

import pandas as pd

from analysis.coders.agreement import (
    FOR_SCALES,
    measure_agreement,
    sample_weights,
    tabulate_agreement,
)
from analysis.dialogue.load import Dialogue
from analysis.dialogue.tables import FACTORS, RATINGS, VALUE

RISK = "risk"
"""The mean of a rater's three risk factors."""
RISK_VALUE = ("topic", "dimension", "rater", "rating", "mean", "low", "high", "spread")


def rate_risks(dialogue: Dialogue) -> pd.DataFrame:
    """Return every rating as a number, 1 low to 3 high, with mean and spread over the raters.

    Returns
    -------
    DataFrame
        topic, dimension (the three factors, 'risk' = their mean by rater, 'value'), rater,
        rating, and over the raters mean, low, high, spread (high minus low). 'risk' only
        where a rater rated all three factors.
    """
    given = dialogue["risk_ratings"][["topic", "dimension", "rater", "rating"]]
    given = given.assign(rating=given["rating"].map(lambda word: RATINGS.index(word) + 1.0))
    given["rating"] = given["rating"].astype(float)
    factors = given[given["dimension"].isin(FACTORS)]
    by_rater = factors.groupby(["topic", "rater"], sort=False)["rating"].agg(["mean", "size"])
    risk = by_rater[by_rater["size"] == len(FACTORS)]["mean"].rename("rating").reset_index()
    table = pd.concat([given, risk.assign(dimension=RISK)], ignore_index=True)
    groups = table.groupby(["topic", "dimension"])["rating"]
    table["mean"], table["low"], table["high"] = (
        groups.transform(n) for n in ("mean", "min", "max")
    )
    table["spread"] = table["high"] - table["low"]
    order = [*FACTORS, RISK, VALUE]
    topics = list(dialogue["topics"]["topic"])
    keys = {"topic": topics.index, "dimension": order.index}
    ordered = table.sort_values(
        ["topic", "dimension", "rater"],
        key=lambda c: c.map(keys[str(c.name)]) if c.name in keys else c,
    )
    return ordered[list(RISK_VALUE)].reset_index(drop=True)


def place_on_map(risk_value: pd.DataFrame) -> pd.DataFrame:
    """Return topic, rater, risk and value: one row for every rater of a topic."""
    own = risk_value[risk_value["dimension"].isin([RISK, VALUE])]
    wide = own.pivot(index=["topic", "rater"], columns="dimension", values="rating")
    return wide.reindex(columns=[RISK, VALUE]).reset_index().rename_axis(columns=None)


def compare_raters(dialogue: Dialogue, resamples: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Measure agreement between the raters over topics x dimensions; topics are resampled.

    Returns
    -------
    DataFrame
        what, category, coefficient, value, low, high, n, note, as ``analysis.coders.agreement``.
    """
    given = dialogue["risk_ratings"]
    if given.empty:
        return tabulate_agreement([])
    table = given.pivot(index=["topic", "dimension"], columns="rater", values="rating")
    clusters = table.index.get_level_values("topic").to_series()
    draws = sample_weights(clusters, resamples, seed)
    names = ("raw agreement", "Krippendorff's alpha, ordinal", "weighted kappa, linear")
    chosen = {name: FOR_SCALES[name] for name in names}
    table = table.astype(object).where(table.notna(), None)
    return tabulate_agreement(
        measure_agreement(table, RATINGS, draws, "risk rating", coefficients=chosen)
    )


def list_raters(dialogue: Dialogue) -> list[str]:
    """Return every rater with what kind of rater it is."""
    kinds = dialogue["risk_ratings"][["rater", "rater_kind"]].drop_duplicates()
    return [f"{rater} ({kind})" for rater, kind in kinds.itertuples(index=False)]
