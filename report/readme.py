"""Filling the answer of the README from the run; and where each number in them stands."""

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
        """Return its value; a key with a dot leads to a part.

        >>> Number("n", "02", "by_side.US", "", "", "x").find({"x/02": {"by_side": {"US": 3}}})
        3
        """
        found: Any = findings[self.place]
        for part in self.key.split("."):
            found = found[int(part)] if isinstance(found, list) else found[part]
        return found


LEDGER = "Which understandings do both sides hold?"
ALIKE = "How alike are the sides, category by category and on the whole?"
CODERS = "5. Who says so?"
ROOMS = "Which topic gets a room, and which?"
WHAT_IF = "What if: which topics keep their room?"
WHOSE = "Who graded how, and who agrees with whom?"
FIRMEST = 5
"""So many of the firmest understandings are named."""


def _of_answer(name: str, key: str, section: str, what: str) -> Number:
    return Number(name, "03_grade_overlap", key, section, what, "recoded")


NUMBERS = (
    Number("documents", "02_tabulate_quotes", "documents", "How many documents?", "documents",
           "recoded"),
    _of_answer("common", "n_common", LEDGER, "common understandings"),
    _of_answer("support", "support", LEDGER, "documents that each side needs"),
    _of_answer("firm", "n_firm", LEDGER, "common whichever document is left out"),
    _of_answer("law", "n_law_on_one_side", LEDGER, "common ones that are law on one side only"),
    _of_answer("in_force", "n_common_in_force", LEDGER, "common ones in force on both sides"),
    _of_answer("anchored", "n_anchored", LEDGER, "hang on one document of a side"),
    _of_answer("only", "n_only_one_side", LEDGER, "voiced by one side only"),
    _of_answer("silent", "n_silence_shown", LEDGER, "of them not silent by chance"),
    _of_answer("ratio", "ratio", ALIKE, "R on the whole"),
    _of_answer("low", "ratio_low", ALIKE, "lower end of its interval"),
    _of_answer("high", "ratio_high", ALIKE, "upper end of its interval"),
    _of_answer("p", "p_less", ALIKE, "test of one population"),
    _of_answer("p_within", "p_less_within_type", ALIKE, "the same within kinds of issuer"),
    _of_answer("untold", "n_untold", ALIKE, "categories of which it cannot be told"),
    _of_answer("too_few", "n_too_few", ALIKE, "of them for lack of documents"),
    _of_answer("categories", "n_categories", ALIKE, "categories"),
    _of_answer("passages_low", "recount.passages.low", "Answer", "recount of passages, lowest"),
    _of_answer("passages_high", "recount.passages.high", "Answer", "recount of passages, highest"),
    _of_answer("positions_low", "recount.positions.low", "Answer", "recount of positions, lowest"),
    _of_answer("positions_high", "recount.positions.high", "Answer",
               "recount of positions, highest"),
    Number("f1", "07_stress_test", "span_f1", CODERS, "F1 of the coders' passages", "recoded"),
    Number("same_positions", "07_stress_test", "same_positions", CODERS,
           "same positions, given passage and category", "recoded"),
    *(
        _of_answer(f"{side}_{n}", f"firmest_documents.{n}.documents.{side}", LEDGER,
                   "documents that express one of the firmest")
        for n in range(FIRMEST) for side in ("US", "CN")
    ),
    Number("rooms", "08_recommend_dialogues", "n_recommended", ROOMS, "topics with a room",
           "recoded"),
    Number("topics", "08_recommend_dialogues", "n_topics", ROOMS, "topics", "recoded"),
    Number("kept", "08_recommend_dialogues", "n_kept_left_out", WHAT_IF,
           "of them, whatever document or issuer is left out", "recoded"),
    Number("robust", "08_recommend_dialogues", "n_robust", WHAT_IF,
           "of them, through all changes", "recoded"),
    Number("scenarios", "08_recommend_dialogues", "n_scenarios", WHAT_IF, "changes tried",
           "recoded"),
)  # fmt: skip

RECODED = (
    Number("quotes", "02_tabulate_quotes", "quotes", "How many quotes?", "quotes", "recoded"),
    _of_answer("codings", "n_codings", "What would the study's own yardstick give?",
               "settled codings"),
    _of_answer("in_study", "n_in_study", LEDGER, "presented as common by the study"),
    _of_answer("named", "n_common_in_study", LEDGER, "of them common"),
    _of_answer("named_anchored", "in_study_by_status.anchored", LEDGER, "of them anchored"),
    Number("residual_us", "02_tabulate_quotes", "residual_by_side.US",
           "How much of each side lies outside the taxonomy?",
           "share of US passages outside the taxonomy", "recoded"),
    Number("residual_cn", "02_tabulate_quotes", "residual_by_side.CN",
           "How much of each side lies outside the taxonomy?",
           "share of Chinese passages outside the taxonomy", "recoded"),
    Number("re_study", "06_compare_corpora", "same_study_recoded", WHOSE,
           "same grade as the study", "comparison"),
    Number("re_compared", "06_compare_corpora", "n_study_recoded", WHOSE,
           "graded by rule on recoded and study", "comparison"),
    Number("re_by_chance", "06_compare_corpora", "expected_study_recoded", WHOSE,
           "same grade as the study by chance", "comparison"),
)  # fmt: skip

