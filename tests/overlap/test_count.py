"""The counts: whole parts of codings, who is drawn from, and every pair of sides."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from analysis.base.errors import DataError, ParameterError
from analysis.corpus.evidence import take_evidence
from analysis.overlap.count import check_sides, compare_pairs, count
from analysis.overlap.rule import STUDY
from tests.codings import (
    CATEGORIES,
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


def by_position(counts, row):
    return dict(zip(counts.positions, row, strict=True))


def test_counts_are_whole_parts_and_documents_without_a_coding_are_not_drawn():
    counts = tally(EXAMPLE)
    assert counts.unit == 2
    assert counts.codes == ("US", "CN")
    us = counts.sides[0]
    assert us.documents == ("u1", "u2", "u3")
    assert by_position(counts, us.shares.T.tolist())["bias.x"] == [3, 1, 0]
    assert by_position(counts, us.totals) == {
        "bias.w": 0, "bias.x": 4, "bias.y": 2, "bias.z": 2, "privacy.p": 2
    }  # fmt: skip
    # u2 has a coding without a position: it speaks to bias all the same
    assert us.is_raised.tolist() == [[True, True], [True, False], [True, False]]
    assert counts.count_documents().tolist() == [[3, 1], [3, 0]]


@given(corpora())
@settings(max_examples=60)
def test_the_observed_k_is_the_one_of_the_definition(codings):
    counts, rows = tally(codings), list_rows(codings)
    for category, k in zip(counts.categories, counts.observed.fractions, strict=True):
        assert k == find_k(rows, category, SIDES)[0]


@given(corpora())
@settings(max_examples=60)
def test_documents_say_no_more_than_is_said_in_all(codings):
    for side in tally(codings).sides:
        assert (side.shares.sum(axis=0) <= side.totals).all()


def test_half_is_never_below_half():
    # 1/6 + ... + 1/6 in floats falls short of what it should be
    codings = make_codings(
        *[f"US bias.p{n} u1" for n in range(6)], "CN bias.p0 c1", "CN bias.p1 c2"
    )
    k = tally(codings).observed
    assert k.fractions[0] == Fraction(2, 3)
    assert k.is_at_least([Fraction(2, 3)])[0]
    assert not k.is_at_least([Fraction(2, 3) + Fraction(1, 10**15)])[0]


def test_a_document_named_twice_by_one_coding_counts_once():
    once = tally(make_codings("US bias.x u1;u2", "CN bias.x c1"))
    twice = tally(make_codings("US bias.x u1;u2;u1", "CN bias.x c1"))
    assert once.unit == twice.unit == 2
    assert (once.sides[0].shares == twice.sides[0].shares).all()


def test_a_document_that_codings_of_two_sides_name_speaks_for_each_side_alone():
    # a joint statement: what one side says in it is no evidence of what the other says
    codings = make_codings("US bias.x u1", "US bias.y u1;u2", "CN bias.x u1", "CN privacy.p u1;c1")
    counts = tally(codings)
    us, cn = counts.sides
    assert us.documents == ("u1", "u2") and cn.documents == ("u1", "c1")
    assert by_position(counts, us.shares.T.tolist()) == {
        "bias.x": [2, 0], "bias.y": [1, 1], "privacy.p": [0, 0]
    }  # fmt: skip
    assert by_position(counts, cn.shares.T.tolist()) == {
        "bias.x": [2, 0], "bias.y": [0, 0], "privacy.p": [1, 1]
    }  # fmt: skip
    # US x y, CN x: (1/2 + 1) / 2
    assert counts.observed.fractions == [Fraction(3, 4), None]
    assert us.is_raised.tolist() == [[True, False], [True, False]]
    assert cn.is_raised.tolist() == [[True, True], [False, True]]


def test_codings_of_a_side_that_is_not_compared_do_not_count():
    both = pd.concat([EXAMPLE, make_codings("FR bias.x never", "FR bias.q never")])
    k, more = tally(EXAMPLE).observed, tally(both).observed
    assert k.fractions == more.fractions


def test_what_is_not_listed_is_refused():
    with pytest.raises(DataError, match="unknown document in the codings: u9"):
        tally(make_codings("US bias.x u9"))
    with pytest.raises(DataError, match="unknown category in the codings: other"):
        tally(make_codings("US other.x u1"))


@pytest.mark.parametrize("sides", [[], ["US"], ["US", "US"], ["US", "CN", "US"]])
def test_at_least_two_different_sides_are_compared(sides):
    with pytest.raises(ParameterError, match="at least two different sides are compared: name two"):
        check_sides(sides)
    with pytest.raises(ParameterError):
        tally(EXAMPLE, sides=sides)


def test_too_many_parts_to_be_exact_are_refused_and_not_rounded():
    documents = pd.DataFrame({"document_id": [f"u{n}" for n in range(60)]})
    sizes = (7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
    rows = [f"US bias.x {';'.join(f'u{n}' for n in range(size))}" for size in sizes]
    with pytest.raises(DataError, match="too many different numbers of documents"):
        tally(make_codings(*rows), documents)


# --- three sides -----------------------------------------------------------------------------


@pytest.fixture
def three():
    return tally(THREE, THREE_DOCUMENTS, sides=THREE_SIDES)


def measure(pair):
    table = {"category": pair.categories, "k": pair.observed.values, "codes": "-".join(pair.codes)}
    return pd.DataFrame(table)


def test_every_pair_is_compared_in_the_order_in_which_the_sides_were_named(three):
    table = compare_pairs(three, measure)
    assert list(table) == ["category", "side_a", "side_b", "k", "codes"]
    pairs = list(zip(table["side_a"], table["side_b"], strict=True))
    assert pairs[::2] == pairs[1::2] == [("AA", "BB"), ("AA", "CC"), ("BB", "CC")]
    assert (table["codes"] == table["side_a"] + "-" + table["side_b"]).all()
    assert table["category"].tolist() == ["bias", "privacy"] * 3
    assert table.index.tolist() == list(range(6))
    # AA x x y, BB x y, CC x z
    assert table["k"][::2].tolist() == pytest.approx([1, (2 / 3 + 1 / 2) / 2, 1 / 2])
    assert table["k"][1::2].isna().all()


def test_the_columns_of_the_sides_follow_the_column_that_is_named(three):
    def label(pair):
        return pd.DataFrame({"without": ["x"], "category": ["bias"], "k": [0.5]})

    assert list(compare_pairs(three, label)) == ["without", "category", "side_a", "side_b", "k"]
    assert list(compare_pairs(three, label, "without"))[:3] == ["without", "side_a", "side_b"]


def test_two_sides_are_one_pair():
    counts = tally(EXAMPLE)
    assert [pair.codes for pair in counts.pairs()] == [("US", "CN")]
    assert len(compare_pairs(counts, measure)) == len(CATEGORIES)


def test_three_sides_have_no_one_k(three):
    with pytest.raises(ValueError):
        _ = three.observed
    assert three.count_documents().tolist() == [[2, 1], [2, 0], [2, 0]]


@given(corpora(sides=["US", "CN", "FR"]))
@settings(max_examples=40)
def test_a_pair_among_three_is_the_pair_alone(codings):
    documents = pd.DataFrame({"document_id": [*DOCUMENTS["document_id"], "f1", "f2", "f3"]})
    evidence = take_evidence(codings)
    for pair in count(evidence, documents, CATEGORIES, ["US", "CN", "FR"]).pairs():
        alone = count(evidence, documents, CATEGORIES, pair.codes)
        assert pair.observed.fractions == alone.observed.fractions
        grades = [c.observed.name_grades(STUDY).tolist() for c in (pair, alone)]
        assert grades[0] == grades[1]
        assert np.array_equal(pair.observed.values, alone.observed.values, equal_nan=True)
        assert (pair.count_documents() == alone.count_documents()).all()
