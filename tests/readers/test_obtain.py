"""make sources: what can be fetched is, by its hash alone; for the rest it says where it is."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import io
import os
import threading
import time
import zipfile

import pytest

from analysis.base.errors import SourceError
from analysis.base.paths import DATA_VARIABLE
from analysis.readers import obtain as fetching
from analysis.readers import source_texts as sources
from tests.conftest import read_csv, write_csv

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
    body = {"content": outer.getvalue(), "how": None}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if body["how"]:
                # a client that has had enough hangs up
                with contextlib.suppress(ConnectionError):
                    body["how"](self)
                return
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


# --- a hostile server, and a hostile archive --------------------------------------------------


def answer(code: int = 200, **headers: str):
    def begin(handler):
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return begin


def redirect_for_ever(handler):
    answer(302, Location=f"{handler.path}x")(handler)


def redirect_to_a_file(handler):
    answer(302, Location="file:///etc/passwd")(handler)


def send_less_than_announced(handler):
    answer(Content_Length="5000000")(handler)
    handler.wfile.write(b"PK")


def send_without_end(handler):
    answer()(handler)
    while True:
        handler.wfile.write(b"x" * 65536)


def send_without_end_compressed(handler):
    answer(Content_Encoding="gzip")(handler)
    handler.wfile.write(gzip.compress(b"x" * 50_000_000))


def trickle(handler):
    answer()(handler)
    for _ in range(200):
        handler.wfile.write(b"x" * 70_000)
        time.sleep(0.05)


def hang_up(handler):
    handler.close_connection = True
    handler.connection.close()


def talk_nonsense(handler):
    handler.wfile.write(b"\0\xff nonsense\r\n\r\n" * 9)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (answer(404), "could not be fetched"),
        (answer(500), "could not be fetched"),
        (redirect_for_ever, "could not be fetched"),
        (redirect_to_a_file, "could not be fetched"),
        (send_less_than_announced, "could not be fetched"),
        (hang_up, "could not be fetched"),
        (talk_nonsense, "could not be fetched"),
        (send_without_end, "more than 1,000,000 bytes came"),
        (send_without_end_compressed, "more than 1,000,000 bytes came"),
        (trickle, "was not whole after 0 s"),
        (answer(204), "is no zip archive"),
        (answer(200, Content_Length="0"), "is no zip archive"),
    ],
)
def test_what_a_hostile_server_does_ends_in_one_sentence(archive, monkeypatch, how, said):
    folder, body = archive
    monkeypatch.setattr(fetching, "LARGEST", 50_000_000 if how is trickle else 1_000_000)
    monkeypatch.setattr(fetching, "LONGEST", 0.2 if how is trickle else 60.0)
    body["how"] = how
    started = time.monotonic()
    with pytest.raises(SourceError) as caught:
        fetching.main([], lambda _: None)
    assert said in str(caught.value) and len(str(caught.value).splitlines()) == 1
    assert time.monotonic() - started < 30
    left = [path.name for path in folder.glob("*")]
    assert left in ([], ["agora.zip"] if "no zip" in said else [])


def pack(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()


def claim_less(content: bytes) -> bytes:
    """Let an archive say that its file has 9 bytes."""
    size = (3_000_000).to_bytes(4, "little")
    assert size in content
    return content.replace(size, (9).to_bytes(4, "little"))


NESTED = pack(**{"a.zip": pack(**{"b.zip": pack(**{"7.txt": TEXT.encode()})})})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pack(**{"7.txt": b"0" * 3_000_000}), "more than 1,000,000 bytes are in it"),
        (pack(**{"a.zip": pack(**{"7.txt": b"0" * 3_000_000})}), "more than 1,000,000 bytes"),
        (pack(**{f"{n}.txt": b"0" * 300_000 for n in range(9)}), "more than 1,000,000 bytes"),
        (claim_less(pack(**{"7.txt": b"0" * 3_000_000})), "is no zip archive"),
        (pack(**{"7.txt": b"0" * 300_000})[:-40], "is no zip archive"),
        (b"PK\x05\x06" + b"\0" * 18, "fetched 0 of 1"),
        (NESTED, "fetched 0 of 1"),
        (pack(**{"../../7.txt": TEXT.encode()}), "fetched 1 of 1"),
        (pack(**{"/etc/7.txt": b"another"}), "fetched 0 of 1"),
        (pack(**{"7.txt": TEXT.encode("utf-16")}), "fetched 0 of 1"),
    ],
)
def test_what_is_in_a_hostile_archive_goes_nowhere_else(archive, monkeypatch, content, said):
    folder, body = archive
    monkeypatch.setattr(fetching, "LARGEST", 1_000_000)
    body["content"] = content
    before = {path for path in folder.parent.parent.rglob("*") if folder not in path.parents}
    told: list[str] = []
    try:
        fetching.main([], told.append)
    except SourceError as error:
        told.append(str(error))
    assert said in "\n".join(told), told
    after = {path for path in folder.parent.parent.rglob("*") if folder not in path.parents}
    assert after - before <= {folder}
    assert {path.name for path in folder.glob("*")} <= {"agora.zip", "law.txt"}


@pytest.mark.parametrize("name", ["../../law.txt", "/tmp/law.txt", "a/law.txt", ".."])
def test_a_corpus_cannot_have_a_text_written_elsewhere(archive, name):
    folder, _ = archive
    rows = read_csv(folder.parent / "tiny" / "documents.csv")
    write_csv(folder.parent / "tiny" / "documents.csv", [rows[0] | {"text_file": name}, rows[1]])
    said: list[str] = []
    assert fetching.main([], said.append) == 0
    assert "0 of 1 texts are here and whole" in "\n".join(said)
    assert not folder.exists() or not any(folder.iterdir())


def test_a_text_that_is_no_text_and_a_pipe_are_not_taken(archive):
    folder, _ = archive
    folder.mkdir()
    (folder / "law.txt").write_bytes(b"\xff\xfe")
    os.mkfifo(folder / "memo.txt")
    said: list[str] = []
    assert fetching.main([], said.append) == 0
    assert (folder / "law.txt").read_bytes() == TEXT.encode()
    assert "missing  memo.txt" in "\n".join(said)


def test_a_pipe_in_the_place_of_the_archive_is_not_waited_for(archive):
    folder, _ = archive
    folder.mkdir()
    os.mkfifo(folder / "agora.zip")
    with pytest.raises(SourceError, match="is no file: move it away"):
        fetching.main([], lambda _: None)
