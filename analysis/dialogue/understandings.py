"""The understandings that a topic would be about, and what the ledger shows of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

import pandas as pd

from analysis.base.words import name_value
from analysis.corpus.evidence import is_true, label_documents, take_evidence
from analysis.corpus.fields import split_list
from analysis.corpus.tables import GRADES
from analysis.dialogue.bounds import GRADED_BY, LEDGER, check_grader, refuse_ungraded
from analysis.dialogue.load import Dialogue
from analysis.dialogue.tables import SHOWN_COMMON, SHOWN_DIFFERENT, UNTOLD
from analysis.overlap.ledger import ANCHORED, COMMON, ONE_SIDED, stands_on
from analysis.overlap.rule import SCALE

TOLD_BELOW = 0.05
"""q below which the silence of a side counts as shown."""
LISTED = (
    "topic", "category", "position", "status", "firmness", "side", "documents_sure", "forces",
    "documents_in_force",
)  # fmt: skip
JUDGED = ("topic", "state", "n_common", "n_anchored", "n_one_sided", "firmness", "forces")


def fit_topics(dialogue: Dialogue, codebook: Collection[str]) -> Dialogue:
    """Keep the topics whose understandings all stand in a codebook.

    A corpus may bring a codebook of its own; of topics in other words nothing can be said.
    """
    wanted = dialogue["topic_positions"]
    unknown = set(wanted.loc[~wanted["position"].isin(list(codebook)), "topic"])
    tables = {
        name: table[~table["topic"].isin(unknown)] if "topic" in table else table
        for name, table in dialogue.tables.items()
    }
    return Dialogue(tables, dialogue.rules_file)


def list_understandings(dialogue: Dialogue, ledger: pd.DataFrame) -> pd.DataFrame:
    """Return what the ledger holds on every understanding of every topic, by side.

    Returns
    -------
    DataFrame
        topic, category, position, status, firmness, side, documents_sure, forces,
        documents_in_force; a row a topic x position x side.
    """
    wanted = dialogue["topic_positions"][["topic", "position"]]
    return wanted.merge(ledger, on="position")[list(LISTED)]


DOCUMENTED = (
    "topic", "position", "status", "side", "document_id", "label", "locator", "forces", "date",
    "is_sure", "stands",
)  # fmt: skip


def list_documents(
    listed: pd.DataFrame,
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    quotes: pd.DataFrame,
    day: str,
) -> pd.DataFrame:
    """Return the documents behind every understanding of every topic.

    Parameters
    ----------
    listed
        As ``list_understandings``.
    quotes
        quote_id and locator; a corpus whose quotes are only counted has neither.
    day
        Day on which documents are to stand.

    Returns
    -------
    DataFrame
        topic, position, status, side, document_id, label, locator (of the first passage without
        doubt, else of the first; blank without passages), forces (joined by ;), date, is_sure
        (at least one passage is not uncertain), stands (on that day).
    """
    evidence = take_evidence(codings)
    stated = evidence[evidence["position"].isin(list(listed["position"]))].explode("documents")
    stated = stated.dropna(subset=["documents"])
    places = dict(zip(quotes["quote_id"], quotes["locator"], strict=True)) if (
        {"quote_id", "locator"} <= set(quotes)
    ) else {}  # fmt: skip
    doubt = stated.get("is_uncertain", pd.Series("false", index=stated.index))
    named = stated.get("quote_id", pd.Series("", index=stated.index))
    stated = stated.assign(is_sure=~is_true(doubt), locator=named.map(places))
    stated = stated.sort_values("is_sure", ascending=False, kind="stable")
    groups = stated.groupby(["position", "country", "documents"], sort=False)
    facts = groups.agg(
        is_sure=("is_sure", "any"),
        locator=("locator", "first"),
        forces=("force", lambda f: ";".join(sorted(set(f.dropna()) - {""}))),
    ).reset_index()
    facts.columns = pd.Index(["position", "side", "document_id", "is_sure", "locator", "forces"])
    known = documents[["document_id", "date"]].assign(
        label=label_documents(documents), stands=stands_on(documents, day)
    )
    facts = facts.merge(known, on="document_id")
    table = listed[["topic", "position", "status", "side"]].merge(facts, on=["position", "side"])
    return table[list(DOCUMENTED)]


def judge_topics(
    dialogue: Dialogue, ledger: pd.DataFrame, agreement: pd.DataFrame, language: str = "en"
) -> pd.DataFrame:
    """Tell of every topic whether something common, a difference or too little is shown.

    Parameters
    ----------
    ledger
        As ``understandings``.
    agreement
        As ``agreement_by_category``, of one pair of sides.

    Returns
    -------
    DataFrame
        topic, state ('common': at least one of its understandings is; else 'different': all its
        categories are shown to be, or one of its understandings is one-sided with q below
        0.05; else 'untold'), n_common, n_anchored, n_one_sided, firmness and forces by side (of
        the firmest common one; blank if there is none). All topics.
    """
    main = agreement[agreement["m"] == 1]
    different = set(main.loc[main["verdict"] == "different", "category"])
    lonely = set(ledger.loc[ledger["q_absent"] < TOLD_BELOW, "position"])
    listed = list_understandings(dialogue, ledger)
    groups = dict(list(listed.groupby("topic")))
    rows = []
    for topic, cell in dialogue["topics"][["topic", "categories"]].itertuples(index=False):
        own = groups.get(topic, listed.iloc[:0])
        once = own.drop_duplicates("position")
        counts = [int((once["status"] == status).sum()) for status in (COMMON, ANCHORED, ONE_SIDED)]
        is_different = set(split_list(cell)) <= different or bool(lonely & set(once["position"]))
        state = SHOWN_COMMON if counts[0] else SHOWN_DIFFERENT if is_different else UNTOLD
        common = once[once["status"] == COMMON].sort_values(
            "firmness", ascending=False, kind="stable"
        )
        firmness = int(common["firmness"].iloc[0]) if counts[0] else None
        first = own[own["position"] == common["position"].iloc[0]] if counts[0] else own.iloc[:0]
        rows.append((topic, state, *counts, firmness, name_forces(first, language)))
    table = pd.DataFrame(rows, columns=list(JUDGED))
    return table.astype({"firmness": "Int64"})


def name_forces(sides: pd.DataFrame, language: str) -> str | None:
    """Return how binding an understanding is on each side, in words; nothing if there is none."""
    parts = []
    for side, forces in sides[["side", "forces"]].itertuples(index=False):
        words = [name_value("force", f, language) for f in split_list(cast(str, forces or ""))]
        parts.append(f"{side}: {', '.join(words)}")
    return "; ".join(parts) or None


def judge_by_grades(dialogue: Dialogue, overlap: pd.DataFrame, graded_by: str) -> pd.DataFrame:
    """Tell the same from the degrees of the corpus's own graders, for the check of consistency.

    Of a topic's categories the lowest degree decides; those nobody graded are passed over.

    Returns
    -------
    DataFrame
        topic, state: 'common' if the lowest is strong or moderate, 'different' if weak, else
        'untold'.

    Raises
    ------
    ParameterError
        If there is no such grader, or nobody has graded this corpus.
    """
    check_grader(graded_by)
    grades = overlap.set_index("category")[GRADED_BY[graded_by]]
    if grades.isna().all():
        refuse_ungraded()
    order = [*GRADES, *SCALE[len(GRADES) :]]
    rows = []
    for topic, cell in dialogue["topics"][["topic", "categories"]].itertuples(index=False):
        own = [g for g in grades.reindex(split_list(cell)).dropna() if g in GRADES]
        lowest = min(own, key=order.index, default="")
        rows.append((topic, STATES_OF_GRADES.get(str(lowest), UNTOLD)))
    return pd.DataFrame(rows, columns=["topic", "state"])


def judge_all(
    dialogue: Dialogue,
    ledger: pd.DataFrame,
    agreement: pd.DataFrame,
    overlap: pd.DataFrame,
    graders: Collection[str],
    language: str = "en",
) -> dict[str, pd.DataFrame]:
    """Return ``judge_topics``, and for the degrees of graders the same with their states."""
    judged = judge_topics(dialogue, ledger, agreement, language)
    found = {}
    for name in graders:
        found[name] = judged
        if name != LEDGER:
            states = judge_by_grades(dialogue, overlap, name)["state"]
            found[name] = judged.assign(state=states.to_numpy())
    return found


STATES_OF_GRADES = {
    "strong": SHOWN_COMMON,
    "moderate": SHOWN_COMMON,
    "weak": SHOWN_DIFFERENT,
}
