"""The anatomy of the notebooks: what a reader may rely on in each of them."""

from __future__ import annotations

import ast
import re

import jupytext
import pytest

from analysis.base.paths import ROOT
from analysis.overlap.rule import STUDY, Cuts

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def cells(path, kind):
    return [c for c in jupytext.read(path)["cells"] if c["cell_type"] == kind]


def parameters(path):
    tagged = [c for c in cells(path, "code") if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1, "one cell is tagged 'parameters'"
    return tagged[0]["source"]


def test_the_names_give_the_order_and_the_deed():
    numbers = [int(path.name[:2]) for path in NOTEBOOKS]
    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch(r"\d\d_[a-z]+(_[a-z]+)+", path.stem) for path in NOTEBOOKS)


@each
def test_it_opens_with_a_question_and_says_what_it_reads_and_writes(path):
    opening = cells(path, "markdown")[0]["source"]
    title = opening.splitlines()[0]
    assert title.startswith("# ") and title.endswith("?")
    assert "*Reads*" in opening and "*Writes*" in opening and "*Takes*" in opening


@each
def test_its_parameters_are_annotated_literals_that_say_when_to_change_them(path):
    source = parameters(path)
    for statement in ast.parse(source).body:
        assert isinstance(statement, ast.AnnAssign), ast.unparse(statement)
        ast.literal_eval(statement.value)
    lines = [line for line in source.splitlines() if line.strip()]
    assert all("  # " in line for line in lines)


@each
def test_it_asserts_at_least_three_things_and_says_what_each_would_mean(path):
    tree = ast.parse("\n".join(c["source"] for c in cells(path, "code")))
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    assert len(asserts) >= 3
    assert all(node.msg is not None for node in asserts)


@each
def test_it_has_a_what_if_and_ends_with_an_answer_and_a_link(path):
    texts = [c["source"] for c in cells(path, "markdown")]
    assert any("what if" in text.lower() for text in texts)
    assert any(text.startswith("## Answer") for text in texts)
    link = re.search(r"\]\(([\w.]+)\)", texts[-1])
    assert link, "the last cell links to the next notebook"
    assert (ROOT / "notebooks" / link.group(1)).is_file() or "08" in path.stem


def is_shown(node):
    """Tell whether a call makes something for display: a table or a picture."""
    names = {"show", "Image", "display", "put"}
    calls = [c for c in ast.walk(node) if isinstance(c, ast.Call)]
    return any(ast.unparse(c.func).split(".")[-1] in names for c in calls)


@each
def test_all_that_is_made_for_display_is_displayed(path):
    # Jupyter shows the last expression of a cell and drops every other one silently
    for cell in cells(path, "code"):
        body = [n for n in ast.parse(cell["source"]).body if not isinstance(n, ast.FunctionDef)]
        for place, statement in enumerate(body):
            if is_shown(statement):
                assert place == len(body) - 1, cell["source"]
                assert isinstance(statement, ast.Expr), cell["source"]
        *before, _ = body or [ast.Pass()]
        dropped = [n for n in before if isinstance(n, ast.Expr)]
        assert all(ast.unparse(n).startswith("print(") for n in dropped), cell["source"]


def test_the_cuts_are_parameters_of_the_notebook_that_grades_and_of_no_other():
    declared = {path.stem: parameters(path) for path in NOTEBOOKS}
    owners = [stem for stem, source in declared.items() if "strong_from" in source]
    assert owners == ["03_grade_overlap"]
    values = {n.target.id: ast.literal_eval(n.value) for n in ast.parse(declared[owners[0]]).body}
    assert Cuts(values["weak_below"], values["strong_from"]) == STUDY


def test_the_values_to_play_with_start_where_the_chain_starts():
    chain = {n.target.id: ast.literal_eval(n.value) for path in NOTEBOOKS
             for n in ast.parse(parameters(path)).body}  # fmt: skip
    tried = ast.parse(parameters(ROOT / "notebooks" / "explore.ipynb")).body
    values = {n.target.id: ast.literal_eval(n.value) for n in tried}
    shared = set(values) & set(chain) - {"corpus"}  # it opens on the documents read
    assert {"sides", "support", "in_force_on"} <= shared
    assert {name: values[name] for name in shared} == {name: chain[name] for name in shared}


@each
def test_it_speaks_english_only(path):
    source = "\n".join(c["source"] for c in cells(path, "code"))
    assert "translate(" not in source, "sentences stand in the notebook, not behind a key"


@each
def test_it_is_short_enough_to_read(path):
    code = [
        [line for line in c["source"].splitlines() if line.strip()] for c in cells(path, "code")
    ]
    assert sum(map(len, code)) <= 140
    assert max(map(len, code)) <= 24


@each
def test_it_reaches_nothing_by_a_path_of_its_own(path):
    source = "\n".join(c["source"] for c in cells(path, "code"))
    assert "../" not in source and "open(" not in source and "%" not in source.split("\n")[0]
    assert "import runner" not in source and "from runner" not in source
