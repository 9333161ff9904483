"""Three sides through the whole chain: a pair of sides is what it would be alone.

Two corpora are run, so that the comparison of corpora is among what three sides go through.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.base.paths import ROOT
from tests.conftest import THREE, read_csv, run_whole, write_csv

pytestmark = pytest.mark.slow

PAIRS = [("AA", "BB"), ("AA", "CC"), ("BB", "CC")]
BY_PAIR = ("overlap", "agreement_by_category", "agreement_overall", "study_yardstick")
"""Tables with a row a pair of sides."""
OF_ONE_PAIR = ("ledger_without", "other_answers", "verdicts_grid")
"""Tables that only the first two sides named come into."""

COMPARED = (
    "comparison",
    "comparison_understandings",
    "comparison_statuses",
    "comparison_pairs",
)


def run_sides(data: Path, out: Path, sides: str) -> Path:
    """Run the chain for these sides; return the folder of the results."""
    run_whole("--set", f"sides={sides} resamples=50 deals=200", "--no-report", data=data, out=out)
    [folder] = (out / "runs").iterdir()
    return folder / "three"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("three")
    for order, name in enumerate(("three", "other"), 1):
        shutil.copytree(THREE, folder / name)
        facts = {"ships": "true", "order": str(order)}
        write_csv(folder / name / "about.csv",
                  [{"field": field, "value": value} for field, value in facts.items()])  # fmt: skip
    # in the other corpus BB says of bias what AA does not: these two share nothing at all
    rows = read_csv(folder / "other" / "codings.csv")
    for row in rows:
        if (row["country"], row["category"]) == ("BB", "bias"):
            row["position"] = "bias.audit"
    write_csv(folder / "other" / "codings.csv", rows)
    shutil.copytree(ROOT / "data" / "dialogue", folder / "dialogue")
    shutil.copy(ROOT / "data" / "taxonomy.csv", folder)
    return folder


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_sides(data, tmp_path_factory.mktemp("all"), '["AA","BB","CC"]')


@pytest.fixture(scope="module")
def alone(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_sides(data, tmp_path_factory.mktemp("two"), '["AA","BB"]')


def read(folder: Path, name: str) -> list[dict[str, str]]:
    return read_csv(folder / "tables" / f"{name}.csv")


@pytest.mark.parametrize("name", BY_PAIR)
def test_every_pair_has_its_rows(whole, name):
    rows = read(whole, name)
    keys = [name for name in rows[0] if name != "category"]
    assert keys[:2] == ["side_a", "side_b"]
    assert list(dict.fromkeys((row["side_a"], row["side_b"]) for row in rows)) == PAIRS


def test_overlap_has_each_category_once_a_pair(whole):
    rows = read(whole, "overlap")
    assert len(rows) == 3 * 21
    grades = {(r["category"], r["side_a"], r["side_b"]): r["grade_by_rule"] for r in rows}
    # AA harm harm data, BB harm data, CC harm audit audit
    ks = [r["concurrence"] for r in rows if r["category"] == "bias"]
    assert ks == ["1", "0.5", "0.416667"]
    assert [grades["bias", *pair] for pair in PAIRS] == ["strong", "moderate", "weak"]
    # AA before, BB after, CC both
    assert [grades["evaluations", *pair] for pair in PAIRS] == ["weak", "strong", "strong"]
    # CC alone takes a position on liability; BB only mentions it
    assert [grades["liability", *pair] for pair in PAIRS] == [
        "no evidence", "one-sided", "one-sided"
    ]  # fmt: skip


def test_positions_have_a_row_a_side_and_are_shared_by_all_or_not_at_all(whole):
    rows = read(whole, "positions_by_side")
    positions = list(dict.fromkeys(row["position"] for row in rows))
    assert [row["side"] for row in rows] == ["AA", "BB", "CC"] * len(positions)
    assert len(positions) == 6
    assert {row["position"] for row in rows if row["is_shared"] == "true"} == {"bias.harm"}
    counts = {(row["position"], row["side"]): row["codings"] for row in rows}
    assert [counts["bias.data", side] for side in ("AA", "BB", "CC")] == ["1", "1", "0"]


@pytest.mark.parametrize("name", ["evidence_by_side", "documents_by_entity", "quotes_by_entity"])
def test_every_side_is_counted(whole, name):
    assert {row["side"] for row in read(whole, name)} - {"Total"} == {"AA", "BB", "CC"}


def test_every_pair_is_a_picture_and_every_other_picture_holds_all_sides(whole):
    names = {path.stem for path in (whole / "figures").glob("*.png")}
    assert {f"overlap_{a}_{b}" for a, b in PAIRS} < names and "overlap" not in names
    assert {path.stem for path in (whole / "figures").glob("*.csv")} == names
    for a, b in PAIRS:
        rows = read_csv(whole / "figures" / f"overlap_{a}_{b}.csv")
        assert len(rows) == 21 and {(row["side_a"], row["side_b"]) for row in rows} == {(a, b)}
    for name in ("evidence", "attention", "quotes_per_entity"):
        sides = {row["side"] for row in read_csv(whole / "figures" / f"{name}.csv")}
        assert sides - {"Total"} == {"AA", "BB", "CC"}


def test_print_is_held_against_the_first_two_sides(whole):
    found = {row["printed_id"]: (row["computed"], row["status"])
             for row in read(whole, "check_against_print")}  # fmt: skip
    assert found == {
        "p1": ("2", "recomputed, agrees"),
        "p2": ("6", "recomputed, differs"),
        "p3": ("16", "recomputed, agrees"),
        "p4": ("strong", "recomputed, agrees"),
        "p5": ("weak", "recomputed, differs"),
        "p6": ("", "transcribed only"),
    }


@pytest.mark.parametrize("name", BY_PAIR)
def test_a_pair_among_three_has_the_numbers_it_has_alone(whole, alone, name):
    own = [row for row in read(whole, name) if (row["side_a"], row["side_b"]) == PAIRS[0]]
    assert own == read(alone, name)


@pytest.mark.parametrize("name", OF_ONE_PAIR)
def test_the_first_two_named_are_put_to_the_test_and_are_to_talk(whole, alone, name):
    assert read(whole, name) == read(alone, name)


@pytest.mark.parametrize("name", COMPARED)
def test_corpora_are_compared_for_the_first_two_named(whole, alone, name):
    pair, both = (read(run.parent / "comparison", name) for run in (alone, whole))
    assert pair == both and pair


def test_sides_that_share_nothing_at_all_run_whole(alone):
    other = alone.parent / "other"
    assert {row["is_shared"] for row in read(other, "positions_by_side")} == {"false"}
    found = {row["category"]: row for row in read(other, "overlap")}
    assert [found[c]["concurrence"] for c in ("bias", "evaluations", "liability")] == ["0", "0", ""]
    assert found["bias"]["grade_by_rule"] == "weak"
