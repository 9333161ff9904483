"""Concurrence K: the share of a side's codings whose position the other side also takes.

Of many categories, draws or settings at once, and exact where it meets a cut. This is the only
implementation of K.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from analysis.overlap.rule import SCALE, Cuts

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_NEAR = 1e-9


@dataclass(frozen=True)
class Concurrence:
    """K of every category, kept as the whole numbers it is made of so that it stays exact.

    The last axis of every array is the categories; the axes before it are draws, documents
    or settings.
    """

    shared_a: Numbers
    total_a: Numbers
    shared_b: Numbers
    total_b: Numbers

    @property
    def is_defined(self) -> npt.NDArray[np.bool_]:
        """Where both sides take a position."""
        return (self.total_a > 0) & (self.total_b > 0)

    @property
    def values(self) -> Numbers:
        """K from 0 to 1, NaN where a side has no position."""
        with np.errstate(divide="ignore", invalid="ignore"):
            k = (self.shared_a / self.total_a + self.shared_b / self.total_b) / 2
        return np.where(self.is_defined, k, np.nan)

    @property
    def fractions(self) -> list[Fraction | None]:
        """K of each category as an exact fraction, None where undefined (one set only)."""
        rows = zip(self.shared_a, self.total_a, self.shared_b, self.total_b, strict=True)
        return [
            (Fraction(int(sa), int(ta)) + Fraction(int(sb), int(tb))) / 2 if ta and tb else None
            for sa, ta, sb, tb in rows
        ]

    def is_at_least(self, cuts: Sequence[Fraction]) -> npt.NDArray[np.bool_]:
        """Tell where K is at least a cut: one cut for all categories, or one for each.

        Floats decide where they can; where K is too near to a cut for them, whole numbers do.
        """
        k = self.values
        near_values = np.array([float(cut) for cut in cuts])
        result = np.nan_to_num(k, nan=-1.0) >= near_values
        near = np.abs(np.nan_to_num(k, nan=-1.0) - near_values) < _NEAR
        if near.any():
            tops, bottoms = (
                np.broadcast_to(np.array(part, dtype=object), k.shape)[near]
                for part in ([c.numerator for c in cuts], [c.denominator for c in cuts])
            )
            sa, ta, sb, tb = (
                part[near].astype(np.int64).astype(object)
                for part in (self.shared_a, self.total_a, self.shared_b, self.total_b)
            )
            result[near] = ((sa * tb + sb * ta) * bottoms >= 2 * tops * ta * tb).astype(bool)
        return result

    def grade(self, cuts: Cuts) -> Indices:
        """Return the grade by rule as a number: its place in ``SCALE``."""
        has_any = (self.total_a > 0) | (self.total_b > 0)
        ranks = np.where(self.is_at_least([cuts.weak_below]), 1, 2)
        ranks = np.where(self.is_at_least([cuts.strong_from]), 0, ranks)
        return np.where(self.is_defined, ranks, np.where(has_any, 3, 4)).astype(np.int64)

    def name_grades(self, cuts: Cuts) -> npt.NDArray[np.object_]:
        """Return the grade by rule in words."""
        return np.array(SCALE, dtype=object)[self.grade(cuts)]


def concur(
    a: Numbers,
    b: Numbers,
    membership: Numbers,
    taken: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]] | None = None,
) -> Concurrence:
    """Return the concurrence of two sides, category by category.

    The two sides' shares are averaged, so that the side with more codings does not decide.

    Parameters
    ----------
    a, b
        Codings of each side; the last axis is the positions, the axes before it are draws.
    membership
        Positions x categories, 1 where the position belongs to the category.
    taken
        Which positions each side counts as taking; by default those with a coding.

    >>> one = np.ones((3, 1))
    >>> concur(np.array([3.0, 1, 0]), np.array([1.0, 0, 1]), one).fractions
    [Fraction(5, 8)]
    >>> concur(np.array([1.0, 0, 0]), np.zeros(3), one).fractions
    [None]
    """
    a, b = np.broadcast_arrays(a, b)
    by_a, by_b = (a > 0, b > 0) if taken is None else taken
    return Concurrence(
        (a * by_b) @ membership, a @ membership, (b * by_a) @ membership, b @ membership
    )
