"""Folders of corpora and results: a name is a folder name and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.base.errors import ParameterError
from analysis.base.paths import (
    DATA_VARIABLE,
    OUTPUT_VARIABLE,
    ROOT,
    corpus_folder,
    data_root,
    figures_folder,
    find_made_from,
    findings_folder,
    list_corpora,
    show,
    tables_folder,
)
from tests.conftest import refuse


@pytest.mark.parametrize("name", ["../tiny", "tiny/..", "/etc", "Tiny", "", "a;rm -rf"])
def test_a_corpus_name_is_a_folder_name_and_nothing_else(tiny, name):
    with pytest.raises(ParameterError, match="not a folder name"):
        corpus_folder(name)


def test_an_unknown_corpus_is_refused_with_a_suggestion(tiny):
    assert "did you mean 'tiny'?" in refuse("tinny")


def test_corpora_are_the_folders_that_hold_documents_or_codings(data_root):
    (data_root / "notes").mkdir()
    assert list_corpora() == ["tiny"]


def test_results_go_to_build_and_figures_or_all_to_one_folder(monkeypatch, tmp_path):
    monkeypatch.delenv(OUTPUT_VARIABLE, raising=False)
    assert tables_folder("x") == ROOT / "build" / "x" / "tables"
    assert findings_folder("x") == ROOT / "build" / "x" / "findings"
    assert figures_folder("x") == ROOT / "figures" / "x"
    monkeypatch.setenv(OUTPUT_VARIABLE, str(tmp_path))
    assert {f("x").parent for f in (tables_folder, findings_folder, figures_folder)} == {
        tmp_path / "x"
    }


def test_a_path_is_shown_the_same_on_every_machine(monkeypatch, tmp_path):
    monkeypatch.setenv(OUTPUT_VARIABLE, str(tmp_path))
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "mine" / "data"))
    assert show(figures_folder("x") / "a.png") == "x/figures/a.png"
    assert show(data_root() / "x" / "codings.csv").endswith("data/x/codings.csv")
    assert show(Path("/nowhere/else.csv")) == "else.csv"


def test_a_corpus_says_itself_what_it_is_made_from(data_root):
    for name, made_from in (("one", "texts"), ("two", "statements"), ("three", "texts")):
        (data_root / name).mkdir()
        (data_root / name / "about.csv").write_text(f"field,value\nmade_from,{made_from}\n")
    order = ["two", "three", "one", "tiny"]
    assert find_made_from(order, "texts") == "three"
    assert find_made_from(order, "statements") == "two"
    assert find_made_from(["tiny"], "texts") is None
