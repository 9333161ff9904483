"""``make sweep``: notebook 03 with nine pairs of cuts, side by side, through papermill.

Each setting has a folder of its own under ``build/runs/sweep/`` with its own manifest, so a
sweep that was stopped goes on where it was, and one that is up to date executes nothing.
"""

from __future__ import annotations

import csv
import itertools
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd

from analysis.base.store import hash_file, to_csv, write_bytes
from runner.chain import CHAIN, Step, all_needs
from runner.plan import Plan, make_plan
from runner.project import Project, lock
from runner.run import run_chain

STRONG_FROM = (0.65, 0.75, 0.85)
WEAK_BELOW = (0.4, 0.5, 0.6)
SWEPT = "03_grade_overlap"

Say = Callable[[str], None]


def sweep(project: Project, corpus: str, say: Say, chain: tuple[Step, ...] = CHAIN) -> None:
    """Grade with every pair of cuts; write ``sweep_<corpus>.csv``: setting, grade, categories."""
    corpus = corpus or project.shipped()[0]
    before = sorted(all_needs(next(s for s in chain if s.name == SWEPT), chain))
    default = make_plan(project, [corpus], chain=chain)
    # never in the place of the default results: what rests on them would be outdated
    first = replace(default, project=project.in_run("sweep/default"), manifests={})
    handle = lock(project, say)
    try:
        seed_inputs(default, first, corpus)
    finally:
        os.close(handle)
    for name in before:
        run_chain(first, say, until=name)
    settings = list(itertools.product(STRONG_FROM, WEAK_BELOW))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        plans = list(threads.map(lambda pair: run_setting(project, first, pair, say), settings))
    rows = [
        {"strong_from": strong, "weak_below": weak, "grade": grade, "categories": count}
        for (strong, weak), plan in zip(settings, plans, strict=True)
        for grade, count in count_grades(plan, corpus)
    ]
    target = project.in_run("sweep").base / f"sweep_{corpus}.csv"
    shown = f"build/runs/sweep/{target.name}"
    write_bytes(target, to_csv(pd.DataFrame(rows)), project.scratch, shown)
    say(f"{project.name(target)}: {len(rows)} rows from {len(plans)} settings")


def run_setting(project: Project, first: Plan, pair: tuple[float, float], say: Say) -> Plan:
    """Run 03 with one pair of cuts in a folder of its own; return its plan."""
    (corpus,) = first.corpora
    strong, weak = pair
    label = f"strong_from-{strong}_weak_below-{weak}"
    plan = make_plan(
        project, [corpus], f"strong_from={strong} weak_below={weak}", chain=first.chain
    )
    plan = replace(plan, project=project.in_run(f"sweep/{label}"), manifests={})
    seed_inputs(first, plan, corpus)
    executed = run_chain(plan, lambda text: say(f"{label}: {text}"), until=SWEPT)
    if not executed:
        say(f"{label}: up to date")
    return plan


def seed_inputs(first: Plan, plan: Plan, corpus: str) -> None:
    """Copy what the steps before 03 have written, with their records, where it is the same."""
    source, target = first.manifest(corpus), plan.manifest(corpus)
    for task in plan.tasks(until=SWEPT):
        name = task.step.name
        record = source.steps.get(name)
        if name == SWEPT or record is None or target.steps.get(name) == record:
            continue
        files = {output: hash_file(first.project.path(output)) for output in record.outputs}
        if record.parameters != plan.values(task) or record.outdated or files != record.outputs:
            continue  # it is made here
        for output in record.outputs:
            content = first.project.path(output).read_bytes()
            write_bytes(plan.project.path(output), content, plan.project.scratch, output)
        target.record(name, record)


def count_grades(plan: Plan, corpus: str) -> list[tuple[str, int]]:
    """Return how many categories have each grade."""
    table = plan.project.folder(corpus, "tables") / "overlap.csv"
    with table.open(encoding="utf-8", newline="") as file:
        return sorted(Counter(row["grade_by_rule"] for row in csv.DictReader(file)).items())
