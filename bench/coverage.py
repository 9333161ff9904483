"""How often the interval of R covers the truth, for corpora like ours: a seeded simulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.doubt.jackknife import estimate_by_category
from analysis.overlap.agreement import Profiles, agree
from analysis.overlap.concurrence import Numbers

POSITIONS = 9
DOCUMENTS = (4, 5, 7, 10, 15)
CODINGS = 4.0
"""Codings of a document in a category, in the mean, beyond the first."""
SPREAD = 3.0
"""How like each other the documents of a side are; larger is more alike."""


@dataclass(frozen=True)
class Coverage:
    """What came of one size: the share of intervals that cover, that exist, and the bias."""

    documents: int
    truth: float
    covered: float
    defined: float
    bias: float


def sample_side(rng: np.random.Generator, base: Numbers, documents: int) -> Profiles:
    """Sample documents of one side: shares of positions around what the side says."""
    shares = rng.dirichlet(SPREAD * base, size=documents)
    sizes = 1 + rng.poisson(CODINGS, size=documents)
    counts = np.array([rng.multinomial(n, own) for n, own in zip(sizes, shares, strict=True)])
    speaks = np.ones((documents, 1), bool)
    return Profiles(counts / sizes[:, None], speaks, np.ones((POSITIONS, 1)))


def simulate(documents: int, apart: float, rounds: int = 400, seed: int = 0) -> Coverage:
    """Simulate two sides with as many documents each.

    Parameters
    ----------
    apart
        0: both sides say the same; 1: the second says what it says of its own accord.
    """
    # the same two sides whatever the number of documents
    rng = np.random.default_rng([seed, int(100 * apart)])
    base = rng.dirichlet(np.ones(POSITIONS))
    other = (1 - apart) * base + apart * rng.dirichlet(np.ones(POSITIONS))
    large = agree(sample_side(rng, base, 2500), sample_side(rng, other, 2500))
    truth = float(large.ratio[0])
    covered, defined, values = 0, 0, []
    for _ in range(rounds):
        a, b = sample_side(rng, base, documents), sample_side(rng, other, documents)
        found = estimate_by_category(a, b)
        values.append(found.value[0])
        if np.isfinite(found.low[0]):
            defined += 1
            covered += bool(found.low[0] <= truth <= found.high[0])
    share = covered / defined if defined else float("nan")
    bias = float(np.nanmean(values)) - truth
    return Coverage(documents, truth, share, defined / rounds, bias)


def main() -> None:
    """Print the coverage by number of documents, for sides that are alike and that are not."""
    for apart in (0.0, 0.5, 1.0):
        for documents in DOCUMENTS:
            found = simulate(documents, apart)
            print(
                f"R {found.truth:.2f}, {documents} documents a side: interval covers "
                f"{found.covered:.2f} (defined {found.defined:.2f}), bias {found.bias:+.2f}"
            )


if __name__ == "__main__":
    main()
