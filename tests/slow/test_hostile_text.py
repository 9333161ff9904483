"""Fields of a corpus that try to be code, and Chinese everywhere: one run of a hostile corpus.

The report is built on top of the run: what only needs the notebooks does not wait for it.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from pypdf import PdfReader

from analysis.figures.page import list_characters
from tests.conftest import make_data, read_csv, run_pipeline, write_csv

EVIL = (
    "<script>alert(1)</script> #eval(1) $x^2$ `a` {{x}} << y >> @nobody \\input{z} "
    "$(touch broken)"
)
FORMULA = '=cmd|" /C calc"!A0'
RIGHT_TO_LEFT = "قانون الآلات"
UNKNOWN = "\U00020000"


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a corpus whose fields try to be code, in Chinese; return the folder of the results."""
    folder = tmp_path_factory.mktemp("hostile")
    tiny = make_data(folder / "data") / "tiny"
    documents = read_csv(tiny / "documents.csv")
    titles = [f"{EVIL} 1", f"{FORMULA} {UNKNOWN}", f"{RIGHT_TO_LEFT} １２３", "引擎规范"]
    short = ["<b>一</b>", f"=1+1 {UNKNOWN}", f"{RIGHT_TO_LEFT}", "引擎规范"]
    write_csv(tiny / "documents.csv", [
        row | {"title": title, "short_title": name, "issuer": EVIL}
        for row, title, name in zip(documents, titles, short, strict=True)
    ])  # fmt: skip
    for name, column in (("positions", "meaning"), ("codings", "gist")):
        rows = read_csv(tiny / f"{name}.csv")
        write_csv(tiny / f"{name}.csv",
                  [row | {column: f"{FORMULA} {EVIL}"} for row in rows])  # fmt: skip
    say_chain(folder, "said", "--no-report")
    (results,) = (folder / "out" / "runs").iterdir()
    (folder / "results").symlink_to(results)
    return folder


@pytest.fixture(scope="module")
def report(run: Path) -> Path:
    """Build the report of that run; return the folder of the results."""
    say_chain(run, "said of the report")
    return run


def say_chain(folder: Path, name: str, *words: str) -> None:
    """Run the chain in Chinese and keep what it says."""
    done = run_pipeline("paper", "--corpus", "tiny", "--language", "zh", *words,
                        data=folder / "data", out=folder / "out", cwd=folder)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / name).write_text(done.stdout, "utf-8")


