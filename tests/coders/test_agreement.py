"""Agreement of coders and graders: over all, within each category, and where it is undefined."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from analysis.coders.agreement import (
    AGREEMENT,
    GIVEN,
    compare_coders,
    compare_graders,
    find_clusters,
    sample_weights,
)
from tests.coders.made_up import CATEGORIES, CODINGS, GRADES, POSITIONS, make_codings, pick


def compare(codings, coders=("a", "b"), **more):
    return compare_coders(codings, coders, CATEGORIES, POSITIONS, resamples=50, **more)


def test_coders_are_compared_over_all_and_within_each_category():
    table = compare(CODINGS)
    assert list(table) == list(AGREEMENT)
    coded = pick(table, "coded", None, "coded by all")
    assert coded["value"] == 0.8 and coded["n"] == 5
    assert pick(table, "category", None, "raw agreement")["value"] == 0.75
    assert pick(table, "category", None, "raw agreement")["n"] == 4
    assert pick(table, "position", None, "raw agreement")["value"] == 0.5
    # items 1 and 2 only: both coders put them there
    assert pick(table, "position", "bias", "raw agreement")["n"] == 2
    assert pick(table, "position", "privacy", "raw agreement")["n"] == 1
    assert pick(table, "force", None, "raw agreement")["value"] == 0.75
    assert "liability" not in set(table["category"])
    a, b = ["bias", "bias", "bias", "privacy"], ["bias", "bias", "privacy", "privacy"]
    kappa = pick(table, "category", None, "Cohen's kappa")["value"]
    assert kappa == pytest.approx(cohen_kappa_score(a, b))


def test_positions_chosen_by_one_coder_alone_are_a_disagreement():
    given = make_codings("1 a bias bias.x d", "1 b bias bias.x d", "2 a bias bias.y d",
                         "2 b bias bias.y d", "3 a bias unspecified d", "4 a bias bias.x e",
                         "4 b bias bias.y e")  # fmt: skip
    given["quote_id"] = given["coding_id"].map({"1": "q1", "2": "q2", "3": "q2", "4": "q3"})
    table = compare(given)
    # q1 is the same; in q2 coder a has one position more; q3 differs
    row = pick(table, GIVEN, None, "raw agreement")
    assert row["value"] == pytest.approx(1 / 3) and row["n"] == 3
    # item by item the position that only a chose is missing, and counts for nothing
    assert pick(table, "position", None, "raw agreement")["value"] == pytest.approx(2 / 3)
    # without quotes the item is the passage
    row = pick(compare(given.drop(columns="quote_id")), GIVEN, None, "raw agreement")
    assert row["value"] == 0.5 and row["n"] == 4
    alone = pick(compare(given, coders=("a",)), GIVEN, None, "raw agreement")
    assert np.isnan(alone["value"]) and alone["note"] == "undefined: only one coder"
    nobody = pick(compare(given, coders=()), GIVEN, None, "raw agreement")
    assert np.isnan(nobody["value"])


def test_intervals_resample_documents():
    row = pick(compare(CODINGS), "category", None, "raw agreement")
    assert row["low"] < row["value"] <= row["high"]
    one = compare(make_codings("1 a bias bias.x d", "1 b bias bias.x d", "2 a bias bias.y d"))
    row = pick(one, "category", None, "raw agreement")
    assert np.isnan(row["low"]) and row["note"] == "no interval: a single document"
    draws = sample_weights(pd.Series(["d", "d", "e"]), 30, 0)
    each = draws.multiplicities[:, draws.clusters]
    assert each.shape == (30, 3) and (each[:, 0] == each[:, 1]).all()


def test_the_same_seed_gives_the_same_table():
    pd.testing.assert_frame_equal(compare(CODINGS), compare(CODINGS))


def test_one_coder_only():
    table = compare(CODINGS, ["a"])
    assert table["value"].isna().all() and table["low"].isna().all()
    assert set(table["note"]) == {"undefined: only one coder"}


def test_a_coder_who_coded_nothing():
    table = compare(CODINGS[CODINGS["coder"] == "a"])
    assert pick(table, "coded", None, "coded by all")["value"] == 0
    row = pick(table, "category", None, "Krippendorff's alpha")
    assert np.isnan(row["value"]) and row["note"] == "undefined: nothing from b" and row["n"] == 0


def test_all_values_equal():
    codings = make_codings(*[f"{n} {c} bias bias.x d{n}" for n in range(4) for c in "ab"])
    table = compare(codings)
    for name in ("Krippendorff's alpha", "Cohen's kappa", "Gwet's AC1"):
        row = pick(table, "position", None, name)
        assert np.isnan(row["value"]) and row["note"] == "undefined: all values are equal"
    assert pick(table, "position", None, "raw agreement")["value"] == 1


def test_nothing_coded_at_all():
    table = compare(CODINGS.iloc[:0])
    assert list(table) == list(AGREEMENT) and table["value"].isna().all()


def test_three_coders():
    more = make_codings("1 c bias bias.x d1", "2 c bias bias.x d1", "3 c bias bias.y d2")
    table = compare(pd.concat([CODINGS, more]), ["a", "b", "c"])
    assert pick(table, "position", None, "raw agreement")["n"] == 4
    assert np.isfinite(pick(table, "position", None, "Cohen's kappa")["value"])


def test_clusters_are_the_documents():
    clusters = find_clusters(CODINGS)
    assert clusters.to_dict() == {"1": "d1", "2": "d1", "3": "d2", "4": "d3", "5": "coding 5"}
    quotes = pd.DataFrame({"quote_id": ["q"], "document_id": ["home"]})
    placed = CODINGS.assign(quote_id=["q"] + [None] * 9)
    assert find_clusters(placed, quotes)["1"] == "home"


def test_graders():
    table = compare_graders(GRADES, ["g1", "g2"], resamples=50)
    assert set(table["what"]) == {"grade"} and (table["n"] == 6).all()
    a, b = [0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 2, 2]
    for weights in ("linear", "quadratic"):
        found = pick(table, "grade", None, f"weighted kappa, {weights}")["value"]
        assert found == pytest.approx(cohen_kappa_score(a, b, weights=weights))
    row = pick(table, "grade", None, "Krippendorff's alpha, ordinal")
    assert row["low"] <= row["value"] <= row["high"]


def test_no_grades_and_one_grader():
    assert compare_graders(GRADES.iloc[:0], ["g1", "g2"]).empty
    table = compare_graders(GRADES, ["g1"], resamples=5)
    assert table["value"].isna().all()
    assert set(table["note"]) == {"undefined: only one coder"}
