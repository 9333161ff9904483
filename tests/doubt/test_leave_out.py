"""Leaving out a document, an issuer, a status: against coding again without it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from analysis.doubt.leave_out import (
    count_fragile,
    find_decisive,
    leave_one_out,
    leave_status_out,
)
from analysis.overlap.count import compare_pairs
from analysis.overlap.rule import STUDY, Cuts
from tests.codings import (
    DOCUMENTS,
    EXAMPLE,
    SIDES,
    THREE,
    THREE_DOCUMENTS,
    THREE_SIDES,
    corpora,
    make_codings,
    tally,
)
from tests.oracle import find_k, list_rows


@given(corpora())
@settings(max_examples=60)
def test_leaving_out_is_coding_again_without_the_document(codings):
    rows, cuts = list_rows(codings), Cuts(0.4, 0.6)
    for row in leave_one_out(tally(codings), cuts).itertuples():

        def weigh(coding, gone=row.left_out):
            return Fraction(not coding.documents or any(d != gone for d in coding.documents))

        k, has_any = find_k(rows, row.category, SIDES, weigh)
        assert row.grade == cuts.grade(k, has_any)
        wanted = np.nan if k is None else float(k)
        assert row.concurrence == pytest.approx(wanted, nan_ok=True)


def test_a_coding_stays_while_one_of_its_documents_is_left():
    table = leave_one_out(tally(EXAMPLE), STUDY).set_index(["category", "left_out"])
    assert list(table) == ["concurrence", "grade"]
    everything = tally(EXAMPLE).observed.values[0]
    # u2 shares one coding with u1 and has one without a position: nothing moves
    assert table.loc[("bias", "u2"), "concurrence"] == everything
    # without u3: US x x z, CN x x w
    assert table.loc[("bias", "u3"), "concurrence"] == pytest.approx(2 / 3)
    assert ("privacy", "u2") not in table.index


def test_leave_status_out():
    table = leave_status_out(tally(EXAMPLE), DOCUMENTS, STUDY).set_index(["without", "category"])
    gone = table.loc[("no longer in force", "bias")]
    # u1 and c1 go; the coding on u1 and u2 stays: US x y z, CN x w
    assert gone["left_out"] == "u1;c1" and gone["concurrence"] == pytest.approx(5 / 12)
    assert gone["grade"] == "weak" and gone["is_grade_changed"]
    assert table.loc[("no longer in force", "privacy"), "grade"] == "no evidence"
    drafts = table.loc[("draft or proposal", "bias")]
    assert drafts["left_out"] == "u3" and not table["left_out"].isna().any()


def test_find_decisive_names_the_document_and_its_ties():
    table = find_decisive(tally(EXAMPLE), STUDY).set_index("category")
    row = table.loc["bias"]
    moves = leave_one_out(tally(EXAMPLE), STUDY).query("category == 'bias'")
    moves = (moves["concurrence"] - row["concurrence"]).abs()
    assert abs(row["concurrence_without"] - row["concurrence"]) == pytest.approx(moves.max())
    assert len(table) == 2 and row["ties"] >= 1


def test_where_one_side_speaks_the_document_is_named_whose_removal_leaves_nobody():
    decisive = find_decisive(tally(EXAMPLE), STUDY).iloc[1]
    assert decisive["left_out"] == "u1" and decisive["grade"] == "one-sided"
    assert decisive["grade_without"] == "no evidence" and decisive["is_grade_changed"]


def test_of_two_documents_each_decides():
    codings = make_codings("US bias.x u1", "CN bias.x c1")
    left = leave_one_out(tally(codings), STUDY)
    assert left["grade"].tolist() == ["one-sided", "one-sided"]
    assert find_decisive(tally(codings), STUDY)["ties"].tolist() == [2, 0]


def test_no_evidence_at_all():
    empty = tally(make_codings())
    assert leave_one_out(empty, STUDY).empty
    assert find_decisive(empty, STUDY)["left_out"].isna().all()


def test_the_cuts_that_are_given_grade():
    counts = tally(EXAMPLE)
    lenient, strict = Cuts(0, 0), Cuts(1, 1)
    for call in (leave_one_out, find_decisive):
        names = {"grade", "grade_without"} & set(call(counts, STUDY))
        for name in names:
            grades = [set(call(counts, cuts).query("category == 'bias'")[name])
                      for cuts in (lenient, strict)]  # fmt: skip
            assert grades[0] == {"strong"} and "strong" not in grades[1], (call, name)
    table = leave_status_out(counts, DOCUMENTS, lenient)
    assert set(table.query("category == 'bias'")["grade"]) == {"strong"}


def test_any_document_can_be_the_one_that_changes_a_grade():
    rows = [
        ("bias", "d1", "weak"),
        ("bias", "d2", "strong"),
        ("privacy", "d2", "one-sided"),
        ("liability", "d1", "no evidence"),
        ("bias", "d0", "moderate"),
        ("privacy", "d0", "weak"),
        ("privacy", "d3", "strong"),
        ("bias", "d3", "weak"),
    ]
    table = pd.DataFrame(rows, columns=["category", "left_out", "grade"])
    lost = count_fragile(table, {"bias": "strong", "privacy": "weak"})
    # most grades first, ties in the order of their names; liability is not asked about
    assert lost.to_dict("records") == [
        {"left_out": "d3", "grades_changed": 2, "categories": "privacy;bias"},
        {"left_out": "d0", "grades_changed": 1, "categories": "bias"},
        {"left_out": "d1", "grades_changed": 1, "categories": "bias"},
        {"left_out": "d2", "grades_changed": 1, "categories": "privacy"},
    ]


def test_a_pair_among_three_sides_is_left_out_of_as_the_pair_alone():
    def leave(counts):
        return compare_pairs(counts, lambda pair: leave_one_out(pair, STUDY))

    whole = leave(tally(THREE, THREE_DOCUMENTS, sides=THREE_SIDES))
    assert list(whole)[:4] == ["category", "side_a", "side_b", "left_out"]
    for (a, b), own in whole.groupby(["side_a", "side_b"], sort=False):
        pd.testing.assert_frame_equal(
            own.reset_index(drop=True), leave(tally(THREE, THREE_DOCUMENTS, sides=[a, b]))
        )
