"""Every path the notebooks use, in one place; notebooks never spell a folder themselves."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from analysis.base.errors import DataError, ParameterError, name_some, suggest

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

DATA_VARIABLE = "COMMON_GROUND_DATA"
OUTPUT_VARIABLE = "COMMON_GROUND_OUTPUT"

RESERVED = ("briefs", "codebook", "comparison", "dialogue", "logs", "notebooks", "runs", "sources",
            "sweep")  # fmt: skip
"""Folders of ``data/`` and ``build/`` that are no corpus; one of such a name would be mixed up."""

WANTED = ("documents.csv", "codings.csv")
"""A folder that holds one of these is a corpus."""

JOIN = "+"
"""Between the names of corpora that are read as one, as in ``recoded+recent``."""

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


def list_corpora(data: Path | None = None) -> list[str]:
    """Return the names of the corpora: the folders that hold documents or codings, sorted.

    Parameters
    ----------
    data
        Another folder than ``data_root()``.
    """
    data = data or data_root()
    folders = data.iterdir() if data.is_dir() else []
    return sorted(f.name for f in folders if any((f / name).is_file() for name in WANTED))


def list_shipped(data: Path | None = None) -> list[str]:
    """Return the corpora that a run takes when none is named, in their order.

    A corpus declares this itself: its ``about.csv`` has a row ``ships,true`` and a row
    ``order`` with a whole number. A folder without these rows is a corpus of the user's own.

    Raises
    ------
    DataError
        If such a row holds something else.
    """
    found = []
    for corpus in list_corpora(data):
        about = read_about(corpus, data)
        ships, order = about.get("ships", "").lower(), about.get("order", "")
        if ships not in ("", "true", "false"):
            raise _bad_row(corpus, "ships", ships, "write true or false")
        if ships == "true" and not order.isdecimal():
            raise _bad_row(corpus, "order", order, "write a whole number, 1 for the first")
        if ships == "true":
            found.append((int(order), corpus))
    return [corpus for _, corpus in sorted(found)]


def read_about(corpus: str, data: Path | None = None) -> dict[str, str]:
    """Return what ``about.csv`` says of a corpus; nothing where it cannot be read.

    A run of that corpus says what is wrong with the file; a run of another must not stop at it.
    Of several corpora read as one this is what ``join_facts`` makes of theirs.
    """
    members = split_corpus(corpus)
    if len(members) > 1:
        return join_facts([read_about(member, data) for member in members])
    path = (data or data_root()) / corpus / "about.csv"
    if not path.is_file():
        return {}  # a pipe of that name would be waited for without end
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if len(row) > 1]
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    return {field.strip(): value.strip() for field, value, *_ in rows}


LISTS = ("coders", "first_coders", "graders", "given_to_coders")
"""Facts of ``about.csv`` that are lists, joined by ``;``."""


def join_facts(facts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return what can be said of several corpora read as one.

    Lists are put together. Of the rest stays what all say alike; titles, sources and notes that
    differ stand one after the other; another fact that differs, such as a number, is of one corpus
    alone and is left out.

    >>> join_facts([{"title_en": "A", "coders": "a;settled", "order": "1", "made_from": "texts"},
    ...             {"title_en": "B", "coders": "b;settled", "order": "2", "made_from": "texts"}])
    {'title_en': 'A + B', 'coders': 'a;settled;b', 'made_from': 'texts'}
    """
    joined: dict[str, str] = {}
    for name in dict.fromkeys(name for own in facts for name in own):
        said = list(dict.fromkeys(value for own in facts if (value := own.get(name, ""))))
        if name in LISTS:
            listed = (word.strip() for value in said for word in value.split(";"))
            joined[name] = ";".join(dict.fromkeys(word for word in listed if word))
        elif name.startswith(("title_", "note_")) or name in ("source", "licence"):
            joined[name] = (" + " if name.startswith("title_") else " ").join(said)
        elif len(said) == 1 and all(name in own for own in facts):
            joined[name] = said[0]
    return joined


