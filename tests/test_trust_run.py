"""The run on a real corpus: what it re-runs, that it cannot be left half done, the same bytes."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from analysis.base.errors import CommonGroundError
from analysis.base.paths import DATA_VARIABLE, OUTPUT_VARIABLE, ROOT
from analysis.base.store import hash_file
from analysis.overlap.rule import Cuts
from tests import toy
from tests.conftest import make_clone, make_data, read_csv, run_pipeline, write_csv

NOTHING = "nothing to do: all results are up to date\n"


@pytest.fixture
def tiny_copy(tiny_run: Path, tmp_path: Path) -> Path:
    """Return a copy of a finished run in another folder, free to be changed."""
    return shutil.copytree(tiny_run, tmp_path / "elsewhere")


def run_tiny(folder: Path, *words: str, **options: object) -> subprocess.CompletedProcess[str]:
    words = ("paper", "--corpus", "tiny", *words)
    return run_pipeline(*words, data=folder / "data", out=folder / "out", **options)


# --- only what has to run, and why -----------------------------------------------------------


def test_where_nothing_has_changed_nothing_runs_and_that_takes_under_a_second(tiny_run):
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run_tiny(tiny_run)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert (done.stdout, done.stderr, done.returncode) == (NOTHING, "", 0)
        # processor time: a busy machine must not fail the test
        seconds.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    assert min(seconds) < 1


def test_a_finished_run_may_be_moved_and_its_files_touched(tiny_copy):
    for path in sorted(tiny_copy.rglob("*")):
        if path.is_file():
            path.write_bytes(path.read_bytes())
    assert run_tiny(tiny_copy).stdout == NOTHING


def test_a_changed_file_runs_the_one_step_that_reads_it_and_says_why(tiny_copy):
    path = tiny_copy / "data" / "dialogue" / "rules.csv"
    path.write_bytes(path.read_bytes() + b"\n")  # an empty line: other bytes, the same table
    before = toy.snapshot(tiny_copy / "out" / "tiny" / "tables")
    (line, *rest) = run_tiny(tiny_copy, "--no-report").stdout.splitlines()
    assert line.startswith("tiny/08_recommend_dialogues (") and rest == []
    assert line.endswith(" ran: data/dialogue/rules.csv changed")
    assert toy.snapshot(tiny_copy / "out" / "tiny" / "tables") == before


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name, module in toy.without_kernels().items():
        monkeypatch.setitem(sys.modules, name, module)
    made = toy.make_toy(tmp_path)
    toy.run_toy(made, with_report=True)
    return made


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("paper/paper.md", "other\n", "paper/paper.md changed"),
        ("paper/part.md", "new\n", "paper/part.md is new"),
        ("paper/paper.md", None, "paper/paper.md is gone"),
        ("data/tiny/note.csv", "new\n", "data/tiny/note.csv is new"),
        ("build/paper.pdf", None, "build/paper.pdf is missing"),
        ("build/paper.html", "x", "build/paper.html is not what the run wrote"),
        ("uv.lock", "other\n", "uv.lock changed"),
    ],
)
def test_the_report_too_runs_only_for_a_reason_that_is_printed(project, name, content, reason):
    path = project.root / name
    path.unlink() if content is None else path.write_text(content)
    lines = toy.run_toy(project, with_report=True)
    assert any(line.startswith("report") and f"ran: {reason}" in line for line in lines), lines
    assert toy.run_toy(project, with_report=True) == [NOTHING.strip()]


def test_an_input_that_is_gone_is_a_reason(project):
    (project.data / "tiny" / "codings.csv").unlink()
    lines = toy.run_toy(project)
    assert lines and lines[0].endswith("data/tiny/codings.csv is gone")


def test_a_changed_default_is_a_reason(project):
    knobs = toy.KNOBS["03_grade"].replace("0.75", "0.8")
    path = project.notebooks / "03_grade.ipynb"
    path.write_text(path.read_text().replace("0.75", "0.8"))
    assert "0.8" in knobs
    assert any("03_grade.ipynb changed" in line for line in toy.run_toy(project))


# --- killed, and completed, in a clone -------------------------------------------------------

MOMENTS = [
    "01_ingest_corpus/tables/documents.csv", "01_ingest_corpus/tables/positions.csv",
    "01_ingest_corpus/tables/ingest_log.csv", "02_tabulate_quotes/tables/quotes_by_entity.csv",
    "tables/documents.csv", "01_ingest_corpus/findings/01_ingest_corpus.json",
    "02_tabulate_quotes/tables/documents_by_entity.csv", "notebooks/01_ingest_corpus.ipynb",
    "02_tabulate_quotes/tables/category_by_entity.csv", "tables/documents_by_entity.csv",
    "03_grade_overlap/tables/overlap.csv", "03_grade_overlap/tables/bounds.csv",
    "03_grade_overlap/tables/evidence.csv", "03_grade_overlap/tables/study_yardstick.csv",
    "03_grade_overlap/findings/03_grade_overlap.json", "tables/overlap.csv", "manifest.json",
    "05_check_against_print/findings/05_check_against_print.json",
    "04_plot_heatmaps/figures/overlap.png", "04_plot_heatmaps/figures/attention.svg",
    "figures/overlap.png", "03_grade_overlap/tables/understandings.csv",
    "04_plot_heatmaps/figures/common_ground.png", "07_stress_test/tables/other_answers.csv",
    "07_stress_test/tables/ledger_without.csv", "07_stress_test/tables/agreement.csv",
    "07_stress_test/figures/leave_one_out.png", "07_stress_test/figures/leave_one_out.csv",
    "figures/leave_one_out.csv", ".staging", ".staging/.report.*/paper.html", ".staging/paper.pdf",
    "paper.pdf",
]  # fmt: skip
"""Files at whose appearance the run is killed: while a step works, while its results move."""


def find_place(moment: str) -> tuple[str, str]:
    """Return where a file of the corpus appears, as a pattern, and its name in the manifest."""
    step, _, rest = moment.partition("/")
    if moment.startswith("."):
        return moment, moment
    is_inside = step[:2].isdecimal()
    file = rest if is_inside else moment
    name = f"figures/tiny/{file[8:]}" if file.startswith("figures/") else f"build/tiny/{file}"
    return (f".work/tiny.{step}/tiny/{file}" if is_inside else f"tiny/{file}"), name


def find_marks(out: Path, pattern: str) -> set[tuple[str, int]]:
    """Return path and inode of the files of a pattern: a replaced file has another inode."""
    found = set()
    for path in out.glob(pattern):
        try:
            found.add((str(path), path.stat().st_ino))
        except FileNotFoundError:
            continue
    return found


def kill_at(pattern: str, clone: Path, data: Path, out: Path, command: str = "paper") -> bool:
    """Run and kill the process group when a file appears or is replaced; tell whether it did."""
    before = find_marks(out, pattern)
    env = os.environ | {DATA_VARIABLE: str(data), OUTPUT_VARIABLE: str(out)}
    words = [sys.executable, "-m", "runner", command, "--corpus", "tiny"]
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "start_new_session": True}
    with subprocess.Popen(words, cwd=clone, env=env, **how) as run:
        while run.poll() is None:
            if find_marks(out, pattern) - before:
                os.killpg(run.pid, signal.SIGKILL)
                break
            # wakes up at once when the run prints a line
            if select.select([run.stdout], [], [], 0.005)[0]:
                os.read(run.stdout.fileno(), 4096)
    # kernels that still end hold the lock
    with (out / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
    return run.returncode == -signal.SIGKILL


def list_recorded(out: Path) -> dict[str, str]:
    """Return the hash of every result that the manifest speaks of."""
    manifest = out / "tiny" / "manifest.json"
    steps = json.loads(manifest.read_bytes())["steps"] if manifest.is_file() else {}
    return {n: d for record in steps.values() for n, d in record["outputs"].items()}


def assert_whole(out: Path, wanted: dict[str, bytes], pattern: str) -> None:
    """Check that each file is as a finished run leaves it, and the manifest speaks of such."""
    for name, content in toy.snapshot(out).items():
        if not name.endswith("manifest.json"):
            assert content == wanted[name], f"{name} is half written, killed at {pattern}"
    for name, digest in list_recorded(out).items():
        parts = name.split("/")
        kind = ["figures"] if parts[0] == "figures" else []
        path = out.joinpath(parts[1], *kind, *parts[2:])
        assert hash_file(path) == digest, f"{name} is not as recorded, killed at {pattern}"


@pytest.mark.slow
def test_killed_twenty_times_a_clone_elsewhere_ends_with_the_same_bytes(tiny_run, tmp_path):
    clone = make_clone(tmp_path / "a clone")
    data, out = make_data(tmp_path / "other data"), tmp_path / "results of it"
    out.mkdir()
    wanted = toy.snapshot(tiny_run / "out")
    kills = 0
    for pattern, name in map(find_place, MOMENTS):
        if name in list_recorded(out):
            continue  # steps run side by side: this one has finished meanwhile
        assert kill_at(pattern, clone, data, out), f"the run never came to {pattern}"
        assert_whole(out, wanted, pattern)
        kills += 1
    assert kills >= 20
    done = run_pipeline("paper", "--corpus", "tiny", data=data, out=out, cwd=clone)
    assert done.returncode == 0, done.stdout + done.stderr
    assert toy.snapshot(out) == wanted
    left = [p.name for p in out.iterdir() if p.name.startswith(".") and p.name != ".lock"]
    assert [name for name in left if name != ".part" or any((out / name).iterdir())] == []
    assert not (clone / "build").exists(), "a run with a folder of its own wrote into the checkout"


def test_no_result_names_the_folder_it_was_made_in(tiny_run):
    contents = toy.snapshot(tiny_run / "out")
    with zipfile.ZipFile(tiny_run / "out" / "tiny" / "paper.docx") as docx:
        contents |= {f"paper.docx/{name}": docx.read(name) for name in docx.namelist()}
    for name, content in contents.items():
        for place in (str(tiny_run), str(ROOT), f"{Path.home()}/"):
            assert place.encode() not in content, f"{name} holds {place}"


@pytest.mark.slow
def test_a_killed_sweep_goes_on_and_grades_as_the_grid_of_cuts_does(tiny_copy):
    data, out = tiny_copy / "data", tiny_copy / "out"
    settings = "runs/sweep/*/tiny/tables/overlap.csv"
    assert kill_at(settings, ROOT, data, out, "sweep")
    done = run_pipeline("sweep", "--corpus", "tiny", data=data, out=out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" ran: ") <= 9 and "sweep_tiny.csv: " in done.stdout
    again = run_pipeline("sweep", "--corpus", "tiny", data=data, out=out)
    assert again.stdout.count(": up to date\n") == 9 and " ran: " not in again.stdout
    swept = read_csv(out / "runs" / "sweep" / "sweep_tiny.csv")
    counted = {(r["strong_from"], r["weak_below"], r["grade"]): int(r["categories"]) for r in swept}
    pairs = {key[:2] for key in counted}
    assert len(pairs) == 9
    grid = Counter(
        (strong, weak, regrade(row, Cuts(float(weak), float(strong))))
        for row in read_csv(out / "tiny" / "tables" / "overlap.csv")
        for strong, weak in pairs
    )
    assert counted == grid


def regrade(row: dict[str, str], cuts: Cuts) -> str:
    """Return the grade of a category under other cuts; six digits tell K as a fraction."""
    k = row["concurrence"]
    return cuts.grade(Fraction(k).limit_denominator(500)) if k else row["grade_by_rule"]


@pytest.mark.slow
def test_a_sweep_on_new_data_leaves_the_default_results_alone(tiny_copy):
    before = toy.snapshot(tiny_copy / "out")
    leave_out_a_coding(tiny_copy / "data")
    words = ("sweep", "--corpus", "tiny")
    done = run_pipeline(*words, data=tiny_copy / "data", out=tiny_copy / "out")
    assert done.returncode == 0 and "01_ingest_corpus" in done.stdout, done.stdout + done.stderr
    after = toy.snapshot(tiny_copy / "out")
    assert {n: c for n, c in after.items() if not n.startswith("runs/")} == before


# --- a step that fails -----------------------------------------------------------------------


def leave_out_a_coding(data: Path) -> None:
    rows = read_csv(data / "tiny" / "codings.csv")
    write_csv(data / "tiny" / "codings.csv", [r for r in rows if r["coding_id"] != "t01"])


@pytest.mark.slow
def test_a_figure_that_cannot_be_drawn_anew_does_not_stay_beside_another_table(
    tiny_copy, tmp_path
):
    clone = make_clone(tmp_path / "clone")
    notebook = clone / "notebooks" / "04_plot_heatmaps.ipynb"
    cells = json.loads(notebook.read_bytes())
    cells["cells"][-1] |= {"cell_type": "code", "source": ["1 / 0"], "outputs": [],
                           "execution_count": None}  # fmt: skip
    notebook.write_text(json.dumps(cells))
    leave_out_a_coding(tiny_copy / "data")
    out = tiny_copy / "out"
    table = (out / "tiny" / "tables" / "overlap.csv").read_bytes()
    done = run_tiny(tiny_copy, cwd=clone)
    assert done.returncode == 1 and "04_plot_heatmaps.ipynb failed" in done.stdout, done.stderr
    assert (out / "tiny" / "tables" / "overlap.csv").read_bytes() != table
    drawn = {path.name for path in (out / "tiny" / "figures").iterdir()}
    assert "overlap.png" not in drawn and "leave_one_out.png" in drawn
    assert "removed what tiny/04_plot_heatmaps had made, as " in done.stdout
    assert not (out / "tiny" / "paper.pdf").exists()
    # mended, the chain ends as if nothing had happened
    assert run_tiny(tiny_copy, "--no-report").returncode == 0
    assert (out / "tiny" / "figures" / "overlap.png").is_file()


# --- a disk that is full, a folder that cannot be written ------------------------------------


def test_a_full_disk_gives_one_sentence(tiny_copy):
    out = tiny_copy / "small"
    out.mkdir()
    inner = [sys.executable, "-m", "runner", "paper", "--corpus", "tiny"]
    script = 'mount -t tmpfs -o size=64k small "$1" || exit 77; shift; exec "$@"'
    command = ["unshare", "-Urm", "sh", "-c", script, "sh", str(out), *inner]
    env = os.environ | {DATA_VARIABLE: str(tiny_copy / "data"), OUTPUT_VARIABLE: str(out)}
    env["PYTHONPATH"] = str(ROOT)
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here to make a small disk with")
    done = subprocess.run(command, cwd="/", env=env, capture_output=True, text=True, check=False)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("a small disk cannot be mounted here")
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said and "No space left on device" in said
    told = [line for line in said.splitlines() if " ran: " not in line]
    told = [line for line in told if "is unfinished, and its manifest says" not in line]
    assert "No space left" in told[0] and len(told) <= 2, said


@pytest.mark.slow
def test_a_disk_that_fills_up_during_the_report_gives_one_sentence(tiny_copy, tiny_run):
    (tiny_copy / "out" / "tiny" / "paper.pdf").unlink()
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))  # noqa: E731
    done = run_tiny(tiny_copy, preexec_fn=limit)
    said = done.stdout + done.stderr
    assert done.returncode == 1 and "Traceback" not in said, said
    marked = [line for line in said.splitlines() if "is unfinished, and its manifest says" in line]
    assert len(marked) == 1 and len(said.splitlines()) <= 3 and "report" in said
    assert run_tiny(tiny_copy).returncode == 0
    wanted = toy.snapshot(tiny_run / "out")
    assert {n: c for n, c in toy.snapshot(tiny_copy / "out").items() if n in wanted} == wanted


@pytest.mark.parametrize(
    "place", [".lock", ".part", "tiny", "tiny/tables", "tiny/notebooks", "tiny/manifest.json"]
)
def test_a_place_that_cannot_be_written_gives_one_sentence(project, place):
    shutil.rmtree(project.base)
    blocked = project.base / place
    blocked.parent.mkdir(parents=True)
    if place in (".lock", "tiny/manifest.json"):
        blocked.mkdir()
        (blocked / "x").touch()
    else:
        blocked.write_text("a file where a folder should be")
    with pytest.raises(CommonGroundError) as caught:
        toy.run_toy(project, with_report=True)
    assert "cannot write" in str(caught.value) and "\n" not in str(caught.value)


def test_a_report_that_cannot_be_put_in_place_gives_one_sentence(project):
    (project.root / "paper" / "paper.md").write_text("other\n")
    target = project.base / "paper.pdf"
    target.unlink()
    target.mkdir()
    (target / "x").touch()
    with pytest.raises(CommonGroundError, match="cannot write the report: Is a directory: free"):
        toy.run_toy(project, with_report=True)


# --- two runs at once ------------------------------------------------------------------------


@pytest.mark.slow
def test_two_runs_at_once_do_not_mix(tiny_copy, tiny_run):
    path = tiny_copy / "data" / "tiny" / "quotes.csv"
    path.write_bytes(path.read_bytes() + b"\n")  # an empty line: other bytes, the same table
    env = os.environ | {DATA_VARIABLE: str(tiny_copy / "data"),
                        OUTPUT_VARIABLE: str(tiny_copy / "out"),
                        "PYTHONPATH": str(ROOT)}  # fmt: skip
    command = [sys.executable, "-m", "runner", "paper", "--corpus", "tiny"]
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    runs = [subprocess.Popen(command, cwd="/", env=env, **how) for _ in range(2)]
    said = sorted((run.communicate()[0] for run in runs), key=len)
    assert [run.returncode for run in runs] == [0, 0]
    waited = [text for text in said if "another run is writing here" in text]
    assert len(waited) == 1 and waited[0].endswith(NOTHING)
    assert sum(text.count("01_ingest_corpus") for text in said) == 1
    for name, content in toy.snapshot(tiny_copy / "out").items():
        if name.split("/")[1] in ("tables", "figures", "findings"):
            assert content == (tiny_run / "out" / name).read_bytes()
