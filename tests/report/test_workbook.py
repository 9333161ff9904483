"""The workbook: every cell of every table comes back, as what it was, and nothing is run."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.base.paths import OUTPUT_VARIABLE
from analysis.corpus import results
from analysis.corpus.result_tables import RESULT_TABLES
from report.workbook import LONGEST, write_workbook

HOSTILE = [
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2", "1.10", "007", "2023-01-02", "TRUE", "NA",
    "http://example.org/x", "mailto:a@b.c", "{=1}", "人工智能安全治理", "\U00020000\U0001f600",
    "a\nb", " both ends ", "x" * 40_000, "\U0001f600" * 20_000,
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> openpyxl.Workbook:
    monkeypatch.setenv(OUTPUT_VARIABLE, str(tmp_path / "out"))
    table = pd.DataFrame({"kind": HOSTILE, "left_out": HOSTILE[::-1], "ratio": [0.5, None] * 9,
                          "documents": range(18)})  # fmt: skip
    results.write_table(table, "toy", "whole_without")
    flags = pd.DataFrame({"category": ["bias", "privacy"], "would_show_alike": [True, None],
                          "m": [1, 2]})  # fmt: skip
    results.write_table(flags, "toy", "detectable")
    return openpyxl.load_workbook(write_workbook("toy", tmp_path, 1_700_000_000))


def test_text_stays_text_whatever_it_looks_like(book: openpyxl.Workbook) -> None:
    rows = list(book["whole_without"].iter_rows(min_row=2))
    shown = [cell.value for cell in (row[0] for row in rows)]
    assert shown[:16] == HOSTILE[:16]
    assert {cell.data_type for row in rows for cell in row[:2]} == {"s"}
    assert not any(cell.hyperlink for row in rows for cell in row)


def test_a_cell_too_long_for_a_workbook_is_cut_and_says_so(book: openpyxl.Workbook) -> None:
    for text, whole in zip(
        (cell.value for cell in book["whole_without"]["A"][17:19]), HOSTILE[16:], strict=True
    ):
        kept, note = text.split(" … ")
        assert note == "(cut here; whole in whole_without.csv)"
        assert whole.startswith(kept) and len(text.encode("utf-16-le")) // 2 <= LONGEST


def test_numbers_truth_values_and_blanks_are_what_they_are(book: openpyxl.Workbook) -> None:
    page = book["whole_without"]
    assert [cell.value for cell in page["C"][1:4]] == [0.5, None, 0.5]
    assert [type(cell.value) for cell in page["D"][1:3]] == [int, int]
    assert [cell.value for cell in book["detectable"]["B"][1:]] == [True, None]


def test_every_sheet_can_be_filtered_and_every_column_says_what_it_means(
    book: openpyxl.Workbook,
) -> None:
    assert book.sheetnames == ["Contents", "detectable", "whole_without"]
    for name in book.sheetnames[1:]:
        page = book[name]
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == page.dimensions
        assert all(cell.comment and cell.comment.text.strip() for cell in page[1])
    row = [cell.value for cell in book["Contents"][3]]
    assert row[:3] == ["whole_without", "one document or issuer left out", 18]
    assert "ratio: R: agreement between the sides" in row[3]


def test_every_column_of_a_result_has_a_meaning() -> None:
    every = [(table, field) for table in RESULT_TABLES.values() for field in table.fields]
    blank = [f"{table.name}.{field.name}" for table, field in every if not field.meaning]
    assert blank == []
    assert max(map(len, RESULT_TABLES)) <= 31, "a sheet's name has 31 characters at most"


def test_the_same_results_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OUTPUT_VARIABLE, str(tmp_path / "out"))
    results.write_table(pd.DataFrame({"category": ["bias"]}), "toy", "identical_sides")
    made = [write_workbook("toy", tmp_path / name, 0).read_bytes() for name in ("a", "b")]
    assert made[0] == made[1]


def test_a_run_writes_every_table_of_the_corpus(tiny_run: Path) -> None:
    path = tiny_run / "out" / "tiny" / "tables.xlsx"
    assert zipfile.ZipFile(path).testzip() is None
    book = openpyxl.load_workbook(path)
    tables = sorted((tiny_run / "out" / "tiny" / "tables").glob("*.csv"))
    assert book.sheetnames == ["Contents", *(p.stem for p in tables)]
    for table in tables:
        frame = pd.read_csv(table, dtype=str, keep_default_na=False, na_filter=False)
        rows = list(book[table.stem].iter_rows(values_only=True))
        assert list(rows[0]) == list(frame.columns) and len(rows) == len(frame) + 1, table.stem
        first = ["" if row[0] is None else str(row[0]) for row in rows[1:]]
        assert first == frame.iloc[:, 0].tolist(), table.stem
