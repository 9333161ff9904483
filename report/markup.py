"""Text from a corpus as Markdown that says exactly that text, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from analysis.base.errors import CommonGroundError
from analysis.figures.page import list_characters
from report.found import Said, Text, find_numerals, mark, read_marks

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


class Markdown(str):
    """Text that is Markdown on purpose; every other text is escaped before it is used."""


def escape(text: object) -> Markdown:
    """Return a text so that pandoc reads every sign in it as that sign.

    Line ends and invisible signs become spaces: a field can end no paragraph, open no block
    and turn no text round.

    >>> print(escape("#eval `x` @a <b> {{y}}"))
    \\#eval \\`x\\` \\@a \\<b\\> \\{\\{y\\}\\}
    """
    if isinstance(text, Markdown):
        return text
    plain = " ".join(_INVISIBLE.sub(" ", str(text)).split())
    return Markdown(_SIGNS.sub(r"\\\1", plain))


def fill(value: Any) -> str:
    """Return what a template prints for a value: its text, marked with the place it came from.

    Raises
    ------
    CommonGroundError
        If there is no value, or a number that no notebook wrote: a report with a hole in a
        sentence, or with a number of unknown origin, is not built.

    >>> fill(Text("a_b 7")), fill(7)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    analysis.base.errors.CommonGroundError: '7' is printed, and no notebook wrote it
    """
    if isinstance(value, Markdown):
        return value
    if value is None or (isinstance(value, float) and value != value):  # nothing, or no number
        raise CommonGroundError(
            "a number of the report is missing", remedy="see what the notebooks wrote"
        )
    if isinstance(value, Said):
        return mark(escape(value), value.place)
    return escape(refuse_unknown(value))


def refuse_unknown(value: Any) -> Any:
    """Return a value that may be printed: words, or numbers that remember where they came from.

    Raises
    ------
    CommonGroundError
        If it holds a number that no notebook wrote, or is no text and no number at all.
    """
    if isinstance(value, Text):
        return value
    text = str(value)
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise CommonGroundError(f"'{text}' is no text and no number")
    if find_numerals(text):
        raise CommonGroundError(
            f"'{read_marks(text)[0]}' is printed, and no notebook wrote it",
            remedy="let analysis/findings compute it and a notebook write it",
        )
    return value


def cite(keys: Iterable[str], delimiter: str = "; ") -> Markdown:
    """Return citations of documents, each of which citeproc turns into its short title."""
    return Markdown(delimiter.join(f"[@{{{key}}}]" for key in keys))


def make_table(
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    widths: Sequence[int],
    caption: str = "",
    name: str = "",
    right: Sequence[int] = (),
) -> Markdown:
    """Return a pipe table that takes the whole width of the text.

    Parameters
    ----------
    head, rows
        Cells; what is no ``Markdown`` is escaped. A cell holds words of a corpus, or numbers
        that remember the table they came from.
    widths
        Relative widths of the columns.
    caption, name
        What stands above the table, and the name by which the text refers to it.
    right
        Columns that are set flush right (numbers).
    """
    rule = ["-" * w + "-:" if n in right else ":-" + "-" * w for n, w in enumerate(widths)]
    lines = ["| " + " | ".join(escape(c) for c in head) + " |", "|" + "|".join(rule) + "|"]
    lines += ["| " + " | ".join(_print_cell(c) for c in row) + " |" for row in rows]
    if caption:
        label = f" {{#tbl:{name}}}" if name else ""
        lines += ["", f": {escape(caption)}{label}"]
    return Markdown("\n" + "\n".join(lines) + "\n")


def _print_cell(cell: object) -> Markdown:
    return cell if isinstance(cell, Markdown) else escape(refuse_unknown(cell))


def find_missing(text: str) -> list[str]:
    """Return the characters of a text that the report's fonts cannot draw, sorted."""
    return sorted(set(text) - list_characters() - {"\n"})


def name_missing(text: str, missing: Iterable[str]) -> str:
    """Put the number of a character in its place, because Typst would drop it silently.

    >>> print(name_missing("a☃", ["☃"]))
    a\\(U\\+2603\\)
    """
    return text.translate({ord(c): f"\\(U\\+{ord(c):04X}\\)" for c in missing})
