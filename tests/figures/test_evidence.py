"""The evidence matrix, by its words."""

from __future__ import annotations

import pandas as pd

from analysis.figures.evidence import draw_evidence
from tests.figures.frames import EVIDENCE, SIDES, TAXONOMY, draw, list_texts, read_words


def test_evidence_shows_counts_and_only_documents_with_codings():
    words = read_words(draw("evidence"))
    assert words["cell:a:bias"] == "4"
    assert words["sum:US:bias"] == "1"
    assert words["sum:US:convening"] == "2"
    assert "document:d" not in words
    assert words["document:c"].startswith("<script>")


def test_evidence_of_very_many_documents_says_what_it_leaves_out():
    many = pd.DataFrame(
        {"document_id": [f"d{n}" for n in range(300)], "label": "x", "side": "US",
         "category": "bias", "codings": 1}
    )  # fmt: skip
    figure = draw_evidence(many, TAXONOMY, SIDES)
    words = read_words(figure)
    shown = [gid for gid in words if gid.startswith("document:")]
    assert 10 < len(shown) < 60
    assert words["sum:US:bias"] == "300"
    assert any(t.get_text().startswith(f"{300 - len(shown)} more") for t in list_texts(figure))


def test_evidence_without_a_coding_on_one_side_says_so():
    figure = draw_evidence(EVIDENCE[EVIDENCE["side"] == "US"], TAXONOMY, SIDES)
    assert "No document of this side has a coding." in [t.get_text() for t in list_texts(figure)]


def test_three_sides_stand_side_by_side():
    figure = draw("evidence of three sides")
    words = read_words(figure)
    assert words["sum:BR:convening"] == words["sum:US:convening"] == "2"
    places = {t.get_text(): t.get_position()[0] for t in list_texts(figure)}
    assert places["BR"] < places["US"] < places["China"]
