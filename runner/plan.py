"""What a run has to do: its tasks, what each is made from, and why it has to run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from analysis.base import paths
from analysis.base.errors import ParameterError
from analysis.base.store import hash_bytes, hash_file
from runner import parameters as params
from runner.chain import CHAIN, Step, all_needs, present_steps
from runner.code import Code
from runner.manifest import Hashes, Manifest, Record, find_reason, hash_files
from runner.notebooks import hash_sources
from runner.project import RESULTS, Project

WHOLE = ""
"""The 'corpus' of what is made once from all corpora of a run."""


@dataclass(frozen=True)
class Task:
    """One step on one corpus (or on all of them)."""

    step: Step
    corpus: str
    needs: frozenset[tuple[str, str]] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """What the needs of other tasks refer to."""
        return (self.step.name, self.corpus)

    @property
    def title(self) -> str:
        """How the run names it."""
        return f"{self.corpus}/{self.step.name}" if self.corpus else self.step.name


@dataclass
class Plan:
    """A run: the project, the corpora and the parameters, checked."""

    project: Project
    corpora: list[str]
    given: dict[str, params.Value]
    chain: tuple[Step, ...] = CHAIN
    declared: dict[str, dict[str, params.Declared]] = field(default_factory=dict)
    manifests: dict[str, Manifest] = field(default_factory=dict)
    is_named: bool = False
    """Whether somebody named a corpus; else all that ship are run."""

    @property
    def is_whole(self) -> bool:
        """Tell whether the report is that of the run's folder, and not of one corpus in it."""
        return bool(self.given) or not self.is_named

    def begin(self) -> None:
        """Mark the results as unfinished until a run ends well; a killed one leaves the mark."""
        own = self.manifest(self.owner)
        if not own.unfinished:
            own.unfinished = "a run has begun here that has not ended well since"
            own.write()

    def finish(self) -> None:
        """Take the mark away."""
        for corpus in {self.owner, *self.corpora}:
            own = self.manifest(corpus)
            if own.unfinished:
                own.unfinished = ""
                own.write()

    @property
    def owner(self) -> str:
        """Return the corpus in whose folder the report of this run lies, or WHOLE."""
        return WHOLE if self.is_whole else self.corpora[0]

    @cached_property
    def code(self) -> Code:
        """The code of the checkout, as it is when the run starts."""
        return Code.read(self.project)

    def manifest(self, corpus: str) -> Manifest:
        """Return the manifest of a corpus, or of the whole run."""
        if corpus not in self.manifests:
            path = self.project.base / corpus / "manifest.json"
            self.manifests[corpus] = Manifest(path, self.project)
        return self.manifests[corpus]

    def tasks(self, until: str | None = None) -> list[Task]:
        """Return the tasks in reading order; ``until`` leaves out what that step does not need."""
        steps = present_steps(self.project.notebooks, self.chain)
        if until:
            wanted = {until} | all_needs(next(s for s in steps if s.name == until), self.chain)
            steps = [s for s in steps if s.name in wanted]
        tasks = []
        for step in steps:
            needed = all_needs(step, self.chain) & {s.name for s in steps}
            if step.is_across:
                needs = {(n, c) for n in needed for c in self.corpora}
                tasks += [Task(step, WHOLE, frozenset(needs))] if len(self.corpora) > 1 else []
            else:
                for corpus in self.corpora:
                    tasks.append(Task(step, corpus, frozenset((n, corpus) for n in needed)))
        return tasks

    def values(self, task: Task) -> dict[str, params.Value]:
        """Return the value of every parameter that the notebook declares."""
        own = self.declared[task.step.notebook]
        values = {name: d.default for name, d in own.items()}
        values |= {k: v for k, v in self.given.items() if k in own}
        if "corpora" in own and task.step.is_across:
            values["corpora"] = list(self.corpora)
        if "corpus" in own and task.corpus:
            values["corpus"] = task.corpus
        return values

    def injected(self, task: Task) -> dict[str, params.Value]:
        """Return the parameters that differ from the defaults: papermill injects only these."""
        own = self.declared[task.step.notebook]
        return {k: v for k, v in self.values(task).items() if v != own[k].default}

    def examine(self, task: Task) -> tuple[str | None, Record]:
        """Say why a task has to run (None: it has not), and what it would be made from."""
        old = self.manifest(task.corpus).steps.get(task.step.name)
        names = set(self.match(task.step.reads, task.corpus)) | set(old.inputs if old else [])
        inputs = {n: d for n in names if (d := hash_file(self.project.path(n)))}
        content = (self.project.notebooks / task.step.notebook).read_bytes()
        code = self.describe_code(task, content, old.code if old else [])
        now = Record(code, self.values(task), inputs)
        return find_reason(old, now, self.project), now

    def describe_code(self, task: Task, content: bytes, loaded: Iterable[str]) -> Hashes:
        """Return what code a step is made from, with this notebook and these files loaded."""
        return {f"notebooks/{task.step.notebook}": hash_sources(content)} | self.code.select(loaded)

    def match(self, patterns: Iterable[str], corpus: str) -> list[str]:
        """Return the names of the files that patterns stand for, sorted."""
        names = set()
        for pattern in patterns:
            shipped = paths.list_shipped(self.project.data) if "{shipped}" in pattern else [""]
            for one, other in product([corpus] if corpus else self.corpora, shipped):
                # the data of several corpora read as one lie in as many folders
                for member in paths.split_corpus(one) if pattern.startswith("data/") else [one]:
                    filled = pattern.format(corpus=member, shipped=other)
                    names |= {self.project.name(p) or "" for p in self._glob(filled, one)}
        return sorted(names - {""})

    def _glob(self, pattern: str, corpus: str) -> list[Path]:
        first, _, rest = pattern.partition("/")
        if first == "data":
            folder = self.project.data
        elif first in RESULTS:
            folder = self.project.folder(corpus, first)
        else:
            folder, rest = self.project.root, pattern
        return [p for p in folder.glob(rest) if p.is_file()] if folder.is_dir() else []

    def candidates(self, task: Task) -> Hashes:
        """Return the hashes of every file a task might read, as they are before it runs."""
        data = self.project.data
        files = [p for pattern in ("*", "*/*") for p in data.glob(pattern) if p.is_file()]
        return hash_files(files, self.project) | self.needed(task)

    def needed(self, task: Task) -> Hashes:
        """Return the results of the steps that a task needs, with their hashes."""
        steps = all_needs(task.step, self.chain)
        return {
            name: digest
            for corpus in ([task.corpus] if task.corpus else self.corpora)
            for step, record in self.manifest(corpus).steps.items()
            for name, digest in record.outputs.items()
            if step in steps and is_result(name)
        }


