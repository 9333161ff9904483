"""Every number that the report or the README prints: the sentence, and where a run wrote it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from itertools import groupby
from pathlib import Path

from analysis.base.paths import ROOT
from report import readme
from report.found import Place, Printed, read_marks
from report.results import Results
from runner.chain import ACROSS

NOTEBOOKS = ROOT / "notebooks"
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LABEL = re.compile(r"\{[#.][^}]*\}")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z*])|(?<=[。！？；])")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_PIPE = re.compile(r"(?<!\\)\|")
_TABLE = re.compile(r"^: .*\{#tbl:([\w-]+)\}", re.MULTILINE)


@dataclass(frozen=True)
class Number:
    """One printed value.

    Attributes
    ----------
    printed
        As it is printed.
    document, heading, sentence
        Where: README or report, under which heading, in which sentence or cell of which table.
    corpus
        The corpus that it is about.
    notebook, section
        Whose output shows it, under which heading.
    file, key
        The file of the run that holds it, and its key there, or row and column.
    is_cell
        It stands in a table and not in a sentence.
    """

    printed: str
    document: str
    heading: str
    sentence: str
    corpus: str
    notebook: str
    section: str
    file: str
    key: str
    is_cell: bool = False


def list_numbers(
    text: str, printed: Iterable[Printed], document: str, heading: str = ""
) -> list[Number]:
    """Return every printed value of a Markdown text, from the first to the last.

    Parameters
    ----------
    heading
        What to call the part above the first heading.
    """
    found = []
    heads = [(h.start(), plain(h[1])) for h in _HEADING.finditer(text)]
    for one in printed:
        start = text.rfind("\n", 0, one.start) + 1
        stop = text.find("\n", one.end)
        line = text[start : stop if stop >= 0 else None]
        is_cell = line.startswith("|")
        tell = _tell_cell if is_cell else _tell_sentence
        said = tell(text, start, line, one.start - start)
        notebook, section = find_shown(one.place)
        title = _find_heading(heads, start) or heading
        found.append(Number(
            plain(text[one.start : one.end]), document, title, said,
            one.place.corpus, notebook, section, _name_file(one.place), one.place.key, is_cell,
        ))  # fmt: skip
    return found


def list_readme() -> list[Number]:
    """Return every printed value of the README; none where a run lacks what it speaks of."""
    places = {number.place: number for number in readme.NUMBERS + readme.RECODED}
    found: readme.Findings = {}
    for place, number in places.items():
        results, step = Results(number.corpus, "en"), number.step[:2]
        if not results.has_findings(step):
            return []
        found[place] = results.find(step)
    texts = (readme.write_finding(found), readme.write_again(found))
    return [number for text in texts for number in list_numbers(*read_marks(text), "README")]


def plain(text: str) -> str:
    """Return Markdown as it is read.

    >>> plain("**K** is 0\\\\.50 {#sec:k}")
    'K is 0.50'
    """
    return _ESCAPED.sub(r"\1", _LABEL.sub("", text.replace("**", ""))).strip().removeprefix("- ")


def _find_heading(heads: list[tuple[int, str]], start: int) -> str:
    return next((title for place, title in reversed(heads) if place < start), "")


def _tell_sentence(_: str, __: int, line: str, offset: int) -> str:
    begins = [0, *(found.end() for found in _END.finditer(line, 0, offset))]
    rest = _END.search(line, offset)
    return plain(line[begins[-1] : rest.start() if rest else None])


def _tell_cell(text: str, start: int, line: str, offset: int) -> str:
    """Return the name of a table, the first cell of the row, and the head of the column."""
    top = text.rfind("\n\n", 0, start) + 2
    head, first = _split(text[top : text.find("\n", top)]), _split(line)[0]
    column = head[len(_PIPE.findall(line[:offset])) - 1]
    name = _TABLE.search(text, start)
    ends = text.find("\n\n", start)
    title = f"table {name[1]}" if name and name.start() <= ends + 2 else "table of positions"
    return f"{title}: {first}, {column}"


def _split(row: str) -> list[str]:
    return [plain(cell) for cell in _PIPE.split(row)[1:-1]]


def _name_file(place: Place) -> str:
    return f"build/{place.corpus}/{place.file}" if place.corpus else place.file


def find_shown(place: Place) -> tuple[str, str]:
    """Return the notebook whose output shows a value, and the heading above that output.

    The convention: the first cell that writes or prints ``found["key"]``, else the one that calls
    ``write_findings``; of a table, the last cell that names it. The stored outputs of a notebook
    are those of its default corpus; those of another are made by a run.
    """
    kind, _, file = place.file.partition("/")
    stem = Path(file).stem
    if kind == "findings":
        return _show(place.corpus, stem), find_section(stem, re.split(r"[.\[]", place.key)[0])
    for notebook in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")) if kind == "tables" else []:
        cells = read_cells(notebook.stem)
        written = cells[0][1].partition("*Writes*")[2]
        if f"`{stem}`" in written:
            named = [head for head, code in cells if f'"{stem}"' in code]
            return _show(place.corpus, notebook.stem), named[-1] if named else ""
    return "", ""


def find_section(notebook: str, key: str) -> str:
    """Return the heading above the cell that writes or prints a finding."""
    cells = read_cells(notebook)
    named = re.compile(rf"\bfound\[[\"']{re.escape(key)}[\"']\]")
    first = (head for head, code in cells if named.search(code))
    last = (head for head, code in reversed(cells) if "write_findings(" in code)
    return next(first, next(last, ""))


@cache
def read_cells(notebook: str) -> list[tuple[str, str]]:
    """Return the code cells of a notebook, each with the last heading above it.

    The first is the text cell that says what the notebook reads and writes.
    """
    path = NOTEBOOKS / f"{notebook}.ipynb"
    cells: list[tuple[str, str]] = []
    heading = ""
    for cell in json.loads(path.read_text("utf-8"))["cells"] if path.is_file() else []:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            named = re.findall(r"^#+ (.*)$", source, re.MULTILINE)
            heading = named[-1] if named else heading
        if cell["cell_type"] == "code" or not cells:
            cells.append((heading, source))
    return cells


def _show(corpus: str, notebook: str) -> str:
    """Return the path of the executed notebook that shows a corpus."""
    code = "\n".join(code for _, code in read_cells(notebook))
    default = re.search(r'^corpus: str = "(\w+)"', code, re.MULTILINE)
    if corpus == ACROSS or (default and default[1] == corpus):
        return f"notebooks/{notebook}.ipynb"
    return f"build/{corpus}/notebooks/{notebook}.ipynb"


def to_csv(numbers: Iterable[Number]) -> bytes:
    """Return the list as the bytes of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.name for field in fields(Number))
    writer.writerows(astuple(number) for number in numbers)
    return out.getvalue().encode()


