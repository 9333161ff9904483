"""Reading and writing the tables, findings and figures' data that a run makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.paths import findings_folder, show, tables_folder
from analysis.base.store import dump_json, to_csv, write_bytes
from analysis.corpus.result_tables import refuse_undeclared, restore


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
    try:
        # no guessing: position 1.10 is not 1.1, and a title 'NA' is a title
        texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False)
    except FileNotFoundError:
        raise DataError(
            f"{show(path)} is missing", remedy="run the earlier notebooks first: make paper"
        ) from None
    return restore(texts, name, show(path))


def read_pair(corpus: str, sides: Sequence[str], name: str) -> pd.DataFrame:
    """Read the rows of a result table that compare the first two of some sides."""
    table = read_table(corpus, name)
    return table[(table["side_a"] == sides[0]) & (table["side_b"] == sides[1])]


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
    write_bytes(path, dump_json(dict(values)))
    return f"{show(path)}: {len(values)} findings"
