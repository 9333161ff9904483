"""make sources: what can be fetched is, by its hash alone; for the rest it says where it is."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile

import pytest

from analysis.base.errors import SourceError
from analysis.base.paths import DATA_VARIABLE
from analysis.readers import obtain as fetching
from analysis.readers import source_texts as sources
from tests.conftest import write_csv

TEXT = "第一条　提供者应当标识内容。\r\nArticle 2. Providers of ＡＩ shall label what they make. 🙂"


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
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
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
