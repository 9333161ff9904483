"""A packed PDF is the same document: the same pages, pixel by pixel, and every tag."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from analysis.base.errors import CommonGroundError
from report.pack import EACH, pack

SOURCE = """\
#set document(title: [Toy])
= A heading <top>
See @top. #link("https://example.org")[A link]
#set heading(numbering: "1.")
#table(columns: 3, table.header[a][b][c], ..range(%d).map(n => [cell #n]))
#circle(fill: red)
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a document with links, tags, a table of many cells and a picture."""
    folder = tmp_path_factory.mktemp("typst")
    source = SOURCE.replace("See @top. ", "") % (EACH // 2)
    (folder / "toy.typ").write_text(source, "utf-8")
    made = typst.compile(str(folder / "toy.typ"), timestamp=0)
    assert isinstance(made, bytes)
    return made


def list_tags(pdf: bytes) -> list[str]:
    """Return the tags of a document in the order in which they are read aloud."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, DictionaryObject):
            found.append(str(node.get("/S")))
            walk(node.get("/K"))
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


def draw(pdf: bytes, page: int, folder: Path) -> bytes:
    """Draw a page with another reader of PDF: the one that Typst has for pictures."""
    (folder / "one.pdf").write_bytes(pdf)
    (folder / "one.typ").write_text(f'#image("one.pdf", page: {page})', "utf-8")
    made = typst.compile(str(folder / "one.typ"), format="png", ppi=60)
    return made if isinstance(made, bytes) else b"".join(made)


def test_a_packed_document_is_smaller_and_has_the_same_pages(pdf: bytes, tmp_path: Path) -> None:
    packed = pack(pdf)
    assert len(packed) < 0.6 * len(pdf)
    old, new = (PdfReader(io.BytesIO(content), strict=True) for content in (pdf, packed))
    assert [p.extract_text() for p in new.pages] == [p.extract_text() for p in old.pages]
    assert (new.metadata, len(new.outline)) == (old.metadata, len(old.outline))
    for page in range(1, len(old.pages) + 1):
        assert draw(packed, page, tmp_path) == draw(pdf, page, tmp_path)


def test_a_packed_document_keeps_its_tags(pdf: bytes) -> None:
    tags = list_tags(pdf)
    assert tags.count("/TD") >= EACH // 2
    assert list_tags(pack(pdf)) == tags


def test_packing_gives_the_same_bytes_every_time(pdf: bytes) -> None:
    assert pack(pdf) == pack(pdf)


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7\n", b"startxref\n0\n%%EOF"])
def test_what_is_no_such_document_is_refused(broken: bytes) -> None:
    with pytest.raises(CommonGroundError, match="cannot be packed"):
        pack(broken)


def test_a_document_with_a_damaged_table_is_refused(pdf: bytes) -> None:
    with pytest.raises(CommonGroundError, match="cannot be packed"):
        pack(pdf.replace(b"\n5 0 obj", b"\n5 0 OBJ", 1))
