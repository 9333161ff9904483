"""Executing one notebook with papermill in a warm kernel, and telling what went wrong in it."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import Any

import nbformat
import papermill
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from analysis.base import errors
from analysis.base.paths import ROOT
from runner.kernels import WarmKernel, pick_results
from runner.notebooks import dump_notebook
from runner.project import Project

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"(?:File (\S+?):(\d+)(?:, in (\w+))?|Cell (In\[\d+\]), line (\d+))")
MOST_LINES = 10
LONGEST = 300


class WarmEngine(Engine):
    """papermill's own way of executing, in a kernel that has been started already."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, warm: Any = None, progress: Any = None, **_: Any
    ) -> None:
        """Execute the notebook; ``warm`` is the kernel, ``progress`` a list to note cells in."""
        client = PapermillNotebookClient(
            nb_man, km=warm.manager, timeout=None, record_timing=False, log=logging.getLogger("nb")
        )
        client.kc = warm.client
        client.kc.allow_stdin = False
        client.on_cell_start = lambda cell, cell_index: progress.append(cell_index)
        client.execute()


papermill_engines.register("warm", WarmEngine)
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
    warnings: list[str] = field(default_factory=list)
    problem: str = ""
    log: str = ""


def execute(
    warm: WarmKernel, content: bytes, name: str, parameters: dict[str, Any], progress: list[int]
) -> Executed:
    """Execute a notebook with some parameters other than its defaults."""
    source = nbformat.reads(content.decode(), as_version=4)
    for cell in source.cells:  # what is stored is a claim, never an input
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    try:
        done = papermill.execute_notebook(
            source,
            None,
            parameters=parameters,
            engine_name="warm",
            kernel_name="python3",
            language="python",
            progress_bar=False,
            warm=warm,
            progress=progress,
        )
    except PapermillExecutionError as error:
        place = progress[-1] - bool(parameters)  # one cell is injected
        return describe_failure(error, source, place, name, parameters, warm.pool.project)
    except Exception as error:
        text = f"{name}: the kernel ended ({type(error).__name__}): out of memory, or killed?"
        return Executed(problem=text, log=f"{text}\n{error}\n")
    seen = warm.seen_files()
    project = warm.pool.project
    writes = pick_results(seen["writes"], project)
    reads = [n for n in pick_results(seen["reads"], project) if n not in writes]
    return Executed(dump_notebook(done), reads, writes, list_warnings(done))


def describe_failure(
    error: PapermillExecutionError, source: Any, place: int, name: str,
    parameters: dict[str, Any], project: Project,
) -> Executed:  # fmt: skip
    """Put a failing cell into at most ten lines, and the whole story into a log."""
    trace = COLOURS.sub("", "\n".join(error.traceback))
    message = COLOURS.sub("", str(error.evalue))
    head = [f"{name} failed", f"  section     {find_heading(source, place)}",
            f"  {'cell':<12}In[{error.exec_count}]"]  # fmt: skip
    if parameters:
        shown = " ".join(f"{k}={v!r}" for k, v in sorted(parameters.items()))
        head.append(f"  parameters  {shown[:200]}")
    log = "\n".join([*head, "", error.source, "", trace, ""])
    if is_ours(error.ename):
        return Executed(problem=message, log=log)
    frame = f"  {'at':<12}{last_frame(trace, project)}"
    lines = [*head, *_shorten(f"{error.ename}: {message}"), frame]
    return Executed(problem="\n".join(lines[: MOST_LINES - 1]), log=log)


def _shorten(message: str, most: int = 3) -> list[str]:
    """Return the first lines of a message, none of them long."""
    lines = [line[:200] for line in message.splitlines() if line.strip()]
    return ["  " + line for line in lines[:most]]


def is_ours(name: str) -> bool:
    """Tell whether an error was raised on purpose, to be read as one sentence.

    >>> is_ours("DataError"), is_ours("KeyError")
    (True, False)
    """
    kind = getattr(errors, name, None)
    return isinstance(kind, type) and issubclass(kind, errors.CommonGroundError)


def list_warnings(notebook: Any) -> list[str]:
    """Return what an executed notebook said on its error stream, each line once."""
    said = [
        line[:LONGEST].strip()
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
        for line in output["text"].splitlines()
        if line.strip()
    ]
    unique = list(dict.fromkeys(said))
    more = len(unique) - MOST_LINES
    return unique[:MOST_LINES] + ([f"... and {more} more lines"] if more > 0 else [])


def find_heading(notebook: Any, place: int) -> str:
    """Return the last heading above the cell at this place."""
    heading = "(above the first heading)"
    for cell in notebook.cells[:place]:
        if cell.cell_type == "markdown":
            found = re.findall(r"^#+\s+(.+)$", cell.source, re.MULTILINE)
            heading = found[-1].strip() if found else heading
    return heading


def last_frame(trace: str, project: Project) -> str:
    """Return the last line of our own code that the error passed through."""
    place = "the cell itself"
    for path, line, function, cell, cell_line in FRAME.findall(trace):
        if cell:
            place = f"{cell}, line {cell_line}"
            continue
        own = [root for root in (project.root, ROOT) if path.startswith(f"{root}/")]
        if own and "/.venv/" not in path:
            short = path.removeprefix(f"{own[0]}/")
            place = f"{short}:{line}" + (f", in {function}" if function else "")
    return place
