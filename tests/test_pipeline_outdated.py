"""A run that fails leaves nothing that looks current and is not: whatever fails, and wherever."""

import json
import sys

import pytest

from analysis.base.store import dump_json
from runner.plan import make_plan
from runner.run import run_chain
from tests import toy

FAIL = '\nraise ValueError("no ink")\n'


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name, module in toy.without_kernels().items():
        monkeypatch.setitem(sys.modules, name, module)
    return toy.make_toy(tmp_path)


def change_data(project, rows="us-c,US\n" * 500):
    (project.data / "tiny" / "documents.csv").write_text(toy.DOCUMENTS + rows)


def read_steps(project):
    return json.loads((project.base / "tiny" / "manifest.json").read_bytes())["steps"]


UNFINISHED = "build is unfinished, and its manifest says so, until a run there ends well"


def figure(project):
    return project.folder("tiny", "figures") / "map.svg"


def test_a_step_that_fails_midway_leaves_every_result_as_it_was(project):
    toy.run_toy(project, with_report=True)
    before = toy.snapshot(project.base)
    body = toy.BODIES["01_read"].replace("\nwrite", f"\nwrite('tables/a.csv', 'new'){FAIL}", 1)
    changed = body.replace('write("tables/documents.csv", text)', "")
    toy.make_toy(project.root, {"01_read": 'write("tables/documents.csv", "x")\n' + changed})
    lines = toy.run_toy(project, with_report=True, is_failing=True)
    assert lines == ["01_read.ipynb failed: no ink\n  full log    build/tiny/logs/01_read.log",
                     UNFINISHED, "tiny/01_read failed"]  # fmt: skip
    (project.base / "tiny" / "logs" / "01_read.log").unlink()
    whole = json.loads((project.base / "manifest.json").read_text())
    assert whole.pop("unfinished"), "what stands there may be of two runs until one ends well"
    (project.base / "manifest.json").write_bytes(dump_json(whole))
    assert toy.snapshot(project.base) == before
    assert not project.workplaces.exists()


def test_a_figure_whose_step_fails_does_not_outlive_the_table_it_shows(project):
    toy.run_toy(project, with_report=True)
    old = figure(project).read_text()
    change_data(project)
    toy.make_toy(project.root, {"04_draw": toy.BODIES["04_draw"] + FAIL})
    change_data(project)
    lines = toy.run_toy(project, with_report=True, is_failing=True)
    assert not figure(project).exists() and not (project.base / "paper.pdf").exists()
    (said,) = [line for line in lines if line.startswith("removed what tiny/04_draw had made")]
    assert "as build/tiny/tables/counts.csv changed: " in said and "figures/tiny/map.svg" in said
    assert any("removed what report had made" in line and "paper.pdf" in line for line in lines)
    record = read_steps(project)["04_draw"]
    assert record["outputs"] == {} and record["outdated"] == "build/tiny/tables/counts.csv changed"
    toy.make_toy(project.root)  # the failure is mended, and the data are as they were at first
    lines = toy.run_toy(project, with_report=True)
    assert any("04_draw" in x and "ran: its results were removed, as" in x for x in lines)
    assert figure(project).read_text() == old and (project.base / "paper.pdf").exists()


def test_what_was_not_reached_does_not_look_current_either(project):
    toy.run_toy(project)
    body = toy.BODIES["03_grade"] + FAIL
    toy.make_toy(project.root, {"03_grade": body})
    change_data(project)
    lines = toy.run_toy(project, is_failing=True)
    tables = project.folder("tiny", "tables")
    # 02 does not need the step that failed; 03 and 04 rest on another table than the one there
    assert (tables / "counts.csv").read_text() == "502" and (tables / "documents.csv").exists()
    assert not (tables / "overlap.csv").exists() and not figure(project).exists()
    assert sum(line.startswith("removed what tiny/0") for line in lines) == 2


def test_what_still_agrees_with_its_tables_stays(project):
    toy.run_toy(project)
    before = figure(project).read_text()
    toy.make_toy(project.root, {"03_grade": toy.BODIES["03_grade"] + FAIL})
    lines = toy.run_toy(project, is_failing=True)
    assert len(lines) == 3 and figure(project).read_text() == before


