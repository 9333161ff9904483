"""The grid of cuts: the same as grading one setting after the other."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings

from analysis.doubt.cuts import STRONG_FROM, WEAK_BELOW, grade_over_grid
from analysis.overlap.count import compare_pairs
from analysis.overlap.rule import STUDY, Cuts
from tests.codings import EXAMPLE, SIDES, THREE, THREE_DOCUMENTS, THREE_SIDES, corpora, tally
from tests.oracle import find_k, list_rows


@given(corpora())
@settings(max_examples=15)
def test_the_grid_equals_grading_one_setting_after_the_other(codings):
    table = grade_over_grid(tally(codings))
    assert list(table) == ["category", "strong_from", "weak_below", "grade"]
    assert (table["weak_below"] <= table["strong_from"]).all()
    rows = list_rows(codings)
    ks = {category: find_k(rows, category, SIDES) for category in table["category"].unique()}
    for row in table.itertuples():
        assert row.grade == Cuts(row.weak_below, row.strong_from).grade(*ks[row.category])


def test_the_grid_holds_the_cuts_of_the_study_and_of_the_sweep():
    table = grade_over_grid(tally(EXAMPLE))
    pairs = set(zip(table["strong_from"], table["weak_below"], strict=True))
    sweep = {(s, w) for s in (0.65, 0.75, 0.85) for w in (0.4, 0.5, 0.6)}
    assert sweep <= pairs and STUDY.numbers[::-1] in pairs
    allowed = sum(w <= s for s in STRONG_FROM for w in WEAK_BELOW)
    assert len(table) == 2 * allowed


def test_cuts_of_the_grid_are_exact():
    # K of the example is 17/24; a cut there is met, a hair above it is not
    counts = tally(EXAMPLE)
    [k, _] = counts.observed.fractions
    table = grade_over_grid(counts, [k, k + Fraction(1, 10**12)], [Fraction(0)])
    assert table.query("category == 'bias'")["grade"].tolist() == ["strong", "moderate"]


def test_three_sides_have_a_grid_for_each_pair():
    counts = tally(THREE, THREE_DOCUMENTS, sides=THREE_SIDES)
    table = compare_pairs(counts, grade_over_grid)
    assert len(table) == 3 * len(grade_over_grid(counts.pairs()[0]))
    assert list(table)[:3] == ["category", "side_a", "side_b"]
