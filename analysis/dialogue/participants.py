"""Who a topic needs in the room, and who is usually there."""

from __future__ import annotations

import pandas as pd

from analysis.corpus.fields import split_list
from analysis.dialogue.load import Dialogue
from analysis.dialogue.tables import NO, NOT_STATED, SET_ASIDE, YES


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


def split_by_knowledge(participants: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return what can be drawn (is_needed, is_usual), and the tracks of which nothing is known."""
    is_known = participants["usual"] != NOT_STATED
    known = participants[is_known]
    drawn = known.assign(is_needed=known["needed"] == YES, is_usual=known["usual"] == YES)
    return drawn, list(dict.fromkeys(participants.loc[~is_known, "track"]))
