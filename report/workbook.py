"""All tables of a corpus in one workbook, for those who look things up in Excel or LibreOffice."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from analysis.base.errors import CommonGroundError
from report.sheets import Sheet, list_sheets

NAME = "tables.xlsx"
LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
CUT = " … (cut here; whole in {name}.csv)"
WIDEST, NARROWEST = 60, 8
HEAD = {"bold": True, "bg_color": "#dde5ec", "border": 1, "border_color": "#b0bcc7",
        "valign": "top", "text_wrap": True}  # fmt: skip
CONTENTS = ("sheet", "a row is", "rows", "columns, each with its meaning")


def write_workbook(corpus: str, out: Path, epoch: int) -> Path:
    """Write ``tables.xlsx`` of a corpus: a sheet a table, the first one lists them.

    Text is written as text: what looks like a formula, a date, an address or a number stays as it
    is. Numbers, counts and flags are numbers and truth values. A cell too long for a workbook is
    cut, and says so.

    Parameters
    ----------
    out
        The folder to write to; the workbook lies in its folder of this corpus.
    epoch
        The second since 1970 that the workbook bears as its date.

    Returns
    -------
    The file; the same results give the same bytes.
    """
    path = out / corpus / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": True}  # fmt: skip
    sheets = list_sheets(corpus)
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            created = datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)
            book.set_properties({"title": f"Common Ground: {corpus}", "created": created})
            head = book.add_format(HEAD)
            wrap = book.add_format({"text_wrap": True, "valign": "top"})
            _write_contents(book, sheets, head, wrap)
            for sheet in sheets:
                _write_sheet(book, sheet, head)
    except (OSError, XlsxWriterException) as error:
        raise CommonGroundError(f"the workbook of {corpus} cannot be written: {error}") from error
    return path


def _write_contents(book: Any, sheets: list[Sheet], head: Any, wrap: Any) -> None:
    page = book.add_worksheet("Contents")
    page.freeze_panes(1, 1)
    for column, (title, width) in enumerate(zip(CONTENTS, (24, 44, 9, 100), strict=True)):
        page.write_string(0, column, title, head)
        page.set_column(column, column, width, wrap)
    for row, sheet in enumerate(sheets, start=1):
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", string=sheet.name)
        page.write_string(row, 1, sheet.row)
        page.write_number(row, 2, sheet.rows)
        listed = "\n".join(f"{c.name}: {c.meaning}" for c in sheet.columns)
        page.write_string(row, 3, _shorten(listed, sheet.name))


def _write_sheet(book: Any, sheet: Sheet, head: Any) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, sheet.rows, len(sheet.columns) - 1)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.name, head)
        if column.meaning:
            page.write_comment(0, place, column.meaning, {"x_scale": 2, "author": ""})
        page.set_column(place, place, min(max(column.width, NARROWEST), WIDEST))
        for row, value in enumerate(column.values, start=1):
            if value is None:
                continue
            if isinstance(value, bool):
                page.write_boolean(row, place, value)
            elif isinstance(value, (int, float)):
                page.write_number(row, place, value)
            else:
                page.write_string(row, place, _shorten(value, sheet.name))


def _shorten(text: str, name: str) -> str:
    # a workbook counts a sign outside the basic plane as two
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    note = CUT.format(name=name)
    kept = units[: 2 * (LONGEST - len(note))].decode("utf-16-le", "ignore")
    return kept + note
