"""What a column may hold: its type, its values, whether it must be there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_COUNT = re.compile(r"[0-9]{1,12}\Z")
_NAME = re.compile(r"[^\s;](?:[^;\x00-\x1f\x7f\u2028\u2029]*[^\s;])?\Z")
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def is_date(text: str) -> bool:
    """Tell whether a text is a year, a month or a day that exists.

    >>> [is_date(t) for t in ("2023", "2023-10", "2023-10-30", "2023-02-30", "30 Oct 2023")]
    [True, True, True, False, False]
    """
    found = _DATE.match(text)
    if not found:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def has_sign(text: str) -> bool:
    """Tell whether a text has a sign that can be seen.

    >>> has_sign("\u200b \ufeff"), has_sign("\u200bx")
    (False, True)
    """
    return bool(drop_unseen(text))


def drop_unseen(text: str) -> str:
    """Take out the signs that nobody sees, and the spaces around the rest.

    >>> drop_unseen("\ufeffcoding_id\u200b ")
    'coding_id'
    """
    return "".join(
        c for c in text if c == "\t" or unicodedata.category(c) not in ("Cf", "Cc")
    ).strip()


def is_country(text: str) -> bool:
    """Tell whether a text is a code that ISO 3166 gives: to a country, or to users to give.

    EU and UN are reserved there for the union and the organisation. UK is reserved too, but the
    code of the United Kingdom is GB: a side must not stand under two names.

    >>> [is_country(code) for code in ("US", "GB", "EU", "XA", "UK", "usa")]
    [True, True, True, True, False, False]
    """
    from iso3166 import countries_by_alpha2

    is_free = text in ("AA", "ZZ") or (len(text) == 2 and "XA" <= text <= "XZ")
    is_free = is_free or (len(text) == 2 and "QM" <= text <= "QZ")
    return text in countries_by_alpha2 or text in ("EU", "UN") or is_free


def find_country(text: str) -> str:
    """Return the code of a country that is written otherwise; blank where none is meant.

    >>> [find_country(text) for text in ("UK", "usa", "cn", "Japan", "XX1")]
    ['GB', 'US', 'CN', 'JP', '']
    """
    from iso3166 import countries

    text = {"UK": "GB", "EL": "GR"}.get(text.strip().upper(), text.strip())
    found = countries.get(text, None)
    return found.alpha2 if found else ""


_PATTERNS = {
    "slug": _SLUG,
    "country": _COUNTRY,
    "name": _NAME,
    "digits": _COUNT,
    "date": _DATE,
    "sha256": _SHA256,
}
_TYPES: dict[str, tuple[Any, str]] = {
    "text": (lambda t: True, ""),
    "list": (lambda t: True, "a list, joined by ;"),
    "slug": (_SLUG.match, "use lower-case letters, digits, '-' and '.'"),
    "country": (is_country, "use a two-letter ISO 3166 code such as US, CN, GB or EU"),
    "name": (_NAME.match, "use a name on one line, without ; and without a space at an end"),
    "digits": (_COUNT.match, "use the digits 0-9"),
    "count": (_COUNT.match, "use a whole number, 0 or more, in the digits 0-9"),
    "date": (is_date, "use YYYY, YYYY-MM or YYYY-MM-DD, a date that exists"),
    "flag": (("true", "false").__contains__, "use true or false"),
    "sha256": (_SHA256.match, "use 64 hexadecimal digits"),
}


@dataclass(frozen=True)
class Code:
    """A word that is reserved in a column: it says something about the row and is no value."""

    word: str
    meaning: str
    is_missing: bool = True
    """Whether it stands where a value would stand if there were one."""


@dataclass(frozen=True)
class Field:
    """One column: its meaning, whether it must be there and filled, and what it may hold."""

    name: str
    meaning: str
    type: str = "text"
    values: tuple[str, ...] = ()
    is_required: bool = False
    is_blank_allowed: bool = True
    default: str = ""
    codes: tuple[Code, ...] = ()

    @property
    def allowed(self) -> str:
        """Say for people what the column may hold."""
        return " · ".join(self.values) if self.values else _TYPES[self.type][1] or "text"

    def accepts(self, text: str) -> bool:
        """Tell whether a cell may hold this text."""
        if not text or (not self.is_blank_allowed and not has_sign(text)):
            return self.is_blank_allowed
        return text in self.values if self.values else bool(_TYPES[self.type][0](text))

    @property
    def pattern(self) -> str:
        """Return the regular expression that a whole cell matches; empty where any text may stand.

        >>> Field("country", "side", "country").pattern
        '[A-Z]{2}'
        """
        return _PATTERNS[self.type].pattern.removesuffix(r"\Z") if self.type in _PATTERNS else ""


@dataclass(frozen=True)
class Link:
    """A column whose cells are names that another table gives: of the same folder, or shared."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, what identifies a row, what it names elsewhere."""

    name: str
    row: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Return the names of the columns in order."""
        return [field.name for field in self.fields]

    def find_key(self, held: Iterable[str]) -> list[str]:
        """Return the columns that identify a row of a file which holds these columns.

        A column that is left out but has a default holds the default in every row; one that
        is left out without a default leaves nothing to tell the rows apart by.

        >>> fields = may("number", "its number"), may("coder", "who", default="settled")
        >>> table = Table("passages", "one passage x coder", fields, ("number", "coder"))
        >>> table.find_key(["number"]), table.find_key(["coder"])
        (['number'], [])
        """
        columns = set(held)
        has_default = {field.name for field in self.fields if field.default}
        if not columns | has_default >= set(self.key):
            return []
        return [name for name in self.key if name in columns]


def key(name: str, meaning: str, type: str = "name") -> Field:
    """Declare a column that names the row: required and never blank."""
    return Field(name, meaning, type, is_required=True, is_blank_allowed=False)


def must(
    name: str,
    meaning: str,
    type: str = "text",
    values: Sequence[str] = (),
    codes: Sequence[Code] = (),
) -> Field:
    """Declare a column that is required and never blank."""
    return Field(name, meaning, type, tuple(values), True, False, codes=tuple(codes))


def may(
    name: str,
    meaning: str,
    type: str = "text",
    values: Sequence[str] = (),
    default: str = "",
    codes: Sequence[Code] = (),
) -> Field:
    """Declare a column that may be left out or blank; ``default`` stands for a blank."""
    return Field(name, meaning, type, tuple(values), default=default, codes=tuple(codes))


def split_list(cell: str) -> list[str]:
    """Split a cell that holds a list.

    >>> split_list("us-eo-14110; us-nist-ai-rmf-1-0")
    ['us-eo-14110', 'us-nist-ai-rmf-1-0']
    >>> split_list("")
    []
    """
    return [part.strip() for part in cell.split(";") if part.strip()]
