"""Beside the track: technical cooperation, ratings of risk and value, and who is in the room."""

from __future__ import annotations

import pandas as pd

from analysis.coders.agreement import (
    FOR_SCALES,
    draw_weights,
    measure_agreement,
    tabulate_agreement,
)
from analysis.corpus.fields import split_list
from analysis.dialogue.load import Dialogue
from analysis.dialogue.tables import FACTORS, NO, NOT_STATED, RATINGS, SET_ASIDE, VALUE, YES

RISK = "risk"
"""The mean of a rater's three risk factors."""
AREA_COLUMNS = (
    "area",
    *(factor.replace("-", "_") for factor in FACTORS),
    "suitability",
    "source",
    "secondary_note",
    "secondary_source",
)
RISK_VALUE = ("topic", "dimension", "rater", "rating", "mean", "low", "high", "spread")


def compare_areas(dialogue: Dialogue, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Set every topic beside its area of technical cooperation and what the source states of it.

    Returns
    -------
    DataFrame
        topic, track, grade, area (blank: none), area_basis, the three risk factors,
        suitability, source, secondary_note, secondary_source, all as the source states them
        or 'not stated'; is_named_suitable; is_tension (recommended, in an area of which the
        source does not say that it may be suitable). All topics.
    """
    topics = dialogue["topics"][["topic", "area", "area_basis"]]
    table = recommendations[["topic", "track", "grade"]].merge(topics, on="topic", how="left")
    areas = dialogue["cooperation_areas"][list(AREA_COLUMNS)]
    table = table.merge(areas, on="area", how="left").replace("", None)
    is_placed = table["area"].notna()
    is_suitable = is_placed & (table["suitability"] != NOT_STATED)
    is_recommended = table["track"] != SET_ASIDE
    return table.assign(
        is_named_suitable=is_suitable, is_tension=is_placed & is_recommended & ~is_suitable
    )


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


def place_on_map(risk_value: pd.DataFrame, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return topic, rater, risk, value and overlap (K): one row for every rater of a topic."""
    own = risk_value[risk_value["dimension"].isin([RISK, VALUE])]
    wide = own.pivot(index=["topic", "rater"], columns="dimension", values="rating")
    wide = wide.reindex(columns=[RISK, VALUE]).reset_index().rename_axis(columns=None)
    overlap = recommendations.set_index("topic")["overlap"]
    return wide.assign(overlap=wide["topic"].map(overlap))


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
    draws = draw_weights(clusters, resamples, seed)
    names = ("raw agreement", "Krippendorff's alpha, ordinal", "weighted kappa, linear")
    chosen = {name: FOR_SCALES[name] for name in names}
    table = table.astype(object).where(table.notna(), None)
    return tabulate_agreement(
        measure_agreement(table, RATINGS, draws, "risk rating", coefficients=chosen)
    )


def compare_participants(dialogue: Dialogue, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Set who a topic needs beside who is usually in its track.

    Returns
    -------
    DataFrame
        topic, track, participant, needed (yes, no), usual (yes, no, 'not stated' where no
        source describes who usually takes part in the track). Topics set aside have no track
        and no rows.
    """
    needs = dialogue.names("topics", "needs_participants", "topic")
    usual = dialogue.names("tracks", "usual_participants", "track")
    rows = []
    for topic, track in recommendations[["topic", "track"]].itertuples(index=False):
        if track == SET_ASIDE:
            continue
        there = split_list(usual[track])
        for person in dialogue["participants"]["participant"]:
            needed = YES if person in split_list(needs[topic]) else NO
            is_there = YES if person in there else NO
            rows.append((topic, track, person, needed, is_there if there else NOT_STATED))
    return pd.DataFrame(rows, columns=["topic", "track", "participant", "needed", "usual"])


def count_missing(participants: pd.DataFrame) -> pd.DataFrame:
    """Count, for each kind of participant, the topics that need it and the tracks that lack it.

    Returns
    -------
    DataFrame
        participant, topics_needing, topics_missing (needed, and not usual in the track),
        topics_unknown (needed, and no source says who is usual). The most missing first.
    """
    needed = participants[participants["needed"] == YES]
    counts = needed.groupby("participant", sort=False)["usual"].agg(
        topics_needing="size",
        topics_missing=lambda c: int((c == NO).sum()),
        topics_unknown=lambda c: int((c == NOT_STATED).sum()),
    )
    ordered = counts.sort_values(
        ["topics_missing", "topics_needing"], ascending=False, kind="stable"
    )
    return ordered.reset_index()


def list_raters(dialogue: Dialogue) -> list[str]:
    """Return every rater with what kind of rater it is."""
    kinds = dialogue["risk_ratings"][["rater", "rater_kind"]].drop_duplicates()
    return [f"{rater} ({kind})" for rater, kind in kinds.itertuples(index=False)]


def split_by_knowledge(participants: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return what can be drawn (is_needed, is_usual), and the tracks of which nothing is known."""
    is_known = participants["usual"] != NOT_STATED
    known = participants[is_known]
    drawn = known.assign(is_needed=known["needed"] == YES, is_usual=known["usual"] == YES)
    return drawn, list(dict.fromkeys(participants.loc[~is_known, "track"]))
