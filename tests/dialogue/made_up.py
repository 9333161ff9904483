"""What is shown of every topic, made up, and a cell changed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.base.paths import ROOT
from tests.conftest import read_csv, write_csv


def show_all(state: str) -> pd.DataFrame:
    """Give every topic the same state."""
    topics = [row["topic"] for row in read_csv(ROOT / "data" / "dialogue" / "topics.csv")]
    return pd.DataFrame({"topic": topics, "state": state})


def change_cell(path: Path, row: int, column: str, text: str) -> None:
    """Set a cell; rows are numbered as a spreadsheet shows them."""
    rows = read_csv(path)
    rows[row - 2][column] = text
    write_csv(path, rows)
