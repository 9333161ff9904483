"""Would another cut or another way of counting give another grade?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.corpus.tables import NONE_FITS, UNSPECIFIED
from analysis.overlap.concurrence import Concurrence, Numbers
from analysis.overlap.count import Tally, tally
from analysis.overlap.measure import coarsen, take_evidence

STRONG_FROM = tuple(Fraction(n, 20) for n in range(11, 20))
"""0.55 to 0.95 in steps of 0.05."""
WEAK_BELOW = tuple(Fraction(n, 20) for n in range(5, 14))
"""0.25 to 0.65 in steps of 0.05."""


def grade_over_grid(
    counts: Tally,
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
    k = counts.observed
    is_strong, is_not_weak = (
        # the settings become rows: each is compared with K as a fraction
        np.array([k.is_at_least([cut]) for cut in cuts])
        for cuts in (strong_from, weak_below)
    )
    rows = {s: n for n, s in enumerate(strong_from)}, {w: n for n, w in enumerate(weak_below)}
    strong = is_strong[[rows[0][s] for s, _ in pairs]].reshape(shape)
    kept = is_not_weak[[rows[1][w] for _, w in pairs]].reshape(shape)
    by_cut = np.where(strong, "strong", np.where(kept, "moderate", "weak")).astype(object)
    grades = np.where(k.is_defined, by_cut, k.name_grades(0.75, 0.5))
    return pd.DataFrame(
        {
            "category": np.repeat(np.array(counts.categories, dtype=object), len(pairs)),
            "strong_from": np.tile([float(s) for s, _ in pairs], shape[1]),
            "weak_below": np.tile([float(w) for _, w in pairs], shape[1]),
            "grade": grades.T.ravel(),
        }
    )


def is_true(flags: pd.Series) -> pd.Series:
    """Return a column of flags as booleans, whether it holds booleans or words.

    >>> is_true(pd.Series(["true", "false", True])).tolist()
    [True, False, True]
    """
    return flags.astype(str).str.lower() == "true"


def merge_neighbours(evidence: pd.DataFrame) -> pd.DataFrame:
    """Keep one of each run of like codings, so that a list of ten items counts once.

    Within a category, the codings that rest on the same named documents are taken in the
    order of their rows, which is the order of the text (numbers need not sort as text); a
    run of one position counts once.
    Codings without a named document are all kept: whether they are neighbours cannot be told.
    """
    documents = evidence["documents"].map(";".join)
    keys = [evidence["country"], evidence["category"], documents]
    before = evidence["position"].groupby(keys).shift()
    is_named = documents.str.len().gt(0).astype(bool)
    return evidence[~(is_named & (evidence["position"] == before))]


def compare_readings(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    categories: pd.DataFrame,
    positions: pd.DataFrame,
    sides: Sequence[str],
    strong_from: float = 0.75,
    weak_below: float = 0.5,
) -> pd.DataFrame:
    """Read the same evidence in other ways and return what changes.

    Readings: ``main``; ``by document`` (a document counts once for a position), ``with
    parents`` (coarser positions), ``with summaries``, ``neighbours once``, ``without
    uncertain`` codings, and each coder alone, before anything was settled; and two checks
    that give no grade: ``with force`` (position and force shared) and ``similarity``.

    Returns
    -------
    DataFrame
        category, reading, concurrence (blank where undefined), grade (blank for the checks),
        is_changed (the grade differs from the main one; blank for the checks).
    """
    evidence = take_evidence(codings)
    parents = dict(zip(positions["code"], positions["parent"].fillna(""), strict=True))
    joined = evidence["position"] + " + " + evidence["force"].fillna("")
    forced = evidence.assign(
        position=evidence["position"].where(evidence["position"] == UNSPECIFIED, joined)
    )
    no_doubt = pd.Series("false", index=evidence.index)
    readings = {
        "main": evidence,
        "with parents": coarsen(evidence, parents),
        "with summaries": take_evidence(codings, has_summaries=True),
        "neighbours once": merge_neighbours(evidence),
        "without uncertain": evidence[~is_true(evidence.get("is_uncertain", no_doubt))],
    }
    for coder in sorted(set(codings["coder"]) - {"settled"}):
        own = codings[(codings["coder"] == coder) & (codings["position"] != NONE_FITS)]
        readings[f"coder {coder} alone"] = take_evidence(own.assign(coder="settled"))
    tallies = {n: tally(read, documents, categories, sides) for n, read in readings.items()}
    main, force = tallies["main"], tally(forced, documents, categories, sides)
    graded = {name: counted.observed for name, counted in tallies.items()}
    graded["by document"] = _count_by_document(main)
    before = main.observed.name_grades(strong_from, weak_below)
    frames = []
    for name, k in graded.items():
        grades = k.name_grades(strong_from, weak_below)
        row = {"concurrence": k.values, "grade": grades, "is_changed": grades != before}
        frames.append(pd.DataFrame({"category": main.categories, "reading": name} | row))
    for name, values in (("with force", force.observed.values), ("similarity", _similarity(main))):
        row = {"concurrence": values, "grade": None, "is_changed": None}
        frames.append(pd.DataFrame({"category": main.categories, "reading": name} | row))
    table = pd.concat([f.astype({"grade": object, "is_changed": object}) for f in frames])
    order = table.groupby("category", sort=False).ngroup()
    table = table.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    return table.astype({"is_changed": "boolean"})


def _count_by_document(counts: Tally) -> Concurrence:
    """Count documents in place of codings; codings without a named document do not count."""
    a, b = ((side.shares > 0).sum(axis=0).astype(float) for side in counts.sides)
    return counts.measure(a, b)


def _similarity(counts: Tally) -> Numbers:
    """Return the proportional similarity of each category, NaN where undefined."""
    k = counts.observed
    shares = []
    for side, total in zip(counts.sides, (k.total_a, k.total_b), strict=True):
        of = counts.membership @ np.maximum(total, 1)
        shares.append(side.totals / of)
    return np.where(k.is_defined, np.minimum(*shares) @ counts.membership, np.nan)
