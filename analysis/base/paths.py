"""Every path the notebooks use, in one place; notebooks never spell a folder themselves."""

from __future__ import annotations

import os
import re
from pathlib import Path

from analysis.base.errors import ParameterError, suggest

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

DATA_VARIABLE = "COMMON_GROUND_DATA"
OUTPUT_VARIABLE = "COMMON_GROUND_OUTPUT"

_CORPUS_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")


def data_root() -> Path:
    """Return the folder that holds one folder a corpus (``COMMON_GROUND_DATA`` or ``data/``)."""
    return Path(os.environ.get(DATA_VARIABLE) or ROOT / "data")


def output_root() -> Path | None:
    """Return the folder a run writes to instead of ``build/`` and ``figures/``, if any is set."""
    chosen = os.environ.get(OUTPUT_VARIABLE)
    return Path(chosen) if chosen else None


def scratch_folder() -> Path:
    """Return the folder of files that are being written; on the disk of the results."""
    return (output_root() or ROOT / "build") / ".part"


def list_corpora() -> list[str]:
    """Return the names of the folders under ``data_root()`` that hold documents and codings."""
    root = data_root()
    folders = root.iterdir() if root.is_dir() else []
    wanted = ("documents.csv", "codings.csv")
    return sorted(f.name for f in folders if any((f / name).is_file() for name in wanted))


def corpus_folder(corpus: str) -> Path:
    """Return the folder of a corpus.

    Raises
    ------
    ParameterError
        If the name is not a plain folder name or there is no such corpus.
    """
    if not isinstance(corpus, str) or not _CORPUS_NAME.match(corpus):
        raise ParameterError(
            f"corpus {corpus!r} is not a folder name",
            remedy="use lower-case letters, digits, '-' and '_', the name of a folder in data/",
        )
    if corpus not in list_corpora():
        raise ParameterError(f"unknown corpus '{corpus}'", remedy=suggest(corpus, list_corpora()))
    return data_root() / corpus


def tables_folder(corpus: str) -> Path:
    """Return the folder of the tables that a run makes of a corpus."""
    return (output_root() or ROOT / "build") / corpus / "tables"


def findings_folder(corpus: str) -> Path:
    """Return the folder of the numbers that a run hands to the report."""
    return (output_root() or ROOT / "build") / corpus / "findings"


def figures_folder(corpus: str) -> Path:
    """Return the folder of the figures that a run draws of a corpus."""
    out = output_root()
    return out / corpus / "figures" if out else ROOT / "figures" / corpus


def show(path: Path) -> str:
    """Return a path for people, the same on every machine and in every run.

    >>> show(ROOT / "build" / "published" / "tables" / "overlap.csv")
    'published/tables/overlap.csv'
    >>> show(ROOT / "figures" / "published" / "overlap.png")
    'published/figures/overlap.png'
    """
    if path.parent.parent == ROOT / "figures":
        return f"{path.parent.name}/figures/{path.name}"
    for root in (output_root(), ROOT / "build", data_root().parent, ROOT):
        if root is not None and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
