"""Which corpora there are, and which a run takes: each corpus says so itself."""

import re
from pathlib import Path

import pytest

from analysis.base import paths
from analysis.base.errors import DataError, ParameterError
from runner.chain import CHAIN
from runner.plan import Plan, make_plan
from runner.project import Project
from tests import toy

ROOT = Path(__file__).parent.parent


def declare(project, corpus, *rows):
    text = "\n".join(["field,value", *rows, ""])
    (project.data / corpus / "about.csv").write_text(text, "utf-8")


def test_what_ships_runs_in_its_own_order_and_what_is_the_users_only_when_named(tmp_path):
    project = toy.make_toy(tmp_path)
    (project.data / "notes").mkdir()
    assert paths.list_corpora(project.data) == ["other", "tiny"]
    declare(project, "tiny", "ships,true", "order,2")
    assert make_plan(project, [], chain=toy.CHAIN).corpora == ["tiny"]
    declare(project, "other", "ships,TRUE", "order,1")  # as a spreadsheet saves it
    assert make_plan(project, [], chain=toy.CHAIN).corpora == ["other", "tiny"]
    declare(project, "other", "title_en,mine")
    assert make_plan(project, [], chain=toy.CHAIN).corpora == ["tiny"]
    assert make_plan(project, ["other"], chain=toy.CHAIN).corpora == ["other"]


def test_where_nothing_ships_a_run_asks_for_a_name(tmp_path):
    project = toy.make_toy(tmp_path)
    with pytest.raises(ParameterError, match=r"no corpus in data/ ships: name one.*other, tiny"):
        make_plan(project, [], chain=toy.CHAIN)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["ships,yes"], r"ships is 'yes' \(data/tiny/about\.csv\): write true or false"),
        (["ships,true"], r"order is '' \(data/tiny/about\.csv\): write a whole number"),
        (["ships,true", "order,first"], r"order is 'first' \(data/tiny/about\.csv\)"),
    ],
)
def test_a_declaration_that_says_something_else_is_refused(tmp_path, rows, sentence):
    project = toy.make_toy(tmp_path)
    declare(project, "tiny", *rows)
    with pytest.raises(DataError, match=sentence):
        make_plan(project, [], chain=toy.CHAIN)


def test_a_damaged_corpus_of_the_users_own_does_not_stop_the_run_of_another(tmp_path):
    project = toy.make_toy(tmp_path)
    declare(project, "tiny", "ships,true", "order,1")
    (project.data / "other" / "about.csv").write_bytes(b"field,value\nships,\xff\xfe\n")
    assert make_plan(project, [], chain=toy.CHAIN).corpora == ["tiny"]


def test_no_code_of_the_runner_lists_corpora():
    names = "|".join(paths.list_shipped())
    for path in [*(ROOT / "runner").glob("*.py"), ROOT / "bench" / "chain.py"]:
        code = re.sub(r'(?s)""".*?"""', "", path.read_text("utf-8"))
        assert not re.search(rf"\b({names})\b", code), path.name


def test_a_pattern_may_stand_for_every_corpus_that_ships():
    plan = Plan(Project(), ["recoded"], {})
    found = plan.match(CHAIN[-1].reads, "recoded")
    for name in ("published/codings.csv", "recoded/codings.csv", "dialogue/rules.csv"):
        assert f"data/{name}" in found
