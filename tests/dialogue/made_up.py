"""Grades made up for every category, and a cell changed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.base.paths import ROOT
from tests.conftest import read_csv, write_csv


def grade_all(grade: str, k: float = 0.6) -> pd.DataFrame:
    """Give every category of the taxonomy the same grade."""
    categories = [row["code"] for row in read_csv(ROOT / "data" / "taxonomy.csv")]
    return pd.DataFrame({"category": categories, "grade": grade, "concurrence": k})


def change_cell(path: Path, row: int, column: str, text: str) -> None:
    """Set a cell; rows are numbered as a spreadsheet shows them."""
    rows = read_csv(path)
    rows[row - 2][column] = text
    write_csv(path, rows)
