"""The text of the report: templates filled with what the run has found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from analysis.base.errors import CommonGroundError
from analysis.base.paths import ROOT, STATEMENTS, TEXTS, find_made_from
from analysis.corpus import results as results_tables
from analysis.figures.page import WIDTH
from report import answer, briefs, compare, dialogue, reading, tables
from report.crossrefs import drop_missing, list_possible
from report.found import Found, Place, Printed, Said, Text, read_marks
from report.markup import Markdown, cite, escape, fill
from report.results import Results
from runner.chain import ACROSS

TALLEST = 222.0
"""Height in millimetres that leaves room for a caption on an A4 page."""

PAPER = ROOT / "paper"
ANSWER = "answer"
"""How a part asks for the corpus that answers the question: documents read in full, if any."""
_NEEDS = re.compile(r"<# needs:([^#]*)#>")


@dataclass(frozen=True)
class Part:
    """One section of the report in a file of its own, used only where its tables exist.

    Its first line says what it needs: ``<# needs: corpus:published table:overlap
    findings:07 figure:overlap #>``. Without a corpus it speaks of the report's main one, with
    several of the first, with ``corpus:answer`` of the one that answers the question;
    ``across:`` is a table over all corpora.
    """

    path: Path
    corpora: list[str]
    tables: list[str]
    findings: list[str]
    figures: list[str]
    across: list[str]

    @property
    def corpus(self) -> str:
        """The corpus that the part speaks of."""
        return self.corpora[0]

    @property
    def name(self) -> str:
        """The name of the part, without its language."""
        return self.path.name.split(".")[0]

    @property
    def title(self) -> str:
        """The name of the part, without its place in the order."""
        return self.name.partition("_")[2]

    @classmethod
    def read(cls, path: Path, main: str, answer: str) -> Part:
        """Read what a part needs from its first line."""
        found = _NEEDS.match(path.read_text("utf-8"))
        if not found:
            raise CommonGroundError(
                "the first line does not say what the part needs",
                where=f"paper/parts/{path.name}",
                remedy="begin with <# needs: table:overlap #>",
            )
        words = [word.partition(":") for word in found[1].split()]
        named = {kind: [v for k, _, v in words if k == kind] for kind in _KINDS}
        corpora = [answer if name == ANSWER else name for name in named["corpus"] or [main]]
        return cls(path, corpora, named["table"], named["findings"],
                   named["figure"], named["across"])  # fmt: skip

    def fits(self, corpora: Sequence[str], language: str) -> bool:
        """Tell whether the run has what this part needs."""
        if not set(self.corpora) <= set(corpora):
            return False
        results = Results(self.corpus, language)
        return (
            all(results.has(name) for name in self.tables)
            and all(results.has_findings(step) for step in self.findings)
            and all(results.figure(name).is_file() for name in self.figures)
            and all(results_tables.has_table(ACROSS, n) for n in self.across)
        )


_KINDS = ("corpus", "table", "findings", "figure", "across")


@dataclass(frozen=True)
class Filled:
    """The report, filled.

    Attributes
    ----------
    text
        Markdown.
    printed
        Every value that a run wrote and the text prints, with its place.
    figures
        The figures it shows, as (corpus, name).
    """

    text: str
    printed: list[Printed]
    figures: list[tuple[str, str]]


def render_report(
    corpora: Sequence[str], language: str, facts: dict[str, Any], paper: Path = PAPER
) -> Filled:
    """Fill the templates of one language.

    Parameters
    ----------
    facts
        version and date.

    Raises
    ------
    CommonGroundError
        If a template asks for a number or a table that the run does not have, or prints a
        number that no notebook wrote.
    """
    main = find_made_from(corpora, STATEMENTS) or corpora[0]
    best = find_made_from(corpora, TEXTS) or main
    figures: list[tuple[str, str]] = []
    environment = _make_environment(paper)
    paths = sorted((paper / "parts").glob(f"*.{language}.md"))
    known = [Part.read(path, main, best) for path in paths]
    parts = [part for part in known if part.fits(corpora, language)]
    shared = {
        "shows": Found({part.title: part in parts for part in known}),
        "of": Found({corpus: _read_findings(corpus, language) for corpus in corpora}),
        "across": _read_findings(ACROSS, language),
        "main": main,
        "version": Said(str(facts["version"]), Place("", "CITATION.cff", "version")),
        "date": Said(str(facts["date"]), Place("", "CITATION.cff", "date-released")),
    }
    texts = []
    for part in parts:
        values = _gather(part.corpus, main, language, figures) | shared
        texts.append(_render(environment, f"parts/{part.path.name}", values))
    values = _gather(best, main, language, figures) | shared
    values["parts"] = Markdown("\n\n".join(texts))
    rendered = _render(environment, f"paper.{language}.md", values)
    templates = [path.read_text("utf-8") for path in paper.rglob(f"*.{language}.md")]
    text, printed = read_marks(drop_missing(rendered, list_possible(templates)))
    return Filled(text, printed, figures)


def _make_environment(paper: Path) -> jinja2.Environment:
    """Return the template engine; its brackets mean nothing to pandoc, and fields are escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paper),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=jinja2.StrictUndefined,
        finalize=fill,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FORMATS
    return environment


