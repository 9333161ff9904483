"""Setting corpora side by side: equal evidence, agreement by chance, and what decides."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.corpus import evidence
from analysis.doubt import halves, leave_out
from analysis.findings import corpora as compare
from analysis.findings.compare import find_pairs, group_grades
from analysis.overlap import count


def positions(*rows):
    """Make ``positions_by_side``; a row is category, position, meaning, codings of each side."""
    long = [
        (category, position, side, meaning, codings, all(counts))
        for category, position, meaning, *counts in rows
        for side, codings in zip(("AA", "BB"), counts, strict=True)
    ]
    columns = ["category", "position", "side", "meaning", "codings", "is_shared"]
    return pd.DataFrame(long, columns=columns)


def test_a_corpus_that_is_cut_to_its_own_size_keeps_its_concurrence():
    own = positions(("bias", "x", "m", 3, 1), ("bias", "y", "m", 1, 0))
    assert compare.rarefy(own, own) == {"bias": pytest.approx((3 / 4 + 1) / 2)}


def test_cutting_to_one_coding_a_side_gives_the_chance_that_the_two_meet():
    rich = positions(("bias", "x", "m", 50, 50), ("bias", "y", "m", 50, 50))
    poor = positions(("bias", "x", "m", 1, 1))
    # one of two positions on each side: they meet in half of the draws
    assert compare.rarefy(rich, poor)["bias"] == pytest.approx(0.5, abs=0.06)
    assert compare.rarefy(rich, poor) == compare.rarefy(rich, poor), "the draws are seeded"


def test_a_category_that_one_corpus_lacks_is_not_cut():
    rich = positions(("bias", "x", "m", 2, 2), ("liability", "z", "m", 2, 2))
    assert set(compare.rarefy(rich, positions(("bias", "x", "m", 1, 1)))) == {"bias"}


def test_agreement_is_set_beside_what_chance_would_give():
    table = pd.DataFrame(
        {"a": ["strong", "weak", "weak", "one-sided"], "b": ["strong", "weak", "strong", "weak"]}
    )
    pair = compare.count_agreement(table, ["a", "b"]).iloc[0]
    assert (pair["n"], pair["same"]) == (3, 2)
    # a: 1 strong, 2 weak; b: 2 strong, 1 weak: (1*2 + 2*1) / 3
    assert pair["expected"] == pytest.approx(4 / 3)
    assert pair["kappa"] == pytest.approx((2 - 4 / 3) / (3 - 4 / 3))
    assert (pair["higher"], pair["lower"]) == (1, 0), "b sees more overlap in the third"


def test_agreement_of_nobody_is_undefined():
    table = pd.DataFrame({"a": ["one-sided"], "b": ["weak"]})
    pair = compare.count_agreement(table, ["a", "b"]).iloc[0]
    assert pair["n"] == 0 and math.isnan(pair["kappa"])


def test_deciding_positions_are_named_only_where_the_grades_differ():
    table = pd.DataFrame(
        {
            "category": ["bias", "privacy"],
            "grade_p": ["weak", "weak"],
            "grade_r": ["strong", "weak"],
        }
    )
    own = positions(("bias", "x", "m", 2, 2), ("privacy", "z", "m", 1, 1))
    found = compare.list_deciders(table, {"p": own, "r": own})
    assert set(found["category"]) == {"bias"} and list(found["corpus"]) == ["p", "p", "r", "r"]
    assert list(found["side"]) == ["AA", "BB"] * 2


def test_any_document_can_be_the_one_that_changes_a_grade():
    table = pd.DataFrame(
        {
            "category": ["bias", "bias", "privacy", "liability"],
            "left_out": ["d1", "d2", "d2", "d1"],
            "grade": ["weak", "strong", "one-sided", "no evidence"],
        }
    )
    grades = {"bias": "strong", "privacy": "weak"}
    lost = leave_out.count_fragile(table, grades)
    assert dict(zip(lost["left_out"], lost["grades_changed"], strict=True)) == {"d1": 1, "d2": 1}
    assert list(lost["left_out"]) == ["d1", "d2"], "ties stand in the order of their names"


def test_no_overlap_at_all_is_not_less_than_chance_where_chance_gives_none_either():
    rows = [
        ("AA", "bias", "x", "d1"), ("AA", "bias", "y", "d2"),
        ("BB", "bias", "z", "d3"), ("BB", "bias", "w", "d4"),
    ]  # fmt: skip
    codings = pd.DataFrame(rows, columns=["country", "category", "position", "documents"])
    codings = codings.assign(
        coder="settled", kind="specific", coding_id=[f"c{n}" for n in range(4)]
    )
    documents = pd.DataFrame({"document_id": ["d1", "d2", "d3", "d4"], "country": list("AABB")})
    documents["country"] = documents["country"] * 2
    categories = pd.DataFrame({"code": ["bias"], "domain": ["risk"]})
    counts = count.count(evidence.take_evidence(codings), documents, categories, ["AA", "BB"])
    limits = halves.compare_halves(counts, 200, 1).set_index("measure")
    # every grouping of four documents that share nothing gives K = 0
    assert limits.loc["shuffled", "share_at_most"] == 1
    assert limits.loc["shuffled", "share_at_least"] == 1


def test_pairs_say_who_sees_more_and_whether_chance_would_do():
    rows = [
        ("grade_study", "grade_p", 9, 4, 3.5, 5, 0),
        ("grade_study", "grade_q", 0, 0, 0.0, 0, 0),
    ]
    columns = ["first", "second", "n", "same", "expected", "higher", "lower"]
    found = find_pairs(pd.DataFrame(rows, columns=columns))
    assert (found["n_study_p"], found["same_study_p"], found["expected_study_p"]) == (9, 4, 3.5)
    one, none = found["pairs"]["study_p"], found["pairs"]["study_q"]
    assert one["is_above_chance"] and one["sees_more"] and not one["sees_less"] and one["has_any"]
    assert not any(none[flag] for flag in ("is_above_chance", "sees_more", "sees_less", "has_any"))


def test_every_category_is_in_one_group_by_who_agrees():
    grades = {
        "category": list("abcdef"),
        "grade_study": ["weak", "weak", "weak", "weak", "weak", "weak"],
        "grade_p": ["weak", "weak", "strong", "strong", "strong", "one-sided"],
        "grade_q": ["weak", "strong", "weak", "strong", "moderate", "weak"],
    }
    groups = group_grades(pd.DataFrame(grades), ["p", "q"])
    assert {name: group["categories"] for name, group in groups.items()} == {
        "all": ["a"], "study_p": ["b"], "study_q": ["c"], "p_q": ["d"], "none": ["e"],
        "ungraded": ["f"],
    }  # fmt: skip
    assert sum(group["n"] for group in groups.values()) == 6
    assert group_grades(pd.DataFrame(grades), ["p"]) == {}
