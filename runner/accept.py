"""``make accept``: store what the notebooks give, and refresh the scripts beside them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.base.store import write_bytes
from runner.chain import present_steps
from runner.notebooks import dump_notebook, from_twin, make_twin, read_notebook
from runner.outdated import keep_consistent
from runner.plan import Plan, make_plan
from runner.project import Project, lock
from runner.run import StepsFailed, run_locked

Say = Callable[[str], None]


def accept(project: Project, say: Say, is_forced: bool = False) -> None:
    """Execute the chain with its default parameters and store the outputs in ``notebooks/``.

    The executed copies of an ordinary run are exactly that, so only what has changed is
    executed; a notebook is replaced whole or not at all.
    """
    plan = make_plan(project, [])
    handle = lock(project, say)
    try:
        with keep_consistent(plan, say):
            run_locked(plan, handle, say, is_forced=is_forced)
        chain = {step.notebook for step in present_steps(project.notebooks, plan.chain)}
        for path in sorted(project.notebooks.glob("*.ipynb")):
            is_step = path.name in chain
            notebook = find_executed(plan, path) if is_step else execute_apart(path, plan, handle)
            if notebook is not None:
                store(notebook, path, project, say)
    finally:
        os.close(handle)


def find_executed(plan: Plan, path: Path) -> Any:
    """Return the executed copy of a notebook that was made with its defaults, or None."""
    for task in plan.tasks():
        if task.step.notebook == path.name and not plan.injected(task):
            return read_notebook(plan.project.folder(task.corpus, "notebooks") / path.name)
    return None


def execute_apart(path: Path, plan: Plan, handle: int) -> Any:
    """Return a notebook outside the chain, executed with the values that stand in it.

    Raises
    ------
    StepsFailed
        If it fails, or writes a result: results are made by the chain alone.
    """
    import nbformat

    from runner.execute import Kernels, execute

    kernels = Kernels(handle)
    try:
        done = execute(kernels, plan.project, path.read_bytes(), path.name, {}, [])
    finally:
        kernels.close()
    if done.problem:
        raise StepsFailed(done.problem)
    if done.writes:
        raise StepsFailed(
            f"{path.name} is no step of the chain and writes {done.writes[0]}",
            remedy="add it to runner/chain.py, or write nothing",
        )
    return nbformat.reads(done.notebook.decode(), as_version=4)


def store(notebook: Any, path: Path, project: Project, say: Say) -> None:
    """Write a notebook and its script, where they differ from what is there."""
    for target, content in (
        (path, dump_notebook(notebook)),
        (path.with_suffix(".py"), make_twin(notebook)),
    ):
        if not target.is_file() or target.read_bytes() != content:
            write_bytes(target, content, project.scratch, f"notebooks/{target.name}")
            say(f"stored notebooks/{target.name}")


def to_notebooks(scripts: list[Path], project: Project, say: Say) -> None:
    """Write the notebook of each script, without outputs: for whoever edits scripts."""
    for script in scripts:
        content = dump_notebook(from_twin(script.read_text("utf-8")))
        target = script.with_suffix(".ipynb")
        write_bytes(target, content, project.scratch, target.name)
        say(f"wrote {target.name}")


def to_twins(notebooks: list[Path], project: Project, say: Say) -> None:
    """Write the script of each notebook, executing nothing."""
    for path in notebooks:
        target = path.with_suffix(".py")
        write_bytes(target, make_twin(read_notebook(path)), project.scratch, target.name)
        say(f"wrote {target.name}")
