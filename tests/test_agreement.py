"""Coefficients against published examples; agreement of coders, graders and spans."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from analysis.base.errors import DataError, ParameterError
from analysis.coders.agreement import (
    AGREEMENT,
    compare_coders,
    compare_graders,
    sample_weights,
    find_clusters,
)
from analysis.coders.coefficients import (
    Ratings,
    Weights,
    find_ac1,
    find_alpha,
    find_kappa,
    find_raw_agreement,
    weigh_once,
)
from analysis.coders.disagreements import list_disagreements, list_grade_disagreements
from analysis.coders.passages import compare_spans, match_spans

NAN = np.nan

# Example data of Krippendorff (2011), 'Computing Krippendorff's Alpha-Reliability': 4 coders,
# 12 units, missing values; as found in the dataset cac.raw4raters of the R package irrCAC 1.0
# (inst/extdata/cac.raw4raters.csv) and in the documentation of the Python package krippendorff.
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, NAN],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]

# 3 coders, 15 units: the worked example of the article 'Krippendorff's alpha' of the English
# Wikipedia, as found in the documentation of the Python package krippendorff.
WIKIPEDIA = [
    [NAN, NAN, NAN, NAN, NAN, 3, 4, 1, 2, 1, 1, 3, 3, NAN, 3],
    [1, NAN, 2, 1, 3, 3, 4, 3, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
    [NAN, NAN, 2, 1, 3, 4, 4, NAN, 2, 1, 1, 3, 3, NAN, 4],
]

# 15 patients, 6 psychiatrists, 5 diagnoses, as counts: dataset distrib.6raters of irrCAC.
SIX_RATERS = [
    [0, 0, 0, 6, 0],
    [0, 3, 0, 0, 3],
    [0, 1, 4, 0, 1],
    [0, 0, 0, 0, 6],
    [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2],
    [2, 0, 3, 1, 0],
    [2, 0, 0, 4, 0],
    [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0],
    [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0],
    [1, 0, 0, 5, 0],
    [0, 2, 0, 3, 1],
]

# 100 patients, 2 abstractors, 3 values: dataset cont3x3abstractors of irrCAC.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


def rate(rows, scale):
    return Ratings.from_table(pd.DataFrame(rows, dtype=object).T, scale)


def from_contingency(matrix):
    pairs = [(i, j) for i, row in enumerate(matrix) for j, n in enumerate(row) for _ in range(n)]
    return rate(list(zip(*pairs, strict=True)), range(len(matrix)))


def from_counts(matrix):
    rows = [[value for value, n in enumerate(row) for _ in range(n)] for row in matrix]
    return rate(list(zip(*rows, strict=True)), range(len(matrix[0])))


def once(coefficient, ratings, *more):
    return float(coefficient(ratings, weigh_once(ratings), *more)[0])


def test_krippendorffs_own_example():
    # values: irrCAC's README (nominal .74342, AC1 .77544, raw .8181818) and the documentation
    # of the package krippendorff (ordinal .815)
    ratings = rate(KRIPPENDORFF, [1, 2, 3, 4, 5])
    assert once(find_alpha, ratings) == pytest.approx(0.74342, abs=5e-6)
    assert once(find_alpha, ratings, "ordinal") == pytest.approx(0.815, abs=5e-4)
    assert once(find_raw_agreement, ratings) == pytest.approx(0.8181818, abs=5e-8)
    assert once(find_ac1, ratings) == pytest.approx(0.77544, abs=5e-6)


def test_the_example_of_wikipedia():
    ratings = rate(WIKIPEDIA, [1, 2, 3, 4])
    assert once(find_alpha, ratings) == pytest.approx(0.691358, abs=5e-7)


def test_six_raters():
    # values: irrCAC's README
    ratings = from_counts(SIX_RATERS)
    assert once(find_ac1, ratings) == pytest.approx(0.4448007, abs=5e-8)
    assert once(find_alpha, ratings) == pytest.approx(0.4204384, abs=5e-8)
    assert once(find_raw_agreement, ratings) == pytest.approx(0.5511111, abs=5e-8)


def test_two_abstractors():
    # values: irrCAC's vignettes 'overview' and 'weighting'
    ratings = from_contingency(ABSTRACTORS)
    assert once(find_kappa, ratings) == pytest.approx(0.7964094, abs=5e-8)
    assert once(find_kappa, ratings, "quadratic") == pytest.approx(0.8921569, abs=5e-8)
    assert once(find_ac1, ratings) == pytest.approx(0.8493305, abs=5e-8)
    assert once(find_alpha, ratings) == pytest.approx(0.7972585, abs=5e-8)
    assert once(find_raw_agreement, ratings) == pytest.approx(0.89)


def test_kappa_examples_of_artstein_and_poesio():
    # data and values as found in scikit-learn's own tests of cohen_kappa_score, which name
    # Artstein and Poesio (2008), Tables 1 and 4, for the first two
    assert once(find_kappa, from_contingency([[20, 20], [10, 50]])) == pytest.approx(
        0.348, abs=5e-4
    )
    a = [0] * 46 + [1] * 44 + [2] * 10
    ratings = rate([a, [0] * 52 + [1] * 32 + [2] * 16], range(3))
    assert once(find_kappa, ratings) == pytest.approx(0.8013, abs=5e-5)
    ratings = rate([a, [0] * 50 + [1] * 40 + [2] * 10], range(3))
    assert once(find_kappa, ratings) == pytest.approx(0.9315, abs=5e-5)
    assert once(find_kappa, ratings, "linear") == pytest.approx(0.9412, abs=5e-5)
    assert once(find_kappa, ratings, "quadratic") == pytest.approx(0.9541, abs=5e-5)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30))
@settings(max_examples=100, deadline=None)
def test_kappa_is_scikit_learns_with_the_same_scale(pairs):
    a, b = zip(*pairs, strict=True)
    ratings = rate([a, b], range(4))
    for ours, theirs in (("none", None), ("linear", "linear"), ("quadratic", "quadratic")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = cohen_kappa_score(a, b, labels=[0, 1, 2, 3], weights=theirs)
        found = once(find_kappa, ratings, ours)
        if len(set(a) | set(b)) > 1:
            assert found == pytest.approx(expected, abs=1e-9)
        else:
            assert np.isnan(found)


def test_an_unused_level_in_the_middle_changes_weighted_kappa_only():
    a, b = [0, 0, 1, 3, 3, 1], [0, 1, 1, 3, 1, 0]
    declared, read_off = rate([a, b], range(4)), rate([a, b], [0, 1, 3])
    assert once(find_kappa, declared) == pytest.approx(once(find_kappa, read_off))
    for weights in ("linear", "quadratic"):
        assert once(find_kappa, declared, weights) != pytest.approx(
            once(find_kappa, read_off, weights)
        )
    assert once(find_ac1, declared) > once(find_ac1, read_off)


def test_alpha_is_above_scotts_pi_in_small_samples_as_documented():
    # Scott's pi of the abstractors by irrCAC's vignette 'overview': .7962397
    assert once(find_alpha, from_contingency(ABSTRACTORS)) > 0.7962397


COEFFICIENTS = [
    (find_alpha, ()),
    (find_alpha, ("ordinal",)),
    (find_kappa, ()),
    (find_kappa, ("linear",)),
    (find_kappa, ("quadratic",)),
    (find_ac1, ()),
]


@pytest.mark.parametrize(("coefficient", "more"), COEFFICIENTS)
def test_no_variation_is_undefined_never_one(coefficient, more):
    assert np.isnan(once(coefficient, rate([[1, 1, 1], [1, 1, 1]], [1, 2, 3]), *more))
    assert np.isnan(once(coefficient, rate([[1, 1], [1, 1]], [1]), *more))


@pytest.mark.parametrize(("coefficient", "more"), COEFFICIENTS)
def test_perfect_agreement_is_one_and_nothing_to_compare_is_undefined(coefficient, more):
    assert once(coefficient, rate([[1, 2, 3], [1, 2, 3]], [1, 2, 3]), *more) == pytest.approx(1)
    assert np.isnan(once(coefficient, rate([[1, 2], [NAN, NAN]], [1, 2]), *more))
    assert np.isnan(once(coefficient, rate([[1, 2]], [1, 2]), *more))


@pytest.mark.parametrize(("coefficient", "more"), [*COEFFICIENTS, (find_raw_agreement, ())])
def test_a_weight_of_two_is_the_unit_twice(coefficient, more):
    ratings = rate([row[:9] for row in KRIPPENDORFF], [1, 2, 3, 4, 5])
    weights = np.ones((1, 9))
    weights[0, [2, 5]] = [2, 3]
    twice = [[*row[:9], row[2], row[5], row[5]] for row in KRIPPENDORFF]
    expected = once(coefficient, rate(twice, [1, 2, 3, 4, 5]), *more)
    assert coefficient(ratings, Weights(np.arange(9), weights), *more)[0] == pytest.approx(expected)


def test_refuses_values_off_the_scale_and_unknown_levels():
    with pytest.raises(ParameterError, match="not on the scale: 7"):
        rate([[1, 7]], [1, 2])
    with pytest.raises(ParameterError):
        once(find_alpha, rate([[1]], [1]), "interval")
    with pytest.raises(ParameterError):
        once(find_kappa, rate([[1]], [1]), "cubic")


CATEGORIES = pd.DataFrame({"code": ["bias", "privacy", "liability"]})
POSITIONS = pd.DataFrame(
    {
        "code": ["bias.x", "bias.y", "privacy.p"],
        "category": ["bias", "bias", "privacy"],
        "parent": ["", "", ""],
    }
)


def make_codings(*rows):
    """Codings from 'id coder category position document [force]'; '-' is blank."""
    columns = ["coding_id", "coder", "category", "position", "documents", "force"]
    made = [["" if cell == "-" else cell for cell in [*row.split(), "law"][:6]] for row in rows]
    frame = pd.DataFrame(made, columns=columns, dtype=object)
    return frame.assign(addressee="provider", reason="").replace("", None)


CODINGS = make_codings(
    "1 a bias bias.x d1",
    "1 b bias bias.x d1",
    "2 a bias bias.x d1",
    "2 b bias bias.y d1",
    "2 settled bias bias.y d1",
    "3 a bias bias.y d2",
    "3 b privacy privacy.p d2",
    "4 a privacy privacy.p d3",
    "4 b privacy privacy.p d3 pledge",
    "5 a privacy unspecified -",
)


def compare(codings, coders=("a", "b"), **more):
    return compare_coders(codings, coders, CATEGORIES, POSITIONS, resamples=50, **more)


def pick(table, what, category, coefficient):
    own = table["category"].isna() if category is None else table["category"] == category
    found = table[own & (table["what"] == what) & (table["coefficient"] == coefficient)]
    assert len(found) == 1
    return found.iloc[0]


def test_coders_are_compared_over_all_and_within_each_category():
    table = compare(CODINGS)
    assert list(table) == list(AGREEMENT)
    coded = pick(table, "coded", None, "coded by all")
    assert coded["value"] == 0.8 and coded["n"] == 5
    assert pick(table, "category", None, "raw agreement")["value"] == 0.75
    assert pick(table, "category", None, "raw agreement")["n"] == 4
    assert pick(table, "position", None, "raw agreement")["value"] == 0.5
    # items 1 and 2 only: both coders put them there
    assert pick(table, "position", "bias", "raw agreement")["n"] == 2
    assert pick(table, "position", "privacy", "raw agreement")["n"] == 1
    assert pick(table, "force", None, "raw agreement")["value"] == 0.75
    assert "liability" not in set(table["category"])
    a, b = ["bias", "bias", "bias", "privacy"], ["bias", "bias", "privacy", "privacy"]
    kappa = pick(table, "category", None, "Cohen's kappa")["value"]
    assert kappa == pytest.approx(cohen_kappa_score(a, b))


def test_intervals_resample_documents():
    row = pick(compare(CODINGS), "category", None, "raw agreement")
    assert row["low"] < row["value"] <= row["high"]
    one = compare(make_codings("1 a bias bias.x d", "1 b bias bias.x d", "2 a bias bias.y d"))
    row = pick(one, "category", None, "raw agreement")
    assert np.isnan(row["low"]) and row["note"] == "no interval: a single document"
    draws = sample_weights(pd.Series(["d", "d", "e"]), 30, 0)
    each = draws.multiplicities[:, draws.clusters]
    assert each.shape == (30, 3) and (each[:, 0] == each[:, 1]).all()


def test_progress_and_the_same_seed_the_same_table():
    seen = []
    first = compare(CODINGS, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    pd.testing.assert_frame_equal(first, compare(CODINGS))


def test_one_coder_only():
    table = compare(CODINGS, ["a"])
    assert table["value"].isna().all() and table["low"].isna().all()
    assert set(table["note"]) == {"undefined: only one coder"}


def test_a_coder_who_coded_nothing():
    table = compare(CODINGS[CODINGS["coder"] == "a"])
    assert pick(table, "coded", None, "coded by all")["value"] == 0
    row = pick(table, "category", None, "Krippendorff's alpha")
    assert np.isnan(row["value"]) and row["note"] == "undefined: nothing from b" and row["n"] == 0


def test_all_values_equal():
    codings = make_codings(*[f"{n} {c} bias bias.x d{n}" for n in range(4) for c in "ab"])
    table = compare(codings)
    for name in ("Krippendorff's alpha", "Cohen's kappa", "Gwet's AC1"):
        row = pick(table, "position", None, name)
        assert np.isnan(row["value"]) and row["note"] == "undefined: all values are equal"
    assert pick(table, "position", None, "raw agreement")["value"] == 1


def test_nothing_coded_at_all():
    table = compare(CODINGS.iloc[:0])
    assert list(table) == list(AGREEMENT) and table["value"].isna().all()
    assert list_disagreements(CODINGS.iloc[:0], ["a", "b"]).empty


def test_three_coders():
    more = make_codings("1 c bias bias.x d1", "2 c bias bias.x d1", "3 c bias bias.y d2")
    table = compare(pd.concat([CODINGS, more]), ["a", "b", "c"])
    assert pick(table, "position", None, "raw agreement")["n"] == 4
    assert np.isfinite(pick(table, "position", None, "Cohen's kappa")["value"])


def test_clusters_are_the_documents():
    clusters = find_clusters(CODINGS)
    assert clusters.to_dict() == {"1": "d1", "2": "d1", "3": "d2", "4": "d3", "5": "coding 5"}
    quotes = pd.DataFrame({"quote_id": ["q"], "document_id": ["home"]})
    placed = CODINGS.assign(quote_id=["q"] + [None] * 9)
    assert find_clusters(placed, quotes)["1"] == "home"


def test_every_disagreement_is_listed_with_how_it_was_settled():
    table = list_disagreements(CODINGS, ["a", "b"])
    assert list(table) == ["coding_id", "what", "a", "b", "settled", "reason"]
    found = list(zip(table["coding_id"], table["what"], strict=True))
    assert found[:3] == [("2", "position"), ("3", "category"), ("3", "position")]
    assert ("4", "force") in found and ("5", "category") in found
    assert table["settled"].iloc[0] == "bias.y"


GRADES = pd.DataFrame(
    [
        (f"c{n}", grader, grade)
        for grader, given in (("g1", "wwmmss"), ("g2", "wmmmss"), ("consensus", "wwmmss"))
        for n, letter in enumerate(given)
        for grade in [{"w": "weak", "m": "moderate", "s": "strong"}[letter]]
    ],
    columns=["category", "grader", "grade"],
)


def test_graders():
    table = compare_graders(GRADES, ["g1", "g2"], resamples=50)
    assert set(table["what"]) == {"grade"} and (table["n"] == 6).all()
    a, b = [0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 2, 2]
    for weights in ("linear", "quadratic"):
        found = pick(table, "grade", None, f"weighted kappa, {weights}")["value"]
        assert found == pytest.approx(cohen_kappa_score(a, b, weights=weights))
    row = pick(table, "grade", None, "Krippendorff's alpha, ordinal")
    assert row["low"] <= row["value"] <= row["high"]
    differs = list_grade_disagreements(GRADES, ["g1", "g2"])
    assert differs.to_numpy().tolist() == [["c1", "weak", "moderate", "weak"]]
    assert list_grade_disagreements(GRADES, ["g1"], "study").empty


def test_no_grades_and_one_grader():
    assert compare_graders(GRADES.iloc[:0], ["g1", "g2"]).empty
    table = compare_graders(GRADES, ["g1"], resamples=5)
    assert table["value"].isna().all()
    assert set(table["note"]) == {"undefined: only one coder"}


def span(*rows):
    return pd.DataFrame(rows, columns=["document_id", "start", "end"])


def test_spans_match_one_to_one_from_half_of_what_both_cover():
    # two halves of one span: only the first is matched, the other is free
    found = match_spans(span(("d", 0, 10)), span(("d", 0, 5), ("d", 5, 10)))
    assert found[["a", "b", "jaccard"]].to_numpy().tolist() == [[0, 0, 0.5]]
    # one character less than half: no match
    assert match_spans(span(("d", 0, 11)), span(("d", 0, 5))).empty
    # another document: no match
    assert match_spans(span(("d", 0, 5)), span(("e", 0, 5))).empty
    # the better pair comes first
    found = match_spans(span(("d", 0, 10), ("d", 2, 10)), span(("d", 2, 10)))
    assert found["a"].tolist() == [1]


def test_refuses_empty_and_double_spans():
    with pytest.raises(DataError, match="a span is empty"):
        match_spans(span(("d", 5, 5)), span(("d", 0, 5)))
    with pytest.raises(DataError, match="twice"):
        match_spans(span(("d", 0, 5), ("d", 0, 5)), span(("d", 0, 5)))


def test_matched_span_agreement():
    quotes = pd.DataFrame(
        [
            ("qa1", "d", 0, 10),
            ("qa2", "d", 50, 60),
            ("qa3", "e", 0, 10),
            ("qb1", "d", 0, 8),
            ("qb3", "e", 1, 10),
        ],
        columns=["quote_id", "document_id", "start", "end"],
    )
    codings = pd.DataFrame(
        [
            ("1", "a", "qa1", "bias", "bias.x"),
            ("2", "a", "qa1", "privacy", "privacy.p"),
            ("3", "a", "qa2", "bias", "bias.y"),
            ("4", "a", "qa3", "bias", "bias.y"),
            ("5", "b", "qb1", "bias", "bias.x"),
            ("6", "b", "qb3", "bias", "bias.y"),
        ],
        columns=["coding_id", "coder", "quote_id", "category", "position"],
    )
    table = compare_spans(codings, quotes, ["a", "b"], CATEGORIES, resamples=50)
    assert pick(table, "span", None, "share of a matched")["value"] == pytest.approx(2 / 3)
    assert pick(table, "span", None, "share of b matched")["value"] == 1
    assert pick(table, "span", None, "F1")["value"] == pytest.approx(0.8)
    assert pick(table, "span", "privacy", "share of a matched")["value"] == 0
    row = pick(table, "span", "privacy", "share of b matched")
    assert np.isnan(row["value"]) and row["note"] == "undefined: nothing to compare"
    matched = pick(table, "category on matched spans", None, "raw agreement")
    assert matched["value"] == 0.5 and matched["n"] == 2
    assert pick(table, "category on matched spans", "bias", "raw agreement")["value"] == 1
    assert pick(table, "position on matched spans", None, "raw agreement")["value"] == 0.5
    assert compare_spans(codings, quotes, ["a"], CATEGORIES).empty
    nothing = compare_spans(codings.query("coder == 'a'"), quotes, ["a", "b"], CATEGORIES)
    assert pick(nothing, "span", None, "share of a matched")["value"] == 0
