"""``make where NUMBER=12``: which sentence prints a number, which notebook shows it, which file.

``WORD=`` looks for a word in the sentences, headings and keys instead, or as well; ``CORPUS=``
asks about the report on one corpus.
"""

from __future__ import annotations

import difflib
import os
import signal
import sys
from collections.abc import Iterator, Sequence

from analysis.base.errors import CommonGroundError
from analysis.base.paths import ROOT, output_root, show
from report.numbers import Number, read_csv

MOST = 30
"""How many places are told: the first."""


def find(numbers: Sequence[Number], number: str = "", word: str = "") -> list[Number]:
    """Return the places where a number is printed, sentences before tables.

    >>> one = Number("1,643", "report", "What was read", "The 1,643 quotes carry ...",
    ...     "recoded", "", "", "", "quotes")
    >>> find([one], "1643") == find([one], word="QUOTES") == [one]
    True
    """
    wanted, said = _bare(number), word.casefold()
    found = [
        one for one in numbers
        if (not wanted or wanted in _spell(one.printed)) and said in _tell(one).casefold()
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.is_cell)


def _bare(text: str) -> str:
    return text.replace(",", "").strip()


def _spell(printed: str) -> tuple[str, str]:
    """Return a number as it is looked for: 1,643 as 1643, and 21% also as 21."""
    return _bare(printed), _bare(printed).rstrip("%")


def _tell(one: Number) -> str:
    return " ".join((one.printed, one.sentence, one.heading, one.key))


def describe(one: Number) -> Iterator[str]:
    """Tell one place for a reader of the terminal."""
    yield f"{one.printed}  {', '.join(filter(None, (one.document, one.heading)))}"
    yield f"    {one.sentence}"
    if one.notebook:
        made = "" if one.notebook.startswith("notebooks/") else " (after make paper)"
        yield f"    shown by {one.notebook}{made}, section '{one.section}'"
    about = f", corpus {one.corpus}" if one.corpus else ""
    yield f"    held by {one.file}: {one.key}{about}"


def look_up(number: str, word: str, corpus: str = "") -> list[str]:
    """Return the lines that answer a question.

    Parameters
    ----------
    number, word
        What to look for; one of them may be blank.
    corpus
        A corpus whose own report is asked about; blank: the report on all that ship.

    Raises
    ------
    CommonGroundError
        If nothing was asked, nothing has been run, or nothing is printed so.
    """
    if not number and not word:
        raise CommonGroundError(
            "nothing to look for", remedy="make where NUMBER=12, or make where WORD=thin"
        )
    path = (output_root() or ROOT / "build") / corpus / "numbers.csv"
    if not path.is_file():
        raise CommonGroundError(
            f"{show(path)} is missing", remedy="run make paper, or read paper/numbers.md"
        )
    numbers = read_csv(path)
    found = find(numbers, number, word)
    if not found:
        near = difflib.get_close_matches(number, [n.printed for n in numbers], cutoff=0.5)
        named = ", ".join(dict.fromkeys(near))
        asked = " with ".join(f"'{part}'" for part in (number, word) if part)
        raise CommonGroundError(
            f"neither README nor report prints {asked}",
            remedy=f"near it they print {named}" if named else "try WORD=",
        )
    lines = [line for one in found[:MOST] for line in describe(one)]
    rest = len(found) - MOST
    return lines + ([f"and {rest} more: see {show(path)}"] if rest > 0 else [])


def main() -> int:
    """Answer what NUMBER and WORD, or the arguments, ask."""
    if hasattr(signal, "SIGPIPE"):  # so that `make where ... | head` ends without a word
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    given = dict(enumerate(sys.argv[1:]))
    try:
        number = given.get(0, os.environ.get("NUMBER", ""))
        word = given.get(1, os.environ.get("WORD", ""))
        print(*look_up(number, word, os.environ.get("CORPUS", "")), sep="\n")
    except CommonGroundError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
