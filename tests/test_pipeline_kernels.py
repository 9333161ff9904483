"""With real kernels: outputs like papermill's own, failures in ten lines, nothing left running."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner.notebooks import dump_notebook, read_notebook
from runner.run import StepsFailed
from tests import toy

FIGURE = """
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
"""
FAILING = {
    "02_count": "from analysis.base.errors import name_some\nname_some(5)\n",
    "03_grade": "from analysis.base.errors import DataError\n"
    'raise DataError("a is wrong", where="b.csv, row 3", remedy="do c")\n',
}


def test_outputs_are_the_same_bytes_as_those_of_plain_papermill(tmp_path):
    body = toy.BODIES["03_grade"] + FIGURE
    project = toy.make_toy(tmp_path, {"03_grade": body})
    toy.run_toy(project)
    plain = tmp_path / "plain.ipynb"
    command = [Path(sys.executable).with_name("papermill"), "03_grade.ipynb", plain]
    subprocess.run([*command, "--no-progress-bar", "-k", "python3"], cwd=project.notebooks,
                   env=project.environment(), capture_output=True, check=True)  # fmt: skip
    ours = project.folder("tiny", "notebooks") / "03_grade.ipynb"
    assert b"image/png" in ours.read_bytes()
    assert ours.read_bytes() == dump_notebook(read_notebook(plain))


def test_a_failing_cell_is_told_in_ten_lines_and_earlier_results_stay(tmp_path):
    project = toy.make_toy(tmp_path, FAILING)
    lines = []
    with pytest.raises(StepsFailed):
        from runner.last_step import make_paper
        from runner.plan import make_plan

        plan = make_plan(project, ["tiny"], "strong_from=0.8", chain=toy.CHAIN)
        make_paper(plan, lines.append, with_report=False)
    assert "01_read" in lines[0] and " ran: " in lines[0]
    assert " is unfinished, and its manifest says so, until a run there ends" in lines[-1]
    count, grade = sorted(lines[1:-1], key=lambda text: "a is wrong" in text)
    assert len(count.splitlines()) <= 10
    for part in ("02_count.ipynb failed", "The work", "In[3]", "analysis/base/errors.py:",
                 "Error: ", "/tiny/logs/02_count.log"):  # fmt: skip
        assert part in count
    assert grade.splitlines()[0] == "a is wrong (b.csv, row 3): do c"
    logs = plan.project.folder("tiny", "logs")
    assert "Traceback" in (logs / "02_count.log").read_text()
    assert "strong_from=0.8" in (logs / "03_grade.log").read_text()
    assert (plan.project.folder("tiny", "tables") / "documents.csv").is_file()


@pytest.mark.slow
def test_killed_in_the_middle_of_a_cell_a_run_leaves_no_kernel_and_is_completed(tmp_path):
    body = toy.BODIES["01_read"].split('write("tables/log.csv"')
    flag = tmp_path / "pid"
    pause = f"""
import os, pathlib
while pathlib.Path({str(flag)!r}).exists():
    pathlib.Path({str(flag)!r}).write_text(str(os.getpid()))
"""
    bodies = {"01_read": f'{pause}write("tables/log.csv"'.join(body)}
    project = toy.make_toy(tmp_path / "toy", bodies)
    flag.write_text("")
    command = [sys.executable, toy.__file__, str(project.root), "0", "real"]
    env = os.environ | {"PYTHONPATH": str(Path(toy.__file__).parent.parent)}
    with subprocess.Popen(command, env=env, start_new_session=True) as run:
        pid = wait_for(lambda: flag.read_text())
        os.killpg(run.pid, 9)
    wait_for(lambda: not is_alive(int(pid)))
    assert not list(project.folder("tiny", "tables").glob("*")), "a step writes whole or not at all"
    flag.unlink()
    toy.run_toy(project)
    first = toy.snapshot(project.base)
    other = toy.make_toy(tmp_path / "other", bodies)
    toy.run_toy(other)
    assert toy.snapshot(other.base) == first


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds=60):
    """Poll until a condition holds; the limit only ends a test that hangs."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
    raise AssertionError("it did not happen")
