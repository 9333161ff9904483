"""The figures of the answer: what they print, what they leave out, and that nothing is covered."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from analysis.figures.agreement import count_statuses, draw_agreement
from analysis.figures.common_ground import draw_common_ground, keep_what_fits, lay_out
from analysis.figures.one_sided import draw_one_sided, list_lonely
from analysis.figures.page import SMALL
from analysis.figures.save import check_glyphs, to_svg
from analysis.overlap.rule import Bounds

TAXONOMY = pd.DataFrame(
    [("bias", "risk", 1, "Bias", "偏见"), ("liability", "governance", 2, "Liability", "责任")],
    columns=["code", "domain", "order", "name_en", "name_zh"],
)
NAMES = {
    "bias.c": "Outputs treat groups of people worse than others are treated",
    "bias.a": "<script>alert(1)</script>", "bias.o": "Data leave groups out",
    "liability.o": "=cmd|'/C calc'!A0",
}  # fmt: skip


def make_ledger(*more):
    columns = ["category", "position", "side", "documents", "documents_sure", "codings", "forces",
               "status", "firmness", "in_study", "q_absent"]  # fmt: skip
    rows = [
        ("bias", "bias.c", "US", 4, 4, 9, "law;pledge", "common", 2, True, np.nan),
        ("bias", "bias.c", "CN", 2, 2, 3, "standard", "common", 2, True, np.nan),
        ("bias", "bias.a", "US", 3, 3, 3, "law", "anchored", 0, False, np.nan),
        ("bias", "bias.a", "CN", 1, 0, 1, "law", "anchored", 0, False, np.nan),
        ("bias", "bias.o", "US", 3, 3, 4, "guidance", "one-sided", 0, False, np.nan),
        ("bias", "bias.o", "CN", 0, 0, 0, None, "one-sided", 0, False, 0.12),
        ("liability", "liability.o", "US", 0, 0, 0, None, "one-sided", 0, False, 0.01),
        ("liability", "liability.o", "CN", 5, 5, 6, "law", "one-sided", 0, False, np.nan),
    ]
    return pd.DataFrame([*rows, *more], columns=columns)


AGREEMENT = pd.DataFrame(
    [("bias", "US", "CN", 0.9, 0.6, 1.3, "shared", None, None),
     ("liability", "US", "CN", 0.6, np.nan, np.nan, "cannot be told", "too few documents", "CN")],
    columns=["category", "side_a", "side_b", "ratio", "low", "high", "verdict", "reason",
             "reason_sides"],
)  # fmt: skip
STUDY = pd.DataFrame({"category": ["bias", "liability"], "grade_published": ["weak", None]})
YARDSTICK = pd.DataFrame(
    [("bias", 1, "strong"), ("bias", 2, None), ("liability", 1, "one-sided"),
     ("liability", 2, "one-sided")],
    columns=["category", "support", "grade_by_rule"],
)  # fmt: skip
SIDES = ["US", "CN"]
STATUSES = count_statuses(make_ledger(), ["bias", "liability"])

DRAWN = {
    "common ground": lambda lang: draw_common_ground(make_ledger(), NAMES, TAXONOMY, SIDES, lang),
    "one-sided": lambda lang: draw_one_sided(make_ledger(), NAMES, TAXONOMY, SIDES, lang),
    "agreement": lambda lang: draw_agreement(
        AGREEMENT, STATUSES, STUDY, TAXONOMY, Bounds(0.5, 0.75), lang, yardstick=YARDSTICK
    ),
}


def read_words(figure):
    return {t.get_gid(): t.get_text() for t in figure.findobj(Text) if t.get_gid()}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWN)
def test_each_fits_a_page_and_no_text_is_clipped_small_or_covered(name, language):
    figure = DRAWN[name](language)
    width, height = figure.get_size_inches() * 25.4
    assert width <= 170.01 and height <= 247
    figure.draw_without_rendering()
    page, boxes = figure.bbox, []
    for text in figure.findobj(Text):
        if not text.get_text() or not text.get_visible():
            continue
        assert text.get_fontsize() >= SMALL
        box = text.get_window_extent()
        assert box.x0 >= page.x0 and box.x1 <= page.x1, text.get_text()
        assert box.y0 >= page.y0 and box.y1 <= page.y1, text.get_text()
        boxes.append((text.get_text(), box.padded(-3)))
    for (one, first), (two, second) in itertools.combinations(boxes, 2):
        assert not first.overlaps(second), (one, two)
    assert check_glyphs(figure) == []
    assert to_svg(figure) == to_svg(DRAWN[name](language))


def test_common_ground_prints_documents_names_and_the_sign_of_the_study():
    words = read_words(DRAWN["common ground"]("en"))
    assert words["documents:bias.c:a"] == "4" and words["documents:bias.c:b"] == "2"
    assert words["study:bias.c"] == "★" and "study:bias.a" not in words
    # the one doubtful document of the anchored one is shown, and shown as anchored
    assert words["documents:bias.a:b"] == "1"
    assert not any("bias.o" in gid for gid in words)


def test_a_page_too_short_leaves_anchored_ones_out_and_counts_them():
    more = [
        ("bias", f"bias.n{n:02}", side, 1, 1, 1, "law", "anchored", 1, False, np.nan)
        for n in range(80) for side in SIDES
    ]  # fmt: skip
    rows = lay_out(make_ledger(*more), TAXONOMY, SIDES)
    kept, lost = keep_what_fits(rows)
    assert len(kept) + lost["bias"] == len(rows) and lost["bias"] > 20
    assert "bias.c" in set(kept["position"])
    names = NAMES | {f"bias.n{n:02}": "name" for n in range(80)}
    figure = draw_common_ground(make_ledger(*more), names, TAXONOMY, SIDES)
    assert any(f"{lost['bias']} more" in t.get_text() for t in figure.findobj(Text))


def test_what_only_one_says_stands_on_its_side_with_the_test_of_silence():
    first, second = (list_lonely(make_ledger(), TAXONOMY, side) for side in SIDES)
    assert first["position"].tolist() == ["bias.o"]
    assert second["position"].tolist() == ["liability.o"]
    words = read_words(DRAWN["one-sided"]("en"))
    assert words["q:bias.o"] == "q 0.12" and words["documents:liability.o"] == "5"


def test_a_verdict_never_stands_without_an_interval():
    words = read_words(DRAWN["agreement"]("en"))
    assert words["verdict:bias"] == "shared"
    assert words["verdict:liability"] == "too few documents:\nChina"
    assert words["study:bias"] == "weak" and "study:liability" not in words
    assert words["common:bias"] == "1" and words["one-sided:liability"] == "1"
    assert words["yardstick:1:bias"] == "●" and words["yardstick:2:bias"] == ""
