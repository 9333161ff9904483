"""Storing outputs: deterministic, whole, the script beside the notebook always its own."""

import json
import sys

import pytest

from analysis.base.errors import ParameterError
from runner import accept as accepting
from runner.notebooks import dump_notebook, from_twin, make_twin, read_notebook
from runner.plan import make_plan
from runner.run import StepsFailed
from tests import toy

EXPLORE = '# %% [markdown]\n# # Why?\n\n# %% tags=["parameters"]\ncorpus: str = "tiny"\n\n# %%\n'
SCRIPT = '# %% [markdown]\n# # Why?\n\n# %% tags=["parameters"]\nx: int = 1\n\n# %%\nx + 1\n'


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name, module in toy.without_kernels().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(
        accepting, "make_plan", lambda project, _: make_plan(project, ["tiny"], chain=toy.CHAIN)
    )
    monkeypatch.setattr(accepting, "present_steps", lambda *_: toy.CHAIN)
    return toy.make_toy(tmp_path)


def accept(project):
    lines = []
    accepting.accept(project, lines.append)
    return [line for line in lines if line.startswith("stored")]


def test_a_script_and_its_notebook_turn_into_each_other():
    notebook = from_twin(SCRIPT)
    assert make_twin(notebook).decode() == SCRIPT
    assert dump_notebook(from_twin(SCRIPT)) == dump_notebook(notebook)


def test_stored_notebooks_have_fixed_ids_and_no_times():
    notebook = from_twin(SCRIPT)
    notebook.cells[2].metadata["execution"] = {"iopub.execute_input": "2026"}
    notebook.metadata["papermill"] = {"duration": 1}
    stored = json.loads(dump_notebook(notebook))
    assert [cell["id"] for cell in stored["cells"]] == ["cell-00", "cell-01", "cell-02"]
    assert "papermill" not in stored["metadata"] and "execution" not in json.dumps(
        stored["cells"][2]["metadata"]
    )


def test_an_injected_cell_leaves_the_ids_of_the_others_alone():
    notebook = from_twin(SCRIPT.replace("x + 1", "x + 2"))
    notebook.cells.insert(2, notebook.cells[1].copy())
    notebook.cells[2].metadata = {"tags": ["injected-parameters"]}
    ids = [cell["id"] for cell in json.loads(dump_notebook(notebook))["cells"]]
    assert ids == ["cell-00", "cell-01", "injected-parameters", "cell-02"]


def test_accepting_writes_every_twin_and_a_second_time_nothing(project):
    assert len(accept(project)) == 4
    assert accept(project) == []
    for path in project.notebooks.glob("*.ipynb"):
        assert path.with_suffix(".py").read_bytes() == make_twin(read_notebook(path))


def test_notebooks_that_disagree_on_a_default_are_not_accepted(project):
    path = project.notebooks / "04_draw.ipynb"
    knob = 'corpus: str = \\"tiny\\"'
    assert knob in path.read_text()
    path.write_text(path.read_text().replace(knob, 'corpus: str = \\"other\\"'))
    before = toy.snapshot(project.root)
    with pytest.raises(ParameterError, match=r"corpus is 'tiny' in 01_read.* and 'other' in 04_dr"):
        accept(project)
    assert toy.snapshot(project.root) == before


def test_a_notebook_outside_the_chain_is_executed_with_its_own_values(project):
    (project.notebooks / "explore.ipynb").write_bytes(dump_notebook(from_twin(EXPLORE)))
    assert "stored notebooks/explore.py" in accept(project)
    (project.notebooks / "explore.ipynb").write_bytes(
        dump_notebook(
            from_twin(EXPLORE + '\nassert corpus == "tiny", "not the value that stands there"')
        )
    )
    accept(project)


def test_a_notebook_outside_the_chain_that_fails_or_writes_a_result_is_not_stored(project):
    path = project.notebooks / "explore.ipynb"
    wrong = {"1 / 0": "division by zero",
             'write("tables/counts.csv", "7")': "is no step of the chain and writes"}  # fmt: skip
    for line, problem in wrong.items():
        path.write_bytes(dump_notebook(from_twin(f"{EXPLORE}\n{line}\n")))
        before = path.read_bytes()
        with pytest.raises(StepsFailed, match=problem):
            accept(project)
        assert path.read_bytes() == before and not path.with_suffix(".py").exists()
