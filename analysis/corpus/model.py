"""A corpus: its tables as texts, what was noticed, and what a selection left out."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Corpus:
    """The tables of one corpus as texts, what was noticed, and what a selection left out."""

    name: str
    taxonomy: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    notes: list[str] = field(default_factory=list)
    log: list[dict[str, object]] = field(default_factory=list)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table of the corpus."""
        return self.tables[name]

    def has(self, name: str) -> bool:
        """Tell whether the corpus brings this table."""
        return name in self.tables

    @property
    def has_single_quotes(self) -> bool:
        """Tell whether the quotes are there one by one, not only as counts."""
        return "quotes" in self.tables and "quote_id" in self.tables["quotes"].columns

    def about(self, name: str, default: str = "") -> str:
        """Return one fact from about.csv."""
        if not self.has("about"):
            return default
        rows = self.tables["about"].set_index("field")["value"]
        return str(rows.get(name, default)) or default
