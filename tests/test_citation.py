"""CITATION.cff is valid by the rules of the Citation File Format 1.2 that it can break."""

from __future__ import annotations

import re
import tomllib

import jsonschema
import pytest
import yaml

from analysis.base.paths import ROOT

CITED = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

TEXT = {"type": "string", "minLength": 1}
DOI = {"type": "string", "pattern": r"^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+$"}
URL = {"type": "string", "pattern": r"^(https|http|ftp|sftp)://.+"}
LICENCE = {"enum": ["MIT", "CC-BY-4.0"]}
PERSON = {
    "type": "object",
    "properties": dict.fromkeys(("family-names", "given-names", "affiliation", "orcid"), TEXT),
    "additionalProperties": False,
    "minProperties": 1,
}
ENTITY = {
    "type": "object",
    "required": ["name"],
    "properties": dict.fromkeys(("name", "website", "orcid"), TEXT),
    "additionalProperties": False,
}
AUTHORS = {"type": "array", "minItems": 1, "items": {"anyOf": [PERSON, ENTITY]}}
REFERENCE = {
    "type": "object",
    "required": ["authors", "title", "type"],
    "properties": {
        "authors": AUTHORS,
        "title": TEXT,
        "type": {"enum": ["article", "conference-paper", "data", "report", "software", "website"]},
        "year": {"type": "integer"},
        "doi": DOI,
        "url": URL,
        "license": LICENCE,
    },
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "required": ["authors", "cff-version", "message", "title"],
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "message": TEXT,
        "title": TEXT,
        "abstract": TEXT,
        "type": {"enum": ["software", "dataset"]},
        "version": {"type": ["string", "number"]},
        "date-released": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "license": {"oneOf": [LICENCE, {"type": "array", "items": LICENCE, "uniqueItems": True}]},
        "authors": AUTHORS,
        "keywords": {"type": "array", "items": TEXT, "uniqueItems": True, "minItems": 1},
        "references": {"type": "array", "items": REFERENCE, "uniqueItems": True, "minItems": 1},
    },
    "additionalProperties": False,
}
"""The part of the format's schema that this file uses; a new property is added here first."""


def test_the_citation_file_is_valid():
    jsonschema.validate(CITED, SCHEMA)


@pytest.mark.parametrize("change", [{"licence": "MIT"}, {"license": ["MIT", "free"]},
                                    {"authors": []}, {"date-released": "22 November"},
                                    {"type": "paper"}])  # fmt: skip
def test_a_damaged_citation_file_is_found(change):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(CITED | change, SCHEMA)


def test_it_names_the_licence_of_code_and_that_of_data():
    assert CITED["license"] == ["MIT", "CC-BY-4.0"]
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Attribution 4.0" in (ROOT / "LICENSE-DATA.md").read_text(encoding="utf-8")


def test_version_and_date_are_those_of_the_package_and_the_changes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert CITED["version"] == project["version"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = r"^## (\d+\.\d+\.\d+(?:-dev\d+)?) \((\d{4}-\d{2}-\d{2})\)$"
    releases = re.findall(heading, changes, re.MULTILINE)
    assert (CITED["version"], CITED["date-released"]) == releases[0]


def test_nobody_is_named_but_the_contributors_and_the_authors_of_what_they_build_on():
    assert CITED["authors"] == [{"name": "The Common Ground contributors"}]
