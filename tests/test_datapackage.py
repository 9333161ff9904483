"""``data/datapackage.json`` describes every file of ``data/``, and every table fits it."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from analysis.base.errors import CommonGroundError
from analysis.base.paths import ROOT
from analysis.corpus.datapackage import describe_field, describe_file, describe_schema
from analysis.corpus.fields import Code, Field
from analysis.corpus.tables import CORPUS_TABLES, UNSPECIFIED
from report.dictionary import make_datapackage
from tests.conftest import read_csv, write_csv

DATA = ROOT / "data"
PLACE = DATA / "datapackage.json"
DESCRIPTOR = json.loads(PLACE.read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in DESCRIPTOR["resources"]}
SHIPPED = sorted(p.parent for p in DATA.glob("*/provenance.csv"))


@pytest.fixture(scope="module")
def frictionless():
    import frictionless

    return frictionless


def list_errors(report):
    return [(task.name, error.type) for task in report.tasks for error in task.errors] + [
        ("package", error.type) for error in report.errors
    ]


def field_of(resource, name):
    return next(f for f in RESOURCES[resource]["schema"]["fields"] if f["name"] == name)


def test_the_descriptor_is_made_from_the_declarations():
    assert PLACE.read_text(encoding="utf-8") == make_datapackage(), "run make accept"


def test_every_file_of_the_data_is_a_resource():
    held = {p.relative_to(DATA).as_posix() for folder in SHIPPED for p in folder.glob("*.*")}
    held |= {p.name for p in DATA.glob("*.csv")}
    assert {resource["path"] for resource in DESCRIPTOR["resources"]} == held
    assert len(RESOURCES) == len(DESCRIPTOR["resources"]), "every resource has a name of its own"


def test_frictionless_finds_every_table_valid(frictionless):
    report = frictionless.Package(str(PLACE)).validate()
    assert list_errors(report) == [] and report.valid
    assert len(report.tasks) == len(RESOURCES)


@pytest.fixture
def package(tmp_path):
    """Copy data and descriptor, to be broken."""
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("sources"))
    return tmp_path / "data"


def spoil(package, table, row, **cells):
    """Change cells of one row; the hash is taken out so that only the change is found."""
    rows = read_csv(package / f"{table}.csv")
    rows[row] |= cells
    write_csv(package / f"{table}.csv", rows)
    place = package / "datapackage.json"
    descriptor = json.loads(place.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        resource.pop("hash"), resource.pop("bytes")
    kept = (table.split("/")[0], "codebook", "taxonomy.csv")
    descriptor["resources"] = [
        r for r in descriptor["resources"] if r["path"].split("/")[0] in kept
    ]
    place.write_text(json.dumps(descriptor), encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "cells", "found"),
    [
        ("published/codings", {"category": "biass"}, "foreign-key"),
        ("published/codings", {"position": "bias.no-such"}, "foreign-key"),
        ("published/codings", {"force": "rule"}, "constraint-error"),
        ("published/documents", {"country": "USA"}, "constraint-error"),
        ("published/documents", {"is_placeholder": "yes"}, "type-error"),
        ("published/grades", {"category": "reliability"}, "primary-key"),
        ("recoded/quotes", {"document_id": "us-eo-14111"}, "foreign-key"),
        ("recoded/quotes", {"start": "early"}, "type-error"),
        ("dialogue/rules", {"track": "track-9"}, "foreign-key"),
    ],
)
def test_a_damaged_table_does_not_fit_its_description(
    frictionless, package, table, cells, found
):  # fmt: skip
    spoil(package, table, 0, **cells)
    report = frictionless.Package(str(package / "datapackage.json")).validate()
    assert (table.replace("/", "-"), found) in list_errors(report)


def test_a_changed_file_does_not_fit_its_hash(frictionless, package):
    place = package / "taxonomy.csv"
    place.write_bytes(place.read_bytes().replace(b"Poor", b"Weak"))
    report = frictionless.Package(str(package / "datapackage.json")).validate()
    assert ("taxonomy", "hash-count") in list_errors(report)


def test_a_descriptor_that_is_none_is_refused(frictionless, package):
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][2]["schema"]["fields"][0]["type"] = "strings"
    with pytest.raises(frictionless.FrictionlessException):
        frictionless.Package.from_descriptor(descriptor, basepath=str(package))


def test_reserved_words_are_declared_with_their_meaning():
    labels = {
        m["value"]: m["label"] for m in field_of("recoded-codings", "position")["missingValues"]
    }
    assert set(labels) == {UNSPECIFIED, "none fits"} and all(labels.values())
    assert [c["value"] for c in field_of("recoded-codings", "coder")["codes"]] == ["settled"]
    dictionary = (DATA / "README.md").read_text(encoding="utf-8")
    for resource in RESOURCES.values():
        for field in resource.get("schema", {}).get("fields", []):
            for code in [*field.get("missingValues", []), *field.get("codes", [])]:
                said = f"`{code['value']}` ({code['label']})"
                assert not code["value"] or said in dictionary


RESERVED = {"unspecified", "none fits", "not stated", "set aside", "dropped", "Total", "settled",
            "any"}  # fmt: skip


def test_no_column_uses_a_reserved_word_that_it_does_not_declare():
    for resource in RESOURCES.values():
        if "schema" not in resource:
            continue
        for field in resource["schema"]["fields"]:
            cells = {row[field["name"]] for row in read_csv(DATA / resource["path"])}
            told = [*field.get("missingValues", []), *field.get("codes", [])]
            allowed = field.get("constraints", {}).get("enum", [])
            undeclared = RESERVED & cells - {code["value"] for code in told} - set(allowed)
            # facts about a corpus are words of their own
            assert not undeclared or resource["path"].endswith("about.csv"), (
                resource["path"],
                field["name"],
                undeclared,
            )


def test_what_names_something_is_linked_to_what_it_names():
    keys = {
        (name, key["fields"][0]): key["reference"]["resource"]
        for name, resource in RESOURCES.items()
        for key in resource.get("schema", {}).get("foreignKeys", [])
    }
    assert keys["recoded-codings", "category"] == "taxonomy"
    assert keys["recoded-codings", "quote_id"] == "recoded-quotes"
    assert keys["recoded-quotes", "document_id"] == "recoded-documents"
    assert keys["recoded-residual", "theme"] == "recoded-residual_themes"
    assert keys["published-codings", "paragraph"] == "published-paragraphs"
    # quotes are only counted in what the study prints
    assert ("published-codings", "quote_id") not in keys


def test_the_package_has_what_datacite_asks_for():
    cited = DESCRIPTOR["datacite"]
    for name in ("creators", "titles", "publisher", "publicationYear", "types", "subjects",
                 "rightsList", "descriptions", "relatedIdentifiers"):  # fmt: skip
        assert cited[name], name
    assert re.fullmatch(r"\d{4}", cited["publicationYear"])
    assert cited["types"]["resourceTypeGeneral"] == "Dataset"
    assert cited["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    related = {r["relatedIdentifier"]: r["relationType"] for r in cited["relatedIdentifiers"]}
    assert related["10.1145/3715275.3732080"] == "IsDerivedFrom"
    assert all(resource["licenses"] for resource in DESCRIPTOR["resources"])


def test_a_word_for_a_missing_value_is_not_asked_to_fulfil_anything():
    unknown = (Code("not stated", "nobody says"),)
    field = Field("x", "y", values=("yes", "no", "not stated"), is_blank_allowed=False,
                  codes=unknown)  # fmt: skip
    assert describe_field(field)["constraints"] == {"enum": ["yes", "no"]}
    text = Field("x", "y", is_blank_allowed=False, codes=unknown)
    assert describe_field(text)["constraints"] == {"minLength": 1}


def test_an_undeclared_file_column_or_licence_is_refused(tmp_path):
    row = {"content": "c", "source": "s", "licence": "CC BY 4.0", "status": "own work"}
    path = tmp_path / "odd.csv"
    write_csv(path, [{"a": "1"}])
    with pytest.raises(CommonGroundError, match=r"odd\.csv has no declaration"):
        describe_file(path, row, CORPUS_TABLES, tmp_path, [])
    path = tmp_path / "about.csv"
    write_csv(path, [{"field": "f", "valu": "1"}])
    with pytest.raises(CommonGroundError, match="did you mean 'value'"):
        describe_schema(path, CORPUS_TABLES["about"], "")
    write_csv(path, [{"field": "f", "value": "1"}])
    with pytest.raises(CommonGroundError, match="begin it with one of"):
        describe_file(path, row | {"licence": "unclear"}, CORPUS_TABLES, tmp_path, [])
