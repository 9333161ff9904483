"""Which rows are compared: some sides, some documents, and every loss in the log."""

from __future__ import annotations

import pytest

from analysis.base.errors import ParameterError
from analysis.corpus.select import select
from analysis.readers.folder import load_corpus


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
