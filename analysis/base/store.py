"""Files, whole or not at all: the one way in which anything here is written, hashed or read back.

It knows no table and imports nothing but the standard library, so that the runner, the notebooks
and the report can all stand on it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.base.errors import CommonGroundError
from analysis.base.paths import scratch_folder, show

if TYPE_CHECKING:
    import pandas as pd

FLOAT_FORMAT = "%.6g"
"""Six significant digits: more than any reader needs, few enough that re-runs do not differ."""


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


def write_bytes(path: Path, content: bytes, scratch: Path | None = None, label: str = "") -> None:
    """Write a file whole or not at all: beside the results first, then renamed into place.

    Parameters
    ----------
    scratch
        A folder on the same disk, which a run clears when it starts; by default that of the
        results.
    label
        How an error names the file.

    Raises
    ------
    CommonGroundError
        If the disk is full or the folder cannot be written.
    """
    scratch = scratch or scratch_folder()
    with explain_disk_trouble(label or show(path)):
        scratch.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=scratch, prefix=path.name + ".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            move_file(Path(name), path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def move_file(source: Path, target: Path) -> None:
    """Put a file in the place of another, whole or not at all, on this disk or another.

    A link or mount can have the folder of the results on another disk than the checkout: there
    the file is copied beside its place first.
    """
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(source, beside)
            beside.chmod(0o644)
            beside.replace(target)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        source.unlink()


def dump_json(value: Any) -> bytes:
    """Return a value as stable JSON: sorted keys, one space, a newline at the end.

    >>> dump_json({"n": 1})
    b'{\\n "n": 1\\n}\\n'
    """
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, default=_plain)
    return f"{text}\n".encode()


def _plain(value: Any) -> Any:
    """Turn numpy's scalars into Python's."""
    return value.item()


def read_json(path: Path) -> dict[str, Any]:
    """Return a JSON object, or an empty one where the file is missing or broken.

    A broken manifest is treated as none: the steps run again and write a new one.
    """
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _name_flag(value: Any) -> Any:
    # by name: numpy's truth value too, without loading numpy for those who only move files
    is_flag = type(value).__name__ in ("bool", "bool_")
    return ("true" if value else "false") if is_flag else value


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return a frame as the bytes of a CSV file; booleans as true and false, blank for missing.

    >>> import pandas as pd
    >>> to_csv(pd.DataFrame({"is_thin": [True], "share": [1 / 3], "note": [None]})).split()
    [b'is_thin,share,note', b'true,0.333333,']
    >>> to_csv(pd.DataFrame({"is_thin": [True, None], "n": [1, 2]})).split()  # of objects
    [b'is_thin,n', b'true,1', b',2']
    """
    out = frame.copy()
    for column in out.select_dtypes(["bool", "boolean", "object"]):
        # the column may hold truth values and blanks, which pandas keeps as objects
        out[column] = out[column].astype(object).map(_name_flag)
    return out.to_csv(index=False, float_format=FLOAT_FORMAT, lineterminator="\n").encode()
