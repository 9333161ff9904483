"""Several corpora read as one."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from analysis.base.errors import CommonGroundError, ParameterError
from analysis.base.paths import corpus_folders, read_about
from analysis.corpus.select import select
from analysis.overlap.ledger import keep_ledger
from analysis.parameters import check_parameters
from analysis.readers.folder import load_corpus
from tests.conftest import change, read_csv, refuse, write_csv

TABLES = ("documents", "codings")


@pytest.fixture
def halves(tiny):
    """Split ``tiny`` into ``one`` and ``two``, a document of each side in either."""
    documents = read_csv(tiny / "documents.csv")
    codings = [r for r in read_csv(tiny / "codings.csv") if len(r["documents"].split(";")) == 1]
    write_csv(tiny / "codings.csv", [row for row in codings if row["documents"]])
    codebook = tiny.parent / "codes"
    codebook.mkdir()
    shutil.copy(tiny / "positions.csv", codebook)
    for number, name in enumerate(("one", "two")):
        folder = tiny.parent / name
        folder.mkdir()
        own = documents[number::2]
        names = {row["document_id"] for row in own}
        rows = [r for r in read_csv(tiny / "codings.csv") if r["documents"] in names]
        write_csv(folder / "documents.csv", own)
        write_csv(folder / "codings.csv", rows)
        about = [{"field": "codebook", "value": "codes"}, {"field": "title_en", "value": name}]
        write_csv(folder / "about.csv", about)
    return tiny.parent


def keep(name: str) -> pd.DataFrame:
    corpus = select(load_corpus(name), ["AA", "BB"])
    table = keep_ledger(
        corpus["codings"], corpus["documents"], corpus["positions"], ["AA", "BB"], "2026-01-01"
    )
    return table.reset_index(drop=True)


def test_a_corpus_split_in_two_and_joined_is_the_same(halves):
    joined = load_corpus("one+two")
    assert joined.name == "one+two" and joined.about("title_en") == "one + two"
    whole = load_corpus("tiny")
    for table in TABLES:
        key = list(joined[table].columns[:2])
        left, right = (c[table].sort_values(key, ignore_index=True) for c in (joined, whole))
        assert left.equals(right[left.columns])
    assert keep("one+two").equals(keep("tiny"))


def test_coders_of_one_rank_are_one_coder(halves):
    for name, coders in (("one", "ab"), ("two", "pq")):
        rows = read_csv(halves / name / "codings.csv")
        called = dict(zip("ab", coders, strict=True)) | {"settled": "settled"}
        write_csv(halves / name / "codings.csv", [r | {"coder": called[r["coder"]]} for r in rows])
        about = read_csv(halves / name / "about.csv")
        about.append({"field": "coders", "value": ";".join([*coders, "settled"])})
        write_csv(halves / name / "about.csv", about)
    joined = load_corpus("one+two")
    assert set(joined["codings"]["coder"]) == {"a+p", "b+q", "settled"}
    assert joined.about("coders") == "a+p;b+q;settled"
    assert keep("one+two")["is_in_both"].equals(keep("tiny")["is_in_both"])


def test_a_name_of_two_corpora_is_refused(halves):
    first = read_csv(halves / "one" / "documents.csv")[0]["document_id"]
    two = read_csv(halves / "two" / "documents.csv")[0]["document_id"]
    change(halves / "two", "documents", 0, document_id=first)
    rows = read_csv(halves / "two" / "codings.csv")
    renamed = [r | {"documents": r["documents"].replace(two, first)} for r in rows]
    write_csv(halves / "two" / "codings.csv", renamed)
    message = refuse("one+two")
    assert f"document_id {first} of documents.csv stands in both 'one' and 'two'" in message


def test_another_codebook_is_refused(halves):
    rows = read_csv(halves / "codes" / "positions.csv")
    write_csv(halves / "two" / "positions.csv", [rows[0] | {"meaning": "else"}, *rows[1:]])
    assert "'one' and 'two' do not share a codebook" in refuse("one+two")


def test_what_is_of_one_corpus_alone_is_left_out_and_said(halves, tiny):
    shutil.copy(tiny / "grades.csv", halves / "one")
    joined = load_corpus("one+two")
    assert not joined.has("grades")
    assert any("grades of one" in note for note in joined.notes)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("one+one", "names 'one' twice"),
        ("one+", "'' is not a folder name"),
        ("one+three", "unknown corpus 'three'"),
        ("one + two", "'one ' is not a folder name"),
        ("one+codebook", "has another use"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused(halves, name, said):
    with pytest.raises(ParameterError, match="corpus") as caught:
        corpus_folders(name)
    assert said in str(caught.value)


def test_parameters_are_checked_against_all_of_them(halves):
    names = [row["document_id"] for row in read_csv(halves / "two" / "documents.csv")]
    values = {"corpus": "one+two", "sides": ["AA", "BB"], "exclude_documents": names}
    check_parameters(values, halves)
    with pytest.raises(CommonGroundError, match=r"one\+two"):
        check_parameters(values | {"exclude_documents": ["xx-none"]}, halves)


def test_facts_that_differ_are_left_out(halves):
    for name, value in (("one", "0.9"), ("two", "0.8")):
        about = read_csv(halves / name / "about.csv")
        write_csv(halves / name / "about.csv", [*about, {"field": "recount", "value": value}])
    assert "recount" not in read_about("one+two")
    assert read_about("one+two")["codebook"] == "codes"
