"""The corpora side by side: who agrees with whom, each K beside its yardstick, what decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from report.markup import Markdown, escape, make_table
from report.results import Results, Row
from runner.chain import ACROSS


def across(r: Results) -> Results:
    """Return the results over all corpora, in the language of a corpus's results."""
    return Results(ACROSS, r.language)


def list_compared(r: Results) -> list[str]:
    """Return the corpora that notebook 06 compared, in its order."""
    start = "concurrence_"
    columns = across(r).rows("comparison")[0]
    return [name.removeprefix(start) for name in columns if name.startswith(start)]


def pairs_table(
    r: Results, head: Sequence[str], graders: Mapping[str, str], caption: str, name: str
) -> Markdown:
    """Return who agrees with whom on how many categories, and how many chance would give.

    Parameters
    ----------
    graders
        What to call study, published, recoded (the rule on a corpus) and graders.
    """
    rows = []
    for row in across(r).rows("comparison_pairs"):
        if not row["n"]:
            continue
        named = [graders[row[end].removeprefix("grade_")] for end in ("first", "second")]
        counts = [row["n"], row["same"], f"{row['expected']:.1f}", row["higher"], row["lower"]]
        rows.append([*named, *counts])
    return make_table(
        head, rows, [18, 18, 14, 12, 14, 12, 12], caption, name, right=[2, 3, 4, 5, 6]
    )


def yardsticks_table(r: Results, head: Sequence[str], caption: str, name: str) -> Markdown:
    """Return every K beside what one side shows within itself and the number of positions.

    Parameters
    ----------
    head
        Headings of category; K, yardstick and positions of the first corpus; K, K with as many
        codings as the first has, yardstick and positions of the second.
    """
    first, second = list_compared(r)
    columns = [f"{what}_{first}" for what in ("concurrence", "within", "positions")]
    columns += [f"{what}_{second}" for what in ("concurrence", "rarefied", "within", "positions")]
    rows = [
        [r.names[row["category"]], *(_show(row[column]) for column in columns)]
        for row in across(r).rows("comparison")
    ]
    widths = [26, 13, 10, 11, 13, 13, 10, 11]
    return make_table(head, rows, widths, caption, name, right=[1, 2, 3, 4, 5, 6, 7])


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value}"


def list_groups(r: Results, labels: Mapping[str, str]) -> Markdown:
    """Return a list of the categories by who agrees, group by group.

    Parameters
    ----------
    labels
        What to call each group of the findings of notebook 06, in the order of the list.
    """
    groups = across(r).find("06").groups
    lines = [
        f"- **{escape(label)}** ({groups[key].n}){r.word('report.colon')}"
        + escape(r.list_names(groups[key].categories))
        for key, label in labels.items()
    ]
    return Markdown("\n".join(lines))


def deciders_table(r: Results, head: Sequence[str], caption: str, name: str) -> Markdown:
    """Return, where the rule grades the corpora differently, the first position of each.

    The first is a shared one where there is one, and of these the one with most codings.
    """
    grades = {row["category"]: row for row in across(r).rows("comparison")}
    listed = across(r).rows("deciding_positions")
    compared = list_compared(r)
    meanings = {corpus: Results(corpus, r.language).meanings for corpus in compared}
    rows = []
    for category, grade in grades.items():
        own = [row for row in listed if row["category"] == category]
        if not own:
            continue
        cells: list[object] = [r.names[category]]
        for corpus in compared:
            mine = [row for row in own if row["corpus"] == corpus]
            cells.append(_show_decider(r, meanings[corpus], grade[f"grade_{corpus}"], mine))
        rows.append(cells)
    return make_table(head, rows, [20, 40, 40], caption, name)


def _show_decider(
    r: Results, meanings: Mapping[str, str], grade: str, rows: Iterable[Row]
) -> Markdown:
    said = r.value("grade", grade)
    first = f"**{escape(said[:1].upper() + said[1:])}**"
    for position, own in groupby(rows, key=lambda row: row["position"]):
        meaning = meanings[position].rstrip(".。")
        counts = [f"{r.name_side(row['side'])} {row['codings']}" for row in own]
        listed = r.word("list.comma").join(counts)
        more = escape(f"{meaning} ({listed}){r.word('report.stop')}")
        return Markdown(f"{first}{r.word('report.colon')}{more}")
    return Markdown(first)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (pairs_table, yardsticks_table, list_groups, deciders_table)
}
