"""The evidence category by category: who takes which position, in which primary documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from analysis.corpus.fields import split_list
from analysis.corpus.tables import UNSPECIFIED
from analysis.findings.positions import BOTH
from report.markup import Markdown, cite, escape, make_table
from report.results import Results, Row


def evidence(r: Results, domain: str) -> Markdown:
    """Return a heading, a line of counts and a table of positions for each category."""
    known = {row["document_id"] for row in r.documents}
    known |= {row["source_id"] for row in r.source("other_sources")}
    listed, brought = r.rows("position_sources"), r.rows("evidence_by_side")
    blocks = []
    for row in r.rows("overlap"):
        if row["domain"] != domain:
            continue
        code = row["category"]
        by_side = {own["side"]: own for own in brought if own["category"] == code}
        said = _describe(r, row, by_side)
        blocks.append(f"### {escape(r.names[code])} {{#sec:{code}}}\n\n::: keep\n{said}\n:::\n")
        own = [one for one in listed if one["category"] == code]
        blocks += [list_positions(r, own, known)] if any(one["taken_by"] for one in own) else []
    return Markdown("\n".join(blocks))


def _describe(r: Results, row: Row, by_side: Mapping[str, Row]) -> Markdown:
    """Return the sentence that stands under the heading of a category."""
    grade = r.value("grade", row["grade_by_rule"])
    words = [r.word("report.by_rule", grade=grade)]
    if row["concurrence"] is not None:
        words = [r.word("report.by_rule_k", grade=grade, k=row["concurrence"])]
    if r.find("03").has_study and row["grade_published"]:
        words.append(r.word("report.by_study", grade=r.value("grade", row["grade_published"])))
    named = dict(zip(r.sides, r.side_names, strict=True))
    counts = [f"{named[s]} {own['codings']} / {own['documents']}" for s, own in by_side.items()]
    has_any = any(own["codings"] for own in by_side.values())
    listed = r.word("list.comma").join(counts)
    words.append(r.word("report.side_counts" if has_any else "report.nothing", listed=listed))
    return escape(r.word("report.semicolon").join(words) + r.word("report.stop"))


def list_positions(r: Results, listed: Iterable[Row], known: set[str]) -> Markdown:
    """Return the positions of one category with their documents, in the order of the table.

    Parameters
    ----------
    listed
        The rows of ``position_sources`` for the category.
    known
        The documents that can be cited.
    """
    rows, mentioned = [], []
    for position, own in groupby(listed, key=lambda row: row["position"]):
        by_side = {row["side"]: row for row in own}
        if position == UNSPECIFIED:
            mentioned = [f"{r.name_side(s)} {row['codings']}" for s, row in by_side.items()
                         if row["codings"]]  # fmt: skip
            continue
        holder = by_side[r.sides[0]]["taken_by"]
        cells = [_cite_side(r, by_side[side], known) for side in r.sides]
        rows.append([_name_holder(r, holder), r.meanings[position], *cells])
    head = [r.word("report.taken_by"), r.word("report.understanding"), *r.side_names]
    table = make_table(head, rows, [10, 42, 24, 24])
    if not mentioned:
        return table
    said = r.word("report.mentioned", listed=r.word("list.comma").join(mentioned))
    return Markdown(table + "\n" + escape(said) + "\n")


def _name_holder(r: Results, holder: str) -> Markdown | str:
    if holder == BOTH:
        return Markdown(f"**{escape(r.word('report.both'))}**")
    return r.word("overlap.only", side=r.name_side(holder))


def _cite_side(r: Results, row: Row, known: set[str]) -> Markdown | str:
    """Return the documents that a side's codings rest on, and how many name none."""
    named = [document for document in split_list(row["documents"] or "") if document in known]
    parts = [cite(named)] if named else []
    if row["without_document"]:
        parts.append(escape(r.word("report.unnamed", n=row["without_document"])))
    return Markdown("; ".join(parts)) if parts else "–"
