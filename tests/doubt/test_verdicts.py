"""Intervals, tests and verdicts on R: against plain loops, and at the edges."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest

from analysis.base.draws import adjust
from analysis.doubt.identical_sides import sample_identical_sides, tabulate_yardstick
from analysis.doubt.jackknife import estimate_by_category, estimate_overall
from analysis.doubt.permute import deal_one_population
from analysis.doubt.verdicts import tabulate_by_category, tabulate_overall
from analysis.overlap.agreement import agree, profile_sides
from analysis.overlap.rule import Bounds, Cuts
from tests.overlap.test_agreement import ROWS, make_counts

MORE = [*ROWS, "a4 bias.x", "a5 bias.w", "b4 bias.y", "b5 bias.x"]
BOUNDS = Bounds(0.5, 0.75)


def test_the_jackknife_is_leaving_out_one_document_after_the_other():
    a, b = profile_sides(make_counts(*MORE))
    found = estimate_by_category(a, b)
    logs = [[np.log(agree(a.without(n), b).ratio[0]) for n in range(6)],
            [np.log(agree(a, b.without(n)).ratio[0]) for n in range(6)]]  # fmt: skip
    variances = [5 / 6 * np.square(np.array(own) - np.mean(own)).sum() for own in logs]
    freedom = sum(variances) ** 2 / sum(v**2 / 5 for v in variances)
    # the t quantile by a library of its own
    from scipy.stats import t

    reach = t.ppf(0.975, freedom) * np.sqrt(sum(variances))
    centre = np.log(agree(a, b).ratio[0])
    assert found.low[0] == pytest.approx(np.exp(centre - reach))
    assert found.high[0] == pytest.approx(np.exp(centre + reach))
    assert np.isnan(found.low[1])


def test_the_pool_is_a_ratio_of_sums_over_what_has_enough_documents():
    rows = [*MORE, *(row.replace("bias", "privacy") for row in MORE if row[1] in "0123")]
    a, b = profile_sides(make_counts(*rows, "a5 privacy.q"))
    found = agree(a, b)
    pooled = estimate_overall(a, b)
    assert pooled.value[0] == pytest.approx(found.between.sum() / found.within.sum())
    assert pooled.low[0] < pooled.value[0] < pooled.high[0]
    few = [row for row in rows if row.startswith(("a", "b0 privacy", "b1 bias", "b0 bias"))]
    a, b = profile_sides(make_counts(*few))
    assert np.isnan(estimate_overall(a, b).value[0])


def test_dealing_anew_counts_the_deals_that_are_as_far_apart():
    rows = [f"{s}{n} bias.{p}" for s, p in (("a", "x"), ("b", "y")) for n in range(4)]
    a, b = profile_sides(make_counts(*rows))
    found = deal_one_population(a, b, 20_000, seed=3)
    # only the deal that parts x from y, and its mirror, has nothing in common: 2 of 70
    assert found.possible[0] == comb(8, 4) == 70
    assert found.p_less[0] == pytest.approx(2 / 70, abs=0.004)
    assert found.overall == pytest.approx(2 / 70, abs=0.004)
    within = deal_one_population(a, b, 2_000, 3, ["law"] * 4 + ["pledge"] * 4)
    assert within.overall == 1, "within kinds that only one side has nothing can be dealt"


def test_too_few_deals_cannot_be_tested():
    a, b = profile_sides(make_counts("a0 bias.x", "a1 bias.y", "b0 bias.z", "b1 bias.z"))
    found = deal_one_population(a, b, 100, seed=0)
    assert found.possible[0] == 6 and np.isnan(found.p_less[0])


def test_q_values_are_those_of_benjamini_and_hochberg():
    from scipy.stats import false_discovery_control

    p = np.array([0.001, 0.2, 0.03, 0.04, 0.9, 0.03])
    assert adjust(p) == pytest.approx(false_discovery_control(p))


def verdict_of(rows):
    table = tabulate_by_category(make_counts(*rows), BOUNDS, 100, 0)
    return table[table["m"] == 1].set_index("category").loc["bias"]


def test_a_category_with_one_position_is_never_called_alike():
    rows = [f"{s}{n} bias.x" for s in "ab" for n in range(5)]
    found = verdict_of(rows)
    assert found["ratio"] == 1 and found["verdict"] == "cannot be told"
    assert found["reason"] == "fewer than two positions"


def test_verdicts_and_what_keeps_from_one():
    alike = [f"{s}{n} bias.{p}" for s in "ab" for n in range(6) for p in "xy"]
    assert verdict_of(alike)["verdict"] == "shared"
    apart = [f"{s}{n} bias.{p}" for s, ps in (("a", "xq"), ("b", "yz")) for n in range(6)
             for p in ps]  # fmt: skip
    assert verdict_of(apart)["reason"] == "nothing shared"
    few = verdict_of([row for row in alike if row[:2] not in ("b3", "b4", "b5")])
    assert (few["verdict"], few["reason"], few["reason_sides"]) == (
        "cannot be told", "too few documents", "BB",
    )  # fmt: skip
    bare = [row for row in alike if row[0] == "a"] + ["b0 unspecified"]
    frame = make_counts_with_mentions(bare)
    table = tabulate_by_category(frame, BOUNDS, 100, 0)
    assert table.iloc[0][["reason", "reason_sides"]].tolist() == ["only mentions", "BB"]


def make_counts_with_mentions(rows):
    from analysis.overlap.count import count
    from tests.overlap.test_agreement import CATEGORIES, DOCUMENTS, SIDES

    pairs = [row.split() for row in rows]
    frame = pd.DataFrame(
        {
            "country": [SIDES["ab".index(n[0])] for n, _ in pairs],
            "category": ["bias"] * len(pairs),
            "position": [p for _, p in pairs],
            "documents": [[n] for n, _ in pairs],
        }
    )
    return count(frame, DOCUMENTS, CATEGORIES, SIDES)


def test_the_whole_names_the_documents_that_matter_most():
    table = tabulate_overall(make_counts(*MORE), ["law"] * 12, 500, 1)
    assert table["m"].tolist() == [1, 3]
    row = table.iloc[0]
    assert row["lowest_ratio"] <= row["ratio"] <= row["highest_ratio"]
    assert row["lowest_without"] in {f"{s}{n}" for s in "ab" for n in range(6)}
    assert 0 < row["p_less"] <= 1 and table["p_less"].isna().tolist() == [False, True]


def test_identical_sides_with_one_coding_each_meet_by_chance():
    rows = ["a0 bias.x", "b0 bias.y"]
    found = sample_identical_sides(make_counts(*rows), Cuts(0.5, 0.75), 1, 4000).iloc[0]
    # two positions, one coding a side: the same half of the time
    assert found["p_strong"] == pytest.approx(0.5, abs=0.03)
    assert found["p_weak"] == pytest.approx(0.5, abs=0.03)


def test_the_yardstick_never_grades_a_category_with_one_position_and_asks_for_support():
    counts = make_counts("a0 bias.x", "a1 bias.y", "b0 bias.x", "b1 bias.y", "a0 privacy.p",
                         "b0 privacy.p")  # fmt: skip
    ledger = pd.DataFrame(
        [("bias.x", "AA", 1), ("bias.x", "BB", 2), ("bias.y", "AA", 2), ("bias.y", "BB", 0),
         ("privacy.p", "AA", 1), ("privacy.p", "BB", 1)],
        columns=["position", "side", "documents_sure"],
    )  # fmt: skip
    graded = pd.DataFrame({"category": ["bias"], "grade_published": ["weak"]})
    table = tabulate_yardstick(counts, ledger, graded, Cuts(0.5, 0.75), 1)
    rows = table.set_index(["category", "support"])
    # at support 1 AA takes both, BB takes x alone: (1/2 + 1) / 2
    assert rows.loc[("bias", 1), "concurrence"] == pytest.approx(0.75)
    assert rows.loc[("bias", 2), "concurrence"] == pytest.approx((1 / 2 + 1 / 2) / 2)
    assert rows.loc[("privacy", 1), "concurrence"] == 1
    assert rows.loc[("privacy", 1), "grade_by_rule"] is None
