"""Which recommendations survive: other documents, corpora, graders, topics and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.base.paths import data_root, list_corpora
from analysis.base.words import has_key, name_value, translate
from analysis.corpus.evidence import take_evidence
from analysis.corpus.select import select
from analysis.dialogue.bounds import list_rule_tables
from analysis.dialogue.load import (
    Dialogue,
    Rule,
    load_dialogue,
    parse_rules,
)
from analysis.dialogue.rules import apply_rules, take_grades
from analysis.dialogue.tables import OWN_JUDGEMENT, SET_ASIDE, YES
from analysis.doubt.leave_out import STATUSES, leave_status_out
from analysis.overlap.count import count
from analysis.overlap.rule import Cuts
from analysis.readers.folder import load_corpus

BASE = "base"
NO_SECURITY = "no-national-security"
NOT_IN_FORCE = "not-in-force"
SECURITY = "national-security"
ROBUSTNESS = ("topic", "scenario", "track", "rule", "grade", "is_same")

Grades = dict[str, pd.DataFrame]


def regrade(
    graded_by: Sequence[str],
    overlap: pd.DataFrame,
    evidence: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
    corpora: Sequence[str],
    sides: Sequence[str],
    cuts: Cuts,
) -> Grades:
    """Return the grades of every scenario that changes grades.

    Parameters
    ----------
    graded_by
        The other graders of this corpus.
    evidence
        codings, documents and categories of this corpus.
    corpora
        The other corpora.
    """
    found = {f"graded-by:{name}": take_grades(overlap, name) for name in graded_by}
    found |= grade_without(*evidence, sides, cuts)
    return found | grade_corpora(corpora, sides, cuts)


def grade_without(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    categories: pd.DataFrame,
    sides: Sequence[str],
    cuts: Cuts,
) -> Grades:
    """Grade by rule again without each document that is no longer in force, then without all.

    Returns
    -------
    dict
        ``without:<document>`` and, where there are several, ``not-in-force``: category,
        grade, concurrence. Documents without a coding would change nothing and are passed
        over.
    """
    counted = count(take_evidence(codings), documents, categories, sides)
    raised = {name for side in counted.sides for name in side.documents}
    gone = documents[documents["legal_status"].isin(STATUSES["no longer in force"])]
    names = [name for name in gone["document_id"] if name in raised]
    groups = {f"without:{name}": (name,) for name in names}
    if len(names) > 1:
        groups[NOT_IN_FORCE] = tuple(names)
    if not groups:
        return {}
    # each document as a status of its own: left out one by one and together by the same code
    each = documents[["document_id"]].assign(legal_status=documents["document_id"])
    table = leave_status_out(counted, each, cuts, groups)
    columns = ["category", "grade", "concurrence"]
    return {name: table.loc[table["without"] == name, columns] for name in groups}


def grade_corpora(
    names: Sequence[str],
    sides: Sequence[str],
    cuts: Cuts,
) -> Grades:
    """Grade other corpora by rule, straight from their data; those that lack a side are left out.

    Results of another corpus's run are not read: they may be older, or not there yet.

    Returns
    -------
    dict
        ``corpus:<name>``: category, grade, concurrence.
    """
    found: Grades = {}
    for name in names:
        has_codings = (data_root() / name / "codings.csv").is_file()
        if name not in list_corpora() or not has_codings:
            continue
        loaded = load_corpus(name)
        spoken = set(loaded["documents"]["country"]) & set(loaded["codings"]["country"])
        if not set(sides) <= spoken:
            continue
        chosen = select(loaded, sides)
        evidence = take_evidence(chosen["codings"])
        k = count(evidence, chosen["documents"], chosen.taxonomy, sides).observed
        columns = {"grade": k.name_grades(cuts), "concurrence": k.values}
        found[f"corpus:{name}"] = pd.DataFrame({"category": chosen.taxonomy["code"]} | columns)
    return found


def vary_rules(dialogue: Dialogue) -> dict[str, list[Rule]]:
    """Return other decision tables: those beside ours, and ours in another order.

    Where the order of two rules is our choice (the first rests on our own judgement, and the
    second is no rule for everything), the two are exchanged.

    Returns
    -------
    dict
        ``rules:<file>`` and ``rules:<first>-after-<second>``.
    """
    tables = {
        f"rules:{name}": parse_rules(load_dialogue(name)["rules"])
        for name in list_rule_tables()
        if name != dialogue.rules_file
    }
    rules = parse_rules(dialogue["rules"])
    own = dialogue["rules"]["source"].str.contains(OWN_JUDGEMENT).tolist()
    for place in range(len(rules) - 1):
        first, second = rules[place : place + 2]
        # a rule without attributes takes whatever has its overlap: nothing would be left behind it
        if own[place] and first.conditions and second.conditions:
            order = [*rules[:place], second, first, *rules[place + 2 :]]
            tables[f"rules:{first.name}-after-{second.name}"] = order
    return tables


def exclude_security(dialogue: Dialogue, base: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations with every topic set aside that bears on national security."""
    bears = [dialogue.attributes_of(t).get(SECURITY) == YES for t in base["topic"]]
    return base.assign(track=base["track"].mask(pd.Series(bears, base.index), SET_ASIDE))


def compare_scenarios(
    dialogue: Dialogue, graded: pd.DataFrame, regraded: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Run the rules under every scenario.

    Parameters
    ----------
    graded
        The grades that the recommendations rest on.
    regraded
        Grades by scenario; to these come the scenarios that change topics or rules.

    Returns
    -------
    DataFrame
        topic, scenario ('base' first), track, rule, grade, is_same (as in 'base').
    """
    base = apply_rules(dialogue, graded)
    runs = {BASE: base}
    runs |= {name: apply_rules(dialogue, grades) for name, grades in regraded.items()}
    if SECURITY in set(dialogue["attribute_names"]["attribute"]):
        runs[NO_SECURITY] = exclude_security(dialogue, base)
    for name, rules in vary_rules(dialogue).items():
        runs[name] = apply_rules(dialogue, graded, rules)
    frames = [
        run.assign(scenario=name, is_same=run["track"].to_numpy() == base["track"].to_numpy())
        for name, run in runs.items()
    ]
    return pd.concat(frames, ignore_index=True)[list(ROBUSTNESS)]


def find_robust(robustness: pd.DataFrame, without: Sequence[str] = ()) -> list[str]:
    """Return the topics that keep their track, and have one, under every scenario.

    Parameters
    ----------
    without
        Scenarios that are passed over.

    >>> table = pd.DataFrame({"topic": ["a", "b", "a", "b"], "is_same": [True] * 4,
    ...     "scenario": ["base"] * 2 + ["x"] * 2, "track": ["track-1", "set aside"] * 2})
    >>> find_robust(table)
    ['a']
    """
    kept = robustness[~robustness["scenario"].isin(without) & (robustness["track"] != SET_ASIDE)]
    tried = robustness.loc[~robustness["scenario"].isin(without), "scenario"].nunique()
    same = kept[kept["is_same"]].groupby("topic", sort=False)["scenario"].nunique()
    return [str(topic) for topic in same[same == tried].index]


def name_scenario(code: str, language: str) -> str:
    """Return a scenario in words.

    >>> name_scenario("without:us-eo-14110", "en")
    'without us-eo-14110'
    """
    kind, _, what = code.partition(":")
    if what.startswith("rules") or kind != "rules":
        key = f"scenario.{kind}"
        what = name_value("graded_by", what, language)
        return translate(key, language, what=what) if has_key(key) else code
    first, _, second = what.partition("-after-")
    return translate("scenario.order", language, first=first, second=second)
