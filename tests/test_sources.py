"""Quotes and their source texts: verified, found in another copy, or not found; never guessed."""

from __future__ import annotations

import hashlib
import http.server
import io
import threading
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis.base.errors import DataError, SourceError
from analysis.base.paths import DATA_VARIABLE, ROOT
from analysis.readers import obtain as fetching
from analysis.readers import source_texts as sources
from analysis.readers.folder import load_corpus
from tests.conftest import read_csv, write_csv

TEXT = (
    "第一条　提供者应当\n标识内容。\r\nArticle 2. Providers of ＡＩ shall label\n"
    "what they make, and say so. 🙂 End."
)
SPANS = ["提供者应当\n标识内容。", "Providers of ＡＩ shall label\nwhat they make", "🙂 End."]
SHARED = ROOT.parent / "shared" / "sources"


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


def test_a_coding_without_its_quote_and_an_empty_span_are_refused(tiny):
    quotes = make_quotes().assign(document_id="aa-act").astype(str)
    quotes.to_csv(tiny / "quotes.csv", index=False)
    rows = [row | {"quote_id": "q0"} for row in read_csv(tiny / "codings.csv")]
    rows[3]["quote_id"] = "q9"
    write_csv(tiny / "codings.csv", rows)
    with pytest.raises(DataError, match="row 5, column 'quote_id': 'q9' is unknown"):
        load_corpus("tiny")
    rows[3]["quote_id"] = "q0"
    write_csv(tiny / "codings.csv", rows)
    quotes.assign(end="0").to_csv(tiny / "quotes.csv", index=False)
    with pytest.raises(DataError, match="row 2, column 'end': the span ends at 0 and starts at"):
        load_corpus("tiny")


# --- make sources -----------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """Serve a made-up deposit on the loopback: an archive within an archive, as the real one."""
    root = tmp_path / "data"
    (root / "tiny").mkdir(parents=True)
    write_csv(
        root / "tiny" / "documents.csv",
        [
            {"document_id": "law", "text_file": "law.txt", "agora_id": "7"}
            | {"text_sha256": sources.hash_text(TEXT), "text_origin": "AGORA full text 7"},
            {"document_id": "memo", "text_file": "memo.txt", "agora_id": ""}
            | {"text_sha256": "0" * 64, "text_origin": "official PDF"},
        ],
    )
    (root / "tiny" / "codings.csv").write_text("coding_id\n", encoding="utf-8")
    monkeypatch.setenv(DATA_VARIABLE, str(root))
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("fulltext/7.txt", TEXT)
        file.writestr("fulltext/8.txt", "another text")
    with zipfile.ZipFile(outer, "w") as file:
        file.writestr("agora.zip", inner.getvalue())
    body = {"content": outer.getvalue()}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(body["content"])))
            self.end_headers()
            self.wfile.write(body["content"])

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/files-archive"
    monkeypatch.setenv(fetching.ARCHIVE_VARIABLE, address)
    yield root / "sources", body
    server.shutdown()
    server.server_close()


def test_make_sources_fetches_what_it_can_and_says_where_to_get_the_rest(archive):
    folder, _ = archive
    said = []
    assert fetching.main([], said.append) == 0
    assert (folder / "law.txt").read_bytes() == TEXT.encode()
    text = "\n".join(said)
    assert "fetched 1 of 1 texts" in text and "1 of 2 texts are here and whole" in text
    assert "missing  memo.txt: official PDF" in text


def test_a_text_with_another_hash_is_not_accepted(archive):
    folder, body = archive
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("fulltext/7.txt", TEXT + "tampered")
    body["content"] = other.getvalue()
    said = []
    fetching.main([], said.append)
    assert not (folder / "law.txt").exists()
    assert "fetched 0 of 1 texts" in "\n".join(said)


def test_what_is_no_archive_is_refused_in_one_sentence(archive):
    _, body = archive
    body["content"] = b"<html>sign in</html>"
    with pytest.raises(SourceError, match="is no zip archive: delete it and run make sources"):
        fetching.main([], lambda _: None)


def test_without_network_it_says_what_to_do(archive, monkeypatch):
    monkeypatch.setenv(fetching.ARCHIVE_VARIABLE, "http://127.0.0.1:9/nothing")
    with pytest.raises(SourceError, match=r"could not be fetched .*: check the network, or"):
        fetching.main([], lambda _: None)


# --- the quotes that ship ---------------------------------------------------------------------

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


def test_the_hash_is_the_plain_sha_256_of_utf_8():
    assert sources.hash_text("é") == hashlib.sha256("é".encode()).hexdigest()
