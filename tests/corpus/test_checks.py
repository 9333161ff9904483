"""Cells that a column does not allow: refused with file, row, column and remedy."""

from __future__ import annotations

import pytest

from tests.conftest import change, read_csv, refuse, write_csv


@pytest.mark.parametrize(
    ("table", "row", "cells", "words"),
    [
        ("documents", 1, {"document_id": "aa-act"}, "row 3, document_id: 'aa-act' stands in"),
        ("codings", 0, {"force": "lore"}, "row 2, column 'force': 'lore' is not allowed: use one"),
        ("grades", 0, {"grade": "huge"}, "column 'grade': 'huge' is not allowed: use one of weak"),
        ("documents", 0, {"date": "2023-02-30"}, "'2023-02-30' is not allowed: use YYYY"),
        ("documents", 0, {"country": "AAA"}, "'AAA' is not allowed: use a two-letter ISO 3166"),
        ("documents", 0, {"title": ""}, "row 2, column 'title': is empty: fill it in (English"),
        ("documents", 0, {"country": "AA "}, "column 'country': 'AA ' has a space at an end: "),
        ("quotes", 0, {"quotes": "-3"}, "column 'quotes': '-3' is not allowed: use a whole"),
        ("quotes", 0, {"quotes": "many"}, "column 'quotes': 'many' is not allowed"),
        ("quotes", 0, {"quotes": "３"}, "column 'quotes': '３' is not allowed"),
    ],
)
def test_bad_cells_are_refused_with_file_row_column_and_remedy(tiny, table, row, cells, words):
    change(tiny, table, row, **cells)
    message = refuse("tiny")
    assert words in message
    assert f"data/tiny/{table}.csv" in message


def test_a_missing_column_is_named_with_its_meaning(tiny):
    rows = [{k: v for k, v in r.items() if k != "country"} for r in read_csv(tiny / "codings.csv")]
    write_csv(tiny / "codings.csv", rows)
    assert "data/tiny/codings.csv: column 'country' is missing: add it (side that" in refuse("tiny")


def test_a_column_that_is_nearly_there_is_to_be_renamed(tiny):
    path = tiny / "documents.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("document_id", "Document ID"), encoding="utf-8")
    said = "column 'document_id' is missing: rename 'Document ID' to 'document_id'"
    assert said in refuse("tiny")


def test_ten_thousand_errors_are_ten_and_a_count(tiny):
    row = read_csv(tiny / "codings.csv")[0]
    rows = [row | {"coding_id": f"n{n}", "force": "lore"} for n in range(10_000)]
    write_csv(tiny / "codings.csv", rows)
    message = refuse("tiny")
    assert message.count("'lore' is not allowed") == 10
    assert "... and 9990 more of this kind (10000 in all)" in message
