"""Bad input and bad parameters, from the command line: one sentence, exit code, nothing written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.base.paths import DATA_VARIABLE, OUTPUT_VARIABLE, ROOT
from runner.parameters import read_documents
from tests.conftest import make_data, read_csv, run_pipeline, write_csv


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the corpus ``tiny``, not to be changed."""
    return make_data(tmp_path_factory.mktemp("input") / "data")


@pytest.fixture
def own_data(tmp_path: Path) -> Path:
    """Return a data folder that may be broken."""
    return make_data(tmp_path / "data")


PARAMETERS = [
    ("--corpus", "tinny", "", "unknown corpus 'tinny': did you mean 'tiny'?"),
    ("--corpus", "../tiny", "", "unknown corpus '../tiny': did you mean 'tiny'?"),
    ("", "tiny", "stong_from=0.8", "unknown parameter 'stong_from': did you mean 'strong_from'?"),
    ("", "tiny", "strong_from=high", "has the wrong type: give a number"),
    ("", "tiny", "resamples=ten", "has the wrong type: give a whole number"),
    ("", "tiny", "strong_from=2", "is out of range: give a number from 0 to 1"),
    ("", "tiny", "graded_by=ruel", "is out of range: give rule or published"),
    ("", "tiny", "rules_file=ruels.csv", "'ruels.csv': did you mean 'rules.csv'?"),
    ("", "tiny", "rules_file=../tiny/codings.csv", "unknown rules_file '../tiny/codings.csv'"),
    ("", "tiny", "exclude_documents=[aa-akt]", "has no document aa-akt: did you mean 'aa-act'?"),
    ("", "tiny", "sides=[US,CH]", "has no document of 'CH': known: CN, US"),
    ("", "tiny", "language=zz", "is out of range: give en or zh"),
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


@pytest.mark.parametrize(("option", "corpus", "settings", "sentence"), PARAMETERS[:3])
def test_make_hands_the_refusal_on(data, tmp_path, option, corpus, settings, sentence):
    stand_in = tmp_path / ".venv" / "bin" / "python"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    stand_in.chmod(0o755)
    for name in ("uv.lock", "pyproject.toml", ".venv/.ready"):
        (tmp_path / name).write_text("")
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
    row = read_csv(folder / "codings.csv")[0]
    bad = {"force": "lore", "category": "biass"}
    write_csv(folder / "codings.csv", [row | bad | {"coding_id": f"n{n}"} for n in range(10_000)])


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
    before = {p: p.read_bytes() for p in sorted((folder / "out" / "tiny").rglob("*.*"))}
    done = run_pipeline("paper", "--corpus", "tiny", data=folder / "data", out=folder / "out")
    assert done.returncode == 1
    assert {p: p.read_bytes() for p in before} == before


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"document_id\n", b"document_id,country\nx\n", b'a,"b\n', b"a\0b\n",
     b"document_id,country\n" + b"x" * 10_000_000 + b",US\n"],
)  # fmt: skip
def test_damaged_documents_do_not_break_the_check_of_the_parameters(tmp_path, content):
    path = tmp_path / "documents.csv"
    path.write_bytes(content)
    assert all(country for country in read_documents(path).values())
