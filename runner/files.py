"""Files, whole or not at all: hashing, writing, moving. Only the standard library."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analysis.base.errors import CommonGroundError

IGNORED_FOLDERS = frozenset({"__pycache__", ".ipynb_checkpoints"})


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of some bytes as hexadecimal.

    >>> hash_bytes(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def hash_file(path: Path) -> str | None:
    """Return the SHA-256 of a file, or None where there is no such file.

    The content is read every time: a cache by size and time of change would be faster by
    a few hundredths of a second and could be wrong.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def list_files(folder: Path) -> list[Path]:
    """Return every file under a folder, sorted; hidden ones and caches are left out."""
    if not folder.is_dir():
        return []
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in IGNORED_FOLDERS and not f.startswith(".")]
        found += [Path(here, n) for n in names if not n.startswith(".") and n[-4:] != ".pyc"]
    return sorted(found)


@contextlib.contextmanager
def explain_disk_trouble(what: str) -> Iterator[None]:
    """Turn an operating-system error into one sentence a user can act on.

    Raises
    ------
    CommonGroundError
        If the disk is full or the folder cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise CommonGroundError(
            f"cannot write {what}: {error.strerror or error}",
            remedy="free some disk space or make the folder writable, then run again",
        ) from error


def write_whole(path: Path, content: bytes, scratch: Path, label: str = "") -> None:
    """Write a file beside the results first, then rename it into place.

    Parameters
    ----------
    scratch
        A folder on the same disk; a run clears it when it starts.
    label
        How an error names the file.
    """
    with explain_disk_trouble(label or path.name):
        scratch.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=scratch, prefix=path.name + ".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def dump_json(value: Any) -> bytes:
    """Return a value as stable JSON: sorted keys, one space, a newline at the end."""
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_json(path: Path) -> dict[str, Any]:
    """Return a JSON object, or an empty one where the file is missing or broken.

    A broken manifest is treated as none: the steps run again and write a new one.
    """
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def remove_folders(folders: Iterable[Path]) -> None:
    """Remove folders with all they hold; one that is not there is fine."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
