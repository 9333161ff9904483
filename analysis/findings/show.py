"""Findings laid out for a reader of the notebook that writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

CHINESE = "_zh"
"""How the key of a finding in Chinese ends."""


def lay_out(found: Mapping[str, Any]) -> pd.DataFrame:
    """Return findings as a table: what a notebook shows of what the report may print.

    Returns
    -------
    DataFrame
        finding (the key; keys within keys after a dot), value (lists joined by ;). What is
        kept in Chinese, for a report in Chinese, is not shown: notebooks speak English.

    >>> lay_out({"n": 2, "by_side": {"US": 1, "CN": 1}, "themes": ["a", "b"]})["value"].tolist()
    ['2', '1', '1', 'a; b']
    >>> lay_out({"said": [{"name_en": "bias", "name_zh": "偏见"}]})["value"].tolist()
    ['name_en: bias']
    """
    return pd.DataFrame(list(_flatten(found)), columns=["finding", "value"])


def _flatten(found: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if key.endswith(CHINESE):
            continue
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", _say(value)


def _say(value: Any) -> str:
    if isinstance(value, Mapping):
        shown = {key: part for key, part in value.items() if not key.endswith(CHINESE)}
        return ", ".join(f"{key}: {_say(part)}" for key, part in shown.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(_say, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)
