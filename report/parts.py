"""The text of the report: templates filled with what the run has found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from analysis.base.errors import CommonGroundError
from analysis.base.paths import ROOT
from analysis.corpus import results as results_tables
from analysis.figures.page import WIDTH
from report import compare as report_compare
from report import dialogue as report_dialogue
from report import recoded as report_recoded
from report import tables as report_tables
from report.markup import Markdown, cite, escape, fill
from report.results import Results
from runner.chain import ACROSS

TALLEST = 222.0
"""Height in millimetres that leaves room for a caption on an A4 page."""

PAPER = ROOT / "paper"
_NEEDS = re.compile(r"<# needs:([^#]*)#>")


@dataclass(frozen=True)
class Part:
    """One section of the report in a file of its own, used only where its tables exist.

    Its first line says what it needs: ``<# needs: corpus:published table:overlap
    findings:07 figure:overlap #>``. Without a corpus it speaks of the report's main one, with
    several of the first; ``across:`` is a table over all corpora.
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

    @classmethod
    def read(cls, path: Path, main: str) -> Part:
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
        return cls(path, named["corpus"] or [main], named["table"], named["findings"],
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


def render_report(
    corpora: Sequence[str], language: str, facts: dict[str, Any], paper: Path = PAPER
) -> tuple[str, list[tuple[str, str]]]:
    """Fill the templates of one language.

    Parameters
    ----------
    facts
        version and date.

    Returns
    -------
    The report as Markdown, and the figures it shows as (corpus, name).

    Raises
    ------
    CommonGroundError
        If a template asks for a number or a table that the run does not have.
    """
    main = "published" if "published" in corpora else corpora[0]
    figures: list[tuple[str, str]] = []
    environment = _make_environment(paper)
    paths = sorted((paper / "parts").glob(f"*.{language}.md"))
    parts = [p for p in (Part.read(path, main) for path in paths) if p.fits(corpora, language)]
    facts = facts | {"sections": [part.name for part in parts], "main": main}
    texts = []
    for part in parts:
        values = _gather(part.corpus, corpora, language, figures) | facts
        texts.append(_render(environment, f"parts/{part.path.name}", values))
    values = _gather(main, corpora, language, figures) | facts
    values["parts"] = Markdown("\n\n".join(texts))
    return _render(environment, f"paper.{language}.md", values), figures


def _make_environment(paper: Path) -> jinja2.Environment:
    """Return the template engine; its brackets mean nothing to pandoc, and fields are escaped."""
    return jinja2.Environment(
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


def _render(environment: jinja2.Environment, name: str, values: dict[str, Any]) -> str:
    try:
        return environment.get_template(name).render(values)
    except (jinja2.TemplateError, KeyError) as error:
        line = getattr(error, "lineno", None)
        place = f"paper/{name}" + (f", line {line}" if line else "")
        raise CommonGroundError(f"the report cannot be filled: {error}", where=place) from error


def _gather(
    corpus: str, corpora: Sequence[str], language: str, figures: list[tuple[str, str]]
) -> dict[str, Any]:
    """Return what a template may use for one corpus."""
    results = Results(corpus, language)

    def show(name: str, caption: str, label: str = "", of: str = corpus) -> Markdown:
        figures.append((of, name))
        width = f"{_fit(Results(of, language).figure(name, 'png')):.0%}"
        alt = re.sub(r"[\"\\]", "", caption)
        look = f'#fig:{label or name} width={width} alt="{alt}"'
        return Markdown(f"![{escape(caption)}]({of}-{name}.png){{{look}}}")

    tables: dict[str, Callable[..., Any]] = {
        name: _bind(function, results)
        for module in (report_tables, report_dialogue, report_recoded, report_compare)
        for name, function in module.FUNCTIONS.items()
    }
    sides = results.sides
    own = {"documents": results.documents, "overlap": results.overlap}
    found = {f"f{step}": results.find(step) for step in _steps(results)}
    return tables | found | {
        "r": results, "corpus": corpus, "corpora": list(corpora), "figure": show, "cite": cite,
        "markdown": Markdown, "results_of": lambda name: Results(name, language),
        "a": results.side_names[0], "b": results.side_names[1],
        "code_a": sides[0].lower(), "code_b": sides[1].lower(),
        "is_published": corpus == "published", "percent": lambda share: f"{share:.0%}",
    } | own  # fmt: skip


def _fit(path: Path) -> float:
    """Return the share of the text's width at which a figure is no higher than a page allows."""
    head = path.read_bytes()[:24] if path.is_file() else b""
    if head[:4] != b"\x89PNG":
        return 1.0
    width, height = (int.from_bytes(head[n : n + 4], "big") for n in (16, 20))
    return min(1.0, TALLEST / WIDTH * width / height)


def _steps(results: Results) -> list[str]:
    return [f"{n:02}" for n in range(1, 20) if results.has_findings(f"{n:02}")]


def _bind(function: Callable[..., Any], results: Results) -> Callable[..., Any]:
    return lambda *args, **how: function(results, *args, **how)
