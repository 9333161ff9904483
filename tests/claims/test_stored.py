"""Each check of the stored outputs, proved by breaking a copy: made up, and one of ours."""

from __future__ import annotations

import base64
import copy
import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from analysis.base.paths import ROOT
from tests.claims import stored

DRAWS = ROOT / "notebooks" / "04_plot_heatmaps.ipynb"
Cells = tuple[stored.Notebook, stored.Notebook]


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
    assert stored.find_changed_text(whole, broken) == ["cell 1: its text differs from a fresh run"]


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
    assert stored.find_twin_difference(path, script) == ["x.ipynb and x.py differ: run make accept"]


# --- a notebook of ours, executed ------------------------------------------------------------


@pytest.fixture
def pair(fresh_chain: Path) -> Cells:
    """Return an executed notebook and a copy of it, free to be broken."""
    notebook = json.loads((fresh_chain / "published" / "notebooks" / DRAWS.name).read_text("utf-8"))
    return notebook, copy.deepcopy(notebook)


def find_output(notebook: stored.Notebook, kind: str) -> tuple[dict, dict]:
    """Return the first cell and output that hold text or a figure."""
    for cell in stored.list_code(notebook):
        for output in cell["outputs"]:
            if output.get("name") == kind or kind in output.get("data", {}):
                return cell, output
    raise AssertionError(f"no output of kind {kind}")


def test_a_copy_that_is_not_broken_passes(pair):
    whole, same = pair
    assert stored.find_changed_text(whole, same) == stored.find_changed_images(whole, same) == []
    assert stored.find_unexecuted(whole) == stored.find_out_of_order(whole) == []


def test_one_changed_digit_is_found(pair):
    whole, broken = pair
    _, output = find_output(broken, "stdout")
    text = "".join(output["text"])
    output["text"] = text[:-2] + chr(ord(text[-2]) ^ 1) + text[-1]
    assert len(stored.find_changed_text(whole, broken)) == 1


def test_an_output_that_became_an_error_or_came_in_another_form_is_found(pair):
    whole, broken = pair
    cell, _ = find_output(broken, "stdout")
    cell["outputs"].append({"output_type": "error", "ename": "KeyError", "evalue": "'x'"})
    assert len(stored.find_changed_text(whole, broken)) == 1
    cell["outputs"][-1] = {"output_type": "display_data", "data": {"text/markdown": "*x*"}}
    assert len(stored.find_changed_text(whole, broken)) == 1


def test_a_figure_with_one_line_more_is_found(pair):
    whole, broken = pair
    _, output = find_output(broken, "image/png")
    raw = base64.b64decode("".join(output["data"]["image/png"]))
    image = Image.open(io.BytesIO(raw)).convert("RGB")
    ImageDraw.Draw(image).line((10, 10, 60, 10), fill="red")
    buffer = io.BytesIO()
    image.save(buffer, format="png")
    output["data"]["image/png"] = base64.b64encode(buffer.getvalue()).decode()
    assert len(stored.find_changed_images(whole, broken)) == 1
    assert stored.find_changed_text(whole, broken) == []


def test_a_cell_not_executed_or_executed_again_is_found(pair):
    _, broken = pair
    cells = stored.list_code(broken)
    cells[0]["execution_count"], cells[2]["execution_count"] = None, 99
    assert stored.find_unexecuted(broken) == ["cell 1 was never executed"]
    assert stored.find_out_of_order(broken) == ["cell 3 was executed as number 99"]


@pytest.mark.parametrize("change", ["word", "tag", "cell"])
def test_a_script_that_says_something_else_is_found(tmp_path: Path, change):
    notebook, script = tmp_path / DRAWS.name, tmp_path / f"{DRAWS.stem}.py"
    shutil.copyfile(DRAWS, notebook)
    text = DRAWS.with_suffix(".py").read_text("utf-8")
    script.write_text(text, "utf-8")
    assert stored.find_twin_difference(notebook, script) == []
    broken = {
        "word": text.replace("computes nothing", "computes all"),
        "tag": text.replace('tags=["parameters"]', ""),
        "cell": text + "\n# %%\n1 + 1\n",
    }[change]
    assert broken != text
    script.write_text(broken, "utf-8")
    assert len(stored.find_twin_difference(notebook, script)) == 1


def test_a_passage_shown_by_a_cell_is_found(pair):
    _, broken = pair
    passage = "a made-up sentence of a made-up law that is long enough to count as a passage of it"
    _, output = find_output(broken, "stdout")
    output["text"] = "".join(output["text"]) + passage
    assert stored.find_passages(broken, {"law.txt": f"Before. {passage}. After."})
