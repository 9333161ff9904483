"""How the answer stands up to the objections against it (notebook 07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.coders.agreement import GIVEN
from analysis.doubt import other_answers as other
from analysis.doubt.answer_without import (
    DOCUMENT,
    ISSUER,
    KINDS,
    count_lost,
    list_lasting,
    name_left_out,
)
from analysis.overlap.rule import DIGITS

SLUGS = {
    other.AS_IT_STANDS: "as_it_stands",
    "no longer in force": "without_ended",
    "draft or proposal": "without_drafts",
    other.NEITHER: "without_either",
    other.UNDOUBTED: "without_uncertain",
    other.ALL_SURE: "uncertain_in_full",
    other.COARSER: "coarser",
    other.ORIGINAL: "original_only",
}
"""What prose calls the answers under other readings."""
LISTED = {other.SUPPORT: "by_support", other.CODER: "by_coder"}
RAW = "raw agreement"
MEASURES = {
    "span_f1": (("span", "F1"),),
    "same_categories": (("category on matched spans", RAW),),
    # on passages that coders found themselves, else on those they were given
    "same_positions": (("position on matched spans", RAW), (GIVEN, RAW)),
}


def find_without(
    tables: Mapping[str, pd.DataFrame], common: Sequence[str], labels: Mapping[str, str],
    called: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:  # fmt: skip
    """Return what of the answer hangs on one document, or on one issuer.

    Parameters
    ----------
    tables
        ``ledger_without``, ``verdicts_without`` and ``whole_without``.
    common
        The common understandings, the firmest first.
    labels
        Short title of each document.
    called
        What each understanding is called, by language.

    Returns
    -------
    dict
        n_common; n_common_without_any and common_without_any (common whatever single document is
        left out), n_common_without_any_issuer and common_without_any_issuer (whatever single
        document or issuer is), with their names by language as common_without_any_named and
        common_without_any_issuer_named; worst_document, worst_documents, worst_documents_label and
        n_lost_with_it (the document that takes most away; all of them where several take as
        many), left_with_it (what stays common without it); the same of issuers with several
        documents as worst_issuer, n_lost_with_issuer; lost_by_document (document, side, lost);
        n_verdicts_changed, verdicts_changed (categories with another verdict without some
        document), n_verdicts_changed_issuer; ratio_without_low, ratio_without_high and
        issuer_ratio_low, issuer_ratio_high (R on the whole without each).
    """
    ledger, verdicts, whole = (
        tables[f"{name}_without"] for name in ("ledger", "verdicts", "whole")
    )
    lasting = list_lasting(ledger, common)
    after_issuers = list_lasting(ledger, common, KINDS)
    lost = count_lost(ledger)
    n_lost, worst = _find_worst(lost)
    n_issuer, issuers = _find_worst(count_lost(ledger, ISSUER))
    changed = {
        kind: sorted(set(verdicts.loc[verdicts["kind"] == kind, "category"])) for kind in KINDS
    }
    return {
        "n_common": len(common),
        "n_common_without_any": len(lasting),
        "common_without_any": lasting,
        "common_without_any_named": _name(lasting, called),
        "n_common_without_any_issuer": len(after_issuers),
        "common_without_any_issuer": after_issuers,
        "common_without_any_issuer_named": _name(after_issuers, called),
        "worst_document": worst[0] if worst else "",
        "worst_documents": worst,
        "worst_documents_label": name_left_out(worst, labels),
        "n_lost_with_it": n_lost,
        "left_with_it": len(common) - n_lost,
        "worst_issuer": name_left_out(issuers, {}),
        "n_lost_with_issuer": n_issuer,
        "lost_by_document": lost[["left_out", "side", "lost"]].to_dict("records"),
        "n_verdicts_changed": len(changed[DOCUMENT]),
        "verdicts_changed": changed[DOCUMENT],
        "n_verdicts_changed_issuer": len(changed[ISSUER]),
        **_find_range(whole, DOCUMENT, "ratio_without"),
        **_find_range(whole, ISSUER, "issuer_ratio"),
    }


def _name(positions: Sequence[str], called: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    marks = {"zh": "；"}
    return {
        language: marks.get(language, "; ").join(names[position] for position in positions)
        for language, names in called.items()
    }


def _find_worst(lost: pd.DataFrame) -> tuple[int, list[str]]:
    most = int(lost["lost"].max()) if len(lost) else 0
    return most, list(lost.loc[lost["lost"] == most, "left_out"])


def _find_range(whole: pd.DataFrame, kind: str, name: str) -> dict[str, float | None]:
    ratios = whole.loc[whole["kind"] == kind, "ratio"].dropna()
    ends = (ratios.min(), ratios.max()) if len(ratios) else (np.nan, np.nan)
    return {f"{name}_{end}": _round(v) for end, v in zip(("low", "high"), ends, strict=True)}


def _round(value: float) -> float | None:
    """Return a number with two digits, None where it cannot be told."""
    return round(float(value), 2) if np.isfinite(value) else None


def find_otherwise(answers: pd.DataFrame) -> dict[str, Any]:
    """Return the answer under every other reading.

    Parameters
    ----------
    answers
        ``other_answers``.

    Returns
    -------
    dict
        as_it_stands, without_ended, without_drafts, without_either, without_uncertain,
        uncertain_in_full, coarser, original_only (None where it is no other reading): each with
        the columns of the table; by_support, by_coder: lists of the same; read_otherwise: the
        same by side and language of the text read, such as CN_zh.
    """
    rows = [_tell(row) for row in answers.to_dict("records")]
    named = {SLUGS[row["variant"]]: row for row in rows if row["variant"] in SLUGS}
    lists = {
        name: [row for row in rows if row["objection"] == objection]
        for objection, name in LISTED.items()
    }
    read = {
        row["variant"].replace(" read in ", "_"): row
        for row in rows
        if row["objection"] == other.LANGUAGE and row["variant"] not in SLUGS
    }
    return {slug: named.get(slug) for slug in SLUGS.values()} | lists | {"read_otherwise": read}


def _tell(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row with plain numbers, None for what is blank."""
    told: dict[str, Any] = {}
    for name, value in row.items():
        if pd.isna(value):
            told[name] = None
        elif isinstance(value, float):
            told[name] = round(value, 2)
        else:
            told[name] = value if isinstance(value, str) else int(value)
    return told


