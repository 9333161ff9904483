"""Corpora side by side, by their words."""

from __future__ import annotations

import numpy as np

from analysis.figures.comparison import draw_comparison
from tests.figures.frames import COMPARISON, CORPORA, TAXONOMY, list_texts


def test_comparison_shows_graders_and_rarefied_concurrence_only_where_there_are_any():
    def read(table):
        return [t.get_text() for t in list_texts(draw_comparison(table, TAXONOMY, CORPORA))]

    assert "Our graders" in read(COMPARISON)
    without = read(COMPARISON.assign(grade_graders=np.nan))
    assert "Our graders" not in without and not [w for w in without if "our graders" in w]
    cut = "K: recoded, cut to the evidence of published"
    assert cut not in without
    assert cut in read(COMPARISON.assign(rarefied_recoded=[0.5, np.nan, 0.9, np.nan]))
