"""Setting the grades of several corpora side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.corpus.tables import GRADES
from analysis.overlap.concurrence import concur

MEASURES = {"within": "within", "halves": "between halves", "shuffled": "shuffled"}
DRAWS = 1000
SEED = 20250623


def compare_grades(
    overlaps: Mapping[str, pd.DataFrame],
    yardsticks: Mapping[str, pd.DataFrame],
    positions: Mapping[str, pd.DataFrame],
    study: pd.DataFrame,
    graders: pd.DataFrame,
) -> pd.DataFrame:
    """Return every category with its grade in every corpus.

    Concurrences of different codebooks are no common scale: each stands beside its own
    yardstick and its number of positions.

    Parameters
    ----------
    overlaps, yardsticks, positions
        By corpus: ``overlap``, ``halves`` and ``positions_by_side``, of one pair of sides.
    study, graders
        category and grade of the study, and of our graders' consensus; may be empty.

    Returns
    -------
    DataFrame
        category, grade_study; for each corpus grade_<corpus>, concurrence_<corpus>,
        within_<corpus> (mean concurrence of random halves of one side, over both sides),
        halves_<corpus> (the same between a half of each side: as much evidence as the halves
        have), shuffled_<corpus> (between random groups of documents in place of the sides),
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
            own = yardsticks[corpus][yardsticks[corpus]["measure"] == measure]
            means = own.groupby("category")["mean"].mean()
            table[f"{column}_{corpus}"] = table["category"].map(means)
        counts = positions[corpus].groupby("category")["position"].nunique()
        table[f"positions_{corpus}"] = table["category"].map(counts).fillna(0).astype(int)
    reference, *others = positions
    for corpus in others:
        values = rarefy(positions[corpus], positions[reference])
        table[f"rarefied_{corpus}"] = table["category"].map(values)
    table["grade_graders"] = table["category"].map(_grades(graders))
    return table


def narrow_positions(positions: pd.DataFrame, sides: Sequence[str]) -> pd.DataFrame:
    """Keep the positions that some of the named sides take, and what these sides share.

    Parameters
    ----------
    positions
        ``positions_by_side`` of two sides or more.

    Returns
    -------
    DataFrame
        The same columns; is_shared says that every named side takes the position.
    """
    own = positions[positions["side"].isin(sides)]
    codings = own.groupby("position")["codings"]
    own = own.assign(is_shared=codings.transform("min") > 0)
    return own[codings.transform("sum") > 0].reset_index(drop=True)


def rarefy(rich: pd.DataFrame, poor: pd.DataFrame) -> dict[str, float]:
    """Return the mean concurrence of one corpus at the amount of evidence of another.

    Parameters
    ----------
    rich, poor
        ``positions_by_side``: category, position, side, codings; two sides.

    Returns
    -------
    dict
        By category: the mean concurrence when each side's codings of ``rich`` are drawn without
        replacement down to the number that ``poor`` has (all, where it has more). Categories
        in which a side has no position in either corpus are left out.
    """
    sides = list(rich["side"].unique())
    wanted = poor.pivot_table("codings", "category", "side", aggfunc="sum")
    rng = np.random.default_rng(SEED)
    found = {}
    for category, own in rich.groupby("category", sort=False):
        by_side = [own.loc[own["side"] == side, "codings"].to_numpy(int) for side in sides]
        most = wanted.reindex([category])[sides].fillna(0).iloc[0]
        sizes = [min(int(one.sum()), int(n)) for one, n in zip(by_side, most, strict=True)]
        if all(sizes):
            draws = [
                rng.multivariate_hypergeometric(one, size, DRAWS)
                for one, size in zip(by_side, sizes, strict=True)
            ]
            a, b = (one.astype(float) for one in draws)
            k = concur(a, b, np.ones((len(by_side[0]), 1)))
            found[str(category)] = float(k.values.mean())
    return found


def _grades(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["category"], rows["grade"], strict=True))


def count_agreement(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Count for every pair of graders the categories that both grade and that they grade alike.

    Returns
    -------
    DataFrame
        first, second, n, same, expected (how many two graders who deal out the same grades
        at random would give alike), kappa (Cohen's, unweighted; blank where undefined), higher
        and lower (where the second sees more, or less, overlap than the first).
    """
    rows = []
    for i, one in enumerate(columns):
        for other in columns[i + 1 :]:
            both = table[table[one].isin(GRADES) & table[other].isin(GRADES)]
            steps = both[other].map(GRADES.index) - both[one].map(GRADES.index)
            same = int((steps == 0).sum())
            expected = expect_agreement(both[one], both[other])
            left = len(both) - expected
            kappa = (same - expected) / left if left > 0 else float("nan")
            pair = {"first": one, "second": other, "n": len(both), "same": same}
            pair |= {"expected": expected, "kappa": kappa}
            moved = {"higher": int((steps > 0).sum()), "lower": int((steps < 0).sum())}
            rows.append(pair | moved)
    columns = ["first", "second", "n", "same", "expected", "kappa", "higher", "lower"]
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
        category, corpus, position, side, meaning, codings, is_shared: of each corpus the
        positions with the most codings, shared ones first, a row a position x side.
    """
    names = list(positions)
    grades = table[[f"grade_{name}" for name in names]]
    differ = table.loc[grades.nunique(axis=1) > 1, "category"]
    columns = ["category", "corpus", "position", "side", "meaning", "codings", "is_shared"]
    parts = [_find_largest(positions[n].assign(corpus=n), c, most) for c in differ for n in names]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _find_largest(taken: pd.DataFrame, category: str, most: int) -> pd.DataFrame:
    """Return the rows of the positions of a category that carry most codings."""
    own = taken[taken["category"] == category]
    order = own.groupby("position", sort=False).agg(
        is_shared=("is_shared", "first"), total=("codings", "sum")
    )
    order = order.sort_values(["is_shared", "total"], ascending=False, kind="stable").head(most)
    place = own["position"].map({name: n for n, name in enumerate(order.index)}).dropna()
    return own.loc[place.sort_values(kind="stable").index]
