"""What the study's yardstick would give if both sides meant exactly the same.

K counts a position as shared as soon as the other side has one coding of it, so it grows with the
evidence. Codings of two sides are sampled from the pooled shares, as many a side as there are:
where such identical sides come out weak more often than not, the grade weak says nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.draws import Numbers, seed_generator
from analysis.overlap.concurrence import concur
from analysis.overlap.count import Counts
from analysis.overlap.rule import SCALE, Cuts

GRADES = SCALE[:3]
SAMPLES = 20_000
"""Enough that the printed figures do not move with the seed (standard error below 0.004)."""


def sample_identical_sides(
    counts: Counts, cuts: Cuts, seed: int, samples: int = SAMPLES
) -> pd.DataFrame:
    """Sample two identical sides with as many codings as the two have.

    Returns
    -------
    DataFrame
        category, codings_a, codings_b (that take a position), p_strong, p_moderate, p_weak (of
        two identical sides; blank where a side has no coding). All categories.
    """
    a, b = (np.rint(side.totals / counts.unit).astype(int) for side in counts.sides)
    rng = seed_generator(seed, "identical sides")
    rows = []
    for number, category in enumerate(counts.categories):
        own = counts.membership[:, number] > 0
        sizes = int(a[own].sum()), int(b[own].sum())
        shares = _sample(rng, (a + b)[own], sizes, cuts, samples) if all(sizes) else [np.nan] * 3
        rows.append((category, *sizes, *shares))
    columns = ["category", "codings_a", "codings_b", *(f"p_{grade}" for grade in GRADES)]
    return pd.DataFrame(rows, columns=columns)


def _sample(
    rng: np.random.Generator, pooled: Numbers, sizes: tuple[int, int], cuts: Cuts, samples: int
) -> list[float]:
    """Return how often each grade comes out."""
    shares = pooled / pooled.sum()
    one, other = (rng.multinomial(size, shares, samples).astype(float) for size in sizes)
    grades = concur(one, other, np.ones((len(pooled), 1))).grade(cuts)
    return [float((grades == rank).mean()) for rank in range(len(GRADES))]


def tabulate_yardstick(
    counts: Counts, ledger: pd.DataFrame, overlap: pd.DataFrame, cuts: Cuts, seed: int,
    supports: tuple[int, ...] = (1, 2),
) -> pd.DataFrame:  # fmt: skip
    """Return what the study's own words would give on this evidence, and what it is worth.

    Parameters
    ----------
    ledger
        position, side, documents_sure: a position counts as taken by a side only from as many
        documents without doubt as ``support`` says.
    overlap
        category and grade_published.

    Returns
    -------
    DataFrame
        category, support, codings_a, codings_b, positions (taken by either side), concurrence,
        grade_by_rule (blank where fewer than two positions are told apart: K could only be 1),
        p_weak_if_identical, grade_published. A row a category x support.
    """
    identical = sample_identical_sides(counts, cuts, seed)
    sure = ledger.set_index(["position", "side"])["documents_sure"]
    graded = dict(zip(overlap["category"], overlap["grade_published"], strict=True))
    a, b = (side.totals for side in counts.sides)
    positions = ((a + b) > 0) @ counts.membership
    frames = []
    for support in supports:
        by_a, by_b = (
            np.array([sure.get((p, code), 0) >= support for p in counts.positions], bool)
            for code in counts.codes
        )
        k = concur(a, b, counts.membership, (by_a, by_b))
        table = identical[["category", "codings_a", "codings_b"]].copy()
        table.insert(1, "support", support)
        table["positions"] = positions.astype(int)
        table["concurrence"] = k.values
        grades = pd.Series(k.name_grades(cuts), dtype=object)
        table["grade_by_rule"] = grades.where(positions != 1, None)
        table["p_weak_if_identical"] = identical["p_weak"]
        table["grade_published"] = table["category"].map(graded).astype(object)
        frames.append(table)
    table = pd.concat(frames, ignore_index=True)
    order = table.groupby("category", sort=False).ngroup()
    return table.iloc[order.argsort(kind="stable")].reset_index(drop=True)
