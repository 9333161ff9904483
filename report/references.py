"""The primary documents of a run as entries that citeproc can cite."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from analysis.base.words import translate
from analysis.corpus.evidence import label_documents
from report.markup import escape
from report.results import Results

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^]+\Z")


def list_references(corpora: Iterable[Results]) -> list[dict[str, Any]]:
    """Return a reference for every document and other source; the first of a name counts."""
    entries: dict[str, dict[str, Any]] = {}
    for results in corpora:
        named = results.documents.astype(object).fillna("").astype(str)
        labels = dict(zip(named["document_id"], label_documents(named), strict=True))
        for row in named.to_dict("records"):
            entry = describe(row["document_id"], labels[row["document_id"]], row, results.language)
            entries.setdefault(row["document_id"], entry)
        for row in results.source("other_sources").to_dict("records"):
            key = row["source_id"]
            entries.setdefault(key, describe(key, row["title"][:60], row, results.language))
    return list(entries.values())


def describe(key: str, label: str, row: dict[str, Any], language: str) -> dict[str, Any]:
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
    status = row.get("legal_status", "")
    if status in ("rescinded", "superseded", "withdrawn", "draft", "proposal"):
        since = row.get("status_date", "")
        words = translate(f"status.{status}", language)
        entry["note"] = escape(f"{words} ({since})" if since else words)
    return entry
