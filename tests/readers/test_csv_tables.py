"""CSV files as people and spreadsheets make them: accepted, or refused in which words."""

from __future__ import annotations

import pytest

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


def test_empty_columns_at_the_right_are_passed_over_with_a_remark(tiny):
    before = load_corpus("tiny")["codings"]
    path = tiny / "codings.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line},,\n" for line in lines), encoding="utf-8")
    corpus = load_corpus("tiny")
    assert corpus["codings"].equals(before)
    said = "data/tiny/codings.csv: 2 columns without name and content are passed over"
    assert said in corpus.notes
    path.write_text("".join(f"{line},,{n}\n" for n, line in enumerate(lines)), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(",,0\n", ",,\n", 1), encoding="utf-8")
    assert "column 13 holds something and has no name" in refuse("tiny")


@pytest.mark.parametrize(
    ("table", "name", "written"),
    [
        ("codings", "kind", "Kind"),
        ("codings", "force", "forces"),
        ("codings", "is_uncertain", "uncertain?"),
        ("documents", "decision", "Decision"),
        ("documents", "legal_status", "legal status"),
    ],
)
def test_a_misspelt_column_that_counts_is_refused(tiny, table, name, written):
    rows = read_csv(tiny / f"{table}.csv")
    write_csv(tiny / f"{table}.csv", [{k: v for k, v in r.items() if k != name} for r in rows])
    load_corpus("tiny")
    rows = [{k: v for k, v in r.items() if k != name} | {written: r.get(name, "")} for r in rows]
    write_csv(tiny / f"{table}.csv", rows)
    said = f"column '{written}' is not known, and '{name}' counts: rename it to '{name}'"
    assert said in refuse("tiny")


def test_a_misspelt_column_that_does_not_count_is_named_with_the_one_that_may_be_meant(tiny):
    rows = [{k: v for k, v in r.items() if k != "notes"} for r in read_csv(tiny / "documents.csv")]
    write_csv(tiny / "documents.csv", [row | {"Notes": "x"} for row in rows])
    said = "data/tiny/documents.csv: column 'Notes' is not used: did you mean 'notes'?"
    assert said in load_corpus("tiny").notes


def test_signs_that_nobody_sees_in_a_header_change_nothing(tiny):
    before = load_corpus("tiny")["codings"]
    path = tiny / "codings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("category", "\u200bcategory\u00a0", 1), encoding="utf-8")
    assert load_corpus("tiny")["codings"].equals(before)


def test_a_title_without_a_sign_to_be_seen_is_blank(tiny):
    change(tiny, "documents", 0, title="\u200b \ufeff")
    assert "row 2, column 'title': is empty: fill it in" in refuse("tiny")


def test_tabs_are_named(tiny):
    path = tiny / "codings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", "\t"), encoding="utf-8")
    assert "the columns are separated by tabs (data" in refuse("tiny")


@pytest.mark.parametrize(
    ("written", "meant"), [("UK", "GB"), ("USA", "US"), ("cn", "CN"), ("France", "FR")]
)
def test_a_country_written_otherwise_is_refused_with_the_code(tiny, written, meant):
    change(tiny, "documents", 0, country=written)
    said = f"column 'country': '{written}' is not allowed: did you mean '{meant}'?"
    assert said in refuse("tiny")


def test_a_parent_groups_positions_of_one_category_and_has_none_itself(tiny):
    rows = read_csv(tiny / "positions.csv")
    first, second = rows[0], next(r for r in rows if r["category"] != rows[0]["category"])
    plain = [row | {"parent": ""} for row in rows]

    def told(**parents: str) -> str:
        new = [row | {"parent": parents.get(row["code"], "")} for row in plain]
        write_csv(tiny / "positions.csv", new)
        return refuse("tiny")

    assert "groups positions of" in told(**{first["code"]: "wide", second["code"]: "wide"})
    assert "'unspecified' is a reserved word" in told(**{first["code"]: "unspecified"})
    same = [r["code"] for r in rows if r["category"] == first["category"]][:2]
    assert "parents have one level" in told(**{same[0]: same[1], same[1]: same[0]})
