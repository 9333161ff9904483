"""The ledger of understandings: who holds which, in how many documents, how bindingly.

The main result. An understanding is a position of the codebook; what it is worth as common
ground depends on the documents behind it on every side. Definition: method, 'The ledger of
understandings'.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import comb

import numpy as np
import pandas as pd

from analysis.base.draws import Numbers, adjust
from analysis.corpus.evidence import has_position, is_true, take_evidence
from analysis.corpus.fields import split_list
from analysis.corpus.tables import NONE_FITS, UNSPECIFIED

COMMON, ANCHORED, ONE_SIDED, RARE, NOT_FOUND = (
    "common",
    "anchored",
    "one-sided",
    "rare",
    "not found",
)
STATUSES = (COMMON, ANCHORED, ONE_SIDED, RARE, NOT_FOUND)
SUPPORT = 2
STANDING = ("in force", "not legal")
"""Statuses of a document that stands: law in force, or a pledge or paper nobody withdrew."""
ENDED = ("rescinded", "superseded", "withdrawn")


def stands_on(documents: pd.DataFrame, day: str) -> pd.Series:
    """Tell which documents stand on a day: issued by then, not ended, no draft or proposal.

    Parameters
    ----------
    documents
        date, legal_status, status_date (as texts YYYY, YYYY-MM or YYYY-MM-DD; may be blank).
    day
        YYYY-MM-DD. A document of which no date is known stands if its status says so.

    >>> documents = pd.DataFrame({"date": ["2023-10-30", "2023"], "status_date": ["2025-01-20", ""],
    ...                           "legal_status": ["rescinded", "in force"]})
    >>> stands_on(documents, "2024-01-01").tolist(), stands_on(documents, "2025-06-30").tolist()
    ([True, True], [False, True])
    """
    dates, ends = (documents[c].fillna("").astype(str) for c in ("date", "status_date"))
    # a year alone begins with its first day, and ends after its last
    is_issued = dates.map(lambda text: not text or text <= day)
    has_ended = documents["legal_status"].isin(ENDED) & ends.map(lambda e: not e or e <= day)
    stands = documents["legal_status"].isin([*STANDING, *ENDED])
    return (is_issued & stands & ~has_ended).astype(bool)


def keep_ledger(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    positions: pd.DataFrame,
    sides: Sequence[str],
    day: str,
    support: int = SUPPORT,
    in_study: Collection[str] = (),
) -> pd.DataFrame:
    """Return the ledger: a row a position x side.

    Parameters
    ----------
    codings
        As ``codings.csv``: settled rows count, the coders' own rows say whether both gave it.
    documents
        document_id, issuer, date, legal_status, status_date.
    positions
        code, category: the whole codebook, found or not.
    day
        Day on which documents are to stand (``documents_in_force``).
    support
        Documents without doubt that a side needs for an understanding to be common.
    in_study
        Positions that the study mentions as shared.

    Returns
    -------
    DataFrame
        category, position, side; documents (distinct, named), documents_sure (with a coding
        that is not uncertain), codings, issuers, forces (joined by ;), documents_in_force,
        first_date, last_date, is_in_both (every coder gave it to one passage before anything
        was settled); status, firmness (the smallest documents_sure of any side), in_study (the
        same on all rows of a position); is_one_issuer (two documents or more, all of one
        issuer), p_absent and q_absent (of a one-sided understanding, on the row of the side
        that lacks it).
    """
    evidence = take_evidence(codings)
    stated = evidence[has_position(evidence)]
    grid = positions[["category", "code"]].rename(columns={"code": "position"})
    grid = grid.merge(pd.DataFrame({"side": list(sides)}), how="cross")
    facts = _count_facts(stated, documents, day)
    table = grid.merge(facts, how="left", on=["position", "side"])
    numbers = ["documents", "documents_sure", "codings", "issuers", "documents_in_force"]
    table[numbers] = table[numbers].fillna(0).astype(int)
    both = _find_in_both(codings)
    keys = zip(table["position"], table["side"], strict=True)
    table["is_in_both"] = [key in both for key in keys]
    table["is_one_issuer"] = (table["documents"] > 1) & (table["issuers"] == 1)
    table = judge_status(table, support)
    table["in_study"] = table["position"].isin(list(in_study))
    return table.assign(**_test_absence(table, evidence))[list(COLUMNS)]


COLUMNS = (
    "category", "position", "side", "documents", "documents_sure", "codings", "issuers", "forces",
    "documents_in_force", "first_date", "last_date", "is_in_both", "status", "firmness",
    "is_one_issuer", "in_study", "p_absent", "q_absent",
)  # fmt: skip


def _count_facts(stated: pd.DataFrame, documents: pd.DataFrame, day: str) -> pd.DataFrame:
    """Count what stands behind each position on each side that has a coding of it."""
    doubt = stated.get("is_uncertain", pd.Series("false", index=stated.index))
    named = stated.assign(is_sure=~is_true(doubt)).explode("documents")
    known = documents.assign(stands=stands_on(documents, day)).set_index("document_id")
    columns = [c for c in ("issuer", "date", "stands") if c in known]
    named = named.join(known[columns], on="documents")
    keys = ["position", "country"]
    groups = named.groupby(keys)
    # whole columns at once: the ledger is kept again without every document
    forces = named.loc[named["force"].fillna("") != "", [*keys, "force"]].drop_duplicates()
    forces = forces.sort_values("force").groupby(keys)["force"].agg(";".join)
    dated = named.dropna(subset=["date"]).sort_values("date").groupby(keys)["date"]
    facts = pd.DataFrame(
        {
            "documents": groups["documents"].nunique(),
            "documents_sure": named[named["is_sure"]]
            .groupby(["position", "country"])["documents"]
            .nunique(),
            "codings": stated.groupby(["position", "country"]).size(),
            "issuers": groups["issuer"].nunique(),
            "forces": forces.reindex(groups.size().index).fillna(""),
            "documents_in_force": named[named["stands"].fillna(False).astype(bool)]
            .groupby(["position", "country"])["documents"]
            .nunique(),
            "first_date": dated.first(),
            "last_date": dated.last(),
        }
    )
    return facts.reset_index().rename(columns={"country": "side"})


def _find_in_both(codings: pd.DataFrame) -> set[tuple[str, str]]:
    """Return position and side of what every coder gave to one item."""
    own = codings[(codings["coder"] != "settled")]
    own = own[~own["position"].isin([UNSPECIFIED, NONE_FITS])]
    # coders may share out the documents: asked are those who coded in the documents of the item
    rests = own["documents"].fillna("").map(split_list)
    named = own.assign(documents=rests).explode("documents")
    named["documents"] = named["documents"].fillna("")
    of_document = named.groupby("documents")["coder"].nunique()
    coders = named["documents"].map(of_document).groupby(named["coding_id"]).max()
    counts = own.groupby(["coding_id", "position", "country"])["coder"].nunique().reset_index()
    asked = counts["coding_id"].map(coders)
    agreed = counts[(counts["coder"] == asked) & (asked > 1)]
    return set(zip(agreed["position"], agreed["country"], strict=True))


def judge_status(table: pd.DataFrame, support: int) -> pd.DataFrame:
    """Add status and firmness, the same on every row of a position.

    Parameters
    ----------
    table
        position, side, documents_sure, codings: a row a position x side.
    """
    groups = table.groupby("position", sort=False)
    sure, most = (groups["documents_sure"].transform(how) for how in ("min", "max"))
    fewest, all_codings = (groups["codings"].transform(how) for how in ("min", "sum"))
    is_one_sided = (most >= support + 1) & (fewest == 0)
    status = np.select(
        [all_codings == 0, sure >= support, fewest > 0, is_one_sided],
        [NOT_FOUND, COMMON, ANCHORED, ONE_SIDED],
        RARE,
    )
    return table.assign(status=status, firmness=sure)


def take_pair(ledger: pd.DataFrame, pair: Sequence[str], support: int) -> pd.DataFrame:
    """Return the rows of two sides, with the status that these two alone give an understanding.

    Where a run holds three sides, its ledger says what all three hold: what the third lacks is
    not common there, though two hold it.

    Parameters
    ----------
    ledger
        As ``keep_ledger`` returns it.
    pair
        The two sides.
    support
        The support that the ledger was kept with.

    Returns
    -------
    DataFrame
        As ``ledger``; status and firmness are of the pair, p_absent and q_absent of the run.

    >>> ledger = pd.DataFrame({"position": ["a"] * 3, "side": ["US", "CN", "GB"],
    ...                        "documents_sure": [3, 2, 0], "codings": [3, 2, 0]})
    >>> judge_status(ledger, 2)["status"].unique().item()
    'one-sided'
    >>> take_pair(ledger, ["US", "CN"], 2)["status"].unique().item()
    'common'
    """
    return judge_status(ledger[ledger["side"].isin(list(pair))], support)


def _test_absence(table: pd.DataFrame, evidence: pd.DataFrame) -> dict[str, Numbers]:
    """Test, for one-sided understandings, whether the other side's silence is more than chance.

    Exact one-sided Fisher test on the documents that speak to the category: how probable it is
    that none of the silent side's documents is among those that have the understanding.
    """
    named = evidence.explode("documents").dropna(subset=["documents"])
    spoken = named.groupby(["category", "country"])["documents"].nunique()
    p = np.full(len(table), np.nan)
    lonely = table[table["status"] == ONE_SIDED]
    holders = lonely.loc[lonely.groupby("position")["documents_sure"].idxmax()]
    holders = holders.set_index("position")
    for place in np.flatnonzero((table["status"] == ONE_SIDED) & (table["codings"] == 0)):
        row = table.iloc[place]
        holder = holders.loc[row["position"]]
        there, here = (
            int(spoken.get((row["category"], side), 0)) for side in (holder["side"], row["side"])
        )
        have = int(holder["documents_sure"])
        p[place] = comb(there, have) / comb(there + here, have)
    return {"p_absent": p, "q_absent": adjust(p)}
