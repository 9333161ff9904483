"""Concurrence K: against its definition in fractions, and what must hold for any two sides."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.overlap.concurrence import Concurrence, concur
from analysis.overlap.rule import SCALE, STUDY, Cuts
from tests.oracle import concur_naively

POSITIONS = "abcdef"
counts = st.dictionaries(st.sampled_from(POSITIONS), st.integers(1, 20), max_size=6)
stated = st.dictionaries(st.sampled_from(POSITIONS), st.integers(1, 20), min_size=1, max_size=6)
ONE_CATEGORY = np.ones((6, 1))
THREE_CATEGORIES = np.kron(np.eye(3), np.ones((2, 1)))
"""Positions a and b, c and d, e and f."""


def to_row(codings, positions=POSITIONS):
    return np.array([float(codings.get(position, 0)) for position in positions])


def find_k(a, b):
    [k] = concur(to_row(a), to_row(b), ONE_CATEGORY).fractions
    return k


@given(counts, counts)
def test_it_is_what_its_definition_says_category_by_category(a, b):
    assert find_k(a, b) == concur_naively(a, b)
    found = concur(to_row(a), to_row(b), THREE_CATEGORIES)
    for place, k in enumerate(found.fractions):
        own = [
            {p: n for p, n in side.items() if p in POSITIONS[2 * place : 2 * place + 2]}
            for side in (a, b)
        ]
        assert k == concur_naively(*own)
        assert found.is_defined[place] == (k is not None)
        wanted = np.nan if k is None else float(k)
        assert found.values[place] == pytest.approx(wanted, abs=1e-15, nan_ok=True)


@given(counts, counts, st.sampled_from([(0.5, 0.75), (0.6, 0.6), (0, 1), (0.3, 0.7)]))
def test_many_are_graded_as_one_is(a, b, cuts):
    rule = Cuts(*cuts)
    found = concur(to_row(a), to_row(b), ONE_CATEGORY)
    grade = rule.grade(concur_naively(a, b), has_any=bool(a or b))
    assert found.name_grades(rule).tolist() == [grade]
    assert [SCALE[rank] for rank in found.grade(rule)] == [grade]


@given(st.lists(counts, min_size=1, max_size=4), counts)
def test_many_draws_are_measured_as_one_is(draws, b):
    stacked = concur(np.array([to_row(a) for a in draws]), to_row(b), THREE_CATEGORIES)
    for row, a in zip(stacked.values, draws, strict=True):
        alone = concur(to_row(a), to_row(b), THREE_CATEGORIES)
        assert np.array_equal(row, alone.values, equal_nan=True)
    alone = [concur(to_row(a), to_row(b), THREE_CATEGORIES).name_grades(STUDY) for a in draws]
    assert (stacked.name_grades(STUDY) == np.array(alone)).all()


@given(counts, counts)
def test_it_does_not_depend_on_which_side_is_first(a, b):
    assert find_k(a, b) == find_k(b, a)


@given(stated, stated)
def test_it_lies_between_nothing_and_everything(a, b):
    assert 0 <= find_k(a, b) <= 1


@given(stated)
def test_a_side_concurs_wholly_with_itself(a):
    assert find_k(a, a) == 1


@given(stated, stated)
def test_sides_without_a_shared_position_concur_on_nothing(a, b):
    every = [f"{side} {position}" for side in "ab" for position in POSITIONS]
    rows = [
        to_row({f"{name} {p}": n for p, n in side.items()}, every)
        for name, side in (("a", a), ("b", b))
    ]
    assert concur(*rows, np.ones((12, 1))).fractions == [0]


@given(stated, counts)
def test_it_is_undefined_only_where_a_side_is_silent(a, b):
    assert (find_k(a, b) is None) == (not b)


def test_the_sides_are_averaged_so_that_the_larger_does_not_decide():
    # one side says a hundred times, the other a once and b once
    assert find_k({"a": 100}, {"a": 1, "b": 1}) == Fraction(3, 4)


def test_where_it_meets_a_cut_whole_numbers_decide():
    ones = np.ones(1)
    half = Concurrence(ones * 7, ones * 49, ones * 6, ones * 7)
    # 1/7 + 6/7 in floats may fall short of one
    assert half.fractions == [Fraction(1, 2)] and half.name_grades(STUDY)[0] == "moderate"
    just = Fraction(1, 10**15)
    assert half.is_at_least([Fraction(1, 2)])[0]
    assert not half.is_at_least([Fraction(1, 2) + just])[0]
    assert half.is_at_least([Fraction(1, 2) - just])[0]


def test_each_category_may_have_a_cut_of_its_own():
    found = concur(to_row({"a": 1, "c": 1, "d": 1}), to_row({"a": 1, "c": 1}), THREE_CATEGORIES)
    assert found.fractions == [1, Fraction(3, 4), None]
    cuts = [Fraction(1), Fraction(3, 4) + Fraction(1, 10**12), Fraction(0)]
    assert found.is_at_least(cuts).tolist() == [True, False, False]
