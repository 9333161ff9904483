"""The map of risk and value, by its words."""

from __future__ import annotations

import numpy as np

from analysis.figures.risk_value import draw_risk_value
from tests.figures.frames import RATINGS, TOPICS, draw, list_texts, read_words


def test_a_map_of_overlap_is_not_called_a_map_of_value():
    ratings = RATINGS.assign(value=[0.2, 0.2, 0.8, 0.8, np.nan])
    words = [t.get_text() for t in list_texts(draw_risk_value(ratings, TOPICS, value="overlap"))]
    assert "Overlap against rated risk" in words
    assert "Not rated, or no K" in words


def test_risk_and_value_lists_what_nobody_rated():
    figure = draw("risk and value")
    assert "label:t3" not in read_words(figure)
    assert "Not rated" in [t.get_text() for t in list_texts(figure)]
