"""On how much do the sides mean the same thing: the rule, the counts, the measure."""
