"""The tables of the report, and the short lists its sentences are filled with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from analysis.corpus.counts import TOTAL, round_half_up
from analysis.corpus.tables import UNSPECIFIED
from analysis.figures.page import MARKS
from analysis.findings import printed
from report.evidence import evidence
from report.markup import Markdown, escape, make_table
from report.results import Results

GRADED = ("strong", "moderate", "weak")


def counts_table(r: Results, caption: str, name: str) -> Markdown:
    """Return the study's Tables 1 to 3 in one: documents, quotes and their ratio by issuer.

    Where a corpus has single quotes, the settled codings are counted as well.
    """
    kinds = {
        "documents": "documents_by_entity",
        "quotes": "quotes_by_entity",
        "quotes_per_document": "quotes_per_document",
    }
    cells: dict[str, list[str]] = {}
    for column, table in kinds.items():
        own = r.table(table)
        for entity, rows in own.groupby("entity_type", sort=False):
            counts = dict(zip(rows["country"], rows[column], strict=True))
            shown = [_show_count(counts.get(side)) for side in (*r.sides, TOTAL)]
            cells.setdefault(str(entity), []).append(" / ".join(shown))
    if r.find("01").has_single_quotes:
        kinds["codings"] = "codings"
        for entity in cells:
            shown = [str(_count_codings(r, side, entity)) for side in (*r.sides, TOTAL)]
            cells[entity].append(" / ".join(shown))
    order = [entity for entity in cells if entity != TOTAL] + [TOTAL]
    lines = [[r.value("entity", entity), *cells[entity]] for entity in order]
    head = [r.head("column.entity_type"), *(r.head(f"column.{column}") for column in kinds)]
    return make_table(head, lines, [25] * len(head), caption, name)


def _count_codings(r: Results, side: str, entity: str) -> int:
    own = r.settled.explode("documents").merge(
        r.documents[["document_id", "entity_type"]], left_on="documents", right_on="document_id"
    )
    own = own if side == TOTAL else own[own["country"] == side]
    return len(own if entity == TOTAL else own[own["entity_type"] == entity])


def _show_count(value: float | None) -> str:
    return "–" if value is None or pd.isna(value) else str(round_half_up(value))


def grades_table(r: Results, caption: str, name: str) -> Markdown:
    """Return the study's Table 5 beside ours: grade, K, the evidence and what weakens it."""
    is_graded = r.has_study and r.overlap["grade_published"].notna().any()
    head = [r.head("column.category")]
    head += [r.head("column.grade_published")] if is_graded else []
    head += [r.head("column.grade_by_rule"), "K", *r.side_names, r.word("report.remarks")]
    rows = []
    for row in r.overlap.to_dict("records"):
        line: list[object] = [r.names[row["category"]]]
        line += [_show_grade(r, row["grade_published"])] if is_graded else []
        line += [_show_grade(r, row["grade_by_rule"]), _show_share(row["concurrence"])]
        line += [_show_evidence(row, side.lower()) for side in r.sides]
        rows.append([*line, _list_marks(r, row, is_graded)])
    widths = [28, *([14] if is_graded else []), 14, 6, 9, 9, 20]
    return make_table(head, rows, widths, caption, name, right=[3] if is_graded else [2])


def _show_grade(r: Results, grade: Any) -> str:
    return "" if pd.isna(grade) else f"{MARKS.get(grade, '')} {r.value('grade', grade)}"


def _show_share(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.2f}"


def _show_evidence(row: dict[str, Any], side: str) -> str:
    return f"{row[f'positions_{side}']} / {row[f'documents_{side}']}"


def _list_marks(r: Results, row: dict[str, Any], is_graded: bool) -> str:
    marks = []
    if is_graded and pd.notna(row["grade_published"]) and row["grade_by_rule"] in GRADED:
        is_same = row["grade_by_rule"] == row["grade_published"]
        marks.append(r.word("report.same" if is_same else "report.differs"))
    marks += [r.word(f"overlap.{m}") for m in ("thin", "borderline") if row[f"is_{m}"]]
    return r.word("list.comma").join(marks)


def list_grade(r: Results, grade: str, domain: str = "") -> str:
    """Return the names of the categories that the rule grades so."""
    own = r.overlap[r.overlap["grade_by_rule"] == grade]
    own = own[own["domain"] == domain] if domain else own
    return r.list_names(list(own["category"]))


def list_changed(r: Results) -> Markdown:
    """Return a list of the categories that rule and grader grade differently."""
    both = r.overlap[r.overlap["grade_by_rule"].isin(GRADED)].dropna(subset=["grade_published"])
    lines = [
        "- " + escape(r.word(
            "report.changed", category=r.names[row["category"]], k=f"{row['concurrence']:.2f}",
            rule=r.value("grade", row["grade_by_rule"]),
            study=r.value("grade", row["grade_published"]),
        ))
        for row in both.to_dict("records")
        if row["grade_by_rule"] != row["grade_published"]
    ]  # fmt: skip
    return Markdown("\n".join(lines))


def count_changed(r: Results) -> dict[str, int]:
    """Return on how many categories rule and grader differ, and where the rule is stricter."""
    both = r.overlap[r.overlap["grade_by_rule"].isin(GRADED)].dropna(subset=["grade_published"])
    steps = both["grade_by_rule"].map(GRADED.index) - both["grade_published"].map(GRADED.index)
    return {"all": int((steps != 0).sum()), "lower": int((steps > 0).sum())}


