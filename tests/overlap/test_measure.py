"""The overlap table, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.evidence import count_by_side
from analysis.corpus.select import select
from analysis.overlap.measure import measure_overlap
from analysis.overlap.rule import STUDY, Cuts
from analysis.readers.folder import load_corpus
from tests.codings import (
    CATEGORIES,
    DOCUMENTS,
    SIDES,
    THREE,
    THREE_DOCUMENTS,
    THREE_SIDES,
    make_codings,
    tally,
)

THREE_CATEGORIES = pd.DataFrame(
    {"code": ["bias", "liability", "privacy"], "domain": ["risk", "governance", "risk"]}
)
GRADES = pd.DataFrame({"category": ["bias"], "grade": ["weak"]})
NO_GRADES = GRADES.iloc[:0]
ROWS = [
    "US bias.x u1 law",
    "US bias.x u2 law",
    "US bias.y u1;u2 law",
    "US bias.? u1 law",
    "US bias.y - law summary",
    "CN bias.x c1 pledge",
    "CN liability.z c1 law",
]


def measure(codings, categories=THREE_CATEGORIES, grades=GRADES, cuts=STUDY):
    counts = tally(codings, categories=categories)
    by_side = count_by_side(codings, DOCUMENTS, categories, SIDES)
    return measure_overlap(counts, by_side, categories, grades, cuts)


def test_every_category_has_a_row_worked_by_hand():
    table = measure(make_codings(*ROWS))
    assert list(table) == [
        "category", "side_a", "side_b", "domain", "concurrence", "grade_by_rule",
        "is_borderline", "is_thin", "grade_published",
    ]  # fmt: skip
    row = table.set_index("category").loc["bias"]
    assert (row["side_a"], row["side_b"], row["domain"]) == ("US", "CN", "risk")
    assert row["concurrence"] == pytest.approx(5 / 6, abs=1e-15)  # (2/3 + 1) / 2
    assert row["grade_by_rule"] == "strong" and row["grade_published"] == "weak"
    assert row["is_thin"] and not row["is_borderline"]


def test_one_sided_and_empty_categories_are_rows_without_a_grade():
    table = measure(make_codings(*ROWS)).set_index("category")
    assert list(table["grade_by_rule"]) == ["strong", "one-sided", "no evidence"]
    assert table["concurrence"].isna().tolist() == [False, True, True]
    assert not table.loc[["liability", "privacy"], "is_thin"].any()
    assert not table.loc[["liability", "privacy"], "is_borderline"].any()
    assert table["domain"].tolist() == ["risk", "governance", "risk"]


@pytest.mark.parametrize(
    ("cuts", "grade", "is_borderline"),
    [((0.5, 0.75), "strong", False), ((0.5, 0.85), "moderate", True), ((0.9, 1), "weak", False)],
)
def test_the_cuts_that_are_given_decide(cuts, grade, is_borderline):
    row = measure(make_codings(*ROWS), cuts=Cuts(*cuts)).iloc[0]
    assert (row["grade_by_rule"], row["is_borderline"]) == (grade, is_borderline)


def test_thin_asks_for_three_codings_with_a_position_in_two_documents_of_each_side():
    us, cn = ["US bias.x u1"] * 2 + ["US bias.x u2"], ["CN bias.x c1"] * 2 + ["CN bias.x c2"]
    assert not measure(make_codings(*us, *cn))["is_thin"][0]
    assert measure(make_codings(*us[1:], *cn))["is_thin"][0]
    assert measure(make_codings(*us, *cn[:2], "CN bias.x c1"))["is_thin"][0]
    # a mention is no position, but its document speaks to the category
    assert measure(make_codings(*us, *cn[:2], "CN bias.? c2"))["is_thin"][0]
    assert not measure(make_codings(*us, *cn[:2], "CN bias.x c1", "CN bias.? c2"))["is_thin"][0]


PLAIN = make_codings(*ROWS)
IN_ORDER = measure(PLAIN)


@given(st.permutations(ROWS))
@settings(max_examples=12)
def test_the_order_of_the_rows_changes_nothing(rows):
    pd.testing.assert_frame_equal(IN_ORDER, measure(make_codings(*rows)))


def test_coders_rows_are_no_evidence():
    frame = make_codings(*ROWS)
    twice = pd.concat([frame, frame.assign(coder="a")])
    pd.testing.assert_frame_equal(measure(frame), measure(twice))


def test_the_tiny_corpus_gives_the_overlap_worked_by_hand(tiny):
    chosen = select(load_corpus("tiny"), ["AA", "BB"])
    tables = (chosen["codings"], chosen["documents"], chosen.taxonomy)
    counts = tally(*tables, ["AA", "BB"])
    by_side = count_by_side(*tables, ["AA", "BB"])
    table = measure_overlap(counts, by_side, chosen.taxonomy, chosen["grades"], STUDY)
    table = table.set_index("category")
    assert len(table) == 21
    # AA: harm, data, harm; BB: harm, harm (and one unspecified): (2/3 + 1) / 2
    assert table.loc["bias", "concurrence"] == pytest.approx(5 / 6)
    assert table.loc["evaluations", "grade_by_rule"] == "weak"
    assert table.loc["liability", "grade_by_rule"] == "one-sided"
    assert table.loc["privacy", "grade_by_rule"] == "no evidence"
    assert table.loc["bias", "grade_published"] == "strong"


# --- three sides -----------------------------------------------------------------------------


def test_three_sides_are_three_pairs_of_every_category():
    counts = tally(THREE, THREE_DOCUMENTS, CATEGORIES, THREE_SIDES)
    by_side = count_by_side(THREE, THREE_DOCUMENTS, CATEGORIES, THREE_SIDES)
    table = measure_overlap(counts, by_side, CATEGORIES, NO_GRADES, STUDY)
    bias = table[table["category"] == "bias"].set_index(["side_a", "side_b"])
    assert bias.index.tolist() == [("AA", "BB"), ("AA", "CC"), ("BB", "CC")]
    assert bias["concurrence"].tolist() == pytest.approx([1, (2 / 3 + 1 / 2) / 2, 1 / 2])
    assert bias["grade_by_rule"].tolist() == ["strong", "moderate", "moderate"]
    other = table[table["category"] == "privacy"]
    assert other["grade_by_rule"].tolist() == ["one-sided", "one-sided", "no evidence"]
