"""How the grades stand up to the objections against them (notebook 07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.doubt.leave_out import STATUSES, count_fragile
from analysis.overlap.rule import name_share

FIRM = 0.8
"""A grade is firm if at least this share of the draws gives it."""
RARE = 0.05
"""Above chance: at most this share of random groupings overlaps as much."""
DOUBTLESS = "without uncertain"
"""The reading that leaves out what a coder doubted."""
RAW = "raw agreement"
MEASURES = {
    "span_f1": (("span", "F1"),),
    "same_categories": (("category on matched spans", RAW),),
    # on passages that coders found themselves, else on those they were given
    "same_positions": (("position on matched spans", RAW), ("position", RAW)),
}


def find_fragile(
    graded: pd.DataFrame, left_out: pd.DataFrame, labels: Mapping[str, str]
) -> dict[str, Any]:
    """Return how many grades hang on a single document, and on which most do.

    Parameters
    ----------
    graded
        The categories that have a grade, as in ``overlap``.
    left_out
        ``leave_one_out``.
    labels
        Short title of each document.

    Returns
    -------
    dict
        n_fragile (grades that change without some one document), n_worst (with the document
        that changes most), worst_document (the first of them), worst_label (all of them).
    """
    grades = dict(zip(graded["category"], graded["grade_by_rule"], strict=True))
    lost = count_fragile(left_out, grades)
    fragile = {category for joined in lost["categories"] for category in joined.split(";")}
    most = int(lost["grades_changed"].max()) if len(lost) else 0
    worst = list(lost.loc[lost["grades_changed"] == most, "left_out"])
    return {
        "n_fragile": len(fragile),
        "n_worst": most,
        "worst_document": worst[0] if worst else "",
        "worst_label": "; ".join(labels[document] for document in worst) or "-",
    }


def find_firm(graded: pd.DataFrame, stability: pd.DataFrame) -> dict[str, int]:
    """Return how many grades hold when documents are drawn again, and of how many none can tell.

    Returns
    -------
    dict
        n_firm (the same in at least four of five draws), n_untold (no interval).
    """
    own = graded.merge(stability, on=["category", "side_a", "side_b"])
    shares = [row[name_share(row["grade_by_rule"])] for row in own.to_dict("records")]
    firm = sum(share >= FIRM for share in shares)
    return {"n_firm": firm, "n_untold": int(own["low"].isna().sum())}


def find_chance(halves: pd.DataFrame, graded: pd.DataFrame) -> dict[str, int]:
    """Return in how many categories the sides overlap more, or less, than mixed groups do.

    Returns
    -------
    dict
        n_above_chance, n_below_chance: at most one in twenty random groupings does as much, or
        as little.
    """
    own = halves[halves["category"].isin(graded["category"])]
    shuffled = own[own["measure"] == "shuffled"]
    return {
        "n_above_chance": int(shuffled["share_at_least"].lt(RARE).sum()),
        "n_below_chance": int(shuffled["share_at_most"].lt(RARE).sum()),
    }


def find_agreement(measured: pd.DataFrame) -> dict[str, float | None]:
    """Return how far two coders agree over all categories; None where it was not measured.

    Returns
    -------
    dict
        span_f1, same_categories (on matched passages), same_positions (on matched passages, or
        on passages that both coders were given).
    """
    whole = measured[measured["category"].isna()]
    found: dict[str, float | None] = {}
    for name, ways in MEASURES.items():
        values = [
            value
            for what, how in ways
            for value in whole.loc[(whole["what"] == what) & (whole["coefficient"] == how), "value"]
        ]
        found[name] = round(float(values[0]), 4) if values else None
    return found


def find_moved(without: pd.DataFrame, graded: pd.DataFrame) -> dict[str, int]:
    """Return how many grades change without all documents of a legal status.

    Parameters
    ----------
    without
        ``without_status``.
    graded
        The categories that have a grade, as in ``overlap``.

    Returns
    -------
    dict
        n_moved_<status>, such as n_moved_no_longer_in_force.
    """
    own = without[without["category"].isin(graded["category"])]
    moved = own.loc[own["is_grade_changed"].astype(bool), "without"]
    return {f"n_moved_{kind.replace(' ', '_')}": int((moved == kind).sum()) for kind in STATUSES}


def find_steady(grid: pd.DataFrame, graded: pd.DataFrame) -> dict[str, int]:
    """Return how many grades are the same at every pair of cuts that was tried.

    Parameters
    ----------
    grid
        ``thresholds``.

    Returns
    -------
    dict
        n_same_over_grid.
    """
    own = grid[grid["category"].isin(graded["category"])]
    return {"n_same_over_grid": int((own.groupby("category")["grade"].nunique() == 1).sum())}


def find_reread(readings: pd.DataFrame, graded: pd.DataFrame) -> dict[str, int]:
    """Return how many grades another way of counting changes.

    Parameters
    ----------
    readings
        ``readings`` of one pair of sides.

    Returns
    -------
    dict
        n_changed_by_reading (by some other reading), n_changed_without_uncertain (by leaving
        out what a coder doubted).
    """
    own = readings[readings["category"].isin(graded["category"])]
    changed = own[own["is_changed"].fillna(False).astype(bool)]
    return {
        "n_changed_by_reading": changed["category"].nunique(),
        "n_changed_without_uncertain": int((changed["reading"] == DOUBTLESS).sum()),
    }


def list_ends(measured: pd.DataFrame) -> pd.DataFrame:
    """Return every coefficient over all categories, and in the lowest and highest of them.

    A share of passages that agree has no ends: it is high in every category, because most
    passages do not have it.

    Parameters
    ----------
    measured
        ``agreement``.

    Returns
    -------
    DataFrame
        what, coefficient, end (``all``, ``lowest``, ``highest``), category, value, low, high,
        n. Measures with fewer than two categories have no ends.
    """
    rows = []
    columns = ["category", "value", "low", "high", "n"]
    for (what, how), own in measured.groupby(["what", "coefficient"], sort=False):
        parts = {"all": own[own["category"].isna()].head(1)}
        inner = own.dropna(subset=["category", "value"]).sort_values("value", kind="stable")
        if how != RAW and len(inner) > 1:
            parts |= {"lowest": inner.head(1), "highest": inner.tail(1)}
        for end, part in parts.items():
            rows.append(part[columns].assign(what=what, coefficient=how, end=end))
    order = ["what", "coefficient", "end", *columns]
    return pd.concat(rows, ignore_index=True)[order] if rows else pd.DataFrame(columns=order)
