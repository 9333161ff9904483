"""Setting the grades of several corpora side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

GRADED = ("strong", "moderate", "weak")
MEASURES = {"ceiling": "within", "halves": "between halves", "shuffled": "shuffled"}
DRAWS = 1000
SEED = 20250623


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
        halves_<corpus> (the same between a half of each side: as much evidence as the ceiling
        has), shuffled_<corpus> (between random groups of documents in place of the sides),
        positions_<corpus> (how many are taken); rarefied_<corpus> for every corpus after the
        first (its concurrence when each side is cut to as many codings as the first corpus
        has: concurrence grows with the evidence); grade_graders.
    """
    first = next(iter(overlaps.values()))
    table = first[["category"]].copy()
    table["grade_study"] = table["category"].map(_grades(study))
    for corpus, overlap in overlaps.items():
        rows = overlap.set_index("category")
        table[f"grade_{corpus}"] = table["category"].map(rows["grade_by_rule"])
        table[f"concurrence_{corpus}"] = table["category"].map(rows["concurrence"])
        for column, measure in MEASURES.items():
            own = ceilings[corpus][ceilings[corpus]["measure"] == measure]
            means = own.groupby("category")["mean"].mean()
            table[f"{column}_{corpus}"] = table["category"].map(means)
        counts = positions[corpus]["category"].value_counts()
        table[f"positions_{corpus}"] = table["category"].map(counts).fillna(0).astype(int)
    reference, *others = positions
    for corpus in others:
        values = rarefy(positions[corpus], positions[reference])
        table[f"rarefied_{corpus}"] = table["category"].map(values)
    table["grade_graders"] = table["category"].map(_grades(graders))
    return table


def rarefy(rich: pd.DataFrame, poor: pd.DataFrame) -> dict[str, float]:
    """Return the mean concurrence of one corpus at the amount of evidence of another.

    Parameters
    ----------
    rich, poor
        ``positions_by_side``: category, position and two columns ``codings_<side>``.

    Returns
    -------
    dict
        By category: the mean concurrence when each side's codings of ``rich`` are drawn without
        replacement down to the number that ``poor`` has (all, where it has more). Categories
        in which a side has no position in either corpus are left out.
    """
    sides = [c for c in rich if c.startswith("codings_")]
    wanted = poor.groupby("category")[sides].sum()
    rng = np.random.default_rng(SEED)
    found = {}
    for category, own in rich.groupby("category", sort=False):
        have = own[sides].sum()
        sizes = np.minimum(have, wanted.loc[category]) if category in wanted.index else have * 0
        if (sizes > 0).all():
            draws = [
                rng.multivariate_hypergeometric(own[side].to_numpy(int), int(sizes[side]), DRAWS)
                for side in sides
            ]
            found[str(category)] = float(_concur(*draws).mean())
    return found


def _concur(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the concurrence of each pair of rows of counts."""
    shared = [(one * (other > 0)).sum(axis=1) / one.sum(axis=1) for one, other in ((a, b), (b, a))]
    return (shared[0] + shared[1]) / 2


def _grades(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["category"], rows["grade"], strict=True))


def count_agreement(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Count for every pair of graders the categories that both grade and that they grade alike.

    Returns
    -------
    DataFrame
        first, second, n, same, expected (how many two graders who deal out the same grades
        at random would give alike), kappa (Cohen's, unweighted; blank where undefined).
    """
    rows = []
    for i, one in enumerate(columns):
        for other in columns[i + 1 :]:
            both = table[table[one].isin(GRADED) & table[other].isin(GRADED)]
            same = int((both[one] == both[other]).sum())
            expected = expect_agreement(both[one], both[other])
            left = len(both) - expected
            kappa = (same - expected) / left if left > 0 else float("nan")
            pair = {"first": one, "second": other, "n": len(both), "same": same}
            rows.append(pair | {"expected": expected, "kappa": kappa})
    columns = ["first", "second", "n", "same", "expected", "kappa"]
    return pd.DataFrame(rows, columns=columns)


def expect_agreement(one: pd.Series, other: pd.Series) -> float:
    """Return how many items two graders would grade alike if each dealt out its grades at random.

    >>> expect_agreement(pd.Series(["weak", "strong"]), pd.Series(["weak", "weak"]))
    1.0
    """
    if not len(one):
        return 0.0
    shares = one.value_counts() * other.value_counts()
    return float(shares.sum() / len(one))


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
