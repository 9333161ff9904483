"""A folder of CSV files as a corpus."""

from __future__ import annotations

from analysis.readers.folder import load_corpus
from tests.conftest import read_csv, refuse, write_csv


def test_the_tiny_corpus_is_whole(tiny):
    corpus = load_corpus("tiny")
    assert len(corpus["documents"]) == 4
    assert corpus["codings"]["coder"].value_counts().to_dict() == {"a": 10, "b": 10, "settled": 10}
    assert not corpus.has_single_quotes
    assert corpus.about("is_model_assisted", "no") == "no"


def test_the_corpus_of_three_sides_is_whole(three):
    corpus = load_corpus("three")
    assert corpus["documents"]["country"].value_counts().to_dict() == {"AA": 2, "BB": 2, "CC": 2}
    assert corpus.has("grades") is False


def test_problems_of_several_tables_are_told_together(tiny):
    for table, column, text in (("documents", "date", "soon"), ("codings", "force", "lore")):
        rows = read_csv(tiny / f"{table}.csv")
        rows[0][column] = text
        write_csv(tiny / f"{table}.csv", rows)
    message = refuse("tiny")
    assert "'soon' is not allowed" in message and "'lore' is not allowed" in message
    assert "corpus 'tiny' was refused, nothing was written" in message


def test_tables_that_a_corpus_need_not_have_may_be_missing(tiny):
    (tiny / "grades.csv").unlink()
    (tiny / "quotes.csv").unlink()
    corpus = load_corpus("tiny")
    assert not corpus.has("grades") and not corpus.has_single_quotes
