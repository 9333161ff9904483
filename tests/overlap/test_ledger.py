"""The ledger of understandings: facts by side, status, firmness, and whether silence is chance."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.overlap.ledger import keep_ledger, stands_on

DOCUMENTS = pd.DataFrame(
    [
        ("a1", "Ministry", "2023", "in force", ""),
        ("a2", "Ministry", "2022-05", "rescinded", "2025-01-20"),
        ("a3", "Firm", "2024-03-01", "not legal", ""),
        ("a4", "Firm", "2024", "draft", ""),
        ("b1", "Bureau", "2023", "in force", ""),
        ("b2", "Bureau", "2023", "in force", ""),
        ("b3", "Office", "2023", "proposal", ""),
    ],
    columns=["document_id", "issuer", "date", "legal_status", "status_date"],
)
POSITIONS = pd.DataFrame(
    {"code": [f"bias.{p}" for p in "cosrn"], "category": "bias", "parent": ""}
)


def make_codings(*rows):
    """Settled codings from 'document position [force] [?]'; a question mark is a doubt."""
    made = []
    for number, text in enumerate(rows):
        names, position, *rest = text.split()
        force = next((word for word in rest if word != "?"), "law")
        made.append({
            "coding_id": str(number), "coder": "settled", "kind": "specific",
            "country": "AA" if names[0] == "a" else "BB", "category": "bias",
            "position": position, "force": force, "documents": names,
            "is_uncertain": "true" if "?" in rest else "false",
        })  # fmt: skip
    return pd.DataFrame(made)


ROWS = [
    "a1 bias.c", "a2 bias.c pledge", "a2 bias.c law ?", "b1 bias.c", "b2 bias.c",
    "a1 bias.s", "a3 bias.s", "b1 bias.s law ?",
    "a1 bias.o", "a2 bias.o", "a3 bias.o",
    "b3 bias.r",
]  # fmt: skip


def keep(rows=ROWS, **how):
    return keep_ledger(
        make_codings(*rows), DOCUMENTS, POSITIONS, ["AA", "BB"], "2026-01-01", **how
    ).set_index(["position", "side"])


def test_every_status_has_its_case():
    status = keep()["status"].groupby("position").first()
    assert status.to_dict() == {
        "bias.c": "common", "bias.s": "anchored", "bias.o": "one-sided", "bias.r": "rare",
        "bias.n": "not found",
    }  # fmt: skip


def test_facts_of_a_side():
    row = keep().loc[("bias.c", "AA")]
    assert row[["documents", "documents_sure", "codings", "issuers"]].tolist() == [2, 2, 3, 1]
    assert row["forces"] == "law;pledge" and row["is_one_issuer"]
    assert row["documents_in_force"] == 1, "a2 was rescinded"
    assert (row["first_date"], row["last_date"]) == ("2022-05", "2023")
    assert row["firmness"] == 2


def test_a_doubt_is_no_document_without_doubt_but_is_no_silence_either():
    table = keep()
    assert table.loc[("bias.s", "BB"), ["documents", "documents_sure"]].tolist() == [1, 0]
    # a doubtful coding of the other side makes the one-sided one rare at most
    doubted = keep([*ROWS, "b1 bias.o law ?"])
    assert doubted.loc[("bias.o", "AA"), "status"] == "anchored"


@pytest.mark.parametrize(("support", "status"), [(1, "common"), (2, "common"), (3, "anchored")])
def test_support_decides_what_is_common(support, status):
    assert keep(support=support).loc[("bias.c", "AA"), "status"] == status


def test_one_document_less_turns_a_common_one_of_least_firmness_into_an_anchored_one():
    for gone in ("a1", "a2", "b1", "b2"):
        left = [row for row in ROWS if not row.startswith(gone)]
        assert keep(left).loc[("bias.c", "AA"), "status"] == "anchored", gone


def test_silence_is_tested_on_the_documents_that_speak_to_the_category():
    table = keep()
    # of 3 + 3 documents that speak, the 3 that have it are all of one side: 1 of 20
    assert table.loc[("bias.o", "BB"), "p_absent"] == pytest.approx(1 / 20)
    assert table.loc[("bias.o", "BB"), "q_absent"] == pytest.approx(1 / 20)
    assert table["p_absent"].notna().sum() == 1


def test_what_both_coders_gave_before_settlement_is_marked():
    codings = make_codings("a1 bias.c", "a2 bias.c")
    coders = [codings.iloc[[0]].assign(coder=c) for c in "ab"]
    lone = codings.iloc[[1]].assign(coder="a", position="bias.s")
    table = keep_ledger(
        pd.concat([codings, *coders, lone]), DOCUMENTS, POSITIONS, ["AA", "BB"], "2026-01-01"
    ).set_index(["position", "side"])
    assert table.loc[("bias.c", "AA"), "is_in_both"]
    assert not table.loc[("bias.s", "AA"), "is_in_both"]


def test_three_sides_are_common_only_if_all_three_have_it():
    documents = pd.concat([DOCUMENTS, DOCUMENTS.iloc[[4, 5]].assign(document_id=["c1", "c2"])])
    codings = make_codings("a1 bias.c", "a2 bias.c", "b1 bias.c", "b2 bias.c", "b1 bias.o")
    third = make_codings("b1 bias.c", "b2 bias.c").assign(country="CC", documents=["c1", "c2"])
    sides = ["AA", "BB", "CC"]
    both = keep_ledger(codings, documents, POSITIONS, sides, "2026-01-01")
    assert both.set_index("position").loc["bias.c", "status"].tolist() == ["rare"] * 3
    table = keep_ledger(pd.concat([codings, third]), documents, POSITIONS, sides, "2026-01-01")
    assert table.set_index("position").loc["bias.c", "status"].tolist() == ["common"] * 3


def test_what_stands_on_a_day():
    stands = dict(zip(DOCUMENTS["document_id"], stands_on(DOCUMENTS, "2024-06-01"), strict=True))
    assert stands == {"a1": True, "a2": True, "a3": True, "a4": False, "b1": True, "b2": True,
                      "b3": False}  # fmt: skip
    assert not stands_on(DOCUMENTS, "2021-01-01").any()
