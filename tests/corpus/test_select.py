"""Which rows are compared: some sides, some documents, and every loss in the log."""

from __future__ import annotations

import pytest

from analysis.base.errors import ParameterError
from analysis.corpus.select import select
from analysis.corpus.window import Window
from analysis.readers.folder import load_corpus
from tests.conftest import read_csv, write_csv


def test_a_side_that_the_corpus_lacks_is_refused(tiny):
    with pytest.raises(ParameterError, match="no document of 'CC': known: AA, BB"):
        select(load_corpus("tiny"), ["AA", "CC"])


def test_leaving_out_every_document_of_a_side_is_refused(tiny):
    with pytest.raises(ParameterError, match="no document of 'BB': leave some of bb-decree"):
        select(load_corpus("tiny"), ["AA", "BB"], ["bb-decree", "bb-norms"])


def test_leaving_out_an_unknown_document_is_refused_with_a_suggestion(tiny):
    with pytest.raises(ParameterError, match=r"no document aa-akt: did you mean 'aa-act'"):
        select(load_corpus("tiny"), ["AA", "BB"], ["aa-akt"])


def test_leaving_a_document_out_is_logged_and_shared_codings_stay(tiny):
    chosen = select(load_corpus("tiny"), ["AA", "BB"], ["aa-code"])
    codings = chosen["codings"]
    settled = codings[codings["coder"] == "settled"].set_index("coding_id")
    assert "t02" not in settled.index, "it rested on the document alone"
    assert settled.loc["t03", "documents"] == "aa-act", "it rested on two documents"
    assert settled.loc["t10", "documents"] == "", "a summary rests on none and stays"
    lost = {entry["left_out"]: entry["rows_before"] - entry["rows_after"] for entry in chosen.log}
    assert lost["documents left out on request"] == 1
    assert lost["no document of the corpus left"] == 3
    assert any("cannot be taken out" in note for note in chosen.notes)


def test_sides_that_are_not_compared_are_left_behind_and_counted(three):
    whole = select(load_corpus("three"), ["AA", "BB", "CC"])
    assert all(entry["rows_before"] == entry["rows_after"] for entry in whole.log)
    chosen = select(load_corpus("three"), ["CC", "AA"])
    for table in ("documents", "codings", "quotes"):
        assert set(chosen[table]["country"]) == {"AA", "CC"}
        assert set(whole[table]["country"]) == {"AA", "BB", "CC"}
    lost = sum(entry["rows_before"] - entry["rows_after"] for entry in chosen.log)
    assert lost == sum(len(whole[t]) - len(chosen[t]) for t in ("documents", "codings", "quotes"))


DATES = {"aa-act": "2023", "aa-code": "2024-02", "bb-decree": "2024-02-29", "bb-norms": ""}


@pytest.fixture
def dated(tiny):
    rows = read_csv(tiny / "documents.csv")
    rows = [row | {"date": DATES.get(row["document_id"], "2023-05-01")} for row in rows]
    write_csv(tiny / "documents.csv", rows)
    return load_corpus("tiny")


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (("2023-01-01", "2024-02-29"), {"aa-act", "aa-code", "bb-decree"}),
        (("", "2024-02-29"), {"aa-act", "aa-code", "bb-decree"}),
        (("2023-01-02", ""), {"aa-code", "bb-decree"}),
    ],
)
def test_a_window_keeps_what_lies_in_it_for_certain(dated, days, left):
    chosen = select(dated, ["AA", "BB"], window=Window(*days))
    names = set(chosen["documents"]["document_id"])
    assert names & set(DATES) == left, "undated, or a year that may lie outside, is left out"
    rests = chosen["codings"]["documents"]
    assert set(rests.str.split(";").explode()) <= names, "what rests on no document has no date"
    lost = {entry["left_out"]: entry["rows_before"] - entry["rows_after"] for entry in chosen.log}
    assert lost["no date, or not one precise enough for the window"] > 0
    assert lost["name no document, so have no date"] > 0
    assert any("documents outside the window cannot be taken out" in note for note in chosen.notes)


def test_a_window_of_all_time_is_none(dated):
    whole, chosen = (select(dated, ["AA", "BB"], window=w) for w in (Window(), Window("", "")))
    assert whole.log == chosen.log and len(whole["codings"]) == len(chosen["codings"])


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2024-13-01", ""), "from_date='2024-13-01' is no day: write it as 2026-01-31"),
        (("", "2024"), "until_date='2024' is no day"),
        (("2024-02-01", "2024-01-01"), "until_date=2024-01-01 is before from_date=2024-02-01"),
    ],
)
def test_what_is_no_window_is_refused(days, said):
    with pytest.raises(ParameterError, match=said):
        Window(*days)


def test_a_window_that_leaves_a_side_nothing_is_refused(dated):
    with pytest.raises(ParameterError, match=r"no document of 'AA': choose a wider window: .* of"):
        select(dated, ["AA", "BB"], window=Window("2024-02-29"))
    with pytest.raises(ParameterError, match=r"exclude_documents leaves .* some of aa-code in"):
        select(dated, ["AA", "BB"], ["aa-code"], Window("2024-01-01"))
