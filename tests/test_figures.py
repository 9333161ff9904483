"""The figures by their numbers, words and limits; drawn from small frames made by hand."""

import hashlib
import itertools
import xml.etree.ElementTree as ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib import rcParams
from matplotlib.text import Text

from analysis.figures import save as figures
from analysis.figures.comparison import draw_comparison
from analysis.figures.counts import draw_entity_tables
from analysis.figures.evidence import draw_evidence
from analysis.figures.leave_one_out import draw_leave_one_out
from analysis.figures.overlap import draw_overlap
from analysis.figures.page import FONT_FOLDER, SMALL, ink_on, list_characters, measure, shade, wrap
from analysis.figures.recommendations import draw_participants, draw_recommendations
from analysis.figures.risk_value import draw_risk_value
from analysis.figures.stability import draw_stability
from analysis.figures.thresholds import draw_thresholds

EVIL = "<script>alert('$x^2$')</script>"
FORMULA = "=cmd|'/C calc'!A0"

TAXONOMY = pd.DataFrame(
    [
        ("bias", "risk", 1, "Bias", "偏见与歧视"),
        ("privacy", "risk", 2, "Privacy", "隐私"),
        ("convening", "governance", 3, "Convening", "召集利益相关方"),
        ("liability", "governance", 4, "Liability", "法律责任"),
    ],
    columns=["code", "domain", "order", "name_en", "name_zh"],
)


def make_overlap(one="us", two="cn", published=True):
    rows = [
        ("bias", 4, 3, 3, 1, 0.72, "moderate", True, True, "strong"),
        ("privacy", 0, 0, 0, 0, np.nan, "no evidence", False, False, "weak"),
        ("convening", 5, 4, 2, 3, 1.0, "strong", False, False, "strong"),
        ("liability", 0, 2, 0, 1, np.nan, "one-sided", False, True, "weak"),
    ]
    frame = pd.DataFrame(
        rows,
        columns=[
            "category", f"positions_{one}", f"positions_{two}", f"documents_{one}",
            f"documents_{two}", "concurrence", "grade_by_rule", "is_borderline", "is_thin",
            "grade_published",
        ],
    )  # fmt: skip
    return frame if published else frame.assign(grade_published=np.nan)


STABILITY = pd.DataFrame(
    [
        ("bias", 0.3, 0.5, 0.2, 0.0, 0.0, 0.4, 0.9),
        ("privacy", 0, 0, 0, 0, 1, np.nan, np.nan),
        ("convening", 0.9, 0.1, 0.0, 0.0, 0.0, 0.7, 1.0),
        ("liability", 0, 0, 0, 0.8, 0.2, np.nan, np.nan),
    ],
    columns=[
        "category", "share_strong", "share_moderate", "share_weak", "share_one_sided",
        "share_no_evidence", "low", "high",
    ],
)  # fmt: skip

DOCUMENTS = pd.DataFrame(
    [("US", "Corporate", 3), ("US", "Total", 3), ("CN", "Corporate", 2), ("CN", "Total", 2),
     ("Total", "Corporate", 5), ("Total", "Total", 5)],
    columns=["country", "entity_type", "documents"],
)  # fmt: skip
QUOTES = DOCUMENTS.assign(quotes=[18, 18, 30, 30, 48, 48]).drop(columns="documents")
RATIO = DOCUMENTS.assign(quotes_per_document=[6, 6, 15, 15, 9.6, np.nan]).drop(columns="documents")

EVIDENCE = pd.DataFrame(
    [("a", "EO 14110", "US", "bias", 4), ("a", "EO 14110", "US", "convening", 1),
     ("b", "RMF", "US", "convening", 2), ("c", EVIL, "CN", "bias", 3),
     ("d", FORMULA, "CN", "bias", 0)],
    columns=["document_id", "label", "country", "category", "codings"],
)  # fmt: skip

