"""The overlap table and the other readings of the same evidence, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.evidence import count_by_side
from analysis.corpus.select import select
from analysis.overlap.measure import compare_readings, measure_overlap, read_otherwise
from analysis.overlap.rule import STUDY, Cuts
from analysis.readers.folder import load_corpus
from tests.codings import (
    CATEGORIES,
    DOCUMENTS,
    SIDES,
    THREE,
    THREE_DOCUMENTS,
    THREE_SIDES,
    corpora,
    make_codings,
    tally,
)
from tests.oracle import find_similarity, list_rows, weigh_positions

THREE_CATEGORIES = pd.DataFrame(
    {"code": ["bias", "liability", "privacy"], "domain": ["risk", "governance", "risk"]}
)
POSITIONS = pd.DataFrame(
    {"code": ["bias.x", "bias.y", "liability.z"], "parent": ["bias.p", "bias.p", ""]}
)
GRADES = pd.DataFrame({"category": ["bias"], "grade": ["weak"]})
NO_GRADES = GRADES.iloc[:0]
ROWS = [
    "US bias.x u1 law",
    "US bias.x u2 law",
    "US bias.y u1;u2 law",
    "US bias.? u1 law",
    "US bias.y - law summary",
    "CN bias.x c1 pledge",
    "CN liability.z c1 law",
]


def measure(codings, categories=THREE_CATEGORIES, grades=GRADES, cuts=STUDY):
    counts = tally(codings, categories=categories)
    by_side = count_by_side(codings, DOCUMENTS, categories, SIDES)
    return measure_overlap(counts, by_side, categories, grades, cuts)


def read(codings, positions=POSITIONS, categories=THREE_CATEGORIES, cuts=STUDY):
    return compare_readings(codings, DOCUMENTS, categories, positions, SIDES, cuts)


def widen(readings, value="concurrence"):
    return readings.pivot(index="category", columns="reading", values=value)


def test_every_category_has_a_row_worked_by_hand():
    table = measure(make_codings(*ROWS))
    assert list(table) == [
        "category", "side_a", "side_b", "domain", "concurrence", "grade_by_rule",
        "is_borderline", "is_thin", "grade_published",
    ]  # fmt: skip
    row = table.set_index("category").loc["bias"]
    assert (row["side_a"], row["side_b"], row["domain"]) == ("US", "CN", "risk")
    assert row["concurrence"] == pytest.approx(5 / 6, abs=1e-15)  # (2/3 + 1) / 2
    assert row["grade_by_rule"] == "strong" and row["grade_published"] == "weak"
    assert row["is_thin"] and not row["is_borderline"]


def test_one_sided_and_empty_categories_are_rows_without_a_grade():
    table = measure(make_codings(*ROWS)).set_index("category")
    assert list(table["grade_by_rule"]) == ["strong", "one-sided", "no evidence"]
    assert table["concurrence"].isna().tolist() == [False, True, True]
    assert not table.loc[["liability", "privacy"], "is_thin"].any()
    assert not table.loc[["liability", "privacy"], "is_borderline"].any()
    assert table["domain"].tolist() == ["risk", "governance", "risk"]


@pytest.mark.parametrize(
    ("cuts", "grade", "is_borderline"),
    [((0.5, 0.75), "strong", False), ((0.5, 0.85), "moderate", True), ((0.9, 1), "weak", False)],
)
def test_the_cuts_that_are_given_decide(cuts, grade, is_borderline):
    row = measure(make_codings(*ROWS), cuts=Cuts(*cuts)).iloc[0]
    assert (row["grade_by_rule"], row["is_borderline"]) == (grade, is_borderline)


def test_thin_asks_for_three_codings_with_a_position_in_two_documents_of_each_side():
    us, cn = ["US bias.x u1"] * 2 + ["US bias.x u2"], ["CN bias.x c1"] * 2 + ["CN bias.x c2"]
    assert not measure(make_codings(*us, *cn))["is_thin"][0]
    assert measure(make_codings(*us[1:], *cn))["is_thin"][0]
    assert measure(make_codings(*us, *cn[:2], "CN bias.x c1"))["is_thin"][0]
    # a mention is no position, but its document speaks to the category
    assert measure(make_codings(*us, *cn[:2], "CN bias.? c2"))["is_thin"][0]
    assert not measure(make_codings(*us, *cn[:2], "CN bias.x c1", "CN bias.? c2"))["is_thin"][0]


PLAIN = make_codings(*ROWS)
IN_ORDER = (measure(PLAIN), read(PLAIN))


@given(st.permutations(ROWS))
@settings(max_examples=12)
def test_the_order_of_the_rows_changes_nothing(rows):
    turned = make_codings(*rows)
    pd.testing.assert_frame_equal(IN_ORDER[0], measure(turned))
    # neighbours are the one reading for which the order is a fact
    kept = [r[r["reading"] != "neighbours once"] for r in (IN_ORDER[1], read(turned))]
    pd.testing.assert_frame_equal(*kept)


def test_coders_rows_are_no_evidence():
    frame = make_codings(*ROWS)
    twice = pd.concat([frame, frame.assign(coder="a")])
    pd.testing.assert_frame_equal(measure(frame), measure(twice))


def test_the_tiny_corpus_gives_the_overlap_worked_by_hand(tiny):
    chosen = select(load_corpus("tiny"), ["AA", "BB"])
    tables = (chosen["codings"], chosen["documents"], chosen.taxonomy)
    counts = tally(*tables, ["AA", "BB"])
    by_side = count_by_side(*tables, ["AA", "BB"])
    table = measure_overlap(counts, by_side, chosen.taxonomy, chosen["grades"], STUDY)
    table = table.set_index("category")
    assert len(table) == 21
    # AA: harm, data, harm; BB: harm, harm (and one unspecified): (2/3 + 1) / 2
    assert table.loc["bias", "concurrence"] == pytest.approx(5 / 6)
    assert table.loc["evaluations", "grade_by_rule"] == "weak"
    assert table.loc["liability", "grade_by_rule"] == "one-sided"
    assert table.loc["privacy", "grade_by_rule"] == "no evidence"
    assert table.loc["bias", "grade_published"] == "strong"


# --- the same evidence, read otherwise -------------------------------------------------------


def test_each_reading_is_the_one_worked_by_hand():
    table = read(make_codings(*ROWS))
    assert list(table) == [
        "category", "side_a", "side_b", "reading", "concurrence", "grade", "is_changed"
    ]  # fmt: skip
    assert widen(table).loc["bias"].to_dict() == pytest.approx(
        {
            "main": 5 / 6,  # US x x y, CN x: (2/3 + 1) / 2
            "with parents": 1,  # all are p
            "with summaries": (2 / 4 + 1) / 2,  # y once more
            "neighbours once": 5 / 6,  # no two of them rest on the same documents
            "without uncertain": 5 / 6,
            "by document": (2 / 4 + 1) / 2,  # x in u1 and u2, y in u1 and u2
            "with force": 0,  # laws here, a pledge there
            "similarity": 2 / 3,  # they share two thirds of x
        }
    )
    grades = widen(table, "grade").loc["bias"]
    assert grades.dropna().to_dict() == {
        "main": "strong", "with parents": "strong", "with summaries": "strong",
        "neighbours once": "strong", "without uncertain": "strong", "by document": "strong",
    }  # fmt: skip
    changed = widen(table, "is_changed").loc["bias"]
    assert changed.isna().tolist() == grades.isna().tolist()
    assert not changed.dropna().any()


def test_readings_that_change_a_grade_say_so():
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
            "parent": ["", "bias.yz", "bias.yz", ""],
        }
    )
    doubted = codings.assign(is_uncertain=["false"] * 5 + ["true"] + ["false"] * 2)
    table = read(doubted, positions, CATEGORIES)
    assert widen(table).loc["bias"].to_dict() == pytest.approx(
        {
            "main": (2 / 3 + 1 / 2) / 2,  # US x x y, CN x z
            "with parents": 1,  # US x x yz, CN x yz
            "with summaries": (3 / 4 + 1) / 2,  # US x x y z, CN x z
            "neighbours once": 1 / 2,  # US x y, CN x z
            "without uncertain": (2 / 3 + 1) / 2,  # US x x y, CN x
            "by document": 1 / 2,  # US x y, CN x z
            "with force": (1 / 3 + 1 / 2) / 2,  # only the pledge to x
            "similarity": 1 / 2,  # min(2/3, 1/2) of x
        }
    )
    own = table[table["category"] == "bias"].set_index("reading")
    assert own["grade"].dropna().to_dict() == {
        "main": "moderate", "with parents": "strong", "with summaries": "strong",
        "neighbours once": "moderate", "without uncertain": "strong", "by document": "moderate",
    }  # fmt: skip
    changed = own["is_changed"].dropna()
    assert set(changed.index[changed.astype(bool)]) == {
        "with parents", "with summaries", "without uncertain"
    }  # fmt: skip
    other = table[table["category"] == "privacy"]
    assert other["concurrence"].isna().all()
    assert set(other["grade"].dropna()) == {"one-sided"}
    assert own["grade"].isna().sum() == other["grade"].isna().sum() == 2


def test_each_coder_alone_is_a_reading_and_what_fits_nowhere_is_left_out():
    codings = make_codings(
        "US bias.x u1",
        "CN bias.y c1",
        "US bias.x u1 law specific a",
        "CN bias.x c1 law specific a",
        "CN bias.x c1 law specific b",
        "US bias.x u1 law specific b",
    )
    codings.loc[5, "position"] = "none fits"
    table = widen(read(codings))
    assert table.loc["bias", "main"] == 0
    assert table.loc["bias", "coder a alone"] == 1
    assert np.isnan(table.loc["bias", "coder b alone"]), "coder b found no position for the US"


def test_the_main_reading_is_the_overlap_table():
    codings = make_codings(*ROWS)
    main = read(codings).query("reading == 'main'").reset_index(drop=True)
    table = measure(codings)
    pd.testing.assert_series_equal(main["concurrence"], table["concurrence"])
    assert main["grade"].tolist() == table["grade_by_rule"].tolist()
    assert not main["is_changed"].any()


def test_readings_are_in_the_order_of_categories_and_the_main_one_first():
    table = read(make_codings(*ROWS))
    names = table["reading"].unique().tolist()
    assert names[0] == "main" and names[-2:] == ["with force", "similarity"]
    assert table["reading"].tolist() == names * 3
    assert table["category"].unique().tolist() == list(THREE_CATEGORIES["code"])


@given(corpora())
@settings(max_examples=25)
def test_similarity_is_its_definition_and_never_above_k(codings):
    table = widen(read(codings, categories=CATEGORIES))
    rows = list_rows(codings)
    for category, row in table.iterrows():
        sides = (weigh_positions(rows, category, side) for side in SIDES)
        wanted = find_similarity(*sides)
        found = row["similarity"]
        assert found == pytest.approx(np.nan if wanted is None else float(wanted), nan_ok=True)
        assert np.isnan(found) or found <= row["main"] + 1e-12


def test_a_reading_is_the_same_evidence_and_adds_none():
    codings = make_codings(*ROWS)
    readings = read_otherwise(codings, POSITIONS)
    known = set(codings["coding_id"])
    for name, evidence in readings.items():
        assert set(evidence["coding_id"]) <= known, name
        assert len(evidence) <= len(readings["with summaries"]), name


# --- three sides -----------------------------------------------------------------------------


def test_three_sides_are_three_pairs_of_every_category():
    counts = tally(THREE, THREE_DOCUMENTS, CATEGORIES, THREE_SIDES)
    by_side = count_by_side(THREE, THREE_DOCUMENTS, CATEGORIES, THREE_SIDES)
    table = measure_overlap(counts, by_side, CATEGORIES, NO_GRADES, STUDY)
    bias = table[table["category"] == "bias"].set_index(["side_a", "side_b"])
    assert bias.index.tolist() == [("AA", "BB"), ("AA", "CC"), ("BB", "CC")]
    assert bias["concurrence"].tolist() == pytest.approx([1, (2 / 3 + 1 / 2) / 2, 1 / 2])
    assert bias["grade_by_rule"].tolist() == ["strong", "moderate", "moderate"]
    other = table[table["category"] == "privacy"]
    assert other["grade_by_rule"].tolist() == ["one-sided", "one-sided", "no evidence"]


def test_readings_of_three_sides_are_those_of_each_pair():
    positions = POSITIONS.assign(code=["bias.x", "bias.y", "bias.z"])
    whole = compare_readings(THREE, THREE_DOCUMENTS, CATEGORIES, positions, THREE_SIDES, STUDY)
    for (a, b), own in whole.groupby(["side_a", "side_b"], sort=False):
        alone = compare_readings(THREE, THREE_DOCUMENTS, CATEGORIES, positions, [a, b], STUDY)
        pd.testing.assert_frame_equal(own.reset_index(drop=True), alone)
