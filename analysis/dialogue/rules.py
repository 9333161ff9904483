"""From overlap to dialogue: the track of every topic, and what the printed texts recommend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.words import translate
from analysis.dialogue.bounds import GRADED_BY, LEDGER
from analysis.dialogue.load import Dialogue, Rule, find_rule, parse_rules
from analysis.dialogue.tables import DISPUTE, SET_ASIDE

PLACED = ("topic", "track", "rule", "state", "set_aside_reason", "reason_kind")


def list_graders(overlap: pd.DataFrame, first: str = LEDGER) -> list[str]:
    """Return what can place the topics, the wished one first.

    >>> table = pd.DataFrame({"grade_published": ["strong"]})
    >>> list_graders(table, "published"), list_graders(table.assign(grade_published=None))
    (['published', 'ledger'], ['ledger'])
    """
    known = [name for name, column in GRADED_BY.items() if not column or overlap[column].any()]
    return sorted(known, key=lambda name: name != first)


def apply_rules(
    dialogue: Dialogue,
    states: pd.DataFrame,
    rules: Sequence[Rule] | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Send every topic to a track; the first rule that matches decides.

    Parameters
    ----------
    states
        topic, state: what is shown of each topic.

    Returns
    -------
    DataFrame
        topic, track (or 'set aside'), rule, state, set_aside_reason, reason_kind (of those set
        aside: 'dispute' where the attributes decide, else 'different' or 'untold'),
        is_single_topic_rule (the rule fires for this topic only: it says no more than the
        topic does).
    """
    tried = parse_rules(dialogue["rules"]) if rules is None else list(rules)
    reasons = dialogue.names("rules", f"reason_{language}", "rule")
    rows = []
    for topic, state in states[["topic", "state"]].itertuples(index=False):
        rule = find_rule(tried, state, dialogue.attributes_of(topic))
        if rule is None:
            raise DataError(
                f"no rule matches the topic '{topic}' if the ledger shows {state}",
                dialogue.rules_file,
                "add a last rule with when_ledger 'any' and no attributes",
            )
        is_aside = rule.track == SET_ASIDE
        kind = (DISPUTE if rule.conditions else state) if is_aside else None
        reason = reasons.get(rule.name) if is_aside else None
        rows.append((topic, rule.track, rule.name, state, reason, kind))
    table = pd.DataFrame(rows, columns=list(PLACED))
    fired = table["rule"].map(table["rule"].value_counts())
    return table.assign(is_single_topic_rule=(fired == 1).astype(bool))


def recommend(dialogue: Dialogue, judged: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """Send every topic to a track, with what the ledger shows of it and its conditions.

    Parameters
    ----------
    judged
        As ``judge_topics`` or ``judge_by_grades``.

    Returns
    -------
    DataFrame
        As ``apply_rules`` and ``judged``; conditions (the stated limits of a topic that has a
        track).
    """
    found = apply_rules(dialogue, judged, language=language)
    found = found.merge(judged.drop(columns="state"), on="topic")
    scope = found["topic"].map(dialogue.names("topics", f"scope_condition_{language}", "topic"))
    is_stated = (scope != "") & (found["track"] != SET_ASIDE)
    return found.assign(conditions=scope.where(is_stated, None))


def order_topics(recommendations: pd.DataFrame, dialogue: Dialogue) -> list[str]:
    """Return the topics by track, set-aside ones last; those with most in common first."""
    tracks = [*dialogue["tracks"]["track"], SET_ASIDE]
    placed = recommendations.assign(
        track_place=recommendations["track"].map(tracks.index),
        kind_place=recommendations["reason_kind"].fillna(""),
        common_place=-recommendations.get("n_common", pd.Series(0, recommendations.index)),
    )
    keys = ["track_place", "kind_place", "common_place"]
    return list(placed.sort_values(keys, kind="stable")["topic"])


def check_recommendations(
    dialogue: Dialogue, by_grader: Mapping[str, pd.DataFrame], language: str = "en"
) -> pd.DataFrame:
    """Set every printed recommendation beside what the rules produce.

    The rules were written in knowledge of the printed recommendations: that these come out
    is a check of consistency, not a finding.

    Parameters
    ----------
    by_grader
        What the rules give from the ledger and, where there are some, from the degrees of the
        corpus's graders.

    Returns
    -------
    DataFrame
        topic, track_printed, row_ids, recommendations, sources (of all printed rows that name
        this pair of topic and track, joined by ;), graded_by, state, rule, track, is_produced,
        reason (blank where produced; else the known difference that
        recommendations_printed.csv states, or the rule that leads elsewhere). A row a distinct
        pair of topic and track x grader: a pair that two texts print is one.
    """
    reasons = dialogue.names("rules", f"reason_{language}", "rule")
    pairs = list(dialogue["recommendations_printed"].groupby(["topic", "track"], sort=False))
    rows = []
    for graded_by, found in by_grader.items():
        table = found.set_index("topic")
        for (topic, track), printed in pairs:
            own = table.loc[topic]
            known = [text for text in printed["known_difference"] if text]
            facts = {"rule": own["rule"], "reason": reasons.get(own["rule"], "")}
            reason = known[0] if known else translate("dialogue.other_rule", language, **facts)
            is_produced = bool(own["track"] == track)
            row = {"topic": topic, "track_printed": track}
            for column in ("row_id", "recommendation", "source"):
                row[f"{column}s"] = ";".join(dict.fromkeys(printed[column].astype(str)))
            row |= {"graded_by": graded_by} | {k: own[k] for k in ("state", "rule", "track")}
            reason = None if is_produced else reason
            rows.append(row | {"is_produced": is_produced, "reason": reason})
    columns = "topic track_printed row_ids recommendations sources graded_by state rule track"
    checked = pd.DataFrame(rows, columns=[*columns.split(), "is_produced", "reason"])
    # an empty table too has to hold booleans, or it could not be filtered by them
    return checked.astype({"is_produced": bool})


def find_unaddressed(dialogue: Dialogue, found: pd.DataFrame) -> list[str]:
    """Return the topics with a room that no printed recommendation is filed under."""
    addressed = set(dialogue["recommendations_printed"]["topic"])
    rooms = found.loc[found["track"] != SET_ASIDE, "topic"]
    return [topic for topic in rooms if topic not in addressed]
