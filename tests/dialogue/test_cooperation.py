"""Beside the track: what the abstract on technical cooperation states, and what it does not."""

from __future__ import annotations

from analysis.dialogue import rules
from analysis.dialogue.cooperation import compare_areas
from tests.dialogue.made_up import show_all


def test_the_abstract_rates_nothing(shipped):
    areas = shipped["cooperation_areas"]
    factors = ["advances_dangerous_capabilities", "exposes_sensitive_information"]
    assert (areas[[*factors, "opportunities_for_harm"]] == "not stated").all(axis=None)
    stated = areas.loc[areas["suitability"] != "not stated", "area"]
    assert set(stated) == {"verification-mechanisms", "shared-protocols"}


def test_a_recommended_topic_in_an_area_not_singled_out_is_a_tension(shipped):
    table = compare_areas(shipped, rules.apply_rules(shipped, show_all("common")))
    tension = table.loc[table["is_tension"], "topic"].tolist()
    assert "dangerous-capability-evaluation" in tension
    assert "reliability-standards" not in tension
    aside = compare_areas(shipped, rules.apply_rules(shipped, show_all("untold")))
    assert not aside["is_tension"].any() and len(aside) == len(shipped["topics"])
