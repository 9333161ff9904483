"""From what is shown to a track: the rules, and the printed recommendations."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.base.paths import ROOT
from analysis.dialogue import rules
from analysis.dialogue.load import load_dialogue
from analysis.dialogue.risk import compare_raters, place_on_map, rate_risks
from analysis.dialogue.tables import SET_ASIDE, STATES
from analysis.dialogue.understandings import judge_by_grades
from tests.conftest import read_csv
from tests.dialogue.made_up import change_cell, show_all


def test_a_rule_that_fires_for_one_topic_is_marked(shipped):
    found = rules.apply_rules(shipped, show_all("untold"))
    counts = found["rule"].value_counts()
    assert found["is_single_topic_rule"].tolist() == [counts[r] == 1 for r in found["rule"]]
    # the one topic that is itself a dispute
    assert found.loc[found["is_single_topic_rule"], "topic"].tolist() == ["export-controls"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_topic_has_a_track_or_a_reason_of_a_kind(state, language, shipped):
    found = rules.apply_rules(shipped, show_all(state), language=language)
    is_aside = found["track"] == SET_ASIDE
    assert (found["set_aside_reason"].notna() == is_aside).all()
    kinds = found.set_index("topic")["reason_kind"].dropna()
    assert kinds.pop("export-controls") == "dispute"
    assert set(kinds) == (set() if state == "common" else {state})


def test_printed_recommendations_and_ratings_may_be_absent(folder):
    (folder / "recommendations_printed.csv").unlink()
    (folder / "risk_ratings.csv").unlink()
    data = load_dialogue()
    found = rules.apply_rules(data, show_all("common"))
    check = rules.check_recommendations(data, {"ledger": found})
    assert check.empty and "row_ids" in check[check["is_produced"]]
    assert place_on_map(rate_risks(data)).empty
    assert compare_raters(data).empty


def test_a_pair_that_two_texts_print_counts_once_and_the_grades_of_the_study_give_all(shipped):
    grades = read_csv(ROOT / "data" / "published" / "grades.csv")
    own = {r["category"]: r["grade"] for r in grades if r["grader"] == "study"}
    overlap = pd.DataFrame({"category": list(own), "grade_published": list(own.values())})
    found = rules.apply_rules(shipped, judge_by_grades(shipped, overlap, "published"))
    check = rules.check_recommendations(shipped, {"published": found})
    assert len(shipped["recommendations_printed"]) == 16 and len(check) == 8
    assert not check[["topic", "track_printed"]].duplicated().any()
    assert check["is_produced"].all()
    assert (check["is_produced"] == check["reason"].isna()).all()


def test_a_known_difference_is_reported_in_its_own_words(folder):
    path = folder / "recommendations_printed.csv"
    change_cell(path, 2, "known_difference", "the study knows better")
    change_cell(path, 2, "track", "track-2")
    data = load_dialogue()
    found = rules.apply_rules(data, show_all("common"))
    check = rules.check_recommendations(data, {"ledger": found}).set_index("row_ids")
    assert check.loc["s1a", "reason"] == "the study knows better"


def test_topics_with_a_room_that_nobody_recommends_are_named(shipped):
    left = rules.find_unaddressed(shipped, rules.apply_rules(shipped, show_all("common")))
    assert "user-transparency" in left and "content-provenance" not in left


def test_topics_are_ordered_by_track_with_those_set_aside_last(shipped):
    found = rules.apply_rules(shipped, show_all("common"))
    tracks = found.set_index("topic").loc[rules.order_topics(found, shipped), "track"].tolist()
    assert tracks == sorted(tracks, key=[*shipped["tracks"]["track"], SET_ASIDE].index)