def read_csv(path: Path) -> list[Number]:
    """Read what ``to_csv`` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Number(**row | {"is_cell": row["is_cell"] == "True"}) for row in rows]


INTRODUCTION = """\
# Where every number comes from

*Made by every run; `make where NUMBER=12` looks a number up, `make where WORD=thin` a word.*

Every sentence of the README and the report that prints a number, and for each number the \
notebook that shows it and the file of the run that holds it. Notebooks under `build/` exist \
after `make paper`. Tables follow at the end, one row a table; each of their cells is in \
`build/numbers.csv`.
"""


def to_markdown(numbers: Sequence[Number]) -> bytes:
    """Return the list as a page: the numbers of each sentence, then a row a table."""
    lines = [INTRODUCTION]
    cells = [number for number in numbers if number.is_cell]
    prose = [number for number in numbers if not number.is_cell]
    for title, part in groupby(prose, key=lambda number: (number.document, number.heading)):
        lines.append("\n## " + ": ".join(filter(None, title)))
        for sentence, own in groupby(part, key=lambda number: number.sentence):
            lines += [f"\n> {sentence}\n", *map(_item, own)]
    lines += ["\n## Tables\n", "| table | corpus | shown by | held by |", "|---|---|---|---|"]
    lines += dict.fromkeys(
        f"| {n.sentence.partition(':')[0]} | {n.corpus} | {_shown(n)} | `{n.file}` |" for n in cells
    )
    return ("\n".join(lines) + "\n").encode()


def _item(number: Number) -> str:
    shown = f" {_shown(number)};" if number.notebook else ""
    return f"- **{number.printed}**{shown} `{number.file}`: `{number.key}`"


def _shown(number: Number) -> str:
    name = Path(number.notebook).stem
    is_stored = number.notebook.startswith("notebooks/")
    link = f"[{name}](../{number.notebook})" if is_stored else f"`{number.notebook}`"
    return f"{link}, *{number.section}*"
