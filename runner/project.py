"""Where a run reads and writes, and the environment of its kernels."""

from __future__ import annotations

import datetime
import fcntl
import importlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.base import paths
from analysis.base.errors import ParameterError
from analysis.base.store import explain_disk_trouble
from runner.files import remove_folders

RESULTS = ("tables", "findings", "figures")
REPORT = "report.build:build_report"
PARAMETERS = "analysis.parameters:check_parameters"
"""The two places where the runner asks the domain, each as module:function."""


@dataclass(frozen=True)
class Project:
    """A checkout and the folder its results go to.

    ``output`` is None for the default places (build/ and figures/), else one folder for all.
    """

    root: Path = paths.ROOT
    data: Path = paths.ROOT / "data"
    output: Path | None = None
    report: str = REPORT
    parameters: str = PARAMETERS

    @classmethod
    def from_environment(cls) -> Project:
        """Return the project of this checkout, as the environment variables place it."""
        return cls(data=paths.data_root().resolve(), output=_resolve(paths.output_root()))

    @property
    def base(self) -> Path:
        """The folder of everything a run makes, the committed figures apart."""
        return self.output or self.root / "build"

    @property
    def notebooks(self) -> Path:
        """The folder of the notebooks, which is also where their kernels run."""
        return self.root / "notebooks"

    @property
    def scratch(self) -> Path:
        """The folder of files that are being written."""
        return self.base / ".part"

    def in_run(self, label: str) -> Project:
        """Return the same project with a folder of its own for one set of parameters."""
        return replace(self, output=self.base / "runs" / label)

    def in_work(self, title: str) -> Project:
        """Return the same project with a folder in which one step works."""
        return replace(self, output=self.workplaces / title)

    @property
    def workplaces(self) -> Path:
        """The folder of the folders in which steps work; a run clears it when it starts."""
        return self.base / ".work"

    def folder(self, corpus: str, kind: str) -> Path:
        """Return the folder of one kind of results (tables, findings, figures, ...)."""
        if kind == "figures" and self.output is None:
            return self.root / "figures" / corpus
        return self.base / corpus / kind

    def name(self, path: Path) -> str | None:
        """Return the name of a file in the manifest, the same on every machine and in every run.

        It is the path in a default run (``data/``, ``build/``, ``figures/`` or below the
        checkout); None for a file that is no part of the project.
        """
        if path.is_relative_to(self.data):
            return f"data/{path.relative_to(self.data).as_posix()}"
        if path.is_relative_to(self.base):
            corpus, *rest = path.relative_to(self.base).parts
            if self.output is not None and rest[:1] == ["figures"]:
                return "/".join(["figures", corpus, *rest[1:]])
            return "/".join(["build", corpus, *rest])
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else None

    def path(self, name: str) -> Path:
        """Return the file that has this name."""
        first, *rest = name.split("/")
        if first == "data":
            return self.data.joinpath(*rest)
        if first == "build":
            return self.base.joinpath(*rest)
        if first == "figures" and len(rest) > 1:
            return self.folder(rest[0], "figures").joinpath(*rest[1:])
        return self.root / name

    def show(self, path: Path) -> str:
        """Return where a file is, for people: below the checkout if it is there."""
        return str(path.relative_to(self.root) if path.is_relative_to(self.root) else path)

    def shipped(self) -> list[str]:
        """Return the corpora that a run without a name takes.

        Raises
        ------
        ParameterError
            If there is none.
        """
        found = paths.list_shipped(self.data)
        if not found:
            known = ", ".join(paths.list_corpora(self.data)) or "none"
            raise ParameterError(
                f"no corpus in {self.data.name}/ ships",
                remedy=f"name one, as in CORPUS=x (there: {known})",
            )
        return found

    def released(self) -> str | None:
        """Return the date of CITATION.cff as seconds since 1970, the date every result bears."""
        citation = self.root / "CITATION.cff"
        text = citation.read_text("utf-8") if citation.is_file() else ""
        found = re.search(r"^date-released:\s*['\"]?(\d{4}-\d{2}-\d{2})", text, re.MULTILINE)
        if not found:
            return None
        day = datetime.datetime.fromisoformat(found[1]).replace(tzinfo=datetime.UTC)
        return str(int(day.timestamp()))

    def environment(self) -> dict[str, str]:
        """Return the environment of a kernel: nothing in it may depend on the machine's taste."""
        unwanted = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONWARNINGS", "COLUMNS",
                    "LANGUAGE", "SET", "CORPUS", paths.OUTPUT_VARIABLE)  # fmt: skip
        env = {k: v for k, v in os.environ.items() if k not in unwanted}
        env |= {
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            # a reader's own matplotlibrc must not change a figure
            "MATPLOTLIBRC": os.devnull,
        }
        # kernels run the code of this checkout, whichever one the environment was made for
        env["PYTHONPATH"] = os.pathsep.join(dict.fromkeys([str(self.root), str(paths.ROOT)]))
        env[paths.DATA_VARIABLE] = str(self.data)
        if self.output is not None:
            env[paths.OUTPUT_VARIABLE] = str(self.output)
        released = self.released()
        return env | ({"SOURCE_DATE_EPOCH": released} if released else {})


def import_function(place: str) -> Any:
    """Return the function that ``module:function`` names.

    >>> import_function("runner.project:import_function") is import_function
    True
    """
    module, function = place.split(":")
    return getattr(importlib.import_module(module), function)


def _resolve(path: Path | None) -> Path | None:
    return path.resolve() if path else None


def lock(project: Project, say: Callable[[str], None]) -> int:
    """Wait until no other run writes here, then clear what a killed run left behind.

    Returns
    -------
    The file descriptor that holds the lock. The kernels inherit it, so the lock is free only
    when the last process of a killed run is gone.
    """
    with explain_disk_trouble(f"{project.base.name}/.lock"):
        project.base.mkdir(parents=True, exist_ok=True)
        handle = os.open(project.base / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("another run is writing here: waiting until it has finished")
        fcntl.flock(handle, fcntl.LOCK_EX)
    remove_folders([project.scratch, project.workplaces, project.base / ".staging"])
    return handle
