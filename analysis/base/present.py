"""Showing tables in a notebook: whole, with headings and fixed words that people use.

Notebooks speak English; figures and the report speak English and Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.base.words import has_key, name_side, name_value, translate

# a table in a notebook is read whole: no cut sentences, no hidden rows
pd.set_option("display.max_colwidth", None, "display.max_rows", 200, "display.width", 160)

LANGUAGE = "en"
"""Notebooks speak one language."""

VALUE_KINDS = {
    "entity_type": "entity",
    "domain": "domain",
    "legal_status": "status",
    "kind": "kind",
    "relation": "relation",
    "force": "force",
    "addressee": "addressee",
    "table": "table",
    "left_out": "left_out",
    "reading": "reading",
    "without": "statuses",
    "coefficient": "coefficient",
    "what": "what",
    "grader": "grader",
    "suitability": "suitability",
    "status": "check",
    "why": "why",
    "position": "position",
}
"""Columns whose values are fixed words, and the prefix of their strings."""

LABELLED = {"coding_id", "what"}
"""A table with these columns is about labels: each row's other cells are values of that label."""


def name_column(column: str, language: str) -> str:
    """Return the heading of a column; a column that is a side's code becomes the side's name.

    >>> name_column("grade_by_rule", "en"), name_column("CN", "en")
    ('grade by rule', 'China')
    """
    key = f"column.{column}"
    if has_key(key):
        return translate(key, language)
    if has_key(f"side.{column}"):
        return name_side(column, language)
    stem, _, corpus = column.rpartition("_")
    if stem and has_key(f"corpus.{corpus}"):
        what = name_column(stem, language)
        return f"{what}, {name_value('corpus', corpus, language)}"
    return column


def show(
    frame: pd.DataFrame, names: Mapping[str, str] | None = None, decimals: int = 2
) -> pd.DataFrame:
    """Return a table for people: headings and values in words, first column as the index.

    Parameters
    ----------
    frame
        A tidy table.
    names
        Names of the categories, by code.
    decimals
        Places shown of a number with a fraction; missing values are shown as blanks.
    """
    out = pd.DataFrame(index=frame.index)
    is_labelled = set(frame.columns) >= LABELLED
    for column in frame.columns:
        as_label = is_labelled and column not in {*LABELLED, "reason"}
        kinds = frame["what"] if as_label else [str(column)] * len(frame)
        cells = [
            _name_cell(kind, value, names or {}, decimals)
            for kind, value in zip(kinds, frame[column], strict=True)
        ]
        out[name_column(str(column), LANGUAGE)] = pd.Series(cells, index=frame.index, dtype=object)
    return out.set_index(out.columns[0]) if len(out.columns) > 1 else out


def _name_cell(column: str, value: Any, names: Mapping[str, str], decimals: int) -> str:
    if isinstance(value, bool):
        return translate("yes" if value else "no", LANGUAGE)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) and decimals == 0 else f"{value:.{decimals}f}"
    text = str(value)
    if column in ("country", "side", "side_a", "side_b"):
        return name_side(text, LANGUAGE)
    if column == "category":
        return names.get(text, text)
    if column == "grade" or column.startswith("grade_"):
        return name_value("grade", text, LANGUAGE)
    return name_value(VALUE_KINDS[column], text, LANGUAGE) if column in VALUE_KINDS else text


def name_categories(categories: pd.DataFrame, language: str) -> dict[str, str]:
    """Return the name of every category in one language, by code."""
    return dict(zip(categories["code"], categories[f"name_{language}"], strict=True))

