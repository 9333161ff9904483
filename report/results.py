"""What a run has found about one corpus, as the report reads it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.base import present as display
from analysis.base.errors import CommonGroundError, DataError
from analysis.base.paths import ROOT, data_root, figures_folder, findings_folder
from analysis.base.words import name_side, name_value, translate
from analysis.corpus import results as tables
from analysis.corpus.fields import split_list
from analysis.overlap.rule import grade
from analysis.readers.csv_tables import read_texts


def _default_cuts() -> tuple[float, float]:
    rule = inspect.signature(grade).parameters
    return rule["weak_below"].default, rule["strong_from"].default


class Found(dict[str, Any]):
    """The findings of one notebook; an unknown name is an error, not a blank."""

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        raise AttributeError(name)


@dataclass(frozen=True)
class Results:
    """The tables, findings and figures of one corpus, read when they are asked for."""

    corpus: str
    language: str

    def table(self, name: str) -> pd.DataFrame:
        """Return one table of the run."""
        return tables.read_table(self.corpus, name)

    def has(self, name: str) -> bool:
        """Tell whether a run wrote this table."""
        return tables.has_table(self.corpus, name)

    def find(self, step: str) -> Found:
        """Return the findings of a notebook, named by the number it starts with.

        Raises
        ------
        DataError
            If the notebook has not run on this corpus.
        """
        files = sorted(findings_folder(self.corpus).glob(f"{step}_*.json"))
        if not files:
            raise DataError(
                f"no findings of notebook {step} for '{self.corpus}'",
                remedy="run the notebooks first: make paper",
            )
        return Found(json.loads(files[0].read_text("utf-8")))

    def has_findings(self, step: str) -> bool:
        """Tell whether a notebook has run on this corpus."""
        return any(findings_folder(self.corpus).glob(f"{step}_*.json"))

    def figure(self, name: str, ending: str = "svg") -> Path:
        """Return the file of a figure."""
        return figures_folder(self.corpus) / f"{name}.{ending}"

    def source(self, name: str) -> pd.DataFrame:
        """Return a table of the corpus that no notebook hands on, as texts; empty if absent."""
        path = data_root() / self.corpus / f"{name}.csv"
        return read_texts(path) if path.is_file() else pd.DataFrame()

    @cached_property
    def sides(self) -> list[str]:
        """The codes of the two sides that were compared."""
        sides = self.find("01").sides
        if len(sides) != 2:
            raise CommonGroundError(f"the report compares two sides, not {len(sides)}")
        return list(sides)

    @cached_property
    def side_names(self) -> list[str]:
        """The names of the two sides in the language of the report."""
        return [name_side(side, self.language) for side in self.sides]

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of every category in the language of the report."""
        return display.name_categories(self.table("categories"), self.language)

    @cached_property
    def overlap(self) -> pd.DataFrame:
        """The table ``overlap``, one row a category."""
        return self.table("overlap")

    @cached_property
    def has_study(self) -> bool:
        """Tell whether the grades beside the rule's are a study's, and not those of our graders."""
        return self.has("grades") and "study" in set(self.table("grades")["grader"])

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents of the corpus that were compared."""
        return self.table("documents")

    @cached_property
    def settled(self) -> pd.DataFrame:
        """The settled codings, their documents as lists."""
        codings = self.table("codings")
        own = codings[codings["coder"] == "settled"]
        return own.assign(documents=own["documents"].astype(object).fillna("").map(split_list))

    @cached_property
    def meanings(self) -> dict[str, str]:
        """What each position means, in the language of the report where it is translated."""
        own = self.table("positions_by_side")
        meanings = dict(zip(own["position"], own["meaning"], strict=True))
        path = ROOT / "paper" / f"positions.{self.language}.csv"
        if path.is_file():
            rows = read_texts(path)
            rows = rows[(rows["corpus"] == self.corpus) & rows["code"].isin(meanings)]
            meanings |= dict(zip(rows["code"], rows[f"meaning_{self.language}"], strict=True))
        return meanings

    @cached_property
    def cuts(self) -> tuple[float, float]:
        """The two cuts that the grades were read off with: weak below, strong from."""
        found = self.find("03")
        return float(found.weak_below), float(found.strong_from)

    @property
    def has_default_cuts(self) -> bool:
        """Tell whether the cuts are the ones that were set before anything was coded."""
        return self.cuts == _default_cuts()

    def word(self, key: str, **values: Any) -> str:
        """Return a string of the table of strings in the language of the report."""
        return translate(key, self.language, **values)

    def head(self, key: str) -> str:
        """Return a string of the table of strings as a heading, its first letter a capital."""
        text = self.word(key)
        return text[:1].upper() + text[1:]

    def value(self, kind: str, value: object) -> str:
        """Return a fixed word such as a grade in the language of the report; blank if missing."""
        return "" if pd.isna(value) else name_value(kind, str(value), self.language)

    def list_names(self, codes: Sequence[str]) -> str:
        """Return the names of some categories, joined; a word for none if there is none."""
        named = [self.names[c] for c in codes]
        if self.language == "en":
            # names stand inside a sentence here; only the first letter is a capital
            named = [n[:1].lower() + n[1:] for n in named]
        return self.word("report.list").join(named) or self.word("overlap.none")
