"""A step is made from the code it loaded: a change elsewhere is no reason to run it."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from runner.last_step import describe_report
from runner.manifest import find_reason
from runner.plan import make_plan
from runner.project import Project
from tests import toy

ROOT = Path(__file__).parent.parent
LOADS = {
    "01_read": 'load("analysis/rooms/corpus.py")\n',
    "02_count": 'load("analysis/rooms/corpus.py")\nload("analysis/rooms/words.csv")\n',
    "03_grade": 'load("analysis/rooms/rule.py")\nload("analysis/rooms/__init__.py")\n',
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name, module in toy.without_kernels().items():
        monkeypatch.setitem(sys.modules, name, module)
    rooms = tmp_path / "analysis" / "rooms"
    rooms.mkdir(parents=True)
    for name in ("__init__.py", "corpus.py", "rule.py", "idle.py", "words.csv"):
        (rooms / name).write_text("1\n")
    made = toy.make_toy(tmp_path, {n: load + toy.BODIES[n] for n, load in LOADS.items()})
    toy.run_toy(made)
    return made


def list_due(project):
    """Return the steps that a run executed, with the reason that was printed."""
    lines = [line.split(" ran: ") for line in toy.run_toy(project) if " ran: " in line]
    return {head.split(" ")[0].removeprefix("tiny/"): reason for head, reason in lines}


@pytest.mark.parametrize(
    ("name", "content", "due"),
    [
        ("analysis/rooms/rule.py", "1\n# a remark\n", {"03_grade": "changed"}),
        ("analysis/rooms/corpus.py", "2\n", {"01_read": "changed", "02_count": "changed"}),
        ("analysis/rooms/rule.py", None, {"03_grade": "is gone"}),
        ("analysis/rooms/idle.py", "2\n", {}),
        ("analysis/rooms/idle.py", None, {}),
        ("analysis/rooms/new.py", "1\n", {}),
        ("analysis/rooms/__init__.py", "2\n", {"03_grade": "changed"}),
        # a package, or a compiled module, is loaded in the place of a module of its name
        ("analysis/rooms/rule/__init__.py", "1\n", {"03_grade": "is new"}),
        ("analysis/rooms/rule.cpython-311-x86_64-linux-gnu.so", "1", {"03_grade": "is new"}),
        # who reads one file of a folder may list them all
        ("analysis/rooms/words.csv", "2\n", {"02_count": "changed"}),
        ("analysis/rooms/more.csv", "1\n", {"02_count": "is new"}),
    ],
)
def test_a_change_runs_the_steps_that_loaded_the_file_and_no_others(project, name, content, due):
    path = project.root / name
    path.parent.mkdir(exist_ok=True)
    path.unlink() if content is None else path.write_text(content)
    assert list_due(project) == {step: f"{name} {verb}" for step, verb in due.items()}
    if content is not None:  # the toy would load it all the same
        assert list_due(project) == {}


def test_a_module_that_would_be_found_before_any_other_runs_every_step(project):
    (project.notebooks / "pandas.py").write_text("1\n")
    assert set(list_due(project).values()) == {"notebooks/pandas.py is new"}
    (project.notebooks / "02_count.py").write_text("# the twin of a notebook is no module\n")
    assert list_due(project) == {}


def test_a_module_that_is_written_while_its_step_runs_makes_it_run_again(project):
    body = 'load("analysis/rooms/late.py")\n' + toy.BODIES["02_count"]
    toy.make_toy(project.root, {n: load + toy.BODIES[n] for n, load in LOADS.items()}
                 | {"02_count": body})  # fmt: skip
    assert list(list_due(project)) == ["02_count"]
    (project.root / "analysis" / "rooms" / "late.py").write_text("1\n")
    assert list_due(project) == {"02_count": "analysis/rooms/late.py changed"}
    assert list_due(project) == {}


def test_a_kernel_says_which_modules_its_notebook_loaded(tmp_path):
    root = tmp_path / "toy"
    shutil.copytree(ROOT / "analysis" / "base", root / "analysis" / "base")
    (root / "analysis" / "__init__.py").write_text('"""The toy\'s own."""\n')
    (root / "analysis" / "rule.py").write_text("def grade():\n    import analysis.inner\n")
    for name in ("inner", "idle"):
        (root / "analysis" / f"{name}.py").write_text("")
    body = "from analysis.rule import grade\ngrade()\n" + toy.BODIES["03_grade"]
    project = toy.make_toy(root, {"03_grade": body})
    toy.run_toy(project)
    steps = json.loads((project.base / "tiny" / "manifest.json").read_bytes())["steps"]
    own = {n: {c for c in r["code"] if c.startswith("analysis/")} for n, r in steps.items()}
    assert own["03_grade"] - own["02_count"] == {"analysis/rule.py", "analysis/inner.py"}
    assert {"analysis/__init__.py", "analysis/base/store.py"} <= own["02_count"]
    (root / "analysis" / "inner.py").write_text("# a remark\n")
    (root / "analysis" / "idle.py").write_text("# a remark\n")
    assert list_due(project) == {"03_grade": "analysis/inner.py changed"}


def open_plan(run):
    """Return the plan of a finished run, so that its code may be said to be another."""
    return make_plan(Project(data=run / "data", output=run / "out"), ["tiny"])


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("analysis/figures/attention.py", {"04_plot_heatmaps"}),
        ("analysis/coders/disagreements.py", {"07_stress_test"}),
        ("analysis/dialogue/risk.py", {"08_recommend_dialogues"}),
        ("analysis/figures/comparison.py", set()),
        ("analysis/parameters.py", set()),
        ("report/parts.py", set()),
    ],
)
def test_a_remark_in_a_module_makes_due_what_loads_it(tiny_chain, name, steps):
    plan = open_plan(tiny_chain)
    plan.code.files[name] += " and a remark"
    due = {task.step.name: plan.examine(task)[0] for task in plan.tasks()}
    assert {step for step, reason in due.items() if reason} == steps
    assert {due[step] for step in steps} <= {f"{name} changed"}


@pytest.mark.parametrize(
    ("name", "is_due"),
    [("report/parts.py", True), ("report/readme.py", False), ("analysis/words/x.csv", False),
     ("analysis/coders/disagreements.py", False), ("analysis/base/words.csv", True)],
)  # fmt: skip
def test_the_report_too_is_made_from_what_it_loaded(tiny_run, name, is_due):
    plan = open_plan(tiny_run)
    old = plan.manifest("tiny").steps["report"]
    plan.code.files[name] = "another"
    reason = find_reason(old, describe_report(plan, old.code), plan.project)
    assert reason == (f"{name} changed" if is_due else None)
