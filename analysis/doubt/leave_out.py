"""Which grades by K hang on one document: overlap again without it, without a status."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.overlap.concurrence import Concurrence, Indices
from analysis.overlap.count import Counts
from analysis.overlap.rule import Cuts

LEFT_OUT = ("category", "left_out", "concurrence", "grade")
STATUSES: Mapping[str, tuple[str, ...]] = {
    "no longer in force": ("rescinded", "superseded", "withdrawn"),
    "draft or proposal": ("draft", "proposal"),
}
"""Kinds of legal status that are left out together."""


def leave_one_out(counts: Counts, cuts: Cuts) -> pd.DataFrame:
    """Leave out each document in turn.

    A coding stays, with its full weight of 1, while one of its documents is left (in a
    resample it weighs the mean multiplicity instead); a coding without a named document
    always stays.

    Returns
    -------
    DataFrame
        category, left_out (document), concurrence (K without it, blank where undefined),
        grade (by rule, without it). One row for every document with a coding in the
        category, also one without a position.
    """
    names = [name for side in counts.sides for name in side.documents]
    first = len(counts.sides[0].documents)
    labels = [np.arange(first), np.arange(first, len(names))]
    return _tabulate(counts, labels, names, cuts)


def leave_status_out(
    counts: Counts,
    documents: pd.DataFrame,
    cuts: Cuts,
    statuses: Mapping[str, Collection[str]] = STATUSES,
) -> pd.DataFrame:
    """Leave out all documents of a legal status at once.

    Parameters
    ----------
    documents
        Columns document_id, legal_status.
    statuses
        For each name, the legal statuses that are left out together.

    Returns
    -------
    DataFrame
        without (name of the statuses), category, left_out (documents with a coding in the
        category that were left out, joined by ;), concurrence, grade (both without them),
        is_grade_changed. All categories for each name.
    """
    of = dict(zip(documents["document_id"], documents["legal_status"], strict=True))
    before = counts.observed.name_grades(cuts)
    frames = []
    for name, left_out in statuses.items():
        is_left = [np.array([of[d] in left_out for d in s.documents], bool) for s in counts.sides]
        labels = [np.where(part, 0, -1) for part in is_left]
        measured = _leave_out(counts, labels, 1)
        grades = measured.name_grades(cuts)[0]
        gone = [
            ";".join(
                document
                for side, part in zip(counts.sides, is_left, strict=True)
                for document, flag, raised in zip(side.documents, part, side.is_raised, strict=True)
                if flag and raised[c]
            )
            for c in range(len(counts.categories))
        ]
        frame = {
            "without": name,
            "category": counts.categories,
            "left_out": gone,
            "concurrence": measured.values[0],
            "grade": grades,
            "is_grade_changed": grades != before,
        }
        frames.append(pd.DataFrame(frame))
    return pd.concat(frames, ignore_index=True)


def find_decisive(counts: Counts, cuts: Cuts) -> pd.DataFrame:
    """Find for every category the document whose removal moves K most.

    A removal that leaves a side without a position moves K most of all. Where only one side
    has a position to begin with, the document whose removal leaves none at all is named. Of
    several documents that move K as much, the first in the order of sides and documents is.

    Returns
    -------
    DataFrame
        category, concurrence, grade (with all documents), left_out (the document, blank
        where no removal moves K), concurrence_without, grade_without, is_grade_changed,
        ties (documents that move K as much as this one, itself included). All categories.
    """
    table = leave_one_out(counts, cuts)
    values = dict(zip(counts.categories, counts.observed.values, strict=True))
    grades = counts.observed.name_grades(cuts)
    groups = dict(list(table.groupby("category")))
    rows = []
    for category, grade in zip(counts.categories, grades, strict=True):
        row = {"category": category, "concurrence": values[category], "grade": grade}
        rows.append(row | _pick(groups.get(category, table.iloc[:0]), values[category], grade))
    return pd.DataFrame(rows)


def count_fragile(table: pd.DataFrame, grades: Mapping[str, str]) -> pd.DataFrame:
    """Count for every document the grades that change when it alone is left out.

    Parameters
    ----------
    table
        As ``leave_one_out``: category, left_out, grade.
    grades
        The grade of each category with all documents; only those named here count.

    Returns
    -------
    DataFrame
        left_out, grades_changed, categories (joined by ;); most first, then by name.
    """
    own = table[table["category"].isin(list(grades))]
    changed = own[own["grade"] != own["category"].map(grades)]
    groups = changed.groupby("left_out")["category"]
    counts = groups.agg(grades_changed="size", categories=";".join).reset_index()
    return counts.sort_values(
        ["grades_changed", "left_out"], ascending=[False, True], ignore_index=True
    )


def _pick(removals: pd.DataFrame, k: float, grade: str) -> dict[str, object]:
    """Pick the removal that moves K most; where K is undefined, one that changes the grade."""
    if np.isfinite(k):
        moves = (removals["concurrence"] - k).abs().fillna(np.inf)
    else:
        moves = (removals["grade"] != grade).astype(float)
    best = moves.max() if len(moves) else 0
    if not best:
        blank: dict[str, object] = {"left_out": None, "concurrence_without": k}
        return blank | {"grade_without": grade, "is_grade_changed": False, "ties": 0}
    # floats of one fraction can differ in the last bit
    tied = moves >= best - 1e-12
    chosen = removals[tied].iloc[0]
    return {
        "left_out": chosen["left_out"],
        "concurrence_without": chosen["concurrence"],
        "grade_without": chosen["grade"],
        "is_grade_changed": chosen["grade"] != grade,
        "ties": int(tied.sum()),
    }


def _leave_out(counts: Counts, labels: Sequence[Indices], groups: int) -> Concurrence:
    """Measure the overlap without each group of documents: groups x categories."""
    a, b = (
        side.totals - counts.unit * side.count_lone(own, groups)
        for side, own in zip(counts.sides, labels, strict=True)
    )
    return counts.measure(a, b)


def _tabulate(
    counts: Counts,
    labels: Sequence[Indices],
    names: Sequence[str],
    cuts: Cuts,
) -> pd.DataFrame:
    """One row for every group with a document that raises the category."""
    measured = _leave_out(counts, labels, len(names))
    is_raised = np.zeros((len(names), len(counts.categories)), dtype=bool)
    for side, own in zip(counts.sides, labels, strict=True):
        np.logical_or.at(is_raised, own[own >= 0], side.is_raised[own >= 0])
    grades = measured.name_grades(cuts)
    categories, groups = np.nonzero(is_raised.T)
    columns = (
        np.array(counts.categories, dtype=object)[categories],
        np.array(names, dtype=object)[groups],
        measured.values[groups, categories],
        grades[groups, categories],
    )
    return pd.DataFrame(dict(zip(LEFT_OUT, columns, strict=True)))
