"""The answer under other evidence and other rules: one table, a row an objection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.evidence import coarsen, is_true, take_evidence
from analysis.doubt.answer import Case, sum_up
from analysis.overlap.rule import Bounds

AS_IT_STANDS = "as it stands"
STATUS, DOUBT, SUPPORT, PARENTS, CODER, LANGUAGE = (
    "status", "doubt", "support", "parents", "coder", "language",
)  # fmt: skip
UNDOUBTED, ALL_SURE = "without uncertain codings", "uncertain codings counted in full"
COARSER = "coarser positions"
ORIGINAL = "read in the original only"
NEITHER = "neither of the two"
STATUSES = {
    "no longer in force": ("rescinded", "superseded", "withdrawn"),
    "draft or proposal": ("draft", "proposal"),
}
"""Kinds of legal status that are left out together."""
SUPPORTS = (1, 2, 3, 4)
SHARED_FROM = (0.6, 0.75, 0.9)
DIFFERENT_BELOW = (0.4, 0.5, 0.6)

ANSWERS = (
    "objection", "variant", "documents_a", "documents_b", "common", "common_kept", "anchored",
    "one_sided", "categories", "ratio", "low", "high", "shared", "different", "untold",
)  # fmt: skip


def ask_otherwise(
    case: Case, codings: pd.DataFrame, positions: pd.DataFrame, coders: Sequence[str]
) -> pd.DataFrame:
    """Ask again under every objection that is not one document or one issuer.

    Parameters
    ----------
    codings
        With the rows of the coders, for each coder alone.
    positions
        With ``parent``.
    coders
        The coders whose rows stand before anything was settled.

    Returns
    -------
    DataFrame
        objection, variant and what ``sum_up`` returns; the first row is the answer as it stands.
        ``common_kept`` is blank for coarser positions, which are not the same understandings.
    """
    rows: list[dict[str, Any]] = [_put("", AS_IT_STANDS, case, case)]
    for objection, variant, other in _list_cases(case, codings, positions, coders):
        rows.append(_put(objection, variant, case, other))
    return pd.DataFrame(rows)[list(ANSWERS)].astype({"common_kept": "Int64"})


def _put(objection: str, variant: str, case: Case, other: Case) -> dict[str, Any]:
    same = None if objection == PARENTS else case.common
    return {"objection": objection, "variant": variant} | sum_up(other, same)


def _list_cases(
    case: Case, codings: pd.DataFrame, positions: pd.DataFrame, coders: Sequence[str]
) -> Iterator[tuple[str, str, Case]]:
    documents, evidence = case.documents, case.evidence
    either = [status for statuses in STATUSES.values() for status in statuses]
    for name, left_out in {**STATUSES, NEITHER: either}.items():
        is_gone = documents["legal_status"].isin(list(left_out))
        yield STATUS, name, case.without(set(documents.loc[is_gone, "document_id"]))
    doubt = is_true(evidence["is_uncertain"])
    yield DOUBT, UNDOUBTED, replace(case, evidence=evidence[~doubt])
    yield DOUBT, ALL_SURE, replace(case, evidence=evidence.assign(is_uncertain="false"))
    for support in SUPPORTS:
        if support != case.support:
            yield SUPPORT, str(support), replace(case, support=support)
    yield PARENTS, COARSER, take_parents(case, positions)
    for coder in coders:
        yield CODER, coder, replace(case, evidence=take_coder(codings, coder))
    for variant, gone in list_read_otherwise(documents, case.sides).items():
        yield LANGUAGE, variant, case.without(gone)


def take_parents(case: Case, positions: pd.DataFrame) -> Case:
    """Return the case with the coarser parents in the place of the positions that have one."""
    codes = positions["parent"].fillna("").where(positions["parent"].fillna("") != "",
                                                 positions["code"])  # fmt: skip
    coarse = positions[["category"]].assign(code=codes).drop_duplicates()
    return replace(case, evidence=coarsen(case.evidence, positions), positions=coarse)


def take_coder(codings: pd.DataFrame, coder: str) -> pd.DataFrame:
    """Return the evidence as one coder left it, before anything was settled."""
    return take_evidence(codings[codings["coder"] == coder].assign(coder="settled"))


def list_read_otherwise(documents: pd.DataFrame, sides: Sequence[str]) -> dict[str, set[str]]:
    """Return which documents each way of reading by language leaves out.

    Parameters
    ----------
    documents
        document_id, country, language (of the document), text_language (of the text that was
        read); where the latter is not known, the document is left out by no way.

    Returns
    -------
    dict
        ``read in the original only`` leaves out translations; ``<side> read in <language>``, for
        every side whose texts were read in several languages, leaves out that side's others.
        Ways that leave out nothing are not there.

    >>> documents = pd.DataFrame({"document_id": ["a", "b"], "country": "CN", "language": "zh",
    ...                           "text_language": ["zh", "en"]})
    >>> list_read_otherwise(documents, ["CN"])["CN read in zh"]
    {'b'}
    """
    if "text_language" not in documents:
        return {}
    ids, read = documents["document_id"], documents["text_language"].fillna("")
    is_translated = (read != "") & (read != documents["language"].fillna(""))
    ways = {ORIGINAL: set(ids[is_translated])}
    for side in sides:
        own = (documents["country"] == side) & (read != "")
        for language in sorted(set(read[own])):
            ways[f"{side} read in {language}"] = set(ids[own & (read != language)])
    return {name: gone for name, gone in ways.items() if gone}


def judge_over_grid(
    verdicts: pd.DataFrame,
    shared_from: Sequence[float] = SHARED_FROM,
    different_below: Sequence[float] = DIFFERENT_BELOW,
) -> pd.DataFrame:
    """Judge every category at every pair of bounds; what keeps from a verdict otherwise stays.

    Parameters
    ----------
    verdicts
        category, ratio, low, high, reason.

    Returns
    -------
    DataFrame
        shared_from, different_below, shared, different, untold (categories).
    """
    # too few documents or a single position keep from a verdict whatever the bounds
    can = verdicts["reason"].isna() | verdicts["reason"].isin(["interval too wide"])
    numbers = verdicts.loc[can, ["ratio", "low", "high"]].to_numpy(float)
    rows = []
    for upper in shared_from:
        for lower in different_below:
            bounds = Bounds(lower, upper)
            found = pd.Series([bounds.judge(*row) for row in numbers], dtype=object)
            shared, different = ((found == word).sum() for word in ("shared", "different"))
            rows.append((upper, lower, shared, different, len(verdicts) - shared - different))
    columns = ["shared_from", "different_below", "shared", "different", "untold"]
    return pd.DataFrame(rows, columns=columns)


def find_detectable(agreement: pd.DataFrame, bounds: Bounds) -> pd.DataFrame:
    """Return what the evidence could have shown, were its intervals as wide as they are.

    Parameters
    ----------
    agreement
        ``agreement_by_category`` of one pair of sides, m = 1, or ``agreement_overall``.

    Returns
    -------
    DataFrame
        The columns before ``ratio``, and: reach (upper end as a multiple of R), would_show_alike
        (sides exactly alike, R = 1, would be called shared), largest_different (the largest R
        that would be called different). Blank where there is no interval.
    """
    reach = agreement["high"] / agreement["ratio"]
    has = np.isfinite(reach.to_numpy(float))
    largest = np.minimum(bounds.shared_from / reach, bounds.different_below)
    before = list(agreement.columns)[: list(agreement.columns).index("ratio")]
    table = agreement[before].assign(reach=reach)
    alike = pd.Series(np.where(has, 1 / reach >= bounds.different_below, None), dtype="boolean")
    table["would_show_alike"] = alike.to_numpy()
    table["largest_different"] = largest
    return table