def find_limits(detectable: pd.DataFrame, overall: pd.DataFrame) -> dict[str, Any]:
    """Return what the evidence could have shown at best.

    Parameters
    ----------
    detectable, overall
        What ``find_detectable`` returns by category, and on the whole (m = 1).

    Returns
    -------
    dict
        n_verdict_possible (categories with an interval), n_would_show_alike (of these: sides
        exactly alike would be called shared), largest_different (the largest R that would be
        called different anywhere; None where there is no interval), whole_would_show_alike,
        whole_largest_different.
    """
    has = detectable["reach"].notna()
    largest = detectable["largest_different"].max() if has.any() else np.nan
    whole = overall.iloc[0]
    alike = whole["would_show_alike"]
    return {
        "n_verdict_possible": int(has.sum()),
        "n_would_show_alike": int(detectable["would_show_alike"].fillna(False).sum()),
        "largest_different": _round(largest),
        "whole_would_show_alike": None if pd.isna(alike) else bool(alike),
        "whole_largest_different": _round(whole["largest_different"]),
    }


def find_identical(identical: pd.DataFrame, yardstick: pd.DataFrame) -> dict[str, Any]:
    """Return what two sides that mean the same would get on the study's yardstick.

    Parameters
    ----------
    identical
        category, p_strong, p_moderate, p_weak.
    yardstick
        ``study_yardstick`` of one pair of sides; the smallest support is compared.

    Returns
    -------
    dict
        n_identical (categories that the yardstick grades), identical_strong, identical_moderate,
        identical_weak (expected numbers of grades of identical sides), n_weak_by_rule (weak
        grades that the sides do get).
    """
    own = yardstick[yardstick["support"] == yardstick["support"].min()]
    graded = own[own["grade_by_rule"].isin(["strong", "moderate", "weak"])]
    same = identical[identical["category"].isin(graded["category"])]
    sums = {f"identical_{g}": round(float(same[f"p_{g}"].sum()), 1)
            for g in ("strong", "moderate", "weak")}  # fmt: skip
    n_weak = int((graded["grade_by_rule"] == "weak").sum())
    return {"n_identical": len(graded), **sums, "n_weak_by_rule": n_weak}


def find_agreement(measured: pd.DataFrame) -> dict[str, float | None]:
    """Return how far two coders agree over all categories; None where it was not measured.

    Returns
    -------
    dict
        span_f1, same_categories (on matched passages), same_positions (on matched passages;
        else given passage and category, where choosing none differs from choosing some).
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


def find_recounts(about: Mapping[str, str], boundaries: float) -> dict[str, Any]:
    """Return what independent recounts of the first reading gave, and how alike its passages are.

    Parameters
    ----------
    about
        The table ``about``, value by field.
    boundaries
        Share of the matched passages that begin and end at the same characters.

    Returns
    -------
    dict
        recount_of_passages, recount_of_positions (as written there; blank where nobody
        recounted), same_boundaries.
    """
    fields = ("recount_of_passages", "recount_of_positions")
    words = {name: str(about.get(name, "")).replace("-", "–") for name in fields}
    share = round(boundaries, 4) if np.isfinite(boundaries) else None
    return words | {"same_boundaries": share}


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
        inner = own.dropna(subset=["category", "value"])
        inner = inner.sort_values("value", key=lambda v: v.round(DIGITS), kind="stable")
        if how != RAW and len(inner) > 1:
            parts |= {"lowest": inner.head(1), "highest": inner.tail(1)}
        for end, part in parts.items():
            rows.append(part[columns].assign(what=what, coefficient=how, end=end))
    order = ["what", "coefficient", "end", *columns]
    return pd.concat(rows, ignore_index=True)[order] if rows else pd.DataFrame(columns=order)
