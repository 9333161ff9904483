"""The report: its numbers are the tables', its references resolve, its fields are only text."""

from __future__ import annotations

import html
import re
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader

from analysis.base.errors import CommonGroundError
from analysis.base.paths import DATA_VARIABLE, OUTPUT_VARIABLE, ROOT
from analysis.base.words import translate
from analysis.corpus import results as tables
from analysis.corpus.counts import round_half_up
from analysis.figures.page import list_characters
from report.briefs import find_topics, list_rooms, write_brief
from report.build import build_report, read_facts
from report.found import Place, Text, read_marks, trace
from report.markup import escape, fill, make_table
from report.parts import PAPER
from tests.conftest import TINY, read_csv, write_csv

EVIL = "<script>alert(1)</script> #eval(1) `a` {{x}} << y >> @nobody [@x] \\input{z} $m$ :::"
STEPS = ("01", "02", "03", "04", "05")


def run_notebooks(corpus: str, sides: str = '["US", "CN"]', steps: tuple[str, ...] = STEPS) -> None:
    """Run the scripts of the chain here: the report reads what they write."""
    for step in steps:
        script = next((ROOT / "notebooks").glob(f"{step}_*.py")).read_text("utf-8")
        script = script.replace('corpus: str = "published"', f'corpus: str = "{corpus}"')
        script = script.replace('sides: list = ["US", "CN"]', f"sides: list = {sides}")
        script = script.replace("resamples: int = 2000", "resamples: int = 20")
        exec(compile(script, step, "exec"), {})


