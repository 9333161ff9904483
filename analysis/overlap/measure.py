"""Overlap: on how much of what both sides say about a category do they mean the same thing?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.corpus.tables import UNSPECIFIED
from analysis.readers.csv_tables import split_list

BORDER = Fraction(1, 20)
"""A grade within this distance of a cut, inclusive, is marked borderline."""
FEW_CODINGS = 3
FEW_DOCUMENTS = 2

Counts = Mapping[object, int]


def concurrence(a: Counts, b: Counts) -> Fraction | None:
    """Return K, the share of a side's codings whose position the other side also takes.

    The two sides' shares are averaged, so that the side with more codings does not decide.

    Parameters
    ----------
    a, b
        Codings per position of each side.

    Returns
    -------
    Fraction or None
        From 0 to 1, exact; None where a side has no position.

    >>> concurrence({"x": 3, "y": 1}, {"x": 1, "z": 1})
    Fraction(5, 8)
    >>> concurrence({"x": 1}, {}) is None
    True
    """
    shares = [_shared_share(a, b), _shared_share(b, a)]
    if shares[0] is None or shares[1] is None:
        return None
    return (shares[0] + shares[1]) / 2


def _shared_share(own: Counts, other: Counts) -> Fraction | None:
    total = sum(own.values())
    if not total:
        return None
    return Fraction(sum(n for position, n in own.items() if other.get(position, 0) > 0), total)


def similarity(a: Counts, b: Counts) -> Fraction | None:
    """Return S, the proportional similarity of two sides; never above K.

    >>> similarity({"x": 3, "y": 1}, {"x": 1, "z": 1})
    Fraction(1, 2)
    """
    total_a, total_b = sum(a.values()), sum(b.values())
    if not total_a or not total_b:
        return None
    shares = (min(Fraction(a.get(p, 0), total_a), Fraction(b.get(p, 0), total_b)) for p in {*a, *b})
    return sum(shares, Fraction(0))


def exact(cut: float | Fraction) -> Fraction:
    """Return a cut as the fraction it is written as, so that K is compared exactly.

    >>> exact(0.75)
    Fraction(3, 4)
    >>> exact(0.1)
    Fraction(1, 10)
    """
    return cut if isinstance(cut, Fraction) else Fraction(repr(float(cut)))


def grade(
    k: Fraction | None,
    has_a: bool,
    has_b: bool,
    strong_from: float = 0.75,
    weak_below: float = 0.5,
) -> str:
    """Return the grade by rule, read off the wording of the study's Table 4.

    >>> [grade(Fraction(n, 4), True, True) for n in (1, 2, 3)]
    ['weak', 'moderate', 'strong']
    >>> grade(None, True, False), grade(None, False, False)
    ('one-sided', 'no evidence')
    """
    if k is None:
        return "one-sided" if has_a or has_b else "no evidence"
    if k >= exact(strong_from):
        return "strong"
    return "weak" if k < exact(weak_below) else "moderate"


def grade_all(values: pd.Series, strong_from: float = 0.75, weak_below: float = 0.5) -> pd.Series:
    """Grade a column of concurrences that were written as numbers; blank stays ungraded.

    The numbers are read as the simplest fraction near them, so that a third of a share is
    compared as exactly as it was computed.

    >>> list(grade_all(pd.Series([0.5, 0.749999, 0.75])))
    ['moderate', 'moderate', 'strong']
    """
    exactly = (None if pd.isna(v) else Fraction(v).limit_denominator(1_000_000) for v in values)
    grades = [None if k is None else grade(k, True, True, strong_from, weak_below) for k in exactly]
    return pd.Series(grades, index=values.index, dtype=object)


def is_borderline(k: Fraction | None, strong_from: float, weak_below: float) -> bool:
    """Tell whether K lies within 1/20 of a cut, inclusive.

    >>> is_borderline(Fraction(7, 10), 0.75, 0.5), is_borderline(Fraction(13, 20), 0.75, 0.5)
    (True, False)
    """
    return k is not None and any(abs(k - exact(cut)) <= BORDER for cut in (strong_from, weak_below))


def take_evidence(codings: pd.DataFrame, has_summaries: bool = False) -> pd.DataFrame:
    """Return the settled codings that count: specific ones, with summaries on request.

    Parameters
    ----------
    codings
        Columns coder, kind, documents and the rest, as ``codings.csv``.

    Returns
    -------
    DataFrame
        The same columns; ``documents`` is a list.
    """
    kinds = ["specific", "summary"] if has_summaries else ["specific"]
    kept = codings[(codings["coder"] == "settled") & codings["kind"].isin(kinds)]
    return kept.assign(documents=kept["documents"].fillna("").map(split_list))


def count_codings(evidence: pd.DataFrame, *by: str) -> Counts:
    """Count the codings that have a position, per position or per position and force."""
    stated = evidence[evidence["position"] != UNSPECIFIED]
    columns = list(by) or ["position"]
    keys = stated[columns[0]] if len(columns) == 1 else zip(*map(stated.get, columns), strict=True)
    return pd.Series(list(keys), dtype=object).value_counts().to_dict()


def count_documents(evidence: pd.DataFrame) -> Counts:
    """Count the distinct documents that take each position."""
    stated = evidence[evidence["position"] != UNSPECIFIED]
    pairs = stated[["position", "documents"]].explode("documents").dropna().drop_duplicates()
    return pairs["position"].value_counts().to_dict()


def coarsen(evidence: pd.DataFrame, parents: Mapping[str, str]) -> pd.DataFrame:
    """Put the coarser parent in the place of every position that has one."""
    coarse = evidence["position"].map(lambda p: parents.get(p) or p)
    return evidence.assign(position=coarse)


def measure_overlap(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    categories: pd.DataFrame,
    positions: pd.DataFrame,
    grades: pd.DataFrame,
    sides: Sequence[str],
    strong_from: float = 0.75,
    weak_below: float = 0.5,
) -> pd.DataFrame:
    """Return the overlap of every category of the taxonomy: one row each, none left out.

    Returns
    -------
    DataFrame
        category, domain; for each side its codings, positions (codings with a position),
        documents; concurrence and its other readings; similarity; emphasis (share of all
        the side's documents); grade_by_rule, is_borderline, is_thin, grade_published.
    """
    parents = dict(zip(positions["code"], positions["parent"].fillna(""), strict=True))
    graded = dict(zip(grades["category"], grades["grade"], strict=True))
    readings = {
        "specific": dict(list(take_evidence(codings).groupby("category"))),
        "summaries": dict(list(take_evidence(codings, has_summaries=True).groupby("category"))),
    }
    totals = documents["country"].value_counts()
    empty = take_evidence(codings.iloc[:0])
    rows = []
    for code, domain in zip(categories["code"], categories["domain"], strict=True):
        own = readings["specific"].get(code, empty)
        both = readings["summaries"].get(code, empty)
        row = _measure_category(own, both, parents, sides, totals)
        k = row["concurrence"]
        has_a, has_b = (bool(row[f"positions_{s.lower()}"]) for s in sides)
        row["grade_by_rule"] = grade(k, has_a, has_b, strong_from, weak_below)
        row["is_borderline"] = is_borderline(k, strong_from, weak_below)
        row["is_thin"] = k is not None and any(_is_thin(row, s.lower()) for s in sides)
        row["grade_published"] = graded.get(code)
        rows.append({"category": code, "domain": domain} | row)
    return _to_floats(pd.DataFrame(rows), sides)


def _measure_category(
    own: pd.DataFrame,
    both: pd.DataFrame,
    parents: Mapping[str, str],
    sides: Sequence[str],
    totals: pd.Series,
) -> dict[str, Any]:
    """Measure one category on its evidence, without and with summaries."""
    a, b = (own[own["country"] == s] for s in sides)
    row: dict[str, Any] = {}
    for side, part in zip(sides, (a, b), strict=True):
        row[f"codings_{side.lower()}"] = len(part)
    for side, part in zip(sides, (a, b), strict=True):
        row[f"positions_{side.lower()}"] = int((part["position"] != UNSPECIFIED).sum())
    for side, part in zip(sides, (a, b), strict=True):
        row[f"documents_{side.lower()}"] = part["documents"].explode().nunique()
    row["concurrence"] = concurrence(count_codings(a), count_codings(b))
    by_force = (count_codings(part, "position", "force") for part in (a, b))
    row["concurrence_with_force"] = concurrence(*by_force)
    row["concurrence_parents"] = concurrence(
        *(count_codings(coarsen(part, parents)) for part in (a, b))
    )
    with_summaries = (both[both["country"] == s] for s in sides)
    row["concurrence_with_summaries"] = concurrence(*map(count_codings, with_summaries))
    row["concurrence_by_document"] = concurrence(count_documents(a), count_documents(b))
    row["similarity"] = similarity(count_codings(a), count_codings(b))
    for side in sides:
        spoken = row[f"documents_{side.lower()}"]
        row[f"emphasis_{side.lower()}"] = Fraction(spoken, max(int(totals.get(side, 0)), 1))
    return row


def _is_thin(row: Mapping[str, Any], side: str) -> bool:
    few = row[f"positions_{side}"] < FEW_CODINGS
    return few or row[f"documents_{side}"] < FEW_DOCUMENTS


def _to_floats(frame: pd.DataFrame, sides: Sequence[str]) -> pd.DataFrame:
    """Turn the exact fractions into numbers for the table, blank where undefined."""
    shares = [c for c in frame if c.startswith("concurrence") or c == "similarity"]
    shares += [f"emphasis_{s.lower()}" for s in sides]
    for column in shares:
        frame[column] = [float("nan") if v is None else float(v) for v in frame[column]]
    return frame


def list_positions(
    codings: pd.DataFrame, positions: pd.DataFrame, sides: Sequence[str]
) -> pd.DataFrame:
    """Return who takes which position.

    Returns
    -------
    DataFrame
        category, position, meaning, parent; for each side its codings and documents;
        is_shared. One row for every position that a side takes, in the order of positions.csv.
    """
    evidence = take_evidence(codings)
    stated = evidence[evidence["position"] != UNSPECIFIED]
    table = positions[["category", "code", "meaning", "parent"]].rename(
        columns={"code": "position"}
    )
    for side in sides:
        own = stated[stated["country"] == side]
        table[f"codings_{side.lower()}"] = table["position"].map(count_codings(own)).fillna(0)
        table[f"documents_{side.lower()}"] = table["position"].map(count_documents(own)).fillna(0)
    numbers = [c for c in table if c.startswith(("codings_", "documents_"))]
    table[numbers] = table[numbers].astype(int)
    counts = table[[f"codings_{s.lower()}" for s in sides]]
    table["is_shared"] = (counts > 0).all(axis=1)
    return table[counts.sum(axis=1) > 0].reset_index(drop=True)


def list_evidence(codings: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return which document speaks to which category.

    Returns
    -------
    DataFrame
        document_id, label, country, category, codings: one row a pair that occurs.
    """
    evidence = take_evidence(codings).explode("documents").dropna(subset=["documents"])
    counts = evidence.groupby(["documents", "country", "category"], as_index=False).size()
    counts.columns = pd.Index(["document_id", "country", "category", "codings"])
    labels = dict(zip(documents["document_id"], label_documents(documents), strict=True))
    counts.insert(1, "label", counts["document_id"].map(labels))
    return counts


def label_documents(documents: pd.DataFrame) -> list[str]:
    """Return a label of at most 32 characters for each document: its short title, if given."""
    import textwrap

    short = documents.get("short_title", pd.Series("", index=documents.index)).fillna("")
    return [
        given or textwrap.shorten(title, 32, placeholder="…")
        for given, title in zip(short, documents["title"], strict=True)
    ]
