"""Setting the grades of several corpora side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

GRADED = ("strong", "moderate", "weak")


def compare_grades(
    overlaps: Mapping[str, pd.DataFrame],
    ceilings: Mapping[str, pd.DataFrame],
    positions: Mapping[str, pd.DataFrame],
    study: pd.DataFrame,
    graders: pd.DataFrame,
) -> pd.DataFrame:
    """Return every category with its grade in every corpus.

    Concurrences of different codebooks are no common scale: each stands beside its own
    ceiling and its number of positions.

    Parameters
    ----------
    overlaps, ceilings, positions
        By corpus: ``overlap``, ``ceiling`` and ``positions_by_side``.
    study, graders
        category and grade of the study, and of our graders' consensus; may be empty.

    Returns
    -------
    DataFrame
        category, grade_study; for each corpus grade_<corpus>, concurrence_<corpus>,
        ceiling_<corpus> (mean concurrence of random halves of one side, over both sides),
        positions_<corpus> (how many are taken); grade_graders.
    """
    first = next(iter(overlaps.values()))
    table = first[["category"]].copy()
    table["grade_study"] = table["category"].map(_grades(study))
    for corpus, overlap in overlaps.items():
        rows = overlap.set_index("category")
        table[f"grade_{corpus}"] = table["category"].map(rows["grade_by_rule"])
        table[f"concurrence_{corpus}"] = table["category"].map(rows["concurrence"])
        within = ceilings[corpus][ceilings[corpus]["measure"] == "within"]
        table[f"ceiling_{corpus}"] = table["category"].map(
            within.groupby("category")["mean"].mean()
        )
        counts = positions[corpus]["category"].value_counts()
        table[f"positions_{corpus}"] = table["category"].map(counts).fillna(0).astype(int)
    table["grade_graders"] = table["category"].map(_grades(graders))
    return table


def _grades(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["category"], rows["grade"], strict=True))


def count_agreement(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Count for every pair of graders the categories that both grade and that they grade alike.

    Returns
    -------
    DataFrame
        first, second, n, same.
    """
    rows = []
    for i, one in enumerate(columns):
        for other in columns[i + 1 :]:
            both = table[table[one].isin(GRADED) & table[other].isin(GRADED)]
            same = int((both[one] == both[other]).sum())
            rows.append({"first": one, "second": other, "n": len(both), "same": same})
    return pd.DataFrame(rows, columns=["first", "second", "n", "same"])


def list_deciders(
    table: pd.DataFrame, positions: Mapping[str, pd.DataFrame], most: int = 4
) -> pd.DataFrame:
    """Return, for every category whose grade differs between the corpora, what decides it.

    Returns
    -------
    DataFrame
        category, corpus, meaning, the codings of each side, is_shared: of each corpus the
        positions with the most codings, shared ones first.
    """
    names = list(positions)
    grades = table[[f"grade_{name}" for name in names]]
    differ = table.loc[grades.nunique(axis=1) > 1, "category"]
    parts = []
    for category in differ:
        for name in names:
            own = positions[name][positions[name]["category"] == category]
            counts = [c for c in own if c.startswith("codings_")]
            order = own.assign(total=own[counts].sum(axis=1))
            order = order.sort_values(["is_shared", "total"], ascending=False, kind="stable")
            kept = order.head(most)[["category", "meaning", *counts, "is_shared"]]
            parts.append(kept.assign(corpus=name))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["category"])
