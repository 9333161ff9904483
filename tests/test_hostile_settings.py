"""What people, word processors and attackers write in SET: understood, or refused in one line."""

from __future__ import annotations

import pytest

from analysis.base.errors import ParameterError
from runner.plan import make_plan
from runner.project import Project
from tests.conftest import make_data

REFUSED = [
    "support=0", "support=-1", "support=1000000", "support=2.5", "support=true", "support='2'",
    "support=２", "deals=0", "deals=100001", "deals=1e3", "seed=-1", "seed=None", "resamples=",
    "weak_below=nan", "strong_from=inf", "strong_from=None", "weak_below=True", "weak_below=0,4",
    "strong_from=0.75.", "strong_from=3/4", "strong_from=75%", "weak_below=0.9 strong_from=0.8",
    "shared_from=0 different_below=0", "shared_from=0.2 different_below=0.5",
    "in_force_on=2026", "in_force_on=2026-02-30", "in_force_on=", "in_force_on=２０２６-01-01",
    "from_date=2023-01-01 until_date=2022-01-01", "from_date=9999-12-31", "from_date=2023-1-1",
    "until_date=0001-01-01", "sides=[]", "sides=[US]", "sides=[US,US]", "sides=[US,CN,US]",
    "sides=US", "sides=[US;CN]", "sides=[us,cn]", "sides=[US,CN,XX]", "sides=[" * 200,
    "exclude_documents=[[]]", "exclude_documents=[1]", "exclude_documents=['aa-act;aa-code']",
    "exclude_documents=[" + "a," * 5000 + "]", "language=EN", "language=zh-CN", "language=",
    "language=en language=zh", "language=\u202een", "language=en\u200b", "rules_file=RULES.CSV",
    "rules_file=../dialogue/rules.csv", "rules_file=/etc/passwd", "rules_file=rules.csv\0",
    "graded_by=", "graded_by=study", "sources_folder=/nowhere", "show_passages=1",
    "show_passages=yes", "show_passages=TRUE", "corpus=tiny corpus=tiny", "corpora=[tiny]",
    "corpus=../tiny", "corpus=TINY", "corpus=tiny+tiny", "corpus=+", "corpus=tiny+",
    "resamples=10 resamples=20", "=5", "foo", "foo=bar", "__class__=1", "-1", "weak_below = 0.4",
    "weak_below:0.4", "SUPPORT=2", "support=2,seed=3", "support=2 # comment", "x" * 5000,
    "support=" + "9" * 5000, "support=__import__('os').system('touch pwned')",
    "support=2;touch pwned", "support=$(touch pwned)", "support=`touch pwned`",
]  # fmt: skip
UNDERSTOOD = [
    "seed=99999999999999999999", "seed=0x10", "weak_below=-0.0", "weak_below=1e-320",
    "sides=['US','CN',]", "sides=［“US”，“CN”］", "exclude_documents=aa-act",
    "exclude_documents=[aa-act,aa-act]", "rules_file=rules.csv", "sources_folder=.",
    "corpus=tiny", "weak_below=.4 strong_from=.9", "support=2\nseed=3", "in_force_on='2026-01-01'",
    "different_below=0.5 shared_from=0.5", "until_date=2026-01-31", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make_data(tmp_path_factory.mktemp("settings") / "data")


@pytest.fixture
def project(data, tmp_path):
    return Project(data=data, output=tmp_path / "out")


@pytest.mark.parametrize("settings", REFUSED, ids=range(len(REFUSED)))
def test_a_setting_that_cannot_be_used_is_refused_in_one_line(project, settings):
    corpora = [] if "corpus=" in settings else ["tiny"]
    with pytest.raises(ParameterError) as caught:
        make_plan(project, corpora, settings)
    said = str(caught.value)
    assert len(said.splitlines()) == 1 and 10 < len(said) < 400, said
    assert not project.output.exists()


@pytest.mark.parametrize("settings", UNDERSTOOD)
def test_a_setting_that_means_something_is_understood(project, settings):
    corpora = [] if "corpus=" in settings else ["tiny"]
    assert make_plan(project, corpora, settings).corpora == ["tiny"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [("deals=0", "deals is 0"), ("SUPPORT=2", "did you mean 'support'?"),
     ("language=EN", "did you mean 'en'?"), ("x" * 5000, "(5000 characters)' is no setting")],
)  # fmt: skip
def test_what_is_refused_is_called_by_its_name(project, settings, said):
    with pytest.raises(ParameterError) as caught:
        make_plan(project, ["tiny"], settings)
    assert said in str(caught.value)
