"""From overlap to talks: topics, rules, risk, participants, what-ifs."""
