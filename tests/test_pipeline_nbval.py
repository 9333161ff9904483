"""The stored outputs of the notebooks, executed again by nbval: in order, in one worker.

nbval alone passes an unexecuted notebook and a changed figure; tests/test_stored_outputs.py
covers what it misses.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.project import Project
from pipeline.steps import present_steps

ROOT = Path(__file__).parent.parent
STEPS = present_steps(ROOT / "notebooks")


@pytest.mark.skipif(not STEPS, reason="no notebooks yet")
def test_the_stored_outputs_come_out_again(tmp_path):
    project = Project(output=tmp_path)
    alone = [step.notebook for step in STEPS if not step.is_across]
    across = [step.notebook for step in STEPS if step.is_across]
    run_nbval(project, alone)
    if across:
        # a comparison reads what the other corpora's runs have written
        command = [sys.executable, "-m", "pipeline", "paper", "--no-report"]
        env = os.environ | {"COMMON_GROUND_OUTPUT": str(tmp_path)}
        subprocess.run(command, cwd=ROOT, env=env, check=True)
        run_nbval(project, across)


def run_nbval(project, notebooks):
    """Run nbval on notebooks, with the results going to a scratch folder."""
    # '-c' keeps the settings of this test run out of the inner one
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull,
               "--rootdir", str(project.notebooks), "--nbval", "--nbval-current-env"]  # fmt: skip
    done = subprocess.run([*command, *notebooks], cwd=project.notebooks, text=True,
                          env=project.environment(), capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