LEFT_OUT = pd.DataFrame(
    [("bias", "a", np.nan, "one-sided"), ("bias", "b", 0.7, "moderate"),
     ("convening", "a", 0.8, "strong"), ("convening", "b", 0.9, "strong"),
     ("privacy", "a", np.nan, "no evidence")],
    columns=["category", "left_out", "concurrence", "grade"],
)  # fmt: skip
THRESHOLDS = pd.DataFrame(
    [(code, strong, weak, "strong" if strong < 0.8 else "moderate")
     for code in TAXONOMY["code"] for strong in (0.7, 0.75, 0.8) for weak in (0.4, 0.5)],
    columns=["category", "strong_from", "weak_below", "grade"],
)  # fmt: skip
TOPICS = {"t1": "Red lines", "t2": EVIL, "t3": "Not rated"}
TRACKS = {"one": "Track I", "two": "Track II"}
RECOMMENDED = pd.DataFrame(
    [("t1", "one", 0.8, "strong", "Commercial products only", np.nan),
     ("t2", "set aside", np.nan, "one-sided", np.nan, "too sensitive")],
    columns=["topic", "track", "overlap", "grade", "conditions", "set_aside_reason"],
)  # fmt: skip
RATINGS = pd.DataFrame(
    [("t1", "r1", 1, 3), ("t1", "r2", 1, 3), ("t2", "r1", 3, 2), ("t2", "r2", 2, 1),
     ("t3", "r1", np.nan, 2)],
    columns=["topic", "rater", "risk", "value"],
)  # fmt: skip
PEOPLE = {"o": "Officials", "s": "Scientists"}
ROOM = pd.DataFrame(
    [("t1", "o", True, True), ("t1", "s", True, False), ("t2", "o", False, True)],
    columns=["topic", "participant", "is_needed", "is_usual"],
)
COMPARISON = pd.DataFrame(
    {
        "category": TAXONOMY["code"],
        "grade_study": ["strong", "weak", "strong", np.nan],
        "grade_published": ["moderate", "no evidence", "strong", "one-sided"],
        "grade_recoded": ["moderate", "weak", "strong", "one-sided"],
        "grade_graders": ["moderate", "weak", np.nan, "weak"],
        "concurrence_published": [0.7, np.nan, 1, np.nan],
        "concurrence_recoded": [0.6, 0.2, 1, np.nan],
        "ceiling_recoded": [0.8, np.nan, 1, np.nan],
    }
)

DRAWN = {
    "overlap": lambda language: draw_overlap(make_overlap(), TAXONOMY, language),
    "overlap with spread": lambda language: draw_overlap(
        make_overlap(), TAXONOMY, language, stability=STABILITY
    ),
    "overlap without study": lambda language: draw_overlap(
        make_overlap(published=False), TAXONOMY, language
    ),
    "tables": lambda language: draw_entity_tables(DOCUMENTS, QUOTES, RATIO, language),
    "evidence": lambda language: draw_evidence(EVIDENCE, TAXONOMY, language),
    "stability": lambda language: draw_stability(STABILITY, make_overlap(), TAXONOMY, language),
    "leave one out": lambda language: draw_leave_one_out(
        LEFT_OUT, make_overlap(), TAXONOMY, language, labels={"a": EVIL}
    ),
    "thresholds": lambda language: draw_thresholds(THRESHOLDS, TAXONOMY, language),
    "topics": lambda language: draw_recommendations(RECOMMENDED, TRACKS, TOPICS, language),
    "participants": lambda language: draw_participants(ROOM, PEOPLE, TOPICS, language),
    "comparison": lambda language: draw_comparison(COMPARISON, TAXONOMY, language),
    "risk and value": lambda language: draw_risk_value(RATINGS, TOPICS, language),
}


def read_words(figure):
    """Return the texts of a figure by gid."""
    return {t.get_gid(): t.get_text() for t in figure.findobj(Text) if t.get_gid()}


def list_texts(figure):
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text()]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_fits_a_page_and_no_text_is_clipped_small_or_covered(name, language):
    figure = DRAWN[name](language)
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
    assert figures.check_glyphs(figure) == []
    cut = [t.get_text() for t in list_texts(figure) if t.get_text().endswith("...")]
    assert not [text for text in cut if "script" not in text], "only a long title may be cut"


@pytest.mark.parametrize("name", DRAWN)
def test_two_drawings_have_the_same_bytes(name):
    first, second = DRAWN[name]("en"), DRAWN[name]("en")
    assert figures.to_png(first, dpi=60) == figures.to_png(second, dpi=60)
    assert figures.to_svg(first) == figures.to_svg(second)


def test_overlap_prints_the_numbers_it_was_given():
    words = read_words(draw_overlap(make_overlap(), TAXONOMY))
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
    figure = draw_overlap(make_overlap(), TAXONOMY)
    names = [t for t in list_texts(figure) if (t.get_gid() or "").startswith("name:")]
    assert [t.get_text() for t in sorted(names, key=lambda t: t.get_position()[1])] == list(
        TAXONOMY["name_en"]
    )
    assert "borderline, thin" in [t.get_text() for t in list_texts(figure)]


@pytest.mark.parametrize("cuts", [(0.7, 0.75), (0.02, 0.98), (0.5, 0.5), (0.0, 1.0)])
def test_any_cuts_are_drawn_without_covering_each_other(cuts):
    for figure in (
        draw_overlap(make_overlap(), TAXONOMY, cuts=cuts),
        draw_leave_one_out(LEFT_OUT, make_overlap(), TAXONOMY, cuts=cuts),
    ):
        figure.draw_without_rendering()
        boxes = [t.get_window_extent().padded(-3) for t in list_texts(figure)]
        assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_overlap_without_a_study_has_no_column_for_it():
    words = read_words(draw_overlap(make_overlap(published=False), TAXONOMY))
    assert not [gid for gid in words if gid.startswith(("study:", "equal:"))]


