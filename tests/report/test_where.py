"""A printed number leads to the notebook that shows it and the file that holds it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.base.errors import CommonGroundError
from analysis.base.paths import OUTPUT_VARIABLE, ROOT
from report import numbers, where
from report.build import STORED
from report.found import OPEN, Place, find_numerals, mark, read_marks, tell, trace
from runner.notebooks import dump_notebook, from_twin

TOY = """\
# %% [markdown]
# # How many?
#
# *Reads* `documents` · *Writes* `counts`

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/

# %% [markdown]
# ## How many documents?

# %%
found["n_documents"] = len(documents)
show(found)

# %% [markdown]
# ## Check and write

# %%
write_table(counts, corpus, "counts")

# %% [markdown]
# ## Answer

# %%
found |= find_grades(overlap)
print(write_findings(found, corpus, "01_toy"))
print(f"{found['n_documents']} documents")
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a folder with one notebook, and look there."""
    (tmp_path / "01_toy.ipynb").write_bytes(dump_notebook(from_twin(TOY)))
    monkeypatch.setattr(numbers, "NOTEBOOKS", tmp_path)
    numbers.read_cells.cache_clear()
    yield tmp_path
    numbers.read_cells.cache_clear()


@pytest.mark.parametrize(
    ("key", "section"),
    [
        ("n_documents", "How many documents?"),
        ("n_strong", "Answer"),
        ("by_grade.strong", "Answer"),
        ("otherwise[0].concurrence", "Answer"),
    ],
)
def test_a_finding_is_shown_where_the_notebook_writes_it(toy: Path, key: str, section: str) -> None:
    place = Place("published", "findings/01_toy.json", key)
    assert numbers.find_shown(place) == ("notebooks/01_toy.ipynb", section)


def test_another_corpus_is_shown_by_the_notebook_of_its_run(toy: Path) -> None:
    place = Place("recoded", "tables/counts.csv", "US: n")
    shown = ("build/recoded/notebooks/01_toy.ipynb", "Check and write")
    assert numbers.find_shown(place) == shown
    assert numbers.find_shown(Place("", "CITATION.cff", "version")) == ("", "")


def one(text: str, key: str = "n") -> str:
    return mark(text, Place("toy", "findings/01_toy.json", key))


def test_each_number_is_told_with_its_sentence_and_heading(toy: Path) -> None:
    twelve, half, seven = one("12"), one("0\\.50", "k"), one("7")
    text = f"# First {{#sec:first}}\n\nOf **{twelve}** there are {half}. More.\n\n"
    text += f"| what | how many |\n|:--|--:|\n| a \\| b | {seven} |\n\n: Cap {{#tbl:t}}\n"
    listed = numbers.list_numbers(*read_marks(text), "report")
    assert [(n.printed, n.heading, n.sentence, n.is_cell) for n in listed] == [
        ("12", "First", "Of 12 there are 0.50.", False),
        ("0.50", "First", "Of 12 there are 0.50.", False),
        ("7", "First", "table t: a | b, how many", True),
    ]
    assert listed[1].file == "build/toy/findings/01_toy.json"


def test_the_list_reads_back_as_it_was_written(toy: Path, tmp_path: Path) -> None:
    listed = numbers.list_numbers(*read_marks(f'Of "{one("1,643")}", so.'), "README")
    (tmp_path / "numbers.csv").write_bytes(numbers.to_csv(listed))
    assert numbers.read_csv(tmp_path / "numbers.csv") == listed
    page = numbers.to_markdown(listed).decode()
    assert "**1,643**" in page and "`build/toy/findings/01_toy.json`: `n`" in page


def test_a_mark_that_was_cut_is_an_error_and_no_text_can_hold_one() -> None:
    whole = one("12")
    for broken in (whole[:-1], whole[1:], whole[:3], OPEN):
        with pytest.raises(CommonGroundError, match="cut in two"):
            read_marks(broken)
    said = trace(f"an {OPEN} sign", Place("toy", "x", "y"))
    assert OPEN not in said


def test_values_keep_their_places_through_lists_and_keys() -> None:
    found = trace({"by_side": {"US": 2}, "rows": [{"k": 0.5}], "flag": True}, Place("p", "f", ""))
    assert found["by_side"]["US"].place.key == "by_side.US"
    assert found["rows"][0]["k"].place.key == "rows[0].k"
    assert found["flag"] is True
    assert read_marks(f"{found['rows'][0]['k']:.0%}")[0] == "50%"
    assert find_numerals(f"{found['by_side']['US']} of 9") == ["9"]
    assert find_numerals(tell("about 2", found["by_side"]["US"])) == []


@pytest.fixture
def run(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a whole run, which the look-up reads."""
    monkeypatch.setenv(OUTPUT_VARIABLE, str(fresh))
    numbers.read_cells.cache_clear()
    return fresh


