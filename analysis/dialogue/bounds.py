"""What a person may choose where topics are placed: who graded, and which rule table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from analysis.base.errors import ParameterError, name_some, shorten, suggest
from analysis.base.paths import JOIN, data_root
from analysis.corpus.bounds import read_rows
from analysis.dialogue.tables import RULES

FOLDER = "dialogue"
RULES_FILE = "rules.csv"
LEDGER = "ledger"
GRADED_BY = {LEDGER: "", "published": "grade_published"}
"""What places the topics: the ledger, or the degrees of the corpus's own graders (the study)."""
GRADERS = ("study", "consensus")
"""The graders whose grade stands beside the rule's; others only agree or disagree."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.csv\Z")


def check_grader(graded_by: str) -> None:
    """Refuse what is neither the ledger nor the graders of the corpus.

    Raises
    ------
    ParameterError
        If there is no such grader.
    """
    if graded_by not in GRADED_BY:
        raise ParameterError(f"graded_by is {graded_by!r}", remedy=suggest(graded_by, GRADED_BY))


def refuse_ungraded(corpus: str = "") -> NoReturn:
    """Say that nobody has graded the categories of a corpus.

    Raises
    ------
    ParameterError
        Always.
    """
    name = f"corpus '{corpus}'" if corpus else "this corpus"
    raise ParameterError(
        f"graded_by=published: nobody has graded the categories of {name}",
        remedy="use graded_by=ledger",
    )


def check_graded(folders: Sequence[Path], graded_by: str) -> None:
    """Refuse the grades of a corpus that brings none, or of several read as one.

    Raises
    ------
    ParameterError
        If no row of its grades.csv is by a grader of ``GRADERS``.
    """
    is_asked = graded_by == "published"
    rows = read_rows(folders[0] / "grades.csv") if is_asked and len(folders) == 1 else []
    if is_asked and not any(
        row.get("grader") in GRADERS and row.get("grade") for row in rows
    ):
        refuse_ungraded(JOIN.join(folder.name for folder in folders))


def list_rule_tables(data: Path | None = None) -> list[str]:
    """Return ``rules.csv`` and every ``rules_<name>.csv`` beside it, sorted."""
    folder = (data or data_root()) / FOLDER
    return sorted(p.name for p in folder.glob("rules*.csv") if _FILE_NAME.match(p.name))


def check_rules_file(name: str, data: Path | None = None) -> None:
    """Refuse what is not the plain name of a rule table in ``data/dialogue/``.

    Whether its rules hold together is for whoever reads them.

    Parameters
    ----------
    name
        A file name; blank stands for ``rules.csv``.
    data
        Another folder than ``data_root()``.

    Raises
    ------
    ParameterError
        If it is no file name, not there, or lacks a column of a rule table.
    """
    if name and not _FILE_NAME.match(name):
        raise ParameterError(
            f"rules_file '{shorten(name)}' is not a file name",
            remedy=f"give the plain name of a CSV file in data/{FOLDER}/, without a folder",
        )
    path = (data or data_root()) / FOLDER / (name or RULES_FILE)
    known = list_rule_tables(data)
    if name and not path.is_file():
        raise ParameterError(f"no rule table '{name}'", remedy=suggest(name, known))
    held = set((read_rows(path) or [{}])[0])
    missing = {field.name for field in RULES.fields if field.is_required} - held
    if name and missing:
        raise ParameterError(
            f"rules_file '{name}' is no rule table: it has no {name_some(missing)}",
            remedy=suggest(name, known),
        )
