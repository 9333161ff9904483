"""Halves of a side and mixed groups of documents, where the answer can be worked out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from analysis.base.errors import ParameterError
from analysis.doubt.halves import HALVES, compare_halves
from analysis.overlap.count import compare_pairs
from tests.codings import (
    EXAMPLE,
    THREE,
    THREE_DOCUMENTS,
    THREE_SIDES,
    corpora,
    make_codings,
    tally,
)


def test_halves_of_a_side_that_says_one_thing_concur_wholly():
    codings = make_codings(*[f"US bias.x u{n}" for n in (1, 2, 3)], "CN bias.y c1", "CN bias.y c2")
    table = compare_halves(tally(codings), resamples=60).query("category == 'bias'")
    rows = table.set_index(["measure", table["side"].fillna("")])
    assert rows.loc[("within", "US"), ["mean", "low", "high", "n"]].tolist() == [1, 1, 1, 60]
    assert rows.loc[("between halves", ""), "mean"] == 0
    assert rows.loc[("between", ""), ["mean", "n", "observed"]].tolist() == [0, 1, 0]
    shuffled = rows.loc[("shuffled", "")]
    # K is 0 only if the deal happens to part x from y: 1 deal of 10
    assert 0 < shuffled["mean"] < 1 and shuffled["share_at_least"] == 1
    assert np.isnan(rows.loc[("between", ""), "low"])


def test_shuffling_says_how_rare_the_observed_overlap_is():
    rows = [f"{s} bias.p{n} {d}{n}" for s, d in (("US", "u"), ("CN", "c")) for n in (1, 2, 3)]
    table = compare_halves(tally(make_codings(*rows)), resamples=400, seed=2)
    shuffled = table.query("measure == 'shuffled' and category == 'bias'").iloc[0]
    # K is 1 when each side holds one of each pair: 8 of the 20 deals
    assert shuffled["observed"] == 1
    assert shuffled["share_at_least"] == pytest.approx(0.4, abs=0.08)


def test_documents_are_those_that_a_measure_can_draw_on():
    table = compare_halves(tally(EXAMPLE), resamples=5).query("category == 'bias'")
    rows = table.set_index(["measure", table["side"].fillna("")])["documents"]
    assert rows[("within", "US")] == rows[("within", "CN")] == 3
    fewer = compare_halves(tally(EXAMPLE), resamples=5).query("category == 'privacy'")
    rows = fewer.set_index(["measure", fewer["side"].fillna("")])["documents"]
    assert rows[("within", "US")] == 1
    assert rows[("within", "CN")] == rows[("between", "")] == rows[("shuffled", "")] == 0


def test_two_documents_have_no_halves_to_compare():
    table = compare_halves(tally(make_codings("US bias.x u1", "CN bias.x c1")), resamples=10)
    assert table.query("measure == 'within'")["n"].eq(0).all()


def test_codings_of_no_named_document_belong_to_no_half():
    codings = make_codings("US bias.x u1", "US bias.y -", "CN bias.x c1")
    between = compare_halves(tally(codings), resamples=5).query("measure == 'between'").iloc[0]
    assert between["observed"] == 1
    assert tally(codings).observed.values[0] == 3 / 4


@given(corpora())
@settings(max_examples=25)
def test_every_category_has_its_five_rows_and_no_share_leaves_its_bounds(codings):
    table = compare_halves(tally(codings), resamples=8)
    assert list(table) == list(HALVES)
    measures = ["within", "within", "between halves", "between", "shuffled"]
    assert table["measure"].tolist() == measures * 2
    assert table["category"].tolist() == ["bias"] * 5 + ["privacy"] * 5
    shares = table[["mean", "low", "high", "share_at_least", "share_at_most"]].stack()
    assert shares.dropna().between(0, 1).all()
    told = table.dropna(subset=["share_at_least"])
    assert (told["share_at_least"] + told["share_at_most"] >= 1 - 1e-9).all()
    assert (told["measure"] == "shuffled").all()


def test_draws_do_not_depend_on_blocks_or_progress(monkeypatch):
    whole = compare_halves(tally(EXAMPLE), resamples=50, seed=4)
    seen = []
    note = lambda done, of: seen.append((done, of))  # noqa: E731
    pd.testing.assert_frame_equal(whole, compare_halves(tally(EXAMPLE), 50, 4, progress=note))
    assert seen[-1] == (50, 50) and len(seen) >= 20
    monkeypatch.setattr("analysis.base.draws.MOST_NUMBERS", 7)
    pd.testing.assert_frame_equal(whole, compare_halves(tally(EXAMPLE), resamples=50, seed=4))


def test_no_evidence_at_all():
    assert compare_halves(tally(make_codings()), resamples=5)["n"].eq(0).all()


@pytest.mark.parametrize("wrong", [{"resamples": 0}, {"seed": -1}])
def test_no_resamples_and_negative_seeds_are_refused(wrong):
    with pytest.raises(ParameterError):
        compare_halves(tally(EXAMPLE), **wrong)


def test_a_pair_among_three_sides_is_halved_as_the_pair_alone():
    def halve(counts):
        return compare_pairs(counts, lambda pair: compare_halves(pair, 20, 3))

    whole = halve(tally(THREE, THREE_DOCUMENTS, sides=THREE_SIDES))
    for (a, b), own in whole.groupby(["side_a", "side_b"], sort=False):
        alone = halve(tally(THREE, THREE_DOCUMENTS, sides=[a, b]))
        pd.testing.assert_frame_equal(own.reset_index(drop=True), alone)
