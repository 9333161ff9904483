"""Tables that a run writes: every text comes back as it was, and nothing undeclared is written."""

from __future__ import annotations

import csv
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.base.errors import CommonGroundError, DataError
from analysis.base.paths import OUTPUT_VARIABLE, findings_folder, tables_folder
from analysis.base.store import to_csv
from analysis.corpus.results import (
    has_table,
    read_table,
    write_findings,
    write_table,
)

HOSTILE = ['=cmd|" /C calc"!A0', "<script>alert(1)</script> #eval(1) $x^2$ \\input{z}", "１２３"]


@pytest.fixture
def out(tmp_path, monkeypatch):
    monkeypatch.setenv(OUTPUT_VARIABLE, str(tmp_path))
    return tmp_path


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=1))
@settings(max_examples=40)
def test_any_text_comes_back_from_a_table(tmp_path_factory, words):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OUTPUT_VARIABLE, str(tmp_path_factory.mktemp("out")))
        frame = pd.DataFrame({"category": words, "left_out": words[::-1], "ratio": 0.5,
                              "verdict": None})  # fmt: skip
        write_table(frame, "tiny", "verdicts_without")
        found = read_table("tiny", "verdicts_without")
    assert found["category"].fillna("").tolist() == words
    assert found["left_out"].fillna("").tolist() == words[::-1]
    assert found["ratio"].eq(0.5).all()


@pytest.mark.parametrize("word", ["1", "01", "1.0", "1e5", "NA", "nan", "None", "TRUE", "-0"])
def test_names_that_look_like_something_else_stay_names(out, word):
    write_table(pd.DataFrame({"category": [word], "left_out": [word]}), "tiny", "verdicts_without")
    assert read_table("tiny", "verdicts_without").iloc[0].tolist() == [word, word]


def test_numbers_counts_and_flags_come_back_as_such(out):
    frame = pd.DataFrame(
        {"category": ["bias", "privacy"], "side_a": "US", "side_b": "CN", "low": [1 / 3, None],
         "m": [3, 0], "ratio": [0.25, 0.0]}
    )  # fmt: skip
    write_table(frame, "tiny", "agreement_by_category")
    found = read_table("tiny", "agreement_by_category")
    assert found["low"].tolist()[0] == 0.333333 and found["low"].isna().tolist() == [False, True]
    assert found["m"].dtype == "int64" and found["ratio"].tolist() == [0.25, 0]
    flags = pd.DataFrame({"category": ["a", "b"], "would_show_alike": [True, None]})
    flags = flags.astype({"would_show_alike": "boolean"})
    write_table(flags, "tiny", "detectable")
    found = read_table("tiny", "detectable")["would_show_alike"]
    assert found[0] and pd.isna(found[1])


def test_fields_stay_what_they_are_in_csv():
    raw = to_csv(pd.DataFrame({"a": HOSTILE}))
    assert [row[0] for row in csv.reader(raw.decode().splitlines())] == ["a", *HOSTILE]


def test_a_table_or_column_that_nobody_declared_is_not_written(out):
    frame = pd.DataFrame({"category": ["bias"], "mood": ["fine"]})
    with pytest.raises(CommonGroundError, match="undeclared columns: mood"):
        write_table(frame, "tiny", "verdicts_without")
    with pytest.raises(CommonGroundError, match="table 'moods' is not declared"):
        write_table(frame, "tiny", "moods")
    assert not list(out.iterdir())


def test_a_table_that_is_not_there_says_what_to_run(out):
    assert not has_table("tiny", "overlap")
    with pytest.raises(DataError, match=r"overlap.csv is missing: run the earlier notebooks"):
        read_table("tiny", "overlap")


@pytest.mark.parametrize(
    ("column", "kind"), [("m", "count"), ("low", "number"), ("category", "")]
)
def test_a_number_that_is_none_was_changed_by_hand(out, column, kind):
    frame = pd.DataFrame({"category": ["bias"], "low": [0.5], "m": [1]})
    write_table(frame, "tiny", "agreement_by_category")
    path = tables_folder("tiny") / "agreement_by_category.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    text = ",".join(rows[0]) + "\n" + ",".join((rows[0] | {column: "many"}).values()) + "\n"
    path.write_text(text, "utf-8")
    if not kind:
        assert read_table("tiny", "agreement_by_category")["category"].tolist() == ["many"]
        return
    with pytest.raises(DataError, match=f"column '{column}' holds something that is no {kind}"):
        read_table("tiny", "agreement_by_category")


def test_findings_are_plain_and_in_the_order_of_their_names(out):
    frame = pd.DataFrame({"n": [1]})
    said = write_findings({"b": frame["n"].sum(), "a": ["甲"]}, "tiny", "03_grade")
    path = findings_folder("tiny") / "03_grade.json"
    assert json.loads(path.read_text("utf-8")) == {"a": ["甲"], "b": 1}
    assert list(json.loads(path.read_text("utf-8"))) == ["a", "b"] and said.endswith("2 findings")
