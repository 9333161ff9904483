"""The corpora side by side: who agrees with whom, each K beside its ceiling, what decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from analysis.corpus import results as tables
from analysis.findings.corpora import GRADED
from report.markup import Markdown, escape, make_table
from report.results import Results
from runner.chain import ACROSS

PRINT, TEXTS = "published", "recoded"


def _read(name: str) -> pd.DataFrame:
    return tables.read_table(ACROSS, name)


def find_pair(r: Results, first: str, second: str) -> dict[str, Any]:
    """Return of how many categories two give the same grade, by chance, more or less overlap.

    Parameters
    ----------
    first, second
        study, published, recoded (the rule on a corpus) or graders.

    Returns
    -------
    n and same; expected (how many would be the same if each dealt its grades out at random);
    higher and lower (where the second sees more, or less, overlap than the first).
    """
    table = _read("comparison")
    table = table[[f"grade_{first}", f"grade_{second}"]].set_axis(["one", "other"], axis=1)
    both = table[table["one"].isin(GRADED) & table["other"].isin(GRADED)]
    steps = both["one"].map(GRADED.index) - both["other"].map(GRADED.index)
    chance = sum((both["one"] == g).mean() * (both["other"] == g).sum() for g in GRADED)
    return {
        "n": len(both),
        "same": int((steps == 0).sum()),
        "expected": float(chance) if len(both) else 0.0,
        "higher": int((steps > 0).sum()),
        "lower": int((steps < 0).sum()),
    }


def pairs_table(
    r: Results, head: Sequence[str], graders: dict[str, str], caption: str, name: str
) -> Markdown:
    """Return who agrees with whom on how many categories, and how many chance would give.

    Parameters
    ----------
    graders
        What to call study, published, recoded (the rule on a corpus) and graders.
    """
    rows = []
    for row in _read("comparison_pairs").to_dict("records"):
        if not row["n"]:
            continue
        keys = [row[c].removeprefix("grade_") for c in ("first", "second")]
        pair = find_pair(r, *keys)
        counts = [pair["n"], pair["same"], f"{pair['expected']:.1f}", pair["higher"], pair["lower"]]
        rows.append([*(graders[key] for key in keys), *counts])
    return make_table(
        head, rows, [18, 18, 14, 12, 14, 12, 12], caption, name, right=[2, 3, 4, 5, 6]
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ceilings_table(r: Results, head: Sequence[str], caption: str, name: str) -> Markdown:
    """Return every K beside its own ceiling and the number of positions, corpus by corpus.

    Parameters
    ----------
    head
        Headings of category; K, ceiling and positions of the first corpus; K, K with as many
        codings as the first has (left out where the run has none), ceiling and positions.
    """
    table = _read("comparison")
    cut = has_rarefied(r)
    rows = []
    for row in table.to_dict("records"):
        cells = [r.names[row["category"]]]
        for corpus in (PRINT, TEXTS):
            cells.append(_show(row[f"concurrence_{corpus}"]))
            cells += [_show(row[f"rarefied_{TEXTS}"])] if cut and corpus == TEXTS else []
            cells += [_show(row[f"ceiling_{corpus}"]), str(int(row[f"positions_{corpus}"]))]
        rows.append(cells)
    shown = [*head[:5], *(head[5:6] if cut else []), *head[6:]]
    widths = [26, 13, 10, 11, 13, *([13] if cut else []), 10, 11]
    return make_table(shown, rows, widths, caption, name, right=range(1, len(shown)))


def has_rarefied(r: Results) -> bool:
    """Tell whether the run has K on the texts with as many codings as the study's print."""
    return f"rarefied_{TEXTS}" in _read("comparison")


def compare_rarefied(r: Results) -> dict[str, int]:
    """Return how K on the texts stands to that on print with as many codings: n, above, below."""
    own = _read("comparison")[[f"rarefied_{TEXTS}", f"concurrence_{PRINT}"]].dropna()
    steps = own[f"rarefied_{TEXTS}"] - own[f"concurrence_{PRINT}"]
    return {"n": len(own), "above": int((steps > 0).sum()), "below": int((steps < 0).sum())}


