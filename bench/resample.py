"""How fast resampling is, beside the plain pandas way of doing the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.draws import sample_multiplicities, seed_generator
from analysis.base.paths import list_shipped
from analysis.corpus.evidence import take_evidence
from analysis.corpus.tables import UNSPECIFIED
from analysis.doubt.resample import bootstrap
from analysis.overlap.concurrence import Numbers
from analysis.overlap.count import Counts, count
from analysis.overlap.rule import STUDY

SIDES = ("US", "CN")


def make_corpus(
    codings: int, documents: int = 2000, categories: int = 21, positions: int = 10, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Make codings at random, to measure time on; they mean nothing.

    Returns
    -------
    tuple
        Evidence (country, category, position, documents as lists), documents (document_id),
        categories (code).
    """
    rng = np.random.default_rng(seed)
    ids = np.array([f"{SIDES[n % 2].lower()}-{n}" for n in range(documents)], dtype=object)
    chosen = rng.integers(documents, size=codings)
    category = rng.integers(categories, size=codings)
    # low numbers are common on both sides, high ones rare
    position = np.minimum(rng.geometric(0.3, size=codings), positions)
    # the second side starts higher up, in each category by another step
    position = np.minimum(position + (chosen % 2) * (category % 5), positions)
    codes = np.array([f"category-{n}" for n in range(categories)], dtype=object)
    names = np.array([f"position-{n}" for n in range(positions + 1)], dtype=object)
    evidence = pd.DataFrame(
        {
            "country": np.array(SIDES, dtype=object)[chosen % 2],
            "category": codes[category],
            "position": codes[category] + "." + names[position],
            "documents": [[name] for name in ids[chosen]],
        }
    )
    return evidence, pd.DataFrame({"document_id": ids}), pd.DataFrame({"code": codes})


