"""Every number that prose prints, from small tables whose answer can be counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.corpus.evidence import count_by_side, list_positions
from analysis.dialogue.load import Dialogue
from analysis.findings import documents, positions, printed, reading, speakers, stress
from analysis.findings.dialogue import find_survivors, find_tracks
from analysis.findings.grades import (
    compare_with_grader,
    count_graders,
    find_single,
)
from analysis.findings.show import lay_out

SIDES = ["AA", "BB"]


def codings(*rows):
    """Make codings; a row is country, category, position, documents, and perhaps the coder."""
    full = [row if len(row) > 4 else (*row, "settled") for row in rows]
    frame = pd.DataFrame(full, columns=["country", "category", "position", "documents", "coder"])
    return frame.assign(kind="specific", coding_id=[f"c{n}" for n in range(len(frame))],
                        quote_id="q", is_uncertain="false")  # fmt: skip


CODED = codings(
    ("AA", "bias", "bias.x", "d1"), ("AA", "bias", "bias.x", "d1;d2"),
    ("BB", "bias", "bias.y", "d3"), ("BB", "bias", "bias.y", ""),
    ("BB", "bias", "bias.z", "d3"), ("AA", "bias", "bias.z", "d2"),
    ("AA", "bias", "unspecified", "d2"),
)  # fmt: skip
DOCUMENTS = pd.DataFrame({
    "document_id": ["d1", "d2", "d3", "d4"],
    "country": ["AA", "AA", "BB", "BB"],
    "entity_type": ["Corporate", "Legislature", "Corporate", "Corporate"],
    "is_placeholder": ["false", "false", "false", "true"],
    "inferred_fields": ["issuer", "", pd.NA, "issuer"],
    "legal_status": ["in force", "not stated", pd.NA, "not stated"],
})  # fmt: skip
CODEBOOK = pd.DataFrame({
    "code": ["bias.x", "bias.y", "bias.z"], "category": "bias", "meaning": "m", "parent": "",
})  # fmt: skip


def test_positions_are_listed_shared_first_then_each_side_s_own():
    taken = list_positions(CODED, CODEBOOK, SIDES)
    listed = positions.list_sources(CODED, taken, SIDES)
    order = listed.drop_duplicates("position")[["position", "taken_by"]]
    assert order.to_numpy().tolist() == [
        ["bias.z", "both"], ["bias.x", "AA"], ["bias.y", "BB"], ["unspecified", ""],
    ]  # fmt: skip
    own = listed.set_index(["position", "side"])
    assert own.loc[("bias.x", "AA"), "documents"] == "d1;d2", "each document once"
    assert own.loc[("bias.y", "BB"), ["codings", "without_document"]].tolist() == [2, 1]
    assert own.loc[("bias.y", "AA"), "codings"] == 0
    assert own.loc[("unspecified", "AA"), "codings"] == 1


def test_documents_are_counted_by_what_they_are():
    inventory = DOCUMENTS.assign(
        decision=["in", "not coded yet", "out", "in"], decision_reason=["", "", "too old", ""]
    )
    found = documents.find_documents(inventory, DOCUMENTS, CODED, CODEBOOK, SIDES)
    assert found["n_placeholders"] == 1
    assert found["n_placeholders_by_side"] == {"AA": 0, "BB": 1}
    assert found["n_inferred"] == 2, "a blank is no inferred field"
    assert (found["n_out"], found["out"]) == (1, [{"reason": "too old", "documents": ["d3"]}])
    assert (found["n_not_coded_yet"], found["not_coded_yet"]) == (1, ["d2"])
    assert (found["n_codings"], found["n_specific"], found["n_summary"]) == (7, 7, 0)
    assert (found["n_on_document"], found["n_with_status"]) == (6, 1)
    assert "n_settled" not in found, "nothing is said about a record that is not there"
    # what the study counts and names does not hang on what this run leaves out
    fewer = documents.find_documents(inventory, DOCUMENTS.iloc[[3]], CODED, CODEBOOK, SIDES)
    assert [fewer[key] for key in ("n_documents", "n_counted", "n_named", "n_placeholders")] == [
        1, 2, 1, 1
    ]  # fmt: skip
    assert fewer["n_left_out"] == 1


def test_coders_are_compared_on_the_codings_that_both_made():
    both = codings(("AA", "bias", "bias.x", "", "a"), ("AA", "bias", "bias.y", "", "a"),
                   ("AA", "bias", "bias.x", "", "b"), ("AA", "bias", "bias.z", "", "b"),
                   ("AA", "bias", "bias.z", "", "b"))  # fmt: skip
    both["coding_id"] = ["c1", "c2", "c1", "c2", "c3"]
    assert documents.find_coders(both) == {"n_coded_twice": 2, "n_coded_alike": 1}
    assert documents.find_coders(CODED) == {"n_coded_twice": 0, "n_coded_alike": 0}


def test_settling_counts_only_documents_that_are_compared():
    rows = [
        ("d1", "coders differ", "x", "x"), ("d1", "one coder only", "x", "dropped"),
        ("d1", "one coder only", "x", "x"), ("d1", "editor check", "x", "x"),
        ("d1", "editor check", "x", "y"), ("gone", "editor check", "x", "x"),
    ]  # fmt: skip
    columns = ["document_id", "why", "coder_a", "settled"]
    found = documents.find_settling(pd.DataFrame(rows, columns=columns), DOCUMENTS)
    assert found == {
        "n_settled": 1, "n_found_once": 2, "n_dropped": 1, "n_checked": 2, "n_confirmed": 1,
    }  # fmt: skip


def test_the_readings_of_a_text_have_no_gap():
    ranges = pd.DataFrame({"start": [50, 0, 20], "end": [90, 30, 50]})
    assert reading.is_whole(ranges, 90)
    assert not reading.is_whole(ranges, 91)
    assert not reading.is_whole(ranges.drop(index=2), 90)


def test_a_document_is_read_whole_only_if_every_coder_did():
    log = pd.DataFrame({
        "document_id": ["d1", "d1", "d3", "gone"], "coder": ["a", "b", "a", "a"],
        "start": [0, 0, 0, 0], "end": [10, 10, 5, 99],
    })  # fmt: skip
    coded = CODED.assign(coder=["a", "b"] + ["settled"] * 5)
    found = reading.find_reading(log, DOCUMENTS, coded)
    assert found == {"n_read": 2, "n_read_whole": 1, "n_characters": 15}


def test_what_a_document_brings_is_counted_once_a_document():
    residual = pd.DataFrame({"document_id": ["d2", "d2"], "coder": ["settled", "a"]})
    log = pd.DataFrame({"document_id": ["d2"], "end": [70]})
    table = reading.list_read(log, DOCUMENTS, CODED, residual, ["BB", "AA"])
    assert list(table["document_id"]) == ["d3", "d4", "d1", "d2"], "sides in the order of the run"
    own = table.set_index("document_id").loc["d2"]
    assert own[["characters", "codings", "residual"]].tolist() == [70, 3, 1]


def test_the_largest_document_of_a_side_has_its_share_of_the_side_s_codings():
    first, second = speakers.find_largest_documents(CODED, SIDES)
    assert (first["document"], first["share"]) == ("d2", pytest.approx(3 / 5))
    assert (second["document"], second["share"]) == ("d3", 1.0)
    assert speakers.find_largest_documents(CODED.iloc[:0], SIDES) == []


def test_themes_are_split_into_common_ones_and_those_of_one_side():
    rows = [("AA", "labour", 3), ("AA", "other", 2), ("AA", "trade", 1), ("AA", "Total", 6),
            ("BB", "labour", 1), ("BB", "ethics", 1), ("BB", "Total", 2)]  # fmt: skip
    outside = pd.DataFrame(rows, columns=["side", "theme", "passages"])
    outside = outside.assign(share=0.25, share_of_text=0.5)
    found = speakers.find_outside(outside, SIDES)
    assert (found["n_themes_of_all_sides"], found["largest_themes_of_all_sides"]) == (1, ["labour"])
    assert found["largest_themes_by_side"] == {"AA": ["trade"], "BB": ["ethics"]}
    assert found["residual_by_side"] == {"AA": 0.25, "BB": 0.25}


def test_codings_are_counted_for_each_document_they_rest_on():
    table = speakers.count_codings(CODED, DOCUMENTS, SIDES).set_index(["side", "entity_type"])
    assert table.loc[("AA", "Total"), "codings"] == 5
    assert table.loc[("AA", "Legislature"), "codings"] == 3
    assert table.loc[("Total", "Total"), "codings"] == 7


OVERLAP = pd.DataFrame({
    "category": ["bias", "privacy"], "side_a": "AA", "side_b": "BB",
    "grade_by_rule": ["weak", "one-sided"],
})  # fmt: skip


def test_a_category_without_a_grade_rests_on_no_single_document():
    categories = pd.DataFrame({"code": ["bias", "privacy"], "domain": "risk"})
    rows = codings(("AA", "bias", "bias.x", "d1"), ("AA", "privacy", "bias.x", "d1"))
    by_side = count_by_side(rows, DOCUMENTS, categories, SIDES)
    found = find_single(OVERLAP, by_side)
    assert found["single_document_by_side"] == {"AA": ["bias"], "BB": []}
    assert found["n_single_document_by_side"] == {"AA": 1, "BB": 0}



def test_graders_are_told_apart():
    rows = [("study", "weak", "false"), ("study", "strong", "true"), ("consensus", "weak", "")]
    found = count_graders(pd.DataFrame(rows, columns=["grader", "grade", "has_evidence"]))
    assert found["has_study"] and found["n_grades_without_evidence"] == 1
    assert found["n_by_our_graders"] == {"strong": 0, "moderate": 0, "weak": 1}


def test_the_printed_numbers_are_counted_by_place_with_a_total():
    rows = [("Table 1, row 2", printed.AGREES), ("p. 7", printed.TRANSCRIBED),
            ("Table 5", printed.DIFFERS), ("Table 1", printed.AGREES)]  # fmt: skip
    checked = pd.DataFrame(rows, columns=["where", "status"])
    table = printed.count_places(checked)
    assert list(table["where"]) == ["Table 1", "Table 5", "text", "Total"]
    assert table.set_index("where").loc["Total"].tolist() == [2, 1, 1]
    weighty = pd.DataFrame({"discrepancy_id": ["d1", "d2"], "affects": ["Table 5", "a name"]})
    found = printed.find_print(checked, weighty, DOCUMENTS)
    assert (found["n_weighty"], found["weighty"]) == (1, ["d1"])


def test_the_ends_of_a_coefficient_are_its_lowest_and_highest_category():
    rows = [("span", None, "F1", 0.9), ("label", None, "alpha", 0.7), ("label", "a", "alpha", 0.5),
            ("label", "b", "alpha", 0.8), ("label", None, "raw agreement", 0.9),
            ("label", "a", "raw agreement", 0.9), ("label", "b", "raw agreement", 0.8)]  # fmt: skip
    measured = pd.DataFrame(rows, columns=["what", "category", "coefficient", "value"])
    ends = stress.list_ends(measured.assign(low=0.1, high=0.9, n=9))
    assert ends[["what", "coefficient", "end"]].to_numpy().tolist() == [
        ["span", "F1", "all"], ["label", "alpha", "all"], ["label", "alpha", "lowest"],
        ["label", "alpha", "highest"], ["label", "raw agreement", "all"],
    ]  # fmt: skip


def test_findings_are_laid_out_row_by_row():
    found = {"n": 3, "by_side": {"AA": {"n": 1}}, "lists": [{"a": 1, "b": ["x", "y"]}]}
    assert lay_out(found).to_numpy().tolist() == [
        ["n", "3"], ["by_side.AA.n", "1"], ["lists", "a: 1, b: x; y"],
    ]  # fmt: skip


WITHOUT = {
    "ledger_without": pd.DataFrame(
        [("bias.x", "AA", "document", "d1", "common", "anchored"),
         ("bias.x", "AA", "document", "d2", "common", "anchored"),
         ("bias.y", "AA", "document", "d1", "common", "anchored"),
         ("bias.z", "AA", "document", "d2", "common", "common"),
         ("bias.z", "AA", "issuer", "Office", "common", "rare"),
         ("bias.o", "AA", "document", "d3", "one-sided", "rare")],
        columns=["position", "side", "kind", "left_out", "status", "status_without"],
    ),
    "verdicts_without": pd.DataFrame(
        [("bias", "document"), ("bias", "document"), ("privacy", "issuer")],
        columns=["category", "kind"],
    ),
    "whole_without": pd.DataFrame(
        [("document", 0.456), ("document", 0.9), ("document", None), ("issuer", None)],
        columns=["kind", "ratio"],
    ),
}  # fmt: skip


def test_what_hangs_on_one_document_is_told_with_the_document():
    names = {"en": {"bias.z": "Zed"}, "zh": {"bias.z": "字"}}
    common = ["bias.z", "bias.x", "bias.y"]
    found = stress.find_without(WITHOUT, common, {"d1": "One"}, names)
    assert (found["n_common_without_any"], found["common_without_any"]) == (1, ["bias.z"])
    assert found["common_without_any_named"] == {"en": "Zed", "zh": "字"}
    assert found["n_common_without_any_issuer"] == 0
    assert (found["worst_document"], found["worst_documents_label"]) == ("d1", "One")
    assert (found["n_lost_with_it"], found["left_with_it"]) == (2, 1)
    assert (found["worst_issuer"], found["n_lost_with_issuer"]) == ("Office", 1)
    assert (found["n_verdicts_changed"], found["n_verdicts_changed_issuer"]) == (1, 1)
    assert (found["ratio_without_low"], found["ratio_without_high"]) == (0.46, 0.9)
    assert found["issuer_ratio_low"] is None


def test_an_answer_under_another_reading_is_found_by_its_name():
    rows = [("", "as it stands", 5, 0.5), ("support", "3", 2, 0.5), ("coder", "c", 4, 0.4),
            ("language", "CN read in zh", 1, float("nan"))]  # fmt: skip
    table = pd.DataFrame(rows, columns=["objection", "variant", "common", "ratio"])
    found = stress.find_otherwise(table)
    assert found["as_it_stands"]["common"] == 5 and found["coarser"] is None
    assert [row["variant"] for row in found["by_support"]] == ["3"]
    assert found["by_coder"][0]["ratio"] == 0.4
    assert found["read_otherwise"]["CN_zh"]["ratio"] is None


def test_what_could_have_been_shown_is_counted_where_there_is_an_interval():
    table = pd.DataFrame({
        "reach": [1.5, 4.0, None], "largest_different": [0.5, 0.19, None],
        "would_show_alike": pd.array([True, False, None], dtype="boolean"),
    })  # fmt: skip
    found = stress.find_limits(table, table.iloc[[1]])
    assert (found["n_verdict_possible"], found["n_would_show_alike"]) == (2, 1)
    assert (found["largest_different"], found["whole_largest_different"]) == (0.5, 0.19)
    assert found["whole_would_show_alike"] is False


def test_identical_sides_are_counted_where_the_yardstick_grades():
    identical = pd.DataFrame({"category": ["bias", "privacy"], "p_strong": [0.5, 1.0],
                              "p_moderate": [0.2, 0.0], "p_weak": [0.3, 0.0]})  # fmt: skip
    yardstick = pd.DataFrame({"category": ["bias", "privacy", "bias"], "support": [1, 1, 2],
                              "grade_by_rule": ["weak", None, "strong"]})  # fmt: skip
    assert stress.find_identical(identical, yardstick) == {
        "n_identical": 1, "identical_strong": 0.5, "identical_moderate": 0.2,
        "identical_weak": 0.3, "n_weak_by_rule": 1,
    }  # fmt: skip


def test_recounts_are_told_where_somebody_recounted():
    found = stress.find_recounts({"recount_of_passages": "0.8-0.9"}, float("nan"))
    assert found == {
        "recount_of_passages": "0.8–0.9", "recount_of_positions": "", "same_boundaries": None,
    }  # fmt: skip


def test_agreement_that_was_not_measured_is_none():
    rows = [("span", "F1", None, 0.91234), ("span", "F1", "bias", 0.1)]
    measured = pd.DataFrame(rows, columns=["what", "coefficient", "category", "value"])
    found = stress.find_agreement(measured)
    assert found == {"span_f1": 0.9123, "same_categories": None, "same_positions": None}


def test_the_rule_is_stricter_where_it_sees_less_overlap():
    overlap = pd.DataFrame({
        "category": list("abcd"), "concurrence": [0.1, 0.9, 0.9, None],
        "grade_by_rule": ["weak", "strong", "strong", "one-sided"],
        "grade_published": ["strong", "strong", "weak", "weak"],
    })  # fmt: skip
    found = compare_with_grader(overlap)
    assert (found["n_compared"], found["n_same"]) == (3, 1)
    assert (found["n_graded_otherwise"], found["n_rule_stricter"]) == (2, 1)
    assert [row["category"] for row in found["graded_otherwise"]] == ["a", "c"]


def test_what_is_set_aside_has_its_reason_in_both_languages():
    rules = pd.DataFrame({"rule": ["1", "2"], "reason_en": ["few", ""], "reason_zh": ["少", ""]})
    rows = [("x", "set aside", "1", "untold", 0), ("y", "track-1", "2", None, 1),
            ("z", "set aside", "1", "untold", 0)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["topic", "track", "rule", "reason_kind", "n_common"])
    found = find_tracks(table.assign(is_single_topic_rule=False), Dialogue({"rules": rules}, ""))
    assert (found["n_recommended"], found["recommended"], found["n_one_common"]) == (1, ["y"], 1)
    assert (found["n_set_aside"], found["n_untold"], found["n_in_dispute"]) == (2, 2, 0)
    assert found["set_aside"] == [
        {"kind": "untold", "reason_en": "few", "reason_zh": "少", "topics": ["x", "z"]}
    ]


def test_a_topic_survives_if_its_track_is_the_same_whatever_is_left_out():
    kept = {"base": "xyz", "without:a": "xy", "without-issuer:b": "xyz", "support:3": "x",
            "rules:1-after-2": "yz"}  # fmt: skip
    rows = [(t, name, "track-1", t in own) for name, own in kept.items() for t in "xyz"]
    found = find_survivors(
        pd.DataFrame(rows, columns=["topic", "scenario", "track", "is_same"])
    )
    assert (found["n_scenarios"], found["n_without_documents"]) == (3, 1)
    assert (found["kept_left_out"], found["robust"]) == (["x", "y"], ["x"])
    assert found["kept_by_support"] == [{"support": 3, "n": 1, "topics": ["x"]}]
    assert (found["has_ended"], found["moved_by_rules"]) == (False, ["x"])
