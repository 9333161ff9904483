"""Which topics get a track, which are set aside and why, and what survives (notebook 08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.dialogue.load import Dialogue
from analysis.dialogue.tables import SET_ASIDE
from analysis.dialogue.what_if import NO_SECURITY, find_robust


def find_dialogue(
    dialogue: Dialogue,
    recommendations: pd.DataFrame,
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
    recommendations, check, cooperation, robustness
        ``recommendations``, ``recommendations_check``, ``cooperation``, ``robustness``.
    marks
        topic, risk, value: where each topic stands on the map, blank where nobody rated it.
    by_grader
        Who graded the categories: the rule, and the graders the corpus names.
    unaddressed
        Topics of strong overlap that no printed recommendation is filed under.

    Returns
    -------
    dict
        n_topics; what ``find_tracks`` and ``find_survivors`` return; n_unrated; n_printed and
        n_produced_<grader> (printed recommendations that come out); unaddressed; tension.
    """
    rated = marks.dropna(subset=["risk", "value"])["topic"].nunique()
    produced = check[check["is_produced"]].groupby("graded_by").size()
    return {
        "n_topics": len(recommendations),
        **find_tracks(recommendations, dialogue),
        **find_survivors(robustness, recommendations),
        "n_unrated": len(recommendations) - rated,
        "n_printed": len(dialogue["recommendations_printed"]),
        **{f"n_produced_{grader}": int(produced.get(grader, 0)) for grader in by_grader},
        "unaddressed": list(unaddressed),
        "tension": list(cooperation.loc[cooperation["is_tension"], "topic"]),
    }


def find_tracks(recommendations: pd.DataFrame, dialogue: Dialogue) -> dict[str, Any]:
    """Return which topics get a track, and the others by the reason why not.

    Returns
    -------
    dict
        n_recommended and recommended; n_set_aside, n_aside_weak_thin (set aside as weak on thin
        evidence) and set_aside: reason_en, reason_zh and topics; n_single_topic_rules.
    """
    aside = recommendations[recommendations["track"] == SET_ASIDE]
    recommended = recommendations[recommendations["track"] != SET_ASIDE]
    reasons: Mapping[str, Mapping[str, str]] = {
        language: dialogue.names("rules", f"reason_{language}", "rule") for language in ("en", "zh")
    }
    groups: dict[tuple[str, str], list[str]] = {}
    for topic, rule in zip(aside["topic"], aside["rule"], strict=True):
        groups.setdefault((reasons["en"][rule], reasons["zh"][rule]), []).append(topic)
    single = recommendations["is_single_topic_rule"].astype(bool)
    thin = aside["is_thin"].astype(bool) & (aside["grade"] == "weak")
    return {
        "n_recommended": len(recommended),
        "recommended": list(recommended["topic"]),
        "n_set_aside": len(aside),
        "n_aside_weak_thin": int(thin.sum()),
        "set_aside": [
            {"reason_en": en, "reason_zh": zh, "topics": topics}
            for (en, zh), topics in groups.items()
        ],
        "n_single_topic_rules": int(single.sum()),
    }


def find_survivors(robustness: pd.DataFrame, recommendations: pd.DataFrame) -> dict[str, Any]:
    """Return which topics keep their track whatever is asked.

    Returns
    -------
    dict
        n_scenarios (besides the run itself); n_robust and robust; n_robust_thin and robust_thin
        (of these, on thin evidence); robust_security (that keep it if topics of national
        security are not ruled out).
    """
    robust = find_robust(robustness)
    wider = find_robust(robustness, [NO_SECURITY])
    thin = dict(zip(recommendations["topic"], recommendations["is_thin"], strict=True))
    on_thin = [topic for topic in robust if thin[topic]]
    return {
        "n_scenarios": robustness["scenario"].nunique() - 1,
        "n_robust": len(robust),
        "robust": robust,
        "n_robust_thin": len(on_thin),
        "robust_thin": on_thin,
        "robust_security": [topic for topic in wider if topic not in robust],
    }
