"""Executing one notebook with papermill, in a fresh kernel that is watched."""

from __future__ import annotations

import ast
import itertools
import json
import logging
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from runner.code import pick_code
from runner.failures import describe_failure, list_warnings
from runner.files import make_socket_folder
from runner.notebooks import dump_notebook
from runner.plan import is_result
from runner.project import Project
from runner.watch import ASK, ROOTS

PATIENCE = 600
"""Seconds within which a kernel must have started, on a busy machine too."""

Seen = dict[str, list[str]]
"""The files that a notebook read and wrote, and those of its modules, as the kernel saw them."""


class Kernels:
    """What the kernels of one run have in common; they end when it is closed, or the run dies."""

    def __init__(self, lock: int) -> None:
        self.lock = lock
        # short, as the path of a socket must be; private, as no transport encryption is used
        self.folder = make_socket_folder()
        self.lifeline, self._alive = os.pipe()
        self._numbers = itertools.count()

    def make_manager(self) -> AsyncKernelManager:
        """Return the manager of one kernel that has not started yet."""
        manager = AsyncKernelManager(transport="ipc")
        manager.connection_file = str(self.folder / f"{next(self._numbers)}.json")
        command = [sys.executable, "-m", "runner.watch", "-f", "{connection_file}"]
        manager._kernel_spec = KernelSpec(argv=command, language="python")
        return manager

    def start_options(self, project: Project) -> dict[str, Any]:
        """Return where and how a kernel starts; it holds the lock as long as it lives."""
        roots = {f"{p}{os.sep}" for p in (project.root, project.data, project.base)}
        env = project.environment() | {
            "IPYTHONDIR": str(self.folder / "ipython"),
            ROOTS: json.dumps(sorted(roots)),
        }
        return {"cwd": str(project.notebooks), "env": env, "stdin": self.lifeline,
                "pass_fds": [self.lock]}  # fmt: skip

    def close(self) -> None:
        """End every kernel, busy ones too."""
        os.close(self._alive)
        os.close(self.lifeline)
        shutil.rmtree(self.folder, ignore_errors=True)


class WatchedEngine(Engine):
    """papermill's own way of executing, in a kernel that notes which files it opens."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, kernels: Any = None, project: Any = None,
        progress: Any = None, seen: Any = None, **_: Any,
    ) -> None:  # fmt: skip
        """Execute the notebook; put the cells into ``progress``, the files into ``seen``."""
        client = PapermillNotebookClient(
            nb_man, km=kernels.make_manager(), timeout=None, startup_timeout=PATIENCE,
            record_timing=False, shutdown_kernel="immediate",
            extra_arguments=["--HistoryManager.hist_file=:memory:"], log=logging.getLogger("nb"),
        )  # fmt: skip
        client.on_cell_start = lambda cell, cell_index: progress.append(cell_index)
        try:
            client.execute(**kernels.start_options(project))
            asked = client.kc.execute(
                "", silent=True, store_history=False, user_expressions={"seen": ASK}
            )
            answer = client.wait_for_reply(asked)["content"]["user_expressions"]["seen"]
            seen.update(json.loads(ast.literal_eval(answer["data"]["text/plain"])))
        finally:
            if client.km is not None:
                client._cleanup_kernel()
            ensure_event_loop().close()


papermill_engines.register("watched", WatchedEngine)
# papermill guesses the parameters by regular expression and warns; they are checked already
logging.getLogger("papermill").setLevel(logging.ERROR)


@dataclass
class Executed:
    """What came of one notebook.

    ``problem`` is empty if all went well, else the lines to print; ``log`` is the full story.
    """

    notebook: bytes = b""
    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problem: str = ""
    log: str = ""


def execute(
    kernels: Kernels, project: Project, content: bytes, name: str, parameters: dict[str, Any],
    progress: list[int],
) -> Executed:  # fmt: skip
    """Execute a notebook with some parameters other than its defaults."""
    source = nbformat.reads(content.decode(), as_version=4)
    for cell in source.cells:  # what is stored is a claim, never an input
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    seen: Seen = {}
    done = Executed()
    try:
        notebook = papermill.execute_notebook(
            source, None, parameters=parameters, engine_name="watched", kernel_name="python3",
            language="python", progress_bar=False, kernels=kernels, project=project,
            progress=progress, seen=seen,
        )  # fmt: skip
        done.notebook, done.warnings = dump_notebook(notebook), list_warnings(notebook)
    except PapermillExecutionError as error:
        place = progress[-1] - bool(parameters)  # one cell is injected
        done.problem, done.log = describe_failure(error, source, place, name, parameters, project)
    except Exception as error:
        ended = f"the kernel ended ({type(error).__name__}): out of memory, or killed?"
        done.problem = f"{name}: {ended}"
        done.log = f"{done.problem}\n{error}\n"
    done.writes = pick_results(seen.get("writes", []), project)
    reads = pick_results(seen.get("reads", []), project)
    done.reads = [n for n in reads if n not in done.writes]
    done.code = pick_code(seen, project)
    return done


def pick_results(paths: list[str], project: Project) -> list[str]:
    """Return the names of those files that are data or results of a run."""
    names = sorted({name for path in paths if (name := project.name(Path(path)))})
    # what is hidden is being written
    shown = [name for name in names if not any(p.startswith(".") for p in name.split("/"))]
    return [name for name in shown if is_result(name) or name.startswith(("data/", "paper/"))]
