"""Figures as files: text stays text, the same bytes twice, and no character is lost unsaid."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest

from analysis.figures import save
from analysis.figures.evidence import draw_evidence
from tests.figures.frames import (
    EVIDENCE,
    EVIL,
    FORMULA,
    SIDES,
    TAXONOMY,
    make_overlap,
    overlap,
    read_words,
)


def test_markup_and_formulas_are_text(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMON_GROUND_OUTPUT", str(tmp_path))
    figure = draw_evidence(EVIDENCE.assign(codings=1), TAXONOMY, SIDES)
    assert {EVIL, FORMULA} & set(read_words(figure).values()) == {EVIL, FORMULA}
    lines = save.save(figure, "tiny", "evidence", EVIDENCE)
    assert [line.split(": ")[0] for line in lines] == [
        f"tiny/figures/evidence.{ending}" for ending in ("png", "svg", "csv")
    ]
    folder = tmp_path / "tiny" / "figures"
    root = ElementTree.fromstring((folder / "evidence.svg").read_bytes())
    assert not [e for e in root.iter() if str(e.tag).endswith("script")]
    back = pd.read_csv(folder / "evidence.csv")
    assert list(back["label"]) == list(EVIDENCE["label"])


def test_saving_twice_gives_the_same_files(tmp_path, monkeypatch):
    sums = []
    for run in ("one", "two"):
        monkeypatch.setenv("COMMON_GROUND_OUTPUT", str(tmp_path / run))
        save.save(overlap("en"), "tiny", "overlap", make_overlap())
        files = sorted((tmp_path / run / "tiny" / "figures").iterdir())
        sums.append([(f.name, hashlib.sha256(f.read_bytes()).hexdigest()) for f in files])
    assert sums[0] == sums[1]
    assert len(sums[0]) == 3


def test_a_character_without_a_glyph_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMON_GROUND_OUTPUT", str(tmp_path))
    odd = EVIDENCE.assign(label="x\U0001f9ea")
    figure = draw_evidence(odd, TAXONOMY, SIDES)
    assert save.check_glyphs(figure) == ["\U0001f9ea"]
    with pytest.warns(UserWarning, match=r"U\+1F9EA"):
        save.save(figure, "tiny", "evidence", odd)