def list_without(r: Results, document: str, becomes: Sequence[str] = ()) -> list[str]:
    """Return the categories whose grade changes when one document is left out.

    Parameters
    ----------
    becomes
        Only those that get one of these grades.
    """
    table = r.table("leave_one_out")
    own = table[table["left_out"] == document].merge(
        r.overlap[["category", "grade_by_rule"]], on="category"
    )
    own = own[own["grade"] != own["grade_by_rule"]]
    return list((own[own["grade"].isin(becomes)] if becomes else own)["category"])


def find_most_decisive(r: Results) -> list[str]:
    """Return the documents whose loss changes most grades."""
    changed = {d: len(list_without(r, d)) for d in r.table("leave_one_out")["left_out"].unique()}
    most = max(changed.values(), default=0)
    return sorted(d for d, n in changed.items() if n == most and n)


def list_single(r: Results, side: int) -> list[str]:
    """Return the graded categories for which a side brings one document only."""
    column = f"documents_{r.sides[side].lower()}"
    own = r.overlap[(r.overlap[column] == 1) & r.overlap["grade_by_rule"].isin(GRADED)]
    return list(own["category"])


def share_agreed(r: Results, first: str = "a", second: str = "b") -> dict[str, int]:
    """Return on how many codings two coders chose the same position, and of how many."""
    codings = r.table("codings")
    own = {c: codings[codings["coder"] == c].set_index("coding_id")["position"]
           for c in (first, second)}  # fmt: skip
    both = pd.concat(own, axis=1, join="inner")
    return {"n": len(both), "same": int((both[first] == both[second]).sum())}


def count_kinds(r: Results) -> dict[str, int]:
    """Return how many settled codings are specific, summaries, without position or document."""
    own = r.settled
    specific = own[own["kind"] == "specific"]
    return {
        "specific": len(specific),
        "summary": int((own["kind"] == "summary").sum()),
        "unspecified": int((specific["position"] == UNSPECIFIED).sum()),
        "stated": int((specific["position"] != UNSPECIFIED).sum()),
        "unnamed": int((specific["documents"].str.len() == 0).sum()),
    }


def count_graded(r: Results) -> dict[str, int]:
    """Return how many grades the grader gave, in which source, and how many without evidence."""
    own = r.table("grades")
    own = own[own["grader"] == "study"]
    return {
        "all": len(own),
        "table": int((own["source"] == "Table 5").sum()),
        "text": int((own["source"] != "Table 5").sum()),
        "bare": int((own["has_evidence"].astype(str).str.lower() == "false").sum()),
    }


def count_placeholders(r: Results, side: str = "", entity: str = "") -> int:
    """Return how many documents are counted but never named."""
    own = r.documents[r.documents["is_placeholder"].astype(str).str.lower() == "true"]
    own = own[own["country"] == side] if side else own
    return len(own[own["entity_type"] == entity] if entity else own)


def count_documents(r: Results, side: str = "", entity: str = "") -> int:
    """Return how many documents there are."""
    own = r.documents[r.documents["country"] == side] if side else r.documents
    return len(own[own["entity_type"] == entity] if entity else own)


def count_quotes(r: Results, side: str, entity: str) -> int:
    """Return how many quotes a side's issuers of one kind bring."""
    own = r.table("quotes_by_entity")
    own = own[(own["country"] == side) & (own["entity_type"] == entity)]
    return int(own["quotes"].iloc[0]) if len(own) else 0


def check_table(r: Results, caption: str, name: str) -> Markdown:
    """Return how many printed numbers agree, differ or are only transcribed, place by place."""
    checked = r.table("check_against_print")
    place = checked["where"].astype(str).str.extract(r"^(Table \d+)")[0]
    counts = pd.crosstab(place.fillna(r.word("report.text")), checked["status"])
    statuses = (printed.AGREES, printed.DIFFERS, printed.TRANSCRIBED)
    counts = counts.reindex(columns=statuses, fill_value=0)
    counts.loc[r.value("side", TOTAL)] = counts.sum()
    named = {w: re.sub(r"^Table (\d+)$", lambda m: r.word("report.tbl", n=m[1]), w)
             for w in counts.index}  # fmt: skip
    rows = [[named[where], *(str(n) for n in counts.loc[where])] for where in counts.index]
    head = [r.head("column.where"), *(r.word(f"report.check.{s}") for s in statuses)]
    return make_table(head, rows, [30, 20, 20, 20], caption, name, right=[1, 2, 3])


def list_weighty(r: Results) -> list[dict[str, Any]]:
    """Return the inconsistencies that touch a printed table, a grade or a recommendation."""
    own = r.table("discrepancies")
    touched = own["affects"].fillna("").astype(str)
    return own[touched.str.contains(r"Table|grade|recommendation")].to_dict("records")


def discrepancies_table(r: Results, caption: str, name: str) -> Markdown:
    """Return the weightier inconsistencies on record: where, what, and what was done."""
    rows = [[row["where"], row["what"], row["what_we_did"]] for row in list_weighty(r)]
    head = [r.head("column.where"), r.head("column.what"), r.word("report.done")]
    return make_table(head, rows, [20, 46, 34], caption, name)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        counts_table, grades_table, list_grade, list_changed,
        count_changed, list_without, find_most_decisive,
        list_single, share_agreed, count_kinds, count_graded, count_placeholders,
        count_documents, count_quotes, check_table, discrepancies_table,
        list_weighty, evidence,
    )
}  # fmt: skip
"""What a template may call; the results of its corpus are passed by the engine."""
