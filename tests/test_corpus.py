"""Loading: what is refused, in which words, and what must work."""

from __future__ import annotations

import pytest

from analysis.base.errors import CommonGroundError, DataError, ParameterError
from analysis.corpus.select import select
from analysis.overlap.measure import measure_overlap
from analysis.readers.folder import load_corpus
from tests.conftest import read_csv, write_csv


def change(tiny, table, row, **cells):
    """Change cells of one row (0 is the first below the header)."""
    rows = read_csv(tiny / f"{table}.csv")
    rows[row] |= cells
    write_csv(tiny / f"{table}.csv", rows)


def refusal(name="tiny"):
    with pytest.raises(CommonGroundError) as caught:
        load_corpus(name)
    return str(caught.value)


def test_the_tiny_corpus_is_whole(tiny):
    corpus = load_corpus("tiny")
    assert len(corpus.documents) == 4
    assert corpus.codings["coder"].value_counts().to_dict() == {"a": 10, "b": 10, "settled": 10}
    assert not corpus.has_single_quotes


def test_an_unknown_corpus_is_refused_with_a_suggestion(tiny):
    assert "did you mean 'tiny'?" in refusal("tinny")


@pytest.mark.parametrize("name", ["../tiny", "tiny/..", "/etc", "Tiny", "", "a;rm -rf"])
def test_a_corpus_name_is_a_folder_name_and_nothing_else(tiny, name):
    with pytest.raises(ParameterError, match="not a folder name"):
        load_corpus(name)


def test_a_missing_file_is_named(tiny):
    (tiny / "positions.csv").unlink()
    assert "data/tiny/positions.csv is missing" in refusal()


def test_a_missing_column_is_named_with_its_meaning(tiny):
    rows = [{k: v for k, v in r.items() if k != "country"} for r in read_csv(tiny / "codings.csv")]
    write_csv(tiny / "codings.csv", rows)
    assert "data/tiny/codings.csv: column 'country' is missing: add it (side that" in refusal()


