"""The manifest: what every result was made from. No clock, no machine, no order of events."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis.base.errors import CommonGroundError
from analysis.base.store import dump_json, hash_file, read_json, write_bytes
from runner.notebooks import hash_sources
from runner.project import Project

NAMED_PACKAGES = ("ipykernel", "jupytext", "matplotlib", "nbclient", "numpy", "pandas",
                  "pandera", "papermill", "pypandoc-binary", "seaborn", "typst")  # fmt: skip

Hashes = dict[str, str]


@dataclass
class Record:
    """What one step was made from, and what it made.

    ``outdated`` is empty, or says why its results were removed without being made anew.
    """

    code: Hashes = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    inputs: Hashes = field(default_factory=dict)
    outputs: Hashes = field(default_factory=dict)
    outdated: str = ""


class Manifest:
    """The records of the steps of one corpus (or of a whole run), kept in a file."""

    def __init__(self, path: Path, project: Project) -> None:
        self.path = path
        self.project = project
        content = read_json(path)
        self.unfinished = str(content.get("unfinished", ""))
        """Blank, or that a run has begun here which has not ended well since."""
        self.is_damaged = False
        try:
            self.steps = {n: Record(**record) for n, record in content.get("steps", {}).items()}
        except (TypeError, AttributeError):
            self.steps = {}
        if not self.steps and path.is_file() and content.get("steps") != {}:
            # broken, another program's, or another release's: the steps run again
            self.is_damaged = True

    def claim(self, step: str, outputs: Iterable[str]) -> None:
        """Make sure that no other step writes these files.

        Raises
        ------
        CommonGroundError
            If another step has written one of them.
        """
        for name, other in self.steps.items():
            shared = sorted(other.outputs.keys() & set(outputs))
            if name != step and shared and self._is_stale(other):
                # an edit moved the file from one notebook to the other, which has yet to run
                for path in shared:
                    del other.outputs[path]
            elif name != step and shared:
                raise CommonGroundError(
                    f"{name} and {step} both write {shared[0]}",
                    remedy="let one notebook write it and the other read it",
                )

    def record(self, step: str, record: Record) -> None:
        """Put down a finished step; results of its last run that it no longer makes are removed."""
        self.claim(step, record.outputs)
        old = self.steps.get(step, Record()).outputs.keys() - record.outputs.keys()
        for name in old:
            self.project.path(name).unlink(missing_ok=True)
        self.steps[step] = record
        self.write()

    def _is_stale(self, record: Record) -> bool:
        """Tell whether a notebook has changed since the record was made."""
        for name, old in record.code.items():
            path = self.project.path(name)
            if path.suffix == ".ipynb":
                return not path.is_file() or hash_sources(path.read_bytes()) != old
        return False

    def set_aside(self, step: str, why: str) -> list[str]:
        """Remove the results of a step that are outdated; return their names."""
        record = self.steps[step]
        names = sorted(record.outputs)
        for name in names:
            self.project.path(name).unlink(missing_ok=True)
        record.outputs, record.outdated = {}, why
        self.write()
        return names

    def forget(self, keep: Iterable[str]) -> None:
        """Drop the records of steps that are no longer in the chain, with their results."""
        gone = set(self.steps) - set(keep)
        for step in gone:
            for name in self.steps.pop(step).outputs:
                self.project.path(name).unlink(missing_ok=True)
        if gone:
            self.write()

    def write(self) -> None:
        """Write the file, whole."""
        content: dict[str, Any] = {
            "steps": {name: vars(record) for name, record in self.steps.items()},
            "versions": list_versions(),
        }
        if self.unfinished:
            content["unfinished"] = self.unfinished
        if self.is_damaged:
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_suffix(".damaged.json"))
            self.is_damaged = False
        write_bytes(self.path, dump_json(content), self.project.scratch)


def hash_files(files: Iterable[Path], project: Project) -> Hashes:
    """Return the hash of each file that is there, by its name in the manifest."""
    found = {project.name(path): hash_file(path) for path in files}
    return {name: digest for name, digest in found.items() if name and digest}


def list_versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that shape the results."""
    versions = {"python": platform.python_version()}
    for package in NAMED_PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return versions


def find_reason(old: Record | None, now: Record, project: Project) -> str | None:
    """Say why a step has to run, or None if nothing it was made from or made has changed.

    Parameters
    ----------
    now
        The code, parameters and inputs as they are; its outputs are not looked at.
    """
    if old is None:
        return "it has not run yet"
    if old.outdated:
        return f"its results were removed, as {old.outdated}"
    changed = (
        _compare(old.code, now.code)
        or _compare(old.inputs, now.inputs)
        or _compare_parameters(old.parameters, now.parameters)
    )
    if changed:
        return changed
    for name, digest in sorted(old.outputs.items()):
        found = hash_file(project.path(name))
        if found is None:
            return f"{name} is missing"
        if found != digest:
            return f"{name} is not what the run wrote"
    return None


def _compare(old: Hashes, now: Hashes) -> str | None:
    """Name the first file that differs, and how many more do."""
    names = sorted(n for n in old.keys() | now.keys() if old.get(n) != now.get(n))
    if not names:
        return None
    verb = "is new" if names[0] not in old else "changed" if names[0] in now else "is gone"
    more = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
    return f"{names[0]} {verb}{more}"


def _compare_parameters(old: Mapping[str, Any], now: Mapping[str, Any]) -> str | None:
    """Name the first parameter that differs."""
    for name in sorted(old.keys() | now.keys()):
        if old.get(name) != now.get(name):
            return f"{name} was {old.get(name)}, is {now.get(name)}"
    return None
