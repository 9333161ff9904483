"""Setting corpora side by side: statuses, verdicts, and agreement by chance."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.findings import corpora as compare
from analysis.findings.compare import find_common, find_pairs, find_statuses, find_verdicts


def ledger(**statuses):
    """Make a ledger of two sides; a status by understanding."""
    rows = [
        (code.split("_")[0], code.replace("_", "."), side, status, 2 if status == "common" else 0)
        for code, status in statuses.items()
        for side in ("AA", "BB")
    ]
    return pd.DataFrame(rows, columns=["category", "position", "side", "status", "firmness"])


LEDGERS = {
    "p": ledger(bias_x="common", bias_y="anchored", bias_z="not found", privacy_a="not found"),
    "r": ledger(bias_x="common", bias_y="common", bias_z="not found", privacy_a="one-sided"),
}
TABLE = compare.compare_understandings(LEDGERS, ["bias.y", "bias.z"])
CALLED = {"en": {p: p.upper() for p in TABLE["position"]}}


def test_every_understanding_that_a_corpus_holds_or_the_study_names_is_a_row():
    # nobody holds bias.z, but the study names it
    assert TABLE["position"].tolist() == ["bias.x", "bias.y", "bias.z", "privacy.a"]
    assert TABLE["in_study"].tolist() == [False, True, True, False]
    assert TABLE["status_p"].tolist()[:2] == ["common", "anchored"]
    assert TABLE["firmness_r"].tolist() == [2, 2, 0, 0]
    unnamed = compare.compare_understandings(LEDGERS, [])
    assert "bias.z" not in set(unnamed["position"])


def test_statuses_are_crossed_and_none_is_lost():
    crossed = compare.cross_statuses(TABLE, ["p", "r"])
    rows = crossed.set_index(["status_a", "status_b"])[["understandings", "in_study"]]
    assert rows.loc[("anchored", "common")].tolist() == [1, 1]
    assert rows["understandings"].sum() == len(TABLE) and rows["in_study"].sum() == 2
    assert compare.cross_statuses(TABLE, ["p"]).empty


def test_what_is_common_in_one_is_looked_up_in_the_other():
    found = find_common(TABLE, ["p", "r"], CALLED)
    assert (found["n_common_all"], found["common_all"]) == (1, {"en": ["BIAS.X"]})
    assert found["common_in"]["r"] == {
        "n": 2, "p": {"common": 1, "anchored": 1, "one_sided": 0, "rare": 0, "not_found": 0}
    }  # fmt: skip
    counts = find_statuses(TABLE, ["p", "r"])
    assert counts["n_in_study"] == 2 and counts["in_study"]["r"]["not_found"] == 1


def test_a_category_has_its_counts_its_measure_and_its_grades():
    agreement = pd.DataFrame({
        "category": ["bias", "privacy"] * 2, "m": [1, 1, 2, 2], "ratio": [0.8, None, 9, 9],
        "low": [0.6, None, 9, 9], "high": [1.0, None, 9, 9],
        "verdict": ["shared", "cannot be told", "x", "x"],
    })  # fmt: skip
    overlap = pd.DataFrame({"category": ["bias", "privacy"], "grade_by_rule": ["weak", "strong"]})
    study = pd.DataFrame({"category": ["bias"], "grade": ["strong"]})
    different = agreement.replace({"shared": "different"})
    table = compare.compare_categories(
        TABLE, {"p": agreement, "r": different}, dict.fromkeys("pr", overlap), study, study.iloc[:0]
    ).set_index("category")
    assert table.loc["bias", ["common_p", "anchored_p", "common_r", "common_all"]].tolist() == [
        1, 1, 2, 1
    ]  # fmt: skip
    assert table.loc["bias", "ratio_p"] == 0.8, "the smallest effort is taken"
    assert table.loc["bias", "grade_study"] == "strong" and pd.isna(table["grade_graders"]).all()
    found = find_verdicts(table, ["p", "r"])
    assert found == {"told": {"p": 1, "r": 1}, "n_contradicting": 1}


def test_agreement_is_set_beside_what_chance_would_give():
    table = pd.DataFrame(
        {"a": ["strong", "weak", "weak", "one-sided"], "b": ["strong", "weak", "strong", "weak"]}
    )
    pair = compare.count_agreement(table, ["a", "b"]).iloc[0]
    assert (pair["n"], pair["same"]) == (3, 2)
    # a: 1 strong, 2 weak; b: 2 strong, 1 weak: (1*2 + 2*1) / 3
    assert pair["expected"] == pytest.approx(4 / 3)
    assert pair["kappa"] == pytest.approx((2 - 4 / 3) / (3 - 4 / 3))
    assert (pair["higher"], pair["lower"]) == (1, 0), "b sees more overlap in the third"


def test_agreement_of_nobody_is_undefined():
    table = pd.DataFrame({"a": ["one-sided"], "b": ["weak"]})
    pair = compare.count_agreement(table, ["a", "b"]).iloc[0]
    assert pair["n"] == 0 and math.isnan(pair["kappa"])


def test_pairs_say_who_sees_more_and_whether_chance_would_do():
    rows = [
        ("grade_study", "grade_p", 9, 4, 3.5, 5, 0),
        ("grade_study", "grade_q", 0, 0, 0.0, 0, 0),
    ]
    columns = ["first", "second", "n", "same", "expected", "higher", "lower"]
    found = find_pairs(pd.DataFrame(rows, columns=columns))
    assert (found["n_study_p"], found["same_study_p"], found["expected_study_p"]) == (9, 4, 3.5)
    one, none = found["pairs"]["study_p"], found["pairs"]["study_q"]
    assert one["is_above_chance"] and one["sees_more"] and not one["sees_less"] and one["has_any"]
    assert not any(none[flag] for flag in ("is_above_chance", "sees_more", "sees_less", "has_any"))