@pytest.mark.parametrize(
    ("table", "row", "cells", "words"),
    [
        ("documents", 1, {"document_id": "aa-act"}, "row 3, document_id: 'aa-act' stands in"),
        ("codings", 0, {"documents": "aa-akt"}, "'aa-akt' is unknown: did you mean 'aa-act'?"),
        ("codings", 0, {"category": "biass"}, "'biass' is unknown: did you mean 'bias'?"),
        ("codings", 0, {"position": "bias.ham"}, "'bias.ham' is unknown: did you mean 'bias.harm'"),
        ("codings", 0, {"force": "lore"}, "row 2, column 'force': 'lore' is not allowed: use one"),
        ("codings", 0, {"coder": "c"}, "row 2, column 'coder': 'c' is unknown: list the coders"),
        ("codings", 0, {"position": "liability.pay"}, "belongs to 'liability': choose a position"),
        ("codings", 2, {"position": "none fits"}, "'none fits' is not for settled codings"),
        ("codings", 0, {"country": "BB"}, "'BB' but 'aa-act' is from AA: correct the side"),
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
    message = refusal()
    assert words in message
    assert f"data/tiny/{table}.csv" in message


def test_a_file_that_is_not_utf_8_is_refused(tiny):
    path = tiny / "documents.csv"
    path.write_bytes(path.read_bytes().replace("引擎".encode(), "引擎".encode("gb18030")))
    assert "not UTF-8 (line 5)" in refusal()


def test_a_quotation_mark_never_closed_is_refused(tiny):
    path = tiny / "codings.csv"
    path.write_text(path.read_text(encoding="utf-8") + 'x,"y', encoding="utf-8")
    assert "row 32 cannot be read: a quotation mark is never closed" in refusal()


def test_a_hundred_megabyte_cell_is_refused(tiny):
    path = tiny / "codings.csv"
    path.write_text(path.read_text(encoding="utf-8") + "x" * 100_000_000, encoding="utf-8")
    message = refusal()
    assert "a cell has more than 1,000,000 characters" in message
    assert len(message) < 1000


def test_a_row_of_another_width_is_refused(tiny):
    path = tiny / "codings.csv"
    path.write_text(path.read_text(encoding="utf-8") + "only,three,cells\n", encoding="utf-8")
    assert "row 32 has 3 cells, the header has 12" in refusal()


@pytest.mark.parametrize("table", ["documents", "codings"])
def test_an_empty_corpus_is_refused(tiny, table):
    path = tiny / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert f"tiny/{table}.csv has no rows" in refusal()


def test_ten_thousand_errors_are_ten_and_a_count(tiny):
    row = read_csv(tiny / "codings.csv")[0]
    rows = [row | {"coding_id": f"n{n}", "force": "lore"} for n in range(10_000)]
    write_csv(tiny / "codings.csv", rows)
    message = refusal()
    assert message.count("'lore' is not allowed") == 10
    assert "... and 9990 more of this kind (10000 in all)" in message


def test_one_side_only_is_refused(tiny):
    with pytest.raises(ParameterError, match="no document of 'CC': known: AA, BB"):
        select(load_corpus("tiny"), ["AA", "CC"])


def test_leaving_out_every_document_of_a_side_is_refused(tiny):
    with pytest.raises(ParameterError, match="no document of 'BB': leave some of bb-decree"):
        select(load_corpus("tiny"), ["AA", "BB"], ["bb-decree", "bb-norms"])


def test_a_byte_order_mark_and_crlf_change_nothing(tiny):
    before = load_corpus("tiny").codings
    path = tiny / "codings.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_corpus("tiny").codings.equals(before)


def test_an_extra_column_is_named_and_not_used(tiny):
    rows = [row | {"mood": "fine"} for row in read_csv(tiny / "codings.csv")]
    write_csv(tiny / "codings.csv", rows)
    corpus = load_corpus("tiny")
    assert "data/tiny/codings.csv: column 'mood' is not used" in corpus.notes
    assert "mood" not in corpus.codings.columns


def test_text_in_any_script_stays_as_it_is(tiny):
    words = "生成式人工智能 مقياس １２３"
    change(tiny, "documents", 0, title=words)
    assert load_corpus("tiny").documents["title"].iloc[0] == words


def test_a_formula_and_a_tag_stay_text(tiny):
    gist = load_corpus("tiny").codings["gist"].iloc[0]
    assert gist == "=SUM(A1) <script>alert(1)</script>"


def test_the_words_NA_and_nan_stay_text(tiny):
    change(tiny, "codings", 0, gist="NA")
    change(tiny, "codings", 1, gist="nan")
    assert list(load_corpus("tiny").codings["gist"][:2]) == ["NA", "nan"]


def test_leaving_a_document_out_is_logged_and_shared_codings_stay(tiny):
    chosen = select(load_corpus("tiny"), ["AA", "BB"], ["aa-code"])
    settled = chosen.codings[chosen.codings["coder"] == "settled"].set_index("coding_id")
    assert "t02" not in settled.index, "it rested on the document alone"
    assert settled.loc["t03", "documents"] == "aa-act", "it rested on two documents"
    assert settled.loc["t10", "documents"] == "", "a summary rests on none and stays"
    lost = {entry["left_out"]: entry["rows_before"] - entry["rows_after"] for entry in chosen.log}
    assert lost["documents left out on request"] == 1
    assert lost["no document of the corpus left"] == 3
    assert any("cannot be taken out" in note for note in chosen.notes)


def test_the_tiny_corpus_gives_the_overlap_worked_by_hand(tiny):
    chosen = select(load_corpus("tiny"), ["AA", "BB"])
    tables = [chosen.codings, chosen.documents, chosen.taxonomy, chosen.positions, chosen.grades]
    frame = measure_overlap(*tables, ["AA", "BB"]).set_index("category")
    assert len(frame) == 21
    # AA: harm, data, harm; BB: harm, harm (and one unspecified): (2/3 + 1) / 2
    assert frame.loc["bias", "concurrence"] == pytest.approx(5 / 6)
    assert frame.loc["evaluations", "grade_by_rule"] == "weak"
    assert frame.loc["liability", "grade_by_rule"] == "one-sided"
    assert frame.loc["privacy", "grade_by_rule"] == "no evidence"


def test_habits_of_spreadsheets_are_named_or_accepted(tiny):
    path = tiny / "documents.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + ",,,,,\n,,,,,\n", encoding="utf-8")
    assert len(load_corpus("tiny").documents) == 4, "rows of empty cells are left behind"
    path.write_text(text.replace("document_id", "Document ID"), encoding="utf-8")
    assert "column 'document_id' is missing: rename 'Document ID' to 'document_id'" in refusal()
    path.write_text(text.replace(",", ";"), encoding="utf-8")
    assert "separated by semicolons (data/tiny/documents.csv): save the file with" in refusal()
    path.rename(tiny / "Documents.csv")
    assert "data/tiny/documents.csv is missing: rename Documents.csv" in refusal()


def test_leaving_out_an_unknown_document_is_refused_with_a_suggestion(tiny):
    with pytest.raises(ParameterError, match=r"no document aa-akt: did you mean 'aa-act'"):
        select(load_corpus("tiny"), ["AA", "BB"], ["aa-akt"])


def test_a_position_named_like_no_position_is_refused(tiny) -> None:
    rows = read_csv(tiny / "positions.csv")
    rows[0]["code"] = "unspecified"
    write_csv(tiny / "positions.csv", rows)
    with pytest.raises(DataError, match=r"row 2, column 'code': 'unspecified' is a reserved word"):
        load_corpus("tiny")