AGAIN = (
    "**The documents.** The study's quotes were never published, so primary documents were read "
    "and coded again from their texts: {quotes} quotes, {codings} codings, each a place in a text "
    "that can be checked character by character. {residual_us:.0%} of the US and "
    "{residual_cn:.0%} of the Chinese passages on AI governance lie outside the 21 categories. "
    "Of {in_study} understandings that the study presents as held by both sides, {named} are "
    "common here and {named_anchored} hang on a single document or on doubtful passages. "
    "As a check, the wording by which the study graded its categories is applied to them as a "
    "rule: it gives the study's grade to {re_study} of {re_compared} categories "
    "({re_by_chance:.1f} by chance). Such grades grow with the amount of evidence, and the "
    "answer does not rest on them."
)

FINDING = (
    "- **What both sides mean.** In {documents} documents, **{common}** understandings are "
    "common: at least {support} documents of each side express them. {firm} stay common "
    "whichever document is left out. The firmest, with documents of the United States and of "
    "China: {firmest}. Only the meaning is common: {law} of the {common} are law on one side and "
    "not on the other, {in_force} stand in documents in force today on both. {anchored} more "
    "hang on a single document of one side, or on doubtful passages.\n"
    "- **What only one side voices.** {only} understandings. In most documents of the United "
    "States: {only_us}. Of China: {only_cn}. With so few documents silence can be chance; for "
    "{silence} of them that can be ruled out.\n"
    "- **How alike on the whole.** R is **{ratio:.2f}** (interval {low:.2f} to {high:.2f}); 1 "
    "would mean as alike as two documents of one side{wide}. If it did not matter from which "
    "side a document comes, so little agreement would be rare (p = {p:.3f}; {p_within:.3f} among "
    "documents of the same kind of issuer).\n"
    "- **What these documents cannot tell.** For **{untold}** of {categories} categories they "
    "cannot tell whether the sides mean the same as a whole, for {too_few} of them because too "
    "few documents speak to it.\n"
    "- **What to talk about.** {rooms} of {topics} topics have an understanding in common and get "
    "a room. {kept} keep it whichever document or issuer is left out: {kept_topics}. Through all "
    "{scenarios} changes tried, which go as far as asking for more documents than most "
    "understandings have: {robust_named}.\n"
    "- **On what it rests.** Language models of one family read the documents; no person has "
    "checked them. They agree with themselves: two marked the same passages (F1 {f1:.2f}); two "
    "others, given passage and category, chose the same positions in {same_positions:.0%}. "
    "Independent recounts of the first readings give {passages_low:.2f} to {passages_high:.2f} on "
    "passages and {positions_low:.2f} to {positions_high:.2f} on positions."
)


def read_called() -> dict[str, str]:
    """Return what each understanding of the codebook is called, as a sentence has it."""
    path = data_root() / "codebook" / "positions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        named = {row["code"]: row["name_en"] for row in csv.DictReader(file)}
    return {code: name[:1].lower() + name[1:] for code, name in named.items()}


def read_topics() -> dict[str, str]:
    """Return what each topic is called, as a sentence has it."""
    path = data_root() / "dialogue" / "topics.csv"
    with path.open(encoding="utf-8", newline="") as file:
        named = {row["topic"]: row["title_en"] for row in csv.DictReader(file)}
    return {topic: name[:1].lower() + name[1:] for topic, name in named.items()}


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
    """Return the answer point by point, every number from the run."""
    values = {n.name: n.find(findings) for n in NUMBERS}
    called, found = read_called(), findings["recoded/03_grade_overlap"]
    called_topics, talks = read_topics(), findings["recoded/08_recommend_dialogues"]
    firmest = [
        f"{called[one['position']]} ({values[f'US_{n}']} and {values[f'CN_{n}']})"
        for n, one in enumerate(found["firmest_documents"][:FIRMEST])
    ]
    only = {
        side: "; ".join(called[one["position"]] for one in listed)
        for side, listed in found["one_sided_documents"].items()
    }
    words = {
        "firmest": "; ".join(firmest),
        "only_us": only["US"],
        "only_cn": only["CN"],
        "silence": values["silent"] or "none",
        "kept_topics": "; ".join(called_topics[t] for t in talks["kept_left_out"]) or "none",
        "robust_named": values["robust"] or "none",
        "wide": ", which so wide an interval does not exclude" if found["has_one_within"] else "",
    }
    return FINDING.format(**values, **words)


def write_again(findings: Findings) -> str:
    """Return what was read, and what the study's yardstick gives there."""
    return AGAIN.format(**{n.name: n.find(findings) for n in RECODED})


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
