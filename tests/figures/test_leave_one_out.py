"""The leave-one-out plot, by its words."""

from __future__ import annotations

from analysis.figures.leave_one_out import draw_leave_one_out
from analysis.overlap.rule import STUDY
from tests.figures.frames import LEFT_OUT, TAXONOMY, make_overlap, read_words


def test_it_names_the_document_that_matters_most():
    words = read_words(
        draw_leave_one_out(LEFT_OUT, make_overlap(), TAXONOMY, STUDY, labels={"a": "EO 14110"})
    )
    assert words["strongest:bias"] == "◇ one-sided: EO 14110"
    assert words["strongest:convening"] == "EO 14110: −0.20"
