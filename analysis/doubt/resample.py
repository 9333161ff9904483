"""How sure are we: documents resampled, halves of one side compared, sides shuffled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.base.errors import ParameterError
from analysis.overlap.concurrence import GRADES_BY_RULE, Numbers
from analysis.overlap.count import Side, Tally

Progress = Callable[[int, int], Any]
"""Called with the resamples done and the resamples asked for."""

STABILITY = (
    "category",
    "share_strong",
    "share_moderate",
    "share_weak",
    "share_one_sided",
    "share_no_evidence",
    "low",
    "high",
    "bias",
    "n_defined",
)
MOST_NUMBERS = 2_000_000
"""A block of resamples holds at most this many multiplicities, so that memory stays small."""
INTERVAL = (2.5, 97.5)


def seed_generator(seed: int, purpose: str) -> np.random.Generator:
    """Return the random numbers of one purpose: adding another purpose does not shift them.

    Raises
    ------
    ParameterError
        If the seed is negative.
    """
    if seed < 0:
        raise ParameterError(f"seed is {seed}", remedy="use 0 or a positive whole number")
    return np.random.default_rng([seed, *purpose.encode()])


def draw_multiplicities(rng: np.random.Generator, documents: int, resamples: int) -> Numbers:
    """Draw as many documents as there are, with replacement, many times.

    Returns
    -------
    array
        Resamples x documents: how often each document was drawn. Rows add up to the number
        of documents.

    >>> draw_multiplicities(seed_generator(1, "x"), 3, 2).sum(axis=1)
    array([3., 3.])
    """
    if not documents:
        return np.zeros((resamples, 0))
    drawn = rng.integers(documents, size=(resamples, documents))
    drawn += documents * np.arange(resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=resamples * documents)
    return counts.reshape(resamples, documents).astype(float)


def weigh(side: Side, multiplicities: Numbers) -> Numbers:
    """Return resamples x positions: the weight of each position in each resample."""
    return multiplicities @ side.shares + side.unnamed


def bootstrap(
    tally: Tally,
    strong_from: float = 0.75,
    weak_below: float = 0.5,
    resamples: int = 2000,
    seed: int = 0,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Resample the documents within each side and return how firm K and the grade are.

    The documents of a side that are drawn from are those with a coding anywhere in the
    corpus. A coding that rests on several documents weighs the mean multiplicity of its
    documents; one that rests on no named document weighs 1 in every resample. The cost
    grows with documents x positions, not with the number of codings. Definitions: method,
    'Uncertainty and checks'.

    Returns
    -------
    DataFrame
        category; share_strong, share_moderate, share_weak, share_one_sided,
        share_no_evidence (of all resamples, adding up to 1); low, high (95% percentile
        interval of K) and bias (mean K of the resamples minus K), all three only over the
        resamples where K is defined; n_defined (how many those are). low, high and bias are
        blank where a side has fewer than two documents with a position in the category:
        what a second document would say cannot be told.

    Raises
    ------
    ParameterError
        If there are no resamples or the seed is negative.
    """
    check_resamples(resamples)
    rngs = [seed_generator(seed, f"bootstrap {side.code}") for side in tally.sides]
    most = max(len(side.documents) for side in tally.sides)
    counts = np.zeros((len(GRADES_BY_RULE), len(tally.categories)))
    drawn = []
    for size, done in split_into_blocks(resamples, most, progress):
        a, b = (
            weigh(side, draw_multiplicities(rng, len(side.documents), size))
            for side, rng in zip(tally.sides, rngs, strict=True)
        )
        measured = tally.measure(a, b)
        grades = measured.grade(strong_from, weak_below)
        counts += [(grades == rank).sum(axis=0) for rank in range(len(GRADES_BY_RULE))]
        drawn.append(measured.values)
        if progress:
            progress(done, resamples)
    values = np.concatenate(drawn)
    mean, low, high, defined = summarise(values)
    is_told = (tally.count_documents() >= 2).all(axis=0)
    blank = [np.where(is_told, v, np.nan) for v in (low, high, mean - tally.observed.values)]
    columns = [tally.categories, *(counts / resamples), *blank, defined]
    return pd.DataFrame(dict(zip(STABILITY, columns, strict=True)))


def check_resamples(resamples: int) -> None:
    """Refuse to draw nothing.

    Raises
    ------
    ParameterError
        If the number of resamples is below 1.
    """
    if resamples < 1:
        raise ParameterError(f"resamples is {resamples}", remedy="use at least 1")


def split_into_blocks(
    resamples: int, documents: int, progress: Progress | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the size of each block and how many resamples are done after it.

    With somebody watching, there are at least twenty blocks to report.
    """
    most = max(1, MOST_NUMBERS // max(documents, 1))
    if progress:
        most = min(most, max(1, resamples // 20))
    for start in range(0, resamples, most):
        size = min(most, resamples - start)
        yield size, start + size


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