def spread(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return one row a coding and document, as the naive way needs it.

    Returns
    -------
    DataFrame
        country, category, position (as pandas categories, which is kind to pandas), document,
        size (documents the coding rests on).
    """
    stated = evidence[evidence["position"] != UNSPECIFIED]
    kinds = dict.fromkeys(("country", "category", "position"), "category")
    rows = stated.assign(size=stated["documents"].map(len)).astype(kinds)
    return rows.explode("documents").rename(columns={"documents": "document"})


def concur_naively(
    a: Mapping[Any, int | Fraction], b: Mapping[Any, int | Fraction]
) -> Fraction | None:
    """Compute K from its definition, one position after the other, in fractions.

    The reference that benchmark and tests hold ``analysis.overlap.concurrence`` against; it
    shares no code with it.

    Parameters
    ----------
    a, b
        Codings of each position, by side.

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


def resample_naively(
    rows: pd.DataFrame, drawn: dict[str, int], unit: int, categories: list[str]
) -> dict[str, Fraction | None]:
    """Compute K of one resample row by row: join the draw, add up, compare.

    Parameters
    ----------
    rows
        As ``spread`` returns it.
    drawn
        How often each document was drawn.
    unit
        Every weight is counted in whole ``1 / unit`` codings, so that sums are exact.

    Returns
    -------
    dict
        K of each category, exact, None where undefined.
    """
    draw = pd.DataFrame({"document": list(drawn), "times": list(drawn.values())})
    joined = rows.merge(draw, on="document", how="left")
    times = joined["times"].where(joined["size"] > 0, 1).fillna(0).astype("int64")
    joined["weight"] = unit * times // joined["size"].clip(lower=1)
    sums = joined.groupby(["country", "category", "position"], observed=True)["weight"].sum()
    counts: dict[tuple[str, str], dict[object, int]] = {}
    for (country, category, position), weight in sums[sums > 0].items():
        counts.setdefault((country, category), {})[position] = int(weight)
    return {c: concur_naively(*(counts.get((s, c), {}) for s in SIDES)) for c in categories}


def grade_naively(
    rows: pd.DataFrame, counts: Counts, draws: tuple[Numbers, Numbers]
) -> tuple[pd.DataFrame, list[dict[str, Fraction | None]]]:
    """Return the share of each grade by category over given draws, the naive way.

    Parameters
    ----------
    rows
        As ``spread`` returns it.
    counts
        Names the documents, the categories and the unit; its counts are not used.
    draws
        Resamples x documents of each side, as ``draw_both`` returns them.

    Returns
    -------
    tuple
        Categories x strong, moderate, weak (shares of the resamples), and K of each resample.
    """
    codes = list(counts.categories)
    shares = pd.DataFrame(0, index=codes, columns=["strong", "moderate", "weak"])
    names = [name for side in counts.sides for name in side.documents]
    found = []
    for pair in zip(*draws, strict=True):
        times = [int(n) for part in pair for n in part]
        drawn = dict(zip(names, times, strict=True))
        k = resample_naively(rows, drawn, counts.unit, codes)
        found.append(k)
        for code, value in k.items():
            if value is not None:
                shares.loc[code, STUDY.grade(value)] += 1
    return shares / len(draws[0]), found


def draw_both(counts: Counts, resamples: int, seed: int) -> tuple[Numbers, Numbers]:
    """Draw what ``bootstrap`` draws with this seed: resamples x documents of each side."""
    a, b = (
        sample_multiplicities(
            seed_generator(seed, f"bootstrap {side.code}"), len(side.documents), resamples
        )
        for side in counts.sides
    )
    return a, b


def time_call(call: Callable[[], Any], repeats: int = 3) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def time_published(resamples: int = 2000) -> dict[str, float]:
    """Time the bootstrap of the corpus ``published``, from its codings to the table.

    Returns
    -------
    dict
        codings, resamples, seconds.
    """
    from analysis.corpus.select import select
    from analysis.readers.folder import load_corpus

    corpus = select(load_corpus(list_shipped()[0]), SIDES)
    evidence = take_evidence(corpus["codings"])
    documents, categories = corpus["documents"], corpus.taxonomy

    def run() -> None:
        bootstrap(count(evidence, documents, categories, SIDES), STUDY, resamples)

    return {"codings": len(evidence), "resamples": resamples, "seconds": time_call(run)}


def time_many(
    codings: int = 1_000_000, resamples: int = 2000, naive_resamples: int = 3
) -> dict[str, float]:
    """Time the bootstrap of many codings, and a few resamples of the same the naive way.

    Both start from the same codings; the naive time includes its own preparation once and is
    extrapolated from ``naive_resamples`` to ``resamples``.

    Returns
    -------
    dict
        codings, resamples, seconds (counting included), naive_seconds, ratio.
    """
    evidence, documents, categories = make_corpus(codings)

    def run(size: int) -> pd.DataFrame:
        return bootstrap(count(evidence, documents, categories, SIDES), STUDY, size)

    seconds = time_call(lambda: run(resamples))
    counts = count(evidence, documents, categories, SIDES)
    draws = draw_both(counts, naive_resamples, seed=0)
    rows = spread(evidence)
    prepared = time_call(lambda: spread(evidence), repeats=1)
    each = time_call(lambda: grade_naively(rows, counts, draws), repeats=1) / naive_resamples
    shares, _ = grade_naively(rows, counts, draws)
    table = run(naive_resamples)[["share_strong", "share_moderate", "share_weak"]]
    if not np.array_equal(shares.to_numpy(), table.to_numpy()):
        raise AssertionError("the two ways give different shares for the same draw")
    naive = prepared + each * resamples
    return {
        "codings": codings,
        "resamples": resamples,
        "seconds": seconds,
        "naive_seconds": naive,
        "ratio": naive / seconds,
    }


def main() -> None:
    """Print both measurements."""
    few = time_published()
    print(
        f"published: {few['resamples']:,.0f} resamples of {few['codings']:,.0f} codings "
        f"in {few['seconds']:.2f} s"
    )
    many = time_many()
    print(
        f"made up: {many['resamples']:,.0f} resamples of {many['codings']:,.0f} codings in "
        f"{many['seconds']:.1f} s; plain pandas {many['naive_seconds']:,.0f} s (extrapolated), "
        f"{many['ratio']:,.0f} times as long"
    )


if __name__ == "__main__":
    main()
