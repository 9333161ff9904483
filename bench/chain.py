"""``make bench``: our chain against the usual ways of running notebooks, side by side.

Every way executes the same notebooks of one corpus into an empty folder, each notebook in a
fresh kernel. The ways alternate within a round, so that a busy machine slows all of them; read
the ratios, not the seconds.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from analysis.base.errors import CommonGroundError
from analysis.base.paths import OUTPUT_VARIABLE
from runner.chain import present_steps
from runner.project import Project

Say = Callable[[str], None]

FURTHER = ["bench.sources:main"]
"""Further benchmarks: ``module:function`` without arguments; missing modules are passed over."""

IN_ONE_PROCESS = """
import sys
import nbformat
from nbclient import NotebookClient
for path in sys.argv[1:]:
    notebook = nbformat.read(path, 4)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": "."}}).execute()
"""

Way = Callable[[Project, Path], None]


def bench(rounds: int, say: Say) -> None:
    """Measure the ways in turn and print medians and ratios; then the further benchmarks."""
    project = Project.from_environment()
    ways: dict[str, Way] = {
        "our chain": run_ours,
        "papermill command, one by one": run_papermill,
        "nbclient, one process": run_nbclient,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        names = list(ways) if number % 2 == 0 else list(ways)[::-1]
        for name in names:
            seconds[name].append(measure(ways[name], project))
            say(f"round {number + 1}: {name} {seconds[name][-1]:.2f} s")
    report(seconds, say)
    for place in FURTHER:
        module, function = place.split(":")
        if importlib.util.find_spec(module):
            getattr(importlib.import_module(module), function)()


def report(seconds: dict[str, list[float]], say: Say) -> None:
    """Print the median of each way and the ratio of ours to it."""
    ours = statistics.median(seconds["our chain"])
    for name, measured in seconds.items():
        median = statistics.median(measured)
        say(f"{name}: median {median:.2f} s (from {min(measured):.2f} to {max(measured):.2f}), "
            f"ours is {ours / median:.2f} of it")  # fmt: skip


def measure(way: Way, project: Project) -> float:
    """Return the seconds one way takes, from an empty folder, interpreter start included."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        started = time.perf_counter()
        way(project, Path(folder))
        return time.perf_counter() - started


def run_ours(project: Project, folder: Path) -> None:
    """Run the chain as ``make paper`` does, without the report."""
    run_quietly(
        [sys.executable, "-m", "runner", "paper", "--corpus", project.shipped()[0], "--no-report"],
        folder, project.root,
    )  # fmt: skip


def run_papermill(project: Project, folder: Path) -> None:
    """Run the papermill command for one notebook after the other."""
    command = str(Path(sys.executable).with_name("papermill"))
    for path in list_notebooks(project):
        out = folder / path.name
        run_quietly([command, path.name, str(out), "--no-progress-bar"], folder, path.parent)


def run_nbclient(project: Project, folder: Path) -> None:
    """Run the notebooks with nbclient in one process."""
    names = [path.name for path in list_notebooks(project)]
    run_quietly([sys.executable, "-c", IN_ONE_PROCESS, *names], folder, project.notebooks)


def list_notebooks(project: Project) -> list[Path]:
    """Return the notebooks that a run of one corpus executes."""
    steps = present_steps(project.notebooks)
    return [project.notebooks / s.notebook for s in steps if not s.is_across]


def run_quietly(command: list[str], output: Path, cwd: Path) -> None:
    """Run a command whose notebooks write to ``output``.

    Raises
    ------
    CommonGroundError
        If it fails: its time would mean nothing.
    """
    env = os.environ | {OUTPUT_VARIABLE: str(output)}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommonGroundError(f"{Path(command[0]).name} failed", remedy=done.stderr[-2000:])
