"""Coefficients of agreement, each on many weightings of the units at once.

Written here because none of the kept libraries under a permissive licence has them together:
scikit-learn (BSD) and statsmodels (BSD) have kappa only, the packages ``krippendorff`` and
irrCAC are under the GPL. Every coefficient takes weights, so that resampling is one matrix
product of draws x clusters. The tests hold them against published examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.base.errors import ParameterError, name_some

Numbers = npt.NDArray[np.float64]
NOMINAL, ORDINAL = "nominal", "ordinal"


@dataclass(frozen=True)
class Ratings:
    """What each coder said of each unit.

    Attributes
    ----------
    codes
        Units x coders: place of the value on the scale, -1 where the coder gave none.
    coders
        Names of the coders.
    scale
        All values a coder could give, lowest first where they have an order. It is declared,
        not read off the data: weighted kappa measures distances on it and AC1 counts it.
    """

    codes: npt.NDArray[np.int64]
    coders: tuple[str, ...]
    scale: tuple[str, ...]

    @classmethod
    def from_table(cls, table: pd.DataFrame, scale: Sequence[object]) -> Ratings:
        """Make ratings from a table of units x coders, blank (NaN, None) for missing.

        Raises
        ------
        ParameterError
            If a value is not on the scale.

        >>> table = pd.DataFrame({"a": ["x", "y", None], "b": ["x", "x", "y"]})
        >>> Ratings.from_table(table, ["x", "y"]).codes.tolist()
        [[0, 0], [1, 0], [-1, 1]]
        """
        codes = np.full(table.shape, -1, dtype=np.int64)
        place = pd.Index(list(scale))
        for column, name in enumerate(table.columns):
            given = table[name].notna().to_numpy(bool)
            values = table.loc[given, name]
            found = place.get_indexer(pd.Index(list(values)))
            if (found < 0).any():
                unknown = name_some(values[found < 0])
                raise ParameterError(
                    f"coder '{name}' gave values that are not on the scale: {unknown}",
                    remedy="declare the whole scale, used or not",
                )
            codes[given, column] = found
        return cls(codes, tuple(map(str, table.columns)), tuple(map(str, scale)))

    @property
    def counts(self) -> Numbers:
        """Units x values: how many coders gave the value."""
        levels = np.arange(len(self.scale))
        return (self.codes[:, :, None] == levels).sum(axis=1).astype(float)

    @property
    def is_paired(self) -> npt.NDArray[np.bool_]:
        """Units that at least two coders rated."""
        return (self.codes >= 0).sum(axis=1) >= 2


def divide(top: Numbers, bottom: Numbers) -> Numbers:
    """Divide, with NaN (undefined) where there is nothing to divide by."""
    out = np.full(np.broadcast_shapes(top.shape, bottom.shape), np.nan)
    return np.divide(top, bottom, out=out, where=bottom != 0)


@dataclass(frozen=True)
class Weights:
    """How often each unit counts in each draw; all units of a cluster count alike.

    Attributes
    ----------
    clusters
        Cluster (document) of each unit.
    multiplicities
        Draws x clusters.
    """

    clusters: npt.NDArray[np.int64]
    multiplicities: Numbers

    def add_up(self, values: npt.NDArray[Any]) -> Numbers:
        """Return draws x columns: the weighted sum of the units' values."""
        sums = np.zeros((self.multiplicities.shape[1], *values.shape[1:]))
        np.add.at(sums, self.clusters, values)
        return np.tensordot(self.multiplicities, sums, axes=1)

    def take(self, is_kept: npt.NDArray[Any]) -> Weights:
        """Choose some of the units."""
        return Weights(self.clusters[is_kept], self.multiplicities)


def weigh_once(ratings: Ratings) -> Weights:
    """Return the weights that count every unit once: one draw."""
    return Weights(np.zeros(len(ratings.codes), dtype=np.int64), np.ones((1, 1)))


def find_raw_agreement(ratings: Ratings, weights: Weights) -> Numbers:
    """Return the share of agreeing pairs of coders, averaged over the units that have pairs.

    No chance correction: 1 where all coders always give one value. Units with one rating do
    not count (as in irrCAC's percent agreement).

    Parameters
    ----------
    weights
        How often each unit counts in each draw, here and below.

    Returns
    -------
    array
        One value a draw; NaN where no unit has two ratings.
    """
    counts = ratings.counts
    given = counts.sum(axis=1)
    paired = given >= 2
    agreeing = (counts * (counts - 1)).sum(axis=1)
    pairs = np.where(paired, given * (given - 1), 1)
    return divide(weights.add_up(agreeing / pairs * paired), weights.add_up(paired))


