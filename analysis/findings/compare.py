"""What several corpora, the study and our graders say of the same categories (notebook 06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.corpus.tables import GRADES

SIGNIFICANT = 6
"""Digits to which two concurrences are compared: as many as the tables hold."""


def find_comparison(
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    corpora: Sequence[str],
    strong_from: float,
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Return what the report prints of the corpora side by side.

    Parameters
    ----------
    table, pairs
        ``comparison`` and ``comparison_pairs``.
    corpora
        In the order of the columns; the first is the one that others are cut to.
    strong_from
        The upper cut.
    names
        English name of each category.

    Returns
    -------
    dict
        What ``find_pairs``, ``find_rarefied``, ``find_within`` and ``group_grades`` return;
        n_categories, n_alike and alike (the rule gives the same grade on every corpus).
    """
    rules = table[[f"grade_{name}" for name in corpora]]
    is_alike = rules.nunique(axis=1, dropna=False) == 1
    return {
        "n_categories": len(table),
        "n_alike": int(is_alike.sum()),
        "alike": [names[category] for category in table.loc[is_alike, "category"]],
        **find_pairs(pairs),
        **find_rarefied(table, corpora, strong_from),
        **find_within(table, corpora, strong_from),
        "groups": group_grades(table, corpora),
    }


def find_pairs(pairs: pd.DataFrame) -> dict[str, Any]:
    """Return for every pair of graders how often they agree, and which sees more overlap.

    Returns
    -------
    dict
        n_<pair>, same_<pair>, expected_<pair>; and pairs: by ``<first>_<second>`` n, same,
        expected, higher, lower (as ``count_agreement``), has_any, is_above_chance (more the
        same than chance gives), sees_more and sees_less (the second grader, on balance).
    """
    found: dict[str, Any] = {"pairs": {}}
    for row in pairs.to_dict("records"):
        name = "_".join(row[end].removeprefix("grade_") for end in ("first", "second"))
        found[f"n_{name}"], found[f"same_{name}"] = row["n"], row["same"]
        found[f"expected_{name}"] = round(row["expected"], 2)
        found["pairs"][name] = {
            **{key: row[key] for key in ("n", "same", "expected", "higher", "lower")},
            "has_any": bool(row["n"]),
            "is_above_chance": bool(row["same"] > row["expected"]),
            "sees_more": bool(row["higher"] > row["lower"]),
            "sees_less": bool(row["higher"] < row["lower"]),
        }
    return found


def find_rarefied(
    table: pd.DataFrame, corpora: Sequence[str], strong_from: float
) -> dict[str, Any]:
    """Return what is left of a corpus's overlap with as few codings as the first corpus has.

    Returns
    -------
    dict
        For every corpus after the first n_rarefied_<corpus> and n_rarefied_strong_<corpus>; and
        rarefied: by corpus n (categories with both), above and below (the first corpus's K).
    """
    found: dict[str, Any] = {"rarefied": {}}
    for name in corpora[1:]:
        cut, first = table[f"rarefied_{name}"], table[f"concurrence_{corpora[0]}"]
        found[f"n_rarefied_{name}"] = int(cut.notna().sum())
        found[f"n_rarefied_strong_{name}"] = int((cut >= strong_from).sum())
        both = pd.concat([cut, first], axis=1).dropna().map(_shorten)
        steps = both.iloc[:, 0] - both.iloc[:, 1]
        found["rarefied"][name] = {
            "n": len(both),
            "above": int((steps > 0).sum()),
            "below": int((steps < 0).sum()),
        }
    return found


def find_within(table: pd.DataFrame, corpora: Sequence[str], strong_from: float) -> dict[str, Any]:
    """Return how many concurrences reach what one side shows within itself.

    Returns
    -------
    dict
        For every corpus n_k_<corpus> (categories with K), n_shuffled_strong_<corpus> (strong
        between random groups of documents); and reaches_within: by corpus n and reached.
    """
    found: dict[str, Any] = {"reaches_within": {}}
    for name in corpora:
        found[f"n_k_{name}"] = int(table[f"concurrence_{name}"].notna().sum())
        shuffled = table[f"shuffled_{name}"]
        found[f"n_shuffled_strong_{name}"] = int((shuffled >= strong_from).sum())
        both = table[[f"concurrence_{name}", f"within_{name}"]].dropna().map(_shorten)
        reached = both.iloc[:, 0] >= both.iloc[:, 1]
        found["reaches_within"][name] = {"n": len(both), "reached": int(reached.sum())}
    return found


def _shorten(value: float) -> float:
    return float(f"{value:.{SIGNIFICANT}g}")


def group_grades(table: pd.DataFrame, corpora: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the categories by who agrees: the study and the rule on the first two corpora.

    Returns
    -------
    dict
        By group n and categories. Groups: all; study_<first>, study_<second>,
        <first>_<second> (these two and not the third); none; ungraded (one gives no grade).
        Empty where there are not two corpora.
    """
    if len(corpora) < 2:
        return {}
    graders = ("study", *corpora[:2])
    couples = [(0, 1), (0, 2), (1, 2)]
    names = {couple: "_".join(graders[n] for n in couple) for couple in couples}
    groups: dict[str, list[str]] = {key: [] for key in ("all", *names.values(), "none", "ungraded")}
    for row in table.to_dict("records"):
        grades = [row[f"grade_{grader}"] for grader in graders]
        same = [names[couple] for couple in couples if len({grades[n] for n in couple}) == 1]
        kind = "all" if len(same) > 1 else same[0] if same else "none"
        groups[kind if set(grades) <= set(GRADES) else "ungraded"].append(row["category"])
    return {key: {"n": len(own), "categories": own} for key, own in groups.items()}