def read_section(notebook: Path, section: str) -> str:
    """Return what the cells under a heading of an executed notebook show."""
    heading, shown = "", ""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        named = re.findall(r"^#+ (.*)$", source, re.MULTILINE)
        if cell["cell_type"] == "markdown":
            heading = named[-1] if named else heading
        elif heading == section:
            for output in cell["outputs"]:
                shown += "".join(output.get("text", ""))
                shown += "".join(output.get("data", {}).get("text/plain", ""))
    return shown


def test_the_section_that_a_number_leads_to_shows_it(run: Path) -> None:
    hidden = []
    for number in numbers.read_csv(run / "numbers.csv"):
        if not number.notebook:
            continue
        executed = run / number.corpus / "notebooks" / Path(number.notebook).name
        if not executed.is_file():
            executed = run / "notebooks" / Path(number.notebook).name
        # the row of the finding, the sentence with its number, or the name of the table
        wanted = [number.key.split("[")[0], number.printed, number.file.removeprefix("build/")]
        wanted = wanted[2:] if "/tables/" in number.file else wanted[:2]
        shown = read_section(executed, number.section)
        if not any(re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", shown) for word in wanted):
            hidden.append((number.printed, number.notebook, number.section, number.key))
    assert hidden == []


def test_every_number_of_sentence_and_table_is_listed(run: Path) -> None:
    listed = numbers.read_csv(run / "numbers.csv")
    assert {n.document for n in listed} == {"README", "report"}
    assert sum(n.is_cell for n in listed) > 400
    assert sum(not n.is_cell for n in listed) > 150
    assert all(n.notebook and n.section for n in listed if n.corpus)


def test_a_number_is_found_by_its_value_or_by_a_word(run: Path) -> None:
    lines = where.look_up("24", "")
    assert any("n_common" in line for line in lines)
    assert any(line.startswith("24  README") for line in lines)
    [quotes] = re.findall(r"(\d+) quotes, \d+ codings", (ROOT / "README.md").read_text("utf-8"))
    assert any("(after make paper)" in line for line in where.look_up(quotes, ""))
    narrow = where.look_up("24", "left out")
    assert len(narrow) < len(lines)
    assert any("n_anchored" in line for line in where.look_up("", "hang on a single document"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [(("999", ""), "neither README nor report prints '999'"), (("", ""), "nothing to look for"),
     (("12", "xyzzy"), "'12' with 'xyzzy'")],
)  # fmt: skip
def test_it_says_so_where_nothing_is_found(run: Path, asked: tuple[str, str], said: str) -> None:
    with pytest.raises(CommonGroundError, match=said):
        where.look_up(*asked)


def test_it_says_so_where_nothing_has_been_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OUTPUT_VARIABLE, str(tmp_path))
    with pytest.raises(CommonGroundError, match="make paper"):
        where.look_up("12", "")


@pytest.mark.parametrize("name", STORED)
def test_what_is_kept_of_the_report_is_what_a_fresh_run_makes(run: Path, name: str) -> None:
    kept = (ROOT / "paper" / name).read_bytes()
    made = (run / name).read_bytes()
    # zlib-ng packs the same content into other bytes
    if name == "paper.pdf" and "ng" in zlib.ZLIB_RUNTIME_VERSION:
        kept, made = (inflate(pdf) for pdf in (kept, made))
    assert kept == made, "run make accept"


def inflate(pdf: bytes) -> list[bytes]:
    """Return what the packed streams of a PDF hold, whatever packed them; the last tells places."""
    packed = re.findall(rb"/FlateDecode[^\n]*>>\s*stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return [zlib.decompressobj().decompress(stream) for stream in packed[:-1]]


def test_two_ways_of_packing_hold_the_same() -> None:
    head, tail = b"<</Filter/FlateDecode>>\nstream\n", b"\nendstream\n"
    made = [head + zlib.compress(b"page " * 99, level) + tail + head + tail for level in (1, 9)]
    assert made[0] != made[1] and inflate(made[0]) == inflate(made[1]) == [b"page " * 99]


def test_the_report_that_is_kept_is_small() -> None:
    assert (ROOT / "paper" / "paper.pdf").stat().st_size < 700_000
