"""Throw-away corpora for the tests; the countries and all they say are made up.

``tiny`` has two sides, coders and graders; ``three`` has three sides and nothing but settled
codings.
"""

from __future__ import annotations

import csv
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from analysis.base.errors import CommonGroundError
from analysis.base.paths import DATA_VARIABLE, OUTPUT_VARIABLE, ROOT
from analysis.readers.folder import load_corpus

# the same examples in every run, however slow the machine
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

TINY = Path(__file__).parent / "tiny"
THREE = Path(__file__).parent / "three"


def write_csv(path: Path, rows: list[dict[str, object]]) -> None:
    """Write rows as a CSV file with the keys of the first row as header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change(corpus: Path, table: str, row: int, **cells: str) -> None:
    """Change cells of one row of a corpus (0 is the first below the header)."""
    rows = read_csv(corpus / f"{table}.csv")
    rows[row] |= cells
    write_csv(corpus / f"{table}.csv", rows)


def refuse(corpus: str) -> str:
    """Load a corpus that cannot be loaded; return what is said."""
    with pytest.raises(CommonGroundError) as caught:
        load_corpus(corpus)
    return str(caught.value)


def run_pipeline(
    *words: str, data: Path | None = None, out: Path | None = None, cwd: Path = Path("/"),
    **options: object,
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run ``python -m runner`` in a process of its own, by default from another folder."""
    env = {k: v for k, v in os.environ.items() if k not in ("CORPUS", "SET")}
    env["PYTHONPATH"] = str(ROOT)  # the packages in a folder that is ``cwd`` come first
    places = {DATA_VARIABLE: data, OUTPUT_VARIABLE: out}
    env |= {name: str(place) for name, place in places.items() if place}
    command = [sys.executable, "-m", "runner", *words]
    how = {"capture_output": True, "text": True, "cwd": cwd, "env": env} | options
    return subprocess.run(command, check=False, **how)  # type: ignore[call-overload]


def make_data(folder: Path) -> Path:
    """Make a data folder with ``tiny`` as a corpus that runs without any parameter."""
    shutil.copytree(TINY, folder / "tiny")
    shutil.copytree(ROOT / "data" / "dialogue", folder / "dialogue")
    shutil.copy(ROOT / "data" / "taxonomy.csv", folder)
    for name in ("documents", "codings", "quotes"):
        rows = read_csv(folder / "tiny" / f"{name}.csv")
        sides = {"AA": "US", "BB": "CN"}
        write_csv(folder / "tiny" / f"{name}.csv",
                  [row | {"country": sides[row["country"]]} for row in rows])  # fmt: skip
    return folder


MADE = {".git", ".venv", ".uv", "build", "__pycache__", ".ipynb_checkpoints", ".pytest_cache",
        ".mypy_cache", ".ruff_cache", ".hypothesis"}  # fmt: skip
"""Folders that hold nothing of the checkout itself."""


def list_checkout() -> list[Path]:
    """Return what a clone of this checkout would hold; without git, all that nothing has made."""
    if (ROOT / ".git").exists():
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        paths = [ROOT / name for name in names.split("\0") if name]
    else:
        folders = [path for path in ROOT.iterdir() if path.name not in MADE]
        paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
        paths = [path for path in paths if not MADE & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def make_clone(folder: Path) -> Path:
    """Copy what a clone of this checkout would hold."""
    for path in list_checkout():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


# --- whole runs, each made once for all tests ------------------------------------------------


def run_whole(*words: str, data: Path | None = None, out: Path) -> None:
    """Run the chain, which has to succeed."""
    done = run_pipeline("paper", *words, data=data, out=out)
    assert done.returncode == 0, done.stdout + done.stderr


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Make a folder in one process; the others wait until it is whole and read it too."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name.split(".")[0]
    mark = folder.with_name(f"{name}.whole")
    folder.mkdir(exist_ok=True)
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            make(folder)
            mark.touch()
    return folder


@pytest.fixture(scope="session")
def fresh_chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the chain once on all that ships, without the report; return the folder."""
    return make_once(tmp_path_factory, "fresh", lambda out: run_whole("--no-report", out=out))


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory, fresh_chain: Path) -> Path:
    """Finish the run as ``make paper`` would, with the report; return the folder."""
    return make_once(tmp_path_factory, "fresh.report", lambda out: run_whole(out=out))


@pytest.fixture(scope="session")
def tiny_chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the corpus ``tiny`` once, without the report; return the folder of ``data``, ``out``."""

    def make(folder: Path) -> None:
        data = make_data(folder / "data")
        run_whole("--corpus", "tiny", "--no-report", data=data, out=folder / "out")

    return make_once(tmp_path_factory, "tiny", make)


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory: pytest.TempPathFactory, tiny_chain: Path) -> Path:
    """Finish the run of ``tiny`` with the report; return the folder of ``data`` and ``out``."""

    def make(folder: Path) -> None:
        run_whole("--corpus", "tiny", data=folder / "data", out=folder / "out")

    return make_once(tmp_path_factory, "tiny.report", make)


# --- corpora to load, and to break -----------------------------------------------------------


@pytest.fixture
def data_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a data folder that holds the taxonomy and the corpus ``tiny``."""
    root = tmp_path / "data"
    shutil.copytree(TINY, root / "tiny")
    shutil.copy(ROOT / "data" / "taxonomy.csv", root / "taxonomy.csv")
    monkeypatch.setenv(DATA_VARIABLE, str(root))
    monkeypatch.setenv(OUTPUT_VARIABLE, str(tmp_path / "out"))
    return root


@pytest.fixture
def tiny(data_root: Path) -> Path:
    """Return the folder of the corpus ``tiny``, free to be broken."""
    return data_root / "tiny"


@pytest.fixture
def three(data_root: Path) -> Path:
    """Return the folder of the corpus ``three``, free to be broken."""
    return Path(shutil.copytree(THREE, data_root / "three"))


# --- in which order, where two processes share the work -----------------------------------------

ORDER = (
    "tests/claims/test_outputs.py",  # begins with the run of all that ships
    "tests/test_trust_run.py",  # begins with the run of tiny
    "tests/test_report.py",
)
LAST = ("tests/report/test_printed.py", "tests/report/test_where.py", "tests/test_documents.py")
"""They wait for a run that another process may still be making."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that two processes end at about the same time."""

    def find_place(item: pytest.Item) -> int:
        file = item.nodeid.split("::")[0]
        if file in ORDER:
            return ORDER.index(file)
        return len(ORDER) + (file in LAST)

    items.sort(key=find_place)
