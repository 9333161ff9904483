"""From overlap to dialogue: the track of every topic, and what the printed texts recommend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.words import name_value, translate
from analysis.corpus.fields import split_list
from analysis.corpus.tables import GRADES
from analysis.dialogue.bounds import GRADED_BY, check_grader, refuse_ungraded
from analysis.dialogue.load import Dialogue, Rule, find_rule, parse_rules
from analysis.dialogue.tables import OVERLAPS, SET_ASIDE
from analysis.overlap.rule import SCALE

RECOMMENDATIONS = (
    "topic",
    "track",
    "rule",
    "overlap",
    "grade",
    "set_aside_reason",
    "category",
    "is_single_topic_rule",
)


def take_grades(overlap: pd.DataFrame, graded_by: str = "rule") -> pd.DataFrame:
    """Return category, grade and concurrence, the grade by the rule or by the graders.

    A category that nobody graded has no grade: 'no evidence'.

    Raises
    ------
    ParameterError
        If there is no such grader, or nobody has graded this corpus.
    """
    check_grader(graded_by)
    grades = overlap[GRADED_BY[graded_by]]
    if grades.isna().all():
        refuse_ungraded()
    columns = {"category": overlap["category"], "grade": grades.fillna("no evidence")}
    return pd.DataFrame(columns | {"concurrence": overlap["concurrence"]})


def list_graders(overlap: pd.DataFrame, first: str = "rule") -> list[str]:
    """Return who has graded the categories, the wished one first.

    >>> table = pd.DataFrame({"grade_by_rule": ["weak"], "grade_published": ["strong"]})
    >>> list_graders(table, "published"), list_graders(table.assign(grade_published=None))
    (['published', 'rule'], ['rule'])
    """
    known = [name for name, column in GRADED_BY.items() if overlap[column].notna().any()]
    return sorted(known, key=lambda name: name != first)


def grade_topic(categories: Sequence[str], graded: pd.DataFrame) -> tuple[str, float, str]:
    """Return the overlap of a topic: its lowest grade, with the category that decides.

    Of several categories with the lowest grade the one with the lowest K decides (a blank K
    last), then the first named. Without any grade the topic is one-sided where one of its
    categories is, else it has no evidence.

    Returns
    -------
    tuple
        Grade, K of the deciding category (NaN where it has none), the category.

    >>> graded = pd.DataFrame({"category": ["a", "b", "c"], "concurrence": [0.9, 0.6, None],
    ...                        "grade": ["strong", "moderate", "one-sided"]})
    >>> grade_topic(["a", "b", "c"], graded)
    ('moderate', 0.6, 'b')
    >>> grade_topic(["c"], graded)[0]
    'one-sided'
    """
    order = [*GRADES, *SCALE[len(GRADES) :]]
    own = graded.set_index("category").reindex(list(categories))
    own["place"] = own["grade"].fillna("no evidence").map(order.index)
    first = own.sort_values(["place", "concurrence"], kind="stable").iloc[0]
    return order[int(first["place"])], float(first["concurrence"]), str(first.name)


def apply_rules(
    dialogue: Dialogue,
    graded: pd.DataFrame,
    rules: Sequence[Rule] | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Send every topic to a track; the first rule that matches decides.

    Returns
    -------
    DataFrame
        topic, track (or 'set aside'), rule, overlap (K of the category that decides the
        grade, blank where it has none), grade (the lowest of the topic's categories),
        set_aside_reason, category (the one that decides), is_single_topic_rule (the rule
        fires for this topic only: it says no more than the topic does).
    """
    tried = parse_rules(dialogue["rules"]) if rules is None else list(rules)
    reasons = dialogue.names("rules", f"reason_{language}", "rule")
    rows = []
    for topic, cell in dialogue["topics"][["topic", "categories"]].itertuples(index=False):
        grade, k, category = grade_topic(split_list(cell), graded)
        rule = find_rule(tried, grade, dialogue.attributes_of(topic))
        if rule is None:
            raise DataError(
                f"no rule matches the topic '{topic}' with the overlap '{grade}'",
                dialogue.rules_file,
                "add a last rule with when_overlap 'any' and no attributes",
            )
        reason = reasons.get(rule.name) if rule.track == SET_ASIDE else None
        rows.append((topic, rule.track, rule.name, k, grade, reason, category))
    table = pd.DataFrame(rows, columns=list(RECOMMENDATIONS[:-1]))
    fired = table["rule"].map(table["rule"].value_counts())
    return table.assign(is_single_topic_rule=fired == 1)


