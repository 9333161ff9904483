"""``make paper``: run what has to run, side by side where it can, and say why."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.base.errors import CommonGroundError, name_some
from analysis.base.store import hash_file, write_bytes
from runner.chain import ACROSS, all_needs
from runner.files import remove_folders
from runner.manifest import Record
from runner.plan import Plan, Task
from runner.project import RESULTS, Project, lock
from runner.workplace import open_workplace, put_in_place

if TYPE_CHECKING:
    from runner.execute import Executed, Kernels

Say = Callable[[str], None]
LATE = "written while the step ran"
"""Stands for the hash of what was not there when the step started: the next run does it again."""
LONG = 2.0
"""Seconds after which a step that still runs shows its progress (on a terminal)."""


class StepsFailed(CommonGroundError):
    """Some steps failed; what went wrong has been printed already."""


@dataclass
class Running:
    """A step that is being executed."""

    task: Task
    reason: str
    record: Record
    before: dict[str, str]
    work: Project
    content: bytes
    started: float = field(default_factory=time.monotonic)
    cells: list[int] = field(default_factory=list)


class Run:
    """One pass over the tasks of a plan."""

    def __init__(self, plan: Plan, handle: int, say: Say, is_forced: bool = False) -> None:
        self.plan = plan
        self.handle = handle
        self.say = say
        self.is_forced = is_forced
        self.width = max(1, min(2, os.cpu_count() or 1))
        self.running: dict[Future[Any], Running] = {}
        self.done: set[tuple[str, str]] = set()
        self.failed: list[str] = []
        self.executed = 0
        self.threads = ThreadPoolExecutor(self.width)
        self.kernels: Kernels | None = None

    def go(self, tasks: list[Task]) -> int:
        """Run the tasks; return how many had to be executed.

        Raises
        ------
        StepsFailed
            If a notebook failed; steps that do not need it have finished by then.
        """
        waiting = list(tasks)
        try:
            while waiting or self.running:
                self._start_ready(waiting)
                if self.running:
                    self._finish_some()
                elif self.failed or waiting:
                    break
        finally:
            self._clear_line()
            if self.kernels is not None:
                self.kernels.close()
            self.threads.shutdown(cancel_futures=True)
            remove_folders([self.plan.project.workplaces])
        if self.failed:
            raise StepsFailed(f"{', '.join(self.failed)} failed")
        return self.executed

    def _start_ready(self, waiting: list[Task]) -> None:
        """Start every task whose needs are met, or pass over it if nothing has changed."""
        is_moving = True
        while is_moving:
            is_moving = False
            for task in list(waiting):
                if len(self.running) >= self.width or not task.needs <= self.done:
                    continue
                waiting.remove(task)
                is_moving = True
                reason, record = self.plan.examine(task)
                if reason is None and not self.is_forced:
                    self.done.add(task.key)
                else:
                    self._start(task, reason or "asked to run again", record)

    def _start(self, task: Task, reason: str, record: Record) -> None:
        """Hand a notebook to a kernel of its own."""
        # papermill is imported only where a notebook has to run: it takes longer than a check
        from runner.execute import Kernels, execute

        self.plan.begin()
        self.kernels = self.kernels or Kernels(self.handle)
        path = self.plan.project.notebooks / task.step.notebook
        content = path.read_bytes()
        work = open_workplace(self.plan, task)
        job = Running(task, reason, record, self.plan.candidates(task), work, content)
        future = self.threads.submit(
            execute, self.kernels, work, content, path.name, self.plan.injected(task), job.cells
        )
        self.running[future] = job

    def _finish_some(self) -> None:
        """Wait for a notebook to end and take in its results."""
        is_terminal = sys.stderr.isatty()
        ready, _ = wait(self.running, LONG if is_terminal else None, FIRST_COMPLETED)
        if not ready and is_terminal:
            self._show_progress()
        for future in ready:
            job = self.running.pop(future)
            self._clear_line()
            result: Executed = future.result()
            name = f"{job.task.title} ({time.monotonic() - job.started:.1f} s)"
            self._check_reads(job.task, result.reads)
            if result.problem:
                self._report_failure(job, result)
                continue
            self._take_in(job, result)
            self.executed += 1
            self.done.add(job.task.key)
            self.say(f"{name} ran: {job.reason}")
            for line in result.warnings:
                self.say(f"  {job.task.step.notebook}: {line}")

    def _take_in(self, job: Running, result: Executed) -> None:
        """Put what a step wrote, and its executed copy, into place and into the manifest."""
        plan, task, work = self.plan, job.task, job.work
        manifest = plan.manifest(task.corpus)
        where = work.folder(task.corpus, "notebooks") / task.step.notebook
        label = work.name(where) or where.name
        write_bytes(where, result.notebook, work.scratch, label)
        written = {n: hash_file(work.path(n)) for n in [*result.writes, label]}
        outputs = {n: digest for n, digest in written.items() if digest}
        manifest.claim(task.step.name, outputs)
        put_in_place(work, plan.project, outputs)
        seen = {n: job.before.get(n) or LATE for n in result.reads}
        record = Record(
            dict.fromkeys(result.code, LATE) | plan.describe_code(task, job.content, result.code),
            job.record.parameters,
            # what the step no longer reads is no longer an input, unless the chain says so
            {n: d for n, d in seen.items() if plan.project.path(n).is_file()}
            | {n: d for n, d in job.record.inputs.items()
               if n in plan.match(task.step.reads, task.corpus)},
            outputs,
        )  # fmt: skip
        manifest.record(task.step.name, record)

    def _check_reads(self, task: Task, reads: list[str]) -> None:
        """Refuse a step that reads what a step it does not need has written."""
        allowed = all_needs(task.step, self.plan.chain) | {task.step.name}
        for corpus in self.plan.corpora:
            for other, record in self.plan.manifest(corpus).steps.items():
                stray = sorted(set(reads) & record.outputs.keys())
                if stray and other not in allowed:
                    raise CommonGroundError(
                        f"{task.step.name} reads {stray[0]}, which {other} writes",
                        where="runner/chain.py",
                        remedy=f"add {other} to what {task.step.name} needs",
                    )

    def _report_failure(self, job: Running, result: Executed) -> None:
        """Print at most ten lines and keep the rest in a log."""
        project = self.plan.project
        path = project.folder(job.task.corpus, "logs") / f"{job.task.step.name}.log"
        self.failed.append(job.task.title)
        self.say(result.problem + keep_log(path, result.log, project))

    def _show_progress(self) -> None:
        """Show, on a terminal, which cells the long steps are at."""
        now = time.monotonic()
        parts = [
            f"{job.task.title}: cell {job.cells[-1] + 1 if job.cells else 0}, "
            f"{now - job.started:.0f} s"
            for job in self.running.values()
        ]
        sys.stderr.write("\r\x1b[K" + "; ".join(parts))
        sys.stderr.flush()

    def _clear_line(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def keep_log(path: Path, text: str, project: Project) -> str:
    """Write a log; return the line that says where it is, or nothing where the disk is full."""
    try:
        write_bytes(path, text.encode(), project.scratch)
    except CommonGroundError:
        return ""
    return f"\n  full log    {project.show(path)}"


def run_chain(
    plan: Plan, say: Say = print, until: str | None = None, is_forced: bool = False
) -> int:
    """Run the notebooks of a plan; return how many were executed."""
    handle = lock(plan.project, say)
    try:
        with tell_unfinished(plan, say):
            return run_locked(plan, handle, say, until, is_forced)
    finally:
        os.close(handle)


@contextlib.contextmanager
def tell_unfinished(plan: Plan, say: Say) -> Iterator[None]:
    """Say, where a run inside fails, that what stands there is not whole."""
    try:
        yield
    except CommonGroundError:
        if plan.manifest(plan.owner).unfinished:
            place = plan.project.show(plan.project.base / plan.owner)
            say(f"{place} is unfinished, and its manifest says so, until a run there ends well")
        raise


def run_locked(
    plan: Plan, handle: int, say: Say, until: str | None = None, is_forced: bool = False
) -> int:
    """Run the notebooks of a plan under a lock that is held already."""
    tasks = plan.tasks(until)
    for corpus in {plan.owner, *plan.corpora}:
        if plan.manifest(corpus).is_damaged:
            place = plan.project.show(plan.manifest(corpus).path)
            say(f"{place} is no record of earlier runs: it is set aside, and all runs anew")
    for corpus in plan.corpora if not until else []:
        kept = {t.step.name for t in tasks if t.corpus == corpus} | {"report"}
        plan.manifest(corpus).forget(kept)
    executed = Run(plan, handle, say, is_forced).go(tasks)
    plan.finish()
    if not until:
        remove_strays(plan, say)
    return executed


def remove_strays(plan: Plan, say: Say) -> None:
    """Remove tables and findings that no step has written: the report must not see them.

    A figure that no step has drawn may be somebody's own: it is named and left.
    """
    whole = plan.manifest("").steps.values()
    for corpus in [*plan.corpora, ACROSS]:
        held = plan.manifest(corpus).steps.values() if corpus in plan.corpora else ()
        owned = {plan.project.path(n) for record in [*held, *whole] for n in record.outputs}
        strays: dict[str, list[Path]] = {
            kind: [
                path
                for path in sorted(plan.project.folder(corpus, kind).glob("[!.]*"))
                if path not in owned and path.is_file()
            ]
            for kind in RESULTS
        }
        figures = strays.pop("figures")
        if corpus == ACROSS and not whole:
            continue  # this run compared nothing; what lies there is of another
        gone = [path for paths in strays.values() for path in paths]
        for path in gone:
            path.unlink()
        if gone:
            names = name_some(plan.project.show(path) for path in gone)
            say(f"removed, as no step has written it: {names}")
        if figures:
            names = name_some(plan.project.show(path) for path in figures)
            say(f"no step has drawn {names}: if it is not yours, remove it")
