"""Setting corpora side by side: equal evidence, agreement by chance, and what decides."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.doubt import halves as ceiling
from analysis.doubt import leave_out as leaveout
from analysis.findings import corpora as compare
from analysis.overlap import count as count
from analysis.overlap import measure as overlap


def positions(*rows):
    columns = ["category", "position", "meaning", "codings_aa", "codings_bb"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(is_shared=(frame["codings_aa"] > 0) & (frame["codings_bb"] > 0))


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
    assert set(found["category"]) == {"bias"} and list(found["corpus"]) == ["p", "r"]


def test_any_document_can_be_the_one_that_changes_a_grade():
    table = pd.DataFrame(
        {
            "category": ["bias", "bias", "privacy", "liability"],
            "left_out": ["d1", "d2", "d2", "d1"],
            "grade": ["weak", "strong", "one-sided", "no evidence"],
        }
    )
    grades = {"bias": "strong", "privacy": "weak"}
    lost = leaveout.count_fragile(table, grades)
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
    counts = count.count(overlap.take_evidence(codings), documents, categories, ["AA", "BB"])
    limits = ceiling.compare_halves(counts, 200, 1).set_index("measure")
    # every grouping of four documents that share nothing gives K = 0
    assert limits.loc["shuffled", "share_at_most"] == 1
    assert limits.loc["shuffled", "share_at_least"] == 1
