"""The answer in three levels: understandings, categories, the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.overlap.ledger import ANCHORED, COMMON, ONE_SIDED
from analysis.overlap.rule import DIFFERENT, SHARED, UNTOLD

FIRMEST = 8
"""So many understandings are named where prose names the firmest."""


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
        ones) and n_most_firm; one_sided_by_side {side: positions}; n_law_on_one_side (common
        ones with law on some side and none on another); n_common_in_force (common ones with a
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
        "n_law_on_one_side": int((laws["any"] & ~laws["all"]).sum()) if len(laws) else 0,
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
    """Return how many categories get which verdict, and how many lack documents for one."""
    verdicts = agreement["verdict"]
    too_few = agreement["reason"].isin(["too few documents", "only mentions"])
    return {
        "n_shared": int((verdicts == SHARED).sum()),
        "n_different": int((verdicts == DIFFERENT).sum()),
        "n_untold": int((verdicts == UNTOLD).sum()),
        "n_too_few": int(too_few.sum()),
        "shared": list(agreement.loc[verdicts == SHARED, "category"]),
        "different": list(agreement.loc[verdicts == DIFFERENT, "category"]),
    }
