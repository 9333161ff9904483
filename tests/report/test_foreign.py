"""The report on a corpus that is not ours says nothing that is true of ours alone."""

from __future__ import annotations

import html
import re

import pytest

OF_OURS = {
    "whose texts were read by models": "language models",
    "that the project licenses": "Text, data and figures",
    "with common understandings": " of the 0 ",
    "with intervals that are too wide": "for 0 because the interval",
    "from which the study's statements were taken": "restated in our own words",
}
"""Sentences, and the corpora of which they are true."""


@pytest.mark.parametrize("sentence", OF_OURS.values(), ids=OF_OURS)
def test_a_report_on_a_corpus_of_ones_own_says_nothing_that_is_true_of_ours_alone(
    tiny_run, sentence
):
    page = (tiny_run / "out" / "tiny" / "paper.html").read_text(encoding="utf-8")
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert "The corpus tiny brings" in text
    assert sentence not in text
