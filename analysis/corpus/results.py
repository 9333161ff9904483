"""Reading and writing the tables, findings and figures' data that a run makes."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.base.errors import CommonGroundError, DataError
from analysis.base.paths import ROOT, findings_folder, output_root, show, tables_folder
from analysis.corpus.result_tables import refuse_undeclared, restore

FLOAT_FORMAT = "%.6g"
"""Six significant digits: more than any reader needs, few enough that re-runs do not differ."""


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside the results first, then renamed into place.

    Raises
    ------
    CommonGroundError
        If the disk is full or the folder cannot be written.
    """
    scratch = (output_root() or ROOT / "build") / ".part"
    name = None
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=scratch, prefix=path.name + ".")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name is not None:
            Path(name).unlink(missing_ok=True)
        raise CommonGroundError(
            f"cannot write {show(path)}: {error.strerror}",
            remedy="free some disk space or make the folder writable, then run again",
        ) from error


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return a frame as the bytes of a CSV file; booleans as true and false, blank for missing.

    >>> to_csv(pd.DataFrame({"is_thin": [True], "share": [1 / 3], "note": [None]})).split()
    [b'is_thin,share,note', b'true,0.333333,']
    """
    out = frame.copy()
    for column in out.select_dtypes("bool"):
        out[column] = out[column].map({True: "true", False: "false"})
    return out.to_csv(index=False, float_format=FLOAT_FORMAT, lineterminator="\n").encode()


def write_table(frame: pd.DataFrame, corpus: str, name: str) -> str:
    """Write one result table and return the line that says so."""
    refuse_undeclared(frame, name)
    path = tables_folder(corpus) / f"{name}.csv"
    write_bytes(path, to_csv(frame))
    return f"{show(path)}: {len(frame)} rows"


def read_table(corpus: str, name: str) -> pd.DataFrame:
    """Read one result table that an earlier step wrote; text stays text, blank is missing.

    Raises
    ------
    DataError
        If the table is not there: the step that writes it has not run.
    """
    path = tables_folder(corpus) / f"{name}.csv"
    if not path.is_file():
        raise DataError(
            f"{show(path)} is missing", remedy="run the earlier notebooks first: make paper"
        )
    # no guessing: position 1.10 is not 1.1, and a title 'NA' is a title
    texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False)
    return restore(texts, name, show(path))


def has_table(corpus: str, name: str) -> bool:
    """Tell whether an earlier step wrote this table."""
    return (tables_folder(corpus) / f"{name}.csv").is_file()


def write_findings(values: Mapping[str, Any], corpus: str, step: str) -> str:
    """Write the numbers of one notebook that the report prints, and return the line that says so.

    Parameters
    ----------
    values
        Plain numbers, strings, booleans, or lists of them, by name.
    """
    path = findings_folder(corpus) / f"{step}.json"
    text = json.dumps(dict(values), indent=1, sort_keys=True, ensure_ascii=False, default=_plain)
    write_bytes(path, (text + "\n").encode())
    return f"{show(path)}: {len(values)} findings"


def _plain(value: Any) -> Any:
    """Turn numpy's scalars into Python's."""
    return value.item()
