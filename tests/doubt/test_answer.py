"""The answer asked for again: against leaving out rows by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.corpus.evidence import take_evidence
from analysis.doubt import other_answers as other
from analysis.doubt.answer import Case, sum_up
from analysis.doubt.answer_without import (
    KINDS,
    count_lost,
    leave_each_out,
    list_lasting,
    name_left_out,
)
from analysis.doubt.verdicts import tabulate_overall
from analysis.overlap.ledger import keep_ledger
from analysis.overlap.rule import Bounds
from tests.overlap.test_ledger import DOCUMENTS, POSITIONS, ROWS, make_codings

CATEGORIES = pd.DataFrame({"code": ["bias"]})
NAMED = DOCUMENTS.assign(country=["AA"] * 4 + ["BB"] * 3, language=["en"] * 4 + ["zh"] * 3,
                         text_language=["en", "en", "en", "en", "zh", "en", ""])  # fmt: skip
BOTH = [*ROWS, "a1;a3 bias.n", "a3 bias.n", "b1 bias.n", "b2 bias.n", "b3 bias.n"]


def make_several(*rows):
    """As ``make_codings``; several documents of a coding are joined by a semicolon."""
    codings = make_codings(*rows)
    return codings.assign(category="bias")


def make_case(rows=BOTH, **how):
    codings = make_several(*rows)
    case = Case(take_evidence(codings), NAMED, CATEGORIES, POSITIONS, ("AA", "BB"),
                Bounds(0.5, 0.75), 2)  # fmt: skip
    return replace(case, **how)


def status_of(case):
    return dict(zip(case.ledger["position"], case.ledger["status"], strict=True))


def test_the_status_is_the_one_of_the_ledger():
    ledger = keep_ledger(make_several(*BOTH), DOCUMENTS, POSITIONS, ["AA", "BB"], "2026-01-01")
    columns = ["position", "side", "documents", "documents_sure", "codings", "status", "firmness"]
    pd.testing.assert_frame_equal(make_case().ledger[columns], ledger[columns], check_dtype=False)


def test_leaving_out_is_writing_the_rows_without_the_document():
    found = leave_each_out(make_case())["ledger_without"]
    assert set(found["kind"]) == set(KINDS)
    whole = status_of(make_case())
    for gone in ("a1", "a2", "a3", "b1", "b2", "b3"):
        # by hand: a row that names the document alone goes, a shared one keeps the other
        left = [row.replace(f"{gone};", "", 1).replace(f";{gone}", "", 1)
                if ";" in row.split()[0] else row for row in BOTH]  # fmt: skip
        left = [row for row in left if row.split()[0] != gone]
        wanted = status_of(make_case(left))
        own = found[(found["kind"] == "document") & (found["left_out"] == gone)]
        told = own.set_index("position")["status_without"].to_dict()
        assert told == {p: wanted[p] for p in told}, gone
        # what has no row does not change
        silent = set(whole) - set(told)
        changed = {p for p in silent if wanted[p] != whole[p]}
        assert all(whole[p] in ("rare", "not found") for p in changed), gone


def test_two_documents_of_one_issuer_fall_together():
    found = leave_each_out(make_case())
    own = found["ledger_without"].query("kind == 'issuer'").set_index(["left_out", "position"])
    # a1 and a2 are all that AA has of bias.c; bias.n has a1 and a3, so a3 stays
    assert own.loc[("Ministry", "bias.c"), "status_without"] == "rare"
    assert own.loc[("Ministry", "bias.n"), "status_without"] == "anchored"
    assert "Office" not in set(own.index.get_level_values(0)), "one document is no issuer out"
    lost = count_lost(found["ledger_without"])
    assert lost["lost"].tolist() == sorted(lost["lost"], reverse=True)
    assert lost.iloc[0]["left_out"] == "a1" and lost.iloc[0]["lost"] == 2


def test_what_lasts_is_what_no_document_takes_away():
    rows = ["a1 bias.c", "a2 bias.c", "a3 bias.c", "b1 bias.c", "b2 bias.c", "b3 bias.c",
            "a1 bias.o", "a3 bias.o", "b1 bias.o", "b2 bias.o"]  # fmt: skip
    found = leave_each_out(make_case(rows))["ledger_without"]
    assert list_lasting(found, ["bias.c", "bias.o"]) == ["bias.c"]
    # b1 and b2 are of one issuer: without it a single document of BB has it
    assert list_lasting(found, ["bias.c", "bias.o"], KINDS) == []
    assert name_left_out(["a1", "Bureau"], {"a1": "Order"}) == "Order; Bureau"
    assert name_left_out([], {}) == "-"


LONG = [f"{s}{n} bias.{p}" for s, ps in (("a", "cor"), ("b", "cos")) for n in range(1, 6)
        for p in ps[: 1 + n % 3]]  # fmt: skip
LONG_DOCUMENTS = pd.DataFrame([
    (f"{s}{n}", s.upper() * 2, f"issuer {n}", "2023", "in force", "", "zh" if s == "b" else "en",
     "zh" if s == "b" and n < 3 else "en")
    for s in "ab" for n in range(1, 6)
], columns=["document_id", "country", "issuer", "date", "legal_status", "status_date", "language",
            "text_language"])  # fmt: skip


def test_the_whole_without_a_document_is_what_the_jackknife_gives():
    case = make_case(LONG, documents=LONG_DOCUMENTS)
    without = leave_each_out(case)["whole_without"]
    overall = tabulate_overall(case.counts, ["law"] * 10, 20, 0).iloc[0]
    assert without["ratio"].min() == pytest.approx(overall["lowest_ratio"])
    assert without["ratio"].max() == pytest.approx(overall["highest_ratio"])


def ask(rows=LONG, **how):
    codings = make_several(*rows)
    alone = [codings.iloc[: 3 * (n + 1)].assign(coder=c) for n, c in enumerate("cd")]
    case = make_case(rows, documents=LONG_DOCUMENTS, **how)
    parents = POSITIONS.assign(parent=["bias.up", "bias.up", "", "", ""])
    table = other.ask_otherwise(case, pd.concat([codings, *alone]), parents, ["c", "d"])
    return table.set_index(["objection", "variant"])


def test_every_objection_has_its_row_and_the_first_is_the_answer_itself():
    table = ask()
    case = make_case(LONG, documents=LONG_DOCUMENTS)
    first = table.iloc[0]
    assert first["common"] == first["common_kept"] == len(case.common)
    assert first["ratio"] == pytest.approx(sum_up(case)["ratio"])
    assert table.loc[("support", "1"), "common"] >= first["common"]
    assert table.loc[("support", "4"), "common"] <= table.loc[("support", "3"), "common"]
    assert ("support", "2") not in table.index
    # three rows of coder c are of AA alone
    assert table.loc[("coder", "c"), ["common", "documents_b"]].tolist() == [0, 0]
    assert table.loc[("language", other.ORIGINAL), "documents_b"] == 2
    assert table.loc[("language", "BB read in en"), "documents_b"] == 3
    assert table.loc[("language", "BB read in zh"), "documents_a"] == 5
    assert ("language", "AA read in en") not in table.index, "all of AA was read in English"


def test_parents_are_counted_as_positions():
    case = make_case(["a1 bias.c", "a2 bias.o", "b1 bias.o", "b2 bias.c"])
    assert case.common == frozenset()
    parents = POSITIONS.assign(parent=["bias.up", "bias.up", "", "", ""])
    coarse = other.take_parents(case, parents)
    assert coarse.common == {"bias.up"}
    assert coarse.ledger["position"].nunique() == len(POSITIONS) - 1
    assert pd.isna(ask().loc[("parents", other.COARSER), "common_kept"])


def test_a_doubt_counts_in_full_or_not_at_all():
    rows = ["a1 bias.c", "a2 bias.c law ?", "b1 bias.c", "b2 bias.c"]
    case = make_case(rows)
    table = other.ask_otherwise(case, make_several(*rows), POSITIONS, []).set_index("variant")
    assert table.loc[other.AS_IT_STANDS, ["common", "anchored"]].tolist() == [0, 1]
    assert table.loc[other.ALL_SURE, "common"] == 1
    assert table.loc[other.UNDOUBTED, "anchored"] == 1
    assert table.loc["no longer in force", "anchored"] == 1


def test_other_bounds_never_judge_what_lacks_documents():
    verdicts = pd.DataFrame({
        "category": list("abc"), "ratio": [0.95, 0.3, 0.9], "low": [0.7, 0.1, 0.7],
        "high": [1.2, 0.7, 1.2], "reason": [None, "interval too wide", "too few documents"],
    })  # fmt: skip
    grid = other.judge_over_grid(verdicts, (0.75,), (0.5,))
    assert grid.iloc[0].tolist() == [0.75, 0.5, 1, 1, 1]


def test_what_could_have_been_shown_follows_from_the_width_of_the_interval():
    agreement = pd.DataFrame({
        "category": list("abc"), "ratio": [0.5, 0.5, 0.5], "low": [0.3, 0.1, np.nan],
        "high": [0.75, 2.0, np.nan], "verdict": "cannot be told",
    })  # fmt: skip
    found = other.find_detectable(agreement, Bounds(0.5, 0.75)).set_index("category")
    assert found["would_show_alike"].tolist() == [True, False, pd.NA]
    assert found.loc["a", "largest_different"] == pytest.approx(0.5)
    assert found.loc["b", "largest_different"] == pytest.approx(0.1875)
    assert list(found) == ["reach", "would_show_alike", "largest_different"]
