"""Two yardsticks for K: what halves of one side show, and what mixed groups of documents show.

K can exceed both: neither is a ceiling.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.base.draws import (
    Progress,
    check_resamples,
    sample_parts,
    seed_generator,
    split_into_blocks,
    summarise,
)
from analysis.overlap.concurrence import Concurrence, Numbers
from analysis.overlap.count import Counts

HALVES = (
    "category",
    "measure",
    "side",
    "mean",
    "low",
    "high",
    "n",
    "observed",
    "share_at_least",
    "share_at_most",
    "documents",
)


def compare_halves(
    counts: Counts, resamples: int = 2000, seed: int = 0, progress: Progress | None = None
) -> pd.DataFrame:
    """Set the overlap between the sides beside the overlap within a side and beside chance.

    Four measures, each K per category over random draws of documents:

    - ``within``: between two random halves of the documents of one side: what two samples
      from one side would show, the yardstick for two sides;
    - ``between halves``: between a random half of each side, which is as much evidence as
      ``within`` has (K grows with the evidence, so K of the whole is no fair comparison);
    - ``between``: of the whole, for reference (one value, no interval);
    - ``shuffled``: with the side labels dealt anew over all documents, each side keeping its
      number of documents: what K would be if the sides were random groups of documents.

    Codings that rest on no named document belong to no half and are left out of all four,
    so the observed K can differ from the one in overlap.csv. A coding that rests on several
    documents goes to each half in the share of its documents there.

    Returns
    -------
    DataFrame
        category, measure, side (for ``within``), mean, low, high (95%) and n over the draws
        where K is defined, observed (K of the whole as in ``between``), share_at_least
        (share of those draws with K at least as high as observed; for ``shuffled``),
        share_at_most (the same with K at most as high),
        documents (documents with a position that the measure can draw on: the fewer of the
        two sides, where there are two).

    Raises
    ------
    ParameterError
        If there are no resamples or the seed is negative.
    """
    check_resamples(resamples)
    a, b = counts.sides
    whole = counts.measure(a.shares.sum(axis=0), b.shares.sum(axis=0))
    observed = whole.fractions
    names = ("within a", "within b", "between halves", "shuffled")
    rngs = {name: seed_generator(seed, f"ceiling {name}") for name in (*names, "other half")}
    values: dict[str, list[Numbers]] = {name: [] for name in names}
    reached, unsurpassed = np.zeros((2, len(counts.categories)))
    most = len(a.documents) + len(b.documents)
    for size, done in split_into_blocks(resamples, most, progress):
        drawn = {
            "within a": _split(counts, a.shares, len(a.documents) // 2, rngs["within a"], size),
            "within b": _split(counts, b.shares, len(b.documents) // 2, rngs["within b"], size),
            "between halves": counts.measure(
                _take_half(a.shares, rngs["between halves"], size),
                _take_half(b.shares, rngs["other half"], size),
            ),
            "shuffled": _split(
                counts,
                np.concatenate([a.shares, b.shares]),
                len(a.documents),
                rngs["shuffled"],
                size,
            ),
        }
        for name, measured in drawn.items():
            values[name].append(measured.values)
        shuffled = drawn["shuffled"]
        reached += _count_reached(shuffled, observed)
        unsurpassed += _count_unsurpassed(shuffled, whole)
        if progress:
            progress(done, resamples)
    drawn_values = {n: np.concatenate(v) for n, v in values.items()}
    return _tabulate(counts, drawn_values, whole, (reached, unsurpassed))


def _split(
    counts: Counts, shares: Numbers, taken: int, rng: np.random.Generator, draws: int
) -> Concurrence:
    """Compare a random part of the documents with the rest."""
    part = sample_parts(rng, len(shares), taken, draws)
    return counts.measure(part @ shares, (1 - part) @ shares)


def _take_half(shares: Numbers, rng: np.random.Generator, draws: int) -> Numbers:
    return sample_parts(rng, len(shares), len(shares) // 2, draws) @ shares


def _count_reached(drawn: Concurrence, observed: list[Fraction | None]) -> Numbers:
    """Count the draws whose K is at least the observed one."""
    # no K exceeds 1, so an undefined observed K is never reached
    cuts = [Fraction(2) if k is None else k for k in observed]
    return drawn.is_at_least(cuts).sum(axis=0).astype(float)


def _count_unsurpassed(drawn: Concurrence, whole: Concurrence) -> Numbers:
    """Count the draws whose K is at most the observed one."""
    # K are fractions of small whole numbers: a difference below this is rounding
    is_at_most = drawn.values <= whole.values + 1e-9
    return (is_at_most & np.isfinite(drawn.values)).sum(axis=0).astype(float)


def _tabulate(
    counts: Counts,
    values: dict[str, Numbers],
    whole: Concurrence,
    counted: tuple[Numbers, Numbers],
) -> pd.DataFrame:
    a, b = counts.sides
    spoken = counts.count_documents()
    fewer = spoken.min(axis=0)
    rows = [
        ("within", a.code, values["within a"], spoken[0]),
        ("within", b.code, values["within b"], spoken[1]),
        ("between halves", "", values["between halves"], fewer),
        ("between", "", whole.values[None, :], fewer),
        ("shuffled", "", values["shuffled"], fewer),
    ]
    frames = []
    for measure, side, drawn, documents in rows:
        mean, low, high, n = summarise(drawn)
        shares = np.full((2, len(n)), np.nan)
        if measure == "shuffled":
            is_told = (n > 0) & np.isfinite(whole.values)
            for share, count in zip(shares, counted, strict=True):
                np.divide(count, n, out=share, where=is_told)
        if measure == "between":
            low, high = np.full((2, len(n)), np.nan)
        columns = (counts.categories, measure, side or None, mean, low, high, n, whole.values)
        frame = pd.DataFrame(dict(zip(HALVES, (*columns, *shares, documents), strict=True)))
        frames.append(frame.astype({"side": object}))
    table = pd.concat(frames, ignore_index=True)
    order = table.groupby("category", sort=False).ngroup()
    return table.iloc[order.argsort(kind="stable")].reset_index(drop=True)
