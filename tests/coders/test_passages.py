"""Passages that two coders found: matched one to one, then their labels compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.base.errors import DataError
from analysis.coders.passages import compare_spans, match_spans
from tests.coders.made_up import CATEGORIES, pick


def span(*rows):
    return pd.DataFrame(rows, columns=["document_id", "start", "end"])


def test_spans_match_one_to_one_from_half_of_what_both_cover():
    # two halves of one span: only the first is matched, the other is free
    found = match_spans(span(("d", 0, 10)), span(("d", 0, 5), ("d", 5, 10)))
    assert found[["a", "b", "jaccard"]].to_numpy().tolist() == [[0, 0, 0.5]]
    # one character less than half: no match
    assert match_spans(span(("d", 0, 11)), span(("d", 0, 5))).empty
    # another document: no match
    assert match_spans(span(("d", 0, 5)), span(("e", 0, 5))).empty
    # the better pair comes first
    found = match_spans(span(("d", 0, 10), ("d", 2, 10)), span(("d", 2, 10)))
    assert found["a"].tolist() == [1]


def test_refuses_empty_and_double_spans():
    with pytest.raises(DataError, match="a span is empty"):
        match_spans(span(("d", 5, 5)), span(("d", 0, 5)))
    with pytest.raises(DataError, match="twice"):
        match_spans(span(("d", 0, 5), ("d", 0, 5)), span(("d", 0, 5)))


def test_matched_span_agreement():
    quotes = pd.DataFrame(
        [
            ("qa1", "d", 0, 10),
            ("qa2", "d", 50, 60),
            ("qa3", "e", 0, 10),
            ("qb1", "d", 0, 8),
            ("qb3", "e", 1, 10),
        ],
        columns=["quote_id", "document_id", "start", "end"],
    )
    codings = pd.DataFrame(
        [
            ("1", "a", "qa1", "bias", "bias.x"),
            ("2", "a", "qa1", "privacy", "privacy.p"),
            ("3", "a", "qa2", "bias", "bias.y"),
            ("4", "a", "qa3", "bias", "bias.y"),
            ("5", "b", "qb1", "bias", "bias.x"),
            ("6", "b", "qb3", "bias", "bias.y"),
        ],
        columns=["coding_id", "coder", "quote_id", "category", "position"],
    )
    table = compare_spans(codings, quotes, ["a", "b"], CATEGORIES, resamples=50)
    assert pick(table, "span", None, "share of a matched")["value"] == pytest.approx(2 / 3)
    assert pick(table, "span", None, "share of b matched")["value"] == 1
    assert pick(table, "span", None, "F1")["value"] == pytest.approx(0.8)
    assert pick(table, "span", "privacy", "share of a matched")["value"] == 0
    row = pick(table, "span", "privacy", "share of b matched")
    assert np.isnan(row["value"]) and row["note"] == "undefined: nothing to compare"
    matched = pick(table, "category on matched spans", None, "raw agreement")
    assert matched["value"] == 0.5 and matched["n"] == 2
    assert pick(table, "category on matched spans", "bias", "raw agreement")["value"] == 1
    assert pick(table, "position on matched spans", None, "raw agreement")["value"] == 0.5
    assert compare_spans(codings, quotes, ["a"], CATEGORIES).empty
    nothing = compare_spans(codings.query("coder == 'a'"), quotes, ["a", "b"], CATEGORIES)
    assert pick(nothing, "span", None, "share of a matched")["value"] == 0
