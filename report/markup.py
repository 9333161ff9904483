"""Text from a corpus as Markdown that says exactly that text, and nothing else."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from analysis.base.errors import CommonGroundError
from analysis.figures.page import list_characters

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
    """Return what a template prints for a value: plain numbers, two decimals, escaped text.

    Raises
    ------
    CommonGroundError
        If there is no value: a report with a hole in a sentence is not built.

    >>> fill(12), fill(0.5), str(fill("a_b"))
    ('12', '0.50', 'a\\\\_b')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or (isinstance(value, float) and math.isnan(value)):
        raise CommonGroundError(
            "a number of the report is missing", remedy="see what the notebooks wrote"
        )
    return f"{value:.2f}" if isinstance(value, float) else escape(value)


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
        Cells; what is no ``Markdown`` is escaped.
    widths
        Relative widths of the columns.
    caption, name
        What stands above the table, and the name by which the text refers to it.
    right
        Columns that are set flush right (numbers).
    """
    rule = ["-" * w + "-:" if n in right else ":-" + "-" * w for n, w in enumerate(widths)]
    lines = ["| " + " | ".join(escape(c) for c in head) + " |", "|" + "|".join(rule) + "|"]
    lines += ["| " + " | ".join(escape(c) for c in row) + " |" for row in rows]
    if caption:
        label = f" {{#tbl:{name}}}" if name else ""
        lines += ["", f": {escape(caption)}{label}"]
    return Markdown("\n" + "\n".join(lines) + "\n")


def find_missing(text: str) -> list[str]:
    """Return the characters of a text that the report's fonts cannot draw, sorted."""
    return sorted(set(text) - list_characters() - {"\n"})


def name_missing(text: str, missing: Iterable[str]) -> str:
    """Put the number of a character in its place, because Typst would drop it silently.

    >>> print(name_missing("a☃", ["☃"]))
    a\\(U\\+2603\\)
    """
    return text.translate({ord(c): f"\\(U\\+{ord(c):04X}\\)" for c in missing})
