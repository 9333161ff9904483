"""Corpora side by side: two sides taken out of more."""

from __future__ import annotations

from analysis.corpus.evidence import list_positions
from analysis.findings.corpora import narrow_positions
from tests.codings import THREE, THREE_SIDES
from tests.corpus.test_evidence import POSITIONS


def test_two_of_three_sides_share_what_they_would_share_alone():
    positions = POSITIONS.assign(code=["bias.y", "bias.x", "bias.z", "privacy.p"])
    whole = list_positions(THREE, positions, THREE_SIDES)
    for pair in (["AA", "BB"], ["BB", "CC"]):
        alone = list_positions(THREE, positions, pair)
        assert narrow_positions(whole, pair).equals(alone), pair
    assert narrow_positions(whole, THREE_SIDES).equals(whole)
