"""The primary documents of a run as entries that citeproc can cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analysis.base.words import translate
from report.markup import escape
from report.results import Results

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^]+\Z")


def list_references(corpora: Iterable[Results]) -> list[dict[str, Any]]:
    """Return a reference for every document and other source; the first of a name counts."""
    entries: dict[str, dict[str, Any]] = {}
    for results in corpora:
        for row in results.documents:
            key, named = row["document_id"], {k: v or "" for k, v in row.items()}
            entry = describe(key, results.labels[key], named, results.language)
            entries.setdefault(key, entry)
        for other in results.source("other_sources"):
            key = other["source_id"]
            entries.setdefault(key, describe(key, other["title"][:60], other, results.language))
    return list(entries.values())


def describe(key: str, label: str, row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return one reference; every text in it is escaped, because pandoc reads it as Markdown."""
    entry: dict[str, Any] = {
        "id": key,
        "type": "document",
        "title": escape(row["title"]),
        "title-short": escape(label),
    }
    if row.get("title_original"):
        entry["original-title"] = escape(row["title_original"])
    if row.get("issuer"):
        entry["author"] = [{"literal": escape(row["issuer"])}]
    found = _DATE.match(str(row.get("date", "")))
    if found:
        entry["issued"] = {"date-parts": [[int(part) for part in found.groups() if part]]}
    if _ADDRESS.match(row.get("official_url", "")):
        entry["URL"] = escape(row["official_url"])
    remark = "; ".join(_remark(row, language))
    if remark:
        entry["note"] = escape(remark)
    return entry


def _remark(row: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield what a reader must know of a document's standing before leaning on it."""
    status, since = row.get("legal_status", ""), row.get("status_date", "")
    if status in ("rescinded", "superseded", "withdrawn", "draft", "proposal"):
        words = translate(f"status.{status}", language)
        yield f"{words} ({since})" if since else words
    if row.get("replaced_by", "") not in ("", "none", "not known"):
        yield translate("status.replaced_by", language, what=row["replaced_by"])
