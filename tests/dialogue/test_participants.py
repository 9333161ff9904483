"""Who a topic needs in the room, and where no source says who is there."""

from __future__ import annotations

from analysis.dialogue import participants, rules
from tests.dialogue.made_up import show_all


def test_where_no_source_says_who_usually_comes_the_table_says_so(shipped):
    found = rules.apply_rules(shipped, show_all("common"))
    people = participants.compare_participants(shipped, found).set_index(["topic", "participant"])
    assert people.loc[("dangerous-capability-evaluation", "scientists"), "usual"] == "no"
    assert people.loc[("reliability-standards", "officials"), "usual"] == "not stated"
    drawn, unknown = participants.split_by_knowledge(people.reset_index())
    assert unknown and not set(drawn["track"]) & set(unknown)
    missing = participants.count_missing(people.reset_index()).set_index("participant")
    counts = missing[["topics_missing", "topics_unknown"]].sum(axis=1)
    assert (counts <= missing["topics_needing"]).all()
