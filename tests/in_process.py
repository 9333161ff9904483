"""The chain in the test's own process, without kernels: fast enough to be run a hundred times.

The real run, with kernels, parameters and manifests, is what other tests are for.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import CodeType

import pytest

from analysis.base.paths import DATA_VARIABLE, OUTPUT_VARIABLE, ROOT
from report.build import build_report
from tests.conftest import read_csv, write_csv

Drop = tuple[str, str]
"""A table and a column of it that is to go; ``*`` for the whole table."""
ALONE = ("06_compare_corpora", "explore")
"""Notebooks that a single corpus does not go through."""


@cache
def compile_notebooks(corpus: str) -> dict[str, CodeType]:
    """Return the code of every notebook of the chain, with ``corpus`` in its parameters."""
    codes = {}
    for path in sorted((ROOT / "notebooks").glob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        text = "\n".join("" if line.startswith("# ") else line for line in lines)
        text = text.replace('corpus: str = "published"', f'corpus: str = "{corpus}"')
        if path.stem not in ALONE:
            codes[path.stem] = compile(text, path.name, "exec")
    return codes


def run_chain(
    data: Path, out: Path, corpus: str, passed_over: Iterable[str] = (), has_report: bool = False
) -> None:
    """Run the notebooks on a corpus, and build the report on request."""
    places = {DATA_VARIABLE: str(data), OUTPUT_VARIABLE: str(out), "MPLBACKEND": "Agg"}
    silence = io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(silence),
        contextlib.redirect_stderr(silence),
    ):
        for variable, text in places.items():
            patch.setenv(variable, text)
        for name, code in compile_notebooks(corpus).items():
            if name not in passed_over:
                exec(code, {"__name__": "__main__"})
        if has_report:
            build_report([corpus], out / "report", "en")


def drop(folder: Path, drops: Iterable[Drop]) -> None:
    """Take columns, or whole tables, out of a corpus."""
    for table, column in drops:
        path = folder / f"{table}.csv"
        if column == "*":
            path.unlink()
            continue
        if path.is_file():
            rows = read_csv(path)
            write_csv(path, [{k: v for k, v in row.items() if k != column} for row in rows])
