"""What is stored in notebooks and figures is what a fresh run gives."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib
import pytest

from analysis.base.paths import ROOT
from tests.claims import stored

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
EVERY = sorted((ROOT / "notebooks").glob("*.ipynb"))
"""Those of the chain, and those to play with."""
SOURCES = ROOT.parent / "shared" / "sources"


def read(path: Path) -> stored.Notebook:
    return json.loads(path.read_text(encoding="utf-8"))


def find_fresh(fresh_chain: Path, notebook: Path) -> stored.Notebook:
    """Return the executed copy that ran with the notebook's default parameters."""
    first = fresh_chain / "published" / "notebooks" / notebook.name
    return read(first if first.is_file() else next(fresh_chain.rglob(f"notebooks/{notebook.name}")))


@pytest.mark.parametrize("path", EVERY, ids=lambda p: p.stem)
def test_every_cell_was_executed_in_order(path):
    notebook = read(path)
    assert stored.find_unexecuted(notebook) + stored.find_out_of_order(notebook) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_stored_text_is_what_a_fresh_run_prints(path, fresh_chain):
    assert stored.find_changed_text(read(path), find_fresh(fresh_chain, path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_stored_figures_are_what_a_fresh_run_draws(path, fresh_chain):
    pinned = f'name = "matplotlib"\nversion = "{matplotlib.__version__}"'
    if pinned not in (ROOT / "uv.lock").read_text(encoding="utf-8"):
        pytest.skip("pixels are compared in the pinned environment only: matplotlib differs")
    assert stored.find_changed_images(read(path), find_fresh(fresh_chain, path)) == []


@pytest.mark.parametrize("path", EVERY, ids=lambda p: p.stem)
def test_the_script_twin_says_the_same(path):
    assert stored.find_twin_difference(path, path.with_suffix(".py")) == []


def test_the_committed_figures_show_the_numbers_of_a_fresh_run(fresh_chain):
    committed = sorted((ROOT / "figures").glob("*/*.csv"))
    assert committed, "no figure is committed with its data"
    for path in committed:
        again = fresh_chain / path.parent.name / "figures" / path.name
        assert again.read_bytes() == path.read_bytes(), f"{path.name} shows other numbers"


@pytest.mark.parametrize("path", EVERY, ids=lambda p: p.stem)
def test_no_passage_of_a_source_is_stored(path):
    if not SOURCES.is_dir():
        pytest.skip("the source texts (../shared/sources) are not here to compare with")
    texts = {p.name: p.read_text(encoding="utf-8") for p in sorted(SOURCES.glob("*.txt"))}
    assert stored.find_passages(read(path), texts) == []
