"""Loading the dialogue tables: every problem with its file, row and remedy."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.base.errors import DataError, shorten, suggest
from analysis.base.paths import data_root, show
from analysis.corpus.bounds import read_rows
from analysis.corpus.fields import split_list
from analysis.corpus.tables import TAXONOMY
from analysis.dialogue.bounds import FOLDER, RULES_FILE, check_rules_file
from analysis.dialogue.tables import (
    ANY,
    DIALOGUE_TABLES,
    NOT_STATED,
    OPTIONAL_TABLES,
    OWN_JUDGEMENT,
    RULES,
    SET_ASIDE,
    SOURCE_COLUMNS,
    STATES,
    VALUES,
)
from analysis.readers.csv_tables import read_checked

Problem = tuple[str, str]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Rule:
    """One row of the decision table, ready to be tried."""

    name: str
    states: frozenset[str]
    conditions: tuple[tuple[str, str], ...]
    track: str

    def matches(self, state: str, attributes: Mapping[str, str]) -> bool:
        """Tell whether the rule applies; an attribute not stated is neither yes nor no.

        >>> rule = Rule("5", frozenset(["common"]), (("national-security", "yes"),), "track-1")
        >>> rule.matches("common", {"national-security": "yes"}), rule.matches("common", {})
        (True, False)
        """
        return state in self.states and all(
            attributes.get(attribute, NOT_STATED) == value for attribute, value in self.conditions
        )


@dataclass(frozen=True)
class Dialogue:
    """The dialogue tables as texts, indexed by the row number a spreadsheet shows."""

    tables: Tables
    rules_file: str

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def names(self, table: str, column: str, key: str) -> dict[str, str]:
        """Return one column of a table by another."""
        return dict(zip(self[table][key], self[table][column], strict=True))

    def titles(self, language: str) -> dict[str, str]:
        """Return the title of every topic."""
        return self.names("topics", f"title_{language}", "topic")

    def tracks(self, language: str) -> dict[str, str]:
        """Return the name of every track, in the order of tracks.csv."""
        return self.names("tracks", f"name_{language}", "track")

    def attributes_of(self, topic: str) -> dict[str, str]:
        """Return the attributes of a topic."""
        own = self["attributes"][self["attributes"]["topic"] == topic]
        return dict(zip(own["attribute"], own["value"], strict=True))


def load_dialogue(rules_file: str = "") -> Dialogue:
    """Read and check the tables of ``data/dialogue/``.

    Parameters
    ----------
    rules_file
        Another rule table in that folder, by its file name; blank: ``rules.csv``.

    Raises
    ------
    ParameterError
        If the rule table is not a plain file name, not there, or no rule table.
    DataError
        If a table is damaged or contradicts another: file, row and remedy of every problem.
    """
    folder = data_root() / FOLDER
    rules_file = rules_file or RULES_FILE
    check_rules_file(rules_file)
    taxonomy, problems, _ = read_checked(data_root() / "taxonomy.csv", TAXONOMY)
    codebook = [row["code"] for row in read_rows(data_root() / "codebook" / "positions.csv")]
    tables: dict[str, pd.DataFrame] = {}
    for table in DIALOGUE_TABLES:
        path = folder / (rules_file if table is RULES else f"{table.name}.csv")
        if table.name in OPTIONAL_TABLES and not path.is_file():
            tables[table.name] = pd.DataFrame(columns=table.columns, dtype=str)
            continue
        tables[table.name], found, _ = read_checked(path, table)
        problems += found
    if not problems:
        problems = _check_links(tables, set(taxonomy["code"]), codebook)
        problems += check_rules(tables, show(folder / rules_file))
    if problems:
        raise DataError.from_problems(problems, FOLDER)
    return Dialogue(tables, rules_file)


def parse_rules(rules: pd.DataFrame) -> list[Rule]:
    """Return the rows of a checked rule table as rules, in order."""
    columns = rules[["rule", "when_ledger", "when_attributes", "track"]]
    return [
        Rule(name, _read_states(states), tuple(_read_conditions(attributes)), track)
        for name, states, attributes, track in columns.itertuples(index=False)
    ]


def _read_states(cell: str) -> frozenset[str]:
    return frozenset(STATES if cell.strip() == ANY else split_list(cell))


def _read_conditions(cell: str) -> Iterator[tuple[str, str]]:
    for part in split_list(cell):
        attribute, _, value = part.partition("=")
        yield attribute.strip(), value.strip()


def find_rule(rules: Iterable[Rule], state: str, attributes: Mapping[str, str]) -> Rule | None:
    """Return the first rule that matches, if any does."""
    return next((rule for rule in rules if rule.matches(state, attributes)), None)


def check_rules(tables: Tables, place: str) -> list[Problem]:
    """Find unknown words in the rules, rules that can never fire, and topics none matches."""
    rows = tables["rules"]
    problems = _find_unknown(rows, place, "track", {*tables["tracks"]["track"], SET_ASIDE})
    problems += _check_sources(tables, "rules", "source", place)
    known = dict.fromkeys(tables["attribute_names"]["attribute"], VALUES)
    for row, states, attributes in rows[["when_ledger", "when_attributes"]].itertuples():
        if states.strip() != ANY:
            for word in split_list(states):
                if word not in STATES:
                    said = f"state '{shorten(word)}' is unknown: {suggest(word, (*STATES, ANY))}"
                    problems.append(_at(place, row, "when_ledger", said))
        for attribute, value in _read_conditions(attributes):
            said = ""
            if attribute not in known:
                said = f"attribute '{shorten(attribute)}' is unknown: {suggest(attribute, known)}"
            elif value not in known[attribute]:
                said = (
                    f"value '{shorten(value)}' of '{attribute}' is unknown: write {attribute}=yes"
                )
                said += f" (or {', '.join(VALUES[1:])})"
            if said:
                problems.append(_at(place, row, "when_attributes", said))
    if rows.empty:
        return [("rules", f"{place} has no rules: add at least one that matches '{ANY}'")]
    return problems or _find_idle(rows, place) + _find_unmatched(tables)


def _find_idle(rows: pd.DataFrame, place: str) -> list[Problem]:
    """Try all that the ledger can show with every combination of the attributes in the rules."""
    rules = parse_rules(rows)
    used: dict[str, set[str]] = {}
    for attribute, value in (pair for rule in rules for pair in rule.conditions):
        used.setdefault(attribute, set()).add(value)
    # values that no rule names behave alike: one of them stands for all
    choices = [[*v, *[w for w in VALUES if w not in v][:1]] for v in used.values()]
    fired = {
        rule.name
        for state in STATES
        for values in itertools.product(*choices)
        if (rule := find_rule(rules, state, dict(zip(used, values, strict=True))))
    }
    problems = []
    for row, rule in zip(rows.index, rules, strict=True):
        if rule.name in fired:
            continue
        if len({a for a, _ in rule.conditions}) < len(set(rule.conditions)):
            said = "it asks one attribute for two values: keep one"
        else:
            said = "earlier rules take all its cases: move it up or remove it"
        problems.append(_at(place, row, "rule", f"rule '{rule.name}' can never fire: {said}"))
    return problems


def _find_unmatched(tables: Tables) -> list[Problem]:
    """A topic must match whatever is shown of it: codings may change tomorrow."""
    rules = parse_rules(tables["rules"])
    place = show(data_root() / FOLDER / "topics.csv")
    problems = []
    for row, topic in tables["topics"]["topic"].items():
        own = Dialogue(tables, "").attributes_of(topic)
        open_ended = [s for s in STATES if find_rule(rules, s, own) is None]
        if open_ended:
            said = f"no rule matches '{topic}' if the ledger shows {' or '.join(open_ended)}: "
            said += f"add a last rule with when_ledger '{ANY}' and no attributes"
            problems.append(_at(place, int(str(row)), "topic", said))
    return problems


def _check_links(tables: Tables, categories: set[str], codebook: Collection[str]) -> list[Problem]:
    """Find what one table says of another that the other does not know."""
    topics = set(tables["topics"]["topic"])
    # where no codebook ships, the corpus brings its own: whether topics fit it shows later
    codebook = codebook or set(tables["topic_positions"]["position"])
    people = set(tables["participants"]["participant"])
    tracks = set(tables["tracks"]["track"])
    areas = set(tables["cooperation_areas"]["area"])
    attributes = set(tables["attribute_names"]["attribute"])
    links: list[tuple[str, str, Collection[str]]] = [
        ("topics", "categories", categories),
        ("topics", "area", areas),
        ("topics", "needs_participants", people),
        ("attributes", "topic", topics),
        ("topic_positions", "topic", topics),
        ("topic_positions", "position", codebook),
        ("attributes", "attribute", attributes),
        ("tracks", "participants", people),
        ("tracks", "usual_participants", people),
        ("recommendations_printed", "topic", topics),
        ("recommendations_printed", "track", {*tracks, SET_ASIDE}),
        ("recommendations_printed", "actors", {*people, NOT_STATED}),
        ("risk_ratings", "topic", topics),
        ("risk_ratings", "area", areas),
    ]
    problems = [
        problem
        for table, column, known in links
        for problem in _find_unknown(tables[table], _place(table), column, known)
    ]
    for table, columns in SOURCE_COLUMNS.items():
        for column in columns:
            problems += _check_sources(tables, table, column, _place(table))
    return problems + _check_topics(tables) + _check_areas(tables)


def _find_unknown(
    frame: pd.DataFrame, place: str, column: str, known: Collection[str]
) -> list[Problem]:
    return [
        _at(place, int(str(row)), column, f"'{shorten(word)}' is unknown: {suggest(word, known)}")
        for row, cell in frame[column].items()
        for word in split_list(cell)
        if word not in known
    ]


def _check_sources(tables: Tables, table: str, column: str, place: str) -> list[Problem]:
    """A cell cites sources by short name; behind 'own judgement:' stands what it rests on."""
    known = set(tables["sources"]["source"])
    problems = []
    for row, cell in tables[table][column].items():
        for part in split_list(cell):
            said = part.removeprefix(OWN_JUDGEMENT).lstrip(": ")
            if not any(_begins_with(said, name) for name in known):
                word = said.split(" ")[0]
                advice = suggest(word, known) if word else "name it, or write 'project'"
                said = f"source '{shorten(word or part)}' is not in sources.csv: {advice}"
                problems.append(_at(place, int(str(row)), column, said))
    return problems


def _begins_with(citation: str, name: str) -> bool:
    """Tell whether a citation is of this source; people write a hyphen as a space.

    >>> _begins_with("policy paper", "policy-paper"), _begins_with("study-2 5.1", "study")
    (True, False)
    """
    words = name.split("-")
    return re.match("[- ]".join(map(re.escape, words)) + r"(?![\w-])", citation) is not None


def _check_topics(tables: Tables) -> list[Problem]:
    """Every topic has categories, a source for its limits, and a value for every attribute."""
    place, problems = _place("topics"), []
    stated = set(zip(tables["attributes"]["topic"], tables["attributes"]["attribute"], strict=True))
    worded = set(tables["topic_positions"]["topic"])
    for row, topic in tables["topics"].iterrows():
        number = int(str(row))
        if topic["topic"] not in worded:
            said = f"topic_positions.csv names no understanding of '{topic['topic']}': add a row"
            problems.append(_at(place, number, "topic", said))
        if not split_list(topic["categories"]):
            said = f"'{topic['topic']}' has no category: name one of taxonomy.csv"
            problems.append(_at(place, number, "categories", said))
        has_scope = topic["scope_condition_en"] or topic["scope_condition_zh"]
        if has_scope and not topic["scope_source"]:
            said = "the condition has no source: name who states it"
            problems.append(_at(place, number, "scope_source", said))
        if topic["area"] and not topic["area_basis"]:
            said = "the area has no basis: say why the topic belongs there"
            problems.append(_at(place, number, "area_basis", said))
        for attribute in tables["attribute_names"]["attribute"]:
            if (topic["topic"], attribute) not in stated:
                said = f"attributes.csv has no '{attribute}' of '{topic['topic']}': add a row, "
                said += f"with the value '{NOT_STATED}' if no source says"
                problems.append(_at(place, number, "topic", said))
    return problems


def _check_areas(tables: Tables) -> list[Problem]:
    """A rating holds for the area in which the topic was rated."""
    area = dict(zip(tables["topics"]["topic"], tables["topics"]["area"], strict=True))
    return [
        _at(
            _place("risk_ratings"),
            int(str(row)),
            "area",
            f"'{topic}' was rated in the area '{rated}' but topics.csv has "
            f"'{area[topic]}': rate it anew or correct the area",
        )
        for row, topic, rated in tables["risk_ratings"][["topic", "area"]].itertuples()
        if topic in area and area[topic] != rated
    ]


def _place(table: str) -> str:
    return show(data_root() / FOLDER / f"{table}.csv")


def _at(place: str, row: int, column: str, said: str) -> Problem:
    return (f"{place} {column}", f"{place}: row {row}, column '{column}': {said}")
