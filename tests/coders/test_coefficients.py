"""Coefficients against published examples and scikit-learn; where they are undefined."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from analysis.base.errors import ParameterError
from analysis.coders.coefficients import (
    Ratings,
    Weights,
    find_ac1,
    find_alpha,
    find_kappa,
    find_raw_agreement,
    weigh_once,
)

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
