"""``data/datapackage.json``: what stands in ``data/``, for machines and for a deposit.

A Data Package 2.0 (https://datapackage.org) made from the declarations that check the tables,
the ``provenance.csv`` of each folder and CITATION.cff, with the metadata of DataCite 4 beside it.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.base.errors import CommonGroundError, suggest
from analysis.corpus.citation import describe_package
from analysis.corpus.fields import Field, Link, Table
from analysis.corpus.tables import QUOTE_COUNTS, QUOTES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CC_BY = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
LICENCES = {"CC BY 4.0": CC_BY}
"""By the words with which a cell ``licence`` of provenance.csv begins."""
OF_THE_STUDY = "adapted from the study"
FORMATS = {"csv": "text/csv", "md": "text/markdown"}

Tables = Mapping[str, Table]
Json = dict[str, Any]


def make_datapackage(
    data: Path, citation: Path, tables: Tables, others: Mapping[str, Tables]
) -> str:
    """Return the descriptor as text: a resource for every file that a ``provenance.csv`` lists.

    Parameters
    ----------
    data
        The folder that the descriptor stands in.
    citation
        CITATION.cff: title, authors, version, keywords and works it builds on.
    tables
        Tables by name, as a corpus may hold them.
    others
        The same for folders that are no corpus, by name; ``""`` is ``data`` itself.

    Raises
    ------
    CommonGroundError
        If a file has no declaration, a column no field, or a licence no known name.
    """
    package = describe_package(citation, CC_BY)
    package = {"$schema": PROFILE, "name": "common-ground", **package, "licenses": [CC_BY]}
    package["resources"] = [
        describe_file(path, row, others.get(name, tables), data, package["sources"][:1])
        for name in ["", *sorted(p.parent.name for p in data.glob("*/provenance.csv"))]
        for path, row in _list_files(data / name)
    ]
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _list_files(folder: Path) -> list[tuple[Path, dict[str, str]]]:
    """Return the files that ``provenance.csv`` lists, itself first, with what it says of them."""
    place = folder / "provenance.csv"
    with place.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    itself = {"content": "Where the files of this folder come from", "source": "Own description",
              "licence": "CC BY 4.0", "status": "own work"}  # fmt: skip
    return [(place, itself), *((folder / row["file"], row) for row in rows)]


def describe_file(
    path: Path, row: Mapping[str, str], tables: Tables, data: Path, study: list[Json]
) -> Json:
    """Return the resource of one file: where it stands, its hash, licence, sources and columns."""
    content = path.read_bytes()
    folder = path.parent.relative_to(data).as_posix()
    ending = path.suffix.removeprefix(".")
    table = _find_table(path, tables) if ending == "csv" else None
    kind = {"type": "table"} if table else {}
    about = f"{row['content']}. A row is {table.row}." if table else f"{row['content']}."
    sources = [*(study if OF_THE_STUDY in row["licence"] else []), {"title": row["source"]}]
    found = {
        "name": _name_resource(folder, path.stem.lower()),
        "path": path.relative_to(data).as_posix(),
        **kind,
        "description": about,
        "format": ending,
        "mediatype": FORMATS[ending],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "licenses": [_find_licence(row["licence"], path)],
        "sources": sources,
        "status": row["status"],
    }
    found |= {"inferred": row["inferred"]} if row.get("inferred") else {}
    return found | ({"schema": describe_schema(path, table, folder)} if table else {})


def _name_resource(folder: str, stem: str) -> str:
    return stem if folder == "." else f"{folder}-{stem}"


def _find_licence(text: str, path: Path) -> Json:
    for words, licence in LICENCES.items():
        if text.startswith(words):
            return licence
    raise CommonGroundError(
        f"the licence '{text}' of {path.name} has no known name",
        f"{path.parent.name}/provenance.csv",
        f"begin it with one of: {', '.join(LICENCES)}",
    )


def _read_header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _find_table(path: Path, tables: Tables) -> Table:
    if path.stem not in tables:
        raise CommonGroundError(
            f"{path.parent.name}/{path.name} has no declaration",
            remedy=f"declare its columns, or {suggest(path.stem, tables)}",
        )
    table = tables[path.stem]
    is_counted = table is QUOTES and "quote_id" not in _read_header(path)
    return QUOTE_COUNTS if is_counted else table


def describe_schema(path: Path, table: Table, folder: str) -> Json:
    """Return the Table Schema of one file: only the columns that it holds, in its order."""
    held, fields = _read_header(path), {field.name: field for field in table.fields}
    unknown = [name for name in held if name not in fields]
    if unknown:
        raise CommonGroundError(
            f"column '{unknown[0]}' of {path.parent.name}/{path.name} has no declaration",
            remedy=f"declare it, or {suggest(unknown[0], fields)}",
        )
    schema: Json = {"fields": [describe_field(fields[name]) for name in held]}
    key = table.find_key(held)
    schema |= {"primaryKey": key} if key else {}
    keys = [_describe_link(link, path, folder) for link in table.links if link.column in held]
    schema |= {"foreignKeys": found} if (found := [key for key in keys if key]) else {}
    return schema | {"missingValues": [""]}


def _describe_link(link: Link, path: Path, folder: str) -> Json | None:
    """Return a foreign key, if the folder, the codebook or the folder above holds its target."""
    above = path.parent.parent
    for place, name in ((path.parent, folder), (above / "codebook", "codebook"), (above, ".")):
        target = place / f"{link.table}.csv"
        if target.is_file() and link.target in _read_header(target):
            reference = {"resource": _name_resource(name, link.table), "fields": [link.target]}
            return {"fields": [link.column], "reference": reference}
    return None


def describe_field(field: Field) -> Json:
    """Return one column as Table Schema has it.

    >>> from analysis.corpus.tables import DOCUMENTS
    >>> describe_field(DOCUMENTS.fields[4])["constraints"]
    {'pattern': '[A-Z]{2}', 'required': True}
    """
    absent = f" (blank: {field.default})" if field.default else ""
    found: Json = {"name": field.name, "description": field.meaning + absent, **_find_type(field)}
    missing = [code for code in field.codes if code.is_missing]
    constraints = _find_constraints(field, {code.word for code in missing})
    if missing:
        labels = [{"value": code.word, "label": code.meaning} for code in missing]
        blank = [{"value": "", "label": "blank"}] if field.is_blank_allowed else []
        found["missingValues"] = [*blank, *labels]
    elif not field.is_blank_allowed:
        constraints["required"] = True
    codes = [{"value": c.word, "label": c.meaning} for c in field.codes if not c.is_missing]
    found |= {"codes": codes} if codes else {}
    return found | ({"constraints": constraints} if constraints else {})


def _find_type(field: Field) -> Json:
    if field.type == "count":
        return {"type": "integer"}
    if field.type == "flag":
        return {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}
    return {"type": "list", "delimiter": ";"} if field.type == "list" else {"type": "string"}


def _find_constraints(field: Field, missing: set[str]) -> Json:
    """Return what a cell must fulfil; a word for a missing value is not held against it."""
    if field.type == "count":
        return {"minimum": 0}
    if field.values:
        return {"enum": [value for value in field.values if value not in missing]}
    if field.pattern:
        return {"pattern": field.pattern}
    # a blank cell is no missing value where a word is there to say so
    return {"minLength": 1} if missing and not field.is_blank_allowed else {}
