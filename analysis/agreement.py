"""Who says so: agreement between coders and between graders, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.coefficients import (
    ORDINAL,
    Numbers,
    Ratings,
    divide,
    find_ac1,
    find_alpha,
    find_kappa,
    find_raw_agreement,
    weigh_once,
)
from analysis.reading import split_list
from analysis.resample import Progress, draw_multiplicities, seed_generator, summarise
from analysis.schema import ADDRESSEES, FORCES, GRADES, NONE_FITS, UNSPECIFIED
from analysis.spans import SPAN, count_matches, match_spans

AGREEMENT = ("what", "category", "coefficient", "value", "low", "high", "n", "note")
Coefficient = Callable[[Ratings, Numbers], Numbers]

FOR_LABELS: dict[str, Coefficient] = {
    "raw agreement": find_raw_agreement,
    "Krippendorff's alpha": find_alpha,
    "Cohen's kappa": find_kappa,
    "Gwet's AC1": find_ac1,
}
FOR_SCALES: dict[str, Coefficient] = {
    "raw agreement": find_raw_agreement,
    "Krippendorff's alpha, ordinal": lambda r, w: find_alpha(r, w, ORDINAL),
    "Cohen's kappa": find_kappa,
    "weighted kappa, linear": lambda r, w: find_kappa(r, w, "linear"),
    "weighted kappa, quadratic": lambda r, w: find_kappa(r, w, "quadratic"),
    "Gwet's AC1": find_ac1,
}
LABELS = ("category", "position", "force", "addressee")
"""Columns of the codings that coders are compared on."""
YES_NO = ("no", "yes")


@dataclass(frozen=True)
class Draws:
    """Resamples of clusters, as weights of the units: made once, used for every coefficient."""

    clusters: npt.NDArray[np.int64]
    weights: Numbers

    @classmethod
    def from_clusters(cls, clusters: pd.Series, resamples: int, seed: int) -> Draws:
        """Draw clusters (documents) with replacement; all units of a cluster go together."""
        numbers, names = pd.factorize(clusters)
        rng = seed_generator(seed, "agreement")
        drawn = draw_multiplicities(rng, len(names), resamples)
        return cls(numbers, drawn[:, numbers])

    def take(self, is_kept: npt.NDArray[np.bool_]) -> Draws:
        """Keep some of the units."""
        return Draws(self.clusters[is_kept], self.weights[:, is_kept])


def measure_agreement(
    table: pd.DataFrame,
    scale: Sequence[object],
    draws: Draws,
    what: str,
    category: str | None = None,
    coefficients: dict[str, Coefficient] | None = None,
) -> list[dict[str, object]]:
    """Compute every coefficient of one table of units x coders, with a 95% interval.

    The interval resamples clusters of units (documents), since the units of one document are
    not independent; coincidences or single ratings are never resampled. It covers only the
    resamples in which the coefficient is defined.

    Returns
    -------
    list of dict
        One row a coefficient, columns as ``AGREEMENT``: value, low and high blank (NaN)
        where undefined, n the units that at least two coders rated, note the reason for a
        blank.
    """
    ratings = Ratings.from_table(table, scale)
    n = int(ratings.is_paired.sum())
    clusters = len(np.unique(draws.clusters[ratings.is_paired]))
    rows: list[dict[str, object]] = []
    for name, coefficient in (coefficients or FOR_LABELS).items():
        value = float(coefficient(ratings, weigh_once(ratings))[0])
        note = _say_why_undefined(ratings) if np.isnan(value) else ""
        low = high = np.nan
        if np.isfinite(value) and clusters < 2:
            note = "no interval: a single document"
        elif np.isfinite(value):
            drawn = coefficient(ratings, draws.weights)
            low, high, note = _find_interval(drawn)
        row = (what, category, name, value, low, high, n, note)
        rows.append(dict(zip(AGREEMENT, row, strict=True)))
    return rows


def _find_interval(drawn: Numbers) -> tuple[float, float, str]:
    _, low, high, defined = summarise(drawn[:, None])
    missing = len(drawn) - int(defined[0])
    note = f"undefined in {missing} of {len(drawn)} resamples" if missing else ""
    return float(low[0]), float(high[0]), note


def _say_why_undefined(ratings: Ratings) -> str:
    given = [bool((column >= 0).any()) for column in ratings.codes.T]
    silent = [name for name, has_any in zip(ratings.coders, given, strict=True) if not has_any]
    if len(ratings.coders) < 2:
        return "undefined: only one coder"
    if silent:
        return f"undefined: nothing from {', '.join(silent)}"
    if not ratings.is_paired.any():
        return "undefined: nothing that two coders rated"
    return "undefined: all values are equal"


def tabulate_agreement(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Return the rows as one table, with its columns even where there are none."""
    table = pd.DataFrame(list(rows), columns=list(AGREEMENT))
    return table.astype({"category": object, "note": object})


