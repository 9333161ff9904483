"""From overlap to a track: the grade of a topic, the rules, and the printed recommendations."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.base.errors import ParameterError
from analysis.dialogue import rules
from analysis.dialogue.load import load_dialogue
from analysis.dialogue.risk import compare_raters, place_on_map, rate_risks
from analysis.dialogue.tables import OVERLAPS, SET_ASIDE
from tests.dialogue.made_up import change_cell, grade_all


def test_a_topic_has_the_lowest_grade_and_the_lowest_concurrence_decides():
    graded = pd.DataFrame(
        {
            "category": ["a", "b", "c", "d"],
            "grade": ["strong", "weak", "weak", "no evidence"],
            "concurrence": [0.9, 0.4, 0.1, None],
        }
    )
    assert rules.grade_topic(["a", "b", "c", "d"], graded) == ("weak", 0.1, "c")
    assert rules.grade_topic(["a", "d"], graded) == ("strong", 0.9, "a")
    assert rules.grade_topic(["d"], graded)[0] == "no evidence"


def test_a_rule_that_fires_for_one_topic_is_marked(shipped):
    found = rules.apply_rules(shipped, grade_all("weak"))
    counts = found["rule"].value_counts()
    assert found["is_single_topic_rule"].tolist() == [counts[r] == 1 for r in found["rule"]]
    # the one topic that is itself a dispute
    assert found.loc[found["is_single_topic_rule"], "topic"].tolist() == ["export-controls"]


@pytest.mark.parametrize("grade", OVERLAPS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_topic_has_a_track_or_a_reason(grade, language, shipped):
    found = rules.apply_rules(shipped, grade_all(grade), language=language)
    is_aside = found["track"] == SET_ASIDE
    assert (found["set_aside_reason"].notna() == is_aside).all()


def test_printed_recommendations_and_ratings_may_be_absent(folder):
    (folder / "recommendations_printed.csv").unlink()
    (folder / "risk_ratings.csv").unlink()
    data = load_dialogue()
    found = rules.apply_rules(data, grade_all("strong"))
    check = rules.check_recommendations(data, {"rule": found}, {})
    assert check.empty and "row_id" in check[check["is_produced"]]
    assert place_on_map(rate_risks(data), found).empty
    assert compare_raters(data).empty


@pytest.fixture(scope="module")
def checked(shipped, published):
    """Return the printed recommendations beside those of our rules, by who graded."""
    grades = {name: rules.take_grades(published[1], name) for name in ("rule", "published")}
    both = {name: rules.apply_rules(shipped, graded) for name, graded in grades.items()}
    check = rules.check_recommendations(shipped, both, {})
    return {name: own.set_index("row_id") for name, own in check.groupby("graded_by")}


def test_by_the_grades_of_the_study_all_but_the_known_differences_come_out(shipped, checked):
    check = checked["published"]
    printed = shipped["recommendations_printed"].set_index("row_id")
    known = set(printed.index[printed["known_difference"] != ""])
    assert set(check.index[~check["is_produced"]]) == known
    assert set(check.index) == set(printed.index)


# every printed row that the grades by rule do not produce, with the category that decides
DIFFERENCES_BY_RULE = {
    "s1b": "cybersecurity",
    "s2b": "robustness",
    "s2c": "adversarial-testing",
    "s3": "technical-mitigations",
    "s4a": "licensing-registration",
    "s4b": "ai-for-safety",
    "p1b": "cybersecurity",
    "p2b": "robustness",
    "p2c": "adversarial-testing",
    "p3": "technical-mitigations",
    "p4a": "licensing-registration",
    "p4b": "ai-for-safety",
}


def test_by_the_rule_exactly_the_listed_rows_do_not_come_out(checked):
    check = checked["rule"]
    missing = check[~check["is_produced"]]
    assert {row: str(reason).split(" is ")[0] for row, reason in missing["reason"].items()} == (
        DIFFERENCES_BY_RULE
    )


def test_every_row_that_does_not_come_out_has_a_reason(checked):
    assert set(checked) == {"rule", "published"}
    for check in checked.values():
        assert (check["is_produced"] == check["reason"].isna()).all()


def test_a_known_difference_is_reported_in_its_own_words(folder):
    path = folder / "recommendations_printed.csv"
    change_cell(path, 2, "known_difference", "the study knows better")
    change_cell(path, 2, "track", "track-2")
    data = load_dialogue()
    found = rules.apply_rules(data, grade_all("strong"))
    check = rules.check_recommendations(data, {"rule": found}, {}).set_index("row_id")
    assert check.loc["s1a", "reason"] == "the study knows better"


def test_the_strong_topics_without_a_recommendation_are_transparency_and_convening(
    published, shipped
):
    graded = rules.take_grades(published[1], "published")
    left = rules.find_unaddressed(shipped, graded)
    assert left == ["user-transparency", "stakeholder-convening"]


def test_graders_that_nobody_named_are_refused(published):
    _, overlap = published
    with pytest.raises(ParameterError, match="graded_by"):
        rules.take_grades(overlap, "publishd")
    with pytest.raises(ParameterError, match="nobody has graded"):
        rules.take_grades(overlap.assign(grade_published=None), "published")


def test_topics_are_ordered_by_track_with_those_set_aside_last(shipped):
    found = rules.apply_rules(shipped, grade_all("strong"))
    tracks = found.set_index("topic").loc[rules.order_topics(found, shipped), "track"].tolist()
    assert tracks == sorted(tracks, key=[*shipped["tracks"]["track"], SET_ASIDE].index)
