"""Kernels started ahead of time: each notebook gets a fresh one that has its imports behind it.

While one notebook executes, the kernel of the next starts and imports what that one imports.
Nothing is shared: a kernel runs one notebook and ends. The imports run silently, so that
execution counts, names and outputs are those of a kernel that was just started.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop, run_sync

from runner.notebooks import read_imports
from runner.project import RESULTS, Project

# The kernel ends as soon as the run ends, however that happens: its standard input closes.
LAUNCH = (
    "import os, threading, runpy\n"
    "def end():\n"
    "    os.read(0, 1)\n"
    "    os._exit(1)\n"
    "threading.Thread(target=end, daemon=True).start()\n"
    "runpy.run_module('ipykernel_launcher', run_name='__main__')\n"
)

# Runs before the notebook: imports, then a record of the project's files it opens and replaces.
PREPARE = """
import importlib, json, os, sys, warnings
# a warning says what is wrong; where our files lie, and the number of a process, change by run
warnings.formatwarning = lambda message, kind, *_, **__: f"{{kind.__name__}}: {{message}}\\n"
for name in {modules!r}:
    try:
        importlib.import_module(name)
    except BaseException:
        pass  # the notebook's own import says what is wrong
seen = {{"reads": [], "writes": []}}
known, writing = set(), os.O_WRONLY | os.O_RDWR
def watch(event, args):
    if event == "open":
        path, kind = args[0], "writes" if args[2] & writing else "reads"
    elif event == "os.rename":
        path, kind = args[1], "writes"
    else:
        return
    if isinstance(path, (str, os.PathLike)):
        path = os.path.abspath(path)
        if path.startswith({roots!r}) and (path, kind) not in known:
            known.add((path, kind))
            seen[kind].append(path)
sys.addaudithook(watch)
sys._common_ground_seen = seen
"""
ASK = "__import__('json').dumps(__import__('sys')._common_ground_seen)"


class WarmKernel(threading.Thread):
    """One kernel and the thread that owns it, from start to end; it takes one job."""

    def __init__(self, pool: Pool, notebook: Path) -> None:
        super().__init__(daemon=True)
        self.pool = pool
        self.notebook = notebook
        self.jobs: SimpleQueue[tuple[Callable[[WarmKernel], Any], Future[Any]] | None] = (
            SimpleQueue()
        )
        self.manager: Any = None
        self.client: Any = None
        self.start()

    def run(self) -> None:
        """Start, prepare, wait for the job, do it, end."""
        trouble: BaseException | None = None
        try:
            self._prepare()
        except BaseException as error:
            trouble = error
        job = self.jobs.get()
        if job is not None:
            work, future = job
            try:
                if trouble:
                    raise trouble
                self.pool.start_expected()
                future.set_result(work(self))
            except BaseException as error:
                future.set_exception(error)
        self._end()

    def _prepare(self) -> None:
        """Start the kernel and run the code that precedes the notebook."""
        pool = self.pool
        self.manager = AsyncKernelManager(transport="ipc")
        self.manager.connection_file = str(Path(pool.folder, f"{id(self)}.json"))
        self.manager._kernel_spec = KernelSpec(
            argv=[sys.executable, "-c", LAUNCH, "-f", "{connection_file}"], language="python"
        )
        run_sync(self.manager.start_kernel)(
            extra_arguments=["--HistoryManager.hist_file=:memory:"],
            cwd=str(pool.project.notebooks),
            env=dict(pool.environment),
            stdin=pool.lifeline,
            pass_fds=[pool.lock],
        )
        self.client = self.manager.client()
        self.client.start_channels()
        self._wait_until_ready()
        self.ask(prepare_code(pool.project, self.notebook))

    def _wait_until_ready(self) -> None:
        """Wait for the first answer on both channels, as jupyter_client does without its pauses."""
        while True:
            self.client.kernel_info()
            if self._receive("shell", 1) and self._receive("iopub", 0.2):
                return

    def _receive(self, channel: str, seconds: float) -> dict[str, Any] | None:
        """Return the next message of a channel, or None if none came in time.

        Raises
        ------
        RuntimeError
            If the kernel has ended.
        """
        try:
            return run_sync(getattr(self.client, f"get_{channel}_msg"))(timeout=seconds)
        except Empty:
            if self.pool.is_closed or self.manager.provisioner.process.poll() is not None:
                raise RuntimeError("the kernel has ended") from None
            return None

    def ask(self, code: str, **expressions: str) -> dict[str, Any]:
        """Run code without a trace in the notebook's history; return the values of expressions."""
        message = self.client.execute(
            code, silent=True, store_history=False, user_expressions=expressions
        )
        while True:
            reply = self._receive("shell", 0.2)
            if reply and reply["parent_header"].get("msg_id") == message:
                return reply["content"].get("user_expressions", {})

    def seen_files(self) -> dict[str, list[str]]:
        """Return the project's files that the notebook read and wrote."""
        answer = self.ask("", seen=ASK)["seen"]["data"]["text/plain"]
        return json.loads(ast.literal_eval(answer))

    def _end(self) -> None:
        """End the kernel at once: the notebook is done, nothing is left to flush."""
        if self.client is not None:
            self.client.stop_channels()
        provisioner = self.manager.provisioner if self.manager is not None else None
        if provisioner is not None and provisioner.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(provisioner.process.pid, signal.SIGKILL)
            provisioner.process.wait()
            run_sync(self.manager.cleanup_resources)()
        ensure_event_loop().close()


