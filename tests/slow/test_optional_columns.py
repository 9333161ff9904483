"""Every optional column and table is really optional: the chain and the report do without."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import traceback
from collections import Counter
from itertools import combinations
from math import comb
from pathlib import Path

import pytest

from analysis.base.paths import ROOT
from analysis.corpus.tables import CORPUS_TABLES, REQUIRED_TABLES
from tests.conftest import read_csv, write_csv
from tests.in_process import Drop, drop, run_chain

RECODED, CODEBOOK = ROOT / "data" / "recoded", ROOT / "data" / "codebook"
DOCUMENTS = 5
"""So many documents of a side, those with the fewest codings."""
Case = tuple[str, list[Drop], bool]


def make_rich(folder: Path) -> Path:
    """Make a data folder with ``rich``, a small corpus that has every table and column."""
    shutil.copytree(ROOT / "data" / "dialogue", folder / "dialogue")
    shutil.copytree(CODEBOOK, folder / "codebook")
    shutil.copy(ROOT / "data" / "taxonomy.csv", folder)
    (folder / "rich").mkdir()
    codings = read_csv(RECODED / "codings.csv")
    sizes = Counter(row["documents"] for row in codings)
    kept: set[str] = set()
    for side in ("US", "CN"):
        own = [row["document_id"] for row in read_csv(RECODED / "documents.csv")
               if row["country"] == side and row["document_id"] in sizes]  # fmt: skip
        kept |= set(sorted(own, key=lambda name: (sizes[name], name))[:DOCUMENTS])
    called = {"c": "a", "d": "b"}  # the names that coders have where about.csv names none
    for path in RECODED.glob("*.csv"):
        rows = read_csv(path)
        if path.stem == "codings":
            rows = [row | {"coder": called.get(row["coder"], row["coder"])}
                    for row in rows if row["documents"] in kept]  # fmt: skip
        elif "document_id" in rows[0]:
            rows = [row for row in rows if row["document_id"] in kept]
        elif path.stem == "first_reading":
            rows = [row for row in rows if row["documents"] in kept]
        elif path.stem == "about":
            rows = [r for r in rows if r["field"] not in ("ships", "order", "codebook", "coders")]
        if path.stem != "provenance":
            write_csv(folder / "rich" / path.name, rows)
    for name in ("positions", "in_study"):
        shutil.copy(CODEBOOK / f"{name}.csv", folder / "rich")
    return folder


def list_optional(folder: Path) -> list[Drop]:
    """Return every optional column that the corpus has, and every optional table."""
    found: list[Drop] = []
    for table in CORPUS_TABLES.values():
        path = folder / f"{table.name}.csv"
        if path.is_file():
            held = read_csv(path)[0]
            found += [(table.name, f.name) for f in table.fields
                      if not f.is_required and f.name in held]  # fmt: skip
            found += [] if table.name in REQUIRED_TABLES else [(table.name, "*")]
    return found


def cover_pairs(drops: list[Drop]) -> list[list[Drop]]:
    """Return few sets of drops in which every two of them are together, alone, and neither.

    Each drop is in half of the sets, never in the first, and no two in the same half: so neither
    half holds the other, and they meet (Kleitman and Spencer).
    """
    runs = next(n for n in range(4, 40, 2) if comb(n - 1, n // 2) >= len(drops))
    places = list(combinations(range(1, runs), runs // 2))
    return [[d for d, own in zip(drops, places, strict=False) if run in own]
            for run in range(runs)]  # fmt: skip


def ask(case: Case) -> tuple[str, str]:
    """Run one case in this process; return its name and what went wrong."""
    name, drops, is_whole = case
    work = Path(os.environ["OPTIONAL_COLUMNS"]) / name
    shutil.copytree(work.parent / "data", work / "data")
    corpus = work / "data" / "rich"
    for table in ("codings", "residual", "first_reading"):
        # without the column of coders there is one row an item: what was settled
        if (table, "coder") in drops:
            rows = read_csv(corpus / f"{table}.csv")
            write_csv(corpus / f"{table}.csv", [r for r in rows if r["coder"] == "settled"])
    drop(corpus, drops)
    try:
        run_chain(work / "data", work / "out", "rich",
                  () if is_whole else ("04_plot_heatmaps",), has_report=is_whole)  # fmt: skip
    except BaseException as error:
        last = traceback.format_exception(error)
        return name, "".join(last)[-1500:]
    finally:
        shutil.rmtree(work)
    return name, ""


def find_failures(folder: Path, cases: list[Case], monkeypatch: pytest.MonkeyPatch) -> str:
    """Run the cases in two processes; return what failed."""
    make_rich(folder / "data")
    monkeypatch.setenv("OPTIONAL_COLUMNS", str(folder))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        told = pool.map(ask, cases, chunksize=1)
    assert len(told) == len(cases)
    return "\n\n".join(f"without {name}:\n{what}" for name, what in told if what)


@pytest.fixture(scope="module")
def drops(tmp_path_factory) -> list[Drop]:
    return list_optional(make_rich(tmp_path_factory.mktemp("rich") / "data") / "rich")


@pytest.mark.slow
def test_each_optional_column_and_table_may_be_missing(drops, tmp_path, monkeypatch):
    assert len(drops) > 80
    cases = [(f"{table}.{column}".replace("*", "csv"), [(table, column)], False)
             for table, column in drops]  # fmt: skip
    failed = find_failures(tmp_path, cases, monkeypatch)
    assert not failed, failed


@pytest.mark.slow
def test_any_two_of_them_may_be_missing_together(drops, tmp_path, monkeypatch):
    rows = cover_pairs(drops)
    columns = [[d for d in row if d[1] != "*"] for row in rows]
    cases = [(f"set {n}", row, True) for n, row in enumerate([*rows, *columns, drops])]
    failed = find_failures(tmp_path, cases, monkeypatch)
    assert not failed, failed


@pytest.mark.slow
def test_codings_that_all_speak_of_a_side_in_general_are_no_crash_and_no_answer(tmp_path):
    corpus = make_rich(tmp_path / "data") / "rich"
    rows = read_csv(corpus / "codings.csv")
    write_csv(corpus / "codings.csv", [row | {"kind": "summary"} for row in rows])
    run_chain(tmp_path / "data", tmp_path / "out", "rich", has_report=True)
    said = (tmp_path / "out" / "report" / "paper.html").read_text(encoding="utf-8")
    assert "No coding rests on a document" in said


def test_every_two_drops_are_in_some_set_together_and_apart():
    drops = [("t", str(n)) for n in range(100)]
    rows = cover_pairs(drops)
    assert len(rows) == 10
    for one, other in combinations(drops, 2):
        held = {(one in row, other in row) for row in rows}
        assert held == {(True, True), (True, False), (False, True), (False, False)}
