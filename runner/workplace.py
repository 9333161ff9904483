"""A folder of its own for each step: it works on copies, and its results move when it ended well.

So a step that fails, or is killed, midway leaves everything as it was; and it sees the results of
the steps it needs and no others, whatever has run before it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable

from analysis.base.store import explain_disk_trouble, move_file
from runner.files import remove_folders
from runner.plan import Plan, Task
from runner.project import Project


def open_workplace(plan: Plan, task: Task) -> Project:
    """Return the project with an output folder that holds what a task may read, and no more.

    Raises
    ------
    CommonGroundError
        If the disk is full or the folder cannot be written.
    """
    work = plan.project.in_work(task.title.replace("/", "."))
    remove_folders([work.base])
    for name in plan.needed(task):
        with explain_disk_trouble(name):
            target = work.path(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            # no link: a notebook that writes into a file must not write into the result
            shutil.copyfile(plan.project.path(name), target)
    return work


def put_in_place(work: Project, project: Project, names: Iterable[str]) -> None:
    """Move results from the folder of a step to where results are kept.

    Raises
    ------
    CommonGroundError
        If a place cannot be written.
    """
    for name in names:
        target = project.path(name)
        with explain_disk_trouble(name):
            target.parent.mkdir(parents=True, exist_ok=True)
            move_file(work.path(name), target)
