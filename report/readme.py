"""Filling the two findings of the README from the run; and where each number in them stands."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from typing import Any

from analysis.base.errors import CommonGroundError
from analysis.base.paths import ROOT, data_root, findings_folder
from analysis.base.store import write_bytes

Findings = dict[str, dict[str, Any]]
"""By ``corpus/step``: the findings of one notebook."""


@dataclass(frozen=True)
class Number:
    """One number of the README and the place where a run computes it."""

    name: str
    step: str
    key: str
    section: str
    what: str
    corpus: str = "published"

    @property
    def place(self) -> str:
        """The findings that hold it."""
        return f"{self.corpus}/{self.step}"

    def find(self, findings: Findings) -> Any:
        """Return its value; a key with a dot leads to one side.

        >>> Number("n", "02", "by_side.US", "", "", "x").find({"x/02": {"by_side": {"US": 3}}})
        3
        """
        found: Any = findings[self.place]
        for part in self.key.split("."):
            found = found[part]
        return found


NUMBERS = (
    Number("strong", "03_grade_overlap", "n_strong", "What does the rule say?", "graded strong"),
    Number("moderate", "03_grade_overlap", "n_moderate", "What does the rule say?", "moderate"),
    Number("weak", "03_grade_overlap", "n_weak", "What does the rule say?", "weak"),
    Number("one_sided", "03_grade_overlap", "n_one_sided", "What does the rule say?", "one-sided"),
    Number("empty", "03_grade_overlap", "n_no_evidence", "What does the rule say?", "no evidence"),
    Number("nothing", "03_grade_overlap", "n_ungraded", "What does the rule say?", "no grade"),
    Number("thin", "03_grade_overlap", "n_thin", "What does the rule say?", "thin grades"),
    Number(
        "thin_strong",
        "03_grade_overlap",
        "n_thin_strong",
        "What does the rule say?",
        "of the strong grades thin",
    ),
    Number(
        "thin_weak",
        "03_grade_overlap",
        "n_thin_weak",
        "What does the rule say?",
        "of the weak grades thin",
    ),
    Number(
        "coarse_strong",
        "03_grade_overlap",
        "n_coarse_strong",
        "What if summaries counted, or coarser positions, or documents instead of codings?",
        "strong with coarser positions",
    ),
    Number(
        "coarse_moderate",
        "03_grade_overlap",
        "n_coarse_moderate",
        "What if summaries counted, or coarser positions, or documents instead of codings?",
        "moderate with coarser positions",
    ),
    Number(
        "coarse_weak",
        "03_grade_overlap",
        "n_coarse_weak",
        "What if summaries counted, or coarser positions, or documents instead of codings?",
        "weak with coarser positions",
    ),
    Number(
        "by_chance",
        "03_grade_overlap",
        "n_same_by_chance",
        "Where do rule and grader agree?",
        "same grade expected by chance",
    ),
    Number(
        "above",
        "07_stress_test",
        "n_above_chance",
        "5. Is it more than one side would agree with itself, or than chance?",
        "overlap above that of mixed groups",
    ),
    Number(
        "recommended",
        "08_recommend_dialogues",
        "n_recommended",
        "Which topic goes to which track?",
        "topics that get a track",
    ),
    Number(
        "topics",
        "08_recommend_dialogues",
        "n_topics",
        "Which topic goes to which track?",
        "topics",
    ),
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
        "of them with the document that matters most",
    ),
    Number(
        "rescinded",
        "07_stress_test",
        "n_moved_no_longer_in_force",
        "2. What if the law has moved on?",
        "grades that change without rescinded documents",
    ),
)

RECODED = (
    Number(
        "documents",
        "02_tabulate_quotes",
        "documents",
        "How many documents?",
        "documents",
        "recoded",
    ),
    Number("quotes", "02_tabulate_quotes", "quotes", "How many quotes?", "quotes", "recoded"),
    Number(
        "codings",
        "03_grade_overlap",
        "n_codings",
        "What does the rule say?",
        "settled codings",
        "recoded",
    ),
    Number(
        "re_strong",
        "03_grade_overlap",
        "n_strong",
        "What does the rule say?",
        "graded strong",
        "recoded",
    ),
    Number(
        "re_moderate", "03_grade_overlap", "n_moderate", "What does the rule say?", "moderate",
        "recoded",
    ),
    Number("re_weak", "03_grade_overlap", "n_weak", "What does the rule say?", "weak", "recoded"),
    Number(
        "residual_us",
        "02_tabulate_quotes",
        "residual_by_side.US",
        "How much of each side lies outside the taxonomy?",
        "share of US passages outside the taxonomy",
        "recoded",
    ),
    Number(
        "residual_cn",
        "02_tabulate_quotes",
        "residual_by_side.CN",
        "How much of each side lies outside the taxonomy?",
        "share of Chinese passages outside the taxonomy",
        "recoded",
    ),
    Number("f1", "07_stress_test", "span_f1", "7. Who says so?", "F1 of the coders' passages",
           "recoded"),
    Number("same_categories", "07_stress_test", "same_categories", "7. Who says so?",
           "same categories on matched passages", "recoded"),
    Number("same_positions", "07_stress_test", "same_positions", "7. Who says so?",
           "same positions on matched passages", "recoded"),
    Number("re_above", "07_stress_test", "n_above_chance",
           "5. Is it more than one side would agree with itself, or than chance?",
           "overlap above that of mixed groups", "recoded"),
    Number("rarefied", "06_compare_corpora", "n_rarefied_strong_recoded",
           "Each concurrence beside what one side shows within itself",
           "strong when cut to the evidence of published", "comparison"),
    Number("rarefied_of", "06_compare_corpora", "n_rarefied_recoded",
           "Each concurrence beside what one side shows within itself",
           "categories that can be cut", "comparison"),
    Number("re_by_chance", "06_compare_corpora", "expected_study_recoded",
           "Who agrees with whom?", "same grade as the study by chance", "comparison"),
    Number("graders", "06_compare_corpora", "same_study_graders", "Who agrees with whom?",
           "same grade by our graders and the study", "comparison"),
    Number("graders_of", "06_compare_corpora", "n_study_graders", "Who agrees with whom?",
           "graded by our graders and the study", "comparison"),
    Number(
        "re_study", "06_compare_corpora", "same_study_recoded", "Who agrees with whom?",
        "same grade as the study", "comparison",
    ),
    Number(
        "re_compared", "06_compare_corpora", "n_study_recoded", "Who agrees with whom?",
        "graded by rule on recoded and study", "comparison",
    ),
    Number(
        "re_published", "06_compare_corpora", "same_published_recoded", "Who agrees with whom?",
        "same grade on both corpora", "comparison",
    ),
    Number(
        "re_both", "06_compare_corpora", "n_published_recoded", "Who agrees with whom?",
        "graded by rule on both corpora", "comparison",
    ),
)  # fmt: skip

AGAIN = (
    "**The documents read again.** The study's quotes were never published, so {documents} "
    "primary documents were read and coded again from their texts: {quotes} quotes, {codings} "
    "codings, each a place in a text that can be checked character by character. There the rule "
    "grades **{re_strong}** categories strong ({names}), **{re_moderate}** moderate and "
    "**{re_weak}** weak. This number is not comparable with the one above: concurrence grows "
    "with the evidence. Cut to as many codings as the study prints, {rarefied} of {rarefied_of} "
    "categories are strong, and in {re_above} do the two sides overlap more than randomly mixed "
    "groups of documents. The rule gives the study's grade to {re_study} of {re_compared} "
    "categories ({re_by_chance:.1f} by chance), our two graders, who read the codings and know "
    "no rule, to {graders} of {graders_of}. {residual_us:.0%} of the US and {residual_cn:.0%} "
    "of the Chinese passages on AI governance lie outside the 21 categories. Coders and graders "
    "are language models of one family (passages found by both: F1 {f1:.2f}; on these the same "
    "categories {same_categories:.0%}, the same positions {same_positions:.0%}): "
    "self-consistency, not human reliability. No human has checked them."
)

FINDING = (
    "- **Shared, on what the study prints.** By a stated rule the two sides mean the same thing "
    "on **{strong}** of 21 categories ({names}; {thin_strong} on very little evidence), partly "
    "on **{moderate}**, mostly not on **{weak}** ({thin_weak} of these because little was found, "
    "not because the sides were seen to differ); on {nothing} one side or both are silent. With "
    "coarser positions it is {coarse_strong}, {coarse_moderate} and {coarse_weak}.\n"
    "- **Fragile.** **{fragile}** of {compared} grades change when one single document is left "
    "out, {worst} of them with {worst_label}, which was rescinded; in {above} categories do the "
    "two sides overlap more than randomly mixed groups of documents.\n"
    "- **Against the study.** The rule gives the study's grade to **{same}** of {compared} "
    "categories; {by_chance:.1f} would agree by chance.\n"
    "- **To talk about.** {recommended} of {topics} topics get a room by a readable rule table; "
    "under every what-if these stay: {robust}."
)


def list_robust(slugs: list[str]) -> str:
    """Return the titles of topics, as the agenda has them."""
    path = data_root() / "dialogue" / "topics.csv"
    with path.open(encoding="utf-8", newline="") as file:
        titles = {row["topic"]: row["title_en"] for row in csv.DictReader(file)}
    return "; ".join(titles[slug][:1].lower() + titles[slug][1:] for slug in slugs) or "none"


def read_findings() -> Findings:
    """Return the findings of every notebook that the README speaks of.

    Raises
    ------
    CommonGroundError
        If a notebook has not been run.
    """
    found: Findings = {}
    for number in (*NUMBERS, *RECODED):
        path = findings_folder(number.corpus) / f"{number.step}.json"
        if not path.is_file():
            raise CommonGroundError(
                f"{number.place} has no findings to fill the README", remedy="make paper"
            )
        found[number.place] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write_finding(findings: Findings) -> str:
    """Return the finding in one paragraph, every number from the run."""
    values = {n.name: n.find(findings) for n in NUMBERS}
    label = findings["published/07_stress_test"]["worst_label"]
    names = list_names(findings["published/03_grade_overlap"]["strong"])
    robust = list_robust(findings["published/08_recommend_dialogues"]["robust"])
    return FINDING.format(**values, names=names, worst_label=label, robust=robust)


def write_again(findings: Findings) -> str:
    """Return what the documents say when they are coded again."""
    values = {n.name: n.find(findings) for n in RECODED}
    names = list_names(findings["recoded/03_grade_overlap"]["strong"])
    return AGAIN.format(**values, names=names)


def list_names(names: list[str]) -> str:
    """Join names for a sentence.

    >>> list_names(["Bias", "Privacy"]), list_names([])
    ('bias and privacy', 'none')
    """
    lower = [name[:1].lower() + name[1:] for name in names]
    return " and ".join([", ".join(lower[:-1]), lower[-1]] if lower[1:] else lower) or "none"


def write_map(findings: Findings) -> str:
    """Return the table that leads from every number to notebook, section and file."""
    lines = ["| number | what | corpus | notebook, section | findings |", "|---|---|---|---|---|"]
    for n in (*NUMBERS, *RECODED):
        link = f"[{n.step}](notebooks/{n.step}.ipynb), *{n.section}*"
        place = f"`build/{n.corpus}/findings/{n.step}.json`: `{n.key}`"
        value = n.find(findings)
        lines.append(f"| {value} | {n.what} | {n.corpus} | {link} | {place} |")
    return "\n".join(lines)


def fill(text: str, findings: Findings) -> str:
    """Return the README with its marked parts filled in.

    >>> _between("a<!-- x:start -->old<!-- x:end -->b", "x", "new")
    'a<!-- x:start -->\\nnew\\n<!-- x:end -->b'
    """
    text = _between(text, "findings", write_finding(findings))
    return _between(text, "recoded", write_again(findings))


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