def read_outputs(run: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each output of each executed notebook as texts by kind."""
    for path in sorted((run / "results" / "tiny" / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                texts = {output.get("name", ""): output.get("text", "")} | output.get("data", {})
                yield path.stem, {kind: "".join(text) for kind, text in texts.items() if text}


def test_no_field_became_code_on_the_way(run):
    assert not (run / "broken").exists(), "a field reached a shell"
    names = {p.name for p in run.iterdir()} - {"said of the report"}
    assert names == {"data", "out", "results", "said"}
    for path in (run / "results").resolve().rglob("*"):
        assert re.fullmatch(r"[\w.+-]+", path.name, re.ASCII), f"a field named a file: {path.name}"


def test_tables_hold_the_fields_unchanged(run):
    codings = read_csv(run / "results" / "tiny" / "tables" / "codings.csv")
    assert {row["gist"] for row in codings} == {f"{FORMULA} {EVIL}"}
    documents = read_csv(run / "results" / "tiny" / "tables" / "documents.csv")
    assert [row["title"] for row in documents][:2] == [f"{EVIL} 1", f"{FORMULA} {UNKNOWN}"]
    assert documents[2]["title"] == f"{RIGHT_TO_LEFT} １２３"
    endings = {p.suffix for p in (run / "results").resolve().rglob("*") if p.is_file()}
    assert not endings & {".xls", ".ods", ".tsv"}, "a file that a spreadsheet runs"


def test_the_workbook_holds_the_fields_as_text(run, report):
    book = openpyxl.load_workbook(run / "results" / "tiny" / "tables.xlsx")
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}, "a formula"
    assert any(cell.value == f"{FORMULA} {EVIL}" for cell in cells)
    assert any(cell.value == f"{RIGHT_TO_LEFT} １２３" for cell in cells)


def test_notebooks_show_tags_as_text(run):
    shown = [texts["text/html"] for _, texts in read_outputs(run) if "text/html" in texts]
    assert any(html.escape("<script>alert(1)</script>", quote=False) in page for page in shown)
    assert not [page for page in shown if re.search(r"<script|<b>一", page)]


def test_figures_are_pictures_of_text(run):
    figures = sorted((run / "results" / "tiny" / "figures").glob("*.svg"))
    assert len(figures) >= 8
    for path in figures:
        tags = {str(e.tag).rpartition("}")[2] for e in ElementTree.parse(path).iter()}
        assert tags <= {"svg", "metadata", "RDF", "Work", "type", "format", "defs", "style", "g",
                        "path", "use", "rect", "clipPath", "pattern", "image", "date", "creator",
                        "Agent", "title"}, path.name  # fmt: skip
        assert "<script" not in path.read_text("utf-8")


def test_the_report_shows_the_fields_as_text(report):
    folder = report / "results"
    assert not (report / "broken").exists(), "a field reached a shell"
    page = (folder / "paper.html").read_text("utf-8")
    assert "<script" not in page and "<b>一" not in page
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert f"{FORMULA} {EVIL}" in text
    with zipfile.ZipFile(folder / "paper.docx") as docx:
        raw = docx.read("word/document.xml").decode()
        assert not [name for name in docx.namelist() if "embed" in name or name.endswith(".bin")]
    assert "<script" not in raw and "w:instrText" not in raw
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", "", raw)).split())
    assert "<script>alert(1)</script> #eval(1) $x^2$" in words


def find_line(said: Path, part: str) -> str:
    """Return the one line of what a run said that holds these words."""
    (line,) = [line for line in said.read_text("utf-8").splitlines() if part in line]
    return line


def test_a_character_that_no_font_of_the_figures_has_is_named(run):
    place = "04_plot_heatmaps.ipynb: UserWarning: figure 'evidence': no glyph for"
    assert "U+20000" in find_line(run / "said", place)


def test_every_character_of_the_report_is_in_its_fonts_and_one_that_is_not_is_named(report):
    assert "U+20000" in find_line(
        report / "said of the report", "warning: paper.pdf: no glyph for"
    )
    pdf = PdfReader(report / "results" / "paper.pdf")
    drawn = "".join(page.extract_text() for page in pdf.pages)
    assert "U+20000" in drawn and UNKNOWN not in drawn
    assert set(drawn) - {"\n"} <= list_characters()
    embedded = {
        str(font["/BaseFont"])
        for page in pdf.pages
        for font in (f.get_object() for f in page["/Resources"]["/Font"].values())
    }
    assert all("CommonGroundSans" in name or "DejaVu" in name for name in embedded), embedded


def test_a_warning_in_a_notebook_names_no_folder_and_no_process(run):
    (text,) = {t["stderr"] for stem, t in read_outputs(run) if "stderr" in t and "04" in stem}
    assert re.fullmatch(r"UserWarning: figure 'evidence': no glyph for .+\n", text)


# --- Chinese ---------------------------------------------------------------------------------

LATIN = re.compile(r"[A-Za-z]{2,}")
CODE = re.compile(r"^[a-z0-9]+([.-][a-z0-9]+)+$|^[a-z]\d\d$")
NAMES = ("Krippendorff", "Cohen", "Gwet", "AC1", "AGORA", "FAccT", "ISO", "CC BY", "K =")
WRITTEN = re.compile(r"tiny/(tables|figures|findings)/\w+\.\w+: \d+ (rows|KB|findings)")
DATA = re.compile(r"rater-\d \(model-assisted\)|（sources_folder）|bb-decree|tiny")


def find_foreign(text: str, run: Path) -> bool:
    """Tell whether a text holds Latin words that are no data, code or name."""
    rest = DATA.sub("", WRITTEN.sub("", text))
    for own in sorted(list_own_words(run), key=len, reverse=True):
        rest = rest.replace(own, "")
    for name in NAMES:
        rest = rest.replace(name, "")
    return bool(LATIN.search(rest)) and not CODE.match(text.strip())


def list_own_words(run: Path) -> set[str]:
    """Return what the corpus itself says, whole and in words: nobody translates it."""
    found = {EVIL, FORMULA}
    for row in read_csv(run / "data" / "tiny" / "documents.csv"):
        found |= {row["title"], row["short_title"], row["document_id"]}
    for row in read_csv(run / "data" / "tiny" / "positions.csv"):
        found |= {row["code"], row["meaning"], *row["meaning"].split()}
    return {text for text in found if LATIN.search(text)}


def test_every_label_of_the_figures_is_chinese(run):
    for path in sorted((run / "results" / "tiny" / "figures").glob("*.svg")):
        # matplotlib puts each text into a comment before its outlines
        texts = re.findall(r"<!-- (.*?) -->", path.read_text("utf-8"), re.DOTALL)
        assert texts, f"{path.name} holds no text to check"
        foreign = [t for t in map(html.unescape, texts) if find_foreign(t, run)]
        assert [t for t in foreign if not re.fullmatch(r"rater-\d", t)] == [], path.name


CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def test_notebooks_speak_english_whatever_the_language_of_the_figures(run):
    own = {word for row in read_csv(run / "data" / "tiny" / "documents.csv") for word in
           (row["title"], row["short_title"], row["issuer"])}  # fmt: skip
    foreign: dict[str, set[str]] = {}
    for stem, texts in read_outputs(run):
        pieces = texts.get("stdout", "").splitlines()
        for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", texts.get("text/html", ""), re.S):
            pieces.append(html.unescape(re.sub(r"<[^>]+>", "", cell)))
        for piece in pieces:
            rest = piece
            for word in sorted(own, key=len, reverse=True):
                rest = rest.replace(word, "")
            if CHINESE.search(rest):
                foreign.setdefault(stem, set()).add(piece)
    assert {stem: sorted(found) for stem, found in foreign.items()} == {}


def test_every_heading_and_table_head_of_the_report_is_chinese(report):
    page = (report / "results" / "paper.html").read_text("utf-8")
    body = page[page.index("<body") :]
    pieces = re.findall(r"<(h[1-6]|th|caption|figcaption)\b[^>]*>(.*?)</\1>", body, re.S)
    texts = [" ".join(html.unescape(re.sub(r"<[^>]+>", "", piece)).split()) for _, piece in pieces]
    assert len(texts) > 20
    assert [text for text in texts if find_foreign(text, report)] == []
    assert '<html lang="zh-CN">' in page
