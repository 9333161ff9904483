"""How a kernel of a run starts: it notes the project's files that it opens, and ends with the run.

``python -m runner.watch -f <connection file>`` stands in the place of ``ipykernel_launcher``. It
imports nothing else of this project, so that what a notebook imports is what it loads.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

ROOTS = "COMMON_GROUND_WATCHED"
"""The variable that holds the folders to watch, as a list in JSON."""

ASK = "__import__('sys')._common_ground_seen()"
"""What to evaluate in a kernel to learn, as JSON, what it has read, written and loaded."""


def start_watching(roots: tuple[str, ...]) -> Callable[[], str]:
    """Note from now on which files below some folders are read, and which are written.

    Returns
    -------
    A function that returns, as JSON, what was seen so far: the files that were read, those that
    were written, and those of the modules that are loaded.
    """
    seen: dict[str, dict[str, None]] = {"reads": {}, "writes": {}}
    writing = os.O_WRONLY | os.O_RDWR

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, kind = args[0], "writes" if args[2] & writing else "reads"
        elif event == "os.rename":
            path, kind = args[1], "writes"
        else:
            return
        if isinstance(path, (str, os.PathLike)):
            path = os.path.abspath(path)  # noqa: PTH100 (a link stays what it is called)
            if path.startswith(roots):
                seen[kind][path] = None

    sys.addaudithook(watch)
    return lambda: json.dumps({k: list(v) for k, v in seen.items()} | {"modules": list_modules()})


def list_modules() -> list[str]:
    """Return the files of all modules that are loaded."""
    # a look at its attributes would load a module that waits to be loaded
    found = [vars(m).get("__file__") for m in list(sys.modules.values()) if hasattr(m, "__dict__")]
    return sorted(file for file in found if isinstance(file, str))


def end_with_the_run() -> None:
    """End as soon as the run ends, however that happens: the standard input closes."""
    os.read(0, 1)
    os._exit(1)


def write_warning(message: Warning | str, kind: type[Warning], *_: Any, **__: Any) -> str:
    """Say what is wrong: where our files lie, and the number of a process, change by run.

    >>> write_warning("no data", UserWarning, "ipykernel_1.py", 2)
    'UserWarning: no data\\n'
    """
    return f"{kind.__name__}: {message}\n"


if __name__ == "__main__":
    import runpy

    threading.Thread(target=end_with_the_run, daemon=True).start()
    warnings.formatwarning = write_warning  # type: ignore[assignment]
    watched = tuple(json.loads(os.environ.pop(ROOTS)))
    sys._common_ground_seen = start_watching(watched)  # type: ignore[attr-defined]
    runpy.run_module("ipykernel_launcher", run_name="__main__")
