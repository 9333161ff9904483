"""The page of the report on a phone: nothing wider than the screen, and figures open large."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
MEASURE = (
    "<script>addEventListener('load', () => { document.title = "
    "document.documentElement.scrollWidth + ' of ' + innerWidth; });</script>"
)


@pytest.fixture(scope="module")
def page(fresh: Path) -> str:
    return (fresh / "paper.html").read_text("utf-8")


def test_every_picture_opens_large_and_closes_again_without_a_script(page: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", page, re.S)
    assert figures
    for figure in figures:
        [box] = re.findall(r'<input type="checkbox" class="large" id="([\w-]+)"', figure)
        assert f'<label for="{box}"' in figure and "</label>" in figure
        assert f"#{box}" not in page, "a box is no place to link to"


def test_the_contents_name_every_section(page: str) -> None:
    contents = page[page.index('class="toc"') : page.index("</nav>")]
    linked = re.findall(r'href="#([^"]+)"', contents)
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(linked) <= ids
    assert len(linked) == len(re.findall(r"<h[12]\b", page))


@pytest.mark.skipif(not BROWSER, reason="chromium is not installed")
def test_nothing_is_wider_than_the_screen(page: str, tmp_path: Path) -> None:
    copy = tmp_path / "page.html"
    # the page allows no script; this copy measures itself
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', MEASURE, page)
    copy.write_text(text, "utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--window-size=500,900",
               f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", copy.as_uri()]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r"<title>(\d+) of (\d+)</title>", done.stdout)
    assert found, "the page did not load"
    assert int(found[1]) <= int(found[2])
