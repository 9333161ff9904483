"""The run: what runs and why, killed runs, two runs at once, full disks."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.base.errors import CommonGroundError
from tests import toy

ENV = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name, module in toy.without_kernels().items():
        monkeypatch.setitem(sys.modules, name, module)
    return toy.make_toy(tmp_path)


def run_script(root, moment=0, kind="fake", **options):
    command = [sys.executable, toy.__file__, str(root), str(moment), kind]
    return subprocess.run(command, env=ENV, capture_output=True, text=True,
                          start_new_session=True, **options)  # fmt: skip


def names_that_ran(lines):
    return [line.split(" ")[0].removeprefix("tiny/") for line in lines if " ran: " in line]


def test_a_first_run_executes_every_step_and_a_second_one_nothing(project):
    assert sorted(names_that_ran(toy.run_toy(project))) == [s.name for s in toy.CHAIN]
    assert toy.run_toy(project) == ["nothing to do: all results are up to date"]


def test_a_changed_input_runs_its_readers_and_says_which_file_changed(project):
    toy.run_toy(project)
    (project.data / "tiny" / "documents.csv").write_text(toy.DOCUMENTS + "us-c,US\n")
    lines = toy.run_toy(project)
    assert any("01_read" in x and x.endswith("data/tiny/documents.csv changed") for x in lines)
    assert any("02_count" in x and "build/tiny/tables/documents.csv changed" in x for x in lines)


def test_a_step_whose_inputs_came_out_the_same_is_not_run_again(project):
    toy.run_toy(project)
    (project.data / "tiny" / "codings.csv").write_text("coding_id\n1\n")
    assert names_that_ran(toy.run_toy(project)) == ["01_read"]


def test_a_new_input_is_noticed(project):
    toy.run_toy(project)
    (project.data / "tiny" / "extra.csv").write_text("x\n")
    (line,) = toy.run_toy(project)
    assert line.endswith("data/tiny/extra.csv is new")


def test_a_removed_or_edited_output_is_made_again(project):
    toy.run_toy(project)
    before = toy.snapshot(project.base)
    (project.folder("tiny", "tables") / "counts.csv").unlink()
    (line,) = toy.run_toy(project)
    assert "02_count" in line and line.endswith("build/tiny/tables/counts.csv is missing")
    (project.folder("tiny", "figures") / "map.svg").write_text("edited")
    (line,) = toy.run_toy(project)
    assert line.endswith("figures/tiny/map.svg is not what the run wrote")
    assert toy.snapshot(project.base) == before


def test_a_changed_notebook_or_lock_file_runs_what_it_concerns(project):
    toy.run_toy(project)
    toy.make_toy(project.root, {"02_count": toy.BODIES["02_count"] + "\n# a remark"})
    (line,) = toy.run_toy(project)
    assert line.endswith("notebooks/02_count.ipynb changed")
    (project.root / "uv.lock").write_text("other\n")
    lines = toy.run_toy(project)
    assert len(lines) == 4 and all(x.endswith("uv.lock changed") for x in lines)


def test_stored_outputs_of_a_notebook_are_no_reason_to_run_it(project):
    toy.run_toy(project)
    path = project.notebooks / "02_count.ipynb"
    path.write_text(path.read_text().replace('"outputs": []', '"outputs": [{"name": "x"}]'))
    assert toy.run_toy(project) == ["nothing to do: all results are up to date"]


def test_other_parameters_leave_the_default_results_alone(project):
    toy.run_toy(project)
    before = toy.snapshot(project.base)
    lines = toy.run_toy(project, "strong_from=0.8")
    (folder,) = (project.base / "runs").iterdir()
    assert folder.name.startswith("tiny_strong_from-0.8_")
    assert len(lines) == 4
    assert (folder / "tiny" / "tables" / "overlap.csv").read_text() == "0.8 0"
    shutil.rmtree(project.base / "runs")
    assert toy.snapshot(project.base) == before


def test_a_result_that_is_no_longer_written_is_removed(project):
    toy.run_toy(project)
    shorter = toy.BODIES["01_read"].replace('write("tables/log.csv", str(len(text)))', "")
    toy.make_toy(project.root, {"01_read": shorter})
    toy.run_toy(project)
    assert not (project.folder("tiny", "tables") / "log.csv").exists()


def test_a_notebook_that_is_gone_takes_its_results_with_it(project):
    toy.run_toy(project)
    (project.notebooks / "04_draw.ipynb").unlink()
    toy.run_toy(project)
    assert not (project.folder("tiny", "figures") / "map.svg").exists()


def test_two_steps_that_write_one_file_are_refused(project):
    body = toy.BODIES["03_grade"] + 'write("tables/documents.csv", text)\n'
    toy.make_toy(project.root, {"03_grade": body})
    with pytest.raises(CommonGroundError, match=r"both write build/tiny/tables/documents\.csv"):
        toy.run_toy(project)


def test_reading_what_an_unneeded_step_wrote_is_refused(project):
    toy.run_toy(project)
    body = 'write("tables/counts.csv", read("tables/overlap.csv"))'
    toy.make_toy(project.root, {"02_count": body})
    with pytest.raises(CommonGroundError, match=r"02_count reads .* which 03_grade writes"):
        toy.run_toy(project)


def test_two_runs_from_nothing_give_the_same_bytes_in_any_folder(project, tmp_path):
    toy.run_toy(project)
    other = toy.make_toy(tmp_path / "elsewhere" / "deeper")
    toy.run_toy(other)
    assert toy.snapshot(other.base) == toy.snapshot(project.base)
    manifest = (project.base / "tiny" / "manifest.json").read_text()
    assert str(tmp_path) not in manifest


def test_a_broken_manifest_only_costs_a_run(project):
    toy.run_toy(project)
    before = toy.snapshot(project.base)
    path = project.base / "tiny" / "manifest.json"
    steps = '{"steps": {"01_read": 1}}'
    for damage in ('{"steps": {', "[]", '{"steps": 3}', steps, "junk", "null"):
        path.write_text(damage)
        said, *ran = toy.run_toy(project)
        assert "build/tiny/manifest.json is no record of earlier runs: it is set aside" in said
        assert len(ran) == 4
        aside = path.with_suffix(".damaged.json")
        assert aside.read_text() == damage
        aside.unlink()
        assert toy.snapshot(project.base) == before


@pytest.mark.slow
def test_killed_at_twenty_moments_a_run_leaves_nothing_half_written(tmp_path, monkeypatch):
    for name, module in toy.without_kernels().items():
        monkeypatch.setitem(sys.modules, name, module)
    old, new = tmp_path / "old", tmp_path / "new"
    toy.make_toy(old)
    assert run_script(old).returncode == 0
    shutil.copytree(old, new)
    (new / "data" / "tiny" / "documents.csv").write_text(toy.DOCUMENTS + "us-c,US\n" * 500)
    work = tmp_path / "work"
    shutil.copytree(new, work)
    done = run_script(work)
    changes = int(done.stdout.rsplit("changes: ", 1)[1])
    assert "report" in done.stdout and changes >= 40, done.stdout + done.stderr
    was, wanted = toy.snapshot(old / "build"), toy.snapshot(work / "build")
    for number in range(20):
        shutil.rmtree(work)
        shutil.copytree(new, work)
        moment = 1 + number * (changes - 1) // 19
        assert run_script(work, moment).returncode == -9
        for name, content in toy.snapshot(work / "build").items():
            is_whole = content in (was.get(name), wanted.get(name))
            assert is_whole or name.endswith("manifest.json"), f"{name} at change {moment}"
        toy.run_toy(toy.open_toy(work), with_report=True)
        assert toy.snapshot(work / "build") == wanted, f"killed at change {moment}"
        assert not (work / "build" / ".staging").exists()


def test_of_two_runs_at_once_the_second_waits(tmp_path):
    waits = 'import pathlib\nwhile not pathlib.Path("{}").exists():\n    pass\n'
    flag = tmp_path / "go"
    toy.make_toy(tmp_path / "toy", {"01_read": waits.format(flag) + toy.BODIES["01_read"]})
    command = [sys.executable, "-u", "-c", WAITING, str(tmp_path / "toy")]
    options = {"env": ENV, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **options) as first:
        assert first.stdout.readline() == "locked\n"
        with subprocess.Popen(command, **options) as second:
            assert "another run is writing here" in second.stdout.readline()
            flag.write_text("")
            assert len(first.communicate()[0].splitlines()) == 4
            assert second.communicate()[0] == "locked\nnothing to do: all results are up to date\n"


WAITING = """
import sys, pathlib
from tests import toy
import runner.last_step as paper
from runner.plan import make_plan
sys.modules.update(toy.without_kernels())
run_locked = paper.run_locked
def noting(*arguments, **options):
    print("locked")
    return run_locked(*arguments, **options)
paper.run_locked = noting
project = toy.open_toy(pathlib.Path(sys.argv[1]))
paper.make_paper(make_plan(project, ["tiny"], chain=toy.CHAIN), print, with_report=False)
"""


def test_a_full_disk_gives_one_sentence(project):
    toy.make_toy(project.root, {"02_count": 'write("tables/counts.csv", "x" * 100_000)'})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        lines = toy.run_toy(project, is_failing=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert any("cannot write counts.csv: File too large" in line for line in lines)
    assert not (project.folder("tiny", "tables") / "counts.csv").exists()
    assert not list(project.scratch.glob("*")) and not project.workplaces.exists()


def test_an_output_place_that_cannot_be_written_gives_one_sentence(project):
    project.base.write_text("a file where a folder should be")
    with pytest.raises(CommonGroundError, match=r"cannot write build/\.lock"):
        toy.run_toy(project)
