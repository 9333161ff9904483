"""Every label and heading in English and Chinese: one table of strings, ``words.csv``."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from analysis.base.errors import CommonGroundError, ParameterError, suggest

STRINGS = Path(__file__).resolve().parent / "words.csv"
LANGUAGES = ("en", "zh")


@cache
def read_strings() -> dict[str, dict[str, str]]:
    """Return the table of strings: key -> language -> text.

    Raises
    ------
    CommonGroundError
        If a key stands twice in the table.
    """
    table: dict[str, dict[str, str]] = {}
    with STRINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["key"] in table:
                raise CommonGroundError(
                    f"key '{row['key']}' stands twice", where=STRINGS.name, remedy="keep one"
                )
            table[row["key"]] = {language: row[language] for language in LANGUAGES}
    return table


def check_language(language: str) -> str:
    """Return the language if there is a column of strings for it.

    Raises
    ------
    ParameterError
        If there is none.

    >>> check_language("zh")
    'zh'
    """
    if language not in LANGUAGES:
        raise ParameterError(
            f"unknown language {language!r}", remedy=suggest(str(language), LANGUAGES)
        )
    return language


def translate(key: str, language: str, **values: Any) -> str:
    """Return a string of the table, its ``{names}`` filled in.

    Raises
    ------
    CommonGroundError
        If the key or the language is unknown, or a value of the text was not given.

    >>> translate("grade.strong", "en")
    'strong'
    >>> translate("overlap.only", "en", side="US")
    'US only'
    """
    check_language(language)
    table = read_strings()
    if key not in table:
        raise CommonGroundError(
            f"no string has the key '{key}'", where=STRINGS.name, remedy=suggest(key, table)
        )
    try:
        return table[key][language].format_map(values)
    except KeyError as missing:
        raise CommonGroundError(
            f"string '{key}' needs the value {missing}", where=STRINGS.name
        ) from missing


def has_key(key: str) -> bool:
    """Tell whether the table has this key."""
    return key in read_strings()


def name_side(code: str, language: str) -> str:
    """Return the short name of a side, or its code where the table has no name for it.

    >>> name_side("CN", "en"), name_side("EU", "zh"), name_side("BR", "en")
    ('China', '欧盟', 'BR')
    """
    key = f"side.{code}"
    return translate(key, language) if has_key(key) else str(code)


def name_value(kind: str, value: str, language: str) -> str:
    """Return the translation of a fixed value such as an entity type, or the value itself.

    >>> name_value("entity", "Legislature", "zh")
    '立法机关'
    >>> name_value("entity", "Court", "zh")
    'Court'
    """
    key = f"{kind}.{value}"
    return translate(key, language) if has_key(key) else str(value)
