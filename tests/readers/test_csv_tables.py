"""CSV files as people and spreadsheets make them: accepted, or refused in which words."""

from __future__ import annotations

from analysis.readers.folder import load_corpus
from tests.conftest import change, read_csv, refuse, write_csv


def test_a_missing_file_is_named(tiny):
    (tiny / "positions.csv").unlink()
    assert "data/tiny/positions.csv is missing" in refuse("tiny")


def test_a_file_that_is_not_utf_8_is_refused(tiny):
    path = tiny / "documents.csv"
    path.write_bytes(path.read_bytes().replace("引擎".encode(), "引擎".encode("gb18030")))
    assert "not UTF-8 (line 5)" in refuse("tiny")


def test_a_quotation_mark_never_closed_is_refused(tiny):
    path = tiny / "codings.csv"
    path.write_text(path.read_text(encoding="utf-8") + 'x,"y', encoding="utf-8")
    assert "row 32 cannot be read: a quotation mark is never closed" in refuse("tiny")


def test_a_hundred_megabyte_cell_is_refused(tiny):
    path = tiny / "codings.csv"
    path.write_text(path.read_text(encoding="utf-8") + "x" * 100_000_000, encoding="utf-8")
    message = refuse("tiny")
    assert "a cell has more than 1,000,000 characters" in message
    assert len(message) < 1000


def test_a_row_of_another_width_is_refused(tiny):
    path = tiny / "codings.csv"
    path.write_text(path.read_text(encoding="utf-8") + "only,three,cells\n", encoding="utf-8")
    assert "row 32 has 3 cells, the header has 12" in refuse("tiny")


def test_a_byte_order_mark_and_crlf_change_nothing(tiny):
    before = load_corpus("tiny")["codings"]
    path = tiny / "codings.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_corpus("tiny")["codings"].equals(before)


def test_an_extra_column_is_named_and_not_used(tiny):
    rows = [row | {"mood": "fine"} for row in read_csv(tiny / "codings.csv")]
    write_csv(tiny / "codings.csv", rows)
    corpus = load_corpus("tiny")
    assert "data/tiny/codings.csv: column 'mood' is not used" in corpus.notes
    assert "mood" not in corpus["codings"].columns


def test_text_in_any_script_stays_as_it_is(tiny):
    words = "生成式人工智能 مقياس １２３"
    change(tiny, "documents", 0, title=words)
    assert load_corpus("tiny")["documents"]["title"].iloc[0] == words


def test_a_formula_and_a_tag_stay_text(tiny):
    gist = load_corpus("tiny")["codings"]["gist"].iloc[0]
    assert gist == "=SUM(A1) <script>alert(1)</script>"


def test_the_words_NA_and_nan_stay_text(tiny):
    change(tiny, "codings", 0, gist="NA")
    change(tiny, "codings", 1, gist="nan")
    assert list(load_corpus("tiny")["codings"]["gist"][:2]) == ["NA", "nan"]


def test_habits_of_spreadsheets_are_named_or_accepted(tiny):
    path = tiny / "documents.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + ",,,,,\n,,,,,\n", encoding="utf-8")
    assert len(load_corpus("tiny")["documents"]) == 4, "rows of empty cells are left behind"
    path.write_text(text.replace(",", ";"), encoding="utf-8")
    assert "separated by semicolons (data/tiny/documents.csv): save the file with" in refuse("tiny")
    path.rename(tiny / "Documents.csv")
    assert "data/tiny/documents.csv is missing: rename Documents.csv" in refuse("tiny")
