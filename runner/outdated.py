"""What a run could not bring up to date must not look current.

A result that was made from a result which has changed since is removed, and the run says so: a
figure never stands beside a table that contradicts it, whether its step failed, was not reached,
or belongs to another run (of all corpora, where this one was of one).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping

from analysis.base.errors import CommonGroundError, name_some
from analysis.base.store import hash_file
from runner.chain import ACROSS
from runner.manifest import Record
from runner.plan import WHOLE, Plan, Task
from runner.project import Project

Say = Callable[[str], None]
ENDINGS = (".png", ".svg", ".csv")
"""A figure and its data, as notebooks save them."""


@contextlib.contextmanager
def keep_consistent(plan: Plan, say: Say) -> Iterator[None]:
    """Remove, however the run inside ends, the results that it left outdated."""
    try:
        yield
    except BaseException as error:
        # the error that ended the run is the one to be told
        with contextlib.suppress(CommonGroundError):
            remove_outdated(plan, say)
            if not isinstance(error, KeyboardInterrupt):
                remove_unvouched(plan, say)
        raise
    remove_outdated(plan, say)


def remove_outdated(plan: Plan, say: Say) -> None:
    """Remove results that rest on a result which is no longer as it was, and what rests on them."""
    found = True
    while found:
        found = False
        for corpus in list_recorded(plan.project):
            manifest = plan.manifest(corpus)
            for step, record in manifest.steps.items():
                changed = find_changed(record, plan.project) if record.outputs else ""
                if changed:
                    found = True
                    names = manifest.set_aside(step, changed)
                    title = f"{corpus}/{step}" if corpus else step
                    say(f"removed what {title} had made, as {changed}: {name_some(names)}")


def list_recorded(project: Project) -> list[str]:
    """Return the corpora that have a manifest here, the whole run first."""
    return [WHOLE, *sorted(path.parent.name for path in project.base.glob("*/manifest.json"))]


def find_changed(record: Record, project: Project) -> str:
    """Say which result that a step was made from is another now, or nothing."""
    for name, old in sorted(record.inputs.items()):
        if name.startswith(("build/", "figures/")):
            now = hash_file(project.path(name))
            if now != old:
                return f"{name} changed" if now else f"{name} is gone"
    return ""


def remove_unvouched(plan: Plan, say: Say) -> None:
    """Remove the figures of which no record says how they came, where a step could not draw anew.

    They came with a clone. Once a step has written tables, nobody knows whether they still show
    what those say.
    """
    for corpus in [*plan.corpora, WHOLE]:
        steps = plan.manifest(corpus).steps
        missing = [t for t in plan.tasks() if t.corpus == corpus and not _has_results(t, steps)]
        if not any(plan.needed(task) for task in missing):
            continue
        owned = {name for record in steps.values() for name in record.outputs}
        drawn = sorted(plan.project.folder(corpus or ACROSS, "figures").glob("*"))
        paths = [p for p in drawn if p.suffix in ENDINGS and plan.project.name(p) not in owned]
        for path in paths:
            path.unlink(missing_ok=True)
        if paths:
            names = name_some(plan.project.name(path) for path in paths)
            behind = ", ".join(task.title for task in missing)
            say(f"removed what came with the clone, as {behind} did not finish: {names}")


def _has_results(task: Task, steps: Mapping[str, Record]) -> bool:
    record = steps.get(task.step.name)
    return record is not None and bool(record.outputs)
