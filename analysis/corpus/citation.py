"""CITATION.cff as the metadata of a data set: what a Data Package and DataCite ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Json = dict[str, Any]

DATACITE = "http://datacite.org/schema/kernel-4"
DERIVED = {"conference-paper": "IsDerivedFrom"}
"""How the data are related to a work, by its type in CITATION.cff; else they refer to it."""


def describe_package(path: Path, licence: Json) -> Json:
    """Return title, description, contributors, keywords and sources, and all that for DataCite.

    There is no identifier: who deposits the data is given one.
    """
    import yaml

    cited = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: Json = {
        "title": f"Data of {cited['title']}",
        "description": " ".join(cited["abstract"].split()),
        "version": cited["version"],
        "contributors": [
            {"title": name_author(author), "roles": ["creator"]} for author in cited["authors"]
        ],
        "keywords": cited["keywords"],
        "sources": [_describe_source(work) for work in cited["references"]],
    }
    return found | {"datacite": describe_for_datacite(cited, found, licence)}


def name_author(author: Json) -> str:
    """Return the name of a person or body.

    >>> name_author({"family-names": "Ding", "given-names": "Jeffrey"})
    'Ding, Jeffrey'
    """
    if "name" in author:
        return str(author["name"])
    return f"{author['family-names']}, {author['given-names']}"


def _describe_source(work: Json) -> Json:
    place = f"https://doi.org/{work['doi']}" if "doi" in work else work["url"]
    return {"title": work["title"], "path": place}


def describe_for_datacite(cited: Json, found: Json, licence: Json) -> Json:
    """Return the properties that DataCite requires or recommends, as its JSON has them."""
    creators = [
        {"name": name_author(a), "nameType": "Organizational" if "name" in a else "Personal"}
        for a in cited["authors"]
    ]
    return {
        "schemaVersion": DATACITE,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Coded corpora"},
        "creators": creators,
        "titles": [{"title": found["title"], "lang": "en"}],
        "publisher": {"name": creators[0]["name"]},
        "publicationYear": cited["date-released"][:4],
        "dates": [{"date": cited["date-released"], "dateType": "Issued"}],
        "language": "en",
        "version": found["version"],
        "subjects": [{"subject": word} for word in cited["keywords"]],
        "rightsList": [
            {
                "rights": licence["title"],
                "rightsUri": licence["path"],
                "rightsIdentifier": licence["name"],
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ],
        "descriptions": [{"description": found["description"], "descriptionType": "Abstract"}],
        "relatedIdentifiers": [_relate(work) for work in cited["references"]],
    }


def _relate(work: Json) -> Json:
    kind = "DOI" if "doi" in work else "URL"
    return {
        "relatedIdentifier": work["doi"] if "doi" in work else work["url"],
        "relatedIdentifierType": kind,
        "relationType": DERIVED.get(work["type"], "References"),
    }
