"""Every version of Python that is declared gives the same bytes: report, tables and figures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.base.paths import DATA_VARIABLE, OUTPUT_VARIABLE
from tests.conftest import make_clone

HERE = "{}.{}".format(*sys.version_info)
DECLARED = ("3.11", "3.12", "3.13")
"""As ``requires-python`` and the Makefile have them."""
COMPARED = ("paper.pdf", "paper.html", "paper.docx", "numbers.csv", "comparison", "*/figures",
            "*/tables", "*/findings", "*/tables.xlsx", "briefs")  # fmt: skip


def find_python(version: str) -> Path | None:
    """Return an interpreter of a version that runs, on the path or among pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    places = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python3"))]
    for place in filter(None, places):
        asked = [place, "-c", "import sys, venv, ssl; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return Path(place)
    return None


def list_results(folder: Path) -> Iterator[Path]:
    """Return the results of a run that are to be the same, by their path in its folder."""
    for pattern in COMPARED:
        for place in sorted(folder.glob(pattern)):
            inside = [place] if place.is_file() else sorted(place.rglob("*"))
            yield from (path.relative_to(folder) for path in inside if path.is_file())


@pytest.mark.slow
@pytest.mark.parametrize("version", [version for version in DECLARED if version != HERE])
def test_another_python_makes_the_same_bytes(fresh, tmp_path, version):
    python = find_python(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    clone, out = make_clone(tmp_path / "clone"), tmp_path / "out"
    first = tmp_path / "bin"
    first.mkdir()
    (first / "python3").symlink_to(python)
    unwanted = ("MAKE", "COMMON_GROUND", "VIRTUAL_ENV", "UV_PROJECT")
    env = {name: text for name, text in os.environ.items() if not name.startswith(unwanted)}
    env |= {"PATH": f"{first}{os.pathsep}{env['PATH']}", OUTPUT_VARIABLE: str(out)}
    env.pop(DATA_VARIABLE, None)
    done = subprocess.run(["make", "paper"], cwd=clone, env=env, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    ran = subprocess.run([clone / ".venv/bin/python", "-V"], capture_output=True, text=True)
    assert ran.stdout.startswith(f"Python {version}."), ran.stdout
    wanted = list(list_results(fresh))
    assert len(wanted) > 100 and list(list_results(out)) == wanted
    differ = [str(n) for n in wanted if (fresh / n).read_bytes() != (out / n).read_bytes()]
    assert not differ, f"Python {version} and {HERE} differ: {differ}"
