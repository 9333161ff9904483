"""Random draws of documents: every purpose its own, and no document more likely than another."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.base.draws import (
    check_resamples,
    sample_multiplicities,
    seed_generator,
    summarise,
)
from analysis.base.errors import ParameterError


def test_no_document_gives_empty_draws():
    assert sample_multiplicities(seed_generator(0, "x"), 0, 3).shape == (3, 0)


def test_a_resample_has_as_many_documents_as_there_are_and_each_is_as_likely():
    drawn = sample_multiplicities(seed_generator(0, "x"), 5, 4000)
    assert (drawn.sum(axis=1) == 5).all()
    assert np.allclose(drawn.mean(axis=0), 1, atol=0.06)


def test_every_purpose_has_random_numbers_of_its_own():
    one, same, other = (seed_generator(1, purpose).random(4) for purpose in ("a", "a", "b"))
    assert (one == same).all() and (one != other).all()
    assert (seed_generator(2, "a").random(4) != one).all()


def test_what_is_nowhere_defined_has_no_mean_and_no_interval():
    mean, low, high, defined = summarise(np.array([[np.nan, 1.0], [np.nan, np.nan]]))
    assert np.isnan(mean[0]) and np.isnan(low[0]) and np.isnan(high[0]) and defined[0] == 0
    assert mean[1] == low[1] == high[1] == 1 and defined[1] == 1


@pytest.mark.parametrize("wrong", [0, -1, 100_001])
def test_a_number_of_resamples_out_of_range_is_refused(wrong):
    with pytest.raises(ParameterError, match="give a whole number from 1 to 100000"):
        check_resamples(wrong)


def test_a_negative_seed_is_refused():
    with pytest.raises(ParameterError, match="give 0 or a positive whole number"):
        seed_generator(-1, "x")
