"""Every number that the report prints was written by a notebook; nothing is computed on the way.

Each check is proved by breaking a copy of what it checks.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from analysis.base.paths import OUTPUT_VARIABLE, ROOT
from analysis.base.words import translate
from report import answer, briefs, compare, dialogue, reading, tables
from report.build import read_facts
from report.found import Place, Printed
from report.markup import Markdown
from report.parts import PAPER, Filled, _make_environment, render_report
from tests.claims import printed as claims

MODULES = (tables, answer, dialogue, reading, compare, briefs)
FUNCTIONS = {name for module in MODULES for name in module.FUNCTIONS} | {
    "figure", "cite", "has_table", "side_name", "value",
}  # fmt: skip
ENVIRONMENT = _make_environment(PAPER)
TEMPLATES = sorted(path for ending in ("en", "zh") for path in PAPER.rglob(f"*.{ending}.md"))
CORPORA = ["published", "recoded"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_a_template_only_prints_and_chooses(path: Path) -> None:
    source = path.read_text("utf-8")
    assert claims.find_computing(source, ENVIRONMENT, FUNCTIONS) == []
    assert claims.find_typed(source, ENVIRONMENT) == []


@pytest.mark.parametrize(
    "line",
    [
        "<< f03.n_strong + 1 >>",
        "<< 21 - f03.n_strong >>",
        "<< f03.strong|length >>",
        "<< f03.share|round >>",
        '<< "%d"|format(f03.n_strong) >>',
        "<% if f03.n_strong > 2 %>many<% endif %>",
        '<% if f03.grade == "strong" %>many<% endif %>',
        '<% if "x" in f03.strong %>many<% endif %>',
        "<% if f03.n_strong is even %>many<% endif %>",
        "<< f03.strong[0] >>",
        "<< f03.strong[:5] >>",
        '<< f03.strong.count("x") >>',
        "<< f03.strong.__len__() >>",
        "<< range(7) >>",
        "<< f03.a ~ f03.b >>",
        '<< figure("overlap", "Of " ~ f03.n_strong) >>',
        "<< f03.n_strong if f03.flag else f03.n_weak >>",
        "<% for x in f03.strong %><< loop.index >><% endfor %>",
        "<% for x in f03.strong if x %><< x >><% endfor %>",
        "<% set n = 7 %>",
        "<< f03.n_strong // 1 >>",
        "<< -f03.n_strong >>",
        "<< list_topics(*f08.robust) >>",
        "<% macro m() %>x<% endmacro %>",
    ],
)
def test_a_template_that_computes_is_found(line: str) -> None:
    assert claims.find_computing(line, ENVIRONMENT, FUNCTIONS)


@pytest.mark.parametrize(
    "line",
    ["On 7 categories.", '<< figure("overlap", "Of 7 categories") >>', '<< value("x", "7") >>'],
)
def test_a_typed_number_is_found(line: str) -> None:
    assert claims.find_typed(line, ENVIRONMENT)


CODE = sorted(path for path in (ROOT / "report").glob("*.py"))
ELSEWHERE = {
    "build.py": "moves files",
    "press.py": "calls pandoc and Typst",
    "docx.py": "rewrites the styles of a document",
    "pack.py": "rewrites the bytes of a document",
    "numbers.py": "looks for places in the finished text",
    "where.py": "answers in the terminal",
    "readme.py": "fills the README, whose numbers have a test of their own",
    "dictionary.py": "describes the data that goes in",
    "sheets.py": "hands the tables over as they are",
    "workbook.py": "writes them into a workbook, each cell as it is",
    "__init__.py": "holds no code",
}
"""Modules that put no number into the report, and what they do instead."""
ALLOWED = {
    "parts.py": {
        "_fit: Div": "the share of a page that a figure takes",
        "_fit: Mult": "the share of a page that a figure takes",
        "_fit: min": "the share of a page that a figure takes",
        "fits: comparison": "one set within another",
    },
    "markup.py": {
        "make_table: Mult": "the width of a column",
        "find_missing: Sub": "a difference of two sets of characters",
    },
    "results.py": {
        "<module>: import pandas": "reads the tables",
        "_trace_row: .isna": "tells a missing value",
        "<module>: import analysis.corpus.evidence.label_documents": "the name of a document",
        "source: Div": "a folder",
    },
    "tables.py": {
        "<module>: import analysis.corpus.counts.round_half_up": "prints a ratio as the study does",
    },
    "references.py": {},
    "briefs.py": {
        "write_briefs: Div": "a folder",
        "_ask: min": "the side with the fewest documents is asked first; the number is not printed",
    },
    "found.py": {
        "read_marks: len": "the place of a mark in the text",
    },
}
"""What computes in a module that prints, and why it is no number of the report."""


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.name)
def test_the_report_only_chooses_orders_and_formats(path: Path) -> None:
    if path.name in ELSEWHERE:
        return
    found = set(claims.find_computing_code(path.read_text("utf-8")))
    assert found == set(ALLOWED.get(path.name, {})), "compute it in analysis/findings"


@pytest.mark.parametrize(
    "line",
    [
        "n = len(rows)",
        "n = sum(1 for row in rows)",
        "n = a - b",
        "n = a / b",
        "n *= 2",
        "if a > b: pass",
        "n = table.groupby('x').size()",
        "n = table['x'].nunique()",
        "import pandas as pd",
        "from collections import Counter",
        "from analysis.findings.grades import find_grades",
        "from analysis.overlap.measure import measure_overlap",
        "m = max(values)",
    ],
)
def test_code_that_computes_is_found(line: str) -> None:
    assert claims.find_computing_code(line)


@pytest.fixture(params=["en", "zh"])
def filled(request: pytest.FixtureRequest, fresh: Path, monkeypatch: pytest.MonkeyPatch) -> Filled:
    """Return the report of a whole run, filled, in one language."""
    monkeypatch.setenv(OUTPUT_VARIABLE, str(fresh))
    return render_report(CORPORA, request.param, read_facts())


def find_unknown(filled: Filled, language: str) -> list[str]:
    words = [claims.list_words(language, ROOT / "data", ROOT), *map(str, read_facts().values())]
    words += [translate("report.tbl", language, n=n) for n in range(1, 8)]  # the study has seven
    return claims.find_unknown(filled.text, filled.printed, "\n".join(words))


def test_every_printed_number_was_written_by_a_notebook_or_stands_in_a_text(
    filled: Filled, request: pytest.FixtureRequest
) -> None:
    assert len(filled.printed) > 500
    assert find_unknown(filled, request.node.callspec.params["filled"]) == []


@pytest.mark.parametrize("said", ["- 10 categories differ", "- differ: (10)", "- of 17, 9 differ"])
def test_a_number_that_slips_into_a_list_is_found(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv(OUTPUT_VARIABLE, str(fresh))
    monkeypatch.setitem(tables.FUNCTIONS, "list_otherwise", lambda _: Markdown(said))
    assert find_unknown(render_report(CORPORA, "en", read_facts()), "en")


def read_value(fresh: Path, place: Place) -> list[object]:
    """Return what a run wrote at a place; several rows of a table may have the same title."""
    if not place.corpus:
        return [str(value) for value in read_facts().values()]
    path = fresh / place.corpus / place.file
    if path.suffix == ".json":
        value = json.loads(path.read_text("utf-8"))
        for part in re.findall(r"[^.\[\]]+", place.key):
            value = value[int(part)] if isinstance(value, list) else value[part]
        return [value]
    title, _, column = place.key.rpartition(": ")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if _has_title(row, title)]
    return [row[column] for row in rows]


def _has_title(row: dict[str, str], title: str) -> bool:
    """Tell whether the texts of a row begin with a title, whatever stands between them."""
    return all(word in " ".join(row.values()) for word in title.split(" ", 2))


FORMS = ("{:d}", "{:,d}", "{:.3f}", "{:.2f}", "{:.1f}", "{:.0f}", "{:.0%}", "{:.1%}")


def print_value(value: object) -> set[str]:
    """Return every way in which the report may print a value."""
    if isinstance(value, list):
        return {"*"}
    try:
        number = float(str(value))
    except ValueError:
        return {str(value)}
    whole = int(number) if number == int(number) else number
    forms = {form.format(whole) for form in FORMS if "d" not in form or whole == int(whole)}
    return forms | {str(int(number + 0.5)), str(value)}


def test_what_is_printed_is_the_value_at_its_place(filled: Filled, fresh: Path) -> None:
    wrong = []
    for one in filled.printed:
        said = filled.text[one.start : one.end].replace("\\", "")
        forms = set().union(*map(print_value, read_value(fresh, one.place)))
        if said not in forms and "*" not in forms:
            wrong.append((said, one.place, forms))
    assert wrong == []


def test_a_place_that_holds_another_value_is_found(fresh: Path) -> None:
    one = Printed(Place("published", "findings/03_grade_overlap.json", "n_weak"), 0, 2)
    value = read_value(fresh, one.place)
    assert str(value[0]) in print_value(value[0])
    assert str(value[0] + 1) not in print_value(value[0])
