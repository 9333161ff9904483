"""What one table of a corpus says of another: unknown names, wrong homes, wrong sides."""

from __future__ import annotations

import pytest

from analysis.base.errors import DataError
from analysis.readers.folder import load_corpus
from tests.conftest import change, read_csv, refuse, write_csv


@pytest.mark.parametrize(
    ("table", "row", "cells", "words"),
    [
        ("codings", 0, {"documents": "aa-akt"}, "'aa-akt' is unknown: did you mean 'aa-act'?"),
        ("codings", 0, {"documents": "aa-act;aa-akt"}, "row 2, column 'documents': 'aa-akt' is"),
        ("codings", 0, {"category": "biass"}, "'biass' is unknown: did you mean 'bias'?"),
        ("codings", 0, {"position": "bias.ham"}, "'bias.ham' is unknown: did you mean 'bias.harm'"),
        ("codings", 0, {"coder": "c"}, "row 2, column 'coder': 'c' is unknown: list the coders"),
        ("codings", 0, {"position": "liability.pay"}, "belongs to 'liability': choose a position"),
        ("codings", 2, {"position": "none fits"}, "'none fits' is not for settled codings"),
        ("codings", 0, {"country": "BB"}, "'BB' but 'aa-act' is from AA: correct the side"),
        ("grades", 0, {"category": "biass"}, "'biass' is unknown: did you mean 'bias'?"),
        ("positions", 0, {"category": "biass"}, "'biass' is unknown: did you mean 'bias'?"),
    ],
)
def test_what_no_table_knows_is_refused_with_file_row_and_remedy(tiny, table, row, cells, words):
    change(tiny, table, row, **cells)
    message = refuse("tiny")
    assert words in message
    assert f"data/tiny/{table}.csv" in message


def test_a_position_named_like_no_position_is_refused(tiny):
    change(tiny, "positions", 0, code="unspecified")
    with pytest.raises(DataError, match=r"row 2, column 'code': 'unspecified' is a reserved word"):
        load_corpus("tiny")


def test_codings_that_nobody_settled_are_refused(tiny):
    rows = [row for row in read_csv(tiny / "codings.csv") if row["coder"] != "settled"]
    write_csv(tiny / "codings.csv", rows)
    assert "no row has the coder 'settled': settle the codings, or leave" in refuse("tiny")


def test_a_coding_that_rests_on_a_document_nobody_named_is_refused(tiny):
    rows = read_csv(tiny / "documents.csv")
    flags = {"aa-code": "true"}
    write_csv(
        tiny / "documents.csv",
        [row | {"is_placeholder": flags.get(row["document_id"], "false")} for row in rows],
    )
    message = refuse("tiny")
    assert "row 5, column 'documents': 'aa-code' only stands for a document that was" in message
    assert "name the document or drop it from the coding" in message


@pytest.mark.parametrize("table", ["documents", "codings"])
def test_an_empty_corpus_is_refused(tiny, table):
    path = tiny / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert f"tiny/{table}.csv has no rows" in refuse("tiny")


def test_a_coding_without_its_quote_and_an_empty_span_are_refused(tiny):
    quote = {
        "quote_id": "q0", "document_id": "aa-act", "text_file": "law.txt",
        "text_sha256": "0" * 64, "start": "4", "end": "9", "span_sha256": "0" * 64,
    }  # fmt: skip
    write_csv(tiny / "quotes.csv", [quote])
    rows = [row | {"quote_id": "q0"} for row in read_csv(tiny / "codings.csv")]
    rows[3]["quote_id"] = "q9"
    write_csv(tiny / "codings.csv", rows)
    with pytest.raises(DataError, match="row 5, column 'quote_id': 'q9' is unknown"):
        load_corpus("tiny")
    rows[3]["quote_id"] = "q0"
    write_csv(tiny / "codings.csv", rows)
    write_csv(tiny / "quotes.csv", [quote | {"end": "0"}])
    with pytest.raises(DataError, match="row 2, column 'end': the span ends at 0 and starts at"):
        load_corpus("tiny")
