"""What is stored in the notebooks is what a fresh run gives; each check is proved on a copy."""

from __future__ import annotations

import base64
import copy
import io
import json
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image

from analysis.base.paths import ROOT
from tests.claims import stored

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
SOURCES = ROOT.parent / "shared" / "sources"


def read(path: Path) -> stored.Notebook:
    return json.loads(path.read_text(encoding="utf-8"))


def find_fresh(fresh: Path, notebook: Path) -> stored.Notebook:
    """Return the executed copy that ran with the notebook's default parameters."""
    first = fresh / "published" / "notebooks" / notebook.name
    return read(first if first.is_file() else next(fresh.rglob(f"notebooks/{notebook.name}")))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_cell_was_executed_in_order(path):
    notebook = read(path)
    assert stored.find_unexecuted(notebook) + stored.find_out_of_order(notebook) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_stored_text_is_what_a_fresh_run_prints(path, fresh):
    assert stored.find_changed_text(read(path), find_fresh(fresh, path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_stored_figures_are_what_a_fresh_run_draws(path, fresh):
    pinned = f'name = "matplotlib"\nversion = "{matplotlib.__version__}"'
    if pinned not in (ROOT / "uv.lock").read_text(encoding="utf-8"):
        pytest.skip("pixels are compared in the pinned environment only: matplotlib differs")
    assert stored.find_changed_images(read(path), find_fresh(fresh, path)) == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_the_script_twin_says_the_same(path):
    assert stored.find_twin_difference(path, path.with_suffix(".py")) == []


def test_the_committed_figures_show_the_numbers_of_a_fresh_run(fresh):
    committed = sorted((ROOT / "figures").glob("*/*.csv"))
    assert committed, "no figure is committed with its data"
    for path in committed:
        again = fresh / path.parent.name / "figures" / path.name
        assert again.read_bytes() == path.read_bytes(), f"{path.name} shows other numbers"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_passage_of_a_source_is_stored(path):
    if not SOURCES.is_dir():
        pytest.skip("the source texts (../shared/sources) are not here to compare with")
    texts = {p.name: p.read_text(encoding="utf-8") for p in sorted(SOURCES.glob("*.txt"))}
    assert stored.find_passages(read(path), texts) == []


# --- each check, proved by breaking a copy ---------------------------------------------------


@pytest.fixture
def whole() -> stored.Notebook:
    buffer = io.BytesIO()
    Image.fromarray(np.full((20, 20, 3), 200, dtype=np.uint8)).save(buffer, format="png")
    image = base64.b64encode(buffer.getvalue()).decode()
    texts = [
        {"output_type": "stream", "name": "stdout", "text": "K = 0.50\n"},
        {"output_type": "display_data", "data": {"image/png": image, "text/plain": "<Figure>"}},
    ]
    return {
        "cells": [
            {
                "cell_type": "code",
                "source": f"x = {n}",
                "execution_count": n,
                "metadata": {},
                "outputs": [texts[n - 1]],
            }
            for n in (1, 2)
        ]
    }


def test_a_cell_never_executed_is_found(whole):
    assert stored.find_unexecuted(whole) == []
    whole["cells"][1]["execution_count"] = None
    assert stored.find_unexecuted(whole) == ["cell 2 was never executed"]


def test_a_cell_out_of_order_is_found(whole):
    assert stored.find_out_of_order(whole) == []
    whole["cells"][0]["execution_count"] = 7
    assert stored.find_out_of_order(whole) == ["cell 1 was executed as number 7"]


def test_a_changed_text_is_found(whole):
    broken = copy.deepcopy(whole)
    assert stored.find_changed_text(whole, broken) == []
    broken["cells"][0]["outputs"][0]["text"] = "K = 0.51\n"
    assert stored.find_changed_text(whole, broken) == [
        "cell 1: its text differs from a fresh run"
    ]


def test_a_changed_figure_is_found(whole):
    broken = copy.deepcopy(whole)
    assert stored.find_changed_images(whole, broken) == []
    buffer = io.BytesIO()
    pixels = np.full((20, 20, 3), 200, dtype=np.uint8)
    pixels[3, 3] = 100
    Image.fromarray(pixels).save(buffer, format="png")
    output = broken["cells"][1]["outputs"][0]["data"]
    output["image/png"] = base64.b64encode(buffer.getvalue()).decode()
    assert stored.find_changed_images(whole, broken) == [
        "cell 2: its figure differs from a fresh run"
    ]
    broken["cells"][1]["outputs"] = []
    assert stored.find_changed_images(whole, broken) == ["cell 2: a figure came or went"]


def test_a_stored_passage_is_found_across_line_wraps(whole):
    passage = "In the beginning there was a made-up law with a sentence long enough to count."
    sources = {"law.txt": f"First. {passage} Last."}
    assert stored.find_passages(whole, sources) == []
    whole["cells"][0]["outputs"][0]["text"] = "seen: " + passage.replace(" ", "\n  ")
    assert stored.find_passages(whole, sources) == ["a passage of law.txt is stored"]


def test_a_twin_that_differs_is_found(tmp_path):
    path = tmp_path / "x.ipynb"
    cell = {"cell_type": "code", "id": "c0", "source": "x = 1", "metadata": {}, "outputs": []}
    notebook = {"cells": [cell | {"execution_count": 1}], "metadata": {}} | {
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")
    script = tmp_path / "x.py"
    assert stored.find_twin_difference(path, script) == ["x.py is missing: run make accept"]
    script.write_text("# %%\nx = 1\n", encoding="utf-8")
    assert stored.find_twin_difference(path, script) == []
    script.write_text("# %%\nx = 2\n", encoding="utf-8")
    assert stored.find_twin_difference(path, script) == [
        "x.ipynb and x.py differ: run make accept"
    ]
