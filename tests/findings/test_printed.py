"""Printed numbers beside those of a run: what agrees, what differs, what cannot be told."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.findings.printed import AGREES, CHECKED, DIFFERS, TRANSCRIBED, check_printed

CELLS = [("US", "Corporate"), ("US", "Total"), ("Total", "Total")]
OVERLAP = pd.DataFrame(
    [("bias", 0.8, "strong"), ("liability", None, "one-sided")],
    columns=["category", "concurrence", "grade_by_rule"],
)


def table(name, *values):
    sides, types = zip(*CELLS, strict=True)
    return pd.DataFrame({"side": sides, "entity_type": types, name: values})


def check(*rows, overlap=OVERLAP):
    columns = ["where", "country", "entity_type", "category", "value"]
    printed = pd.DataFrame([row.split(" | ") for row in rows], columns=columns)
    printed = printed.assign(printed_id=[f"p{n}" for n in range(len(rows))], what="x")
    counted = (
        table("documents", 2, 4, 7),
        table("quotes", 9, 20, 50),
        table("quotes_per_document", 4.5, 5.0, None),
    )
    return check_printed(printed, *counted, overlap, 14)


def test_numbers_are_counted_summed_and_divided_as_the_study_rounds():
    found = check(
        "Table 1 | US | Corporate |  | 2",
        "Table 1 |  | Total |  | 8",
        "Table 2 | US | Total |  | 20",
        "Table 3 | US | Corporate |  | 5",
    )
    assert list(found) == list(CHECKED)
    assert found["computed"].tolist() == [2, 7, 20, 5]
    assert found["status"].tolist() == [AGREES, DIFFERS, AGREES, AGREES]
    assert found["why"].tolist() == [
        "counted; 14 rows stand for documents never named",
        "counted; 14 rows stand for documents never named",
        "summed",
        "divided, halves rounded up",
    ]


@pytest.mark.parametrize(
    "row",
    ["Table 2 | US | Corporate |  | 9", "Section 3 |  |  |  | 12", "Abstract |  |  |  | x"],
)
def test_an_input_of_the_run_and_a_statement_are_only_transcribed(row):
    [found] = check(row).to_dict("records")
    assert found["computed"] is None and found["status"] == TRANSCRIBED and found["why"]


def test_a_cell_that_the_run_does_not_have_differs():
    found = check("Table 1 | US | Others |  | 2", "Table 3 |  |  |  | 7")
    assert found["computed"].tolist() == ["", ""] and set(found["status"]) == {DIFFERS}


def test_grades_are_compared_and_their_k_is_the_reason():
    found = check(
        "Table 5 |  |  | bias | strong",
        "Table 5 |  |  | liability | weak",
        "Table 5 |  |  | never | weak",
    )
    assert found["computed"].tolist() == ["strong", "one-sided", ""]
    assert found["status"].tolist() == [AGREES, DIFFERS, DIFFERS]
    assert found["why"].tolist() == ["K = 0.80", "no K", "no such category"]


def test_of_three_sides_the_first_pair_is_the_one_in_print():
    other = OVERLAP.assign(concurrence=0.1, grade_by_rule="weak")
    pairs = pd.concat([OVERLAP.assign(side_b="CN"), other.assign(side_b="FR")])
    found = check("Table 5 |  |  | bias | strong", overlap=pairs)
    assert found["computed"].tolist() == ["strong"]


def test_nothing_printed_nothing_checked():
    assert check().empty and list(check()) == list(CHECKED)
