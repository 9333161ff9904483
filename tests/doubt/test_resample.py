"""Documents taken again: against a row-wise reference, and at the edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.base.errors import ParameterError
from analysis.corpus.evidence import take_evidence
from analysis.doubt.resample import STABILITY, bootstrap, weigh
from analysis.overlap.count import compare_pairs
from analysis.overlap.rule import SCALE, STUDY, Cuts, name_share
from bench import resample as naive
from tests.codings import (
    EXAMPLE,
    SIDES,
    THREE,
    THREE_DOCUMENTS,
    THREE_SIDES,
    corpora,
    make_codings,
    tally,
)
from tests.oracle import list_rows, share_grades

SHARES = [name_share(grade) for grade in SCALE]


@given(corpora(), st.integers(0, 5), st.sampled_from([STUDY, Cuts(0.4, 0.6)]))
@settings(max_examples=60)
def test_the_same_draw_gives_exactly_the_same_shares_row_by_row(codings, seed, cuts):
    counts = tally(codings)
    table = bootstrap(counts, cuts, resamples=12, seed=seed)
    draws = naive.draw_both(counts, 12, seed)
    expected = share_grades(list_rows(codings), counts, draws, cuts)
    found = table[SHARES].to_numpy()
    assert (found == expected.to_numpy()).all()
    assert np.allclose(found.sum(axis=1), 1)


def test_the_pandas_way_of_the_benchmark_gives_the_same_too():
    evidence = take_evidence(EXAMPLE)
    counts = tally(EXAMPLE)
    draws = naive.draw_both(counts, 40, 3)
    shares, ks = naive.grade_naively(naive.spread(evidence), counts, draws)
    table = bootstrap(counts, STUDY, resamples=40, seed=3)
    assert (shares.to_numpy() == table[SHARES[:3]].to_numpy()).all()
    measured = counts.measure(*(weigh(s, d) for d, s in zip(draws, counts.sides, strict=True)))
    exact = [[k[c] for c in counts.categories] for k in ks]
    values = np.array([[np.nan if k is None else float(k) for k in row] for row in exact])
    assert np.allclose(measured.values, values, equal_nan=True)


def test_made_up_codings_are_resampled_alike_by_both_ways():
    result = naive.time_many(codings=3000, resamples=10, naive_resamples=2)
    assert result["ratio"] > 1


def test_draws_do_not_depend_on_blocks_order_of_sides_or_progress(monkeypatch):
    whole = bootstrap(tally(EXAMPLE), STUDY, resamples=50, seed=4)
    seen = []
    watched = bootstrap(
        tally(EXAMPLE),
        STUDY,
        resamples=50,
        seed=4,
        progress=lambda done, of: seen.append((done, of)),
    )
    pd.testing.assert_frame_equal(whole, watched)
    assert seen[-1] == (50, 50) and len(seen) >= 20
    monkeypatch.setattr("analysis.base.draws.MOST_NUMBERS", 7)
    pd.testing.assert_frame_equal(whole, bootstrap(tally(EXAMPLE), STUDY, resamples=50, seed=4))
    turned = tally(EXAMPLE, sides=SIDES[::-1])
    pd.testing.assert_frame_equal(whole, bootstrap(turned, STUDY, resamples=50, seed=4))


def test_stability_has_the_columns_and_another_seed_another_draw():
    table = bootstrap(tally(EXAMPLE), STUDY, resamples=200, seed=1)
    assert (
        list(table) == list(STABILITY) == ["category", *SHARES, "low", "high", "bias", "n_defined"]
    )
    assert table["category"].tolist() == ["bias", "privacy"]
    assert not table.equals(bootstrap(tally(EXAMPLE), STUDY, resamples=200, seed=2))
    row = table.iloc[0]
    assert 0 <= row["low"] <= row["high"] <= 1 and row["n_defined"] <= 200


def test_other_cuts_grade_the_same_draws_otherwise():
    strict, lenient = (
        bootstrap(tally(EXAMPLE), cuts, resamples=60, seed=1) for cuts in (Cuts(1, 1), Cuts(0, 0))
    )
    assert strict.iloc[0]["share_moderate"] == lenient.iloc[0]["share_moderate"] == 0
    assert lenient.iloc[0]["share_weak"] == 0 < strict.iloc[0]["share_weak"]
    same = ["low", "high", "bias", "n_defined", "share_one_sided"]
    pd.testing.assert_frame_equal(strict[same], lenient[same])


def test_rare_positions_drop_out_and_the_bias_says_so():
    rows = [
        f"{s} bias.p{n} {d}{n % 3 + 1}" for s, d in (("US", "u"), ("CN", "c")) for n in range(6)
    ]
    row = bootstrap(tally(make_codings(*rows)), STUDY, resamples=500).iloc[0]
    assert row["bias"] < -0.1


def test_one_document_on_a_side_gives_no_interval():
    codings = make_codings("US bias.x u1", "US privacy.p u2", "CN bias.x c1", "CN bias.y c2")
    row = bootstrap(tally(codings), STUDY, resamples=300).iloc[0]
    assert row[["low", "high", "bias"]].isna().all()
    # two US documents, one of them here: absent from a quarter of the resamples
    assert row["share_one_sided"] == pytest.approx(0.25, abs=0.1)
    assert row["n_defined"] == 300 * (1 - row["share_one_sided"])


def test_a_corpus_of_two_documents():
    codings = make_codings("US bias.x u1", "CN bias.x c1")
    table = bootstrap(tally(codings), STUDY, resamples=20)
    assert table["share_strong"].tolist() == [1, 0]
    assert table["share_no_evidence"].tolist() == [0, 1]
    assert table[["low", "high", "bias"]].isna().all(axis=None)


def test_a_category_absent_on_one_side():
    row = bootstrap(tally(EXAMPLE), STUDY, resamples=50).iloc[1]
    assert row["category"] == "privacy" and row["n_defined"] == 0
    assert row["share_one_sided"] + row["share_no_evidence"] == 1
    assert row[["low", "high", "bias"]].isna().all()


def test_no_evidence_at_all_and_unnamed_codings_only():
    empty = tally(make_codings())
    assert bootstrap(empty, STUDY, resamples=5)["share_no_evidence"].tolist() == [1, 1]
    unnamed = tally(make_codings("US bias.x -", "CN bias.x -"))
    table = bootstrap(unnamed, STUDY, resamples=5)
    assert table["share_strong"].tolist() == [1, 0] and np.isnan(table["low"][0])


@pytest.mark.parametrize("wrong", [{"resamples": 0}, {"resamples": 100_001}, {"seed": -1}])
def test_no_resamples_too_many_and_negative_seeds_are_refused(wrong):
    with pytest.raises(ParameterError):
        bootstrap(tally(EXAMPLE), STUDY, **wrong)


def test_a_pair_among_three_sides_is_drawn_as_the_pair_alone():
    def draw(counts):
        return compare_pairs(counts, lambda pair: bootstrap(pair, STUDY, resamples=30, seed=3))

    whole = draw(tally(THREE, THREE_DOCUMENTS, sides=THREE_SIDES))
    assert len(whole) == 6
    for (a, b), own in whole.groupby(["side_a", "side_b"], sort=False):
        alone = draw(tally(THREE, THREE_DOCUMENTS, sides=[a, b]))
        pd.testing.assert_frame_equal(own.reset_index(drop=True), alone)