def _show(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.2f}"


def count_over_ceiling(r: Results, corpus: str) -> dict[str, int]:
    """Return of how many categories K reaches its own ceiling, where both are known."""
    own = _read("comparison")[[f"concurrence_{corpus}", f"ceiling_{corpus}"]].dropna()
    reached = own[f"concurrence_{corpus}"] >= own[f"ceiling_{corpus}"]
    return {"n": len(own), "reached": int(reached.sum())}


def group_grades(r: Results) -> dict[str, list[str]]:
    """Return the categories by who agrees: the study, the rule on print, the rule on texts.

    Returns
    -------
    all, study_print, study_texts, print_texts (these two, and not the third), none; and
    ungraded, where the rule gives no grade on one of the two.
    """
    groups: dict[str, list[str]] = {
        k: [] for k in ("all", "study_print", "study_texts", "print_texts", "none", "ungraded")
    }
    for row in _read("comparison").to_dict("records"):
        study, printed, texts = (row[f"grade_{k}"] for k in ("study", PRINT, TEXTS))
        if not {study, printed, texts} <= set(GRADED):
            kind = "ungraded"
        elif study == printed == texts:
            kind = "all"
        elif study == printed:
            kind = "study_print"
        elif study == texts:
            kind = "study_texts"
        else:
            kind = "print_texts" if printed == texts else "none"
        groups[kind].append(row["category"])
    return groups


def list_groups(r: Results, labels: dict[str, str]) -> Markdown:
    """Return a list of the categories by who agrees, group by group.

    Parameters
    ----------
    labels
        What to call each group of ``group_grades``, in the order of the list.
    """
    groups = group_grades(r)
    lines = [
        f"- **{escape(label)}** ({len(groups[key])}){r.word('report.colon')}"
        + escape(r.list_names(groups[key]))
        for key, label in labels.items()
    ]
    return Markdown("\n".join(lines))


def deciders_table(r: Results, head: Sequence[str], caption: str, name: str) -> Markdown:
    """Return, where the rule grades the corpora differently, the first position of each.

    The first is a shared one where there is one, and of these the one with most codings.
    """
    grades = _read("comparison").set_index("category")
    deciding = _read("deciding_positions")
    rows = []
    for category in grades.index[grades.index.isin(deciding["category"])]:
        cells: list[object] = [r.names[category]]
        for corpus in (PRINT, TEXTS):
            own = deciding[(deciding["category"] == category) & (deciding["corpus"] == corpus)]
            grade = r.value("grade", grades.loc[category, f"grade_{corpus}"])
            cells.append(_show_decider(r, corpus, grade, own))
        rows.append(cells)
    return make_table(head, rows, [20, 40, 40], caption, name)


def _show_decider(r: Results, corpus: str, grade: str, rows: pd.DataFrame) -> Markdown:
    first = f"**{escape(_capital(grade))}**"
    if rows.empty:
        return Markdown(first)
    row = rows.iloc[0]
    taken = Results(corpus, r.language)
    own = taken.table("positions_by_side")
    code = own.loc[own["meaning"] == row["meaning"], "position"]
    meaning = taken.meanings[code.iloc[0]] if len(code) else row["meaning"]
    counts = r.word("list.comma").join(
        f"{side} {int(row[f'codings_{code.lower()}'])}"
        for code, side in zip(r.sides, r.side_names, strict=True)
    )
    stop = r.word("report.stop")
    said = escape(f"{meaning.rstrip('.。')} ({counts}){stop}")
    return Markdown(f"{first}{r.word('report.colon')}{said}")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        find_pair, pairs_table, ceilings_table, has_rarefied, compare_rarefied,
        count_over_ceiling, group_grades, list_groups, deciders_table,
    )
}  # fmt: skip
