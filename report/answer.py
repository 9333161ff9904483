"""The answer: which understandings both sides hold, which only one, in which documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from analysis.corpus.fields import split_list
from analysis.overlap.ledger import ANCHORED
from report.found import Listed
from report.markup import Markdown, cite, escape, make_table
from report.results import Results, Row

FIRMEST = 5
"""How many understandings the short table shows: the firmest."""


def firmest_table(r: Results, head: Sequence[str], caption: str, name: str) -> Markdown:
    """Return the firmest common understandings: documents and forces, by side.

    Parameters
    ----------
    head
        Headings of the understanding and of its category; those of the sides follow.
    """
    rows = []
    ledger = _index_ledger(r)
    for one in r.find("03").firmest_documents[:FIRMEST]:
        own = ledger[str(one.position)]
        said = [_join(r, one.documents[side], _list_forces(r, own[side])) for side in r.sides]
        rows.append([r.called[str(one.position)], r.names[str(one.category)], *said])
    return make_table([*head, *r.side_names], rows, [25, 11, 34, 30], caption, name)


def common_table(
    r: Results, head: Sequence[str], in_study: str, caption: str, name: str
) -> Markdown:
    """Return every common understanding, the firmest first, with the documents of each side.

    Parameters
    ----------
    head
        Headings of the understanding and of the numbers of documents in force.
    in_study
        What to write at an understanding that the study names as common, too.
    """
    codes = [str(code) for code in r.find("03").common]
    rows = _list_rows(r, codes, r.sides, in_study)
    return make_table([head[0], *r.side_names, head[1]], rows, [26, 32, 32, 10], caption, name)


def one_sided_table(
    r: Results, side: str, head: Sequence[str], caption: str, name: str
) -> Markdown:
    """Return every understanding that only one side voices, with its documents."""
    codes = [str(code) for code in r.find("03").one_sided_by_side.get(side, [])]
    rows = _list_rows(r, codes, [side], "")
    return make_table([head[0], r.name_side(side), head[1]], rows, [36, 54, 10], caption, name)


def _list_rows(
    r: Results, codes: Iterable[str], sides: Sequence[str], in_study: str
) -> list[list[object]]:
    ledger, sources = _index_ledger(r), _index_sources(r)
    rows: list[list[object]] = []
    for code in codes:
        own = ledger[code]
        listed = [_cite_side(r, own[side], sources.get((code, side), [])) for side in sides]
        stands = " / ".join(f"{own[side]['documents_in_force']}" for side in sides)
        rows.append([_name(r, own[sides[0]], in_study), *listed, stands])
    return rows


def _index_ledger(r: Results) -> dict[str, dict[str, Row]]:
    """Return the ledger: by understanding, then by side."""
    listed = groupby(r.rows("understandings"), key=lambda row: row["position"])
    return {code: {row["side"]: row for row in own} for code, own in listed}


def _index_sources(r: Results) -> dict[tuple[str, str], list[str]]:
    """Return the documents in which a side says something, by understanding and side."""
    rows = r.rows("position_sources")
    return {(row["position"], row["side"]): split_list(row["documents"] or "") for row in rows}


def _name(r: Results, row: Row, in_study: str) -> Markdown:
    said = f"**{escape(r.called[row['position']])}** ({escape(r.names[row['category']])})"
    return Markdown(f"{said}{escape(in_study)}" if row["in_study"] else said)


def _cite_side(r: Results, row: Row, documents: Iterable[str]) -> Markdown:
    """Return how many documents say so without doubt, all that do, and how binding it is."""
    known = {document["document_id"] for document in r.documents}
    named = [document for document in documents if document in known]
    forces = escape(_list_forces(r, row))
    said = f"{row['documents_sure']}{r.word('report.colon')}{cite(named)}"
    return Markdown(f"{said} (*{forces}*)" if forces else said)


def _list_forces(r: Results, row: Row) -> str:
    forces = [r.value("force", force) for force in split_list(row["forces"] or "")]
    return r.word("report.list").join(forces)


def _join(r: Results, count: object, forces: str) -> str:
    return f"{count} ({forces})" if forces else f"{count}"


def list_anchored(r: Results) -> Markdown:
    """Return the understandings that hang on one document of a side, category by category."""
    lines = []
    rows = [row for row in r.rows("understandings") if row["status"] == ANCHORED]
    for category, own in groupby(rows, key=lambda row: row["category"]):
        called = dict.fromkeys(r.called[row["position"]] for row in own)
        listed = escape(r.word("report.semicolon").join(called))
        lines.append(f"- **{escape(r.names[category])}**{r.word('report.colon')}{listed}")
    return Markdown("\n".join(lines))


def list_one_sided(r: Results, side: str) -> Markdown:
    """Return the names of what only one side voices, those in most documents, for a sentence."""
    listed = r.find("03").one_sided_documents[side]
    return escape(r.join([_quote(r, r.called[str(one.position)]) for one in listed],
                         by="report.semicolon"))  # fmt: skip


def list_understandings(r: Results, codes: Listed) -> Markdown:
    """Return the names of understandings for a sentence."""
    named = [_quote(r, r.called[str(code)]) for code in codes]
    return escape(r.join(named, codes, by="report.semicolon"))


def _quote(r: Results, name: str) -> str:
    # names stand inside a sentence here; an English one begins with a capital of its own
    return name[:1].lower() + name[1:] if r.language == "en" and name[1:2].islower() else name


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        firmest_table, common_table, one_sided_table, list_anchored, list_one_sided,
        list_understandings,
    )
}  # fmt: skip