def test_overlap_of_other_sides_and_in_chinese():
    figure = draw_overlap(make_overlap("eu", "br"), TAXONOMY, "zh", sides=("EU", "BR"))
    words = read_words(figure)
    assert words["concurrence:liability"] == "仅BR"
    assert words["name:bias"] == "偏见与歧视"
    assert "欧盟" in [t.get_text() for t in list_texts(figure)]


def test_shades_grow_darker_with_the_share_and_numbers_stay_readable():
    def lightness(colour):
        return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]

    steps = [lightness(shade(step / 50)) for step in range(51)]
    assert all(first > second for first, second in itertools.pairwise(steps))
    assert ink_on(shade(0)) != "white" and ink_on(shade(1)) == "white"


def test_tables_leave_blank_what_is_blank():
    words = read_words(draw_entity_tables(DOCUMENTS, QUOTES, RATIO))
    assert words["documents:US:Corporate"] == "3"
    assert words["quotes:Total:Total"] == "48"
    assert words["quotes_per_document:CN:Corporate"] == "15.0"
    assert "quotes_per_document:Total:Total" not in words


def test_evidence_shows_counts_and_only_documents_with_codings():
    words = read_words(draw_evidence(EVIDENCE, TAXONOMY))
    assert words["cell:a:bias"] == "4"
    assert words["sum:US:bias"] == "1"
    assert words["sum:US:convening"] == "2"
    assert "document:d" not in words
    assert words["document:c"].startswith("<script>")


def test_evidence_of_very_many_documents_says_what_it_leaves_out():
    many = pd.DataFrame(
        {"document_id": [f"d{n}" for n in range(300)], "label": "x", "country": "US",
         "category": "bias", "codings": 1}
    )  # fmt: skip
    figure = draw_evidence(many, TAXONOMY)
    words = read_words(figure)
    shown = [gid for gid in words if gid.startswith("document:")]
    assert 10 < len(shown) < 60
    assert words["sum:US:bias"] == "300"
    assert any(t.get_text().startswith(f"{300 - len(shown)} more") for t in list_texts(figure))


def test_evidence_without_a_coding_on_one_side_says_so():
    figure = draw_evidence(EVIDENCE[EVIDENCE["country"] == "US"], TAXONOMY)
    assert "No document of this side has a coding." in [t.get_text() for t in list_texts(figure)]


def test_stability_and_leave_one_out_print_their_numbers():
    words = read_words(draw_stability(STABILITY, make_overlap(), TAXONOMY))
    assert words["share:bias:moderate"] == "50"
    assert words["interval:bias"] == "0.40 – 0.90"
    assert words["interval:liability"] == "cannot be told"
    words = read_words(
        draw_leave_one_out(LEFT_OUT, make_overlap(), TAXONOMY, labels={"a": "EO 14110"})
    )
    assert words["strongest:bias"] == "◇ one-sided: EO 14110"
    assert words["strongest:convening"] == "EO 14110: −0.20"


def test_topics_show_overlap_conditions_and_reasons():
    words = read_words(draw_recommendations(RECOMMENDED, TRACKS, TOPICS))
    assert words["overlap:t1:one"] == "0.80"
    assert words["overlap:t2:set aside"] == "", "without a K the grade stands alone"
    assert words["conditions:t1"].replace("\n", " ") == "Commercial products only"
    assert words["conditions:t2"] == "too sensitive"


def test_topics_set_aside_for_one_reason_stand_together_and_name_it_once():
    aside = [("t2", "too sensitive"), ("t3", "one side only"), ("t4", "too sensitive")]
    rows = [(t, "set aside", np.nan, "one-sided", np.nan, reason) for t, reason in aside]
    table = pd.DataFrame(rows, columns=RECOMMENDED.columns)
    figure = draw_recommendations(table, TRACKS, {t: f"Topic {t}" for t, _ in aside})
    words = [t.get_text() for t in list_texts(figure)]
    assert words.count("too sensitive") == words.count("one side only") == 1
    places = {t.get_gid(): t.get_position()[1] for t in list_texts(figure)}
    assert places["topic:t2"] < places["topic:t4"] < places["topic:t3"]
    assert places["topic:t2"] < places["conditions:t2"] < places["topic:t4"]


