"""Quotes and their source texts: verified, found in another copy, or not found; never guessed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from analysis.base.errors import SourceError
from analysis.readers import source_texts as sources

TEXT = (
    "第一条　提供者应当\n标识内容。\r\nArticle 2. Providers of ＡＩ shall label\n"
    "what they make, and say so. 🙂 End."
)
SPANS = ["提供者应当\n标识内容。", "Providers of ＡＩ shall label\nwhat they make", "🙂 End."]


def make_quotes(text: str = TEXT, spans: list[str] = SPANS, name: str = "law.txt") -> pd.DataFrame:
    rows = []
    for n, span in enumerate(spans):
        start = text.index(span)
        letters = sources.squeeze(text[:start])[0], sources.squeeze(span)[0]
        rows.append(
            {
                "quote_id": f"q{n}",
                "document_id": "law",
                "text_file": name,
                "text_sha256": sources.hash_text(text),
                "start": start,
                "end": start + len(span),
                "span_sha256": sources.hash_text(span),
                "squeezed_start": len(letters[0]),
                "squeezed_end": len(letters[0]) + len(letters[1]),
                "squeezed_sha256": sources.hash_text(letters[1]),
            }
        )
    return pd.DataFrame(rows, index=range(2, len(rows) + 2))


def verify(tmp_path: Path, text: str, quotes: pd.DataFrame | None = None) -> pd.DataFrame:
    (tmp_path / "law.txt").write_bytes(text.encode())
    return sources.verify_quotes(make_quotes() if quotes is None else quotes, tmp_path)


def test_every_span_of_the_right_text_is_verified(tmp_path):
    checked = verify(tmp_path, TEXT)
    assert set(checked["status"]) == {sources.VERIFIED}
    passages = sources.read_passages(make_quotes(), checked, tmp_path)
    assert list(passages) == SPANS


@pytest.mark.parametrize(
    "copy",
    [
        "\ufeff" + TEXT,
        TEXT.replace("\r\n", "\n"),
        TEXT.replace("\n", " ").replace("\r", ""),
        TEXT.replace("ＡＩ", "AI").replace("\u3000", "  "),
        "A heading that the other copy lacks.\n\n" + TEXT,
    ],
    ids=["byte-order mark", "line ends", "line wraps", "width forms", "text before it"],
)
def test_a_span_is_found_again_in_a_copy_that_differs_in_form_and_that_is_said(tmp_path, copy):
    checked = verify(tmp_path, copy)
    assert set(checked["status"]) == {sources.MOVED}
    passages = sources.read_passages(make_quotes(), checked, tmp_path)
    wanted = [sources.squeeze(span)[0] for span in SPANS]
    assert [sources.squeeze(p)[0] for p in passages] == wanted


def test_what_has_changed_is_not_found_and_the_rest_is(tmp_path):
    checked = verify(tmp_path, TEXT.replace("Providers", "Users"))
    assert list(checked["status"]) == [sources.MOVED, sources.NOT_FOUND, sources.MOVED]
    assert list(sources.describe_failures(checked)) == [
        "quotes.csv: row 3, 'q1': the copy does not have it"
    ]


def test_a_span_that_stands_in_two_places_of_another_copy_is_not_guessed(tmp_path):
    checked = verify(tmp_path, f"{SPANS[2]} x {TEXT}")
    assert checked.loc[2, "note"] == "the copy has it in several places"


def test_a_span_past_the_end_is_named_with_its_row(tmp_path):
    quotes = make_quotes().assign(end=10_000)
    checked = verify(tmp_path, TEXT, quotes)
    assert "row 2, 'q0': the span 4-10000 is not within" in sources.describe_failures(checked)[0]


def test_a_hash_that_does_not_match_is_named(tmp_path):
    quotes = make_quotes().assign(span_sha256="0" * 64)
    checked = verify(tmp_path, TEXT, quotes)
    assert "the hash of the span does not fit" in checked.loc[0, "note"]


def test_a_text_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "law.txt").write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(SourceError, match=r"law\.txt is not UTF-8"):
        sources.verify_quotes(make_quotes(), tmp_path)


@pytest.mark.parametrize("name", ["../law.txt", "/etc/passwd", "a/../../law.txt"])
def test_a_text_file_never_leads_out_of_its_folder(tmp_path, name):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "law.txt").write_bytes(TEXT.encode())
    checked = sources.verify_quotes(make_quotes(name=name), inner)
    assert set(checked["status"]) == {sources.NO_TEXT}


def test_texts_that_are_not_here_are_said_to_be_missing(tmp_path):
    checked = sources.verify_quotes(make_quotes(), tmp_path)
    assert set(checked["status"]) == {sources.NO_TEXT}


def test_the_hash_is_the_plain_sha_256_of_utf_8():
    assert sources.hash_text("é") == hashlib.sha256("é".encode()).hexdigest()
