"""How firm is a grade: documents of each side taken again, with replacement."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.draws import (
    Progress,
    check_resamples,
    sample_multiplicities,
    seed_generator,
    split_into_blocks,
    summarise,
)
from analysis.overlap.concurrence import Numbers
from analysis.overlap.count import Counts, Side
from analysis.overlap.rule import SCALE, Cuts, name_share

STABILITY = (
    "category",
    *map(name_share, SCALE),
    "low",
    "high",
    "bias",
    "n_defined",
)


def weigh(side: Side, multiplicities: Numbers) -> Numbers:
    """Return resamples x positions: the weight of each position in each resample."""
    return multiplicities @ side.shares + side.unnamed


def bootstrap(
    counts: Counts,
    cuts: Cuts,
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
    rngs = [seed_generator(seed, f"bootstrap {side.code}") for side in counts.sides]
    most = max(len(side.documents) for side in counts.sides)
    tallied = np.zeros((len(SCALE), len(counts.categories)))
    drawn = []
    for size, done in split_into_blocks(resamples, most, progress):
        a, b = (
            weigh(side, sample_multiplicities(rng, len(side.documents), size))
            for side, rng in zip(counts.sides, rngs, strict=True)
        )
        measured = counts.measure(a, b)
        grades = measured.grade(cuts)
        tallied += [(grades == rank).sum(axis=0) for rank in range(len(SCALE))]
        drawn.append(measured.values)
        if progress:
            progress(done, resamples)
    mean, low, high, defined = summarise(np.concatenate(drawn))
    is_told = (counts.count_documents() >= 2).all(axis=0)
    blank = [np.where(is_told, v, np.nan) for v in (low, high, mean - counts.observed.values)]
    columns = [counts.categories, *(tallied / resamples), *blank, defined]
    return pd.DataFrame(dict(zip(STABILITY, columns, strict=True)))
