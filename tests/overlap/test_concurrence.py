"""Overlap: exact values worked by hand, and properties that hold for any two sides."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.overlap import measure as overlap

counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 20), max_size=6)
stated = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 20), min_size=1, max_size=6)


@given(counts, counts)
def test_concurrence_does_not_depend_on_which_side_is_first(a, b):
    assert overlap.concurrence(a, b) == overlap.concurrence(b, a)


@given(stated, stated)
def test_concurrence_lies_between_nothing_and_everything(a, b):
    assert 0 <= overlap.concurrence(a, b) <= 1


@given(stated)
def test_a_side_concurs_wholly_with_itself(a):
    assert overlap.concurrence(a, a) == 1
    assert overlap.similarity(a, a) == 1


@given(stated, stated)
def test_proportional_similarity_never_exceeds_concurrence(a, b):
    assert overlap.similarity(a, b) <= overlap.concurrence(a, b)


@given(stated, stated)
def test_sides_without_a_shared_position_concur_on_nothing(a, b):
    other = {f"other {position}": n for position, n in b.items()}
    assert overlap.concurrence(a, other) == 0


@given(stated, counts)
def test_concurrence_is_undefined_only_where_a_side_is_silent(a, b):
    assert (overlap.concurrence(a, b) is None) == (not b)


def test_concurrence_averages_the_sides_so_that_the_larger_does_not_decide():
    # one side says x a hundred times, the other x once and y once
    assert overlap.concurrence({"x": 100}, {"x": 1, "y": 1}) == Fraction(3, 4)


def test_grades_change_exactly_at_the_cuts():
    just = Fraction(1, 10**9)
    cuts = [Fraction(1, 2) - just, Fraction(1, 2), Fraction(3, 4) - just, Fraction(3, 4)]
    assert [overlap.grade(k, True, True) for k in cuts] == [
        "weak",
        "moderate",
        "moderate",
        "strong",
    ]


def test_a_decimal_cut_is_compared_as_it_is_written():
    # as a binary float 0.7 is below 7/10, and 0.6 + 0.1 is not 0.7
    assert overlap.grade(Fraction(7, 10), True, True, strong_from=0.7) == "strong"


def test_the_border_includes_its_end():
    assert overlap.is_borderline(Fraction(45, 100), 0.75, 0.5)
    assert overlap.is_borderline(Fraction(80, 100), 0.75, 0.5)
    assert not overlap.is_borderline(Fraction(449, 1000), 0.75, 0.5)


def _measure(codings, **parameters):
    documents = pd.DataFrame({"document_id": ["d1", "d2", "d3"], "country": ["AA", "AA", "BB"]})
    categories = pd.DataFrame({"code": ["bias", "liability", "privacy"], "domain": ["risk"] * 3})
    positions = pd.DataFrame({"code": ["bias.x", "bias.y"], "parent": ["bias.p", "bias.p"]})
    grades = pd.DataFrame({"category": ["bias"], "grade": ["weak"]})
    frame = overlap.measure_overlap(
        codings, documents, categories, positions, grades, ["AA", "BB"], **parameters
    )
    return frame.set_index("category")


def _codings(*rows):
    columns = ["country", "category", "position", "force", "kind", "documents"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(coder="settled", coding_id=[f"c{n}" for n in range(len(frame))])


ROWS = [
    ("AA", "bias", "bias.x", "law", "specific", "d1"),
    ("AA", "bias", "bias.x", "law", "specific", "d2"),
    ("AA", "bias", "bias.y", "law", "specific", "d1;d2"),
    ("AA", "bias", "unspecified", "law", "specific", "d1"),
    ("AA", "bias", "bias.y", "law", "summary", None),
    ("BB", "bias", "bias.x", "pledge", "specific", "d3"),
    ("BB", "liability", "liability.z", "law", "specific", "d3"),
]


def test_every_category_has_a_row_worked_by_hand():
    row = _measure(_codings(*ROWS)).loc["bias"]
    assert row["codings_aa"] == 4 and row["positions_aa"] == 3 and row["documents_aa"] == 2
    assert row["concurrence"] == float(Fraction(5, 6))  # (2/3 + 1) / 2
    assert row["concurrence_with_force"] == 0
    assert row["concurrence_parents"] == 1
    assert row["concurrence_with_summaries"] == (2 / 4 + 1) / 2
    assert row["concurrence_by_document"] == (2 / 4 + 1) / 2
    assert row["similarity"] == 2 / 3
    assert row["emphasis_aa"] == 1.0
    assert row["grade_by_rule"] == "strong" and row["grade_published"] == "weak"
    assert row["is_thin"] and not row["is_borderline"]


def test_one_sided_and_empty_categories_are_rows_without_a_grade():
    frame = _measure(_codings(*ROWS))
    assert list(frame["grade_by_rule"]) == ["strong", "one-sided", "no evidence"]
    assert frame["concurrence"].isna().tolist() == [False, True, True]
    assert not frame.loc[["liability", "privacy"], "is_thin"].any()


@given(st.permutations(ROWS))
def test_the_order_of_the_rows_changes_nothing(rows):
    pd.testing.assert_frame_equal(_measure(_codings(*ROWS)), _measure(_codings(*rows)))


def test_coders_rows_are_no_evidence():
    frame = _codings(*ROWS)
    twice = pd.concat([frame, frame.assign(coder="a")])
    pd.testing.assert_frame_equal(_measure(frame), _measure(twice))


def test_positions_by_side_say_what_is_shared():
    positions = pd.DataFrame(
        {"code": ["bias.x", "bias.y", "bias.q"], "category": "bias", "meaning": "m", "parent": ""}
    )
    table = overlap.list_positions(_codings(*ROWS), positions, ["AA", "BB"])
    assert list(table["position"]) == ["bias.x", "bias.y"]
    assert list(table["is_shared"]) == [True, False]
    assert list(table["documents_aa"]) == [2, 2]