def test_heads_of_eight_participants_are_not_cut():
    names = [
        "Government officials",
        "Scientists and academic experts",
        "Foreign-policy specialists",
    ]
    people = {str(n): names[n % 3] for n in range(8)}
    room = ROOM.assign(participant="0")
    words = [
        t.get_text().replace("\n", " ") for t in list_texts(draw_participants(room, people, TOPICS))
    ]
    assert [words.count(name.replace("-", "- ")) for name in names] == [3, 3, 2]


def test_comparison_shows_graders_and_rarefied_concurrence_only_where_there_are_any():
    def read(table):
        return [t.get_text() for t in list_texts(draw_comparison(table, TAXONOMY))]

    assert "Our graders" in read(COMPARISON)
    without = read(COMPARISON.assign(grade_graders=np.nan))
    assert "Our graders" not in without and not [w for w in without if "our graders" in w]
    cut = "K: recoded, cut to the evidence of published"
    assert cut not in without
    assert cut in read(COMPARISON.assign(rarefied_recoded=[0.5, np.nan, 0.9, np.nan]))


def test_thresholds_begin_a_row_with_each_domain_and_name_their_axes_once():
    figure = draw_thresholds(THRESHOLDS, TAXONOMY)
    left = {t.get_text(): t.get_position()[0] for t in list_texts(figure)}
    assert left["Bias"] == left["Convening"] < left["Privacy"]
    assert [t.get_text() for t in list_texts(figure)].count("strong from") == 1


def test_a_map_of_overlap_is_not_called_a_map_of_value():
    ratings = RATINGS.assign(value=[0.2, 0.2, 0.8, 0.8, np.nan])
    words = [t.get_text() for t in list_texts(draw_risk_value(ratings, TOPICS, value="overlap"))]
    assert "Overlap against rated risk" in words
    assert "Not rated, or no K" in words


def test_risk_and_value_lists_what_nobody_rated():
    figure = draw_risk_value(RATINGS, TOPICS)
    assert "label:t3" not in read_words(figure)
    assert "Not rated" in [t.get_text() for t in list_texts(figure)]


def test_markup_and_formulas_are_text(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMON_GROUND_OUTPUT", str(tmp_path))
    figure = draw_evidence(EVIDENCE.assign(codings=1), TAXONOMY)
    assert {EVIL, FORMULA} & set(read_words(figure).values()) == {EVIL, FORMULA}
    lines = figures.save(figure, "tiny", "evidence", EVIDENCE)
    assert [line.split(": ")[0] for line in lines] == [
        f"tiny/figures/evidence.{ending}" for ending in ("png", "svg", "csv")
    ]
    folder = tmp_path / "tiny" / "figures"
    root = ElementTree.fromstring((folder / "evidence.svg").read_bytes())
    assert not [e for e in root.iter() if str(e.tag).endswith("script")]
    back = pd.read_csv(folder / "evidence.csv")
    assert list(back["label"]) == list(EVIDENCE["label"])


def test_saving_twice_gives_the_same_files(tmp_path, monkeypatch):
    sums = []
    for run in ("one", "two"):
        monkeypatch.setenv("COMMON_GROUND_OUTPUT", str(tmp_path / run))
        figures.save(draw_overlap(make_overlap(), TAXONOMY), "tiny", "overlap", make_overlap())
        files = sorted((tmp_path / run / "tiny" / "figures").iterdir())
        sums.append([(f.name, hashlib.sha256(f.read_bytes()).hexdigest()) for f in files])
    assert sums[0] == sums[1]
    assert len(sums[0]) == 3


def test_a_character_without_a_glyph_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMON_GROUND_OUTPUT", str(tmp_path))
    odd = EVIDENCE.assign(label="x\U0001f9ea")
    figure = draw_evidence(odd, TAXONOMY)
    assert figures.check_glyphs(figure) == ["\U0001f9ea"]
    with pytest.warns(UserWarning, match=r"U\+1F9EA"):
        figures.save(figure, "tiny", "evidence", odd)


def test_the_fonts_cover_gb_2312_and_the_marks():
    signs = {bytes((row, cell)).decode("gb2312", "ignore")
             for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)} - {""}  # fmt: skip
    assert len(signs) == 6763
    assert signs | set("≥≤×–—…·○●◆◐■□▲=≠−→łşČ") <= list_characters()
    assert (FONT_FOLDER / "OFL.txt").is_file()


def test_nothing_of_the_users_style_is_changed_or_used():
    plain = figures.to_png(draw_overlap(make_overlap(), TAXONOMY), dpi=60)
    before = dict(rcParams)
    rcParams["font.size"], rcParams["lines.linewidth"] = 20.0, 9.0
    try:
        assert figures.to_png(draw_overlap(make_overlap(), TAXONOMY), dpi=60) == plain
        assert rcParams["font.size"] == 20.0
    finally:
        rcParams.update({key: before[key] for key in ("font.size", "lines.linewidth")})
    assert dict(rcParams) == before


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
