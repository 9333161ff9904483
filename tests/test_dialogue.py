"""From overlap to dialogue: rules, bad input, printed recommendations, and what survives."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.errors import DataError, ParameterError
from analysis.base.paths import ROOT, corpus_folder
from analysis.corpus.select import select
from analysis.dialogue import participants as room
from analysis.dialogue import rules as dialogue
from analysis.dialogue import what_if as whatif
from analysis.dialogue.bounds import list_rule_tables
from analysis.dialogue.load import (
    Rule,
    _find_idle,
    find_rule,
    load_dialogue,
    parse_rules,
)
from analysis.dialogue.tables import OVERLAPS, SET_ASIDE, VALUES
from analysis.overlap.measure import measure_overlap
from analysis.readers.folder import load_corpus
from tests.conftest import read_csv, write_csv

SIDES = ["US", "CN"]


@pytest.fixture
def folder(data_root: Path) -> Path:
    """Return a copy of the dialogue tables, free to be broken."""
    return Path(shutil.copytree(ROOT / "data" / "dialogue", data_root / "dialogue"))


@pytest.fixture(scope="module")
def published():
    """Return the selected corpus ``published`` and its overlap."""
    corpus = select(load_corpus("published"), SIDES)
    return corpus, _measure(corpus)


def _measure(corpus):
    grades = corpus.grades[corpus.grades["grader"] == "study"]
    return measure_overlap(
        corpus.codings, corpus.documents, corpus.taxonomy, corpus.positions, grades, SIDES
    )


def _grade(grade, k=0.6):
    categories = [row["code"] for row in read_csv(ROOT / "data" / "taxonomy.csv")]
    return pd.DataFrame({"category": categories, "grade": grade, "concurrence": k})


def _change(path: Path, row: int, column: str, text: str) -> None:
    """Set a cell; rows are numbered as a spreadsheet shows them."""
    rows = read_csv(path)
    rows[row - 2][column] = text
    write_csv(path, rows)


# rules


def test_what_is_not_stated_matches_neither_yes_nor_no():
    for value in ("yes", "no"):
        rule = Rule("1", frozenset(OVERLAPS), (("a", value),), "track-1")
        assert not rule.matches("strong", {"a": "not stated"})
        assert not rule.matches("strong", {})


def test_the_first_rule_that_matches_decides():
    rules = [Rule(n, frozenset(OVERLAPS), (), f"track-{n}") for n in ("1", "2")]
    assert find_rule(rules, "weak", {}).name == "1"


overlaps = st.sampled_from(["any", "strong", "weak;one-sided", "moderate", "strong;moderate"])
conditions = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["yes", "no"])), max_size=3
).map(lambda pairs: ";".join(f"{a}={v}" for a, v in pairs))


@given(st.lists(st.tuples(overlaps, conditions), min_size=1, max_size=6))
def test_idle_rules_are_those_that_no_combination_of_values_fires(rows):
    frame = pd.DataFrame(rows, columns=["when_overlap", "when_attributes"])
    frame = frame.assign(rule=[str(n) for n in range(len(rows))], track="track-1")
    rules = parse_rules(frame)
    fired = {
        found.name
        for overlap in OVERLAPS
        for a, b in itertools.product(VALUES, VALUES)
        if (found := find_rule(rules, overlap, {"a": a, "b": b}))
    }
    assert len(_find_idle(frame, "rules.csv")) == len(rules) - len(fired)


def test_a_topic_has_the_lowest_grade_and_the_lowest_concurrence_decides():
    graded = pd.DataFrame(
        {
            "category": ["a", "b", "c", "d"],
            "grade": ["strong", "weak", "weak", "no evidence"],
            "concurrence": [0.9, 0.4, 0.1, None],
        }
    )
    assert dialogue.grade_topic(["a", "b", "c", "d"], graded) == ("weak", 0.1, "c")
    assert dialogue.grade_topic(["a", "d"], graded) == ("strong", 0.9, "a")
    assert dialogue.grade_topic(["d"], graded)[0] == "no evidence"


def test_a_rule_that_fires_for_one_topic_is_marked():
    found = dialogue.apply_rules(load_dialogue(), _grade("weak"))
    counts = found["rule"].value_counts()
    assert found["is_single_topic_rule"].tolist() == [counts[r] == 1 for r in found["rule"]]
    # the one topic that is itself a dispute
    assert found.loc[found["is_single_topic_rule"], "topic"].tolist() == ["export-controls"]


@pytest.mark.parametrize("grade", OVERLAPS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_topic_has_a_track_or_a_reason(grade, language):
    found = dialogue.apply_rules(load_dialogue(), _grade(grade), language=language)
    is_aside = found["track"] == SET_ASIDE
    assert (found["set_aside_reason"].notna() == is_aside).all()


# bad input: what is wrong, in which row, and what to do

BAD = [
    ("rules.csv", 5, "when_attributes", "novelty=yes", "attribute 'novelty' is unknown"),
    ("rules.csv", 5, "when_attributes", "novel-governance=perhaps", "write novel-governance=yes"),
    ("rules.csv", 3, "when_overlap", "feeble", "overlap 'feeble' is unknown"),
    ("rules.csv", 5, "track", "track-3", "did you mean 'track-"),
    ("rules.csv", 2, "when_attributes", "", "move it up or remove it"),
    ("rules.csv", 6, "when_attributes", "product-safety=yes;product-safety=no", "keep one"),
    ("rules.csv", 9, "when_overlap", "strong", "add a last rule with when_overlap 'any'"),
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
    ("tracks.csv", 2, "participants", "envoys", "'envoys' is unknown"),
    ("recommendations_printed.csv", 2, "track", "track-9", "'track-9' is unknown"),
    ("risk_ratings.csv", 2, "rating", "extreme", "one of low, medium, high"),
    ("risk_ratings.csv", 2, "area", "infrastructure", "rate it anew or correct the area"),
]


@pytest.mark.parametrize(("file", "row", "column", "text", "said"), BAD)
def test_bad_input_is_named_with_file_row_and_remedy(folder, file, row, column, text, said):
    _change(folder / file, row, column, text)
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


def test_another_rule_table_is_used_and_becomes_a_scenario(folder):
    shutil.copy(folder / "rules.csv", folder / "rules_mine.csv")
    _change(folder / "rules_mine.csv", 9, "track", "track-2")
    assert list_rule_tables() == ["rules.csv", "rules_mine.csv"]
    found = dialogue.apply_rules(load_dialogue("rules_mine.csv"), _grade("strong"))
    assert "track-1.5" not in set(found["track"])
    assert "rules:rules_mine.csv" in whatif.vary_rules(load_dialogue())


def test_a_problem_of_another_rule_table_is_placed_in_it(folder):
    shutil.copy(folder / "rules.csv", folder / "rules_mine.csv")
    _change(folder / "rules_mine.csv", 5, "track", "track-3")
    with pytest.raises(DataError, match=r"rules_mine.csv: row 5"):
        load_dialogue("rules_mine.csv")


def test_printed_recommendations_and_ratings_may_be_absent(folder):
    (folder / "recommendations_printed.csv").unlink()
    (folder / "risk_ratings.csv").unlink()
    data = load_dialogue()
    found = dialogue.apply_rules(data, _grade("strong"))
    check = dialogue.check_recommendations(data, {"rule": found}, {})
    assert check.empty and "row_id" in check[check["is_produced"]]
    assert room.place_on_map(room.rate_risks(data), found).empty
    assert room.compare_raters(data).empty


# the printed recommendations


def _check(published, graded_by):
    data, (_, overlap) = load_dialogue(), published
    both = {
        name: dialogue.apply_rules(data, dialogue.take_grades(overlap, name))
        for name in ("rule", "published")
    }
    check = dialogue.check_recommendations(data, both, {})
    return data, check[check["graded_by"] == graded_by].set_index("row_id")


def test_by_the_grades_of_the_study_all_but_the_known_differences_come_out(published):
    data, check = _check(published, "published")
    printed = data["recommendations_printed"].set_index("row_id")
    known = set(printed.index[printed["known_difference"] != ""])
    assert set(check.index[~check["is_produced"]]) == known
    assert set(check.index) == set(printed.index)


# every printed row that the grades by rule do not produce, with the category that decides
DIFFERENCES_BY_RULE = {
    "s1b": "cybersecurity",
    "s2b": "robustness",
    "s2c": "adversarial-testing",
    "s3": "technical-mitigations",
    "s4a": "licensing-registration",
    "s4b": "ai-for-safety",
    "p1b": "cybersecurity",
    "p2b": "robustness",
    "p2c": "adversarial-testing",
    "p3": "technical-mitigations",
    "p4a": "licensing-registration",
    "p4b": "ai-for-safety",
}


def test_by_the_rule_exactly_the_listed_rows_do_not_come_out(published):
    _, check = _check(published, "rule")
    missing = check[~check["is_produced"]]
    assert {row: str(reason).split(" is ")[0] for row, reason in missing["reason"].items()} == (
        DIFFERENCES_BY_RULE
    )


def test_every_row_that_does_not_come_out_has_a_reason(published):
    for graded_by in ("rule", "published"):
        _, check = _check(published, graded_by)
        assert (check["is_produced"] == check["reason"].isna()).all()


def test_a_known_difference_is_reported_in_its_own_words(folder):
    path = folder / "recommendations_printed.csv"
    _change(path, 2, "known_difference", "the study knows better")
    _change(path, 2, "track", "track-2")
    data = load_dialogue()
    found = dialogue.apply_rules(data, _grade("strong"))
    check = dialogue.check_recommendations(data, {"rule": found}, {}).set_index("row_id")
    assert check.loc["s1a", "reason"] == "the study knows better"


def test_the_strong_topics_without_a_recommendation_are_transparency_and_convening(published):
    graded = dialogue.take_grades(published[1], "published")
    left = dialogue.find_unaddressed(load_dialogue(), graded)
    assert left == ["user-transparency", "stakeholder-convening"]


# what if


def test_grades_without_a_document_are_those_of_a_run_that_leaves_it_out(published):
    corpus, _ = published
    evidence = (corpus.codings, corpus.documents, corpus.taxonomy)
    without = whatif.grade_without(*evidence, SIDES)["without:us-eo-14110"]
    again = _measure(select(load_corpus("published"), SIDES, ["us-eo-14110"]))
    assert without["grade"].tolist() == again["grade_by_rule"].tolist()
    assert without["concurrence"].to_numpy() == pytest.approx(
        again["concurrence"].to_numpy(), nan_ok=True
    )


def test_a_corpus_without_one_of_the_sides_or_without_codings_is_passed_over(data_root):
    (data_root / "tiny" / "codings.csv").rename(data_root / "tiny" / "elsewhere.csv")
    assert whatif.grade_corpora(["tiny", "nowhere"], SIDES) == {}
    (data_root / "tiny" / "elsewhere.csv").rename(data_root / "tiny" / "codings.csv")
    assert whatif.grade_corpora(["tiny"], ["US", "EU"]) == {}


def test_another_corpus_is_graded_from_its_data(data_root):
    sides = sorted({row["country"] for row in read_csv(corpus_folder("tiny") / "documents.csv")})
    graded = whatif.grade_corpora(["tiny"], sides[:2])["corpus:tiny"]
    assert set(graded["grade"]) <= set(OVERLAPS) and len(graded) == 21


def test_the_order_of_two_rules_is_changed_only_where_it_is_our_choice():
    varied = whatif.vary_rules(load_dialogue())
    names = [name for name in varied if "-after-" in name]
    assert names == ["rules:4-after-5"]
    assert [rule.name for rule in varied[names[0]]] == ["1", "2", "3", "5", "4", "6", "7", "8"]


def test_a_robust_recommendation_keeps_its_track_under_every_scenario():
    data = load_dialogue()
    table = whatif.compare_scenarios(data, _grade("strong"), {"corpus:x": _grade("moderate")})
    scenarios = ["base", "corpus:x", "no-national-security", "rules:4-after-5"]
    assert list(table["scenario"].unique()) == scenarios
    robust = whatif.find_robust(table)
    # one topic is a new idea and bears on security, so the order of rules 4 and 5 decides
    with_security = whatif.find_robust(table, [whatif.NO_SECURITY])
    assert set(with_security) - set(robust) == {
        "dangerous-capability-evaluation",
        "non-state-proliferation",
    }
    assert "compute-thresholds-registration" not in with_security
    assert "export-controls" not in with_security
    assert "reliability-standards" in robust


def test_no_recommendation_survives_a_scenario_that_sets_everything_aside():
    table = whatif.compare_scenarios(load_dialogue(), _grade("strong"), {"x": _grade("weak")})
    assert whatif.find_robust(table) == []


def test_graders_that_nobody_named_are_refused(published):
    _, overlap = published
    with pytest.raises(ParameterError, match="graded_by"):
        dialogue.take_grades(overlap, "publishd")
    with pytest.raises(ParameterError, match="nobody has graded"):
        dialogue.take_grades(overlap.assign(grade_published=None), "published")


# beside the track


def test_the_abstract_rates_nothing():
    areas = load_dialogue()["cooperation_areas"]
    factors = ["advances_dangerous_capabilities", "exposes_sensitive_information"]
    assert (areas[[*factors, "opportunities_for_harm"]] == "not stated").all(axis=None)
    stated = areas.loc[areas["suitability"] != "not stated", "area"]
    assert set(stated) == {"verification-mechanisms", "shared-protocols"}


def test_a_recommended_topic_in_an_area_not_singled_out_is_a_tension():
    data = load_dialogue()
    table = room.compare_areas(data, dialogue.apply_rules(data, _grade("strong")))
    tension = table.loc[table["is_tension"], "topic"].tolist()
    assert "dangerous-capability-evaluation" in tension
    assert "reliability-standards" not in tension
    aside = room.compare_areas(data, dialogue.apply_rules(data, _grade("weak")))
    assert not aside["is_tension"].any() and len(aside) == len(data["topics"])


def test_ratings_are_averaged_over_factors_and_spread_over_raters(folder):
    rows = read_csv(folder / "risk_ratings.csv")[:1]
    factors = list(room.FACTORS)
    given = {"anna": ["low", "medium", "high", "high"], "ben": ["high", "high", "high", "low"]}
    ratings = [
        rows[0] | {"rater": rater, "dimension": dimension, "rating": rating}
        for rater, words in given.items()
        for dimension, rating in zip([*factors, "value"], words, strict=True)
    ]
    write_csv(folder / "risk_ratings.csv", ratings)
    table = room.rate_risks(load_dialogue()).set_index(["dimension", "rater"])
    assert table.loc[("risk", "anna"), "rating"] == 2 and table.loc[("risk", "ben"), "rating"] == 3
    assert table.loc[("risk", "anna"), ["mean", "low", "high", "spread"]].tolist() == [2.5, 2, 3, 1]
    assert table.loc[("value", "ben"), "spread"] == 2


def test_an_unfinished_rating_is_not_placed_on_the_map(folder):
    write_csv(folder / "risk_ratings.csv", read_csv(folder / "risk_ratings.csv")[:2])
    data = load_dialogue()
    marks = room.place_on_map(room.rate_risks(data), dialogue.apply_rules(data, _grade("weak")))
    assert marks[["risk", "value"]].isna().all(axis=None)


def test_the_raters_that_ship_are_named_as_ours():
    data = load_dialogue()
    assert set(data["risk_ratings"]["rater_kind"]) == {"model-assisted"}
    assert len(room.list_raters(data)) == 2
    agreement = room.compare_raters(data, resamples=20).set_index("coefficient")
    assert agreement.loc["raw agreement", "n"] == len(data["risk_ratings"]) / 2


def test_where_no_source_says_who_usually_comes_the_table_says_so():
    data = load_dialogue()
    found = dialogue.apply_rules(data, _grade("strong"))
    people = room.compare_participants(data, found).set_index(["topic", "participant"])
    assert people.loc[("dangerous-capability-evaluation", "scientists"), "usual"] == "no"
    assert people.loc[("reliability-standards", "officials"), "usual"] == "not stated"
    drawn, unknown = room.split_by_knowledge(people.reset_index())
    assert unknown and not set(drawn["track"]) & set(unknown)
    missing = room.count_missing(people.reset_index()).set_index("participant")
    counts = missing[["topics_missing", "topics_unknown"]].sum(axis=1)
    assert (counts <= missing["topics_needing"]).all()


def test_topics_are_ordered_by_track_with_those_set_aside_last():
    data = load_dialogue()
    found = dialogue.apply_rules(data, _grade("strong"))
    tracks = found.set_index("topic").loc[dialogue.order_topics(found, data), "track"].tolist()
    assert tracks == sorted(tracks, key=[*data["tracks"]["track"], SET_ASIDE].index)
