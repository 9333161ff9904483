"""What holds for every figure: it fits a page, nothing is covered, the same bytes in every run."""

from __future__ import annotations

import itertools

import pytest
from matplotlib import rcParams

from analysis.figures import save
from analysis.figures.overlap import draw_overlap
from analysis.figures.page import SMALL
from analysis.overlap.rule import Cuts
from tests.figures.frames import (
    DRAWN,
    TAXONOMY,
    draw,
    list_texts,
    make_by_side,
    make_overlap,
    overlap,
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_fits_a_page_and_no_text_is_clipped_small_or_covered(name, language):
    figure = draw(name, language)
    width, height = figure.get_size_inches() * 25.4
    assert width <= 170.01
    assert height <= 247
    figure.draw_without_rendering()
    page = figure.bbox
    boxes = []
    for text in list_texts(figure):
        assert text.get_fontsize() >= SMALL
        box = text.get_window_extent()
        assert box.x0 >= page.x0 and box.x1 <= page.x1, text.get_text()
        assert box.y0 >= page.y0 and box.y1 <= page.y1, text.get_text()
        # letters have room above and below them inside their boxes
        boxes.append((text.get_text(), box.padded(-3)))
    for (one, first), (two, second) in itertools.combinations(boxes, 2):
        assert not first.overlaps(second), (one, two)
    assert save.check_glyphs(figure) == []
    cut = [t.get_text() for t in list_texts(figure) if t.get_text().endswith("...")]
    assert not [text for text in cut if "script" not in text], "only a long title may be cut"


@pytest.mark.parametrize("name", DRAWN)
def test_two_drawings_have_the_same_bytes(name):
    first, second = draw(name), DRAWN[name]("en")
    assert save.to_png(first, dpi=60) == save.to_png(second, dpi=60)
    assert save.to_svg(first) == save.to_svg(second)


@pytest.mark.parametrize("cuts", [(0.7, 0.75), (0.02, 0.98), (0.5, 0.5), (0.0, 1.0)])
def test_any_cuts_are_drawn_without_covering_each_other(cuts):
    figure = draw_overlap(make_overlap(), make_by_side(), TAXONOMY, Cuts(*cuts))
    figure.draw_without_rendering()
    boxes = [t.get_window_extent().padded(-3) for t in list_texts(figure)]
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_nothing_of_the_users_style_is_changed_or_used():
    plain = save.to_png(overlap("en"), dpi=60)
    before = dict(rcParams)
    rcParams["font.size"], rcParams["lines.linewidth"] = 20.0, 9.0
    try:
        assert save.to_png(overlap("en"), dpi=60) == plain
        assert rcParams["font.size"] == 20.0
    finally:
        rcParams.update({key: before[key] for key in ("font.size", "lines.linewidth")})
    assert dict(rcParams) == before
