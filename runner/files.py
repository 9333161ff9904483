"""Folders of the runner: what is in one, and how one goes."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from analysis.base.errors import CommonGroundError

IGNORED_FOLDERS = frozenset({"__pycache__", ".ipynb_checkpoints"})


def list_files(folder: Path) -> list[Path]:
    """Return every file under a folder, sorted; hidden ones and caches are left out."""
    if not folder.is_dir():
        return []
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in IGNORED_FOLDERS and not f.startswith(".")]
        found += [Path(here, n) for n in names if not n.startswith(".") and n[-4:] != ".pyc"]
    return sorted(found)


def remove_folders(folders: Iterable[Path]) -> None:
    """Remove folders with all they hold; one that is not there is fine."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


PREFIX = "common-ground-"
LONGEST = 60
"""Characters of a temporary folder's path; that of a socket in it may have about a hundred."""


def make_socket_folder() -> Path:
    """Make a private folder for the sockets of a run, and clear those of runs that were killed.

    Raises
    ------
    CommonGroundError
        If every temporary folder has too long a path for a socket.
    """
    places = [place for place in (tempfile.gettempdir(), "/tmp") if len(place) <= LONGEST]
    for place in places:
        for left in Path(place).glob(f"{PREFIX}*-*"):
            if _is_of_dead_run(left):
                remove_folders([left])
        with contextlib.suppress(OSError):
            return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    raise CommonGroundError(
        f"the temporary folder has too long a path for a socket ({tempfile.gettempdir()[:40]}...)",
        remedy="set TMPDIR to a shorter one",
    )


def _is_of_dead_run(folder: Path) -> bool:
    """Tell whether a folder was made by a process that is there no longer."""
    number = folder.name.removeprefix(PREFIX).split("-")[0]
    if not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