def _render(environment: jinja2.Environment, name: str, values: dict[str, Any]) -> str:
    try:
        return environment.get_template(name).render(values)
    except (jinja2.TemplateError, KeyError) as error:
        line = getattr(error, "lineno", None)
        place = f"paper/{name}" + (f", line {line}" if line else "")
        raise CommonGroundError(f"the report cannot be filled: {error}", where=place) from error


FORMATS: dict[str, Callable[[Any], str]] = {
    "percent": lambda share: f"{share:.0%}",
    "tenths": lambda value: f"{value:.1f}",
    "thousandths": lambda value: f"{value:.3f}",
    "thousands": lambda count: f"{count:,}",
}
"""How a template may print a number, where not as it is."""


def _read_findings(corpus: str, language: str) -> Found:
    """Return all findings of a corpus, by ``f`` and the number of the notebook."""
    results = Results(corpus, language)
    steps = [f"{n:02}" for n in range(1, 20)]
    return Found({f"f{step}": results.find(step) for step in steps if results.has_findings(step)})


def _gather(
    corpus: str, main: str, language: str, figures: list[tuple[str, str]]
) -> dict[str, Any]:
    """Return what a template may use for one corpus: words, findings, tables, flags."""
    results = Results(corpus, language)

    def show(name: str, caption: str, label: str = "", of: str = corpus) -> Markdown:
        figures.append((of, name))
        width = f"{_fit(Results(of, language).figure(name, 'png')):.0%}"
        alt = re.sub(r"[\"\\]", "", caption)
        look = f'#fig:{label or name} width={width} alt="{alt}"'
        return Markdown(f"![{escape(caption)}]({of}-{name}.png){{{look}}}")

    functions: dict[str, Callable[..., Any]] = {
        name: _bind(function, results)
        for module in (tables, answer, dialogue, reading, compare, briefs)
        for name, function in module.FUNCTIONS.items()
    }
    sides = dict(zip(("side_a", "side_b"), results.sides, strict=True))
    names = dict(zip(("a", "b"), results.side_names, strict=True))
    return functions | _read_findings(corpus, language) | sides | names | {
        "figure": show, "cite": cite, "has_table": results.has,
        "side_name": results.name_side, "value": results.value, "corpus": Text(corpus),
        "is_main": corpus == main, "has_translations": results.has_translations,
    }  # fmt: skip


def _fit(path: Path) -> float:
    """Return the share of the text's width at which a figure is no higher than a page allows."""
    head = path.read_bytes()[:24] if path.is_file() else b""
    if head[:4] != b"\x89PNG":
        return 1.0
    width, height = (int.from_bytes(head[n : n + 4], "big") for n in (16, 20))
    return min(1.0, TALLEST / WIDTH * width / height)


def _bind(function: Callable[..., Any], results: Results) -> Callable[..., Any]:
    return lambda *args, **how: function(results, *args, **how)
