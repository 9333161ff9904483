"""Could the two sides be one population? The labels of the documents dealt anew.

Mixing the sides can only raise the overlap between them, so only 'less alike than one
population' is tested; 'more alike than mixed groups' means nothing and is never computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from analysis.base.draws import Numbers, seed_generator
from analysis.doubt.jackknife import has_enough
from analysis.overlap.agreement import Profiles, agree

FEWEST_DEALS = 20
"""With fewer possible deals no p-value below 0.05 can come out: it cannot be tested."""
BLOCK = 2_000
NEAR = 1e-12


@dataclass(frozen=True)
class OnePopulation:
    """How rarely a deal makes the sides as little alike as they are.

    Attributes
    ----------
    p_less
        By category; NaN where it cannot be tested.
    possible
        By category, how many deals there are.
    overall
        Of the mean over the categories that have enough documents; NaN where there are none.
    deals
        Deals that were made.
    """

    p_less: Numbers
    possible: list[int]
    overall: float
    deals: int


def deal_one_population(
    a: Profiles, b: Profiles, deals: int, seed: int, groups: Sequence[object] | None = None
) -> OnePopulation:
    """Deal the side labels over the documents and compare K_1.

    Parameters
    ----------
    groups
        A group (entity type) of each document, those of ``a`` first: labels are dealt within
        groups only. None: over all documents.
    """
    shares, speaks = np.concatenate([a.shares, b.shares]), np.concatenate([a.speaks, b.speaks])
    membership, rng = a.membership, seed_generator(seed, f"one population {groups is not None}")
    observed = agree(a, b).between
    chosen = has_enough(a, b)
    reached, overall = np.zeros(len(observed)), 0
    for start in range(0, deals, BLOCK):
        size = min(BLOCK, deals - start)
        labels = _deal(rng, len(a.shares), len(shares), size, groups)
        k = _agree_dealt(labels, shares, speaks, membership)
        reached += (k <= observed + NEAR).sum(axis=0)
        means = np.nanmean(k[:, chosen], axis=1) if chosen.any() else np.full(size, np.nan)
        overall += int((means <= observed[chosen].mean() + NEAR).sum()) if chosen.any() else 0
    n_a, n_b = a.speaks.sum(axis=0), b.speaks.sum(axis=0)
    possible = [comb(int(x + y), int(x)) if x and y else 0 for x, y in zip(n_a, n_b, strict=True)]
    is_told = np.array(possible) >= FEWEST_DEALS
    p = np.where(is_told & np.isfinite(observed), (reached + 1) / (deals + 1), np.nan)
    whole = (overall + 1) / (deals + 1) if chosen.any() else float("nan")
    return OnePopulation(p, possible, whole, deals)


def _deal(
    rng: np.random.Generator, first: int, documents: int, deals: int,
    groups: Sequence[object] | None,
) -> Numbers:  # fmt: skip
    """Return deals x documents, 1 for the documents dealt to the first side."""
    labels = np.zeros(documents)
    labels[:first] = 1
    names = np.array([str(g) for g in groups]) if groups is not None else np.zeros(documents, str)
    dealt = np.tile(labels, (deals, 1))
    for name in np.unique(names):
        own = np.flatnonzero(names == name)
        order = rng.random((deals, len(own))).argsort(axis=1)
        dealt[:, own] = labels[own][order]
    return dealt


def _agree_dealt(labels: Numbers, shares: Numbers, speaks: Numbers, membership: Numbers) -> Numbers:
    """Return K_1 of every deal by category, NaN where a side has no document that speaks."""
    sums = [part @ shares for part in (labels, 1 - labels)]
    of = [part @ speaks for part in (labels, 1 - labels)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return (sums[0] * sums[1]) @ membership / (of[0] * of[1])
