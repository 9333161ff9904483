"""R of every category and on the whole, with interval, test and verdict: the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.base.draws import Numbers, adjust
from analysis.doubt.jackknife import (
    Estimate,
    estimate_by_category,
    estimate_overall,
    has_enough,
)
from analysis.doubt.permute import deal_one_population
from analysis.overlap.agreement import FEWEST_DOCUMENTS, Agreement, Profiles, agree, profile_sides
from analysis.overlap.count import Counts
from analysis.overlap.rule import FEW, MENTIONS, NOTHING, ONE_POSITION, UNTOLD, WIDE, Bounds

EFFORTS = (1, 3)
"""Passages of the other side among which a passage looks for its position; the first is main."""


def tabulate_by_category(
    counts: Counts, bounds: Bounds, deals: int, seed: int, efforts: Sequence[int] = EFFORTS
) -> pd.DataFrame:
    """Return the agreement of two sides, category by category.

    Returns
    -------
    DataFrame
        category, m, documents_a, documents_b (documents that take a position), between (K_m),
        within_a, within_b (W_m), ratio (R_m), low, high (95 %), verdict, reason and
        reason_sides (for m = 1; why it cannot be told, and on which side), p_less, q_less (for
        m = 1: 'less alike than one population'), deals (possible ones). A row a category x m.
    """
    a, b = profile_sides(counts)
    frames = []
    for m in efforts:
        found, estimate = agree(a, b, m), estimate_by_category(a, b, m)
        table = _lay_out(counts, a, b, m, found, estimate)
        if m == efforts[0]:
            table = table.join(_judge(counts, a, b, table, bounds))
            tested = deal_one_population(a, b, deals, seed)
            table["p_less"], table["deals"] = tested.p_less, tested.possible
            table["q_less"] = adjust(tested.p_less)
        frames.append(table)
    table = pd.concat(frames, ignore_index=True)
    order = table.groupby("category", sort=False).ngroup()
    return table.iloc[order.argsort(kind="stable")].reset_index(drop=True)[list(BY_CATEGORY)]


def judge_by_category(counts: Counts, bounds: Bounds) -> pd.DataFrame:
    """Return R_1 of every category with interval, verdict and reason, without any test.

    Returns
    -------
    DataFrame
        As ``tabulate_by_category`` up to reason_sides, for m = 1.
    """
    a, b = profile_sides(counts)
    m = EFFORTS[0]
    table = _lay_out(counts, a, b, m, agree(a, b, m), estimate_by_category(a, b, m))
    return table.join(_judge(counts, a, b, table, bounds))


BY_CATEGORY = (
    "category", "m", "documents_a", "documents_b", "between", "within_a", "within_b", "ratio",
    "low", "high", "verdict", "reason", "reason_sides", "p_less", "q_less", "deals",
)  # fmt: skip


def _lay_out(
    counts: Counts, a: Profiles, b: Profiles, m: int, found: Agreement, estimate: Estimate
) -> pd.DataFrame:
    enough = has_enough(a, b, m)
    ends = [np.where(enough, end, np.nan) for end in (estimate.low, estimate.high)]
    return pd.DataFrame(
        {
            "category": counts.categories,
            "m": m,
            "documents_a": a.documents.astype(int),
            "documents_b": b.documents.astype(int),
            "between": found.between,
            "within_a": found.within_a,
            "within_b": found.within_b,
            "ratio": found.ratio,
            "low": ends[0],
            "high": ends[1],
        }
    )


def _judge(
    counts: Counts, a: Profiles, b: Profiles, table: pd.DataFrame, bounds: Bounds
) -> pd.DataFrame:
    """Return verdict, reason and the sides that the reason lies with, for every category."""
    taken = ((a.shares.sum(axis=0) + b.shares.sum(axis=0)) > 0) @ counts.membership
    raised = [side.is_raised.sum(axis=0) for side in counts.sides]
    rows: list[tuple[str, str | None, str | None]] = []
    for n, row in enumerate(table.to_dict("records")):
        verdict = bounds.judge(row["ratio"], row["low"], row["high"])
        documents = (row["documents_a"], row["documents_b"])
        few = [code for code, d in zip(counts.codes, documents, strict=True)
               if d < FEWEST_DOCUMENTS]  # fmt: skip
        bare = [code for code, d, spoken in zip(counts.codes, documents, raised, strict=True)
                if not d and spoken[n]]  # fmt: skip
        # agreement on one position could not have failed, whatever the interval says
        if bare or few or taken[n] < 2:
            reason = (MENTIONS, bare) if bare else (FEW, few) if few else (ONE_POSITION, [])
            rows.append((UNTOLD, reason[0], ";".join(reason[1]) or None))
        elif verdict == UNTOLD:
            rows.append((UNTOLD, NOTHING if row["between"] == 0 else WIDE, None))
        else:
            rows.append((verdict, None, None))
    return pd.DataFrame(rows, columns=["verdict", "reason", "reason_sides"], index=table.index)


def tabulate_overall(
    counts: Counts, kinds: Sequence[object], deals: int, seed: int,
    efforts: Sequence[int] = EFFORTS,
) -> pd.DataFrame:  # fmt: skip
    """Return the agreement of two sides on the whole.

    Parameters
    ----------
    kinds
        Entity type of each document of the first side, then of the second.

    Returns
    -------
    DataFrame
        m, categories (with enough documents on both sides), between, within (sums over them),
        ratio, low, high, lowest_without, lowest_ratio, highest_without, highest_ratio (the
        document whose absence gives the smallest and the largest ratio), p_less,
        p_less_within_type (for m = 1), deals. A row an effort.
    """
    a, b = profile_sides(counts)
    names = [name for side in counts.sides for name in side.documents]
    rows = []
    for m in efforts:
        chosen, found = has_enough(a, b, m), agree(a, b, m)
        whole = estimate_overall(a, b, m)
        row: dict[str, object] = {"m": m, "categories": int(chosen.sum())}
        row |= {"between": found.between[chosen].sum(), "within": found.within[chosen].sum()}
        row |= {"ratio": whole.value[0], "low": whole.low[0], "high": whole.high[0]}
        row |= _name_extremes(np.concatenate(whole.without)[:, 0], names)
        if m == efforts[0]:
            row["p_less"] = deal_one_population(a, b, deals, seed).overall
            row["p_less_within_type"] = deal_one_population(a, b, deals, seed, kinds).overall
            row["deals"] = deals
        rows.append(row)
    return pd.DataFrame(rows)[list(OVERALL)]


def tabulate_pairs(
    counts: Counts, kinds: Mapping[str, object], deals: int, seed: int
) -> pd.DataFrame:
    """Return ``tabulate_overall`` of every pair of sides, with side_a and side_b before it.

    Parameters
    ----------
    kinds
        Entity type of each document.
    """
    frames = []
    for pair in counts.pairs():
        own = [kinds[name] for side in pair.sides for name in side.documents]
        table = tabulate_overall(pair, own, deals, seed)
        table.insert(0, "side_a", pair.codes[0])
        table.insert(1, "side_b", pair.codes[1])
        frames.append(table)
    return pd.concat(frames, ignore_index=True)


OVERALL = (
    "m", "categories", "between", "within", "ratio", "low", "high", "lowest_without",
    "lowest_ratio", "highest_without", "highest_ratio", "p_less", "p_less_within_type", "deals",
)  # fmt: skip


def _name_extremes(without: Numbers, names: Sequence[str]) -> dict[str, object]:
    """Name the documents whose absence gives the smallest and the largest value."""
    if not np.isfinite(without).any():
        blank = dict.fromkeys(("lowest_without", "highest_without"))
        return blank | dict.fromkeys(("lowest_ratio", "highest_ratio"), float("nan"))
    low, high = int(np.nanargmin(without)), int(np.nanargmax(without))
    return {
        "lowest_without": names[low],
        "lowest_ratio": without[low],
        "highest_without": names[high],
        "highest_ratio": without[high],
    }