def find_alpha(ratings: Ratings, weights: Weights, level: str = NOMINAL) -> Numbers:
    """Return Krippendorff's alpha: 1 minus observed over expected disagreement.

    Any number of coders, missing values; units with fewer than two ratings drop out. The
    ordinal distance between two values is the number of ratings between them, half of the
    two values' own included, squared. Source: Krippendorff (2011), 'Computing Krippendorff's
    Alpha-Reliability'.

    Where tools differ: the expected disagreement here pairs ratings without replacement
    (n - 1), Krippendorff's correction for small samples; with few units alpha is therefore
    above Scott's pi or Fleiss' kappa, which pair with replacement. Some tools return 1 when
    all ratings are equal; here alpha is then undefined, since disagreement could not occur.

    Returns
    -------
    array
        One value a draw; NaN where nothing is paired or the paired ratings do not vary.

    Raises
    ------
    ParameterError
        If the level is neither nominal nor ordinal.
    """
    counts = ratings.counts[ratings.is_paired]
    weights = weights.take(ratings.is_paired)
    given = counts.sum(axis=1)
    totals = weights.add_up(counts)
    n = totals.sum(axis=1)
    if level == NOMINAL:
        agreeing = (counts * (counts - 1)).sum(axis=1) / np.maximum(given - 1, 1)
        observed = n - weights.add_up(agreeing)
        expected = n**2 - (totals**2).sum(axis=1)
    elif level == ORDINAL:
        pairs = counts[:, :, None] * counts[:, None, :]
        pairs -= counts[:, :, None] * np.eye(counts.shape[1])
        pairs /= np.maximum(given - 1, 1)[:, None, None]
        coincidences = weights.add_up(pairs)
        distance = _measure_ordinal_distance(totals)
        observed = (coincidences * distance).sum(axis=(1, 2))
        expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    else:
        raise ParameterError(f"unknown level '{level}'", remedy="use nominal or ordinal")
    return 1 - divide(observed * (n - 1), expected)


def _measure_ordinal_distance(totals: Numbers) -> Numbers:
    """Return draws x values x values: squared ratings between two values."""
    middle = np.cumsum(totals, axis=1) - totals / 2
    return np.square(middle[:, :, None] - middle[:, None, :])


def find_kappa(ratings: Ratings, weights: Weights, weighting: str = "none") -> Numbers:
    """Return Cohen's kappa of two coders; of more, the mean over their pairs (Light's kappa).

    Only units that both coders of a pair rated count. With ``linear`` or ``quadratic``
    weighting a disagreement counts by the distance of the two values on the declared scale.

    Where tools differ: scikit-learn takes the scale from the values that occur unless
    ``labels`` is given. A level nobody used then vanishes; where it lies between used ones,
    distances shrink and weighted kappa changes (on scales of four levels or more; of three,
    only one distance is then left). The unweighted kappa does not change.
    Where both coders give one and the same value throughout, kappa is undefined here; some
    tools return 1 or 0.

    Returns
    -------
    array
        One value a draw; NaN where undefined for every pair of coders.

    Raises
    ------
    ParameterError
        If the weighting is not none, linear or quadratic.
    """
    if weighting not in ("none", "linear", "quadratic"):
        raise ParameterError(f"unknown weighting '{weighting}'", remedy="linear or quadratic")
    found = [
        _find_pair_kappa(ratings.codes[:, pair], len(ratings.scale), weights, weighting)
        for pair in map(list, combinations(range(len(ratings.coders)), 2))
    ]
    if not found:
        return np.full(len(weights.multiplicities), np.nan)
    values = np.stack(found)
    return divide(np.nansum(values, axis=0), np.isfinite(values).sum(axis=0).astype(float))


def _find_pair_kappa(
    codes: npt.NDArray[np.int64], levels: int, weights: Weights, weighting: str
) -> Numbers:
    both = np.asarray((codes >= 0).all(axis=1))
    codes, weights = codes[both], weights.take(both)
    margins = [weights.add_up(np.eye(levels)[codes[:, coder]]) for coder in (0, 1)]
    n = margins[0].sum(axis=1)
    apart = np.abs(codes[:, 0] - codes[:, 1]).astype(float)
    if weighting == "none":
        # no matrix of levels x levels: a codebook may have hundreds of positions
        observed = weights.add_up(apart > 0)
        expected = n**2 - (margins[0] * margins[1]).sum(axis=1)
    else:
        power = 1 if weighting == "linear" else 2
        steps = np.arange(levels)
        distance = np.abs(steps[:, None] - steps).astype(float) ** power
        observed = weights.add_up(apart**power)
        expected = ((margins[0] @ distance) * margins[1]).sum(axis=1)
    return 1 - divide(observed * n, expected)


def find_ac1(ratings: Ratings, weights: Weights) -> Numbers:
    """Return Gwet's AC1: like kappa, but stays near raw agreement where values are rare.

    Chance agreement is the mean of p (1 - p) over the values, times q / (q - 1), for q values
    on the declared scale, p being the share of a value, averaged over all rated units (also
    those with one rating, as irrCAC does). Source: Gwet (2008), British
    Journal of Mathematical and Statistical Psychology 61: 29-48.

    Where tools differ: q is the length of the declared scale here; tools that take the scale
    from the data leave out unused values, which lowers AC1. Where all ratings are equal the
    formula gives 1; here AC1 is then undefined, as for the other coefficients.

    Returns
    -------
    array
        One value a draw; NaN where nothing is paired or the ratings do not vary.
    """
    counts = ratings.counts
    given = counts.sum(axis=1, keepdims=True)
    rated = given[:, 0] > 0
    rates = counts / np.maximum(given, 1)
    shares = divide(weights.add_up(rates), weights.add_up(rated)[:, None])
    chance = (shares * (1 - shares)).sum(axis=1) / max(len(ratings.scale) - 1, 1)
    raw = find_raw_agreement(ratings, weights)
    varies = (shares > 0).sum(axis=1) > 1
    return np.where(varies, divide(raw - chance, 1 - chance), np.nan)
