"""Which topics get a room, which are set aside and why, and what survives (notebook 08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.dialogue.load import Dialogue
from analysis.dialogue.tables import DISPUTE, SET_ASIDE, SHOWN_DIFFERENT, UNTOLD
from analysis.dialogue.what_if import (
    EVIDENCE,
    LEFT_OUT,
    NOT_IN_FORCE,
    SUPPORT,
    WITHOUT,
    WITHOUT_ISSUER,
    find_robust,
    list_kinds,
)


def find_dialogue(
    dialogue: Dialogue,
    topics: pd.DataFrame,
    check: pd.DataFrame,
    cooperation: pd.DataFrame,
    robustness: pd.DataFrame,
    marks: pd.DataFrame,
    by_grader: Sequence[str],
    unaddressed: Sequence[str],
) -> dict[str, Any]:
    """Return what the report prints of topics and tracks.

    Parameters
    ----------
    dialogue
        The tables of ``data/dialogue/``.
    topics, check, cooperation, robustness
        ``topics``, ``recommendations_check``, ``cooperation``, ``robustness``.
    marks
        topic, risk, value: where each topic stands on the map, blank where nobody rated it.
    by_grader
        What placed the topics: the ledger, and the graders the corpus names.
    unaddressed
        Topics with a room that no printed recommendation is filed under.

    Returns
    -------
    dict
        n_topics; what ``find_tracks`` and ``find_survivors`` return; n_unrated; n_printed and
        n_produced_<grader> (distinct printed pairs of topic and track, and how many of them
        come out); n_printed_rows (before the two texts were put together); unaddressed; tension.
    """
    rated = marks.dropna(subset=["risk", "value"])["topic"].nunique()
    produced = check[check["is_produced"]].groupby("graded_by").size()
    printed = dialogue["recommendations_printed"]
    return {
        "n_topics": len(topics),
        **find_tracks(topics, dialogue),
        **find_survivors(robustness),
        "n_unrated": len(topics) - rated,
        "n_printed": len(printed.drop_duplicates(["topic", "track"])),
        "n_printed_rows": len(printed),
        **{f"n_produced_{grader}": int(produced.get(grader, 0)) for grader in by_grader},
        "unaddressed": list(unaddressed),
        "tension": list(cooperation.loc[cooperation["is_tension"], "topic"]),
    }


def find_tracks(topics: pd.DataFrame, dialogue: Dialogue) -> dict[str, Any]:
    """Return which topics get a room, and the others by the reason why not.

    Returns
    -------
    dict
        n_recommended and recommended; n_one_common (of these, with a single common
        understanding); n_set_aside, n_in_dispute, n_shown_different, n_untold and set_aside:
        kind, reason_en, reason_zh and topics; n_single_topic_rules.
    """
    aside = topics[topics["track"] == SET_ASIDE]
    recommended = topics[topics["track"] != SET_ASIDE]
    reasons: Mapping[str, Mapping[str, str]] = {
        language: dialogue.names("rules", f"reason_{language}", "rule") for language in ("en", "zh")
    }
    groups = [
        {
            "kind": kind,
            "reason_en": reasons["en"][rule],
            "reason_zh": reasons["zh"][rule],
            "topics": list(part["topic"]),
        }
        for (kind, rule), part in aside.groupby(["reason_kind", "rule"], sort=False)
    ]
    kinds = aside["reason_kind"].value_counts()
    return {
        "n_recommended": len(recommended),
        "recommended": list(recommended["topic"]),
        "n_one_common": int((recommended["n_common"] == 1).sum()),
        "n_set_aside": len(aside),
        "n_in_dispute": int(kinds.get(DISPUTE, 0)),
        "n_shown_different": int(kinds.get(SHOWN_DIFFERENT, 0)),
        "n_untold": int(kinds.get(UNTOLD, 0)),
        "set_aside": groups,
        "n_single_topic_rules": int(topics["is_single_topic_rule"].astype(bool).sum()),
    }


def find_survivors(robustness: pd.DataFrame) -> dict[str, Any]:
    """Return which topics keep their room, and what was left out to see.

    Returns
    -------
    dict
        n_scenarios (changes of the evidence: n_without_documents and n_without_issuers, each
        left out in turn, the documents no longer in force, other support); n_kept_left_out and
        kept_left_out (keep their room without each document and each issuer); in_force (and
        without the documents no longer in force; empty if none has ended); kept_by_support:
        support (documents asked of a side), n, topics; n_robust and robust (all of it);
        moved_by_rules (topics that other rules, or the same in another order, send elsewhere).
    """
    kinds = list_kinds(robustness).groupby(robustness["scenario"]).first().value_counts()
    left_out = find_robust(robustness, LEFT_OUT)
    robust = find_robust(robustness)
    supports = [s for s in robustness["scenario"].unique() if s.startswith(f"{SUPPORT}:")]
    by_support = []
    for name in supports:
        kept = find_robust(robustness[robustness["scenario"].isin(["base", name])], [SUPPORT])
        number = int(name.partition(":")[2])
        by_support.append({"support": number, "n": len(kept), "topics": kept})
    other = robustness[list_kinds(robustness) == "rules"]
    return {
        "n_scenarios": int(kinds.reindex(list(EVIDENCE)).fillna(0).sum()),
        "n_without_documents": int(kinds.get(WITHOUT, 0)),
        "n_without_issuers": int(kinds.get(WITHOUT_ISSUER, 0)),
        "n_kept_left_out": len(left_out),
        "kept_left_out": left_out,
        "has_ended": NOT_IN_FORCE in kinds,
        "n_kept_in_force": len(find_robust(robustness, [NOT_IN_FORCE])),
        "kept_in_force": find_robust(robustness, [NOT_IN_FORCE]),
        "kept_by_support": by_support,
        "n_robust": len(robust),
        "robust": robust,
        "moved_by_rules": list(dict.fromkeys(other.loc[~other["is_same"], "topic"])),
    }
