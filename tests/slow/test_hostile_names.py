"""Names that look like numbers, dates or blanks are names, from the first table to the PDF."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.corpus.result_tables import RESULT_TABLES
from tests.conftest import make_data, read_csv, run_whole, write_csv

pytestmark = pytest.mark.slow

POSITIONS = {
    "bias.harm": "1.1",
    "bias.data": "1.10",
    "bias.bias": "1",
    "evaluations.before": "01",
    "evaluations.after": "001",
    "liability.pay": "1.100",
}
"""NVivo's numbering: as numbers, four of these are one."""
DOCUMENTS = {"aa-act": "NA", "aa-code": "TRUE", "bb-decree": "12345678901234567", "bb-norms": "nan"}
TITLES = ["2023", "1e5", "None", "0010"]
CODINGS = ["1", "01", "1.0", "1e0", "TRUE", "NaN", "null", "2023-05-01", "-0", "12345678901234567"]


def rename(folder: Path) -> None:
    """Give every document, position and coding of ``tiny`` a hostile name, in the same order."""
    rows = read_csv(folder / "positions.csv")
    for row in rows:
        row["code"] = POSITIONS[row["code"]]
        row["parent"] = POSITIONS.get(row["parent"], row["parent"])
    write_csv(folder / "positions.csv", rows)
    rows = read_csv(folder / "documents.csv")
    for row, title in zip(rows, TITLES, strict=True):
        row |= {"document_id": DOCUMENTS[row["document_id"]], "title": title, "agora_id": "007"}
        row["date"] = "" if row["document_id"] == "NA" else "2023"
    write_csv(folder / "documents.csv", rows)
    rows = read_csv(folder / "codings.csv")
    names = dict(zip(dict.fromkeys(row["coding_id"] for row in rows), CODINGS, strict=True))
    for row in rows:
        row["coding_id"] = names[row["coding_id"]]
        row["position"] = POSITIONS.get(row["position"], row["position"])
        row["documents"] = ";".join(DOCUMENTS[d] for d in row["documents"].split(";") if d)
    write_csv(folder / "codings.csv", rows)


@pytest.fixture(scope="session")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    data, out = make_data(folder / "data"), folder / "out"
    rename(data / "tiny")
    run_whole("--corpus", "tiny", "--no-report", data=data, out=out)
    return folder


@pytest.fixture(scope="session")
def hostile_report(hostile_run: Path) -> str:
    """Build the report on top of the run; return its page."""
    run_whole("--corpus", "tiny", data=hostile_run / "data", out=hostile_run / "out")
    [path] = hostile_run.glob("out/**/paper.html")
    return path.read_text("utf-8")


IDENTIFIERS = {"position", "document_id", "label", "left_out", "coding_id", "code", "parent",
               "a", "b", "settled", "scenario"}  # fmt: skip
"""Columns that hold names: what differs between the two runs."""
ALSO = {"position_sources": {"documents"}, "understandings": {"first_date", "last_date"}}
"""Columns that hold names in one table and numbers in others, or dates, which are hostile too."""


def test_hostile_names_give_the_same_numbers(hostile_run: Path, tiny_chain: Path) -> None:
    folder = tiny_chain / "out" / "tiny" / "tables"
    names = [p.name for p in sorted(folder.glob("*.csv")) if p.stem in RESULT_TABLES]
    assert len(names) > 15
    for name in names:
        plain, hostile = (
            read_csv(folder / name),
            read_csv(hostile_run / "out" / "tiny" / "tables" / name),
        )
        left_out = IDENTIFIERS | ALSO.get(name.removesuffix(".csv"), set())
        bare = [[{k: v for k, v in row.items() if k not in left_out} for row in rows]
                for rows in (plain, hostile)]  # fmt: skip
        # rows in the order of names come in another order
        assert sorted(map(str, bare[0])) == sorted(map(str, bare[1])), name


def test_hostile_names_come_back_letter_by_letter(hostile_run: Path) -> None:
    folder = hostile_run / "out" / "tiny" / "tables"
    taken = {row["position"] for row in read_csv(folder / "positions_by_side.csv")}
    assert taken == set(POSITIONS.values()) - {"1"}  # a parent is taken by nobody
    assert {row["document_id"] for row in read_csv(folder / "evidence.csv")} == set(
        DOCUMENTS.values()
    )
    documents = read_csv(folder / "documents.csv")
    assert {row["agora_id"] for row in documents} == {"007"}
    assert [row["date"] for row in documents] == ["", "2023", "2023", "2023"]


def test_numeric_titles_stand_in_the_report(hostile_report: str) -> None:
    text = re.sub(r"<[^>]+>", " ", hostile_report)
    references = text[text.rindex("References") :]
    for title in TITLES:
        assert re.search(rf"(?<!\S){title}(?!\S)", references.replace(".", " ")), title
    assert "2023.0" not in text and references.count("2023") >= 3
