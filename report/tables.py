"""The tables of the report: rows of the run's tables, chosen, ordered and put into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from analysis.corpus.counts import TOTAL, round_half_up
from analysis.corpus.tables import GRADES
from analysis.figures.page import MARKS
from report.evidence import evidence
from report.found import Listed, tell
from report.markup import Markdown, escape, make_table
from report.results import Results, Row

COUNTED = {
    "documents": "documents_by_entity",
    "quotes": "quotes_by_entity",
    "quotes_per_document": "quotes_per_document",
    "codings": "codings_by_entity",
}
"""What the table of counts shows, and the table of the run that holds it."""


def counts_table(r: Results, caption: str, name: str) -> Markdown:
    """Return the study's Tables 1 to 3 in one: documents, quotes and their ratio by issuer.

    Where a corpus has single quotes, the settled codings are counted as well.
    """
    columns = {column: r.rows(table) for column, table in COUNTED.items() if r.has(table)}
    issuers = dict.fromkeys(row["entity_type"] for row in r.rows("documents_by_entity"))
    lines = []
    for issuer in sorted(issuers, key=lambda name: name == TOTAL):
        cells = [_show_sides(r, rows, issuer, column) for column, rows in columns.items()]
        lines.append([r.value("entity", issuer), *cells])
    head = [r.head("column.entity_type"), *(r.head(f"column.{column}") for column in columns)]
    return make_table(head, lines, [25 for _ in head], caption, name)


def _show_sides(r: Results, rows: list[Row], issuer: str, column: str) -> str:
    counts = {row["side"]: row[column] for row in rows if row["entity_type"] == issuer}
    return " / ".join(_show_count(counts.get(side)) for side in (*r.sides, TOTAL))


def _show_count(value: float | None) -> str:
    return "–" if value is None else tell(str(round_half_up(value)), value)


def grades_table(r: Results, caption: str, name: str) -> Markdown:
    """Return the study's Table 5 beside ours: grade, K, the evidence and what weakens it."""
    overlap, brought = r.rows("overlap"), index_sides(r.rows("evidence_by_side"))
    is_graded = r.find("03").has_study and any(row["grade_published"] for row in overlap)
    head = [r.head("column.category")]
    head += [r.head("column.grade_published")] if is_graded else []
    head += [r.head("column.grade_by_rule"), "K", *r.side_names, r.word("report.remarks")]
    rows = []
    for row in overlap:
        line: list[object] = [r.names[row["category"]]]
        line += [_show_grade(r, row["grade_published"])] if is_graded else []
        line += [_show_grade(r, row["grade_by_rule"]), show_share(row["concurrence"], "")]
        line += [_show_evidence(brought[row["category"], side]) for side in r.sides]
        rows.append([*line, _list_marks(r, row, is_graded)])
    widths = [28, *([14] if is_graded else []), 14, 6, 9, 9, 20]
    return make_table(head, rows, widths, caption, name, right=[3] if is_graded else [2])


def index_sides(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """Return the rows of a table of categories and sides by both."""
    return {(row["category"], row["side"]): row for row in rows}


def _show_grade(r: Results, grade: str | None) -> str:
    return f"{MARKS.get(grade, '')} {r.value('grade', grade)}" if grade else ""


def show_share(value: float | None, blank: str = "–") -> str:
    """Return a share with two decimals, or what stands for a missing one."""
    return blank if value is None else f"{value:.2f}"


def _show_evidence(row: Row) -> str:
    return f"{row['codings_with_position']} / {row['documents']}"


def _list_marks(r: Results, row: Row, is_graded: bool) -> str:
    marks = []
    if is_graded and row["grade_published"] and row["grade_by_rule"] in GRADES:
        is_same = row["grade_by_rule"] == row["grade_published"]
        marks.append(r.word("report.same" if is_same else "report.differs"))
    marks += [r.word(f"overlap.{m}") for m in ("thin", "borderline") if row[f"is_{m}"]]
    return r.word("list.comma").join(marks)


def list_categories(r: Results, codes: Listed) -> Markdown:
    """Return the names of some categories for a sentence."""
    return escape(r.list_names(codes))


def list_forces(r: Results, forces: Listed) -> Markdown:
    """Return the names of some forces for a sentence."""
    return escape(r.join([r.value("force", str(force)) for force in forces], forces))


def list_otherwise(r: Results) -> Markdown:
    """Return a list of the categories that rule and grader grade differently."""
    lines = [
        "- " + escape(r.word(
            "report.changed", category=r.names[row.category], k=row.concurrence,
            rule=r.value("grade", row.grade_by_rule),
            study=r.value("grade", row.grade_published),
        ))
        for row in r.find("03").graded_otherwise
    ]  # fmt: skip
    return Markdown("\n".join(lines))


def check_table(r: Results, caption: str, name: str) -> Markdown:
    """Return how many printed numbers agree, differ or are only transcribed, place by place."""
    statuses = {
        "agrees": "recomputed, agrees",
        "differs": "recomputed, differs",
        "transcribed": "transcribed only",
    }
    rows = [
        [_name_place(r, row["where"]), *(row[status] for status in statuses)]
        for row in r.rows("print_by_place")
    ]
    head = [r.head("column.where"), *(r.word(f"report.check.{s}") for s in statuses.values())]
    return make_table(head, rows, [30, 20, 20, 20], caption, name, right=[1, 2, 3])


def _name_place(r: Results, where: str) -> Markdown:
    found = re.fullmatch(r"Table (\d+)", where)
    if found:
        return escape(r.word("report.tbl", n=found[1]))
    return escape(r.value("side", where) if where == TOTAL else r.word(f"report.{where}"))


def discrepancies_table(r: Results, caption: str, name: str) -> Markdown:
    """Return the weightier inconsistencies on record: where, what, and what was done."""
    weighty = set(r.find("05").weighty)
    rows = [
        [row["where"], row["what"], row["what_we_did"]]
        for row in r.rows("discrepancies")
        if row["discrepancy_id"] in weighty
    ]
    head = [r.head("column.where"), r.head("column.what"), r.word("report.done")]
    return make_table(head, rows, [20, 46, 34], caption, name)


def speaks_of(r: Results, corpus: str) -> bool:
    """Tell whether a text speaks of the corpus of this name."""
    return r.corpus == corpus


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        counts_table, grades_table, list_categories, list_forces, list_otherwise,
        check_table, discrepancies_table, evidence, speaks_of,
    )
}  # fmt: skip
"""What a template may call; the results of its corpus are passed by the engine."""
