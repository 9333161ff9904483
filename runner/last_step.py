"""The last step: build the report in a process of its own, beside the old one, then swap."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from analysis.base.errors import CommonGroundError
from analysis.base.store import explain_disk_trouble, hash_file, move_file
from runner.chain import ACROSS, REPORT_READS, REPORT_SPARES
from runner.code import pick_code
from runner.files import remove_folders
from runner.manifest import Hashes, Record, find_reason
from runner.notebooks import hash_sources
from runner.outdated import keep_consistent
from runner.plan import Plan
from runner.project import import_function, lock
from runner.run import StepsFailed, keep_log, run_locked, tell_unfinished

BUILD = (
    "import os, sys, threading\n"
    "from runner.watch import end_with_the_run, start_watching\n"
    "threading.Thread(target=end_with_the_run, daemon=True).start()\n"
    "see = start_watching((os.getcwd() + os.sep,))\n"
    "from runner.last_step import build\n"
    "sys.exit(build(see, *sys.argv[1:]))\n"
)
MADE = ".made.json"


def make_paper(
    plan: Plan, say: Callable[[str], None], with_report: bool = True, is_forced: bool = False,
) -> None:  # fmt: skip
    """Run the chain and build the report; say so if there was nothing to do."""
    handle = lock(plan.project, say)
    try:
        with tell_unfinished(plan, say), keep_consistent(plan, say):
            executed = run_locked(plan, handle, say, is_forced=is_forced)
            if with_report and importlib.util.find_spec(plan.project.report.split(":")[0]):
                executed += update_report(plan, handle, say)
    finally:
        os.close(handle)
    if not executed:
        say("nothing to do: all results are up to date")


def update_report(plan: Plan, handle: int, say: Callable[[str], None]) -> int:
    """Build the report if anything it is made from has changed; return 1 if it was built."""
    started = time.monotonic()
    corpus = plan.owner
    manifest = plan.manifest(corpus)
    old = manifest.steps.get("report")
    now = describe_report(plan, old.code if old else [])
    reason = find_reason(old, now, plan.project)
    if reason is None:
        return 0
    plan.begin()
    staging = plan.project.base / ".staging"
    remove_folders([staging])
    with explain_disk_trouble("the report"):
        staging.mkdir(parents=True)
    run_builder(plan, handle, staging)
    done = json.loads((staging / MADE).read_text("utf-8"))
    made = [Path(p) for p in done["files"]]
    target = plan.project.base / corpus
    with explain_disk_trouble("the report"):
        # what is of one corpus lies in that corpus's folder, whichever corpora were run
        places = [
            (plan.project.base if path.parent.name in plan.corpora else target)
            / path.relative_to(staging)
            for path in made
        ]
        for path, place in zip(made, places, strict=True):
            place.parent.mkdir(parents=True, exist_ok=True)
            move_file(path, place)
    names = [plan.project.name(p) or p.name for p in places]
    # what an earlier report had made, and this one has not, would look like a part of it
    for name in set(old.outputs if old else ()) - set(names):
        plan.project.path(name).unlink(missing_ok=True)
    outputs = {n: hash_file(plan.project.path(n)) or "" for n in names}
    code = describe_code(plan, pick_code(done["seen"], plan.project))
    manifest.record("report", Record(code, now.parameters, now.inputs, outputs))
    plan.finish()
    remove_folders([staging])
    say(f"report ({time.monotonic() - started:.1f} s) ran: {reason}")
    for line in done["warnings"]:
        say(f"  warning: {line}")
    for place in places:
        say(f"  {plan.project.show(place)}")
    return 1


def describe_report(plan: Plan, loaded: Iterable[str]) -> Record:
    """Return what the report is made from: its code, the texts, the data, every result."""
    project = plan.project
    inputs = {
        name: hash_file(project.path(name)) or ""
        for corpus in (*plan.corpora, *([ACROSS] if len(plan.corpora) > 1 else []))
        for name in plan.match(REPORT_READS, corpus)
        if not name.startswith(REPORT_SPARES)
    }
    parameters = {"corpora": plan.corpora, **plan.given}
    return Record(describe_code(plan, loaded), parameters, inputs)


def describe_code(plan: Plan, loaded: Iterable[str]) -> Hashes:
    """Return the code of the report: what it loaded, and the notebooks.

    Of the notebooks it reads the headings, to say where a number is shown.
    """
    notebooks = sorted(plan.project.notebooks.glob("[0-9]*.ipynb"))
    named = {f"notebooks/{p.name}": hash_sources(p.read_bytes()) for p in notebooks}
    return plan.code.select(loaded) | named


def run_builder(plan: Plan, handle: int, staging: Path) -> None:
    """Run ``build`` below in a fresh process that ends when this one does.

    Raises
    ------
    StepsFailed
        If the report cannot be built; the log holds the whole story.
    """
    given = json.dumps(plan.given)
    command = [sys.executable, "-c", BUILD, plan.project.report, str(staging), given]
    lifeline, alive = os.pipe()
    try:
        done = subprocess.run(
            [*command, *plan.corpora],
            stdin=lifeline,
            capture_output=True,
            text=True,
            cwd=plan.project.root,
            env=plan.project.environment(),
            pass_fds=[handle],
            check=False,
        )
    finally:
        os.close(lifeline)
        os.close(alive)
    if done.returncode:
        log = keep_log(
            plan.project.base / "logs" / "report.log", done.stdout + done.stderr, plan.project
        )
        last = [line for line in done.stderr.splitlines() if line.strip()][-6:]
        problem = "\n".join(last) if done.returncode == 1 else "\n  ".join(["report failed", *last])
        raise StepsFailed(problem + log)


def build(see: Callable[[], str], report: str, staging: str, given: str, *corpora: str) -> int:
    """Build the report into a folder and leave a list of what was made; return the exit code.

    ``see`` returns what the process has read and loaded, ``given`` are the parameters that are
    not the defaults, as JSON.
    """
    changed = json.loads(given)
    language = str(changed.get("language", "en"))
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always", UserWarning)
            made = import_function(report)(list(corpora), Path(staging), language, changed)
        told = [str(w.message) for w in said if issubclass(w.category, UserWarning)]
        done = {
            "files": [str(p) for p in made],
            "warnings": list(dict.fromkeys(told)),
            "seen": json.loads(see()),
        }
        with explain_disk_trouble("the report"):
            Path(staging, MADE).write_text(json.dumps(done), "utf-8")
    except CommonGroundError as error:
        print(error, file=sys.stderr)
        return 1
    except Exception:
        import traceback

        traceback.print_exc()
        return 3
    return 0
