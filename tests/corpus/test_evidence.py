"""Which codings count, and what each side brings: worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.corpus.evidence import (
    coarsen,
    count_by_side,
    is_named,
    is_true,
    label_documents,
    list_evidence,
    list_positions,
    take_evidence,
)
from tests.codings import (
    CATEGORIES,
    DOCUMENTS,
    SIDES,
    THREE,
    THREE_DOCUMENTS,
    THREE_SIDES,
    make_codings,
)

ROWS = [
    "US bias.x u1",
    "US bias.x u2",
    "US bias.y u1;u2",
    "US bias.? u3",
    "US bias.y - law summary",
    "CN bias.x c1 pledge",
    "CN privacy.p c1",
    "CN privacy.? -",
]
POSITIONS = pd.DataFrame(
    {
        "code": ["bias.y", "bias.x", "bias.q", "privacy.p"],
        "category": ["bias", "bias", "bias", "privacy"],
        "meaning": ["wye", "ex", "queue", "pea"],
        "parent": ["bias.a", "", "", ""],
    }
)


def count(codings, documents=DOCUMENTS, categories=CATEGORIES, sides=SIDES):
    table = count_by_side(codings, documents, categories, sides)
    return table.set_index(["category", "side"])


# --- which codings count ---------------------------------------------------------------------


def test_settled_specific_codings_count_and_summaries_on_request():
    rows = ["US bias.x u1", "US bias.x u1 law summary", "US bias.x u1;u2 law specific a"]
    codings = make_codings(*rows)
    assert take_evidence(codings)["coding_id"].tolist() == ["0"]
    assert take_evidence(codings, has_summaries=True)["coding_id"].tolist() == ["0", "1"]
    assert take_evidence(make_codings("US bias.x u1;u2"))["documents"].tolist() == [["u1", "u2"]]
    blank = make_codings("US bias.x -").replace({"documents": {"": None}})
    assert take_evidence(blank)["documents"].tolist() == [[]]


def test_a_parent_stands_for_its_positions():
    evidence = take_evidence(make_codings(*ROWS))
    coarse = coarsen(evidence, POSITIONS)["position"].tolist()
    assert coarse == [
        "bias.x", "bias.x", "bias.a", "unspecified", "bias.x", "privacy.p", "unspecified"
    ]  # fmt: skip


# --- what each side brings -------------------------------------------------------------------


def test_codings_and_documents_by_side_worked_by_hand():
    table = count(make_codings(*ROWS))
    assert list(table) == [
        "codings", "codings_with_position", "documents", "documents_with_position", "emphasis"
    ]  # fmt: skip
    # u3 only mentions the category: it speaks to it and takes no position
    assert table.loc[("bias", "US")].tolist() == [4, 3, 3, 2, 3 / 4]
    assert table.loc[("bias", "CN")].tolist() == [1, 1, 1, 1, 1 / 3]
    # a coding without a document is a coding all the same
    assert table.loc[("privacy", "CN")].tolist() == [2, 1, 1, 1, 1 / 3]
    assert table.loc[("privacy", "US")].tolist() == [0, 0, 0, 0, 0]


def test_every_category_and_side_is_a_row_in_their_order():
    table = count_by_side(make_codings("US bias.x u1"), DOCUMENTS, CATEGORIES[::-1], SIDES[::-1])
    pairs = list(zip(table["category"], table["side"], strict=True))
    assert pairs == [("privacy", "CN"), ("privacy", "US"), ("bias", "CN"), ("bias", "US")]
    numbers = table.drop(columns=["category", "side", "emphasis"])
    assert (numbers.dtypes == "int64").all()


def test_documents_that_only_stand_for_one_that_was_counted_are_no_share():
    flags = ["false", "false", "true", "false", "true", "true", "true"]
    documents = DOCUMENTS.assign(is_placeholder=flags)
    table = count(make_codings(*ROWS), documents)
    # named are u1 and u2 of the US, c1 of CN; counted they would be four and three
    assert table.loc[("privacy", "CN"), "emphasis"] == 1
    assert table.loc[("bias", "CN"), "emphasis"] == 1
    only_named = make_codings("US bias.x u1", "US privacy.p u1;u2")
    assert count(only_named, documents).loc[("bias", "US"), "emphasis"] == 1 / 2
    assert count(only_named, documents).loc[("privacy", "US"), "emphasis"] == 1


def test_a_side_without_a_named_document_has_no_emphasis():
    flags = ["false"] * 3 + ["true"] * 3 + ["false"]
    table = count(make_codings("US bias.x u1"), DOCUMENTS.assign(is_placeholder=flags))
    assert table.xs("CN", level="side")["emphasis"].isna().all()
    assert table.loc[("bias", "US"), "emphasis"] == 1 / 4


@pytest.mark.parametrize("flags", [["true", "false"], [True, False], ["True", None]])
def test_a_placeholder_is_known_in_words_and_in_booleans(flags):
    assert is_named(pd.DataFrame({"is_placeholder": flags})).tolist() == [False, True]
    assert is_true(pd.Series(flags)).tolist() == [True, False]


def test_without_the_column_every_document_is_named():
    assert is_named(DOCUMENTS).all()


def test_three_sides_are_three_rows_a_category():
    table = count(THREE, THREE_DOCUMENTS, sides=THREE_SIDES)
    assert table["codings"].tolist() == [3, 2, 2, 1, 0, 0]
    assert table["documents"].tolist() == [2, 2, 2, 1, 0, 0]


# --- who takes which position ----------------------------------------------------------------


def test_positions_by_side_say_what_is_shared():
    table = list_positions(make_codings(*ROWS), POSITIONS, SIDES)
    assert list(table) == [
        "category", "position", "side", "meaning", "parent", "codings", "documents", "is_shared"
    ]  # fmt: skip
    rows = table[["position", "side", "codings", "documents", "is_shared"]]
    # in the order of positions.csv and of the sides; nobody takes bias.q
    assert rows.to_numpy().tolist() == [
        ["bias.y", "US", 1, 2, False],
        ["bias.y", "CN", 0, 0, False],
        ["bias.x", "US", 2, 2, True],
        ["bias.x", "CN", 1, 1, True],
        ["privacy.p", "US", 0, 0, False],
        ["privacy.p", "CN", 1, 1, False],
    ]
    assert table["meaning"].tolist() == ["wye", "wye", "ex", "ex", "pea", "pea"]
    assert table["parent"].tolist() == ["bias.a", "bias.a", "", "", "", ""]


def test_a_position_is_shared_only_where_every_side_takes_it():
    positions = POSITIONS.assign(code=["bias.y", "bias.x", "bias.z", "privacy.p"])
    table = list_positions(THREE, positions, THREE_SIDES)
    assert table.groupby("position", sort=False).size().tolist() == [3, 3, 3, 3]
    assert table["side"].tolist() == THREE_SIDES * 4
    shared = table.drop_duplicates("position").set_index("position")["is_shared"]
    # all three take x, AA and BB y, only CC z, only AA p
    assert shared.to_dict() == {
        "bias.y": False, "bias.x": True, "bias.z": False, "privacy.p": False
    }  # fmt: skip
    wide = table.pivot(index="position", columns="side", values="codings")
    assert wide.loc["bias.y"].tolist() == [1, 1, 0] and wide.loc["bias.z"].tolist() == [0, 0, 1]


def test_sides_that_are_not_compared_have_no_rows_and_share_nothing():
    positions = POSITIONS.assign(code=["bias.y", "bias.x", "bias.z", "privacy.p"])
    table = list_positions(THREE, positions, ["AA", "CC"])
    assert set(table["side"]) == {"AA", "CC"}
    only_cc = list_positions(THREE, positions, ["BB", "CC"])
    assert set(only_cc["position"]) == {"bias.x", "bias.y", "bias.z"}, "privacy.p is AA's alone"
    assert not table.loc[table["position"] == "bias.y", "is_shared"].any()


# --- which document speaks -------------------------------------------------------------------


def test_a_coding_that_rests_on_two_documents_is_evidence_in_both():
    documents = DOCUMENTS.assign(title="A title")
    table = list_evidence(make_codings(*ROWS), documents)
    assert list(table) == ["document_id", "label", "side", "category", "codings"]
    found = table.set_index(["document_id", "category"])["codings"].to_dict()
    assert found == {
        ("c1", "bias"): 1, ("c1", "privacy"): 1,
        ("u1", "bias"): 2, ("u2", "bias"): 2, ("u3", "bias"): 1,
    }  # fmt: skip


def test_labels_are_the_short_titles_or_cut_ones():
    long = "A title of more words than a figure has room for"
    documents = pd.DataFrame({"title": [long, long], "short_title": ["Short", None]})
    assert label_documents(documents)[0] == "Short"
    assert label_documents(documents)[1].endswith("…") and len(label_documents(documents)[1]) <= 32
    assert label_documents(documents[["title"]])[0] == label_documents(documents)[1]
