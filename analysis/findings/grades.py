"""What the rule says, where a grader says otherwise, and what a grade rests on (notebook 03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.corpus.tables import GRADES
from analysis.findings.corpora import expect_agreement
from analysis.overlap.rule import SCALE, STUDY, Cuts

STUDY_GRADER, OUR_GRADERS = "study", "consensus"


def find_grades(
    overlap: pd.DataFrame,
    by_side: pd.DataFrame,
    positions: pd.DataFrame,
    grades: pd.DataFrame,
    cuts: Cuts,
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Return what the report prints of the overlap and of what a grade rests on.

    Parameters
    ----------
    overlap, by_side, positions
        ``overlap``, ``evidence_by_side`` and ``positions_by_side``, as notebook 03 writes them.
    grades
        The grades of named graders; may be empty.
    names
        English name of each category.

    Returns
    -------
    dict
        The cuts; what ``count_grades``, ``compare_with_grader`` and ``find_single`` return;
        n_positions (taken by any side) and n_shared_positions (by all); n_codings (that count);
        only_mentioned (categories without a grade that a side mentions, and no more).
    """
    shared = positions[positions["is_shared"]]
    weak_below, strong_from = cuts.numbers
    return {
        "strong_from": strong_from,
        "weak_below": weak_below,
        "has_default_cuts": cuts == STUDY,
        "n_codings": int(by_side["codings"].sum()),
        "n_positions": positions["position"].nunique(),
        "n_shared_positions": shared["position"].nunique(),
        **count_grades(overlap, names),
        **compare_with_grader(overlap),
        **count_graders(grades),
        **find_single(overlap, by_side),
        "only_mentioned": find_only_mentioned(overlap, by_side),
    }


def find_only_mentioned(overlap: pd.DataFrame, by_side: pd.DataFrame) -> list[str]:
    """Return the ungraded categories that a side mentions without taking any position."""
    ungraded = set(overlap.loc[~overlap["grade_by_rule"].isin(GRADES), "category"])
    bare = by_side[(by_side["codings"] > 0) & (by_side["codings_with_position"] == 0)]
    return [str(code) for code in bare["category"].unique() if code in ungraded]


def count_grades(overlap: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Any]:
    """Return which categories get which grade, and how many.

    Returns
    -------
    dict
        n_categories and n_by_domain; n_<grade> (also n_one_sided, n_no_evidence), n_graded and
        n_ungraded, of every pair of sides; categories_by_grade; strong (their English names);
        n_thin, n_borderline, n_thin_strong, n_thin_weak.
    """
    grades, thin = overlap["grade_by_rule"], overlap["is_thin"].astype(bool)
    by_grade = {grade: list(overlap.loc[grades == grade, "category"].unique()) for grade in SCALE}
    counts = {
        f"n_{grade.replace('-', '_').replace(' ', '_')}": int((grades == grade).sum())
        for grade in SCALE
    }
    categories = overlap.drop_duplicates("category")
    return counts | {
        "n_categories": len(categories),
        "n_by_domain": categories.groupby("domain", sort=False).size().to_dict(),
        "n_graded": int(grades.isin(GRADES).sum()),
        "n_ungraded": int((~grades.isin(GRADES)).sum()),
        "categories_by_grade": by_grade,
        "strong": [names[category] for category in by_grade["strong"]],
        "n_thin": int(thin.sum()),
        "n_borderline": int(overlap["is_borderline"].sum()),
        "n_thin_strong": int((thin & (grades == "strong")).sum()),
        "n_thin_weak": int((thin & (grades == "weak")).sum()),
    }


def compare_with_grader(overlap: pd.DataFrame) -> dict[str, Any]:
    """Return where the rule and the grader beside it agree, and where not.

    Returns
    -------
    dict
        n_compared (graded by both), n_same, n_same_by_chance (if both dealt the same grades
        out at random); n_graded_otherwise, n_rule_stricter (of these), and graded_otherwise:
        category, concurrence, grade_by_rule and grade_published of each.
    """
    both = overlap[overlap["grade_by_rule"].isin(GRADES)].dropna(subset=["grade_published"])
    rule, grader = both["grade_by_rule"], both["grade_published"]
    steps = rule.map(GRADES.index) - grader.map(GRADES.index)
    columns = ["category", "concurrence", "grade_by_rule", "grade_published"]
    return {
        "n_compared": len(both),
        "n_same": int((steps == 0).sum()),
        "n_same_by_chance": round(expect_agreement(rule, grader), 2),
        "n_graded_otherwise": int((steps != 0).sum()),
        "n_rule_stricter": int((steps < 0).sum()),
        "graded_otherwise": both.loc[steps != 0, columns].to_dict("records"),
    }


def count_graders(grades: pd.DataFrame) -> dict[str, Any]:
    """Return who graded beside the rule, and on what.

    Returns
    -------
    dict
        has_study (the grader is a study); n_grades_without_evidence (of the study's);
        n_by_our_graders (by grade).
    """
    study = grades[grades["grader"] == STUDY_GRADER]
    ours = grades.loc[grades["grader"] == OUR_GRADERS, "grade"]
    bare = study["has_evidence"].astype(str).str.lower() == "false"
    return {
        "has_study": bool(len(study)),
        "n_grades_without_evidence": int(bare.sum()),
        "n_by_our_graders": {grade: int((ours == grade).sum()) for grade in reversed(GRADES)},
    }


def find_single(overlap: pd.DataFrame, by_side: pd.DataFrame) -> dict[str, Any]:
    """Return the graded categories for which a side brings one document only.

    Returns
    -------
    dict
        single_document_by_side (the categories) and n_single_document_by_side.
    """
    graded = set(overlap.loc[overlap["grade_by_rule"].isin(GRADES), "category"])
    own = by_side[(by_side["documents"] == 1) & by_side["category"].isin(graded)]
    single = {
        side: list(own.loc[own["side"] == side, "category"]) for side in by_side["side"].unique()
    }
    return {
        "single_document_by_side": single,
        "n_single_document_by_side": {side: len(found) for side, found in single.items()},
    }

