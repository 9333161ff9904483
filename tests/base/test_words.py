"""The table of strings: complete in both languages, nothing missing, nothing left over."""

import csv
import re
from pathlib import Path

import pytest

from analysis.base.errors import CommonGroundError
from analysis.base.present import VALUE_KINDS
from analysis.base.words import LANGUAGES, STRINGS, name_side, name_value, read_strings, translate

ROOT = STRINGS.parents[2]
SOURCES = [
    file
    for folder, pattern in (
        ("analysis", "*.py"),
        ("runner", "*.py"),
        ("report", "*.py"),
        ("notebooks", "*.ipynb"),
        ("notebooks", "*.py"),
        ("paper", "*"),
    )
    for file in sorted((ROOT / folder).rglob(pattern))
    if file.is_file()
]
CODE = "\n".join(file.read_text(encoding="utf-8", errors="ignore") for file in SOURCES)
LITERALS = set(re.findall(r"""["']([a-z_]+(?:\.[A-Za-z_ ().-]+)?)\\?["']""", CODE))
PREFIXES = set(re.findall(r"""f\\?["']([a-z_]+\.[a-z_]*)\{""", CODE))
PREFIXES |= {f"{kind}." for kind in re.findall(r"""name_value\(\s*\\?["']([a-z_]+)\\?["']""", CODE)}
PREFIXES |= {f"{kind}." for kind in VALUE_KINDS.values()}
NAMED = re.compile(r"""translate\(\s*\\?["']([^"'\\]+)\\?["']""")


def test_every_key_has_both_languages_and_the_same_values():
    with STRINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["key", *LANGUAGES]
    for row in rows:
        texts = [row[language] for language in LANGUAGES]
        assert all(text.strip() for text in texts), row["key"]
        names = [sorted(re.findall(r"\{(\w+)\}", text)) for text in texts]
        assert names[0] == names[1], row["key"]


def test_chinese_is_chinese():
    same = {key for key, row in read_strings().items() if row["en"] == row["zh"]}
    assert same == set(), "untranslated strings"


def test_every_key_in_the_code_is_in_the_table():
    missing = set(NAMED.findall(CODE)) - set(read_strings())
    assert missing == set()


def test_every_key_of_the_table_is_used():
    unused = {
        key
        for key in read_strings()
        if key not in LITERALS and not any(key.startswith(prefix) for prefix in PREFIXES)
    }
    assert unused == set()


def test_every_string_can_be_drawn():
    from analysis.figures.page import list_characters

    drawn = {sign for row in read_strings().values() for text in row.values() for sign in text}
    assert drawn - list_characters() - {"\n"} == set()


@pytest.mark.parametrize(
    ("key", "language", "part"),
    [
        ("grade.stong", "en", "did you mean 'grade.strong'?"),
        ("grade.strong", "fr", "unknown language 'fr'"),
        ("overlap.only", "zh", "needs the value 'side'"),
    ],
)
def test_a_wrong_key_language_or_value_is_refused(key, language, part):
    with pytest.raises(CommonGroundError, match=re.escape(part)):
        translate(key, language)


def test_values_from_data_are_not_formats():
    assert translate("overlap.only", "en", side="{x} <b>") == "{x} <b> only"


def test_names_without_a_translation_stay_as_they_are():
    assert name_side("BR", "zh") == "BR"
    assert name_value("entity", "Court", "zh") == "Court"
    assert Path(STRINGS).name == "words.csv"
