"""Setting what the study prints beside what this run computes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.corpus.counts import TOTAL, round_half_up

AGREES = "recomputed, agrees"
DIFFERS = "recomputed, differs"
TRANSCRIBED = "transcribed only"
TEXT = "text"
"""Where a number stands that is in no table of the study."""

CHECKED = ("printed_id", "where", "what", "printed", "computed", "status", "why")

Found = tuple[object, str]


def check_printed(
    printed: pd.DataFrame,
    documents: pd.DataFrame,
    quotes: pd.DataFrame,
    per_document: pd.DataFrame,
    overlap: pd.DataFrame,
    n_placeholders: int,
) -> pd.DataFrame:
    """Compare every printed number and grade with the run's own.

    Parameters
    ----------
    printed
        As ``printed.csv``: printed_id, where, what, country, entity_type, category, value.
    documents, quotes, per_document
        ``documents_by_entity``, ``quotes_by_entity``, ``quotes_per_document``.
    overlap
        category, concurrence, grade_by_rule; print knows two sides, so of several pairs of
        sides the first counts.
    n_placeholders
        Documents that the study counts but never names.

    Returns
    -------
    DataFrame
        printed_id, where, what, printed, computed, status, why; computed is blank where the
        number is an input of this run and cannot be recomputed.
    """
    tables = {
        "Table 1": _index(documents, "documents"),
        "Table 2": _index(quotes, "quotes"),
        "Table 3": _index(per_document, "quotes_per_document"),
    }
    graded = overlap.drop_duplicates("category").set_index("category")
    rows = []
    for row in printed.fillna("").to_dict("records"):
        table = row["where"][:7]
        if table in tables:
            computed, why = _compute_cell(table, tables[table], row, n_placeholders)
        elif table == "Table 5":
            computed, why = _compute_grade(graded, row["category"])
        else:
            computed, why = None, "a statement of the text that no table of this run computes"
        rows.append(_compare(row, computed, why))
    return pd.DataFrame(rows, columns=list(CHECKED))


def _index(frame: pd.DataFrame, value: str) -> dict[tuple[str, str], float]:
    keys = zip(frame["side"], frame["entity_type"], strict=True)
    return dict(zip(keys, frame[value], strict=True))


def _compute_cell(
    table: str, cells: dict[tuple[str, str], float], row: dict[str, Any], n_placeholders: int
) -> Found:
    key = (row["country"] or TOTAL, row["entity_type"] or TOTAL)
    if table == "Table 2" and TOTAL not in key:
        return None, "an input of this run: the quotes themselves were never published"
    if key not in cells or pd.isna(cells[key]):
        return "", "this run has no such cell"
    value = round_half_up(cells[key])
    if table == "Table 1":
        return value, f"counted; {n_placeholders} rows stand for documents never named"
    return value, "summed" if table == "Table 2" else "divided, halves rounded up"


def _compute_grade(graded: pd.DataFrame, category: str) -> Found:
    if category not in graded.index:
        return "", "no such category"
    row = graded.loc[category]
    k = row["concurrence"]
    return row["grade_by_rule"], "no K" if pd.isna(k) else f"K = {k:.2f}"


def _compare(row: dict[str, Any], computed: object, why: str) -> dict[str, object]:
    status = TRANSCRIBED
    if computed is not None:
        status = AGREES if str(computed) == str(row["value"]) else DIFFERS
    return {
        "printed_id": row["printed_id"],
        "where": row["where"],
        "what": row["what"],
        "printed": row["value"],
        "computed": computed,
        "status": status,
        "why": why,
    }


def count_places(checked: pd.DataFrame) -> pd.DataFrame:
    """Count what became of the printed numbers, place by place.

    Parameters
    ----------
    checked
        As ``check_printed``.

    Returns
    -------
    DataFrame
        where (``Table 1`` and so on, ``text``, and ``Total`` last), agrees, differs,
        transcribed.
    """
    names = {AGREES: "agrees", DIFFERS: "differs", TRANSCRIBED: "transcribed"}
    place = checked["where"].astype(str).str.extract(r"^(Table \d+)")[0].fillna(TEXT)
    counts = pd.crosstab(place, checked["status"]).reindex(columns=list(names), fill_value=0)
    order = sorted(counts.index, key=lambda where: (where == TEXT, where))
    counts = counts.loc[order]
    counts.loc[TOTAL] = counts.sum()
    return counts.rename(columns=names).rename_axis(index="where", columns=None).reset_index()


def find_print(
    checked: pd.DataFrame, discrepancies: pd.DataFrame, documents: pd.DataFrame
) -> dict[str, Any]:
    """Return what the report prints of the check against print.

    Parameters
    ----------
    checked
        As ``check_printed``.
    discrepancies
        As ``discrepancies.csv``; may be empty.
    documents
        As notebook 01 hands them on.

    Returns
    -------
    dict
        n_printed, n_agrees, n_differs, n_transcribed;
        n_discrepancies, n_weighty (of them) and weighty: the discrepancy_id of those that touch
        a printed table, a grade or a recommendation.
    """
    affected = discrepancies.get("affects", pd.Series(dtype=str)).fillna("").astype(str)
    weighty = discrepancies[affected.str.contains(r"Table|grade|recommendation")]
    status = checked["status"]
    return {
        "n_printed": len(checked),
        "n_agrees": int((status == AGREES).sum()),
        "n_differs": int((status == DIFFERS).sum()),
        "n_transcribed": int((status == TRANSCRIBED).sum()),
        "n_discrepancies": len(discrepancies),
        "n_weighty": len(weighty),
        "weighty": list(weighty.get("discrepancy_id", [])),
    }
