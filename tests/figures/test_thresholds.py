"""The threshold map, by its words."""

from __future__ import annotations

from tests.figures.frames import draw, list_texts


def test_thresholds_begin_a_row_with_each_domain_and_name_their_axes_once():
    figure = draw("thresholds")
    left = {t.get_text(): t.get_position()[0] for t in list_texts(figure)}
    assert left["Bias"] == left["Convening"] < left["Privacy"]
    assert [t.get_text() for t in list_texts(figure)].count("strong from") == 1
