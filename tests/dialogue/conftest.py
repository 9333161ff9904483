"""The dialogue tables, free to be broken, and a graded corpus to lead them with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.base.paths import ROOT
from analysis.corpus.evidence import count_by_side
from analysis.corpus.model import Corpus
from analysis.corpus.select import select
from analysis.dialogue.load import Dialogue, load_dialogue
from analysis.overlap.measure import measure_overlap
from analysis.overlap.rule import STUDY
from analysis.readers.folder import load_corpus
from tests.codings import SIDES, tally


@pytest.fixture
def folder(data_root: Path) -> Path:
    """Return a copy of the dialogue tables, free to be broken."""
    return Path(shutil.copytree(ROOT / "data" / "dialogue", data_root / "dialogue"))


@pytest.fixture(scope="session")
def shipped() -> Dialogue:
    """Return the dialogue tables as they ship, not to be changed."""
    return load_dialogue()


@pytest.fixture(scope="session")
def published() -> tuple[Corpus, pd.DataFrame]:
    """Return the selected corpus ``published`` and its overlap."""
    corpus = select(load_corpus("published"), SIDES)
    return corpus, measure(corpus)


def measure(corpus: Corpus) -> pd.DataFrame:
    """Return the overlap of a corpus, graded by the study beside our rule."""
    grades = corpus["grades"][corpus["grades"]["grader"] == "study"]
    tables = (corpus["codings"], corpus["documents"], corpus.taxonomy)
    by_side = count_by_side(*tables, SIDES)
    return measure_overlap(tally(*tables, SIDES), by_side, corpus.taxonomy, grades, STUDY)
