"""Throw-away corpora for the tests; the two countries and all they say are made up."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from analysis.paths import DATA_VARIABLE, OUTPUT_VARIABLE, ROOT

# the same examples in every run, however slow the machine
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

TINY = Path(__file__).parent / "tiny"


def write_csv(path: Path, rows: list[dict[str, object]]) -> None:
    """Write rows as a CSV file with the keys of the first row as header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def data_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a data folder that holds the taxonomy and the corpus ``tiny``."""
    root = tmp_path / "data"
    shutil.copytree(TINY, root / "tiny")
    shutil.copy(ROOT / "data" / "taxonomy.csv", root / "taxonomy.csv")
    monkeypatch.setenv(DATA_VARIABLE, str(root))
    monkeypatch.setenv(OUTPUT_VARIABLE, str(tmp_path / "out"))
    return root


@pytest.fixture
def tiny(data_root: Path) -> Path:
    """Return the folder of the corpus ``tiny``, free to be broken."""
    return data_root / "tiny"
