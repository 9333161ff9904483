"""Values that remember where a run wrote them, and the marks that they leave in the text.

A number that is read from findings or from a result table is still a number, and when it is
printed it prints its place around itself, in signs that stand for no character. So a printed
number cannot lose the file that holds it; a number that was computed on the way has no place,
and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from analysis.base.errors import CommonGroundError

OPEN, MIDDLE, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
"""Code points that Unicode reserves for use within a program: no text holds them."""

_RESERVED = re.compile(f"[{OPEN}-\ufdef]")
_SIGN = re.compile(f"([{OPEN}{MIDDLE}{CLOSE}])")
_NUMERAL = re.compile(r"\d")


@dataclass(frozen=True)
class Place:
    """Where a run wrote a value.

    Attributes
    ----------
    corpus
        The corpus, ``comparison``, or blank for what belongs to no run.
    file
        ``findings/03_grade_overlap.json``, ``tables/overlap.csv``, or a file of the checkout.
    key
        The key of a finding (``by_side.US``), or row and column of a table.
    """

    corpus: str
    file: str
    key: str

    def within(self, name: object) -> Place:
        """Return the place of a part of the value."""
        part = f"[{name}]" if isinstance(name, int) else f".{name}" if self.key else str(name)
        return Place(self.corpus, self.file, self.key + part)


class Text(str):
    """Words of a corpus or of the list of words: their numerals are their own."""


class Said(Text):
    """A text that a run wrote."""

    place: Place

    def __new__(cls, text: str, place: Place) -> Self:
        """Take a value and its place."""
        made = super().__new__(cls, clean(text))
        made.place = place
        return made


class Whole(int):
    """A whole number that a run wrote; printing it marks it."""

    place: Place

    def __new__(cls, value: int, place: Place) -> Self:
        """Take a value and its place."""
        made = super().__new__(cls, value)
        made.place = place
        return made

    def __format__(self, how: str) -> str:
        return mark(int(self).__format__(how), self.place)

    def __str__(self) -> str:
        return format(self, "")


class Real(float):
    """A number with a fraction that a run wrote; printed with two decimals unless told otherwise.

    >>> half = Real(0.5, Place("toy", "findings/01.json", "half"))
    >>> read_marks(f"{half}, {half:.0%}")[0]
    '0.50, 50%'
    """

    place: Place

    def __new__(cls, value: float, place: Place) -> Self:
        """Take a value and its place."""
        made = super().__new__(cls, value)
        made.place = place
        return made

    def __format__(self, how: str) -> str:
        return mark(float(self).__format__(how or ".2f"), self.place)

    def __str__(self) -> str:
        return format(self, "")


class Listed(list[Any]):
    """A list that a run wrote."""

    def __init__(self, values: list[Any], place: Place) -> None:
        super().__init__(values)
        self.place = place


class Found(dict[str, Any]):
    """Findings by name; a name that is not there is an error, not a blank."""

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        raise AttributeError(name)


def trace(value: Any, place: Place) -> Any:
    """Return a value that remembers its place, and so do all its parts; a flag has none."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Whole(value, place)
    if isinstance(value, float):
        return Real(value, place)
    if isinstance(value, dict):
        return Found({clean(k): trace(v, place.within(k)) for k, v in value.items()})
    if isinstance(value, list):
        return Listed([trace(v, place.within(n)) for n, v in enumerate(value)], place)
    return Said(str(value), place)


def clean(text: str) -> str:
    """Replace the signs that marks are made of, should a text hold them.

    >>> clean("a" + OPEN + "b")
    'a\\ufffdb'
    """
    return _RESERVED.sub("\ufffd", text)


def mark(text: str, place: Place) -> str:
    """Put the place of a value around the text that it is printed as."""
    named = "\x1f".join((place.corpus, place.file, place.key)).encode().hex()
    return f"{OPEN}{named}{MIDDLE}{text}{CLOSE}"


def tell(text: str, source: Any) -> str:
    """Print a value in other words: the text, marked with the place of the value."""
    return mark(text, source.place) if hasattr(source, "place") else text


@dataclass(frozen=True)
class Printed:
    """One marked stretch of a text, as it is printed."""

    place: Place
    start: int
    end: int


def read_marks(text: str) -> tuple[str, list[Printed]]:
    """Return a text without its marks, and what was marked, from the first to the last.

    Raises
    ------
    CommonGroundError
        If a mark is broken: something cut a printed number in two.
    """
    plain, found, waiting = "", [], []
    parts = iter(_SIGN.split(text))
    for part in parts:
        if part == OPEN:
            place = Place(*bytes.fromhex(_take(parts)).decode().split("\x1f"))
            waiting.append((place, len(plain)))
        elif part == CLOSE and waiting:
            place, start = waiting.pop()
            found.append(Printed(place, start, len(plain)))
        elif part in (MIDDLE, CLOSE):
            raise CommonGroundError("a number of the report was cut in two", plain[-60:])
        else:
            plain += part
    if waiting:
        raise CommonGroundError("a number of the report was cut in two", plain[-60:])
    return plain, sorted(found, key=lambda printed: printed.start)


def _take(parts: Iterator[str]) -> str:
    """Take the name of a place, and the sign behind it."""
    name, sign = next(parts, ""), next(parts, "")
    if sign != MIDDLE or not re.fullmatch(r"[0-9a-f]*", name):
        raise CommonGroundError("a number of the report was cut in two", name[-60:])
    return name


def find_numerals(text: str) -> list[str]:
    """Return the digits of a text that stand outside any mark.

    >>> find_numerals("7 of " + mark("12", Place("toy", "findings/01.json", "n")))
    ['7']
    """
    plain, printed = read_marks(text)
    marked = {n for one in printed for n in range(one.start, one.end)}
    return [found[0] for found in _NUMERAL.finditer(plain) if found.start() not in marked]
