"""The corpora side by side: what the study names, and who agrees with whom on grades."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from report.markup import Markdown, escape, make_table
from report.results import Results
from runner.chain import ACROSS


def across(r: Results) -> Results:
    """Return the results over all corpora, in the language of a corpus's results."""
    return Results(ACROSS, r.language)


def list_compared(r: Results) -> list[str]:
    """Return the corpora that notebook 06 compared, in its order."""
    start = "ratio_"
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


def list_called(r: Results, names: Mapping[str, Sequence[str]]) -> Markdown:
    """Return the names of understandings, in the language of the report, in one list."""
    return escape(r.word("report.semicolon").join(str(name) for name in names[r.language]))


def named_table(r: Results, head: Sequence[str], caption: str, name: str) -> Markdown:
    """Return what the study names as held by both, with its status in each corpus.

    Parameters
    ----------
    head
        Headings of the understanding, its category, and of each corpus.
    """
    compared = list_compared(r)
    rows = []
    for row in across(r).rows("comparison_understandings"):
        if not row["in_study"]:
            continue
        cells = [
            r.word(
                "report.with_number",
                word=r.word(f"ledger.{row[f'status_{corpus}']}"),
                n=row[f"firmness_{corpus}"],
            )
            for corpus in compared
        ]
        rows.append([r.called[str(row["position"])], r.names[row["category"]], *cells])
    return make_table(head, rows, [44, 20, 18, 18], caption, name)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (pairs_table, named_table, list_called)
}
