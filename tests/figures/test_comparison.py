"""Corpora side by side, by their words."""

from __future__ import annotations

import numpy as np

from analysis.figures.comparison import draw_comparison
from tests.figures.frames import BOUNDS, COMPARISON, CORPORA, TAXONOMY, list_texts, read_words


def test_a_grader_who_graded_nothing_has_no_column():
    def read(table):
        drawn = draw_comparison(table, TAXONOMY, CORPORA, BOUNDS)
        return [t.get_text() for t in list_texts(drawn)]

    assert "Our graders" in read(COMPARISON)
    assert "Our graders" not in read(COMPARISON.assign(grade_graders=np.nan))


def test_every_count_stands_in_the_column_of_its_corpus():
    table = COMPARISON.assign(common_recoded=[3, 5, 0, 1])
    words = read_words(draw_comparison(table, TAXONOMY, CORPORA, BOUNDS))
    assert [words[f"common:recoded:{code}"] for code in TAXONOMY["code"]] == ["3", "5", "0", "1"]
    assert words[f"common:published:{TAXONOMY['code'][2]}"] == "12"