class Pool:
    """The kernels of one run."""

    def __init__(self, project: Project, lock: int) -> None:
        self.project = project
        self.lock = lock
        # short, as the path of a socket must be; private, as no transport encryption is used
        self.folder = tempfile.mkdtemp(prefix="common-ground-")
        self.environment = project.environment() | {"IPYTHONDIR": str(Path(self.folder, "ipython"))}
        self.lifeline, self._alive = os.pipe()
        self.is_closed = False
        self.lock_spares = threading.Lock()
        self.expected: list[Path] = []
        self.spares: list[WarmKernel] = []
        self.all: list[WarmKernel] = []

    def expect(self, notebooks: list[Path]) -> None:
        """Say which notebooks come next; their kernels start when a running one is under way."""
        self.expected = notebooks

    def start_expected(self) -> None:
        """Start the kernels of the next notebooks: no earlier, as the processors are busy."""
        with self.lock_spares:
            missing = list(self.expected)
            for kernel in self.spares:
                if kernel.notebook in missing:
                    missing.remove(kernel.notebook)
            if not self.is_closed:
                for notebook in missing:
                    self._start_kernel(notebook)

    def _start_kernel(self, notebook: Path) -> None:
        self.spares.append(WarmKernel(self, notebook))
        self.all.append(self.spares[-1])

    def submit(self, notebook: Path, work: Callable[[WarmKernel], Any]) -> Future[Any]:
        """Give a notebook to its kernel, or to another spare one, or to a new one."""
        future: Future[Any] = Future()
        with self.lock_spares:
            if not self.spares:
                self._start_kernel(notebook)
            kernel = next((k for k in self.spares if k.notebook == notebook), self.spares[0])
            self.spares.remove(kernel)
        kernel.jobs.put((work, future))
        return future

    def close(self) -> None:
        """End every kernel, busy ones too."""
        with self.lock_spares:
            self.is_closed = True
            for kernel in self.spares:
                kernel.jobs.put(None)
        os.close(self._alive)
        os.close(self.lifeline)
        for kernel in self.all:
            kernel.join(timeout=3)
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare_code(project: Project, notebook: Path) -> str:
    """Return the code that a kernel runs before its notebook."""
    roots = tuple(f"{p}{os.sep}" for p in {project.root, project.data, project.base})
    code = PREPARE.format(modules=read_imports(notebook.read_bytes()), roots=roots)
    return f"exec({code!r}, {{}})"


def pick_results(paths: list[str], project: Project) -> list[str]:
    """Return the names of those files that are data or results of a run."""
    names = sorted({name for path in paths if (name := project.name(Path(path)))})
    return [n for n in names if _is_data(n.split("/"))]


def _is_data(parts: list[str]) -> bool:
    """Tell data, tables, findings and figures from code, logs and files being written."""
    if any(part.startswith(".") for part in parts):
        return False
    is_result = parts[0] == "build" and len(parts) > 3 and parts[2] in RESULTS
    return is_result or parts[0] in ("data", "figures", "paper")
