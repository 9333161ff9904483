"""The sheet that figures are drawn on: shades, fonts, and lines that are broken or cut."""

from __future__ import annotations

import itertools

import numpy as np

from analysis.figures.page import FONT_FOLDER, ink_on, list_characters, measure, shade, wrap


def test_shades_grow_darker_with_the_share_and_numbers_stay_readable():
    def lightness(colour):
        return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]

    steps = [lightness(shade(step / 50)) for step in range(51)]
    assert all(first > second for first, second in itertools.pairwise(steps))
    assert ink_on(shade(0)) != "white" and ink_on(shade(1)) == "white"


def test_the_fonts_cover_gb_2312_and_the_marks():
    signs = {bytes((row, cell)).decode("gb2312", "ignore")
             for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)} - {""}  # fmt: skip
    assert len(signs) == 6763
    assert signs | set("≥≤×–—…·○●◆◐■□▲=≠−→łşČ") <= list_characters()
    assert (FONT_FOLDER / "OFL.txt").is_file()


def test_wrapping_keeps_to_the_width_and_says_when_it_cuts():
    text = wrap("an unusually long name for a category", 20, 7, lines=2)
    assert text.count("\n") == 1 and text.endswith("...")
    assert all(measure(line, 7) <= 20 for line in text.split("\n"))
    assert wrap("召集利益相关方，共同讨论", 15, 7, lines=3).count("\n") >= 1
    assert wrap(" a \n b ", 40, 7) == "a b"
    for width in np.arange(8, 40, 0.7):
        lines = wrap("甲乙丙丁戊己，庚辛（壬癸）。子丑", float(width), 7, lines=9).split("\n")
        assert all(measure(line, 7) <= width for line in lines)
        assert "".join(lines) == "甲乙丙丁戊己，庚辛（壬癸）。子丑"
        assert not [line for line in lines if line[0] in "，）。"]
