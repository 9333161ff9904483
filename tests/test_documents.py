"""What people read first: README, data dictionary, data files, environment."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter

import pytest

from analysis.base.paths import ROOT, list_corpora
from analysis.corpus.tables import CORPUS_TABLES, DOCUMENTS, GRADES
from analysis.readers.folder import load_corpus
from report.dictionary import make_dictionary
from report.readme import NUMBERS, RECODED, fill
from tests.conftest import read_csv

README = (ROOT / "README.md").read_text(encoding="utf-8")
STUDY = ROOT.parent / "shared" / "seeds" / "002_c660e768db2c7a23.txt"
SOURCES = ROOT.parent / "shared" / "sources"


def read_fresh(folder):
    paths = sorted(folder.glob("*/findings/*.json"))
    return {
        f"{path.parts[-3]}/{path.stem}": json.loads(path.read_text(encoding="utf-8"))
        for path in paths
    }


def test_a_newcomer_reads_question_finding_figure_and_commands_first():
    first = README[: README.index("make test-slow")]
    assert len(first.splitlines()) <= 25
    assert "?**" in first and "common_ground.png" in first
    assert "make paper" in first and "make test" in first and "paper/paper.pdf" in first
    assert re.search(r"\*\*\d+\*\*", first), "the finding holds a number"


def test_the_readme_goes_from_the_finding_to_the_licence():
    order = ["findings:start", "## Get it", "On Windows", "## What you", "## Where things",
             "## Change", "## How overlap", "## Caveats", "## Cite"]  # fmt: skip
    places = [README.index(heading) for heading in order]
    assert places == sorted(places)
    assert README.count("| `build/") == 1, "no table of numbers: make where has them"


def test_the_numbers_of_the_readme_are_those_of_a_fresh_run(fresh):
    assert fill(README, read_fresh(fresh)) == README, "run make accept"


def test_every_number_leads_to_a_section_that_exists():
    for number in (*NUMBERS, *RECODED):
        notebook = (ROOT / "notebooks" / f"{number.step}.ipynb").read_text(encoding="utf-8")
        assert f"## {number.section}" in notebook


OURS = [p for p in ROOT.rglob("*.md") if not re.match(r"(\.|build/|data/sources/|paper/parts/)",
                                                      p.relative_to(ROOT).as_posix())]  # fmt: skip
"""Pages for people: not the templates of the report, nor what a tool or a run brought."""
LINK = re.compile(r"\]\(<?(?![a-z]+:|#)([^)#>]+)")


@pytest.mark.parametrize("page", OURS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        place = (page.parent / target).resolve()
        # a capital letter matters where the visitor's disk is not ours
        held = {p.name for p in place.parent.iterdir()} if place.parent.is_dir() else set()
        assert place.name in held, target


def list_targets() -> set[str]:
    """Return what ``make`` lists as its commands."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):[^#\n]*## ", makefile, re.MULTILINE))


def list_commands(text: str) -> set[str]:
    """Return the commands of make that a page names in code."""
    code = re.findall(r"```\n(.*?)```|`([^`\n]+)`", text, re.DOTALL)
    return {found for pair in code for part in pair for found in re.findall(
        r"^make ([a-z-]+)", part, re.MULTILINE)}  # fmt: skip


