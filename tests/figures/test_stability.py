"""The grade-stability strip, by its words."""

from __future__ import annotations

from tests.figures.frames import draw, read_words


def test_it_prints_its_numbers():
    words = read_words(draw("stability"))
    assert words["share:bias:moderate"] == "50"
    assert words["interval:bias"] == "0.40 – 0.90"
    assert words["interval:liability"] == "cannot be told"