def is_result(name: str) -> bool:
    """Tell tables, findings and figures from what else a run makes.

    >>> is_result("build/published/tables/overlap.csv"), is_result("build/paper.pdf")
    (True, False)
    """
    first, *parts = name.split("/")
    is_built = first == "build" and len(parts) > 2 and parts[1] in RESULTS
    return is_built or (first == "figures" and len(parts) > 1)


def make_plan(
    project: Project,
    corpora: list[str],
    settings: str = "",
    chain: tuple[Step, ...] = CHAIN,
    extra: Mapping[str, params.Value] | None = None,
) -> Plan:
    """Check everything that a user can get wrong and return the run.

    With other than default parameters the run gets a folder of its own.

    Raises
    ------
    ParameterError
        With one sentence on what is wrong.
    """
    steps = present_steps(project.notebooks, chain)
    declared = {s.notebook: params.read_declared(project.notebooks / s.notebook) for s in steps}
    known = merge_declared(declared)
    given = params.parse_settings(settings, known)
    for name, value in (extra or {}).items():
        if name in known:
            given[name] = value
    if "corpora" in given:
        raise ParameterError(
            "corpora is set by the run", remedy="write CORPUS=name for one corpus, or none for all"
        )
    named = given.pop("corpus", None)
    if named is not None and corpora and corpora != [named]:
        raise ParameterError(f"corpus is '{corpora[0]}' and '{named}'", remedy="name it once")
    corpora = corpora or ([str(named)] if named is not None else [])
    is_named = bool(corpora)
    corpora = corpora or project.shipped()
    for corpus in corpora:
        params.check_values(given | {"corpus": corpus}, known, project)
    given = {k: v for k, v in given.items() if any(_differs(k, v, d) for d in declared.values())}
    if given:
        project = project.in_run(label_run(corpora, given))
    return Plan(project, corpora, given, chain, declared, is_named=is_named)


def _differs(name: str, value: params.Value, declared: Mapping[str, params.Declared]) -> bool:
    return name in declared and declared[name].default != value


def merge_declared(
    declared: Mapping[str, Mapping[str, params.Declared]],
) -> dict[str, params.Declared]:
    """Return what the chain declares as a whole: one name, one type, one default everywhere.

    Raises
    ------
    ParameterError
        If two notebooks declare a parameter differently. Each would run with its own, and a
        figure would be drawn with another value than its numbers were computed with.
    """
    merged: dict[str, tuple[str, params.Declared]] = {}
    for notebook, own in declared.items():
        for name, one in own.items():
            first, other = merged.setdefault(name, (notebook, one))
            if one != other:
                raise ParameterError(
                    f"parameter {name} is {_describe(other, one)} in {first} and "
                    f"{_describe(one, other)} in {notebook}",
                    remedy="give it one default in every notebook that declares it, or leave the "
                    f"defaults alone and run with SET='{name}=...'",
                )
    return {name: one for name, (_, one) in merged.items()}


def _describe(one: params.Declared, other: params.Declared) -> str:
    """Return the default of a parameter, with its type where that is what differs."""
    is_same_type = one.annotation == other.annotation
    return repr(one.default) if is_same_type else f"{one.annotation} = {one.default!r}"


def label_run(corpora: Iterable[str], given: Mapping[str, Any]) -> str:
    """Return a folder name one can read, unique to these parameters.

    >>> label_run(["published"], {"strong_from": 0.8})
    'published_strong_from-0.8_a2d18563'
    """
    exact = json.dumps([list(corpora), dict(sorted(given.items()))], ensure_ascii=False)
    parts = [*corpora, *(f"{k}-{_plain(v)}" for k, v in sorted(given.items()))]
    readable = "".join(c if c.isalnum() or c in "-_.+" else "-" for c in "_".join(parts))
    return f"{readable[:80].rstrip('-_.')}_{hash_bytes(exact.encode())[:8]}"


def _plain(value: Any) -> str:
    return "+".join(value) if isinstance(value, list) else str(value)
