"""Documents and quotes by side and kind of issuer, worked by hand."""

from __future__ import annotations

import pandas as pd

from analysis.corpus.counts import (
    TOTAL,
    count_by_entity,
    count_categories,
    count_residual,
    divide_quotes,
    locate_quotes,
    widen,
)
from tests.codings import CATEGORIES, DOCUMENTS, make_codings

SIDES = ["US", "CN"]
ISSUERS = DOCUMENTS.assign(
    entity_type=["Legislature", "Corporate", "Corporate", "Others", "Others", "Others", "Others"]
)


def test_every_side_and_kind_of_issuer_is_a_row_with_margins():
    table = count_by_entity(ISSUERS, SIDES, "documents")
    cells = table.set_index(["side", "entity_type"])["documents"]
    assert cells["US", "Corporate"] == 2 and cells["CN", "Others"] == 3
    assert cells["US", "Executive (Party)"] == 0
    assert cells["US", TOTAL] == 4 and cells[TOTAL, "Others"] == 4 and cells[TOTAL, TOTAL] == 7
    assert len(table) == 3 * 6
    wide = widen(table, "documents")
    assert wide["side"].tolist() == ["US", "CN", TOTAL] and list(wide)[-1] == TOTAL


def test_three_sides_are_three_rows_and_a_margin():
    more = pd.concat([ISSUERS, ISSUERS.tail(2).assign(country="FR")])
    table = count_by_entity(more, ["FR", "US", "CN"], "documents")
    assert list(dict.fromkeys(table["side"])) == ["FR", "US", "CN", TOTAL]
    cells = table.set_index(["side", "entity_type"])["documents"]
    assert cells["FR", TOTAL] == 2 and cells[TOTAL, TOTAL] == 9


def test_no_document_no_rate():
    documents = count_by_entity(ISSUERS, SIDES, "documents")
    quotes = count_by_entity(ISSUERS.assign(n="3"), SIDES, "quotes", "n")
    rate = divide_quotes(documents, quotes).set_index(["side", "entity_type"])
    assert rate.loc[("US", "Corporate"), "quotes_per_document"] == 3
    assert rate["quotes_per_document"].isna().sum() == (documents["documents"] == 0).sum()


def test_a_document_that_is_never_named_is_no_part_of_a_share():
    rows = ["US bias.x u2", "US bias.y u2", "US bias.? u1", "CN bias.x c1;c2"]
    codings = make_codings(*rows, "US bias.x u3 law summary")
    for unnamed, share in (([], 1 / 2), (["u3"], 1)):
        flags = ISSUERS["document_id"].isin(unnamed).map({True: "true", False: "false"})
        table = count_categories(codings, ISSUERS.assign(is_placeholder=flags), CATEGORIES)
        cells = table.set_index(["category", "side", "entity_type"])
        row = cells.loc[("bias", "US", "Corporate")]
        assert row.tolist() == [2, 1, share]
        assert cells.loc[("bias", "US", "Legislature"), "document_share"] == 1
        # one coding in two documents of one kind
        assert cells.loc[("bias", "CN", "Others")].tolist() == [1, 2, 2 / 3]
    assert len(table) == 3


def test_quotes_without_a_settled_coding_are_not_counted():
    codings = make_codings("US bias.x u1", "US bias.x u1 law specific a", "CN bias.x c1")
    codings = codings.assign(quote_id=["q1", "q2", "q3"])
    quotes = pd.DataFrame({"quote_id": ["q1", "q2", "q3"], "document_id": ["u1", "u1", "c1"]})
    table = locate_quotes(quotes, codings, ISSUERS)
    assert table["quote_id"].tolist() == ["q1", "q3"]
    assert table["entity_type"].tolist() == ["Legislature", "Others"]


def test_what_the_taxonomy_leaves_out_is_a_share_of_what_was_read():
    residual = pd.DataFrame(
        [("US", "settled", "war", 0, 10), ("US", "settled", "war", 20, 30),
         ("US", "a", "war", 0, 99), ("CN", "settled", "trade", 0, 5)],
        columns=["country", "coder", "theme", "start", "end"],
    )  # fmt: skip
    quotes = pd.DataFrame({"country": ["US", "US"], "start": [0, 0], "end": [60, 20]})
    table = count_residual(residual, quotes).set_index(["side", "theme"])
    assert table.loc[("US", "war"), ["passages", "characters"]].tolist() == [2, 20]
    assert table.loc[("US", "war"), ["share", "share_of_text"]].tolist() == [2 / 4, 20 / 100]
    assert table.loc[("US", TOTAL), "share"] == 1 / 2
    assert table.loc[("CN", TOTAL), ["share", "share_of_text"]].tolist() == [1, 1]
    empty = count_residual(residual.iloc[:0], quotes)
    assert empty.empty and list(empty)[:2] == ["side", "theme"]
