"""What a run has found about one corpus, as the report reads it: to print, and for nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.base.errors import CommonGroundError, DataError
from analysis.base.paths import data_root, figures_folder, findings_folder, split_corpus
from analysis.base.words import name_side, name_value, translate
from analysis.corpus import results as tables
from analysis.corpus.evidence import label_documents
from analysis.readers.csv_tables import read_texts
from report.found import Found, Listed, Place, Real, Said, Text, Whole, clean, tell, trace

Row = dict[str, Any]


@dataclass(frozen=True)
class Results:
    """The tables, findings and figures of one corpus, read when they are asked for."""

    corpus: str
    language: str

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a table of the run; every number remembers its row and column.

        A missing value is None, a text is ``Said``, a flag a boolean.
        """
        frame = tables.read_table(self.corpus, name)
        return [self._trace_row(name, row) for row in frame.to_dict("records")]

    def _trace_row(self, name: str, row: dict[Any, Any]) -> Row:
        texts = [value for value in row.values() if isinstance(value, str)]
        title = " ".join(texts[:3])
        out: Row = {}
        for column, value in row.items():
            place = Place(self.corpus, f"tables/{name}.csv", f"{title}: {column}")
            if pd.isna(value):
                out[column] = None
            elif isinstance(value, bool):
                out[column] = value
            elif isinstance(value, str):
                out[column] = Said(value, place)
            else:
                kind = Real if isinstance(value, float) else Whole
                out[column] = kind(value, place)
        return out

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
        file = next(iter(sorted(findings_folder(self.corpus).glob(f"{step}_*.json"))), None)
        if file is None:
            raise DataError(
                f"no findings of notebook {step} for '{self.corpus}'",
                remedy="run the notebooks first: make paper",
            )
        place = Place(self.corpus, f"findings/{file.name}", "")
        return Found(trace(json.loads(file.read_text("utf-8")), place))

    def has_findings(self, step: str) -> bool:
        """Tell whether a notebook has run on this corpus."""
        return any(findings_folder(self.corpus).glob(f"{step}_*.json"))

    def figure(self, name: str, ending: str = "svg") -> Path:
        """Return the file of a figure."""
        return figures_folder(self.corpus) / f"{name}.{ending}"

    def source(self, name: str) -> list[dict[str, Text]]:
        """Return a table of the corpus that no notebook hands on, as texts; empty if absent."""
        folders = [data_root() / member for member in split_corpus(self.corpus)]
        return [row for folder in folders for row in read_words(folder / f"{name}.csv")]

    @cached_property
    def sides(self) -> list[str]:
        """The codes of the two sides that were compared."""
        sides = [str(side) for side in self.find("01")["sides"]]
        if sides[2:] or not sides[1:]:
            raise CommonGroundError(f"the report compares two sides, not {', '.join(sides)}")
        return sides

    @cached_property
    def side_names(self) -> list[Text]:
        """The names of the two sides in the language of the report."""
        return [self.name_side(side) for side in self.sides]

    @cached_property
    def names(self) -> dict[str, Text]:
        """The name of every category in the language of the report."""
        return {row["code"]: row[f"name_{self.language}"] for row in self.rows("categories")}

    @cached_property
    def documents(self) -> list[Row]:
        """The documents of the corpus that were compared."""
        return self.rows("documents")

    @cached_property
    def labels(self) -> dict[str, str]:
        """A short label of every document."""
        own = tables.read_table(self.corpus, "documents").astype(object).fillna("").astype(str)
        return dict(zip(own["document_id"], label_documents(own), strict=True))

    @cached_property
    def meanings(self) -> dict[str, Text]:
        """What each position means, in the language of the report where the codebook has it."""
        return self._read_positions("meaning")

    @cached_property
    def called(self) -> dict[str, Text]:
        """What each position is called: its short name, else its meaning."""
        return self.meanings | self._read_positions("name")

    @property
    def has_translations(self) -> bool:
        """Tell whether the codebook says in this language what a position means."""
        return any(row.get(f"meaning_{self.language}") for row in self.rows("positions"))

    def _read_positions(self, what: str) -> dict[str, Text]:
        """Return the name or the meaning of every position that has one."""
        columns = [f"{what}_{self.language}", what, f"{what}_en"]
        found = {row["code"]: next((row[c] for c in columns if row.get(c)), None)
                 for row in self.rows("positions")}  # fmt: skip
        return {code: said for code, said in found.items() if said}

    def name_side(self, code: str) -> Text:
        """Return the name of a side in the language of the report."""
        return Text(clean(name_side(code, self.language)))

    def word(self, key: str, **values: Any) -> str:
        """Return a string of the table of strings in the language of the report."""
        return translate(key, self.language, **values)

    def head(self, key: str) -> str:
        """Return a string of the table of strings as a heading, its first letter a capital."""
        return _capital(self.word(key))

    def value(self, kind: str, value: str | None) -> Text:
        """Return a fixed word such as a grade in the language of the report; blank if missing."""
        return Text("" if value is None else name_value(kind, value, self.language))

    def list_names(self, codes: Iterable[str]) -> Text:
        """Return the names of some categories, joined; a word for none if there is none."""
        named = [self.names[code] for code in codes]
        if self.language == "en":
            # names stand inside a sentence here; only the first letter is a capital
            named = [Text(name[:1].lower() + name[1:]) for name in named]
        return self.join(named, codes)

    def join(self, words: Iterable[str], source: object = None, by: str = "report.list") -> Text:
        """Join words for a sentence, marked with the place of the list; 'none' if empty."""
        joined = self.word(by).join(words) or self.word("overlap.none")
        return Text(tell(joined, source) if isinstance(source, Listed) else joined)


def read_words(path: Path) -> list[dict[str, Text]]:
    """Return the rows of a file of words; none where there is no such file."""
    if not path.is_file():
        return []
    rows = read_texts(path).to_dict("records")
    return [{str(k): Text(clean(v)) for k, v in row.items()} for row in rows]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
