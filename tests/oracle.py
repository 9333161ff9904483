"""The reference: what the analysis computes on matrices, here row by row and in fractions.

Slow and plain on purpose; it shares no code with ``analysis.overlap.concurrence``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.corpus.evidence import take_evidence
from analysis.corpus.tables import UNSPECIFIED
from analysis.overlap.count import Counts
from analysis.overlap.rule import SCALE, Cuts
from bench.resample import concur_naively

Weights = Mapping[Any, int | Fraction]
"""Codings of one side by position."""


def find_similarity(a: Weights, b: Weights) -> Fraction | None:
    """Return S, the proportional similarity of two sides; never above K.

    >>> find_similarity({"x": 3, "y": 1}, {"x": 1, "z": 1})
    Fraction(1, 2)
    """
    totals = [Fraction(sum(side.values())) for side in (a, b)]
    if not all(totals):
        return None
    shares = (min(a.get(p, 0) / totals[0], b.get(p, 0) / totals[1]) for p in {*a, *b})
    return sum(shares, Fraction(0))


def list_rows(codings: pd.DataFrame) -> list[Any]:
    """Return the codings that count, one tuple each."""
    return list(take_evidence(codings).itertuples())


def weigh_positions(
    rows: Iterable[Any],
    category: str,
    side: str,
    weigh: Callable[[Any], int | Fraction] = lambda row: 1,
) -> dict[str, int | Fraction]:
    """Add up what a side's codings of a category weigh, position by position."""
    found: dict[str, int | Fraction] = {}
    for row in rows:
        is_own = (row.category, row.country) == (category, side)
        if is_own and row.position != UNSPECIFIED and (weight := weigh(row)):
            found[row.position] = found.get(row.position, 0) + weight
    return found


def find_k(
    rows: Sequence[Any],
    category: str,
    sides: Sequence[str],
    weigh: Callable[[Any], int | Fraction] = lambda row: 1,
) -> tuple[Fraction | None, bool]:
    """Return K of a category, None where undefined, and whether any side takes a position."""
    a, b = (weigh_positions(rows, category, side, weigh) for side in sides)
    return concur_naively(a, b), bool(a or b)


def share_grades(rows: Sequence[Any], counts: Counts, draws: Any, cuts: Cuts) -> pd.DataFrame:
    """Return categories x grades: the share of each grade over given draws of documents.

    Parameters
    ----------
    draws
        Resamples x documents, for each side; a coding weighs the mean of its documents.
    """
    names = [side.documents for side in counts.sides]
    shares = {category: dict.fromkeys(SCALE, 0) for category in counts.categories}
    for pair in zip(*draws, strict=True):
        times = {
            name: int(n)
            for own, part in zip(names, pair, strict=True)
            for name, n in zip(own, part, strict=True)
        }

        def weigh(row: Any, times: Mapping[str, int] = times) -> Fraction:
            if not row.documents:
                return Fraction(1)
            return Fraction(sum(times[d] for d in row.documents), len(row.documents))

        for category in counts.categories:
            shares[category][cuts.grade(*find_k(rows, category, counts.codes, weigh))] += 1
    return pd.DataFrame(shares).T / len(draws[0])
