"""The leave-one-out picture, by its words."""

from __future__ import annotations

from analysis.figures.leave_one_out import draw_leave_one_out, order_documents
from tests.figures.frames import FIRM, SIDES, WITHOUT, draw, read_words


def test_it_counts_what_each_document_takes_away():
    words = read_words(
        draw_leave_one_out(WITHOUT, FIRM, {"bias.x": "Bias"}, {"a": "EO 14110"}, SIDES)
    )
    assert words["understanding:bias.x"] == "Bias"
    assert words["document:a"] == "EO 14110"
    assert [words[f"lost:{name}"] for name in "abcd"] == ["1", "1", "0", "0"]


def test_documents_stand_by_side_those_first_that_take_most_away():
    assert order_documents(WITHOUT, ["CN", "US"]) == [
        ("CN", "c"), ("CN", "d"), ("US", "a"), ("US", "b"),
    ]  # fmt: skip


def test_what_a_page_has_no_room_for_is_counted():
    texts = [t.get_text() for t in draw("leave one out of many").axes[0].texts]
    assert any("Not drawn:" in text for text in texts)
