"""The rule: where the cuts may lie, and which K gets which grade."""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.base.errors import ParameterError
from analysis.base.paths import OUTPUT_VARIABLE
from analysis.corpus.results import read_table, write_table
from analysis.corpus.tables import GRADES
from analysis.overlap.rule import BORDER, SCALE, STUDY, Bounds, Cuts, is_thin

JUST = Fraction(1, 10**9)


def test_grades_change_exactly_at_the_cuts():
    ks = [Fraction(1, 2) - JUST, Fraction(1, 2), Fraction(3, 4) - JUST, Fraction(3, 4)]
    assert [STUDY.grade(k) for k in ks] == ["weak", "moderate", "moderate", "strong"]
    assert [STUDY.grade(Fraction(end)) for end in (0, 1)] == ["weak", "strong"]


def test_without_k_there_is_no_grade_and_the_word_says_whether_anybody_speaks():
    assert STUDY.grade(None) == "one-sided"
    assert STUDY.grade(None, has_any=False) == "no evidence"


def test_a_decimal_cut_is_compared_as_it_is_written():
    # as a binary float 0.7 is below 7/10, and 0.1 is above 1/10
    cuts = Cuts(0.1, 0.7)
    assert (cuts.weak_below, cuts.strong_from) == (Fraction(1, 10), Fraction(7, 10))
    assert cuts.grade(Fraction(7, 10)) == "strong"
    assert cuts.grade(Fraction(7, 10) - JUST) == "moderate"
    assert cuts.grade(Fraction(1, 10)) == "moderate"
    assert cuts.grade(Fraction(1, 10) - JUST) == "weak"


def test_a_cut_may_be_a_fraction_that_no_decimal_is():
    assert Cuts(Fraction(1, 3), Fraction(2, 3)).grade(Fraction(2, 3)) == "strong"
    assert Cuts(Fraction(1, 3), Fraction(2, 3)).grade(Fraction(1, 3)) == "moderate"


def test_the_border_includes_its_end():
    assert STUDY.is_borderline(Fraction(45, 100))
    assert STUDY.is_borderline(Fraction(80, 100))
    assert STUDY.is_borderline(STUDY.weak_below + BORDER)
    assert not STUDY.is_borderline(Fraction(449, 1000))
    assert not STUDY.is_borderline(Fraction(801, 1000))
    assert not STUDY.is_borderline(Fraction(65, 100))
    assert not STUDY.is_borderline(None)


@pytest.mark.parametrize("cut", [-0.01, 1.01, math.nan, math.inf, Fraction(-1, 10**9)])
def test_a_cut_outside_of_nothing_to_everything_is_refused_by_its_name(cut):
    with pytest.raises(ParameterError, match=r"^weak_below is .*: give a number from 0 to 1"):
        Cuts(cut, 0.75)
    with pytest.raises(ParameterError, match=r"^strong_from is .*: give a number from 0 to 1"):
        Cuts(0.5, cut)


def test_cuts_the_wrong_way_round_are_refused_and_equal_ones_leave_no_moderate():
    with pytest.raises(ParameterError, match=r"weak_below=0.8 is above strong_from=0.75"):
        Cuts(0.8, 0.75)
    equal = Cuts(0.6, 0.6)
    assert [equal.grade(Fraction(n, 10)) for n in (5, 6, 7)] == ["weak", "strong", "strong"]


def test_the_ends_are_cuts_too():
    assert Cuts(0, 1).grade(Fraction(0)) == "moderate"
    assert Cuts(0, 1).grade(Fraction(1)) == "strong"
    assert Cuts(0, 0).grade(Fraction(0)) == "strong"
    assert Cuts(1, 1).grade(1 - JUST) == "weak"


def test_cuts_are_a_value_and_cannot_be_changed():
    assert Cuts(0.5, 0.75) == STUDY and hash(Cuts(0.5, 0.75)) == hash(STUDY)
    with pytest.raises(AttributeError):
        STUDY.weak_below = Fraction(1, 4)


cuts = st.lists(st.floats(0, 1), min_size=2, max_size=2).map(sorted).map(lambda pair: Cuts(*pair))


@given(cuts)
@settings(max_examples=25)
def test_the_cuts_that_a_notebook_hands_on_are_those_it_used(tmp_path_factory, used):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OUTPUT_VARIABLE, str(tmp_path_factory.mktemp("out")))
        write_table(pd.DataFrame([used.to_row()]), "tiny", "cuts")
        table = read_table("tiny", "cuts")
    assert len(table) == 1
    assert Cuts(**table.iloc[0]) == used


@given(cuts, st.fractions(0, 1))
def test_more_overlap_never_means_a_lower_grade(used, k):
    order = [GRADES.index(used.grade(value)) for value in (k, k + (1 - k) / 7)]
    assert order == sorted(order)


def test_thin_is_fewer_than_three_codings_or_two_documents():
    assert not is_thin(3, 2)
    assert is_thin(2, 2) and is_thin(3, 1) and is_thin(0, 0)


def test_the_scale_is_the_three_degrees_and_what_stands_for_none():
    assert len(SCALE) == 5 and SCALE[:3] == GRADES[::-1]


def test_a_verdict_does_not_hang_on_the_last_digit_of_a_sum():
    bounds, speck = Bounds(0.5, 0.8), 1e-15
    assert bounds.judge(0.8 - speck, 0.5 - speck, 1.2) == "shared"
    assert bounds.judge(0.5 - speck, 0.2, 0.8) == "cannot be told"
    assert bounds.judge(0.4, 0.2, 0.8 + speck) == "different"
    assert bounds.judge(0.79, 0.6, 1.2) == "cannot be told"
