"""The answer as one value, so that it can be asked for again on other evidence.

The answer is the status of every understanding, R on the whole and the verdict on every category.
Each objection (a document left out, another coder, coarser positions) is the same question put to
another ``Case``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corpus.evidence import has_position, is_true
from analysis.doubt.jackknife import estimate_overall, has_enough
from analysis.doubt.verdicts import judge_by_category
from analysis.overlap.agreement import profile_sides
from analysis.overlap.count import Counts, count
from analysis.overlap.ledger import ANCHORED, COMMON, ONE_SIDED, judge_status
from analysis.overlap.rule import DIFFERENT, SHARED, UNTOLD, Bounds


@dataclass(frozen=True)
class Case:
    """Evidence, and how it is read.

    Attributes
    ----------
    evidence
        What ``take_evidence`` returns.
    documents, categories
        As the tables of these names.
    positions
        code, category.
    sides
        Two sides.
    bounds, support
        Of the verdicts and of a common understanding.
    """

    evidence: pd.DataFrame
    documents: pd.DataFrame
    categories: pd.DataFrame
    positions: pd.DataFrame
    sides: tuple[str, str]
    bounds: Bounds
    support: int

    @cached_property
    def counts(self) -> Counts:
        """The evidence counted by document and position."""
        return count(self.evidence, self.documents, self.categories, self.sides)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """A row a position x side: documents, documents_sure, codings, status, firmness."""
        return keep_status(self.evidence, self.positions, self.sides, self.support)

    @cached_property
    def common(self) -> frozenset[str]:
        """The common understandings."""
        return frozenset(self.ledger.loc[self.ledger["status"] == COMMON, "position"])

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """R_1, interval and verdict of every category."""
        return judge_by_category(self.counts, self.bounds)

    @property
    def pooled(self) -> npt.NDArray[np.bool_]:
        """Which categories have enough documents to go into R on the whole."""
        a, b = profile_sides(self.counts)
        return has_enough(a, b)

    def without(self, gone: Collection[str]) -> Case:
        """Return the case without some documents."""
        return replace(self, evidence=drop_documents(self.evidence, gone))


def drop_documents(evidence: pd.DataFrame, gone: Collection[str]) -> pd.DataFrame:
    """Return the evidence without some documents.

    A coding that rests on several documents stays while one of them is left; one that names no
    document stays.

    >>> evidence = pd.DataFrame({"documents": [["a", "b"], ["a"], []]})
    >>> drop_documents(evidence, ["a"])["documents"].tolist()
    [['b'], []]
    """
    left = evidence["documents"].map(lambda names: [name for name in names if name not in gone])
    stays = (left.map(len) > 0) | (evidence["documents"].map(len) == 0)
    return evidence.assign(documents=left)[stays]


def keep_status(
    evidence: pd.DataFrame, positions: pd.DataFrame, sides: Collection[str], support: int
) -> pd.DataFrame:
    """Return what the status of every understanding hangs on, and the status.

    As the ledger of understandings, without the facts that no status needs.

    Returns
    -------
    DataFrame
        category, position, side, documents, documents_sure, codings, status, firmness. A row a
        position x side.
    """
    stated = evidence[has_position(evidence)]
    doubt = stated.get("is_uncertain", pd.Series("false", index=stated.index))
    named = stated.assign(is_sure=~is_true(doubt)).explode("documents")
    keys = ["position", "country"]
    facts = pd.DataFrame(
        {
            "documents": named.groupby(keys)["documents"].nunique(),
            "documents_sure": named[named["is_sure"]].groupby(keys)["documents"].nunique(),
            "codings": stated.groupby(keys).size(),
        }
    )
    facts = facts.rename_axis(["position", "side"]).reset_index()
    grid = positions[["category", "code"]].rename(columns={"code": "position"})
    grid = grid.merge(pd.DataFrame({"side": list(sides)}), how="cross")
    table = grid.merge(facts, how="left", on=["position", "side"])
    numbers = ["documents", "documents_sure", "codings"]
    table[numbers] = table[numbers].fillna(0).astype(int)
    return judge_status(table, support)


def sum_up(case: Case, common: Collection[str] | None = None) -> dict[str, Any]:
    """Return the answer to one case in numbers.

    Parameters
    ----------
    common
        The common understandings of the answer that is attacked; None where the understandings
        are not the same ones.

    Returns
    -------
    dict
        documents_a, documents_b (with a coding); common, common_kept (of those that were),
        anchored, one_sided; categories (that go into R), ratio, low, high; shared, different,
        untold (categories by verdict).
    """
    status = case.ledger.drop_duplicates("position")["status"].value_counts()
    a, b = profile_sides(case.counts)
    whole, verdicts = estimate_overall(a, b), case.verdicts["verdict"].value_counts()
    kept = None if common is None else len(case.common & frozenset(common))
    return {
        "documents_a": len(case.counts.sides[0].documents),
        "documents_b": len(case.counts.sides[1].documents),
        "common": int(status.get(COMMON, 0)),
        "common_kept": kept,
        "anchored": int(status.get(ANCHORED, 0)),
        "one_sided": int(status.get(ONE_SIDED, 0)),
        "categories": int(case.pooled.sum()),
        "ratio": whole.value[0],
        "low": whole.low[0],
        "high": whole.high[0],
        "shared": int(verdicts.get(SHARED, 0)),
        "different": int(verdicts.get(DIFFERENT, 0)),
        "untold": int(verdicts.get(UNTOLD, 0)),
    }
