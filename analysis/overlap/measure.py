"""The overlap of every category, and of the same evidence read in other ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.corpus.evidence import (
    coarsen,
    is_true,
    join_force,
    merge_neighbours,
    take_evidence,
)
from analysis.corpus.tables import NONE_FITS
from analysis.overlap.concurrence import Concurrence, Numbers
from analysis.overlap.count import Counts, compare_pairs, count
from analysis.overlap.rule import Cuts, is_thin

SETTLED = "settled"
MAIN = "main"
COARSE = "with parents"
CHECKS = ("with force", "similarity")
"""Readings that are no grade: what is compared is not the position alone."""


def measure_overlap(
    counts: Counts,
    by_side: pd.DataFrame,
    categories: pd.DataFrame,
    grades: pd.DataFrame,
    cuts: Cuts,
) -> pd.DataFrame:
    """Return the overlap of every category of the taxonomy: one row each, none left out.

    Parameters
    ----------
    by_side
        As ``count_by_side``: category, side, codings_with_position, documents.
    grades
        category and grade of a named grader; stands beside, decides nothing.

    Returns
    -------
    DataFrame
        category, side_a, side_b, domain, concurrence (blank where a side takes no position),
        grade_by_rule, is_borderline, is_thin, grade_published. A row a category x pair of
        sides.
    """
    numbers = by_side.set_index(["category", "side"])[["codings_with_position", "documents"]]
    thin = {key: is_thin(*row) for key, row in zip(numbers.index, numbers.to_numpy(), strict=True)}
    domains = dict(zip(categories["code"], categories["domain"], strict=True))
    graded = dict(zip(grades["category"], grades["grade"], strict=True))

    def measure(pair: Counts) -> pd.DataFrame:
        found = pair.observed
        table = pd.DataFrame({"category": pair.categories, "concurrence": found.values})
        table["domain"] = table["category"].map(domains)
        table["grade_by_rule"] = found.name_grades(cuts)
        table["is_borderline"] = [cuts.is_borderline(k) for k in found.fractions]
        table["is_thin"] = [
            k is not None and any(thin[code, side.code] for side in pair.sides)
            for code, k in zip(pair.categories, found.fractions, strict=True)
        ]
        table["grade_published"] = table["category"].map(graded).astype(object)
        return table

    table = compare_pairs(counts, measure)
    return table[[*table.columns[:3], "domain", *table.columns.drop("domain")[3:]]]


def read_otherwise(codings: pd.DataFrame, positions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the same evidence in other readings, the main one first.

    ``with parents`` (coarser positions), ``with summaries``, ``neighbours once``, ``without
    uncertain`` codings, each coder alone before anything was settled, and ``with force``.
    """
    evidence = take_evidence(codings)
    doubt = evidence.get("is_uncertain", pd.Series("false", index=evidence.index))
    readings = {
        MAIN: evidence,
        COARSE: coarsen(evidence, positions),
        "with summaries": take_evidence(codings, has_summaries=True),
        "neighbours once": merge_neighbours(evidence),
        "without uncertain": evidence[~is_true(doubt)],
    }
    for coder in sorted(set(codings["coder"]) - {SETTLED}):
        own = codings[(codings["coder"] == coder) & (codings["position"] != NONE_FITS)]
        readings[f"coder {coder} alone"] = take_evidence(own.assign(coder=SETTLED))
    return readings | {"with force": join_force(evidence)}


def compare_readings(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    categories: pd.DataFrame,
    positions: pd.DataFrame,
    sides: Sequence[str],
    cuts: Cuts,
) -> pd.DataFrame:
    """Read the same evidence in other ways and return what changes.

    Readings: those of ``read_otherwise``; ``by document`` (a document counts once for a
    position); and two checks that give no grade: ``with force`` (position and force shared)
    and ``similarity``.

    Returns
    -------
    DataFrame
        category, side_a, side_b, reading, concurrence (blank where undefined), grade (blank
        for the checks), is_changed (the grade differs from the main one; blank for the checks).
    """
    counted = {
        name: count(evidence, documents, categories, sides)
        for name, evidence in read_otherwise(codings, positions).items()
    }
    by_pair = {
        name: {pair.codes: pair for pair in counts.pairs()} for name, counts in counted.items()
    }

    def measure(pair: Counts) -> pd.DataFrame:
        return _tabulate({name: own[pair.codes] for name, own in by_pair.items()}, cuts)

    return compare_pairs(counted[MAIN], measure)


def _tabulate(counted: Mapping[str, Counts], cuts: Cuts) -> pd.DataFrame:
    """Set the readings of one pair of sides under each other, category by category."""
    main = counted[MAIN]
    graded: dict[str, Concurrence] = {
        name: counts.observed for name, counts in counted.items() if name not in CHECKS
    }
    graded["by document"] = _count_by_document(main)
    before = main.observed.name_grades(cuts)
    frames = []
    for name, k in graded.items():
        grades = k.name_grades(cuts)
        row = {"concurrence": k.values, "grade": grades, "is_changed": grades != before}
        frames.append(pd.DataFrame({"category": main.categories, "reading": name} | row))
    checks = (counted["with force"].observed.values, _similarity(main))
    for name, values in zip(CHECKS, checks, strict=True):
        row = {"concurrence": values, "grade": None, "is_changed": None}
        frames.append(pd.DataFrame({"category": main.categories, "reading": name} | row))
    table = pd.concat([f.astype({"grade": object, "is_changed": object}) for f in frames])
    order = table.groupby("category", sort=False).ngroup()
    table = table.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    return table.astype({"is_changed": "boolean"})


def _count_by_document(counts: Counts) -> Concurrence:
    """Count documents in place of codings; codings without a named document do not count."""
    a, b = ((side.shares > 0).sum(axis=0).astype(float) for side in counts.sides)
    return counts.measure(a, b)


def _similarity(counts: Counts) -> Numbers:
    """Return the proportional similarity of each category, NaN where undefined."""
    k = counts.observed
    shares = []
    for side, total in zip(counts.sides, (k.total_a, k.total_b), strict=True):
        of = counts.membership @ np.maximum(total, 1)
        shares.append(side.totals / of)
    return np.where(k.is_defined, np.minimum(*shares) @ counts.membership, np.nan)
