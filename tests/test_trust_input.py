"""Bad input and bad parameters, from the command line: one sentence, exit code, nothing written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.base.errors import ParameterError
from analysis.base.paths import DATA_VARIABLE, OUTPUT_VARIABLE, ROOT
from analysis.corpus.bounds import check_folder_selection
from tests.conftest import make_data, read_csv, run_pipeline, write_csv


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the corpus ``tiny``, not to be changed."""
    root = make_data(tmp_path_factory.mktemp("input") / "data")
    for name in ("ungraded", "uncoded"):
        shutil.copytree(root / "tiny", root / name)
    (root / "ungraded" / "grades.csv").unlink()
    rows = read_csv(root / "uncoded" / "codings.csv")
    write_csv(root / "uncoded" / "codings.csv", [row for row in rows if row["country"] == "US"])
    return root


@pytest.fixture
def own_data(tmp_path: Path) -> Path:
    """Return a data folder that may be broken."""
    return make_data(tmp_path / "data")


PARAMETERS = [
    ("--corpus", "tinny", "", "unknown corpus 'tinny': did you mean 'tiny'?"),
    ("--corpus", "../tiny", "", "corpus '../tiny' is not a folder name: use"),
    ("", "tiny", "stong_from=0.8", "unknown parameter 'stong_from': did you mean 'strong_from'?"),
    ("", "tiny", "strong_from=high", "has the wrong type: give a number"),
    ("", "tiny", "resamples=ten", "has the wrong type: give a whole number"),
    ("", "tiny", "strong_from=2", "strong_from is 2.0: give a number from 0 to 1"),
    ("", "tiny", "graded_by=legder", "graded_by is 'legder': did you mean 'ledger'?"),
    ("", "tiny", "rules_file=ruels.csv", "no rule table 'ruels.csv': did you mean 'rules.csv'?"),
    ("", "tiny", "rules_file=../tiny/codings.csv", "'../tiny/codings.csv' is not a file name"),
    ("", "tiny", "exclude_documents=[aa-akt]", "has no document aa-akt: did you mean 'aa-act'?"),
    ("", "tiny", "sides=[US,CH]", "has no document of 'CH': known: CN, US"),
    ("", "tiny", "language=zz", "unknown language 'zz': known: en, zh"),
    ("", "tiny", "resamples=0", "resamples is 0: give a whole number from 1 to 100000"),
    ("", "tiny", "sources_folder=nowhere", "there is no folder 'nowhere': name one that is there"),
    ("", "tiny", "rules_file=tracks.csv", "'tracks.csv' is no rule table: it has no reason_en"),
    ("", "tiny", "exclude_documents=[bb-decree,bb-norms]", "no document of 'CN': leave some of"),
    ("", "ungraded", "graded_by=published", "nobody has graded the categories of corpus 'ungr"),
    ("", "uncoded", "", "has no coding of 'CN' to compare: choose other sides"),
]


def assert_refused(done: subprocess.CompletedProcess[str], sentence: str, out: Path) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert done.stdout == "" and len(said) == 1 and sentence in said[0], done.stdout + done.stderr
    assert not out.exists(), "something was written before the refusal"


@pytest.mark.parametrize(("option", "corpus", "settings", "sentence"), PARAMETERS)
def test_a_bad_parameter_ends_the_command_before_anything_is_written(
    data, tmp_path, option, corpus, settings, sentence
):
    words = [option or "--corpus", corpus, "--set", settings]
    assert_refused(run_pipeline("paper", *words, data=data, out=tmp_path / "o"), sentence,
                   tmp_path / "o")  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    ["resamples=1 seed=0 weak_below=0 strong_from=0", "weak_below=1 strong_from=1 language=zh",
     "exclude_documents=[bb-decree] graded_by=published rules_file=rules_mine.csv"],
)  # fmt: skip
def test_what_is_not_refused_before_is_not_refused_by_a_notebook(own_data, tmp_path, settings):
    rules = own_data / "dialogue" / "rules.csv"
    shutil.copy(rules, rules.with_name("rules_mine.csv"))
    words = ["--corpus", "tiny", "--no-report", "--set", settings]
    done = run_pipeline("paper", *words, data=own_data, out=tmp_path / "o")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("option", "corpus", "settings", "sentence"), PARAMETERS[:3])
