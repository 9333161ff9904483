"""The overlap heatmap, by its words."""

from __future__ import annotations

from analysis.figures.overlap import draw_overlap
from analysis.overlap.rule import STUDY
from tests.figures.frames import TAXONOMY, draw, list_texts, make_by_side, make_overlap, read_words


def test_overlap_prints_the_numbers_it_was_given():
    words = read_words(draw("overlap"))
    assert words["concurrence:bias"] == "0.72"
    assert words["concurrence:convening"] == "1.00"
    assert words["concurrence:liability"] == "China only"
    assert words["concurrence:privacy"] == "none"
    assert words["evidence:bias:US"] == "4·3"
    assert words["evidence:bias:CN"] == "3·1"
    assert words["rule:bias"] == "moderate"
    assert words["study:bias"] == "strong"
    assert words["equal:bias"] == "≠"
    assert words["equal:convening"] == "="
    assert "equal:liability" not in words


def test_overlap_follows_the_taxonomy_and_marks_cautions():
    figure = draw("overlap")
    names = [t for t in list_texts(figure) if (t.get_gid() or "").startswith("name:")]
    assert [t.get_text() for t in sorted(names, key=lambda t: t.get_position()[1])] == list(
        TAXONOMY["name_en"]
    )
    assert "borderline, thin" in [t.get_text() for t in list_texts(figure)]


def test_overlap_without_a_study_has_no_column_for_it():
    words = read_words(draw("overlap without study"))
    assert not [gid for gid in words if gid.startswith(("study:", "equal:"))]


def test_overlap_of_other_sides_and_in_chinese():
    figure = draw_overlap(make_overlap("EU", "BR"), make_by_side("EU", "BR"), TAXONOMY, STUDY, "zh")
    words = read_words(figure)
    assert words["concurrence:liability"] == "仅BR"
    assert words["name:bias"] == "偏见与歧视"
    assert "欧盟" in [t.get_text() for t in list_texts(figure)]


def test_of_three_sides_each_pair_is_a_picture_of_its_own_two():
    by_side = make_by_side("AA", "BB", "CC")
    # CC says what AA says: the second pair shows a side on the right that the first has on the left
    for pair, evidence in ((("AA", "BB"), "3·1"), (("BB", "CC"), "4·3")):
        words = read_words(draw_overlap(make_overlap(*pair), by_side, TAXONOMY, STUDY))
        sides = {gid.rsplit(":", 1)[1] for gid in words if gid.startswith("evidence:")}
        assert sides == set(pair)
        assert words[f"evidence:bias:{pair[1]}"] == evidence
