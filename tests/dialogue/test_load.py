"""Loading the dialogue tables: rules that can fire, and bad input named with row and remedy."""

from __future__ import annotations

import itertools
import shutil

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.errors import DataError, ParameterError
from analysis.dialogue.load import Rule, _find_idle, find_rule, load_dialogue, parse_rules
from analysis.dialogue.tables import STATES, VALUES
from tests.conftest import read_csv, write_csv
from tests.dialogue.made_up import change_cell


def test_what_is_not_stated_matches_neither_yes_nor_no():
    for value in ("yes", "no"):
        rule = Rule("1", frozenset(STATES), (("a", value),), "track-1")
        assert not rule.matches("common", {"a": "not stated"})
        assert not rule.matches("common", {})


def test_the_first_rule_that_matches_decides():
    rules = [Rule(n, frozenset(STATES), (), f"track-{n}") for n in ("1", "2")]
    assert find_rule(rules, "untold", {}).name == "1"


shown = st.sampled_from(["any", "common", "different;untold", "untold", "common;different"])
conditions = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["yes", "no"])), max_size=3
).map(lambda pairs: ";".join(f"{a}={v}" for a, v in pairs))


@given(st.lists(st.tuples(shown, conditions), min_size=1, max_size=6))
def test_idle_rules_are_those_that_no_combination_of_values_fires(rows):
    frame = pd.DataFrame(rows, columns=["when_ledger", "when_attributes"])
    frame = frame.assign(rule=[str(n) for n in range(len(rows))], track="track-1")
    rules = parse_rules(frame)
    fired = {
        found.name
        for state in STATES
        for a, b in itertools.product(VALUES, VALUES)
        if (found := find_rule(rules, state, {"a": a, "b": b}))
    }
    assert len(_find_idle(frame, "rules.csv")) == len(rules) - len(fired)


BAD = [
    ("rules.csv", 5, "when_attributes", "novelty=yes", "attribute 'novelty' is unknown"),
    ("rules.csv", 5, "when_attributes", "novel-governance=perhaps", "write novel-governance=yes"),
    ("rules.csv", 3, "when_ledger", "feeble", "state 'feeble' is unknown"),
    ("rules.csv", 5, "track", "track-3", "did you mean 'track-"),
    ("rules.csv", 2, "when_attributes", "", "move it up or remove it"),
    ("rules.csv", 6, "when_attributes", "product-safety=yes;product-safety=no", "keep one"),
    ("rules.csv", 9, "when_attributes", "product-safety=yes", "a last rule with when_ledger 'any'"),
    ("rules.csv", 4, "source", "", "is empty"),
    ("rules.csv", 4, "source", "own judgement", "name it, or write 'project'"),
    ("topics.csv", 2, "categories", "", "is empty"),
    ("topics.csv", 2, "categories", ";", "name one of taxonomy.csv"),
    ("topics.csv", 2, "categories", "bais", "did you mean 'bias'?"),
    ("topics.csv", 2, "scope_source", "", "name who states it"),
    ("topics.csv", 2, "area", "evaluation", "did you mean 'evaluations'?"),
    ("topics.csv", 2, "area_basis", "", "say why the topic belongs there"),
    ("topics.csv", 2, "needs_participants", "scholars", "'scholars' is unknown"),
    ("topics.csv", 2, "needs_source", "stud 6", "did you mean 'study'?"),
    ("attributes.csv", 2, "reason", "", "is empty"),
    ("attributes.csv", 2, "source", "", "is empty"),
    ("attributes.csv", 2, "source", "hearsay", "source 'hearsay' is not in sources.csv"),
    ("attributes.csv", 2, "value", "maybe", "one of yes, no, not stated"),
    ("attributes.csv", 2, "topic", "unheard-of", "'unheard-of' is unknown"),
    ("topic_positions.csv", 2, "topic", "unheard-of", "'unheard-of' is unknown"),
    ("topic_positions.csv", 2, "position", "cbrm", "'cbrm' is unknown"),
    ("tracks.csv", 2, "participants", "envoys", "'envoys' is unknown"),
    ("recommendations_printed.csv", 2, "track", "track-9", "'track-9' is unknown"),
    ("risk_ratings.csv", 2, "rating", "extreme", "one of low, medium, high"),
    ("risk_ratings.csv", 2, "area", "infrastructure", "rate it anew or correct the area"),
]


@pytest.mark.parametrize(("file", "row", "column", "text", "said"), BAD)
def test_bad_input_is_named_with_file_row_and_remedy(folder, file, row, column, text, said):
    change_cell(folder / file, row, column, text)
    with pytest.raises(DataError) as caught:
        load_dialogue()
    message = str(caught.value)
    assert said in message
    if text != "unheard-of" and "last rule" not in said:
        # an idle or unmatched row is named where it shows, not where it came from
        shown = row if "move it up" not in said else 3
        assert f"{file}: row {shown}" in message


def test_a_missing_attribute_names_the_topic_and_the_row_to_add(folder):
    rows = read_csv(folder / "attributes.csv")
    write_csv(folder / "attributes.csv", rows[1:])
    with pytest.raises(DataError, match=r"topics.csv: row 2.*add a row, with the value 'not stat"):
        load_dialogue()


def test_a_topic_without_an_understanding_is_named(folder):
    rows = [r for r in read_csv(folder / "topic_positions.csv") if r["topic"] != "liability"]
    write_csv(folder / "topic_positions.csv", rows)
    with pytest.raises(DataError, match=r"names no understanding of 'liability'"):
        load_dialogue()


def test_a_missing_table_is_named(folder):
    (folder / "tracks.csv").unlink()
    with pytest.raises(DataError, match=r"dialogue/tracks.csv is missing"):
        load_dialogue()


@pytest.mark.parametrize("name", ["../rules.csv", "/tmp/rules.csv", "a/b.csv", "..", "rules"])
def test_a_rule_table_is_a_plain_file_name(folder, name):
    with pytest.raises(ParameterError, match="plain name"):
        load_dialogue(name)


def test_a_rule_table_that_is_not_there_is_named(folder):
    with pytest.raises(ParameterError, match=r"did you mean 'rules.csv'"):
        load_dialogue("rule.csv")


def test_a_problem_of_another_rule_table_is_placed_in_it(folder):
    shutil.copy(folder / "rules.csv", folder / "rules_mine.csv")
    change_cell(folder / "rules_mine.csv", 5, "track", "track-3")
    with pytest.raises(DataError, match=r"rules_mine.csv: row 5"):
        load_dialogue("rules_mine.csv")