def split_corpus(corpus: str) -> list[str]:
    """Return the names of the corpora that a name stands for.

    >>> split_corpus("recoded"), split_corpus("recoded+recent")
    (['recoded'], ['recoded', 'recent'])
    """
    return corpus.split(JOIN) if isinstance(corpus, str) else [corpus]


STATEMENTS, TEXTS = "statements", "texts"
"""What a corpus may declare in the row ``made_from`` of its ``about.csv``."""


def find_made_from(corpora: Iterable[str], what: str) -> str | None:
    """Return the first corpus made from ``statements`` of a study, or from ``texts`` read."""
    return next((name for name in corpora if read_about(name).get("made_from") == what), None)


def _bad_row(corpus: str, field: str, value: str, remedy: str) -> DataError:
    return DataError(f"{field} is {value!r}", f"data/{corpus}/about.csv", remedy)


def corpus_folders(corpus: str, data: Path | None = None) -> list[Path]:
    """Return the folders of a corpus, or of several that are read as one (``a+b``).

    Raises
    ------
    ParameterError
        If one is not there, as ``corpus_folder``, or is named twice.
    """
    members = split_corpus(corpus)
    twice = next((name for name in members if members.count(name) > 1), None)
    if twice:
        raise ParameterError(f"corpus '{corpus}' names '{twice}' twice", remedy="name it once")
    return [corpus_folder(member, data) for member in members]


def corpus_folder(corpus: str, data: Path | None = None) -> Path:
    """Return the folder of one corpus.

    Parameters
    ----------
    corpus
        Its name.
    data
        Another folder than ``data_root()``.

    Raises
    ------
    ParameterError
        If the name is not a plain folder name, is taken, or there is no such corpus: if there
        is a folder of that name, with what it holds and what it lacks.
    """
    if not isinstance(corpus, str) or not _CORPUS_NAME.match(corpus):
        raise ParameterError(
            f"corpus {corpus!r} is not a folder name",
            remedy="use lower-case letters, digits, '-' and '_', the name of a folder in data/, "
            "or several such names joined by +",
        )
    if corpus in RESERVED:
        raise ParameterError(
            f"'{corpus}' cannot be the name of a corpus: a folder of that name has another use",
            remedy="give its folder another name",
        )
    known = list_corpora(data)
    folder = (data or data_root()) / corpus
    if corpus not in known and folder.is_dir():
        raise _no_tables(folder)
    if corpus not in known:
        raise ParameterError(f"unknown corpus '{corpus}'", remedy=suggest(corpus, known))
    return folder


def _no_tables(folder: Path) -> ParameterError:
    """Say what a folder holds that has not one table under its name, and what to do."""
    held = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    capitals = {name: name.lower() for name in held if name.lower() in WANTED}
    sheets = [name for name in held if name.lower().endswith((".xlsx", ".xls", ".ods"))]
    if capitals:
        renamed = " and ".join(f"{name} to {lower}" for name, lower in capitals.items())
        remedy = f"rename {renamed}"
    elif sheets:
        remedy = f"save each sheet of {sheets[0]} as CSV UTF-8: documents.csv, codings.csv, ..."
    else:
        remedy = "add them, see data/README.md"
    return ParameterError(
        f"{show(folder)} holds {name_some(held) or 'nothing'}, but no {' and no '.join(WANTED)}",
        remedy=remedy,
    )


def find_folder(name: str) -> Path:
    """Return a folder that a person named: a relative path starts at the checkout.

    Blank stands for no folder and is the checkout itself.

    Raises
    ------
    ParameterError
        If there is no such folder.
    """
    folder = ROOT / Path(name).expanduser()
    if not folder.is_dir():
        raise ParameterError(
            f"there is no folder {name!r}",
            remedy="name one that is there; a relative path starts at the checkout",
        )
    return folder


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
