"""Names that are given once: nothing that can be corrected is part of a name."""

from __future__ import annotations

import re

import pytest

from analysis.base.errors import DataError
from analysis.base.paths import ROOT, list_corpora
from analysis.corpus.checks import find_problems
from analysis.corpus.fields import split_list
from analysis.corpus.tables import CORPUS_TABLES, RESIDUAL
from analysis.readers.csv_tables import read_texts
from analysis.readers.folder import load_corpus
from tests.conftest import read_csv, write_csv

RECODED = ROOT / "data" / "recoded"
NUMBERED = {"quotes": ("quote_id", "q"), "residual": ("residual_id", "r")}
"""Table, its column of names, and the letter before the number."""


@pytest.fixture(params=NUMBERED)
def passages(request):
    column, letter = NUMBERED[request.param]
    return column, letter, read_csv(RECODED / f"{request.param}.csv")


def test_a_name_is_the_document_and_a_number(passages):
    column, letter, rows = passages
    for row in rows:
        assert re.fullmatch(rf"{re.escape(row['document_id'])}-{letter}\d{{4}}", row[column])


def test_a_name_stands_for_one_passage_and_a_passage_has_one_name(passages):
    column, _, rows = passages
    spans = {(row["document_id"], row["start"], row["end"]) for row in rows}
    pairs = {(row[column], row["document_id"], row["start"], row["end"]) for row in rows}
    assert len(spans) == len(pairs) == len({row[column] for row in rows})


def test_a_name_holds_no_offset(passages):
    column, _, rows = passages
    # offsets would give numbers as large as the text; names count passages
    largest = max(int(row[column][-4:]) for row in rows)
    assert largest <= len(rows) < max(int(row["end"]) for row in rows)


@pytest.mark.parametrize("corpus", list_corpora())
def test_the_rows_of_every_shipped_table_are_told_apart_by_their_key(corpus):
    for name, table in CORPUS_TABLES.items():
        path = ROOT / "data" / corpus / f"{name}.csv"
        rows = read_csv(path) if path.is_file() else []
        key = table.find_key(rows[0]) if rows and name != "quotes" else []
        values = [tuple(row[column] for column in key) for row in rows]
        assert not key or len(set(values)) == len(values), path


def test_a_coding_is_numbered_within_its_quote_and_a_settlement_names_quote_and_category():
    codings = read_csv(RECODED / "codings.csv")
    for row in codings:
        assert re.fullmatch(rf"{re.escape(row['quote_id'])}-\d+", row["coding_id"])
    quotes = {row["quote_id"] for row in read_csv(RECODED / "quotes.csv")}
    categories = {row["code"] for row in read_csv(ROOT / "data" / "taxonomy.csv")}
    for row in read_csv(RECODED / "settlements.csv"):
        quote, category = row["item"].split()
        assert quote in quotes and category in categories


def test_every_coding_of_a_passage_rests_on_the_document_of_its_quote():
    home = {row["quote_id"]: row["document_id"] for row in read_csv(RECODED / "quotes.csv")}
    for row in read_csv(RECODED / "codings.csv"):
        assert split_list(row["documents"]) == [home[row["quote_id"]]]


def residual(**changes: str) -> dict[str, str]:
    return {"document_id": "aa-act", "country": "AA", "coder": "a", "theme": "t"} | changes


def test_residual_passages_need_no_names_but_a_name_is_not_given_twice(tiny):
    themes = {"theme": "t", "meaning": "anything"}
    write_csv(tiny / "residual_themes.csv", [themes])
    write_csv(tiny / "residual.csv", [residual(), residual()])
    assert len(load_corpus("tiny")["residual"]) == 2
    named = [residual(residual_id="aa-act-r0001", coder=coder) for coder in "ab"]
    write_csv(tiny / "residual.csv", named)
    assert set(load_corpus("tiny")["residual"]["residual_id"]) == {"aa-act-r0001"}
    write_csv(tiny / "residual.csv", [*named, named[0]])
    with pytest.raises(DataError, match="row 4, residual_id and coder: 'aa-act-r0001 / a'"):
        load_corpus("tiny")
    write_csv(tiny / "residual.csv", [residual(residual_id="")])
    with pytest.raises(DataError, match="column 'residual_id': is empty"):
        load_corpus("tiny")


def test_a_damaged_name_is_found_in_the_shipped_file(tmp_path):
    rows = read_csv(RECODED / "residual.csv")[:2]
    rows[1] = rows[0]
    write_csv(tmp_path / "residual.csv", rows)
    [problem] = find_problems(read_texts(tmp_path / "residual.csv"), RESIDUAL, "residual.csv")
    assert "stands in an earlier row too" in problem[1]