def test_make_hands_the_refusal_on(data, tmp_path, option, corpus, settings, sentence):
    stand_in = tmp_path / ".venv" / "bin" / "python"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    stand_in.chmod(0o755)
    for name in ("uv.lock", "pyproject.toml", ".venv/.ready"):
        (tmp_path / name).write_text(str(tmp_path))
    env = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    env |= {DATA_VARIABLE: str(data), OUTPUT_VARIABLE: str(tmp_path / "o")}
    command = ["make", "-f", str(ROOT / "Makefile"), "-C", str(tmp_path), "--no-print-directory",
               "paper", f"CORPUS={corpus}", f"SET={settings}"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert_refused(done, sentence, tmp_path / "o")


def break_encoding(folder: Path) -> None:
    path = folder / "documents.csv"
    path.write_bytes(path.read_bytes().replace("引擎".encode(), "引擎".encode("gb18030")))


def break_ten_thousand_rows(folder: Path) -> None:
    rows = read_csv(folder / "codings.csv")
    bad = rows[0] | {"force": "lore", "category": "biass"}
    rows += [bad | {"coding_id": f"n{n}"} for n in range(10_000)]
    write_csv(folder / "codings.csv", rows)


def leave_one_side(folder: Path) -> None:
    rows = read_csv(folder / "documents.csv")
    write_csv(folder / "documents.csv", [row for row in rows if row["country"] == "US"])


@pytest.mark.parametrize(
    ("damage", "code", "sentence", "most"),
    [
        (break_encoding, 1, "data/tiny/documents.csv): save it again as", 4),
        (break_ten_thousand_rows, 1, "... and 9990 more of this kind (10000 in all)", 60),
        (leave_one_side, 2, "sides: corpus 'tiny' has no document of 'CN': known: US", 1),
    ],
)
def test_a_bad_corpus_is_refused_and_nothing_is_written(
    own_data, tmp_path, damage, code, sentence, most
):
    damage(own_data / "tiny")
    out = tmp_path / "out"
    done = run_pipeline("paper", "--corpus", "tiny", data=own_data, out=out)
    said = done.stdout + done.stderr
    assert done.returncode == code and sentence in said, said
    assert "Traceback" not in said and len(said.splitlines()) <= most
    written = [path.parent.name for path in out.glob("*/*/*")]
    assert set(written) <= {"logs"}, written


def test_earlier_results_outlive_a_corpus_that_became_bad(tiny_run, tmp_path):
    folder = shutil.copytree(tiny_run, tmp_path / "run")
    break_encoding(folder / "data" / "tiny")
    manifest = folder / "out" / "tiny" / "manifest.json"
    paths = {*(folder / "out" / "tiny").rglob("*.*")} - {manifest}
    before = {p: p.read_bytes() for p in sorted(paths)}
    steps = json.loads(manifest.read_text())["steps"]
    done = run_pipeline("paper", "--corpus", "tiny", data=folder / "data", out=folder / "out")
    assert done.returncode == 1
    assert {p: p.read_bytes() for p in before} == before
    kept = json.loads(manifest.read_text())
    assert kept["steps"] == steps and kept["unfinished"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"document_id\n", b"document_id,country\nx\n", b'a,"b\n', b"a\0b\n",
     b"document_id,country\n" + b"x" * 10_000_000 + b",US\n"],
)  # fmt: skip
def test_damaged_documents_do_not_break_the_check_of_the_parameters(tmp_path, content):
    for name in ("documents.csv", "codings.csv"):
        (tmp_path / name).write_bytes(content)
    try:
        check_folder_selection([tmp_path], ["US", "CN"], [])
    except ParameterError as error:
        assert "has no document of 'CN'" in str(error)


@pytest.mark.parametrize("name", ["documents.csv", "codings.csv", "about.csv", "quotes.csv"])
def test_a_pipe_is_not_waited_for(own_data, tmp_path, name):
    path = own_data / "tiny" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    words = ("paper", "--corpus", "tiny", "--no-report")
    done = run_pipeline(*words, data=own_data, out=tmp_path / "out", timeout=60)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    wanted = name in ("documents.csv", "codings.csv")
    assert (done.returncode == 0) != wanted and (f"tiny/{name} is missing" in said) == wanted
