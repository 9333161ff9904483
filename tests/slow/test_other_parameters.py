"""Runs with other parameters: the report is built, says what was changed, and rewrites no fact."""

from __future__ import annotations

import html
import re
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from tests.conftest import run_whole

pytestmark = pytest.mark.slow

CHANGES = [
    ("published", 'exclude_documents=["us-eo-14110"]', 'exclude_documents = ["us-eo-14110"]'),
    ("published", "support=4", "support = 4"),
    ("recoded", "support=9 language=zh", "support = 9"),  # nothing is common then
    ("recoded", "shared_from=0.6 different_below=0.2", "different_below = 0.2, shared_from = 0.6"),
]


@pytest.fixture(scope="module", params=CHANGES, ids=lambda change: f"{change[0]} {change[1]}")
def changed(request, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    corpus, words, said = request.param
    out = tmp_path_factory.mktemp("changed")
    run_whole("--corpus", corpus, "--set", words, out=out)
    [folder] = (out / "runs").iterdir()
    return folder, corpus, said


def read_page(folder: Path) -> str:
    text = html.unescape(re.sub("<[^>]+>", " ", (folder / "paper.html").read_text("utf-8")))
    return re.sub(r"\s+", " ", text)


def test_every_page_says_what_was_changed(changed):
    folder, _, said = changed
    for page in PdfReader(folder / "paper.pdf").pages:
        assert said in " ".join(page.extract_text().split())
    assert said in read_page(folder)
    for section in docx.Document(folder / "paper.docx").sections:
        assert said in section.header.paragraphs[0].text


def test_no_fact_about_the_study_is_rewritten(changed):
    folder, corpus, _ = changed
    if corpus == "published":
        assert "The study counts 44 documents but names only 30; 14 rows are placeholders" in (
            read_page(folder)
        )
