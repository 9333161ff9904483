"""Errors a user can act on: what is wrong, where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_NAMED = 10


class CommonGroundError(Exception):
    """Base of every error this project raises on purpose.

    >>> print(CommonGroundError("no rows", where="codings.csv", remedy="add codings"))
    no rows (codings.csv): add codings
    """

    def __init__(self, problem: str, where: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        place = f" ({where})" if where else ""
        advice = f": {remedy}" if remedy else ""
        super().__init__(f"{problem}{place}{advice}")


class DataError(CommonGroundError):
    """A table of a corpus cannot be used as it is."""

    @classmethod
    def from_problems(cls, problems: Iterable[tuple[str, str]], corpus: str) -> DataError:
        """Gather the problems of one corpus: at most ten of each kind, then how many more.

        Parameters
        ----------
        problems
            Pairs of a kind, which is only used to group, and a message, which is shown.

        >>> print(DataError.from_problems([("a", f"a.csv: row {n}") for n in range(12)], "tiny"))
        corpus 'tiny' was refused, nothing was written:
          a.csv: row 0
          a.csv: row 1
          a.csv: row 2
          a.csv: row 3
          a.csv: row 4
          a.csv: row 5
          a.csv: row 6
          a.csv: row 7
          a.csv: row 8
          a.csv: row 9
          ... and 2 more of this kind (12 in all)
        """
        kinds: dict[str, list[str]] = {}
        for kind, message in problems:
            kinds.setdefault(kind, []).append(_shorten_quoted(message))
        lines = []
        for found in kinds.values():
            lines += found[:MOST_NAMED]
            rest = len(found) - MOST_NAMED
            if rest > 0:
                lines.append(f"... and {rest} more of this kind ({len(found)} in all)")
        text = "\n  ".join(lines)
        return cls(f"corpus '{corpus}' was refused, nothing was written:\n  {text}")


class ParameterError(CommonGroundError):
    """A parameter is unknown, of the wrong type or out of range."""


class SourceError(CommonGroundError):
    """A source text is missing, changed, or does not hold the passage it should."""


def _shorten_quoted(message: str) -> str:
    """Shorten a huge cell that a message quotes; no sentence between two quotes is that long."""
    return re.sub(r"'([^']{200,})'", lambda found: f"'{shorten(found[1])}'", message)


def shorten(text: str, most: int = 60) -> str:
    """Cut a text for a message, so that a huge cell does not fill the screen.

    >>> shorten("x" * 100, 5)
    'xxxxx… (100 characters)'
    """
    plain = "".join(c if c.isprintable() else " " for c in text[: most * 4])
    return plain if len(text) <= most else f"{plain[:most]}… ({len(text)} characters)"


def name_some(offenders: Iterable[object]) -> str:
    """Name at most ten offenders, sorted, and count the rest.

    >>> name_some(["b", "a"])
    'a, b'
    >>> name_some(range(12))
    '0, 1, 10, 11, 2, 3, 4, 5, 6, 7 and 2 more'
    """
    names = [shorten(name) for name in sorted({str(o) for o in offenders})]
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the nearest known word, or the known words.

    >>> suggest("stong_from", ["strong_from", "weak_below"])
    "did you mean 'strong_from'?"
    >>> suggest("zzz", ["a", "b"])
    'known: a, b'
    >>> suggest("ZH", ["en", "zh"])
    "did you mean 'zh'?"
    """
    import difflib

    words = sorted(set(known))
    near = [known for known in words if known.lower() == word.lower()]
    near = near or difflib.get_close_matches(word, words, n=1)
    return f"did you mean '{shorten(near[0])}'?" if near else f"known: {name_some(words)}"
