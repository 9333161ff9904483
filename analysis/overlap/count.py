"""Documents x positions: the counts that every resampling reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from math import lcm

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.base.errors import DataError, name_some
from analysis.corpus.bounds import check_sides
from analysis.corpus.tables import UNSPECIFIED
from analysis.overlap.concurrence import Concurrence, Indices, Numbers, concur

PAIR = ("side_a", "side_b")
"""The columns that say which two sides a row compares."""
_EXACT_FLOAT = 2**53
"""Whole numbers below this are exact as floats, so matrix products of counts are exact."""


@dataclass(frozen=True)
class Side:
    """What one side says, as numbers.

    Attributes
    ----------
    code
        Country code of the side.
    documents
        Documents of the side with at least one coding anywhere, in the order of
        documents.csv: what a placeholder or a document without a coding says is not known.
    shares
        Documents x positions, in units of ``1 / Counts.unit`` codings: a coding that rests
        on several documents is spread evenly over them.
    totals
        All codings of each position, in the same units, also those that rest on no named
        document.
    is_raised
        Documents x categories: the document has a coding there, also one without a position.
    """

    code: str
    documents: tuple[str, ...]
    shares: Numbers
    totals: Numbers
    is_raised: npt.NDArray[np.bool_]
    pair_codings: Indices
    pair_documents: Indices
    coding_positions: Indices

    @property
    def mentions(self) -> Numbers:
        """Documents x positions, whole codings: one that names several counts in each."""
        width = len(self.totals)
        cells = self.pair_documents * width + self.coding_positions[self.pair_codings]
        counted = np.bincount(cells, minlength=len(self.documents) * width)
        return counted.reshape(len(self.documents), width).astype(float)


@dataclass(frozen=True)
class Counts:
    """The sides, counted on the same positions; K compares two of them at a time.

    Attributes
    ----------
    categories
        All categories of the taxonomy, in its order.
    positions
        Positions that occur, the columns of every matrix.
    membership
        Positions x categories, 1 where the position belongs to the category.
    sides
        Two sides or more.
    unit
        Every count is a whole number of ``1 / unit`` codings.
    """

    categories: tuple[str, ...]
    positions: tuple[str, ...]
    membership: Numbers
    sides: tuple[Side, ...]
    unit: int

    def measure(self, a: Numbers, b: Numbers) -> Concurrence:
        """Return the overlap of two sets of counts, the last axis being the positions."""
        return concur(a, b, self.membership)

    @property
    def observed(self) -> Concurrence:
        """The overlap of all codings of two sides."""
        a, b = self.sides
        return self.measure(a.totals, b.totals)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the sides."""
        return tuple(side.code for side in self.sides)

    def pairs(self) -> list[Counts]:
        """Return every two sides, in the order in which the sides were named."""
        return [replace(self, sides=pair) for pair in combinations(self.sides, 2)]

    def count_documents(self) -> Indices:
        """Return sides x categories: how many documents take a position there."""
        return np.array(
            [((side.shares @ self.membership) > 0).sum(axis=0) for side in self.sides]
        ).astype(np.int64)


def count(
    evidence: pd.DataFrame,
    documents: pd.DataFrame,
    categories: pd.DataFrame,
    sides: Sequence[str],
) -> Counts:
    """Count the evidence by document and position.

    Parameters
    ----------
    evidence
        What ``take_evidence`` returns: country, category, position, documents (lists).
    documents
        Column document_id, in the order in which documents are listed.
    categories
        Column code: all categories, in order.
    sides
        Codes of the sides, two or more.

    Raises
    ------
    ParameterError
        If there are not at least two different sides.
    DataError
        If a coding rests on a document, or belongs to a category, that is not listed.

    >>> evidence = pd.DataFrame({
    ...     "country": ["US", "US", "CN"], "category": ["bias"] * 3,
    ...     "position": ["bias.x", "bias.y", "bias.x"], "documents": [["u"], ["u", "v"], ["c"]]})
    >>> documents = pd.DataFrame({"document_id": ["u", "v", "c"]})
    >>> counts = count(evidence, documents, pd.DataFrame({"code": ["bias"]}), ["US", "CN"])
    >>> counts.unit, counts.sides[0].shares.tolist(), counts.observed.fractions
    (2, [[2.0, 1.0], [0.0, 1.0]], [Fraction(3, 4)])
    """
    check_sides(sides)
    codes = tuple(categories["code"])
    homes = pd.Index(codes).get_indexer(evidence["category"])
    _refuse_unknown(evidence["category"], homes, "category")
    columns, names, home = _place_positions(evidence, homes)
    flat = list(chain.from_iterable(evidence["documents"]))
    places = pd.Index(documents["document_id"]).get_indexer(pd.Index(flat, dtype=object))
    _refuse_unknown(pd.Series(flat, dtype=object), places, "document")
    sizes = np.fromiter(map(len, evidence["documents"]), np.int64, len(evidence))
    rows = np.repeat(np.arange(len(evidence)), sizes)
    # a document named twice by one coding counts once
    pairs = np.sort(rows * max(len(documents), 1) + places)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    rows, places = np.divmod(pairs, max(len(documents), 1))
    sizes = np.bincount(rows, minlength=len(evidence))
    unit = lcm(*np.unique(sizes[(columns >= 0) & (sizes > 0)]).tolist())
    if unit * (len(evidence) + 1) * (len(documents) + 1) >= _EXACT_FLOAT:
        raise DataError(
            "the codings rest on too many different numbers of documents to be counted exactly",
            remedy="name fewer documents for a coding",
        )
    ids = np.array(documents["document_id"], dtype=object)
    parts = []
    for code in sides:
        own = (evidence["country"] == code).to_numpy(bool)
        pair = own[rows]
        evidence_of = (columns, homes, sizes, own, rows[pair], places[pair])
        parts.append(_tally_side(code, ids, evidence_of, (len(names), len(codes)), unit))
    membership = np.zeros((len(names), len(codes)))
    membership[np.arange(len(names)), home] = 1
    return Counts(codes, names, membership, tuple(parts), unit)


