"""Every disagreement is listed, with how it was settled."""

from __future__ import annotations

from analysis.coders.disagreements import list_disagreements, list_grade_disagreements
from tests.coders.made_up import CODINGS, GRADES


def test_every_disagreement_is_listed_with_how_it_was_settled():
    table = list_disagreements(CODINGS, ["a", "b"])
    assert list(table) == ["coding_id", "what", "a", "b", "settled", "reason"]
    found = list(zip(table["coding_id"], table["what"], strict=True))
    assert found[:3] == [("2", "position"), ("3", "category"), ("3", "position")]
    assert ("4", "force") in found and ("5", "category") in found
    assert table["settled"].iloc[0] == "bias.y"


def test_where_nothing_was_coded_nobody_differs():
    assert list_disagreements(CODINGS.iloc[:0], ["a", "b"]).empty


def test_graders_that_differ_are_listed_with_the_settled_grade():
    differs = list_grade_disagreements(GRADES, ["g1", "g2"])
    assert differs.to_numpy().tolist() == [["c1", "weak", "moderate", "weak"]]
    assert list_grade_disagreements(GRADES, ["g1"], "study").empty
