"""Small frames made by hand, a figure drawn from each, and what can be read off a figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.corpus.tables import ENTITY_TYPES
from analysis.figures.attention import draw_shares
from analysis.figures.comparison import draw_comparison
from analysis.figures.counts import draw_entity_tables
from analysis.figures.evidence import draw_evidence
from analysis.figures.leave_one_out import draw_leave_one_out
from analysis.figures.overlap import draw_overlap
from analysis.figures.participants import draw_participants
from analysis.figures.recommendations import draw_recommendations
from analysis.figures.risk_value import draw_risk_value
from analysis.overlap.rule import STUDY, Bounds

SIDES = ("US", "CN")
CORPORA = ("published", "recoded")
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


def make_overlap(one: str = "US", two: str = "CN", published: bool = True) -> pd.DataFrame:
    """Make the overlap of two sides, with or without what somebody else graded."""
    rows = [
        ("bias", 0.72, "moderate", True, True, "strong"),
        ("privacy", np.nan, "no evidence", False, False, "weak"),
        ("convening", 1.0, "strong", False, False, "strong"),
        ("liability", np.nan, "one-sided", False, True, "weak"),
    ]
    columns = ["concurrence", "grade_by_rule", "is_borderline", "is_thin", "grade_published"]
    frame = pd.DataFrame(rows, columns=["category", *columns])
    frame.insert(1, "side_a", one)
    frame.insert(2, "side_b", two)
    return frame if published else frame.assign(grade_published=np.nan)


def make_by_side(*sides: str) -> pd.DataFrame:
    """Make the counts by side that go with ``make_overlap``; a third side says what the first."""
    rows = [
        ("bias", (4, 3), (3, 1)),
        ("privacy", (0, 0), (0, 0)),
        ("convening", (5, 2), (4, 3)),
        ("liability", (0, 0), (2, 1)),
    ]
    columns = ["category", "side", "codings_with_position", "documents_with_position"]
    return pd.DataFrame(
        [(category, side, *counts[n % 2]) for category, *counts in rows
         for n, side in enumerate(sides or SIDES)],
        columns=columns,
    )  # fmt: skip



DOCUMENTS = pd.DataFrame(
    [("US", "Corporate", 3), ("US", "Total", 3), ("CN", "Corporate", 2), ("CN", "Total", 2),
     ("Total", "Corporate", 5), ("Total", "Total", 5)],
    columns=["side", "entity_type", "documents"],
)  # fmt: skip
QUOTES = DOCUMENTS.assign(quotes=[18, 18, 30, 30, 48, 48]).drop(columns="documents")
RATIO = DOCUMENTS.assign(quotes_per_document=[6, 6, 15, 15, 9.6, np.nan]).drop(columns="documents")

EVIDENCE = pd.DataFrame(
    [("a", "EO 14110", "US", "bias", 4), ("a", "EO 14110", "US", "convening", 1),
     ("b", "RMF", "US", "convening", 2), ("c", EVIL, "CN", "bias", 3),
     ("d", FORMULA, "CN", "bias", 0)],
    columns=["document_id", "label", "side", "category", "codings"],
)  # fmt: skip

WITHOUT = pd.DataFrame(
    [("bias.x", "US", "a", "anchored"), ("bias.x", "US", "b", "anchored"),
     ("bias.x", "CN", "c", "common"), ("bias.y", "US", "a", "common"),
     ("bias.y", "CN", "c", "common"), ("bias.y", "CN", "d", "common")],
    columns=["position", "side", "left_out", "status_without"],
).assign(kind="document", status="common")  # fmt: skip
FIRM = {"bias.y": 3, "bias.x": 2}
MANY = pd.concat(
    [WITHOUT] + [WITHOUT.assign(position=f"bias.p{n}", left_out=f"document {n}")
                 for n in range(60)]
)  # fmt: skip
TOPICS = {"t1": "Red lines", "t2": EVIL, "t3": "Not rated"}
TRACKS = {"one": "Track I", "two": "Track II"}
RECOMMENDED = pd.DataFrame(
    [("t1", "one", 3, 2, 0, 3, "Commercial products only", np.nan),
     ("t2", "set aside", 0, 1, 4, np.nan, np.nan, "too sensitive")],
    columns=["topic", "track", "n_common", "n_anchored", "n_one_sided", "firmness", "conditions",
             "set_aside_reason"],
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
BOUNDS = Bounds(0.5, 0.75)
COMPARISON = pd.DataFrame(
    {
        "category": TAXONOMY["code"],
        "grade_study": ["strong", "weak", "strong", np.nan],
        "grade_graders": ["moderate", "weak", np.nan, "weak"],
        **{f"{status}_{corpus}": [1, 0, 12, 0]
           for corpus in CORPORA for status in ("common", "anchored", "one_sided")},
        "ratio_published": [np.nan, 0.4, 1, np.nan], "low_published": [np.nan, 0.1, 0.8, np.nan],
        "high_published": [np.nan, 1.2, 9, np.nan],
        "ratio_recoded": [0.7, 0.5, 1.1, np.nan], "low_recoded": [0.5, 0.3, 0.9, np.nan],
        "high_recoded": [0.9, 0.8, 1.4, np.nan],
    }
)  # fmt: skip
SHARES = pd.DataFrame(
    [("bias", "US", "Corporate", 0.5), ("bias", "CN", "Executive (State)", 1.0),
     ("liability", "CN", "Others", 0.25), ("bias", "US", "Legislature", 0.0)],
    columns=["category", "side", "entity_type", "document_share"],
)  # fmt: skip
assert set(SHARES["entity_type"]) <= set(ENTITY_TYPES)

THREE = ("BR", *SIDES)


def add_side(frame: pd.DataFrame) -> pd.DataFrame:
    """Add a third side that says what the first says."""
    return pd.concat([frame[frame["side"] == SIDES[0]].assign(side=THREE[0]), frame])


overlap = partial(draw_overlap, make_overlap(), make_by_side(), TAXONOMY, STUDY)

DRAWN: dict[str, Callable[[str], Figure]] = {
    "overlap": overlap,
    "overlap without study": partial(
        draw_overlap, make_overlap(published=False), make_by_side(), TAXONOMY, STUDY
    ),
    "tables": partial(draw_entity_tables, DOCUMENTS, QUOTES, RATIO),
    "evidence": partial(draw_evidence, EVIDENCE, TAXONOMY, SIDES),
    "attention": partial(draw_shares, SHARES, TAXONOMY, SIDES),
    "tables of three sides": partial(
        draw_entity_tables, add_side(DOCUMENTS), add_side(QUOTES), add_side(RATIO)
    ),
    "evidence of three sides": partial(draw_evidence, add_side(EVIDENCE), TAXONOMY, THREE),
    "attention of three sides": partial(draw_shares, add_side(SHARES), TAXONOMY, THREE),
    "leave one out": lambda language: draw_leave_one_out(
        WITHOUT, FIRM, {"bias.x": "Unequal treatment"}, {"a": EVIL}, SIDES, language
    ),
    "leave one out of many": lambda language: draw_leave_one_out(
        MANY, FIRM | {f"bias.p{n}": 2 for n in range(60)}, {}, {}, SIDES, language
    ),
    "leave one out of none": lambda language: draw_leave_one_out(
        WITHOUT.iloc[:0], {}, {}, {}, SIDES, language
    ),
    "topics": partial(draw_recommendations, RECOMMENDED, TRACKS, TOPICS),
    "participants": partial(draw_participants, ROOM, PEOPLE, TOPICS),
    "comparison": partial(draw_comparison, COMPARISON, TAXONOMY, CORPORA, BOUNDS),
    "risk and value": lambda language: draw_risk_value(RATINGS, TOPICS, language),
}


@cache
def draw(name: str, language: str = "en") -> Figure:
    """Draw a figure once for all tests that only look at it."""
    return DRAWN[name](language)


def read_words(figure):
    """Return the texts of a figure by gid."""
    return {t.get_gid(): t.get_text() for t in figure.findobj(Text) if t.get_gid()}


def list_texts(figure):
    """Return the texts that can be seen."""
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text()]
