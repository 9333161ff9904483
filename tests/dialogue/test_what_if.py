"""What survives: without documents, on other corpora, under other rules."""

from __future__ import annotations

import shutil

import pytest

from analysis.base.paths import corpus_folder
from analysis.corpus.select import select
from analysis.dialogue import rules, what_if
from analysis.dialogue.bounds import list_rule_tables
from analysis.dialogue.load import load_dialogue
from analysis.dialogue.tables import OVERLAPS
from analysis.overlap.rule import STUDY, Cuts
from analysis.readers.folder import load_corpus
from tests.codings import SIDES
from tests.conftest import read_csv
from tests.dialogue.conftest import measure
from tests.dialogue.made_up import change_cell, grade_all


def test_another_rule_table_is_used_and_becomes_a_scenario(folder):
    shutil.copy(folder / "rules.csv", folder / "rules_mine.csv")
    change_cell(folder / "rules_mine.csv", 9, "track", "track-2")
    assert list_rule_tables() == ["rules.csv", "rules_mine.csv"]
    found = rules.apply_rules(load_dialogue("rules_mine.csv"), grade_all("strong"))
    assert "track-1.5" not in set(found["track"])
    assert "rules:rules_mine.csv" in what_if.vary_rules(load_dialogue())


def test_grades_without_a_document_are_those_of_a_run_that_leaves_it_out(published):
    corpus, _ = published
    evidence = (corpus["codings"], corpus["documents"], corpus.taxonomy)
    without = what_if.grade_without(*evidence, SIDES, STUDY)["without:us-eo-14110"]
    again = measure(select(load_corpus("published"), SIDES, ["us-eo-14110"]))
    assert without["grade"].tolist() == again["grade_by_rule"].tolist()
    assert without["concurrence"].to_numpy() == pytest.approx(
        again["concurrence"].to_numpy(), nan_ok=True
    )


def test_a_corpus_without_one_of_the_sides_or_without_codings_is_passed_over(data_root):
    (data_root / "tiny" / "codings.csv").rename(data_root / "tiny" / "elsewhere.csv")
    assert what_if.grade_corpora(["tiny", "nowhere"], SIDES, STUDY) == {}
    (data_root / "tiny" / "elsewhere.csv").rename(data_root / "tiny" / "codings.csv")
    assert what_if.grade_corpora(["tiny"], ["US", "EU"], STUDY) == {}


def test_another_corpus_is_graded_from_its_data(data_root):
    sides = sorted({row["country"] for row in read_csv(corpus_folder("tiny") / "documents.csv")})
    graded = what_if.grade_corpora(["tiny"], sides[:2], STUDY)["corpus:tiny"]
    assert set(graded["grade"]) <= set(OVERLAPS) and len(graded) == 21


def test_every_scenario_is_graded_with_the_cuts_of_the_run(published):
    corpus, overlap = published
    evidence = (corpus["codings"], corpus["documents"], corpus.taxonomy)
    regraded = what_if.regrade(["published"], overlap, evidence, ["recoded"], SIDES, Cuts(0, 0))
    assert {"graded-by:published", "not-in-force", "corpus:recoded"} < set(regraded)
    for name, graded in regraded.items():
        grades = set(graded.loc[graded["concurrence"].notna(), "grade"])
        # graders have given their grades: no cut changes those
        assert (grades == {"strong"}) == (name != "graded-by:published"), name


def test_the_order_of_two_rules_is_changed_only_where_it_is_our_choice(shipped):
    varied = what_if.vary_rules(shipped)
    names = [name for name in varied if "-after-" in name]
    assert names == ["rules:4-after-5"]
    assert [rule.name for rule in varied[names[0]]] == ["1", "2", "3", "5", "4", "6", "7", "8"]


def test_a_robust_recommendation_keeps_its_track_under_every_scenario(shipped):
    table = what_if.compare_scenarios(
        shipped, grade_all("strong"), {"corpus:x": grade_all("moderate")}
    )
    scenarios = ["base", "corpus:x", "no-national-security", "rules:4-after-5"]
    assert list(table["scenario"].unique()) == scenarios
    robust = what_if.find_robust(table)
    # one topic is a new idea and bears on security, so the order of rules 4 and 5 decides
    with_security = what_if.find_robust(table, [what_if.NO_SECURITY])
    assert set(with_security) - set(robust) == {
        "dangerous-capability-evaluation",
        "non-state-proliferation",
    }
    assert "compute-thresholds-registration" not in with_security
    assert "export-controls" not in with_security
    assert "reliability-standards" in robust


def test_no_recommendation_survives_a_scenario_that_sets_everything_aside(shipped):
    table = what_if.compare_scenarios(shipped, grade_all("strong"), {"x": grade_all("weak")})
    assert what_if.find_robust(table) == []