def compare_pairs(
    counts: Counts, measure: Callable[[Counts], pd.DataFrame], first: str = "category"
) -> pd.DataFrame:
    """Measure every pair of sides and put the tables under each other.

    Parameters
    ----------
    measure
        From the counts of two sides to a table.
    first
        Column that the two sides' columns follow.

    Returns
    -------
    DataFrame
        The columns of ``measure``, and side_a and side_b behind ``first``.
    """
    frames = []
    for pair in counts.pairs():
        table = measure(pair)
        place = list(table.columns).index(first) + 1
        for number, (name, code) in enumerate(zip(PAIR, pair.codes, strict=True)):
            table.insert(place + number, name, code)
        frames.append(table)
    return pd.concat(frames, ignore_index=True)


def _refuse_unknown(words: pd.Series, found: npt.NDArray[np.intp], what: str) -> None:
    if (found < 0).any():
        offenders = name_some(words[found < 0])
        raise DataError(f"unknown {what} in the codings: {offenders}", remedy="list it or drop it")


def _place_positions(
    evidence: pd.DataFrame, homes: npt.NDArray[np.intp]
) -> tuple[Indices, tuple[str, ...], npt.NDArray[np.intp]]:
    """Number the positions that occur, by category and name; -1 for none."""
    codes, names = pd.factorize(evidence["position"].to_numpy(object), sort=True)
    has_position = (evidence["position"] != UNSPECIFIED).to_numpy(bool) & (codes >= 0)
    keys = homes * max(len(names), 1) + codes
    kept, inverse = _number(keys[has_position])
    columns = np.full(len(evidence), -1, dtype=np.int64)
    columns[has_position] = inverse
    home, code = np.divmod(kept, max(len(names), 1))
    return columns, tuple(str(names[c]) for c in code), home


def _number(keys: npt.NDArray[np.int64]) -> tuple[Indices, Indices]:
    """Return the keys that occur, and the place of each key among them.

    As numpy's unique, but without sorting or hashing: the keys are small whole numbers.
    """
    occurs = np.bincount(keys) > 0 if len(keys) else np.zeros(0, bool)
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[keys]


def _tally_side(
    code: str,
    ids: npt.NDArray[np.object_],
    evidence: tuple[npt.NDArray[np.int64], ...],
    shape: tuple[int, int],
    unit: int,
) -> Side:
    """Count one side; ``evidence`` is positions, categories, sizes, whose, and the pairs."""
    columns, homes, sizes, own, rows, places = evidence
    width, categories = shape
    used, place = _number(places)
    raised = np.zeros((len(used), categories), dtype=bool)
    raised[place, homes[rows]] = True
    stated = own & (columns >= 0)
    is_stated = columns[rows] >= 0
    rows, place = rows[is_stated], place[is_stated]
    cells = place * width + columns[rows]
    shares = np.bincount(cells, unit / sizes[rows], minlength=len(used) * width)
    return Side(
        code=code,
        documents=tuple(ids[used]),
        # unit is a multiple of every size: rounding only undoes the division's last bit
        shares=np.rint(shares).reshape(len(used), width),
        totals=unit * np.bincount(columns[stated], minlength=width).astype(float),
        is_raised=raised,
        pair_codings=rows,
        pair_documents=place,
        coding_positions=columns,
    )
