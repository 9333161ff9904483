"""Documents, quotes and their ratio, by their words."""

from __future__ import annotations

from tests.figures.frames import draw, list_texts, read_words


def test_tables_leave_blank_what_is_blank():
    words = read_words(draw("tables"))
    assert words["documents:US:Corporate"] == "3"
    assert words["quotes:Total:Total"] == "48"
    assert words["quotes_per_document:CN:Corporate"] == "15.0"
    assert "quotes_per_document:Total:Total" not in words


def test_three_sides_are_three_rows_in_their_order():
    figure = draw("tables of three sides")
    words = read_words(figure)
    assert words["documents:BR:Corporate"] == "3"
    shown = [t.get_text() for t in list_texts(figure)]
    assert shown.count("BR") == shown.count("China") == 3
    places = {t.get_text(): t.get_position()[1] for t in list_texts(figure)}
    assert places["BR"] < places["US"] < places["China"] < places["Total"]
