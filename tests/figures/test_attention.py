"""Who raises what: the shares as they are laid out."""

from __future__ import annotations

import numpy as np

from analysis.figures.attention import lay_shares
from tests.figures.frames import SHARES, SIDES, TAXONOMY, THREE, add_side


def test_kinds_of_issuer_stand_by_side_in_their_order_and_silence_stays_blank():
    wide = lay_shares(SHARES, TAXONOMY, "en", SIDES)
    assert list(wide.index) == list(TAXONOMY["name_en"])
    assert [name.split("\n")[0] for name in wide.columns] == ["US"] * 2 + ["China"] * 2
    assert wide.iloc[0].tolist()[0] == 0.5 and wide.iloc[0].tolist()[2] == 1.0
    assert np.isnan(wide.iloc[1].to_numpy()).all()
    assert wide.iloc[3].dropna().tolist() == [0.25]


def test_three_sides_stand_side_by_side():
    wide = lay_shares(add_side(SHARES), TAXONOMY, "en", THREE)
    assert [name.split("\n")[0] for name in wide.columns][:3] == ["BR", "BR", "US"]
