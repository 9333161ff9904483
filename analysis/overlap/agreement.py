"""Relative agreement R: as alike as two documents of one side, or less?

For a category, f_i(p) is the share of the codings of document i that take position p. Every
document weighs the same, so a long order or a list counts once. Agreement at effort m is the
chance that a random passage of a random document of one side finds its position among m passages
of the other side, each from another document. R sets it beside the same chance within a side.
At m = 1 this is a Morisita-Horn overlap between documents. Definition: method, 'The category:
relative agreement R'.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

from analysis.overlap.concurrence import Numbers
from analysis.overlap.count import Counts, Side

FEWEST_DOCUMENTS = 4
"""With fewer documents on a side the interval is unusable (simulated; see the benchmark)."""


@dataclass(frozen=True)
class Profiles:
    """What the documents of one side say, each as shares within each category.

    Attributes
    ----------
    shares
        Documents x positions: f_i(p), 0 where the document says nothing in the category.
    speaks
        Documents x categories: the document takes a position there.
    membership
        Positions x categories, 1 where the position belongs to the category.
    """

    shares: Numbers
    speaks: npt.NDArray[np.bool_]
    membership: Numbers

    @classmethod
    def from_side(cls, side: Side, membership: Numbers) -> Profiles:
        """Return the profiles of a side; a coding that names several documents counts in each."""
        totals = side.mentions @ membership
        of = totals @ membership.T
        return cls(np.divide(side.mentions, of, where=of > 0, out=np.zeros_like(of)),
                   totals > 0, membership)  # fmt: skip

    @property
    def documents(self) -> Numbers:
        """Return how many documents speak to each category."""
        return self.speaks.sum(axis=0).astype(float)

    def without(self, number: int) -> Profiles:
        """Return the profiles without one document."""
        kept = np.arange(len(self.shares)) != number
        return Profiles(self.shares[kept], self.speaks[kept], self.membership)

    def _misses(self) -> Numbers:
        """Return documents x positions: how seldom a document that speaks there takes it."""
        return np.where(self.speaks @ self.membership.T > 0, 1 - self.shares, 0.0)

    def find(self, m: int) -> Numbers:
        """Return by position the chance to find it among m passages, each of another document."""
        chances = _choose(self.documents, m) @ self.membership.T
        missed = _multiply(self._misses(), m)[m]
        return 1 - np.divide(missed, chances, where=chances > 0, out=np.full_like(missed, np.nan))

    def mean(self) -> Numbers:
        """Return by position the mean share over the documents that speak to its category."""
        of = self.documents @ self.membership.T
        return np.divide(self.shares.sum(axis=0), of, where=of > 0, out=np.zeros(len(of)))

    def agree_within(self, m: int) -> Numbers:
        """Return W_m by category: agreement within the side, a passage's own document left out.

        NaN where fewer than m + 1 documents speak.
        """
        misses = self._misses()
        products = _multiply(misses, m)
        own = np.ones_like(misses)
        for k in range(1, m + 1):
            own = products[k] - misses * own  # e_k without the document itself
        chances = _choose(self.documents - 1, m)
        found = (self.shares * (chances @ self.membership.T - own)).sum(axis=0) @ self.membership
        of = self.documents * chances
        return np.divide(found, of, where=of > 0, out=np.full(len(of), np.nan))


def _choose(numbers: Numbers, m: int) -> Numbers:
    return np.array([comb(int(n), m) if n >= m else 0 for n in numbers], dtype=float)


def _multiply(values: Numbers, m: int) -> list[Numbers]:
    """Return the elementary symmetric polynomials e_0 to e_m of the rows, column by column."""
    found = [np.ones(values.shape[1]), *(np.zeros(values.shape[1]) for _ in range(m))]
    for row in values:
        for k in range(m, 0, -1):
            found[k] = found[k] + row * found[k - 1]
    return found


@dataclass(frozen=True)
class Agreement:
    """K_m between two sides and W_m within each, by category (NaN where undefined)."""

    between: Numbers
    within_a: Numbers
    within_b: Numbers

    @property
    def within(self) -> Numbers:
        """The mean of both sides' agreement within themselves."""
        return (self.within_a + self.within_b) / 2

    @property
    def ratio(self) -> Numbers:
        """R_m: 1 means as alike as two documents of one side."""
        return np.divide(self.between, self.within, where=self.within > 0,
                         out=np.full(len(self.between), np.nan))  # fmt: skip


def agree(a: Profiles, b: Profiles, m: int = 1) -> Agreement:
    """Return the agreement of two sides at effort m, by category.

    >>> one = np.ones((2, 1))
    >>> two = np.ones((2, 1), bool)
    >>> a = Profiles(np.array([[1.0, 0], [0.5, 0.5]]), two, one)
    >>> b = Profiles(np.array([[0.0, 1], [0.5, 0.5]]), two, one)
    >>> found = agree(a, b)
    >>> found.between, found.within_a, found.within_b
    (array([0.375]), array([0.5]), array([0.5]))
    """
    ways = [(one.mean() * np.nan_to_num(other.find(m))) @ one.membership
            for one, other in ((a, b), (b, a))]  # fmt: skip
    enough = (a.documents >= m) & (b.documents >= m)
    between = np.where(enough, (ways[0] + ways[1]) / 2, np.nan)
    return Agreement(between, a.agree_within(m), b.agree_within(m))


def profile_sides(counts: Counts) -> list[Profiles]:
    """Return the profiles of the sides, in their order."""
    return [Profiles.from_side(side, counts.membership) for side in counts.sides]
