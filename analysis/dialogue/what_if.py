"""Which topics keep their room: without each document and issuer, with other support and rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from analysis.base.words import has_key, translate
from analysis.corpus.evidence import has_position, take_evidence
from analysis.corpus.fields import split_list
from analysis.dialogue.bounds import list_rule_tables
from analysis.dialogue.load import (
    Dialogue,
    Rule,
    load_dialogue,
    parse_rules,
)
from analysis.dialogue.rules import apply_rules
from analysis.dialogue.tables import OWN_JUDGEMENT, SET_ASIDE
from analysis.dialogue.understandings import judge_topics
from analysis.overlap.ledger import ENDED, keep_ledger, stands_on

BASE = "base"
WITHOUT, WITHOUT_ISSUER, NOT_IN_FORCE = "without", "without-issuer", "not-in-force"
SUPPORT = "support"
SUPPORTS = (1, 2, 3, 4)
"""Documents a side that an understanding may be asked for, besides what the run asks."""
LEFT_OUT = (WITHOUT, WITHOUT_ISSUER)
EVIDENCE = (*LEFT_OUT, NOT_IN_FORCE, SUPPORT)
"""Kinds of scenario that a topic has to survive: other rules are another matter."""
ROBUSTNESS = ("topic", "scenario", "track", "rule", "state", "is_same")

Ledgers = dict[str, pd.DataFrame]


def keep_ledgers(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    positions: pd.DataFrame,
    sides: Sequence[str],
    day: str,
    support: int,
) -> Ledgers:
    """Keep the ledger again without each document and each issuer that could be left out.

    Also without the documents no longer in force, and with other support.

    Parameters
    ----------
    codings, documents, positions, sides, day, support
        As ``keep_ledger``.

    Returns
    -------
    dict
        By scenario: ``without:<document>``, ``without-issuer:<issuer>``, ``not-in-force`` (if
        a document that speaks has ended), ``support:<n>``. A document or issuer without which
        a side says nothing at all is not left out: nothing could be compared.
    """
    settled = codings[codings["coder"] == "settled"]
    evidence = take_evidence(codings)
    spoken = evidence[has_position(evidence)].explode("documents").dropna(subset=["documents"])
    names = documents.loc[documents["document_id"].isin(spoken["documents"]), "document_id"]
    groups = {f"{WITHOUT}:{name}": {str(name)} for name in names}
    issuers = documents[documents["document_id"].isin(names)].groupby("issuer", sort=False)
    for issuer, own in issuers["document_id"]:
        if issuer:
            groups[f"{WITHOUT_ISSUER}:{issuer}"] = set(own)
    gone = documents["legal_status"].isin(ENDED) & ~stands_on(documents, day)
    groups[NOT_IN_FORCE] = set(documents.loc[gone, "document_id"]) & set(names)
    found: Ledgers = {}
    for name, left_out in groups.items():
        kept = drop_documents(settled, left_out)
        if left_out and set(sides) <= set(kept["country"]):
            found[name] = keep_ledger(kept, documents, positions, sides, day, support)
    for number in SUPPORTS:
        if number != support:
            ledger = keep_ledger(settled, documents, positions, sides, day, number)
            found[f"{SUPPORT}:{number}"] = ledger
    return found


def drop_documents(codings: pd.DataFrame, left_out: Collection[str]) -> pd.DataFrame:
    """Take documents out; a coding that rests on several stays while one of them is left.

    >>> table = pd.DataFrame({"documents": ["a", "a;b", ""]})
    >>> drop_documents(table, {"a"})["documents"].tolist()
    ['b', '']
    """
    named = codings["documents"].fillna("").map(split_list)
    left = named.map(lambda names: [name for name in names if name not in left_out])
    is_kept = (named.str.len() == 0) | (left.str.len() > 0)
    return codings.assign(documents=left.str.join(";"))[is_kept.astype(bool)]


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
        # a rule without attributes takes whatever is shown: nothing would be left behind it
        if own[place] and first.conditions and second.conditions:
            order = [*rules[:place], second, first, *rules[place + 2 :]]
            tables[f"rules:{first.name}-after-{second.name}"] = order
    return tables


def compare_scenarios(
    dialogue: Dialogue,
    base: pd.DataFrame,
    ledgers: Mapping[str, pd.DataFrame],
    agreement: pd.DataFrame,
) -> pd.DataFrame:
    """Run the rules under every scenario.

    Parameters
    ----------
    base
        topic, state: what the recommendations rest on.
    ledgers
        The ledger by scenario; to these come the scenarios that change the rules.
    agreement
        As ``judge_topics``. Verdicts on categories stay as they are: they decide only why a
        topic has no room.

    Returns
    -------
    DataFrame
        topic, scenario ('base' first), track, rule, state, is_same (track as in 'base').
    """
    first = apply_rules(dialogue, base)
    runs = {BASE: first}
    for name, ledger in ledgers.items():
        runs[name] = apply_rules(dialogue, judge_topics(dialogue, ledger, agreement))
    for name, rules in vary_rules(dialogue).items():
        runs[name] = apply_rules(dialogue, base, rules)
    frames = [
        run.assign(scenario=name, is_same=run["track"].to_numpy() == first["track"].to_numpy())
        for name, run in runs.items()
    ]
    return pd.concat(frames, ignore_index=True)[list(ROBUSTNESS)]


def list_kinds(robustness: pd.DataFrame) -> pd.Series:
    """Return the kind of each row's scenario.

    >>> list_kinds(pd.DataFrame({"scenario": ["without:a", "base"]})).tolist()
    ['without', 'base']
    """
    return robustness["scenario"].map(lambda name: name.partition(":")[0])


def find_robust(robustness: pd.DataFrame, kinds: Collection[str] = EVIDENCE) -> list[str]:
    """Return the topics that have a room and keep it in every scenario of some kinds.

    Where there is no such scenario nothing was tried, and nothing has survived.

    >>> table = pd.DataFrame({"topic": ["a", "b", "a", "b"], "is_same": [True] * 3 + [False],
    ...     "scenario": ["base"] * 2 + ["without:x"] * 2, "track": ["track-1"] * 3 + ["set aside"]})
    >>> find_robust(table), find_robust(table, ["support"])
    (['a'], [])
    """
    tried = robustness[list_kinds(robustness).isin([BASE, *kinds])]
    if not list_kinds(tried).isin(list(kinds)).any():
        return []
    keeps = (tried["is_same"] & (tried["track"] != SET_ASIDE)).groupby(tried["topic"], sort=False)
    return [str(topic) for topic, is_kept in keeps.all().items() if is_kept]


def name_scenario(code: str, language: str) -> str:
    """Return a scenario in words.

    >>> name_scenario("without:us-eo-14110", "en")
    'without us-eo-14110'
    """
    kind, _, what = code.partition(":")
    if what.startswith("rules") or kind != "rules":
        key = f"scenario.{kind}"
        return translate(key, language, what=what) if has_key(key) else code
    first, _, second = what.partition("-after-")
    return translate("scenario.order", language, first=first, second=second)
