"""What of the answer hangs on one document or one issuer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.corpus.evidence import has_position
from analysis.doubt.answer import Case
from analysis.doubt.jackknife import pool_ratio
from analysis.overlap.agreement import profile_sides
from analysis.overlap.ledger import ANCHORED, COMMON, ONE_SIDED

DOCUMENT, ISSUER = "document", "issuer"
KINDS = (DOCUMENT, ISSUER)

LEDGER_WITHOUT = ("category", "position", "side", "kind", "left_out", "status", "status_without")
VERDICTS_WITHOUT = (
    "category", "kind", "left_out", "verdict", "verdict_without", "ratio", "low", "high",
)  # fmt: skip
WHOLE_WITHOUT = ("kind", "left_out", "side", "documents", "common", "ratio", "categories")


def group_documents(case: Case) -> list[tuple[str, str, str, list[str]]]:
    """Return kind, name, side and documents of all that is left out in turn.

    Every document with a coding, then every issuer with two documents or more: one with a single
    document is that document.
    """
    issuers = dict(
        zip(case.documents["document_id"], case.documents["issuer"].fillna(""), strict=True)
    )
    groups, several = [], []
    for side in case.counts.sides:
        of: dict[str, list[str]] = {}
        for name in side.documents:
            groups.append((DOCUMENT, name, side.code, [name]))
            of.setdefault(issuers[name], []).append(name)
        several += [
            (ISSUER, issuer, side.code, names)
            for issuer, names in of.items()
            if issuer and len(names) > 1
        ]
    return groups + several


def leave_each_out(case: Case) -> dict[str, pd.DataFrame]:
    """Ask again without each document, and without each issuer.

    Returns
    -------
    dict
        ``ledger_without``: category, position, side, kind, left_out, status, status_without; a
        row for every common, anchored or one-sided understanding x document (or issuer) that has
        it: no other can change it. ``verdicts_without``: category, kind, left_out, verdict,
        verdict_without, ratio, low, high (without it); the verdicts that change.
        ``whole_without``: kind, left_out, side, documents (how many are gone), common, ratio
        (pooled over the categories of the whole, as far as defined), categories.
    """
    stated = case.evidence[has_position(case.evidence)].explode("documents")
    holders = stated.groupby("documents")["position"].agg(set).to_dict()
    before = _find_status(case)
    told = {p: s for p, s in before.items() if s in (COMMON, ANCHORED, ONE_SIDED)}
    homes = dict(zip(case.positions["code"], case.positions["category"], strict=True))
    pooled = case.pooled
    ledger, verdicts, whole = [], [], []
    for kind, name, side, gone in group_documents(case):
        left = case.without(gone)
        after = _find_status(left)
        held = set().union(*(holders.get(document, set()) for document in gone))
        ledger += [(homes[p], p, side, kind, name, told[p], after[p]) for p in told if p in held]
        verdicts.append(_list_changed(case, left).assign(kind=kind, left_out=name))
        a, b = profile_sides(left.counts)
        ratio, categories = pool_ratio(a, b, pooled)
        whole.append((kind, name, side, len(gone), len(left.common), ratio, categories))
    changed = pd.concat(verdicts, ignore_index=True) if verdicts else pd.DataFrame()
    return {
        "ledger_without": pd.DataFrame(ledger, columns=list(LEDGER_WITHOUT)),
        "verdicts_without": changed.reindex(columns=list(VERDICTS_WITHOUT)),
        "whole_without": pd.DataFrame(whole, columns=list(WHOLE_WITHOUT)),
    }


def _find_status(case: Case) -> dict[str, str]:
    return dict(zip(case.ledger["position"], case.ledger["status"], strict=True))


def _list_changed(case: Case, left: Case) -> pd.DataFrame:
    """Return the categories that get another verdict."""
    after = left.verdicts.rename(columns={"verdict": "verdict_without"})
    after.insert(1, "verdict", case.verdicts["verdict"])
    columns = ["category", "verdict", "verdict_without", "ratio", "low", "high"]
    return after.loc[after["verdict"] != after["verdict_without"], columns]


def count_lost(ledger_without: pd.DataFrame, kind: str = DOCUMENT) -> pd.DataFrame:
    """Return how many common understandings are common no more without each document.

    Parameters
    ----------
    kind
        ``document`` or ``issuer``.

    Returns
    -------
    DataFrame
        left_out, side, lost, positions (joined by ;); most first, then by name.
    """
    own = ledger_without[(ledger_without["kind"] == kind) & (ledger_without["status"] == COMMON)]
    gone = own[own["status_without"] != COMMON]
    table = gone.groupby(["left_out", "side"])["position"].agg(lost="size", positions=";".join)
    return table.reset_index().sort_values(
        ["lost", "left_out"], ascending=[False, True], ignore_index=True
    )


def list_lasting(
    ledger_without: pd.DataFrame, common: Sequence[str], kinds: Sequence[str] = (DOCUMENT,)
) -> list[str]:
    """Return the common understandings that no document (or issuer) can take away."""
    own = ledger_without[ledger_without["kind"].isin(list(kinds))]
    fallen = set(own.loc[own["status_without"] != COMMON, "position"])
    return [position for position in common if position not in fallen]


def name_left_out(names: Sequence[str], labels: Mapping[str, str]) -> str:
    """Return the short titles of documents in one text; an issuer is its own name."""
    return "; ".join(labels.get(name, name) for name in names) or "-"
