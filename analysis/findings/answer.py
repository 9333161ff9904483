"""The answer in three levels: understandings, categories, the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.corpus.tables import FORCES, GRADES
from analysis.overlap.ledger import ANCHORED, COMMON, ONE_SIDED, STATUSES
from analysis.overlap.rule import DIFFERENT, SHARED, UNTOLD, Bounds

FIRMEST = 8
"""So many understandings are named where prose names the firmest."""
CHANCE = 0.05
"""Below this q, so few documents are hardly silent by chance."""
LONELIEST = 4
"""So many are named of each side where prose names what only one side says."""


def find_answer(
    ledger: pd.DataFrame, agreement: pd.DataFrame, overall: pd.DataFrame, support: int
) -> dict[str, Any]:
    """Return what prose says of the answer.

    Parameters
    ----------
    ledger, agreement, overall
        ``understandings``, ``agreement_by_category`` and ``agreement_overall``; of the last two
        the first pair of sides is spoken of.
    support
        Documents a side needs for an understanding to be common.

    Returns
    -------
    dict
        n_common, n_anchored, n_only_one_side, n_rare, n_not_found; n_firm (common ones that lose
        none of their sides with any one document); firmest (positions of the firmest common
        ones) and n_most_firm; one_sided_by_side {side: positions}; n_common_with_force (common
        ones whose force is coded on some side), n_law_on_one_side (common ones with law on some
        side and none on another) and forces_elsewhere (what they are there);
        n_common_in_force (common ones with a
        document that stands on every side); n_common_in_study; ratio, ratio_low, ratio_high,
        n_categories_pooled, lowest_ratio, lowest_without, highest_ratio, highest_without,
        p_less, p_less_within_type; n_shared, n_different, n_untold, shared, different (codes of
        categories); n_too_few.
    """
    first = agreement[["side_a", "side_b"]].iloc[0]
    own = agreement[(agreement["m"] == agreement["m"].min()) & _is_pair(agreement, first)]
    whole = overall[(overall["m"] == overall["m"].min()) & _is_pair(overall, first)].iloc[0]
    return {
        "support": support,
        **count_ledger(ledger, support),
        **describe_whole(whole),
        **count_verdicts(own),
    }


def _is_pair(table: pd.DataFrame, pair: pd.Series) -> pd.Series:
    return (table["side_a"] == pair["side_a"]) & (table["side_b"] == pair["side_b"])


def count_ledger(ledger: pd.DataFrame, support: int) -> dict[str, Any]:
    """Return how many understandings have which status, and which are the firmest."""
    each = ledger.drop_duplicates("position")
    counts = each["status"].value_counts()
    common = order_common(ledger)
    rows = ledger[ledger["status"] == COMMON]
    has_law = rows["forces"].fillna("").str.split(";").map(lambda forces: "law" in forces)
    laws = has_law.groupby(rows["position"]).agg(["any", "all"])
    halves = laws.index[laws["any"] & ~laws["all"]] if len(laws) else laws.index
    lawless = rows[rows["position"].isin(halves) & ~has_law]
    elsewhere = lawless["forces"].fillna("").str.split(";").explode().value_counts()
    stands = (rows["documents_in_force"] > 0).groupby(rows["position"]).all()
    lonely = ledger[(ledger["status"] == ONE_SIDED) & (ledger["codings"] > 0)]
    return {
        "n_common": int(counts.get(COMMON, 0)),
        "n_anchored": int(counts.get(ANCHORED, 0)),
        "n_only_one_side": int(counts.get(ONE_SIDED, 0)),
        "n_rare": int(counts.get("rare", 0)),
        "n_not_found": int(counts.get("not found", 0)),
        "n_firm": int((each["firmness"] > support).sum()),
        "n_most_firm": int(each.loc[each["status"] == COMMON, "firmness"].max())
        if len(common)
        else 0,
        "firmest": list(common[:FIRMEST]),
        "common": list(common),
        "one_sided_by_side": {
            str(side): list(own.sort_values("documents_sure", ascending=False)["position"])
            for side, own in lonely.groupby("side", sort=False)
        },
        "n_common_with_force": int(rows.loc[rows["forces"].fillna("") != "", "position"].nunique()),
        "n_law_on_one_side": len(halves),
        # the most frequent first, of equals as the scale of forces has them
        "forces_elsewhere": sorted(
            (str(force) for force in elsewhere.index if force),
            key=lambda force: (-elsewhere[force], FORCES.index(force)),
        ),
        "n_common_in_force": int(stands.sum()),
        "n_common_in_study": int((each["in_study"] & (each["status"] == COMMON)).sum()),
        "n_in_study": int(each["in_study"].sum()),
    }


def order_common(ledger: pd.DataFrame) -> Sequence[str]:
    """Return the common understandings, the firmest first; of equals the one said more often."""
    rows = ledger[ledger["status"] == COMMON]
    totals = rows.groupby("position", sort=False).agg(
        firmness=("firmness", "first"), documents=("documents_sure", "sum")
    )
    ordered = totals.sort_values(["firmness", "documents"], ascending=False, kind="stable")
    return [str(position) for position in ordered.index]


def describe_whole(whole: pd.Series) -> dict[str, Any]:
    """Return how alike the sides are on the whole; blank numbers become None."""
    names = {
        "ratio": "ratio", "low": "ratio_low", "high": "ratio_high",
        "lowest_ratio": "lowest_ratio", "highest_ratio": "highest_ratio", "p_less": "p_less",
        "p_less_within_type": "p_less_within_type",
    }  # fmt: skip
    numbers = {
        key: None if pd.isna(whole[column]) else round(float(whole[column]), 4)
        for column, key in names.items()
    }
    words = {key: whole[key] if isinstance(whole[key], str) else ""
             for key in ("lowest_without", "highest_without")}  # fmt: skip
    return numbers | words | {"n_categories_pooled": int(whole["categories"])}


def count_verdicts(agreement: pd.DataFrame) -> dict[str, Any]:
    """Return how many categories get which verdict, and why the others get none."""
    verdicts = agreement["verdict"]
    too_few = agreement["reason"].isin(["too few documents", "only mentions"])
    return {
        "n_shared": int((verdicts == SHARED).sum()),
        "n_different": int((verdicts == DIFFERENT).sum()),
        "n_untold": int((verdicts == UNTOLD).sum()),
        "n_too_few": int(too_few.sum()),
        "n_too_wide": int(((verdicts == UNTOLD) & ~too_few).sum()),
        "shared": list(agreement.loc[verdicts == SHARED, "category"]),
        "different": list(agreement.loc[verdicts == DIFFERENT, "category"]),
    }


def find_support(
    ledger: pd.DataFrame,
    overall: pd.DataFrame,
    yardstick: pd.DataFrame,
    bounds: Bounds,
    about: Mapping[str, str],
) -> dict[str, Any]:
    """Return what stands behind the answer, and what the study's yardstick is worth beside it.

    Parameters
    ----------
    ledger, overall, yardstick
        ``understandings``, ``agreement_overall`` and ``study_yardstick``; of the last two the
        first pair of sides is spoken of.
    about
        What ``about.csv`` says of the corpus.

    Returns
    -------
    dict
        firmest_documents and one_sided_documents (by side) [{position, category, documents
        {side: n}}]; n_one_sided_by_side; n_silence_shown (one-sided ones whose silence is
        hardly chance, q at most 0.05); in_study_by_status {status: n} and common_in_study;
        n_common_categories; different_below and shared_from; has_one_within (the interval of R
        holds 1); is_model_assisted (whether the corpus says so); check (R at the larger effort);
        what ``weigh_yardstick`` returns; recount
        {passages, positions: {low, high}}, where somebody else counted the coders' agreement
        again.
    """
    each = ledger.drop_duplicates("position")
    named = each[each["in_study"]]
    lonely = ledger[(ledger["status"] == ONE_SIDED) & (ledger["codings"] > 0)]
    lonely = lonely.sort_values("documents_sure", ascending=False, kind="stable")
    by_side = {side: lonely[lonely["side"] == side] for side in ledger["side"].unique()}
    is_common = each["status"] == COMMON
    statuses = {name: int((named["status"] == name).sum()) for name in STATUSES}
    return {
        "firmest_documents": list_documents(ledger, order_common(ledger)[:FIRMEST]),
        "one_sided_documents": {
            str(side): list_documents(ledger, own["position"].head(LONELIEST))
            for side, own in by_side.items()
        },
        "n_one_sided_by_side": {str(side): len(own) for side, own in by_side.items()},
        "n_silence_shown": int((ledger["q_absent"] <= CHANCE).sum()),
        "in_study_by_status": {name.replace(" ", "_").replace("-", "_"): n
                               for name, n in statuses.items()},
        "common_in_study": list(named.loc[named["status"] == COMMON, "position"]),
        "n_common_categories": int(each.loc[is_common, "category"].nunique()),
        "different_below": bounds.different_below,
        "shared_from": bounds.shared_from,
        "has_one_within": bool(overall.iloc[0]["low"] <= 1 <= overall.iloc[0]["high"]),
        "check": describe_check(overall),
        "is_model_assisted": about.get("is_model_assisted", "") == "true",
        **weigh_yardstick(yardstick),
        **read_recount(about),
    }  # fmt: skip


def list_documents(ledger: pd.DataFrame, positions: Sequence[str]) -> list[dict[str, Any]]:
    """Return some understandings with the documents that have each without doubt, by side."""
    listed = []
    for position in positions:
        own = ledger[ledger["position"] == position]
        counts = zip(own["side"], own["documents_sure"], strict=True)
        listed.append({
            "position": str(position),
            "category": str(own["category"].iloc[0]),
            "documents": {str(side): int(count) for side, count in counts},
        })  # fmt: skip
    return listed


def describe_check(overall: pd.DataFrame) -> dict[str, Any]:
    """Return R on the whole at the larger effort; nothing where only one effort was measured."""
    own = overall[_is_pair(overall, overall.iloc[0]) & (overall["m"] > overall["m"].min())]
    if own.empty or own[["ratio", "low", "high"]].iloc[0].isna().any():
        return {}
    row = own.iloc[0]
    numbers = {column: round(float(row[column]), 4) for column in ("ratio", "low", "high")}
    return {"m": int(row["m"]), "categories": int(row["categories"])} | numbers


def weigh_yardstick(yardstick: pd.DataFrame) -> dict[str, Any]:
    """Return how often two sides that mean the same would come out weak by the study's wording.

    Returns
    -------
    dict
        n_judged (categories for which it can be told); expected_weak_if_identical (so many
        weak grades two identical sides would get); n_weak_says_nothing and weak_says_nothing
        (categories in which identical sides come out weak more often than not);
        n_weak_without_meaning (graded weak among them); by_support [{support, strong,
        moderate, weak}] (grades when a position counts from so many documents on).
    """
    own = yardstick[_is_pair(yardstick, yardstick.iloc[0])]
    main = own[own["support"] == own["support"].min()]
    judged = main[main["p_weak_if_identical"].notna()]
    void = judged[judged["p_weak_if_identical"] > 0.5]
    return {
        "n_judged": len(judged),
        "expected_weak_if_identical": round(float(judged["p_weak_if_identical"].sum()), 2),
        "n_weak_says_nothing": len(void),
        "weak_says_nothing": list(void["category"]),
        "n_weak_without_meaning": int((void["grade_by_rule"] == "weak").sum()),
        "by_support": [
            {"support": int(support)}
            | {grade: int((rows["grade_by_rule"] == grade).sum()) for grade in GRADES}
            for support, rows in own.groupby("support")
        ],
    }


def read_recount(about: Mapping[str, str]) -> dict[str, Any]:
    """Return how far coders agree by independent recounts, where the corpus states it.

    >>> read_recount({"recount_of_passages": "0.81-0.89"})["recount"]["passages"]["low"]
    0.81
    >>> read_recount({})
    {'recount': {}}
    """
    stated = {what: about.get(f"recount_of_{what}", "") for what in ("passages", "positions")}
    pairs = {what: text.split("-") for what, text in stated.items() if text}
    return {
        "recount": {
            what: {"low": float(low), "high": float(high)} for what, (low, high) in pairs.items()
        }
    }
