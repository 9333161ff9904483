"""Filling the numbers of the README from the run: the finding, and where each number stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from analysis.errors import CommonGroundError
from analysis.paths import ROOT, findings_folder
from analysis.tables import write_bytes

CORPUS = "published"


@dataclass(frozen=True)
class Number:
    """One number of the README and the place where a run computes it."""

    name: str
    step: str
    key: str
    section: str
    what: str


NUMBERS = (
    Number("strong", "03_grade_overlap", "n_strong", "What does the rule say?", "graded strong"),
    Number("moderate", "03_grade_overlap", "n_moderate", "What does the rule say?", "moderate"),
    Number("weak", "03_grade_overlap", "n_weak", "What does the rule say?", "weak"),
    Number("one_sided", "03_grade_overlap", "n_one_sided", "What does the rule say?", "one-sided"),
    Number("empty", "03_grade_overlap", "n_no_evidence", "What does the rule say?", "no evidence"),
    Number("thin", "03_grade_overlap", "n_thin", "What does the rule say?", "thin grades"),
    Number(
        "same",
        "03_grade_overlap",
        "n_same",
        "Where do rule and grader agree?",
        "same grade as the study",
    ),
    Number(
        "compared",
        "03_grade_overlap",
        "n_compared",
        "Where do rule and grader agree?",
        "graded by rule and study",
    ),
    Number(
        "fragile",
        "07_stress_test",
        "n_fragile",
        "1. Which grades rest on one document?",
        "grades that change without one document",
    ),
    Number(
        "worst",
        "07_stress_test",
        "n_worst",
        "1. Which grades rest on one document?",
        "of them most with one document",
    ),
    Number(
        "rescinded",
        "07_stress_test",
        "n_moved_no_longer_in_force",
        "2. What if the law has moved on?",
        "categories that change without rescinded documents",
    ),
)

FINDING = (
    "On the evidence the study prints, and by a stated rule, the two sides mean the same thing "
    "on **{strong}** of 21 categories ({names}), partly on **{moderate}**, mostly not on "
    "**{weak}**; on **{nothing}** one side or both say nothing that could be compared. "
    "**{thin}** of these grades rest on very little, **{fragile}** of {compared} change when a "
    "single document is left out, most often {worst_label} ({worst}), since rescinded: without "
    "what is no longer in force **{rescinded}** categories change. The rule gives the study's "
    "own grade to **{same}** of {compared} categories."
)


def read_findings(corpus: str = CORPUS) -> dict[str, dict[str, Any]]:
    """Return the findings of every notebook of a corpus, by step.

    Raises
    ------
    CommonGroundError
        If the corpus has not been run.
    """
    folder = findings_folder(corpus)
    found = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in folder.glob("*.json")}
    if not {n.step for n in NUMBERS} <= set(found):
        raise CommonGroundError("there are no findings to fill the README", remedy="make paper")
    return found


def write_finding(findings: dict[str, dict[str, Any]]) -> str:
    """Return the finding in one paragraph, every number from the run."""
    values = {n.name: findings[n.step][n.key] for n in NUMBERS}
    strong = findings["03_grade_overlap"]["strong"]
    names = " and ".join(name.lower() for name in strong) or "none"
    label = findings["07_stress_test"]["worst_label"]
    nothing = values["one_sided"] + values["empty"]
    return FINDING.format(**values, names=names, nothing=nothing, worst_label=label)


def write_map(findings: dict[str, dict[str, Any]]) -> str:
    """Return the table that leads from every number to notebook, section and file."""
    lines = ["| number | what | notebook, section | file |", "|---|---|---|---|"]
    for n in NUMBERS:
        link = f"[{n.step}](notebooks/{n.step}.ipynb), *{n.section}*"
        place = f"`build/{CORPUS}/findings/{n.step}.json`: `{n.key}`"
        lines.append(f"| {findings[n.step][n.key]} | {n.what} | {link} | {place} |")
    return "\n".join(lines)


def fill(text: str, findings: dict[str, dict[str, Any]]) -> str:
    """Return the README with its marked parts filled in.

    >>> _between("a<!-- x:start -->old<!-- x:end -->b", "x", "new")
    'a<!-- x:start -->\\nnew\\n<!-- x:end -->b'
    """
    text = _between(text, "findings", write_finding(findings))
    return _between(text, "map", write_map(findings))


def _between(text: str, name: str, content: str) -> str:
    pattern = re.compile(f"<!-- {name}:start -->.*?<!-- {name}:end -->", re.DOTALL)
    filled = f"<!-- {name}:start -->\n{content}\n<!-- {name}:end -->"
    return pattern.sub(lambda _: filled, text)


def main() -> None:
    """Fill the README from the last run."""
    path = ROOT / "README.md"
    filled = fill(path.read_text(encoding="utf-8"), read_findings())
    if filled != path.read_text(encoding="utf-8"):
        write_bytes(path, filled.encode())
        print("README.md: numbers filled in")
