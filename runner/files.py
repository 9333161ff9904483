"""Folders of the runner: what is in one, and how one goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

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
