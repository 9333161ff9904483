"""Resampling, leaving out, thresholds: against a row-wise reference, and at the edges."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.base.draws import sample_multiplicities, sample_parts, seed_generator
from analysis.base.errors import DataError, ParameterError
from analysis.corpus.evidence import merge_neighbours
from analysis.doubt.cuts import grade_over_grid
from analysis.doubt.halves import compare_halves
from analysis.doubt.leave_out import (
    find_decisive,
    leave_issuer_out,
    leave_one_out,
    leave_status_out,
)
from analysis.doubt.resample import STABILITY, bootstrap
from analysis.overlap import measure as overlap
from analysis.overlap.concurrence import Concurrence
from analysis.overlap.count import count
from analysis.overlap.measure import compare_readings
from analysis.overlap.rule import SCALE
from bench import resample as bench_resample

SIDES = ["US", "CN"]
CATEGORIES = pd.DataFrame({"code": ["bias", "privacy"], "domain": ["risk", "risk"]})
DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["u1", "u2", "u3", "c1", "c2", "c3", "never"],
        "country": ["US"] * 3 + ["CN"] * 3 + ["US"],
        "issuer": ["A", "A", "B", "A", "C", "", ""],
        "legal_status": ["rescinded", "in force", "draft", "superseded"] + ["in force"] * 3,
    }
)


def make_codings(*rows):
    """Settled codings from 'side position documents [force] [kind]'."""
    made = []
    for number, text in enumerate(rows):
        side, position, documents, *rest = text.split()
        rest += ["law", "specific"][len(rest) :]
        category = position.split(".")[0]
        made.append(
            {
                "coding_id": str(number),
                "coder": "settled",
                "country": side,
                "category": category,
                "position": "unspecified" if position.endswith(".?") else position,
                "force": rest[0],
                "kind": rest[1],
                "documents": "" if documents == "-" else documents,
            }
        )
    columns = ["coding_id", "coder", "country", "category", "position", "force", "kind"]
    return pd.DataFrame(made, columns=[*columns, "documents"], dtype=object)


def count(codings, documents=DOCUMENTS, categories=CATEGORIES):
    return count(overlap.take_evidence(codings), documents, categories, SIDES)


EXAMPLE = make_codings(
    "US bias.x u1",
    "US bias.x u1;u2",
    "US bias.y u3",
    "US bias.z -",
    "US bias.? u2",
    "CN bias.x c1",
    "CN bias.x c2;c3",
    "CN bias.w c2",
    "US privacy.p u1",
)


def reference_k(evidence, category, weigh):
    """K row by row, in fractions: the weight of each coding decides, nothing is vectorised."""
    counts = {side: {} for side in SIDES}
    for row in evidence.itertuples():
        if row.category != category or row.position == "unspecified":
            continue
        weight = weigh(row)
        if weight:
            own = counts[row.country]
            own[row.position] = own.get(row.position, Fraction(0)) + weight
    totals = {side: sum(own.values()) for side, own in counts.items()}
    has = [bool(totals[side]) for side in SIDES]
    if not all(has):
        return None, has
    k = Fraction(0)
    for side, other in (SIDES, SIDES[::-1]):
        shared = sum((n for p, n in counts[side].items() if p in counts[other]), Fraction(0))
        k += shared / totals[side] / 2
    return k, has


def reference_shares(evidence, counts, draws, strong_from=0.75, weak_below=0.5):
    """The share of each grade over given draws, row by row."""
    names = [side.documents for side in counts.sides]
    shares = {c: dict.fromkeys(SCALE, 0) for c in counts.categories}
    for pair in zip(*draws, strict=True):
        times = {
            name: int(n)
            for own, part in zip(names, pair, strict=True)
            for name, n in zip(own, part, strict=True)
        }

        def weigh(row, times=times):
            if not row.documents:
                return Fraction(1)
            return Fraction(sum(times[d] for d in row.documents), len(row.documents))

        for category in counts.categories:
            k, has = reference_k(evidence, category, weigh)
            shares[category][overlap.grade(k, *has, strong_from, weak_below)] += 1
    return pd.DataFrame(shares).T / len(draws[0])


@st.composite
def corpora(draw):
    side = st.sampled_from(SIDES)
    rows = []
    for _ in range(draw(st.integers(1, 14))):
        code = draw(side)
        own = {"US": ["u1", "u2", "u3"], "CN": ["c1", "c2", "c3"]}[code]
        names = draw(st.lists(st.sampled_from(own), unique=True, max_size=3))
        position = draw(st.sampled_from(["bias.x", "bias.y", "bias.?", "privacy.p", "privacy.q"]))
        rows.append(f"{code} {position} {';'.join(names) or '-'}")
    return make_codings(*rows)


@given(corpora(), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_the_same_draw_gives_exactly_the_same_shares_row_by_row(codings, seed):
    counts = count(codings)
    table = bootstrap(counts, resamples=12, seed=seed)
    draws = bench_resample.draw_both(counts, 12, seed)
    expected = reference_shares(overlap.take_evidence(codings), counts, draws)
    found = table[list(STABILITY[1:6])].to_numpy()
    assert (found == expected.to_numpy()).all()
    assert np.allclose(found.sum(axis=1), 1)


@given(corpora())
@settings(max_examples=60, deadline=None)
def test_the_observed_k_is_the_one_of_the_overlap_module(codings):
    counts = count(codings)
    evidence = overlap.take_evidence(codings)
    for category, k in zip(counts.categories, counts.observed.fractions, strict=True):
        own = evidence[evidence["category"] == category]
        a, b = (overlap.count_codings(own[own["country"] == side]) for side in SIDES)
        assert k == overlap.concurrence(a, b)


@given(corpora())
@settings(max_examples=60, deadline=None)
def test_leaving_out_is_coding_again_without_the_document(codings):
    evidence = overlap.take_evidence(codings)
    for row in leave_one_out(count(codings)).itertuples():

        def weigh(coding, gone=row.left_out):
            return Fraction(not coding.documents or any(d != gone for d in coding.documents))

        k, has = reference_k(evidence, row.category, weigh)
        assert row.grade == overlap.grade(k, *has)
        assert (k is None and np.isnan(row.concurrence)) or row.concurrence == pytest.approx(
            float(k)
        )


def test_the_pandas_way_of_the_benchmark_gives_the_same_too():
    evidence = overlap.take_evidence(EXAMPLE)
    counts = count(EXAMPLE)
    draws = bench_resample.draw_both(counts, 40, 3)
    shares, ks = bench_resample.grade_naively(bench_resample.spread(evidence), counts, draws)
    table = bootstrap(counts, resamples=40, seed=3)
    assert (shares.to_numpy() == table[list(STABILITY[1:4])].to_numpy()).all()
    measured = counts.measure(
        *(d @ s.shares + s.unnamed for d, s in zip(draws, counts.sides, strict=True))
    )
    exact = [[k[c] for c in counts.categories] for k in ks]
    values = np.array([[np.nan if k is None else float(k) for k in row] for row in exact])
    assert np.allclose(measured.values, values, equal_nan=True)


def test_counts_are_whole_parts_and_documents_without_a_coding_are_not_drawn():
    counts = count(EXAMPLE)
    assert counts.unit == 2
    assert counts.sides[0].documents == ("u1", "u2", "u3")
    us = dict(zip(counts.positions, counts.sides[0].shares.T.tolist(), strict=True))
    assert us["bias.x"] == [3, 1, 0]
    assert dict(zip(counts.positions, counts.sides[0].unnamed, strict=True))["bias.z"] == 2


def test_half_is_never_below_half():
    # 1/6 + ... + 1/6 in floats falls short of what it should be
    codings = make_codings(
        *[f"US bias.p{n} u1" for n in range(6)], "CN bias.p0 c1", "CN bias.p1 c2"
    )
    k = count(codings).observed
    assert k.fractions[0] == Fraction(2, 3)
    assert k.is_at_least([Fraction(2, 3)])[0]
    assert not k.is_at_least([Fraction(2, 3) + Fraction(1, 10**15)])[0]
    ones = np.ones(1)
    half = Concurrence(ones * 7, ones * 49, ones * 6, ones * 7)
    assert half.fractions == [Fraction(1, 2)] and half.name_grades(0.75, 0.5)[0] == "moderate"


def test_draws_do_not_depend_on_blocks_order_of_sides_or_progress(monkeypatch):
    whole = bootstrap(count(EXAMPLE), resamples=50, seed=4)
    seen = []
    watched = bootstrap(
        count(EXAMPLE), resamples=50, seed=4, progress=lambda done, of: seen.append((done, of))
    )
    pd.testing.assert_frame_equal(whole, watched)
    assert seen[-1] == (50, 50) and len(seen) >= 20
    monkeypatch.setattr("analysis.doubt.resample.MOST_NUMBERS", 7)
    pd.testing.assert_frame_equal(whole, bootstrap(count(EXAMPLE), resamples=50, seed=4))
    turned = count(overlap.take_evidence(EXAMPLE), DOCUMENTS, CATEGORIES, SIDES[::-1])
    pd.testing.assert_frame_equal(whole, bootstrap(turned, resamples=50, seed=4))


def test_stability_has_the_columns_and_another_seed_another_draw():
    table = bootstrap(count(EXAMPLE), resamples=200, seed=1)
    assert list(table) == list(STABILITY)
    assert table["category"].tolist() == ["bias", "privacy"]
    assert not table.equals(bootstrap(count(EXAMPLE), resamples=200, seed=2))
    row = table.iloc[0]
    assert 0 <= row["low"] <= row["high"] <= 1 and row["n_defined"] <= 200


def test_rare_positions_drop_out_and_the_bias_says_so():
    rows = [
        f"{s} bias.p{n} {d}{n % 3 + 1}" for s, d in (("US", "u"), ("CN", "c")) for n in range(6)
    ]
    row = bootstrap(count(make_codings(*rows)), resamples=500).iloc[0]
    assert row["bias"] < -0.1


def test_one_document_on_a_side_gives_no_interval():
    codings = make_codings("US bias.x u1", "US privacy.p u2", "CN bias.x c1", "CN bias.y c2")
    row = bootstrap(count(codings), resamples=300).iloc[0]
    assert row[["low", "high", "bias"]].isna().all()
    # two US documents, one of them here: absent from a quarter of the resamples
    assert row["share_one_sided"] == pytest.approx(0.25, abs=0.1)
    assert row["n_defined"] == 300 * (1 - row["share_one_sided"])


def test_a_corpus_of_two_documents():
    codings = make_codings("US bias.x u1", "CN bias.x c1")
    table = bootstrap(count(codings), resamples=20)
    assert table["share_strong"].tolist() == [1, 0]
    assert table["share_no_evidence"].tolist() == [0, 1]
    assert table[["low", "high", "bias"]].isna().all(axis=None)
    left = leave_one_out(count(codings))
    assert left["grade"].tolist() == ["one-sided", "one-sided"]
    ceiling = compare_halves(count(codings), resamples=10)
    assert ceiling.query("measure == 'within'")["n"].eq(0).all()
    assert find_decisive(count(codings))["ties"].tolist() == [2, 0]


def test_a_category_absent_on_one_side():
    row = bootstrap(count(EXAMPLE), resamples=50).iloc[1]
    assert row["category"] == "privacy" and row["n_defined"] == 0
    assert row["share_one_sided"] + row["share_no_evidence"] == 1
    assert row[["low", "high", "bias"]].isna().all()
    decisive = find_decisive(count(EXAMPLE)).iloc[1]
    assert decisive["left_out"] == "u1" and decisive["grade"] == "one-sided"
    assert decisive["grade_without"] == "no evidence" and decisive["is_grade_changed"]


def test_no_evidence_at_all_and_unnamed_codings_only():
    empty = count(make_codings())
    assert bootstrap(empty, resamples=5)["share_no_evidence"].tolist() == [1, 1]
    assert leave_one_out(empty).empty
    assert compare_halves(empty, resamples=5)["n"].eq(0).all()
    unnamed = count(make_codings("US bias.x -", "CN bias.x -"))
    table = bootstrap(unnamed, resamples=5)
    assert table["share_strong"].tolist() == [1, 0] and np.isnan(table["low"][0])


def test_leave_one_out_keeps_a_coding_while_one_document_is_left():
    table = leave_one_out(count(EXAMPLE)).set_index(["category", "left_out"])
    assert list(table) == ["concurrence", "grade"]
    everything = count(EXAMPLE).observed.values[0]
    # u2 shares one coding with u1 and has one without a position: nothing moves
    assert table.loc[("bias", "u2"), "concurrence"] == everything
    # without u3: US x x z, CN x x w
    assert table.loc[("bias", "u3"), "concurrence"] == pytest.approx(2 / 3)
    assert ("privacy", "u2") not in table.index


def test_leave_issuer_out_takes_all_its_documents_of_one_side():
    table = leave_issuer_out(count(EXAMPLE), DOCUMENTS).query("category == 'bias'")
    assert table["left_out"].tolist() == ["A", "B", "A", "C"]
    # without US issuer A only y and z are left there: nothing is shared
    assert table["concurrence"].iloc[0] == 0 and table["grade"].iloc[0] == "weak"


def test_leave_status_out():
    table = leave_status_out(count(EXAMPLE), DOCUMENTS).set_index(["without", "category"])
    gone = table.loc[("no longer in force", "bias")]
    # u1 and c1 go; the coding on u1 and u2 stays: US x y z, CN x w
    assert gone["left_out"] == "u1;c1" and gone["concurrence"] == pytest.approx(5 / 12)
    assert gone["grade"] == "weak" and gone["is_grade_changed"]
    assert table.loc[("no longer in force", "privacy"), "grade"] == "no evidence"
    drafts = table.loc[("draft or proposal", "bias")]
    assert drafts["left_out"] == "u3" and not table["left_out"].isna().any()


def test_find_decisive_names_the_document_and_its_ties():
    table = find_decisive(count(EXAMPLE)).set_index("category")
    row = table.loc["bias"]
    moves = leave_one_out(count(EXAMPLE)).query("category == 'bias'")
    moves = (moves["concurrence"] - row["concurrence"]).abs()
    assert abs(row["concurrence_without"] - row["concurrence"]) == pytest.approx(moves.max())
    assert len(table) == 2 and row["ties"] >= 1


def test_the_grid_equals_grading_one_setting_after_the_other():
    counts = count(EXAMPLE)
    table = grade_over_grid(counts)
    assert list(table) == ["category", "strong_from", "weak_below", "grade"]
    assert (table["weak_below"] <= table["strong_from"]).all()
    ks = dict(zip(counts.categories, counts.observed.fractions, strict=True))
    for row in table.itertuples():
        has = (True, row.category == "bias")
        assert row.grade == overlap.grade(ks[row.category], *has, row.strong_from, row.weak_below)
    settings_in_grid = set(zip(table["strong_from"], table["weak_below"], strict=True))
    sweep = {(s, w) for s in (0.65, 0.75, 0.85) for w in (0.4, 0.5, 0.6)}
    assert sweep <= settings_in_grid


def test_the_ceiling_of_a_side_that_says_one_thing_is_one():
    codings = make_codings(*[f"US bias.x u{n}" for n in (1, 2, 3)], "CN bias.y c1", "CN bias.y c2")
    table = compare_halves(count(codings), resamples=60).query("category == 'bias'")
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
    table = compare_halves(count(make_codings(*rows)), resamples=400, seed=2)
    shuffled = table.query("measure == 'shuffled' and category == 'bias'").iloc[0]
    # K is 1 when each side holds one of each pair: 8 of the 20 deals
    assert shuffled["observed"] == 1
    assert shuffled["share_at_least"] == pytest.approx(0.4, abs=0.08)


def test_draws():
    assert sample_multiplicities(seed_generator(0, "x"), 0, 3).shape == (3, 0)
    assert sample_parts(seed_generator(0, "x"), 4, 2, 6).sum(axis=1).tolist() == [2.0] * 6
    parts = sample_parts(seed_generator(0, "x"), 5, 2, 4000).mean(axis=0)
    assert np.allclose(parts, 0.4, atol=0.05)


@pytest.mark.parametrize("call", [bootstrap, compare_halves])
@pytest.mark.parametrize("wrong", [{"resamples": 0}, {"seed": -1}])
def test_refuses_no_resamples_and_negative_seeds(call, wrong):
    with pytest.raises(ParameterError):
        call(count(EXAMPLE), **wrong)


def test_refuses_what_is_not_listed():
    with pytest.raises(DataError, match="unknown document in the codings: u9"):
        count(make_codings("US bias.x u9"))
    with pytest.raises(DataError, match="unknown category in the codings: other"):
        count(make_codings("US other.x u1"))
    with pytest.raises(ParameterError):
        count(overlap.take_evidence(EXAMPLE), DOCUMENTS, CATEGORIES, ["US", "US"])


def test_neighbours_count_once():
    codings = make_codings(
        "US bias.x u1",
        "US bias.x u1",
        "US bias.y u1",
        "US bias.x u1",
        "US bias.x u2",
        "US bias.x -",
        "US bias.x -",
    )
    kept = merge_neighbours(overlap.take_evidence(codings))
    assert kept["coding_id"].tolist() == ["0", "2", "3", "4", "5", "6"]


def test_readings_agree_with_the_overlap_table():
    codings = make_codings(
        "US bias.x u1 law",
        "US bias.x u1 pledge",
        "US bias.y u2 law",
        "US bias.? u2 law",
        "CN bias.x c1 pledge",
        "CN bias.z c2 law",
        "US bias.z - law summary",
        "US privacy.p u1 law",
    )
    positions = pd.DataFrame(
        {
            "code": ["bias.x", "bias.y", "bias.z", "privacy.p"],
            "category": ["bias"] * 3 + ["privacy"],
            "parent": ["", "bias.yz", "bias.yz", ""],
        }
    )
    graded = pd.DataFrame({"category": [], "grade": []})
    table = overlap.measure_overlap(codings, DOCUMENTS, CATEGORIES, positions, graded, SIDES)
    found = compare_readings(codings, DOCUMENTS, CATEGORIES, positions, SIDES)
    wide = found.pivot(index="category", columns="reading", values="concurrence")
    pairs = {
        "main": "concurrence",
        "by document": "concurrence_by_document",
        "with parents": "concurrence_parents",
        "with summaries": "concurrence_with_summaries",
        "with force": "concurrence_with_force",
        "similarity": "similarity",
    }
    for reading, column in pairs.items():
        assert np.allclose(wide[reading], table[column].astype(float), equal_nan=True), reading
    assert found["grade"].isna().sum() == 4
    assert wide.loc["bias"].notna().all()
    # once: US x y, CN x z -> 1/2
    assert wide.loc["bias", "neighbours once"] == pytest.approx(0.5)
    assert found.query("reading == 'main'")["is_changed"].eq(False).all()


def test_made_up_codings_are_resampled_alike_by_both_ways():
    result = bench_resample.time_many(codings=3000, resamples=10, naive_resamples=2)
    assert result["ratio"] > 1
