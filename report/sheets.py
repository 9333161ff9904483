"""The tables of a corpus as sheets: their columns with meaning, plain values and width."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.base.paths import tables_folder
from analysis.corpus import result_tables, results


@dataclass(frozen=True)
class Column:
    """One column of a sheet; values are text, whole number, number, truth value or None."""

    name: str
    meaning: str
    values: list[str | int | float | bool | None]

    @property
    def width(self) -> int:
        """The characters of its longest line, roughly."""
        texts = [self.name, *("" if v is None else str(v) for v in self.values)]
        return max(len(text) for text in texts) + 2


@dataclass(frozen=True)
class Sheet:
    """One table: its name, what a row is, its columns."""

    name: str
    row: str
    columns: list[Column]
    rows: int


def list_sheets(corpus: str) -> list[Sheet]:
    """Return all tables that a run wrote for a corpus, by name."""
    return [_read_sheet(corpus, path.stem) for path in sorted(tables_folder(corpus).glob("*.csv"))]


def _read_sheet(corpus: str, name: str) -> Sheet:
    frame = results.read_table(corpus, name)
    table = result_tables.find_table(name, frame.columns)
    columns = []
    for title in frame.columns:
        field = result_tables.find_field(table, str(title))
        cells = frame[title].astype(object)
        values = cells.where(cells.notna(), None).tolist()
        columns.append(Column(str(title), field.meaning if field else "", values))
    return Sheet(name, table.row, columns, len(frame))
