"""What was compared, what was left out, and how the codings came about (notebook 01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.corpus.evidence import is_named, is_true, take_evidence

UNDONE, OUT = "not coded yet", "out"


def find_documents(
    inventory: pd.DataFrame,
    documents: pd.DataFrame,
    codings: pd.DataFrame,
    positions: pd.DataFrame,
    sides: Sequence[str],
    settlements: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Return what the report prints of a corpus before anything is graded.

    Parameters
    ----------
    inventory
        All documents of the corpus, those decided out among them: document_id, decision,
        decision_reason.
    documents, codings, positions
        What is compared, as notebook 01 hands it on.
    settlements
        How disagreements were settled, where that is on record.

    Returns
    -------
    dict
        n_documents, n_inferred (of what is compared); n_counted, n_named and n_placeholders
        (counted and never named), the last also by side: of the whole corpus, whatever this run
        left out; n_left_out; n_with_status (documents whose legal status is stated);
        n_codings (settled ones), n_specific, n_on_document (specific and naming one),
        n_summary, n_uncertain; n_positions (of the
        codebook); and what ``find_inventory``, ``find_coders`` and ``find_settling`` return.
    """
    settled = codings[codings["coder"] == "settled"]
    whole = inventory[~inventory["decision"].isin([OUT, UNDONE])]
    whole = whole[whole["country"].isin(list(sides))]
    unnamed = whole[~is_named(whole)].groupby("country").size()
    kinds = settled["kind"].value_counts()
    return {
        "sides": list(sides),
        "n_documents": len(documents),
        "n_counted": len(whole),
        "n_named": len(whole) - int(unnamed.sum()),
        "n_left_out": len(whole) - len(documents),
        "n_placeholders": int(unnamed.sum()),
        "n_placeholders_by_side": {side: int(unnamed.get(side, 0)) for side in sides},
        "n_inferred": int(documents["inferred_fields"].replace("", pd.NA).notna().sum()),
        "n_with_status": int((~documents["legal_status"].isin(["not stated", "", pd.NA])).sum()),
        "n_codings": len(settled),
        "n_specific": int(kinds.get("specific", 0)),
        "n_on_document": int((take_evidence(codings)["documents"].str.len() > 0).sum()),
        "n_summary": int(kinds.get("summary", 0)),
        "n_uncertain": int(is_true(settled["is_uncertain"]).sum()),
        "n_positions": len(positions),
        **find_inventory(inventory),
        **find_coders(codings),
        **find_settling(settlements, documents),
    }


def find_inventory(inventory: pd.DataFrame) -> dict[str, Any]:
    """Return the documents that are not compared, and why.

    Returns
    -------
    dict
        n_not_coded_yet and not_coded_yet (within the criteria); n_out and out: for each reason
        the documents.
    """
    undone = inventory[inventory["decision"] == UNDONE]
    out = inventory[inventory["decision"] == OUT]
    return {
        "n_not_coded_yet": len(undone),
        "not_coded_yet": list(undone["document_id"]),
        "n_out": len(out),
        "out": [
            {"reason": str(reason), "documents": list(rows["document_id"])}
            for reason, rows in out.groupby("decision_reason", sort=False)
        ],
    }


def find_coders(codings: pd.DataFrame) -> dict[str, int]:
    """Return how many codings the first two coders both made, and how many with one position.

    Returns
    -------
    dict
        n_coded_twice, n_coded_alike; 0 where there are no two coders.
    """
    coders = sorted(set(codings["coder"]) - {"settled"})[:2]
    if len(coders) < 2:
        return {"n_coded_twice": 0, "n_coded_alike": 0}
    chosen = [
        codings[codings["coder"] == coder].drop_duplicates("coding_id").set_index("coding_id")
        for coder in coders
    ]
    both = pd.concat([own["position"] for own in chosen], axis=1, join="inner", keys=coders)
    alike = int((both[coders[0]] == both[coders[1]]).sum())
    return {"n_coded_twice": len(both), "n_coded_alike": alike}


def find_settling(settlements: pd.DataFrame | None, documents: pd.DataFrame) -> dict[str, int]:
    """Return how a third pass settled what the coders had done; empty where none is on record.

    Returns
    -------
    dict
        n_settled (both coded it, differently), n_found_once (coded by one coder only),
        n_dropped (of these); n_checked (agreed ones drawn for a check), n_confirmed (of these).
    """
    if settlements is None:
        return {}
    own = settlements[settlements["document_id"].isin(documents["document_id"])]
    once, checked = own[own["why"] == "one coder only"], own[own["why"] == "editor check"]
    return {
        "n_settled": int((own["why"] == "coders differ").sum()),
        "n_found_once": len(once),
        "n_dropped": int((once["settled"] == "dropped").sum()),
        "n_checked": len(checked),
        "n_confirmed": int((checked["settled"] == checked["coder_a"]).sum()),
    }