def find_clusters(codings: pd.DataFrame, quotes: pd.DataFrame | None = None) -> pd.Series:
    """Return the document of every coding_id: what is resampled.

    The document of the quote, where there are quotes; else the first document that a row of
    the coding names, the settled row before the coders'; a coding that names none is a
    cluster of its own.

    Returns
    -------
    Series
        Document, or ``coding <id>``, indexed by coding_id.
    """
    ordered = codings.iloc[(codings["coder"] != "settled").to_numpy().argsort(kind="stable")]
    named = ordered["documents"].fillna("").map(lambda cell: next(iter(split_list(cell)), None))
    if quotes is not None and "quote_id" in quotes and "quote_id" in ordered:
        home = dict(zip(quotes["quote_id"], quotes["document_id"], strict=True))
        named = ordered["quote_id"].map(home).where(lambda found: found.notna(), named)
    first = named.groupby(ordered["coding_id"], sort=False).first()
    return first.where(first.notna(), "coding " + first.index.astype(str).to_series(first.index))


def compare_coders(
    codings: pd.DataFrame,
    coders: Sequence[str],
    categories: pd.DataFrame,
    positions: pd.DataFrame,
    quotes: pd.DataFrame | None = None,
    resamples: int = 2000,
    seed: int = 0,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Compare the coders on every label, over all and within each category.

    The unit is a coding_id, which is the same for every coder of one item. ``coded``: share
    of the items that every coder coded (a coding that only one coder made is a disagreement
    that the coefficients cannot see, because it is a missing value to them). ``category``:
    over all, one label of 21; within a category, yes or no. ``position``, ``force``,
    ``addressee``: over all items; within a category, over the items that every coder of the
    item put there, so that a disagreement on the category does not count twice. The scale of
    positions is the codebook's, with 'unspecified' and 'none fits'.

    Parameters
    ----------
    codings
        coding_id, coder, documents and the columns in ``LABELS``; blank cells are missing.
    coders
        Who is compared ('settled' is no coder); one who coded nothing is allowed.
    progress
        Called with categories done and categories in all.

    Returns
    -------
    DataFrame
        what, category (blank over all), coefficient, value, low, high (95%, documents
        resampled), n (items that at least two coders labelled), note.
    """
    own = codings[codings["coder"].isin(coders)]
    own = own[own["coding_id"].notna()]
    clusters = find_clusters(codings, quotes)
    units = pd.Index(own["coding_id"].unique())
    draws = Draws.from_clusters(clusters.reindex(units), resamples, seed)
    tables = {label: _spread(own, label, units, coders) for label in LABELS if label in own}
    rows = _measure_coded(tables["category"].notna(), draws)
    scales = _list_scales(categories, positions)
    for label, table in tables.items():
        if label == "position":
            table = tables["category"] + ": " + table
        rows += measure_agreement(table, scales[label], draws, label)
    for done, code in enumerate(categories["code"], start=1):
        rows += _measure_category(str(code), tables, draws, positions)
        if progress:
            progress(done, len(categories))
    return tabulate_agreement(rows)


def _spread(own: pd.DataFrame, label: str, units: pd.Index, coders: Sequence[str]) -> pd.DataFrame:
    """Return units x coders, blank where a coder gave no such label."""
    filled = own[label].where(own[label].notna() & (own[label] != ""), None)
    table = own.assign(**{label: filled}).pivot(index="coding_id", columns="coder", values=label)
    return table.reindex(index=units, columns=list(coders)).astype(object)


def _list_scales(categories: pd.DataFrame, positions: pd.DataFrame) -> dict[str, list[str]]:
    own = (positions["category"] + ": " + positions["code"]).tolist()
    open_ended = [f"{c}: {word}" for c in categories["code"] for word in (UNSPECIFIED, NONE_FITS)]
    return {
        "category": categories["code"].tolist(),
        "position": own + open_ended,
        "force": list(FORCES),
        "addressee": list(ADDRESSEES),
    }


def _measure_coded(is_coded: pd.DataFrame, draws: Draws) -> list[dict[str, object]]:
    """Share of the items that every coder coded."""
    every = is_coded.all(axis=1).to_numpy(float)
    note = "undefined: only one coder" if is_coded.shape[1] < 2 else ""
    row = _measure_ratio(every, np.ones(len(every)), draws, note)
    return [{"what": "coded", "category": None, "coefficient": "coded by all"} | row]


def _measure_ratio(
    top: Numbers, bottom: Numbers, draws: Draws, note: str = ""
) -> dict[str, object]:
    """Return a share of sums with its interval over the draws."""
    n = int(bottom.sum())
    value = np.nan if note or not n else float(top.sum() / bottom.sum())
    low = high = np.nan
    if not note and not n:
        note = "undefined: nothing to compare"
    elif not note and len(np.unique(draws.clusters[bottom > 0])) < 2:
        note = "no interval: a single document"
    elif not note:
        low, high, note = _find_interval(divide(draws.weights @ top, draws.weights @ bottom))
    return {"value": value, "low": low, "high": high, "n": n, "note": note}


def _measure_category(
    code: str, tables: dict[str, pd.DataFrame], draws: Draws, positions: pd.DataFrame
) -> list[dict[str, object]]:
    """Compare the coders within one category; nothing where no coder used it."""
    category = tables["category"]
    is_here = (category == code).to_numpy(bool)
    if not is_here.any():
        return []
    # a missing category stays missing: the coder did not code the item
    words = np.where(is_here, "yes", "no").astype(object)
    is_chosen = pd.DataFrame(words, category.index, category.columns).where(category.notna(), None)
    rows = measure_agreement(is_chosen, YES_NO, draws, "category", code)
    agreed = is_here.any(axis=1) & (is_here | category.isna().to_numpy(bool)).all(axis=1)
    scale = positions.loc[positions["category"] == code, "code"].tolist()
    scales = {
        "position": [*scale, UNSPECIFIED, NONE_FITS],
        "force": FORCES,
        "addressee": ADDRESSEES,
    }
    for label, values in scales.items():
        if label in tables and agreed.any():
            table = tables[label][agreed]
            rows += measure_agreement(table, values, draws.take(agreed), label, code)
    return rows


def compare_graders(
    grades: pd.DataFrame, graders: Sequence[str], resamples: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Compare graders over all categories; the scale is weak < moderate < strong, declared.

    The unit, and what is resampled, is the category. Empty where there are no graders.

    Parameters
    ----------
    grades
        category, grader, grade.
    graders
        Who is compared: not a consensus, which is no independent grader.

    Returns
    -------
    DataFrame
        As ``compare_coders``; what is ``grade``.
    """
    own = grades[grades["grader"].isin(graders)]
    if own.empty:
        return tabulate_agreement([])
    table = own.pivot(index="category", columns="grader", values="grade")
    table = table.reindex(columns=list(graders)).astype(object)
    draws = Draws.from_clusters(pd.Series(table.index), resamples, seed)
    rows = measure_agreement(table, GRADES, draws, "grade", coefficients=FOR_SCALES)
    return tabulate_agreement(rows)


def compare_spans(
    codings: pd.DataFrame,
    quotes: pd.DataFrame,
    coders: Sequence[str],
    categories: pd.DataFrame,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare which passages two coders marked, and what they called those both marked.

    ``span``: share of each coder's spans that match one of the other's (``spans.match_spans``)
    and F1, their harmonic mean, over all spans and over the spans of each category.
    ``category on matched spans`` and ``position on matched spans``: over all, agreement on
    the whole set of labels of a span (no AC1: sets have no declared scale); within a
    category, whether the span has it.

    Parameters
    ----------
    codings
        coding_id, coder, quote_id, category, position.
    quotes
        quote_id, document_id, start, end.
    coders
        Two coders.

    Returns
    -------
    DataFrame
        As ``compare_coders``; n is the number of spans, or of matched spans.
    """
    placed = codings[codings["coder"].isin(coders)].merge(
        quotes[["quote_id", *SPAN]], on="quote_id", validate="many_to_one"
    )
    if placed.empty or len(coders) < 2:
        return tabulate_agreement([])
    documents = pd.Series(sorted(placed["document_id"].unique()))
    draws = Draws.from_clusters(documents, resamples, seed)
    rows = _measure_spans(placed, coders, documents, draws, None)
    rows += _measure_matched(placed, coders, documents, draws, categories)
    for code in categories["code"]:
        own = placed[placed["category"] == code]
        if not own.empty:
            rows += _measure_spans(own, coders, documents, draws, str(code))
    return tabulate_agreement(rows)


def _list_spans(placed: pd.DataFrame, coder: str) -> pd.DataFrame:
    own = placed[placed["coder"] == coder]
    return own[SPAN].drop_duplicates().sort_values(SPAN).reset_index(drop=True)


def _measure_spans(
    placed: pd.DataFrame,
    coders: Sequence[str],
    documents: pd.Series,
    draws: Draws,
    category: str | None,
) -> list[dict[str, object]]:
    a, b = (_list_spans(placed, coder) for coder in coders[:2])
    counts = count_matches(a, b, match_spans(a, b)).set_index("document_id")
    counts = counts.reindex(documents, fill_value=0).astype(float)
    of_a, of_b, matched = (counts[c].to_numpy() for c in ("spans_a", "spans_b", "matched"))
    shares = {
        f"share of {coders[0]} matched": (matched, of_a),
        f"share of {coders[1]} matched": (matched, of_b),
        "F1": (2 * matched, of_a + of_b),
    }
    return [
        {"what": "span", "category": category, "coefficient": name}
        | _measure_ratio(top, bottom, draws)
        for name, (top, bottom) in shares.items()
    ]


def _measure_matched(
    placed: pd.DataFrame,
    coders: Sequence[str],
    documents: pd.Series,
    draws: Draws,
    categories: pd.DataFrame,
) -> list[dict[str, object]]:
    """Compare the labels of the spans that both coders marked."""
    a, b = (_list_spans(placed, coder) for coder in coders[:2])
    matches = match_spans(a, b)
    if matches.empty:
        return []
    home = pd.Index(documents).get_indexer(matches["document_id"])
    own = Draws(home, draws.weights[:, home])
    coefficients = {n: f for n, f in FOR_LABELS.items() if n != "Gwet's AC1"}
    rows: list[dict[str, object]] = []
    for label in ("category", "position"):
        sets = [
            _gather(placed, coder, label, spans).iloc[matches[side]].reset_index(drop=True)
            for coder, side, spans in zip(coders[:2], "ab", (a, b), strict=True)
        ]
        table = pd.concat([s.map(lambda v: "; ".join(sorted(v))) for s in sets], axis=1)
        table.columns = pd.Index(coders[:2])
        what = f"{label} on matched spans"
        scale = sorted(set(table.to_numpy().ravel()))
        rows += measure_agreement(table, scale, own, what, None, coefficients)
        for code in categories["code"] if label == "category" else ():
            has = pd.concat([s.map(lambda v, c=code: YES_NO[c in v]) for s in sets], axis=1)
            has.columns = pd.Index(coders[:2])
            if (has == "yes").to_numpy().any():
                rows += measure_agreement(has, YES_NO, own, what, str(code))
    return rows


def _gather(placed: pd.DataFrame, coder: str, label: str, spans: pd.DataFrame) -> pd.Series:
    """Return the set of labels that a coder gave to each of the spans."""
    own = placed[placed["coder"] == coder]
    sets = own.groupby(SPAN)[label].agg(lambda values: frozenset(values.dropna()))
    keys = pd.MultiIndex.from_frame(spans)
    return pd.Series(sets.reindex(keys).to_list(), dtype=object)


def list_disagreements(codings: pd.DataFrame, coders: Sequence[str]) -> pd.DataFrame:
    """Return every label the coders did not agree on, and how it was settled.

    Returns
    -------
    DataFrame
        coding_id, what, one column a coder (blank: gave none), settled (blank: dropped, or
        not settled), reason. In the order of the codings.
    """
    own = codings[codings["coder"].isin(coders) & codings["coding_id"].notna()]
    units = pd.Index(own["coding_id"].unique())
    settled = codings[codings["coder"] == "settled"].drop_duplicates("coding_id")
    settled = settled.set_index("coding_id").reindex(units)
    frames = []
    for label in LABELS:
        if label not in own:
            continue
        table = _spread(own, label, units, coders)
        differs = table.fillna("").nunique(axis=1).gt(1)
        frame = table.assign(
            what=label,
            settled=settled[label].astype(object),
            reason=settled["reason"].astype(object) if "reason" in settled else None,
        )
        frames.append(frame[differs.to_numpy(bool)])
    columns = ["coding_id", "what", *coders, "settled", "reason"]
    if not frames or len(coders) < 2:
        return pd.DataFrame(columns=columns)
    found = pd.concat(frames).rename_axis("coding_id").reset_index()
    place = units.get_indexer(found["coding_id"])
    return found.iloc[np.argsort(place, kind="stable")][columns].reset_index(drop=True)


def list_grade_disagreements(
    grades: pd.DataFrame, graders: Sequence[str], consensus: str = "consensus"
) -> pd.DataFrame:
    """Return every category the graders did not agree on, and the grade they settled on.

    Returns
    -------
    DataFrame
        category, one column a grader, consensus (blank where there is none).
    """
    table = grades.pivot(index="category", columns="grader", values="grade").astype(object)
    table = table.reindex(index=grades["category"].unique(), columns=[*graders, consensus])
    differs = table[list(graders)].fillna("").nunique(axis=1).gt(1)
    return table[differs].rename_axis(columns=None).reset_index()
