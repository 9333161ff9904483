"""What the ledger shows of a topic, and what it cannot."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.base.errors import ParameterError
from analysis.dialogue.load import Dialogue
from analysis.dialogue.understandings import fit_topics, judge_by_grades, judge_topics

TABLES = {
    "topics": pd.DataFrame({"topic": ["t", "u"], "categories": ["a", "a;b"]}),
    "topic_positions": pd.DataFrame(
        {"topic": ["t", "t", "u"], "position": ["a.one", "a.two", "b.one"]}
    ),
    "tracks": pd.DataFrame({"track": ["track-1"]}),
}
DIALOGUE = Dialogue(TABLES, "rules.csv")


def keep(**statuses):
    """Make a ledger of two sides up."""
    rows = [
        (position[0], position, side, status, 2, 2, "law", 1, q)
        for position, (status, q) in statuses.items()
        for side in ("US", "CN")
    ]
    columns = "category position side status firmness documents_sure forces documents_in_force"
    return pd.DataFrame(rows, columns=[*columns.split(), "q_absent"])


def judge(ledger, verdict="cannot be told"):
    agreement = pd.DataFrame({"category": ["a", "b"], "m": 1, "verdict": [verdict, "untold"]})
    return judge_topics(DIALOGUE, ledger, agreement).set_index("topic")


def test_one_common_understanding_is_enough_and_the_firmest_names_its_forces():
    found = judge(keep(**{"a.one": ("common", None), "a.two": ("anchored", None)}))
    assert found["state"].tolist() == ["common", "untold"]
    assert found.loc["t", ["n_common", "n_anchored", "n_one_sided", "firmness"]].tolist() == [
        1, 1, 0, 2
    ]  # fmt: skip
    assert found.loc["t", "forces"] == "US: law; CN: law"


def test_silence_shows_a_difference_only_where_it_is_more_than_chance():
    lonely = {"a.one": ("one-sided", 0.2), "b.one": ("one-sided", 0.01)}
    assert judge(keep(**lonely))["state"].tolist() == ["untold", "different"]


def test_a_topic_differs_if_all_its_categories_are_shown_to():
    found = judge(keep(**{"a.one": ("rare", None), "b.one": ("rare", None)}), "different")
    assert found["state"].tolist() == ["different", "untold"]


def test_topics_in_words_that_a_codebook_does_not_have_are_left_out():
    kept = fit_topics(DIALOGUE, {"a.one", "b.one"})
    assert kept["topics"]["topic"].tolist() == ["u"] and len(kept["tracks"]) == 1
    assert fit_topics(DIALOGUE, {"else"})["topic_positions"].empty


def test_by_grades_the_lowest_decides_and_an_unknown_grader_is_refused():
    overlap = pd.DataFrame({"category": ["a", "b"], "grade_published": ["strong", "weak"]})
    states = judge_by_grades(DIALOGUE, overlap, "published")["state"].tolist()
    assert states == ["common", "different"]
    with pytest.raises(ParameterError, match="graded_by"):
        judge_by_grades(DIALOGUE, overlap, "publishd")
    with pytest.raises(ParameterError, match="nobody has graded"):
        judge_by_grades(DIALOGUE, overlap.assign(grade_published=None), "published")