@pytest.mark.parametrize("page", OURS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_command_is_one_that_make_lists(page):
    assert list_commands(page.read_text(encoding="utf-8")) <= list_targets()


def test_every_command_that_make_lists_is_explained():
    told = list_commands(README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert list_targets() - told == {"help"}


def test_the_commands_of_the_readme_name_parameters_that_exist():
    names = set(re.findall(r"([a-z_]+)=", " ".join(re.findall(r"SET='([^']*)'", README))))
    names |= {"show_passages"}
    declared = "".join(p.read_text("utf-8") for p in sorted((ROOT / "notebooks").glob("*.py")))
    assert names and all(re.search(rf"^{name}: ", declared, re.MULTILINE) for name in names)


def test_the_map_of_folders_names_every_folder_and_every_room():
    told = README[README.index("## Where things are") : README.index("## Change something")]
    for path in ROOT.iterdir():
        if path.is_dir() and path.name[0] != "." and path.name != "__pycache__":
            assert f"{path.name}/" in told, path.name
    for path in (ROOT / "analysis").iterdir():
        if (path / "__init__.py").is_file():
            assert f"`{path.name}`" in told, path.name


def test_every_thing_to_add_has_one_place_that_exists():
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (an? [^|]+|the [^|]+|how [^|]+|what [^|]+) \| ([^|]+) \|", page, re.M)
    assert len(rows) == len({what for what, _ in rows}) > 15
    for what, where in rows:
        [place, *_] = re.findall(r"`([^`]*[/.][^`]*)`", where)
        place = place.replace("<corpus>", "recoded").replace("<name>/", "")
        assert (ROOT / place).exists(), f"{what}: {place}"


def test_every_committed_figure_is_shown_or_linked():
    pictures = [p.relative_to(ROOT).as_posix() for p in sorted((ROOT / "figures").glob("*/*.png"))]
    assert pictures
    shown = README.replace("(figures/recoded)", " ".join(p for p in pictures if "recoded/" in p))
    assert [p for p in pictures if p not in shown] == []


def test_the_data_dictionary_is_the_schema():
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert text == make_dictionary(), "run make accept"


@pytest.mark.parametrize("corpus", list_corpora())
def test_every_shipped_corpus_is_whole_and_every_file_has_its_provenance(corpus):
    load_corpus(corpus)
    folder = ROOT / "data" / corpus
    named = {row["file"] for row in read_csv(folder / "provenance.csv")}
    held = {p.name for p in folder.iterdir() if p.is_file()} - {"provenance.csv"}
    assert held == named


def published(name):
    return read_csv(ROOT / "data" / "published" / f"{name}.csv")


def test_documents_count_up_to_table_1():
    counted = Counter((r["country"], r["entity_type"]) for r in published("documents"))
    printed = {
        (r["country"], r["entity_type"]): int(r["value"])
        for r in published("printed")
        if r["where"] == "Table 1" and "Total" not in (r["country"], r["entity_type"])
    }
    assert counted == printed
    assert sum(r["is_placeholder"] == "true" for r in published("documents")) == 14


def test_quotes_add_up_to_the_printed_totals():
    rows = [r for r in published("printed") if r["where"] == "Table 2"]
    total = {r["printed_id"]: int(r["value"]) for r in rows}
    quotes = published("quotes")
    assert sum(int(r["quotes"]) for r in quotes) == total["t2-total-total"] == 430
    for side in ("US", "CN"):
        own = sum(int(r["quotes"]) for r in quotes if r["country"] == side)
        assert own == total[f"t2-{side.lower()}-total"]


def test_every_category_is_graded_once_and_six_without_evidence():
    grades = published("grades")
    assert len({r["category"] for r in grades}) == len(grades) == 21
    assert {r["grade"] for r in grades} == set(GRADES)
    unseen = [r for r in grades if r["has_evidence"] == "false"]
    assert len(unseen) == 6 and {r["grade"] for r in unseen} == {"weak"}


def test_paragraphs_count_the_codings_they_hold():
    held = Counter(r["paragraph"] for r in published("codings") if r["coder"] == "settled")
    for row in published("paragraphs"):
        assert held.pop(row["paragraph"], 0) == int(row["codings"]), row["paragraph"]
        assert int(row["codings"]) or row["note"], "a paragraph without codings says why"
    assert not held


def test_every_paragraph_of_sections_4_and_5_is_listed():
    if not STUDY.is_file():
        pytest.skip("the text of the study (../shared/seeds) is not here to compare with")
    lines = [line.strip() for line in STUDY.read_text(encoding="utf-8").splitlines()]
    body = lines[lines.index("4 Risks") : lines.index("6 Recommendations")]
    is_text = [len(line) > 60 and "\t" not in line and line[:6] != "Table " for line in body]
    paragraphs = [line for line, is_kept in zip(body, is_text, strict=True) if is_kept]
    hashes = [hashlib.sha256(line[:40].encode()).hexdigest() for line in paragraphs]
    listed = [r["first_words_sha256"] for r in published("paragraphs")]
    assert set(listed) <= set(hashes)
    for before, line, found in zip([".", *paragraphs], paragraphs, hashes, strict=False):
        # what is not listed continues a paragraph that a page break or a table has cut
        assert found in listed or before[-1] not in ".!?", line[:40]


def test_gists_are_short_and_in_our_own_words():
    gists = {r["gist"] for r in published("codings")}
    assert max(len(gist.split()) for gist in gists) <= 40
    if not STUDY.is_file():
        pytest.skip("the text of the study (../shared/seeds) is not here to compare with")
    words = re.findall(r"\w+", STUDY.read_text(encoding="utf-8").lower())
    runs = {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
    for gist in gists:
        own = re.findall(r"\w+", gist.lower())
        shared = [own[i : i + 8] for i in range(len(own) - 7) if tuple(own[i : i + 8]) in runs]
        assert shared == [], gist


def test_the_order_does_not_speak_of_software_bills_of_materials():
    if not SOURCES.is_dir():
        pytest.skip("the source texts (../shared/sources) are not here to search")
    order = " ".join((SOURCES / "us-eo-14110.en.txt").read_text(encoding="utf-8").split()).lower()
    assert "bills of materials" not in order and "bill of materials" not in order
    listed = " ".join(r["what"] for r in published("discrepancies"))
    assert "bills of materials" in listed


def test_the_lock_file_names_the_public_index_only():
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([^/\"]+)", lock))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


def test_conda_and_binder_get_the_versions_of_the_lock():
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"', lock))
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        name, version = re.match(r"([\w.-]+)==([^ ;]+)", line).groups()
        assert (name, version) in locked, line


def test_the_dictionary_knows_every_column_of_the_schema():
    text = make_dictionary()
    for table in (*CORPUS_TABLES.values(), DOCUMENTS):
        assert all(f"`{column}`" in text for column in table.columns)


def test_no_tracked_file_names_a_place_of_one_machine():
    places = re.compile(r"(?<![\w.])/(work|root|home|tmp)/")
    suffixes = {".md", ".csv", ".ipynb", ".py", ".toml", ".yml", ".cff", ".txt", ".typ", ".lua"}
    folders = ("analysis", "runner", "report", "bench", "notebooks", "data", "figures", "paper")
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in suffixes and "sources" not in path.parts:
                assert not places.search(path.read_text(encoding="utf-8")), path
