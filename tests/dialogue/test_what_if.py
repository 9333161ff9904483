"""What survives: without documents and issuers, with other support, under other rules."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from analysis.corpus.model import Corpus
from analysis.corpus.select import select
from analysis.dialogue import rules, what_if
from analysis.dialogue.bounds import list_rule_tables
from analysis.dialogue.load import load_dialogue
from analysis.overlap.ledger import keep_ledger
from analysis.readers.folder import load_corpus
from tests.codings import SIDES
from tests.dialogue.made_up import change_cell, show_all

DAY = "2026-11-25"


def test_another_rule_table_is_used_and_becomes_a_scenario(folder):
    shutil.copy(folder / "rules.csv", folder / "rules_mine.csv")
    change_cell(folder / "rules_mine.csv", 9, "track", "track-2")
    assert list_rule_tables() == ["rules.csv", "rules_mine.csv"]
    found = rules.apply_rules(load_dialogue("rules_mine.csv"), show_all("common"))
    assert "track-1.5" not in set(found["track"])
    assert "rules:rules_mine.csv" in what_if.vary_rules(load_dialogue())


@pytest.fixture(scope="module")
def published() -> Corpus:
    """Return the selected corpus ``published``."""
    return select(load_corpus("published"), SIDES)


def test_the_ledger_without_a_document_is_that_of_a_run_that_leaves_it_out(published):
    tables = (published["codings"], published["documents"], published["positions"])
    ledgers = what_if.keep_ledgers(*tables, SIDES, DAY, 2)
    again = select(load_corpus("published"), SIDES, ["us-eo-14110"])
    kept = keep_ledger(
        again["codings"], again["documents"], again["positions"], SIDES, DAY, 2
    ).set_index(["position", "side"])["status"]
    without = ledgers["without:us-eo-14110"].set_index(["position", "side"])["status"]
    pd.testing.assert_series_equal(without, kept)
    assert {"not-in-force", "support:1", "support:3", "support:4"} < set(ledgers)
    assert any(name.startswith("without-issuer:") for name in ledgers)
    assert "support:2" not in ledgers, "that is what the run itself asks for"


def test_what_would_leave_a_side_silent_is_not_left_out(published):
    codings = published["codings"]
    only = codings[(codings["country"] == "US") | (codings["documents"] == "cn-cac-deep-synthesis")]
    tables = (only, published["documents"], published["positions"])
    ledgers = what_if.keep_ledgers(*tables, SIDES, DAY, 2)
    assert "without:cn-cac-deep-synthesis" not in ledgers
    assert "without:us-eo-14110" in ledgers


def test_the_order_of_two_rules_is_changed_only_where_it_is_our_choice(shipped):
    varied = what_if.vary_rules(shipped)
    names = [name for name in varied if "-after-" in name]
    assert names == ["rules:4-after-5"]
    assert [rule.name for rule in varied[names[0]]] == ["1", "2", "3", "5", "4", "6", "7", "8"]


def scenarios(*kept):
    """Make one topic that keeps its room in some scenarios up."""
    rows = [("x", "base", "track-1", True)]
    rows += [("x", name, "track-1" if is_kept else "set aside", is_kept) for name, is_kept in kept]
    return pd.DataFrame(rows, columns=["topic", "scenario", "track", "is_same"])


def test_a_topic_survives_only_what_it_keeps_its_room_in():
    table = scenarios(("without:a", True), ("without-issuer:b", True), ("support:4", False))
    assert what_if.find_robust(table, what_if.LEFT_OUT) == ["x"]
    assert what_if.find_robust(table) == []


def test_where_nothing_was_left_out_nothing_has_survived():
    assert what_if.find_robust(scenarios()) == []
    assert what_if.find_robust(scenarios(("rules:1-after-2", True))) == []
