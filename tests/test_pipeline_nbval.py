"""The stored outputs of the notebooks, executed again by nbval: in order, in one worker.

nbval alone passes an unexecuted notebook and a changed figure; tests/test_stored_outputs.py
covers what it misses.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from runner.chain import present_steps
from runner.project import Project

ROOT = Path(__file__).parent.parent
STEPS = present_steps(ROOT / "notebooks")


@pytest.mark.slow
@pytest.mark.skipif(not STEPS, reason="no notebooks yet")
def test_the_stored_outputs_come_out_again(tmp_path, fresh):
    apart = sorted(
        {p.name for p in (ROOT / "notebooks").glob("*.ipynb")} - {s.notebook for s in STEPS}
    )
    run_nbval(Project(output=tmp_path), [s.notebook for s in STEPS if not s.is_across] + apart)
    across = [step.notebook for step in STEPS if step.is_across]
    if across:
        # a comparison reads what the other corpora's runs have written
        shutil.copytree(fresh, tmp_path / "whole")
        run_nbval(Project(output=tmp_path / "whole"), across)


def run_nbval(project, notebooks):
    """Run nbval on notebooks, with the results going to a scratch folder."""
    # '-c' keeps the settings of this test run out of the inner one
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull,
               "--rootdir", str(project.notebooks), "--nbval", "--nbval-current-env"]  # fmt: skip
    done = subprocess.run([*command, *notebooks], cwd=project.notebooks, text=True,
                          env=project.environment(), capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
