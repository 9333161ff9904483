"""Would other cuts give another grade?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.overlap.count import Counts
from analysis.overlap.rule import Cuts

STRONG_FROM = tuple(Fraction(n, 20) for n in range(11, 20))
"""0.55 to 0.95 in steps of 0.05."""
WEAK_BELOW = tuple(Fraction(n, 20) for n in range(5, 14))
"""0.25 to 0.65 in steps of 0.05."""


def grade_over_grid(
    counts: Counts,
    strong_from: Sequence[Fraction] = STRONG_FROM,
    weak_below: Sequence[Fraction] = WEAK_BELOW,
) -> pd.DataFrame:
    """Grade every category at every pair of cuts in one call.

    Parameters
    ----------
    strong_from, weak_below
        Cuts as exact fractions; pairs with weak_below above strong_from are left out.

    Returns
    -------
    DataFrame
        category, strong_from, weak_below, grade.
    """
    pairs = [(s, w) for s in strong_from for w in weak_below if w <= s]
    shape = (len(pairs), len(counts.categories))
    grades = np.array([counts.observed.name_grades(Cuts(w, s)) for s, w in pairs]).reshape(shape)
    return pd.DataFrame(
        {
            "category": np.repeat(np.array(counts.categories, dtype=object), len(pairs)),
            "strong_from": np.tile([float(s) for s, _ in pairs], shape[1]),
            "weak_below": np.tile([float(w) for _, w in pairs], shape[1]),
            "grade": grades.T.ravel(),
        }
    )
