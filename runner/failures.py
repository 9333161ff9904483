"""Telling what went wrong in a notebook: at most ten lines, and the whole story for a log."""

from __future__ import annotations

import re
from typing import Any

from papermill.exceptions import PapermillExecutionError

from analysis.base import errors
from analysis.base.paths import ROOT
from runner.project import Project

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"(?:File (\S+?):(\d+)(?:, in (\w+))?|Cell (In\[\d+\]), line (\d+))")
MOST_LINES = 10
LONGEST = 300


def describe_failure(
    error: PapermillExecutionError, source: Any, place: int, name: str,
    parameters: dict[str, Any], project: Project,
) -> tuple[str, str]:  # fmt: skip
    """Return a failing cell in at most ten lines, and the whole story."""
    trace = COLOURS.sub("", "\n".join(error.traceback))
    message = COLOURS.sub("", str(error.evalue))
    head = [f"{name} failed", f"  section     {find_heading(source, place)}",
            f"  {'cell':<12}In[{error.exec_count}]"]  # fmt: skip
    if parameters:
        shown = " ".join(f"{k}={v!r}" for k, v in sorted(parameters.items()))
        head.append(f"  parameters  {shown[:200]}")
    log = "\n".join([*head, "", error.source, "", trace, ""])
    if is_ours(error.ename):
        return message, log
    frame = f"  {'at':<12}{last_frame(trace, project)}"
    lines = [*head, *_shorten(f"{error.ename}: {message}"), frame]
    return "\n".join(lines[: MOST_LINES - 1]), log


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
