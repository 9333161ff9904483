"""The evidence category by category: who takes which position, in which primary documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.corpus.tables import UNSPECIFIED
from report.markup import Markdown, cite, escape, make_table
from report.results import Results


def evidence(r: Results, domain: str) -> Markdown:
    """Return a heading, a line of counts and a table of positions for each category."""
    own = r.overlap[r.overlap["domain"] == domain]
    positions = r.table("positions_by_side")
    specific = r.settled[r.settled["kind"] == "specific"]
    known = set(r.documents["document_id"]) | set(r.source("other_sources").get("source_id", []))
    blocks = []
    for row in own.to_dict("records"):
        code = row["category"]
        taken = positions[positions["category"] == code]
        codings = specific[specific["category"] == code]
        blocks.append(
            f"### {escape(r.names[code])} {{#sec:{code}}}\n\n::: keep\n{_count(r, row)}\n:::\n"
        )
        if len(taken):
            blocks.append(list_positions(r, taken, codings, known))
    return Markdown("\n".join(blocks))


def _count(r: Results, row: dict[str, Any]) -> Markdown:
    """Return the sentence that stands under the heading of a category."""
    grade = r.value("grade", row["grade_by_rule"])
    words = [r.word("report.by_rule", grade=grade)]
    if pd.notna(row["concurrence"]):
        words = [r.word("report.by_rule_k", grade=grade, k=f"{row['concurrence']:.2f}")]
    if r.has_study and pd.notna(row["grade_published"]):
        words.append(r.word("report.by_study", grade=r.value("grade", row["grade_published"])))
    counts = [
        f"{name} {row[f'codings_{code.lower()}']} / {row[f'documents_{code.lower()}']}"
        for code, name in zip(r.sides, r.side_names, strict=True)
    ]
    is_silent = not any(row[f"codings_{code.lower()}"] for code in r.sides)
    listed = r.word("list.comma").join(counts)
    words.append(r.word("report.nothing" if is_silent else "report.side_counts", listed=listed))
    return escape(r.word("report.semicolon").join(words) + r.word("report.stop"))


def list_positions(
    r: Results, taken: pd.DataFrame, codings: pd.DataFrame, known: set[str]
) -> Markdown:
    """Return the positions of one category: the shared ones first, with their documents."""
    counts = [f"codings_{s.lower()}" for s in r.sides]
    # shared first, then the first side's own, each from the most codings to the fewest
    order = taken.assign(first=taken[counts[0]] > 0, all=taken[counts].sum(axis=1)).sort_values(
        ["is_shared", "first", "all"], ascending=False, kind="stable"
    )
    rows = []
    for row in order.to_dict("records"):
        own = codings[codings["position"] == row["position"]]
        cells = [_cite_side(r, own[own["country"] == side], known) for side in r.sides]
        rows.append([_name_holder(r, row, counts), r.meanings[row["position"]], *cells])
    head = [r.word("report.taken_by"), r.word("report.understanding"), *r.side_names]
    table = make_table(head, rows, [10, 42, 24, 24])
    bare = [int(((codings["country"] == s) & (codings["position"] == UNSPECIFIED)).sum())
            for s in r.sides]  # fmt: skip
    if not sum(bare):
        return table
    said = zip(r.side_names, bare, strict=True)
    listed = r.word("list.comma").join(f"{name} {n}" for name, n in said if n)
    return Markdown(table + "\n" + escape(r.word("report.mentioned", listed=listed)) + "\n")


def _name_holder(r: Results, row: dict[str, Any], counts: list[str]) -> Markdown | str:
    if row["is_shared"]:
        return Markdown(f"**{escape(r.word('report.both'))}**")
    return r.word("overlap.only", side=r.side_names[0] if row[counts[0]] else r.side_names[1])


def _cite_side(r: Results, codings: pd.DataFrame, known: Iterable[str]) -> Markdown | str:
    """Return the documents that a side's codings rest on, and how many name none."""
    named = list(dict.fromkeys(d for cell in codings["documents"] for d in cell if d in known))
    bare = int((codings["documents"].str.len() == 0).sum())
    parts = [cite(named)] if named else []
    if bare:
        parts.append(escape(r.word("report.unnamed", n=bare)))
    return Markdown("; ".join(parts)) if parts else "–"
