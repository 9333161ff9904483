"""Random draws: one generator a purpose, and what many draws say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.base.errors import ParameterError

Numbers = npt.NDArray[np.float64]

MOST_RESAMPLES = 100_000
INTERVAL = (2.5, 97.5)


def check_resamples(number: int, name: str = "resamples") -> None:
    """Refuse to draw nothing, or more than anyone waits for.

    Parameters
    ----------
    name
        What the parameter is called.

    Raises
    ------
    ParameterError
        If the number of draws is out of range.
    """
    if not 1 <= number <= MOST_RESAMPLES:
        raise ParameterError(
            f"{name} is {number}", remedy=f"give a whole number from 1 to {MOST_RESAMPLES}"
        )


def check_deals(deals: int) -> None:
    """Refuse as ``check_resamples``, of the deals of a test.

    Raises
    ------
    ParameterError
        If the number is out of range.
    """
    check_resamples(deals, "deals")


def check_seed(seed: int) -> None:
    """Refuse a negative seed.

    Raises
    ------
    ParameterError
        If the seed is negative.
    """
    if seed < 0:
        raise ParameterError(f"seed is {seed}", remedy="give 0 or a positive whole number")


def seed_generator(seed: int, purpose: str) -> np.random.Generator:
    """Return the random numbers of one purpose: adding another purpose does not shift them.

    Raises
    ------
    ParameterError
        If the seed is negative.
    """
    check_seed(seed)
    return np.random.default_rng([seed, *purpose.encode()])


def sample_multiplicities(rng: np.random.Generator, documents: int, resamples: int) -> Numbers:
    """Sample as many documents as there are, with replacement, many times.

    Returns
    -------
    array
        Resamples x documents: how often each document was taken. Rows add up to the number
        of documents.

    >>> sample_multiplicities(seed_generator(1, "x"), 3, 2).sum(axis=1)
    array([3., 3.])
    """
    if not documents:
        return np.zeros((resamples, 0))
    taken = rng.integers(documents, size=(resamples, documents))
    taken += documents * np.arange(resamples)[:, None]
    counts = np.bincount(taken.ravel(), minlength=resamples * documents)
    return counts.reshape(resamples, documents).astype(float)


def summarise(values: Numbers) -> tuple[Numbers, Numbers, Numbers, npt.NDArray[np.int64]]:
    """Return mean, low, high (NaN where nothing is defined) and how many draws are defined.

    >>> [part.tolist() for part in summarise(np.array([[0.5, np.nan], [1.0, np.nan]]))]
    [[0.75, nan], [0.5125, nan], [0.9875, nan], [2, 0]]
    """
    defined = np.isfinite(values).sum(axis=0)
    mean, low, high = np.full((3, values.shape[1]), np.nan)
    for column in np.flatnonzero(defined):
        kept = values[:, column][np.isfinite(values[:, column])]
        mean[column] = kept.mean()
        low[column], high[column] = np.percentile(kept, INTERVAL)
    return mean, low, high, defined


def adjust(p_values: Numbers) -> Numbers:
    """Return Benjamini-Hochberg's q over the p-values that are there; NaN stays NaN.

    >>> adjust(np.array([0.01, 0.04, np.nan, 0.03])).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    told = np.flatnonzero(np.isfinite(p_values))
    order = told[np.argsort(-p_values[told], kind="stable")]
    ranks = np.arange(len(order), 0, -1)
    q = np.full(len(p_values), np.nan)
    q[order] = np.minimum.accumulate(p_values[order] * len(order) / ranks)
    return np.minimum(q, 1.0)
