"""Every quote that ships stands where it says, and is no more than a place in a text.

The texts have owners and are not part of the repository: without them these tests are skipped.
"""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.base.paths import ROOT
from analysis.readers import source_texts as sources
from tests.conftest import read_csv

SHARED = ROOT.parent / "shared" / "sources"
RECODED = ROOT / "data" / "recoded"


def shipped() -> pd.DataFrame:
    path = RECODED / "quotes.csv"
    if not path.is_file():
        pytest.skip("the corpus recoded has no quotes yet")
    return pd.read_csv(path, keep_default_na=False)


def test_every_shipped_quote_is_verified_character_by_character():
    if not SHARED.is_dir():
        pytest.skip("the source texts (../shared/sources) are not here to check against")
    checked = sources.verify_quotes(shipped(), SHARED)
    assert len(checked) and set(checked["status"]) == {sources.VERIFIED}


def test_every_shipped_quote_would_be_found_in_a_copy_with_other_line_wraps(tmp_path):
    if not SHARED.is_dir():
        pytest.skip("the source texts (../shared/sources) are not here to check against")
    quotes = shipped()
    for name in quotes["text_file"].unique():
        text = sources.read_source(SHARED / name)
        (tmp_path / name).write_bytes(("\ufeff" + " ".join(text.split())).encode())
    checked = sources.verify_quotes(quotes, tmp_path)
    assert set(checked["status"]) == {sources.MOVED}


def test_both_coders_read_every_included_document_to_the_last_character():
    path = RECODED / "reading_log.csv"
    if not path.is_file():
        pytest.skip("the corpus recoded has no reading log yet")
    if not SHARED.is_dir():
        pytest.skip("the source texts (../shared/sources) are not here to measure")
    log = read_csv(path)
    for row in read_csv(RECODED / "documents.csv"):
        if row["decision"] != "in":
            continue
        length = len(sources.read_source(SHARED / row["text_file"]))
        for coder in ("a", "b"):
            own = [r for r in log if (r["document_id"], r["coder"]) == (row["document_id"], coder)]
            reached = 0
            for start, end in sorted((int(r["start"]), int(r["end"])) for r in own):
                assert start <= reached, f"{row['document_id']}: {coder} left a gap at {reached}"
                reached = max(reached, end)
            assert reached == length, f"{row['document_id']}: {coder} stopped at {reached}"


def test_gists_of_the_recoded_corpus_are_short_and_no_passage_of_a_source():
    quotes = shipped()
    assert quotes["gist"].str.split().str.len().max() <= 40
    if not SHARED.is_dir():
        pytest.skip("the source texts (../shared/sources) are not here to compare with")
    for name, own in quotes.groupby("text_file"):
        words = sources.read_source(SHARED / name).lower().split()
        runs = {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}
        for gist in own["gist"]:
            mine = gist.lower().split()
            assert not any(" ".join(mine[i : i + 8]) in runs for i in range(len(mine) - 7)), gist