@pytest.fixture(scope="module")
def published_run(fresh_chain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the report of ``published`` alone, from the tables of the whole run."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(fresh_chain / "published", folder / "out" / "published")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OUTPUT_VARIABLE, str(folder / "out"))
        build_report(["published"], folder / "report", "en")
    return folder


@pytest.fixture
def published(published_run: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the report of ``published``; the run's tables can be read."""
    monkeypatch.setenv(OUTPUT_VARIABLE, str(published_run / "out"))
    return published_run / "report"


@pytest.fixture
def both(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the page of the report of both corpora; the tables of its run can be read."""
    monkeypatch.setenv(OUTPUT_VARIABLE, str(fresh))
    return (fresh / "paper.html").read_text("utf-8")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the report of a made-up corpus whose fields try to be code."""
    folder = tmp_path_factory.mktemp("evil")
    corpus = folder / "data" / "tiny"
    shutil.copytree(TINY, corpus)
    shutil.copy(ROOT / "data" / "taxonomy.csv", folder / "data")
    documents = [row | {"title": f"{EVIL} {n}", "issuer": EVIL, "short_title": f"{EVIL}{n}"[:32]}
                 for n, row in enumerate(read_csv(corpus / "documents.csv"))]  # fmt: skip
    positions = [row | {"meaning": f"=cmd|x {EVIL} ☃\U00020000"}
                 for row in read_csv(corpus / "positions.csv")]  # fmt: skip
    write_csv(corpus / "documents.csv", documents)
    write_csv(corpus / "positions.csv", positions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(folder / "data"))
        patch.setenv(OUTPUT_VARIABLE, str(folder / "out"))
        run_notebooks("tiny", '["AA", "BB"]')
        with pytest.warns(UserWarning, match=r"U\+20000"):
            build_report(["tiny"], folder / "report", "en")
    return folder / "report"


def read_text(page: str) -> str:
    """Return the text of an HTML fragment."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def read_rows(page: str, name: str) -> list[list[str]]:
    """Return the body of one table of the HTML, cell by cell."""
    start = page.index(f'id="tbl:{name}"')
    table = page[start : page.index("</table>", start)]
    rows = re.findall(r"<tr.*?</tr>", table[table.index("<tbody") :], re.S)
    return [[read_text(c) for c in re.findall(r"<td.*?</td>", row, re.S)] for row in rows]


@pytest.fixture
def page(published: Path) -> str:
    return (published / "paper.html").read_text("utf-8")


def test_three_formats_and_the_numbers_are_built_and_nothing_else(published: Path) -> None:
    assert sorted(p.name for p in published.iterdir()) == [
        "briefs", "numbers.csv", "numbers.md", "paper.docx", "paper.html", "paper.pdf", "published",
    ]  # fmt: skip
    assert {p.suffix for p in (published / "briefs").iterdir()} == {".docx", ".md", ".pdf"}
    assert (published / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.ZipFile(published / "paper.docx").testzip() is None
    assert len(PdfReader(published / "paper.pdf").pages) >= 8


def test_a_second_build_has_the_same_bytes(published: Path, tmp_path: Path) -> None:
    for path in build_report(["published"], tmp_path, "en"):
        first = published / path.relative_to(tmp_path)
        assert path.read_bytes() == first.read_bytes(), path.name


def test_a_default_run_bears_no_notice_and_one_with_other_parameters_does(
    published: Path, page: str, tmp_path: Path
) -> None:
    assert 'class="notice"' not in page
    build_report(["published"], tmp_path, "en", {"support": 3, "language": "en"})
    said = "A run with other parameters: support = 3."
    assert said in read_text((tmp_path / "paper.html").read_text("utf-8"))
    assert all(said in p.extract_text() for p in PdfReader(tmp_path / "paper.pdf").pages)
    with zipfile.ZipFile(tmp_path / "paper.docx") as file:
        headers = [n for n in file.namelist() if n.startswith("word/header")]
        assert any(said in file.read(name).decode() for name in headers)


def test_the_date_is_the_release_not_the_clock(published: Path, page: str) -> None:
    released = re.search(r"date-released: .?([\d-]+)", (ROOT / "CITATION.cff").read_text("utf-8"))
    assert released
    assert released[1] in page
    assert released[1].replace("-", "") in str(PdfReader(published / "paper.pdf").metadata)


def test_the_table_of_grades_is_the_table_of_the_run(page: str) -> None:
    rows, overlap = read_rows(page, "grades"), tables.read_table("published", "overlap")
    brought = tables.read_table("published", "evidence_by_side").set_index(["category", "side"])
    assert len(rows) == len(overlap) == 21
    for cells, row in zip(rows, overlap.to_dict("records"), strict=True):
        k = "" if pd.isna(row["concurrence"]) else f"{row['concurrence']:.2f}"
        assert cells[1].endswith(row["grade_published"])
        assert cells[2].endswith(row["grade_by_rule"])
        assert cells[3] == k
        for cell, side in zip(cells[4:6], ("US", "CN"), strict=True):
            own = brought.loc[(row["category"], side)]
            assert cell == f"{own['codings_with_position']:.0f} / {own['documents']:.0f}"


def test_the_counts_are_the_tables_of_the_run(page: str) -> None:
    shown = {cells[0]: cells[1:] for cells in read_rows(page, "counts")}
    for number, name in enumerate(("documents", "quotes", "quotes_per_document")):
        table = "quotes_per_document" if number == 2 else f"{name}_by_entity"
        for row in tables.read_table("published", table).to_dict("records"):
            place = ["US", "CN", "Total"].index(row["side"])
            cell = shown[row["entity_type"]][number].split(" / ")[place]
            assert cell == ("–" if pd.isna(row[name]) else str(round_half_up(row[name])))


def test_the_sentences_hold_the_findings(page: str) -> None:
    text = read_text(page)
    overlap = tables.read_table("published", "overlap")
    grades = overlap["grade_by_rule"].value_counts()
    assert f"overlap strongly on {grades['strong']} of {len(overlap)} categories" in text
    both = overlap[overlap["grade_by_rule"].isin(["strong", "moderate", "weak"])]
    both = both.dropna(subset=["grade_published"])
    same = int((both["grade_by_rule"] == both["grade_published"]).sum())
    assert f"agree on {same} of {len(both)} categories" in text
    checked = tables.read_table("published", "check_against_print")["status"].value_counts()
    assert f"{checked['recomputed, agrees']} come out again" in text
    assert read_rows(page, "print")[-1][1:] == [
        str(checked.get(s, 0))
        for s in ("recomputed, agrees", "recomputed, differs", "transcribed only")
    ]


def test_every_shared_position_is_listed_with_documents_of_both_sides(page: str) -> None:
    text = read_text(page)
    taken = tables.read_table("published", "positions_by_side")
    shared = taken.loc[taken["is_shared"], "position"].nunique()
    assert len(re.findall(r"<td[^>]*><strong>both</strong></td>", page)) == shared
    for meaning in taken["meaning"].unique():
        assert meaning in text


def test_every_link_inside_the_report_has_its_target(page: str) -> None:
    ids = set(re.findall(r'id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= ids
    assert {link[:4] for link in links} >= {"fig:", "tbl:", "sec:", "ref-"}
    assert not re.search(r"@(fig|tbl|sec):|\?\?", page)


def test_the_page_asks_for_nothing_from_outside(page: str) -> None:
    assert not re.search(r'<(script|link|iframe|object|embed)\b|url\(|src="(?!data:)', page)
    assert len(re.findall(r'src="data:image/png', page)) == 5


def test_every_character_of_the_pdf_can_be_drawn(published: Path) -> None:
    text = "".join(p.extract_text() for p in PdfReader(published / "paper.pdf").pages)
    assert set(text) - {"\n"} <= list_characters()


def test_fields_that_look_like_code_come_out_as_text(evil: Path) -> None:
    plain = " ".join(EVIL.split())
    page = (evil / "paper.html").read_text("utf-8")
    assert "<script" not in page
    assert plain in read_text(page)
    assert f"=cmd|x {plain} ☃" in read_text(page)
    with zipfile.ZipFile(evil / "paper.docx") as docx:
        words = read_text(
            re.sub(r"</w:t>.*?<w:t[^>]*>", "", docx.read("word/document.xml").decode())
        )
    assert plain in words
    pdf = " ".join("".join(p.extract_text() for p in PdfReader(evil / "paper.pdf").pages).split())
    assert "#eval(1)" in pdf
    assert "\\input{z}" in pdf
    assert "U+20000" in pdf


def test_a_corpus_without_print_has_no_section_about_it(evil: Path) -> None:
    page = (evil / "paper.html").read_text("utf-8")
    assert "Checked against print" not in page
    assert "The evidence, category by category" in page


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("See @fig:nowhere.", "fig:nowhere"),
        ("See ([@nobody-at-all]).", "nobody-at-all"),
        ("There are << f03.n_nothing >>.", "n_nothing"),
        ("There are << nothing >>.", "nothing"),
        ('<< figure("none", "A figure that was never drawn") >>', "none.png"),
    ],
)
def test_what_does_not_resolve_fails_the_build(
    published: Path, tmp_path: Path, line: str, said: str
) -> None:
    paper, out = tmp_path / "paper", tmp_path / "out"
    shutil.copytree(PAPER, paper)
    with (paper / "parts" / "90_limits.en.md").open("a", encoding="utf-8") as file:
        file.write(f"\n\n{line}\n")
    with pytest.raises(CommonGroundError, match=said):
        build_report(["published"], out, "en", paper=paper)
    assert not list(out.glob("*"))


def test_a_part_is_used_only_where_its_tables_exist(published: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    shutil.copytree(PAPER, paper)
    for number, need in (("60", "table:overlap"), ("61", "table:never_written")):
        text = f"<# needs: {need} #>\n# Extra {number}\n"
        (paper / "parts" / f"{number}_extra.en.md").write_text(text, "utf-8")
    build_report(["published"], tmp_path / "out", "en", paper=paper)
    page = (tmp_path / "out" / "paper.html").read_text("utf-8")
    assert "Extra 60" in page
    assert "Extra 61" not in page


def test_every_document_read_again_is_listed_with_its_counts(both: str) -> None:
    documents = tables.read_table("recoded", "documents")
    codings = tables.read_table("recoded", "codings").query("coder == 'settled'")
    rows = read_rows(both, "read")
    assert len(rows) == len(documents)
    numbers = [[int(cell.replace(",", "")) for cell in row[4:]] for row in rows]
    assert sum(n[1] for n in numbers) == codings["quote_id"].nunique()
    assert sum(n[2] for n in numbers) == len(codings)
    totals = read_rows(both, "recoded-counts")[-1]
    assert totals[1].endswith(f"/ {len(documents)}")
    assert totals[4].endswith(f"/ {len(codings)}")
    text = read_text(both)
    for row in read_csv(ROOT / "data" / "recoded" / "documents.csv"):
        if row["decision"] != "in":
            assert (row.get("short_title") or row["title"]) in text


def test_the_ledger_lists_every_common_understanding_of_the_documents(both: str) -> None:
    ledger = tables.read_table("recoded", "understandings").query("status == 'common'")
    rows = read_rows(both, "common")
    shown = [tuple(int(cell.partition(":")[0]) for cell in row[1:3]) for row in rows]
    sure = ledger.pivot(index="position", columns="side", values="documents_sure")
    assert sorted(shown) == sorted(zip(sure["US"], sure["CN"], strict=True))
    firm = ledger.drop_duplicates("position")["firmness"] > 2
    assert f"{firm.sum()} of them stay common" in read_text(both)
    assert 'id="fig:common_ground"' in both


def test_the_agreement_of_coders_is_shown_as_measured(both: str) -> None:
    measured = tables.read_table("recoded", "agreement")
    whole = measured[(measured["what"] == "span") & (measured["coefficient"] == "F1")]
    row = whole[whole["category"].isna()].iloc[0]
    assert read_rows(both, "agreement")[0][1:] == [
        f"{row['value']:.2f}", f"{row['low']:.2f} – {row['high']:.2f}", f"{row['n']:,}"
    ]  # fmt: skip
    assert "self-consistency and not human reliability" in read_text(both)


def test_the_corpora_are_compared_as_the_run_did(both: str) -> None:
    text = read_text(both)
    pairs = tables.read_table("comparison", "comparison_pairs").query("n > 0")
    shown = [[int(cell) for cell in row[2:4]] for row in read_rows(both, "pairs")]
    assert shown == pairs[["n", "same"]].to_numpy().tolist()
    table = tables.read_table("comparison", "comparison_understandings").query("in_study")
    for cells, row in zip(read_rows(both, "named"), table.to_dict("records"), strict=True):
        assert cells[2:] == [
            f"{row[f'status_{c}']} ({row[f'firmness_{c}']})"
            for c in ("published", "recoded")
        ]
    told = (table["status_recoded"] == "common").sum()
    assert f"In the documents {told} of them are common" in text


def test_every_topic_with_a_room_has_a_brief_of_one_page(both: str, fresh: Path) -> None:
    topics = tables.read_table("recoded", "topics")
    rooms = set(topics.loc[topics["track"] != "set aside", "topic"])
    for ending in ("pdf", "docx"):
        assert {path.stem for path in (fresh / "briefs").glob(f"*.{ending}")} == rooms
    for path in (fresh / "briefs").glob("*.pdf"):
        [page] = PdfReader(path).pages
        assert "What both sides already say" in page.extract_text()
    # and all of them in the appendix
    assert both.count("<h3") >= 6 * len(rooms)
    day = tables.read_table("recoded", "bounds")["in_force_on"][0]
    assert read_text(both).count(f"† not in force on {day}") == len(rooms)


def test_a_brief_speaks_the_language_of_its_report(fresh: Path, monkeypatch) -> None:
    monkeypatch.setenv(OUTPUT_VARIABLE, str(fresh))
    found = find_topics(["published", "recoded"], "zh")
    assert found is not None
    text, _ = read_marks(write_brief(found, list_rooms(found)[0], read_facts()))
    body = text.partition("\n---\n")[2]
    for key in ("common", "different", "people", "terms", "ask", "firm"):
        assert translate(f"brief.{key}", "zh") in body
        assert translate(f"brief.{key}", "en") not in body


def test_what_lies_outside_the_taxonomy_is_listed_by_side(both: str) -> None:
    outside = tables.read_table("recoded", "residual_by_theme").query("theme != 'Total'")
    rows = read_rows(both, "themes")
    for column, side in ((1, "US"), (4, "CN")):
        own = outside[outside["side"] == side]["passages"].head(8)
        assert [int(row[column]) for row in rows if row[column]] == list(own)


def test_a_report_of_one_corpus_has_no_comparison(both: str, tmp_path: Path) -> None:
    build_report(["recoded"], tmp_path, "zh")
    page = (tmp_path / "paper.html").read_text("utf-8")
    assert 'id="tbl:read"' in page
    assert 'id="tbl:pairs"' not in page
    assert page.count("<figure") < both.count("<figure")


def test_every_theme_has_a_chinese_name() -> None:
    themes = {row["theme"] for row in read_csv(ROOT / "data" / "recoded" / "residual_themes.csv")}
    named = {row["word"] for row in read_csv(PAPER / "words.zh.csv") if row["kind"] == "theme"}
    assert themes == named


def test_both_languages_have_the_same_parts() -> None:
    names = {
        language: {p.name.removesuffix(f".{language}.md") for p in PAPER.rglob(f"*.{language}.md")}
        for language in ("en", "zh")
    }
    assert names["en"] == names["zh"]


def test_the_chinese_report_is_built_from_the_same_numbers(
    published: Path, tmp_path: Path, page: str
) -> None:
    build_report(["published"], tmp_path, "zh")
    chinese = (tmp_path / "paper.html").read_text("utf-8")
    assert '<html lang="zh-CN">' in chinese
    assert [row[3:6] for row in read_rows(chinese, "grades")] == [
        row[3:6] for row in read_rows(page, "grades")
    ]


def test_an_unknown_language_or_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommonGroundError, match="unknown language"):
        build_report(["published"], tmp_path, "fr")
    with pytest.raises(CommonGroundError, match="no corpus"):
        build_report([], tmp_path, "en")


def test_a_cell_keeps_to_its_cell() -> None:
    table = make_table(["a", "b"], [["x | y\n\n# z", "\u202eright"]], [1, 1])
    assert table.splitlines()[3] == r"| x \| y \# z | right |"


def test_a_missing_number_is_an_error_not_a_blank() -> None:
    for missing in (float("nan"), None):
        with pytest.raises(CommonGroundError, match="missing"):
            fill(missing)
    assert escape(escape("a*b")) == r"a\*b"


@pytest.mark.parametrize("value", [7, 0.5, "7 of 9", f"{len('abc')}"])
def test_a_number_that_no_notebook_wrote_is_refused(value: object) -> None:
    with pytest.raises(CommonGroundError, match="no notebook wrote it"):
        fill(value)
    with pytest.raises(CommonGroundError, match="no notebook wrote it"):
        make_table(["a"], [[value]], [1])


@pytest.mark.parametrize("compute", [lambda n: n + 1, lambda n: n / 3, lambda n: -n])
def test_a_number_that_was_computed_on_the_way_is_refused(compute) -> None:
    known = trace(12, Place("toy", "findings/01_toy.json", "n"))
    assert fill(known).count("12") == 1
    assert fill(Text("12 documents")) == "12 documents"
    with pytest.raises(CommonGroundError, match="no notebook wrote it"):
        fill(compute(known))


@pytest.mark.parametrize("column", ["name_zh", "meaning_zh"])
def test_every_understanding_has_a_chinese_name_and_meaning(column: str) -> None:
    rows = read_csv(ROOT / "data" / "codebook" / "positions.csv")
    assert [row["code"] for row in rows if not row[column].strip()] == []


def test_the_sentences_that_are_true_of_ours_stand_in_ours(fresh):
    page = (fresh / "paper.html").read_text(encoding="utf-8")
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    for sentence in ("language models", "Text, data and figures", "restated in our own words"):
        assert sentence in text