def recommend(
    dialogue: Dialogue,
    overlap: pd.DataFrame,
    stability: pd.DataFrame,
    graded_by: str = "rule",
    language: str = "en",
) -> pd.DataFrame:
    """Send every topic to a track, with the uncertainty of its overlap and its conditions.

    Returns
    -------
    DataFrame
        As ``apply_rules``, and for the category that decides low, high (interval of K),
        share_same_grade (of the resamples; blank where the rule cannot resample the grade),
        is_borderline and is_thin (both of the grade by rule); conditions (the stated limits
        of a topic that has a track).
    """
    found = apply_rules(dialogue, take_grades(overlap, graded_by), language=language)
    marks = overlap.set_index("category")[["is_borderline", "is_thin"]]
    resampled = stability.set_index("category")
    found = found.join(resampled[["low", "high"]], on="category").join(marks, on="category")
    shares = [
        resampled.at[category, column]
        if k == k and (column := f"share_{grade}") in resampled
        else None
        for category, grade, k in found[["category", "grade", "low"]].itertuples(index=False)
    ]
    found["share_same_grade"] = pd.Series(shares, found.index, dtype=float)
    scope = found["topic"].map(dialogue.names("topics", f"scope_condition_{language}", "topic"))
    is_stated = (scope != "") & (found["track"] != SET_ASIDE)
    return found.assign(conditions=scope.where(is_stated, None))


def order_topics(recommendations: pd.DataFrame, dialogue: Dialogue) -> list[str]:
    """Return the topics by track, set-aside ones last, the stronger overlap first."""
    tracks = [*dialogue["tracks"]["track"], SET_ASIDE]
    placed = recommendations.assign(
        track_place=recommendations["track"].map(tracks.index),
        grade_place=recommendations["grade"].map(OVERLAPS.index),
    )
    keys = ["track_place", "grade_place"]
    return list(placed.sort_values(keys, kind="stable")["topic"])


def check_recommendations(
    dialogue: Dialogue,
    by_grader: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    language: str = "en",
) -> pd.DataFrame:
    """Set every printed recommendation beside what the rules produce.

    The rules were written in knowledge of the printed recommendations: that these come out
    is a check of consistency, not a finding.

    Parameters
    ----------
    by_grader
        Recommendations under the grades of 'rule' and, where there are some, 'published'.
    names
        Names of the categories, for the reasons.

    Returns
    -------
    DataFrame
        row_id, recommendation, source, topic, track_printed, graded_by, grade, rule, track,
        is_produced, reason (blank where produced; else the known difference that
        recommendations_printed.csv states, or the grade or rule that leads elsewhere).
    """
    rows = []
    for graded_by, found in by_grader.items():
        others = [table for name, table in by_grader.items() if name != graded_by]
        other = others[0].set_index("topic") if others else None
        table = found.set_index("topic")
        for printed in dialogue["recommendations_printed"].to_dict("records"):
            own = table.loc[printed["topic"]]
            reason = None
            if own["track"] != printed["track"]:
                rival = None if other is None else other.loc[printed["topic"]]
                reason = _explain(printed, own, rival, names, language)
            row = {k: printed[k] for k in ("row_id", "recommendation", "source", "topic")}
            row |= {"track_printed": printed["track"], "graded_by": graded_by}
            row |= {k: own[k] for k in ("grade", "rule", "track")}
            rows.append(row | {"is_produced": reason is None, "reason": reason})
    columns = "row_id recommendation source topic track_printed graded_by grade rule track"
    table = pd.DataFrame(rows, columns=[*columns.split(), "is_produced", "reason"])
    # an empty table too has to hold booleans, or it could not be filtered by them
    return table.astype({"is_produced": bool})


def _explain(
    printed: Mapping[str, str],
    own: pd.Series,
    rival: pd.Series | None,
    names: Mapping[str, str],
    language: str,
) -> str:
    """Say why a printed recommendation does not come out."""
    if printed["known_difference"]:
        return printed["known_difference"]
    category = names.get(own["category"], own["category"])
    facts = {"rule": own["rule"], "category": category, "k": f"{own['overlap']:.2f}"}
    facts["grade"] = name_value("grade", own["grade"], language)
    if rival is not None and rival["track"] == printed["track"]:
        facts["other"] = name_value("grade", rival["grade"], language)
        key = "dialogue.other_grade" if own["overlap"] == own["overlap"] else "dialogue.no_k"
        return translate(key, language, **facts)
    return translate("dialogue.other_rule", language, **facts)


def find_unaddressed(dialogue: Dialogue, graded: pd.DataFrame) -> list[str]:
    """Return the topics of strong overlap that no printed recommendation is filed under."""
    addressed = set(dialogue["recommendations_printed"]["topic"])
    return [
        topic
        for topic, cell in dialogue["topics"][["topic", "categories"]].itertuples(index=False)
        if topic not in addressed and grade_topic(split_list(cell), graded)[0] == "strong"
    ]
