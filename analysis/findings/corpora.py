"""Setting the answers of several corpora side by side: they speak in one codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import pandas as pd

from analysis.corpus.tables import GRADES
from analysis.overlap.ledger import ANCHORED, COMMON, NOT_FOUND, ONE_SIDED

COUNTED = {"common": COMMON, "anchored": ANCHORED, "one_sided": ONE_SIDED}
MEASURED = ("ratio", "low", "high", "verdict")


def compare_understandings(
    ledgers: Mapping[str, pd.DataFrame], in_study: Sequence[str]
) -> pd.DataFrame:
    """Return every understanding that some corpus holds, with its status in each.

    Parameters
    ----------
    ledgers
        By corpus: ``understandings`` of one pair of sides.
    in_study
        The understandings that the study presents as held by both sides.

    Returns
    -------
    DataFrame
        category, position, in_study; status_<corpus> and firmness_<corpus> of each corpus.
        Rows in the order of the codebook.
    """
    table = None
    for corpus, ledger in ledgers.items():
        own = ledger.drop_duplicates("position")[["category", "position", "status", "firmness"]]
        own = own.rename(columns={n: f"{n}_{corpus}" for n in ("status", "firmness")})
        table = own if table is None else table.merge(own, on=["category", "position"])
    if table is None:
        raise ValueError("no corpus to compare")
    statuses = table.filter(like="status_")
    table.insert(2, "in_study", table["position"].isin(list(in_study)))
    return table[(statuses != NOT_FOUND).any(axis=1) | table["in_study"]].reset_index(drop=True)


def cross_statuses(table: pd.DataFrame, corpora: Sequence[str]) -> pd.DataFrame:
    """Count the understandings by their status in every two corpora.

    Parameters
    ----------
    table
        As ``compare_understandings`` returns it.

    Returns
    -------
    DataFrame
        corpus_a, corpus_b, status_a, status_b, understandings, in_study (how many of them the
        study presents as held by both); only what occurs.
    """
    parts = []
    for one, other in combinations(corpora, 2):
        pair = [f"status_{one}", f"status_{other}"]
        counted = table.groupby(pair, sort=False)["in_study"].agg(
            understandings="size", in_study="sum"
        )
        counted = counted.rename_axis(["status_a", "status_b"]).reset_index()
        counted.insert(0, "corpus_a", one)
        counted.insert(1, "corpus_b", other)
        parts.append(counted)
    columns = ["corpus_a", "corpus_b", "status_a", "status_b", "understandings", "in_study"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def compare_categories(
    understandings: pd.DataFrame,
    agreements: Mapping[str, pd.DataFrame],
    overlaps: Mapping[str, pd.DataFrame],
    study: pd.DataFrame,
    graders: pd.DataFrame,
) -> pd.DataFrame:
    """Return what every corpus shows of every category, beside the grades of others.

    Parameters
    ----------
    understandings
        As ``compare_understandings`` returns it.
    agreements, overlaps
        By corpus: ``agreement_by_category`` (the rows with the smallest m are taken) and
        ``overlap``, of one pair of sides.
    study, graders
        category and grade of the study, and of our graders' consensus; may be empty.

    Returns
    -------
    DataFrame
        category, grade_study, grade_graders; for each corpus common_, anchored_ and
        one_sided_<corpus> (numbers of understandings), ratio_, low_, high_ and
        verdict_<corpus> (R with its interval), grade_<corpus> (by the study's yardstick); and
        common_all (understandings that are common in every corpus).
    """
    table = next(iter(overlaps.values()))[["category"]].reset_index(drop=True)
    for name, rows in (("study", study), ("graders", graders)):
        table[f"grade_{name}"] = table["category"].map(_grades(rows)).astype(object)
    is_common = pd.Series(data=True, index=understandings.index)
    for corpus, overlap in overlaps.items():
        status = understandings[f"status_{corpus}"]
        is_common &= status == COMMON
        for name, word in COUNTED.items():
            counts = understandings.loc[status == word, "category"].value_counts()
            table[f"{name}_{corpus}"] = table["category"].map(counts).fillna(0).astype(int)
        agreement = agreements[corpus]
        first = agreement[agreement["m"] == agreement["m"].min()].set_index("category")
        for name in MEASURED:
            table[f"{name}_{corpus}"] = table["category"].map(first[name])
        table[f"grade_{corpus}"] = table["category"].map(
            dict(zip(overlap["category"], overlap["grade_by_rule"], strict=True))
        )
    counts = understandings.loc[is_common, "category"].value_counts()
    table["common_all"] = table["category"].map(counts).fillna(0).astype(int)
    return table


def _grades(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["category"], rows["grade"], strict=True))


def count_agreement(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Count for every pair of graders the categories that both grade and that they grade alike.

    Returns
    -------
    DataFrame
        first, second, n, same, expected (how many two graders who deal out the same grades
        at random would give alike), kappa (Cohen's, unweighted; blank where undefined), higher
        and lower (where the second sees more, or less, overlap than the first).
    """
    rows = []
    for one, other in combinations(columns, 2):
        both = table[table[one].isin(GRADES) & table[other].isin(GRADES)]
        steps = both[other].map(GRADES.index) - both[one].map(GRADES.index)
        same = int((steps == 0).sum())
        expected = expect_agreement(both[one], both[other])
        left = len(both) - expected
        kappa = (same - expected) / left if left > 0 else float("nan")
        pair = {"first": one, "second": other, "n": len(both), "same": same}
        pair |= {"expected": expected, "kappa": kappa}
        rows.append(pair | {"higher": int((steps > 0).sum()), "lower": int((steps < 0).sum())})
    names = ["first", "second", "n", "same", "expected", "kappa", "higher", "lower"]
    return pd.DataFrame(rows, columns=names)


def expect_agreement(one: pd.Series, other: pd.Series) -> float:
    """Return how many items two graders would grade alike if each dealt out its grades at random.

    >>> expect_agreement(pd.Series(["weak", "strong"]), pd.Series(["weak", "weak"]))
    1.0
    """
    if not len(one):
        return 0.0
    shares = one.value_counts() * other.value_counts()
    return float(shares.sum() / len(one))
