"""What several corpora, the study and our graders say of the same (notebook 06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.overlap.ledger import ANCHORED, COMMON, NOT_FOUND, ONE_SIDED, RARE
from analysis.overlap.rule import DIFFERENT, SHARED

STATUSES = {
    "common": COMMON, "anchored": ANCHORED, "one_sided": ONE_SIDED, "rare": RARE,
    "not_found": NOT_FOUND,
}  # fmt: skip


def find_comparison(
    understandings: pd.DataFrame,
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    corpora: Sequence[str],
    called: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """Return what the report prints of the corpora side by side.

    Parameters
    ----------
    understandings, table, pairs
        ``comparison_understandings``, ``comparison`` and ``comparison_pairs``.
    corpora
        In the order of the columns.
    called
        By language: what each understanding is called.

    Returns
    -------
    dict
        n_understandings (that some corpus holds or the study names), n_categories; and what
        ``find_statuses``, ``find_common``, ``find_verdicts`` and ``find_pairs`` return.
    """
    return {
        "n_understandings": len(understandings),
        "n_categories": len(table),
        **find_statuses(understandings, corpora),
        **find_common(understandings, corpora, called),
        **find_verdicts(table, corpora),
        **find_pairs(pairs),
    }


def find_statuses(understandings: pd.DataFrame, corpora: Sequence[str]) -> dict[str, Any]:
    """Return how many understandings have which status, in all and of those the study names.

    Returns
    -------
    dict
        n_in_study; statuses and in_study: by corpus common, anchored, one_sided, rare,
        not_found.
    """
    named = understandings[understandings["in_study"]]
    return {
        "n_in_study": len(named),
        "statuses": {corpus: _count(understandings, corpus) for corpus in corpora},
        "in_study": {corpus: _count(named, corpus) for corpus in corpora},
    }


def _count(rows: pd.DataFrame, corpus: str) -> dict[str, int]:
    counts = rows[f"status_{corpus}"].value_counts()
    return {name: int(counts.get(word, 0)) for name, word in STATUSES.items()}


def find_common(
    understandings: pd.DataFrame,
    corpora: Sequence[str],
    called: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """Return which understandings are common in every corpus, and what becomes of the others.

    Returns
    -------
    dict
        n_common_all and common_all (by language, their names); common_in: by corpus n and, by
        other corpus, how many of them are common, anchored, one_sided, rare, not_found there.
    """
    is_common = pd.concat([understandings[f"status_{c}"] == COMMON for c in corpora], axis=1)
    everywhere = understandings[is_common.all(axis=1)]
    found: dict[str, Any] = {
        "n_common_all": len(everywhere),
        "common_all": {
            language: [names[p] for p in everywhere["position"]]
            for language, names in called.items()
        },
        "common_in": {},
    }
    for number, corpus in enumerate(corpora):
        own = understandings[is_common.iloc[:, number]]
        others = {other: _count(own, other) for other in corpora if other != corpus}
        found["common_in"][corpus] = {"n": len(own), **others}
    return found


def find_verdicts(table: pd.DataFrame, corpora: Sequence[str]) -> dict[str, Any]:
    """Return on how many categories a corpus tells anything, and whether two contradict.

    Returns
    -------
    dict
        told: by corpus how many categories are shared or different; n_contradicting: categories
        that one corpus calls shared and another different.
    """
    verdicts = table[[f"verdict_{corpus}" for corpus in corpora]]
    is_told = verdicts.isin([SHARED, DIFFERENT])
    both = (verdicts == SHARED).any(axis=1) & (verdicts == DIFFERENT).any(axis=1)
    return {
        "told": {c: int(is_told[f"verdict_{c}"].sum()) for c in corpora},
        "n_contradicting": int(both.sum()),
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
