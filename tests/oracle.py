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

Weights = Mapping[Any, int | Fraction]
"""Codings of one side by position."""


def concur_naively(a: Weights, b: Weights) -> Fraction | None:
    """Compute K from its definition, one position after the other, in fractions.

    >>> concur_naively({"x": 3, "y": 1}, {"x": 1, "z": 1})
    Fraction(5, 8)
    >>> concur_naively({"x": 1}, {}) is None
    True
    """
    shares = []
    for own, other in ((a, b), (b, a)):
        total = sum(own.values())
        if not total:
            return None
        shared = sum(n for position, n in own.items() if other.get(position, 0) > 0)
        shares.append(Fraction(shared) / Fraction(total))
    return sum(shares, Fraction(0)) / 2


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
