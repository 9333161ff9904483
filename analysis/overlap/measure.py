"""The overlap of every category by the study's yardstick."""

from __future__ import annotations

import pandas as pd

from analysis.overlap.count import Counts, compare_pairs
from analysis.overlap.rule import Cuts, is_thin


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