def test_a_figure_that_came_with_a_clone_goes_when_its_step_fails(project):
    toy.make_toy(project.root, {"04_draw": FAIL})
    figure(project).parent.mkdir(parents=True)
    figure(project).write_text("drawn long ago from other data")
    (figure(project).parent / "note.txt").write_text("mine")
    lines = toy.run_toy(project, is_failing=True)
    said = "removed what came with the clone, as tiny/04_draw did not finish: figures/tiny/map.svg"
    assert lines[-3:] == [said, UNFINISHED, "tiny/04_draw failed"]
    assert [path.name for path in figure(project).parent.iterdir()] == ["note.txt"]


def test_a_figure_that_came_with_a_clone_stays_where_no_table_was_written(project):
    toy.make_toy(project.root, {"01_read": FAIL})
    figure(project).parent.mkdir(parents=True)
    figure(project).write_text("drawn long ago")
    toy.run_toy(project, is_failing=True)
    assert figure(project).exists()


def test_a_run_that_is_interrupted_removes_what_it_left_outdated(project, monkeypatch):
    toy.run_toy(project)
    toy.make_toy(project.root, {"04_draw": "raise KeyboardInterrupt"})
    change_data(project)
    with pytest.raises(KeyboardInterrupt):
        toy.run_toy(project)
    assert not figure(project).exists()
    assert read_steps(project)["03_grade"]["outputs"]


def test_a_run_of_one_corpus_removes_the_report_of_all(project):
    for corpus in ("tiny", "other"):
        rows = f"ships,true\norder,{'12'[corpus == 'other']}\n"
        (project.data / corpus / "about.csv").write_text(f"field,value\n{rows}")
    body = toy.BODIES["01_read"].replace('"data/tiny/', 'f"data/{corpus}/')
    toy.make_toy(project.root, {"01_read": body})
    from runner.last_step import make_paper

    make_paper(make_plan(project, [], chain=toy.CHAIN), print)
    assert (project.base / "paper.pdf").exists()
    change_data(project)
    lines = toy.run_toy(project)
    assert not (project.base / "paper.pdf").exists() and figure(project).exists()
    assert [line for line in lines if line.startswith("removed")] == [
        "removed what report had made, as build/tiny/tables/counts.csv changed: "
        "build/paper.html, build/paper.pdf"
    ]


def test_a_step_sees_the_results_of_the_steps_it_needs_and_no_others(project):
    toy.run_toy(project)
    body = 'write("tables/counts.csv", read("tables/documents.csv"))\nread("tables/overlap.csv")'
    toy.make_toy(project.root, {"02_count": body})
    with pytest.raises(Exception, match=r"02_count reads .*overlap\.csv, which 03_grade writes"):
        toy.run_toy(project)
    assert (project.folder("tiny", "tables") / "counts.csv").read_text() == "2"


def test_running_a_part_of_the_chain_elsewhere_leaves_the_results_alone(project):
    toy.run_toy(project)
    before = toy.snapshot(project.base)
    change_data(project)
    plan = make_plan(project, ["tiny"], "strong_from=0.9", chain=toy.CHAIN)
    assert run_chain(plan, lambda _: None, until="03_grade") == 2
    kept = {n: c for n, c in toy.snapshot(project.base).items() if not n.startswith("runs/")}
    assert kept == before


def test_a_table_that_no_step_has_written_is_removed_and_said(project):
    toy.run_toy(project, with_report=True)
    stray = project.folder("tiny", "tables") / "mine.csv"
    stray.write_text("x")
    said = []
    run_chain(make_plan(project, ["tiny"], "", toy.CHAIN), said.append)
    assert not stray.exists()
    assert said == ["removed, as no step has written it: build/tiny/tables/mine.csv"]


def test_a_figure_that_no_step_has_drawn_is_named_and_left(project):
    toy.run_toy(project, with_report=True)
    old = figure(project).with_name("old.png")
    old.write_text("x")
    (old.parent / ".DS_Store").write_text("x")
    said = []
    run_chain(make_plan(project, ["tiny"], "", toy.CHAIN), said.append)
    assert old.exists()
    assert said == ["no step has drawn build/tiny/figures/old.png: if it is not yours, remove it"]
