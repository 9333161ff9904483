"""Beside the track: the area of technical cooperation that a topic belongs to."""

from __future__ import annotations

import pandas as pd

from analysis.dialogue.load import Dialogue
from analysis.dialogue.tables import FACTORS, NOT_STATED, SET_ASIDE

AREA_COLUMNS = (
    "area",
    *(factor.replace("-", "_") for factor in FACTORS),
    "suitability",
    "source",
    "secondary_note",
    "secondary_source",
)


def compare_areas(dialogue: Dialogue, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Set every topic beside its area of technical cooperation and what the source states of it.

    Returns
    -------
    DataFrame
        topic, track, area (blank: none), area_basis, the three risk factors,
        suitability, source, secondary_note, secondary_source, all as the source states them
        or 'not stated'; is_named_suitable; is_tension (recommended, in an area of which the
        source does not say that it may be suitable). All topics.
    """
    topics = dialogue["topics"][["topic", "area", "area_basis"]]
    table = recommendations[["topic", "track"]].merge(topics, on="topic", how="left")
    areas = dialogue["cooperation_areas"][list(AREA_COLUMNS)]
    table = table.merge(areas, on="area", how="left").replace("", None)
    is_placed = table["area"].notna()
    is_suitable = is_placed & (table["suitability"] != NOT_STATED)
    is_recommended = table["track"] != SET_ASIDE
    return table.assign(
        is_named_suitable=is_suitable, is_tension=is_placed & is_recommended & ~is_suitable
    )
