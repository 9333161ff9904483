"""Parameters: read by syntax tree, refused in one sentence before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.base.errors import CommonGroundError, ParameterError
from analysis.base.paths import RESERVED
from runner.__main__ import run_command
from runner.chain import present_steps
from runner.parameters import Declared, parse_settings, parse_value, read_declared
from runner.plan import make_plan
from runner.project import Project
from tests import toy

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path):
    return toy.make_toy(tmp_path)


def plan(project, settings, corpus="tiny"):
    return make_plan(project, [corpus] if corpus else [], settings, chain=toy.CHAIN)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("stong_from=0.8", "unknown parameter 'stong_from': did you mean 'strong_from'?"),
        ("strong_from=high", "parameter strong_from='high' has the wrong type: give a number"),
        ("strong_from=true", "has the wrong type: give a number"),
        ("resamples=10.5", "has the wrong type: give a whole number"),
        ("show_passages=1", "has the wrong type: give true or false"),
        ("exclude_documents=[1]", "has the wrong type: give a list"),
        ("strong_from=1.5", "strong_from is 1.5: give a number from 0 to 1"),
        ("weak_below=-0.1", "weak_below is -0.1: give a number from 0 to 1"),
        ("strong_from=0.4", "weak_below=0.5 is above strong_from=0.4: give weak_below <= strong"),
        ("resamples=100001", "resamples is 100001: give a whole number from 1 to 100000"),
        ("resamples=0", "resamples is 0: give a whole number from 1 to 100000"),
        ("seed=-1", "seed is -1: give 0 or a positive whole number"),
        ("language=fr", "unknown language 'fr': known: en, zh"),
        ("sides=[US]", "at least two different sides are compared: name two, such as"),
        ("sides=[US,US]", "at least two different sides are compared: name two, such as"),
        ("sides=[US,CH]", "sides: corpus 'tiny' has no document of 'CH': known: CN, US"),
        ("exclude_documents=[us-c]", "corpus 'tiny' has no document us-c: did you mean"),
        ("exclude_documents=[cn-a]", "leaves corpus 'tiny' no document of 'CN': leave some"),
        ("exclude_documents=[us-a,us-b]", "no document of 'US': leave some of us-a, us-b in"),
        ("corpus=other", "corpus is 'tiny' and 'other': name it once"),
        ("strong_from", "'strong_from' is no setting: write name=value"),
        ("seed=1 seed=2", "parameter seed is given twice"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused_in_one_sentence(project, settings, sentence):
    with pytest.raises(ParameterError) as caught:
        plan(project, settings)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not project.base.exists()


def test_an_unknown_corpus_is_refused(project):
    with pytest.raises(ParameterError, match="unknown corpus 'tinny': did you mean 'tiny'"):
        plan(project, "", "tinny")
    with pytest.raises(ParameterError, match="no corpus in data/ ships: name one"):
        plan(project, "", "")


def test_a_folder_without_tables_is_said_what_it_holds_and_lacks(project):
    folder = project.data / "demo"
    folder.mkdir()
    for names, said in (
        ((), "holds nothing, but no documents.csv and no codings.csv: add them, see data/README"),
        (("Coding.xlsx",), "holds Coding.xlsx, but no documents.csv and no codings.csv: save each"),
        (("Documents.CSV",), "rename Documents.CSV to documents.csv"),
    ):
        for name in names:
            (folder / name).touch()
        with pytest.raises(ParameterError) as caught:
            plan(project, "", "demo")
        assert said in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("name", RESERVED)
def test_a_corpus_cannot_have_the_name_of_a_folder_with_another_use(project, name):
    (project.data / name).mkdir(exist_ok=True)
    (project.data / name / "documents.csv").touch()
    with pytest.raises(ParameterError, match=f"'{name}' cannot be the name of a corpus"):
        plan(project, "", name)


def test_a_corpus_named_by_either_lever_is_the_same_run(project):
    by_name, by_setting = plan(project, ""), plan(project, "corpus=tiny", "")
    assert not by_name.is_whole and not by_setting.is_whole
    assert by_name.corpora == by_setting.corpora == ["tiny"] and not by_setting.given
    assert plan(project, "strong_from=0.8").is_whole, "the folder of such a run is its own"


def test_the_list_of_corpora_is_no_parameter_of_a_person():
    with pytest.raises(ParameterError, match="corpora is set by the run: write CORPUS=name"):
        make_plan(Project(), [], "corpora=[recoded]")


def test_each_notebook_gets_only_what_it_declares_and_only_what_differs(project):
    made = plan(project, "exclude_documents=[us-a] strong_from=0.8 seed=1", "other")
    injected = {t.step.name: made.injected(t) for t in made.tasks()}
    assert injected["01_read"] == {"exclude_documents": ["us-a"], "corpus": "other"}
    assert injected["03_grade"] == {"strong_from": 0.8, "corpus": "other"}
    assert injected["02_count"] == {"corpus": "other"}


@pytest.mark.parametrize(
    ("knob", "sentence"),
    [
        ("strong_from: float = 0.9", "strong_from is 0.75 in 03_grade.ipynb and 0.9 in 04_draw.ip"),
        ("strong_from: int = 1", "is float = 0.75 in 03_grade.ipynb and int = 1 in 04_draw.ipynb"),
        ('language: str = "zh"', "language is 'en' in 03_grade.ipynb and 'zh' in 04_draw.ipynb"),
    ],
)
def test_a_parameter_with_two_defaults_is_refused_before_a_kernel_starts(
    tmp_path, monkeypatch, knob, sentence
):
    monkeypatch.setitem(toy.KNOBS, "04_draw", f"{knob}\n")
    project = toy.make_toy(tmp_path)
    for settings in ("", "strong_from=0.8"):
        with pytest.raises(ParameterError) as caught:
            plan(project, settings)
        assert sentence in str(caught.value) and "\n" not in str(caught.value)
        assert "give it one default" in str(caught.value)
    assert not project.base.exists()


def test_the_notebooks_of_this_chain_agree_on_every_default():
    declared = make_plan(Project(), []).declared
    assert list(declared) == [step.notebook for step in present_steps(ROOT / "notebooks")]


def test_parameters_at_their_defaults_are_a_default_run(project):
    assert plan(project, "strong_from=0.75 seed=1").project == project


def test_the_same_parameters_in_any_order_have_one_folder(project):
    one, other = plan(project, "seed=2 resamples=9"), plan(project, "resamples=9 seed=2")
    assert one.project.base == other.project.base != project.base
    assert one.project.base != plan(project, "seed=3 resamples=9").project.base


@pytest.mark.parametrize(
    "text",
    ['["us-a", "cn-b"]', "['us-a','cn-b']", "[us-a,cn-b]", "us-a,cn-b", '("us-a")'],
)
def test_a_list_may_be_written_as_python_json_or_bare_words(text):
    expected = ["us-a", "cn-b"] if "cn-b" in text else ["us-a"]
    declared = {"exclude_documents": Declared("exclude_documents", "list", [])}
    if text == '("us-a")':
        with pytest.raises(ParameterError):
            parse_settings(f"exclude_documents={text}", declared)
    else:
        assert parse_settings(f"exclude_documents={text}", declared) == {
            "exclude_documents": expected
        }


def test_text_may_be_quoted_or_not():
    text = Declared("language", "str", "en")
    assert parse_value("zh", text) == parse_value("'zh'", text) == parse_value('"zh"', text)
    assert parse_value("a=b;$(c)", text) == "a=b;$(c)"
    assert parse_value("12", text) == "12"


def test_a_default_that_holds_an_equals_sign_is_read(tmp_path):
    project = toy.make_toy(tmp_path)
    path = project.notebooks / "01_read.ipynb"
    path.write_text(path.read_text().replace('corpus: str = \\"tiny\\"', 'corpus: str = \\"a=b\\"'))
    assert read_declared(path)["corpus"].default == "a=b"


@pytest.mark.parametrize(
    "line", ["x = 1", "x: int = 1 + 1", "x: int = y", "x: int = True", "x: dict = {}"]
)
def test_a_parameters_cell_holds_annotated_literals_only(tmp_path, line):
    project = toy.make_toy(tmp_path)
    path = project.notebooks / "01_read.ipynb"
    path.write_text(path.read_text().replace('corpus: str = \\"tiny\\"', line))
    with pytest.raises(CommonGroundError, match="is no annotated literal"):
        read_declared(path)


def test_an_unknown_argument_or_command_is_a_parameter_error():
    with pytest.raises(ParameterError):
        run_command(["papre"])
    with pytest.raises(ParameterError):
        run_command(["paper", "--corps", "x"])


def run_make(folder, *words):
    """Run the real Makefile with a Python that only shows what reaches it."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    stand_in = folder / ".venv" / "bin" / "python"
    show = "import os; print(repr(os.environ['CORPUS']), repr(os.environ['SET']))"
    stand_in.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{show}" "$@"\n')
    stand_in.chmod(0o755)
    for name in ("uv.lock", "pyproject.toml"):
        (folder / name).write_text("")
    (folder / ".venv" / ".ready").write_text(f"{folder.resolve()}\n")
    env = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    command = ["make", "-f", str(ROOT / "Makefile"), "-C", str(folder), "paper", *words]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout


@pytest.mark.parametrize(
    "value",
    ["x; touch broken", "$(shell touch broken)", "$$(touch broken)", "`touch broken`",
     "'; touch broken; '", '["us-a", "cn-b"]', "$(touch broken) # x", '"'],
)  # fmt: skip
def test_make_hands_corpus_and_set_over_without_running_them(tmp_path, value):
    out = run_make(tmp_path, f"CORPUS={value}", f"SET={value}")
    assert not (tmp_path / "broken").exists()
    assert out.count(repr(value)) == 2, out
