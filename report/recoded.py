"""The corpus of primary documents read again: what was read, how coders agree, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from analysis.base.paths import ROOT
from analysis.corpus.counts import TOTAL
from analysis.readers.csv_tables import read_texts
from report.markup import Markdown, cite, escape, make_table
from report.results import Results

SHARE = "raw agreement"
UNDONE, OUT = "not coded yet", "out"


def read_table(
    r: Results, head: Sequence[str], texts: dict[str, str], caption: str, name: str
) -> Markdown:
    """Return every document that was read: whose, which text, how long, what it brings.

    Parameters
    ----------
    head
        Headings of document, side, issuer, text, characters, quotes, codings and residuals.
    texts
        What to call an original, a translation, another version than the cited one, a part.
    """
    read, settled = _lengths(r), r.settled.explode("documents")
    quotes = settled.groupby("documents")["quote_id"].nunique()
    codings = settled.groupby("documents").size()
    outside = _residual(r).groupby("document_id").size()
    order = r.documents.assign(side=r.documents["country"].map(r.sides.index))
    rows = []
    for row in order.sort_values("side", kind="stable").to_dict("records"):
        key = row["document_id"]
        side = r.side_names[r.sides.index(row["country"])]
        counts = (read, quotes, codings, outside)
        rows.append([
            cite([key]), side, r.value("entity", row["entity_type"]),
            _describe_text(row, texts, r.word("list.comma")),
            *(f"{int(own.get(key, 0)):,}" for own in counts),
        ])  # fmt: skip
    return make_table(head, rows, [24, 7, 15, 20, 11, 7, 8, 8], caption, name, right=[4, 5, 6, 7])


def _describe_text(row: dict[str, Any], texts: dict[str, str], comma: str) -> str:
    said = ["original" if row["language"] == row["text_language"] else "translation"]
    said += ["other"] if row["cited_by_study"] == "other version" else []
    said += ["part"] if str(row["is_text_complete"]).lower() == "false" else []
    return comma.join(texts[word] for word in said)


def _log(r: Results) -> pd.DataFrame:
    log = r.source("reading_log")
    log = log[log["document_id"].isin(r.documents["document_id"])]
    return log.assign(start=log["start"].astype(int), end=log["end"].astype(int))


def _lengths(r: Results) -> pd.Series[int]:
    return _log(r).groupby("document_id")["end"].max()


def count_read(r: Results) -> dict[str, int]:
    """Return how many documents the log has, how many both coders read whole, how many signs."""
    log, lengths = _log(r), _lengths(r)
    coders = sorted(set(r.table("codings")["coder"]) - {"settled"})
    whole = 0
    for document, length in lengths.items():
        own = log[log["document_id"] == document]
        whole += all(_is_whole(own[own["coder"] == c], int(length)) for c in coders)
    return {"documents": len(lengths), "whole": whole, "characters": int(lengths.sum())}


def _is_whole(ranges: pd.DataFrame, length: int) -> bool:
    """Tell whether ranges cover a text from its first to its last sign."""
    reached = 0
    for start, end in ranges.sort_values("start")[["start", "end"]].itertuples(index=False):
        if start > reached:
            return False
        reached = max(reached, end)
    return reached >= length


def list_decided(r: Results, decision: str) -> list[str]:
    """Return the titles of the documents of the inventory with one decision."""
    own = r.source("documents")
    own = own[own["decision"] == decision]
    return [_title(r, row) for row in own.to_dict("records")]


def _title(r: Results, row: dict[str, Any]) -> str:
    own = row.get("title_original", "") if r.language == "zh" else ""
    return own or row.get("short_title", "") or row["title"]


def list_out(r: Results) -> Markdown:
    """Return a list of the reasons why documents are out, each with the titles."""
    own = r.source("documents")
    own = own[own["decision"] == OUT]
    reasons = _words(r, "reason")
    lines = []
    for reason, rows in own.groupby("decision_reason", sort=False):
        titles = r.word("report.semicolon").join(_title(r, d) for d in rows.to_dict("records"))
        said = reasons.get(str(reason), str(reason)).rstrip(".。")
        lines.append("- " + escape(f"{titles}{r.word('report.colon')}{said}"))
    return Markdown("\n".join(lines))


def _words(r: Results, kind: str) -> dict[str, str]:
    """Return the words of one kind in the language of the report; English needs none."""
    path = ROOT / "paper" / f"words.{r.language}.csv"
    rows = read_texts(path) if path.is_file() else pd.DataFrame(columns=["kind", "word", "said"])
    rows = rows[rows["kind"] == kind]
    return dict(zip(rows["word"], rows["said"], strict=True))


def count_status(r: Results) -> dict[str, int]:
    """Return how many documents of the inventory are in, out and not coded yet."""
    own = r.source("documents")["decision"].value_counts()
    return {"in": len(r.documents), "out": int(own.get(OUT, 0)), "undone": int(own.get(UNDONE, 0))}


def find_largest(r: Results, side: int) -> dict[str, Any]:
    """Return the document that brings most of a side's codings, and its share of them."""
    own = r.settled[r.settled["country"] == r.sides[side]].explode("documents")
    counts = own["documents"].value_counts()
    if not len(counts):
        return {"key": "", "share": 0.0}
    return {"key": str(counts.index[0]), "share": float(counts.iloc[0] / counts.sum())}


def count_settled(r: Results) -> dict[str, int]:
    """Return how the third pass settled: what only one coder found, what was checked again."""
    own = r.source("settlements")
    own = own[own["document_id"].isin(r.documents["document_id"])]
    checked = own[own["why"] == "editor check"]
    single = own[own["why"] == "one coder only"]
    return {
        "differ": int((own["why"] == "coders differ").sum()),
        "single": len(single),
        "dropped": int((single["settled"] == "dropped").sum()),
        "checked": len(checked),
        "confirmed": int((checked["settled"] == checked["coder_a"]).sum()),
    }


def find_agreement(r: Results, what: str, coefficient: str) -> dict[str, Any] | None:
    """Return one measure of agreement over all categories: value, low, high, n."""
    own = r.table("agreement")
    own = own[(own["what"] == what) & (own["coefficient"] == coefficient) & own["category"].isna()]
    return None if own.empty else {str(k): v for k, v in own.iloc[0].items()}


def find_extremes(r: Results, what: str, coefficient: str) -> list[dict[str, Any]]:
    """Return the categories with the lowest and with the highest agreement."""
    own = r.table("agreement")
    own = own[(own["what"] == what) & (own["coefficient"] == coefficient)]
    own = own.dropna(subset=["category", "value"]).sort_values("value", kind="stable")
    rows = own.to_dict("records")
    return [rows[0], rows[-1]] if len(rows) > 1 else []


def agreement_table(
    r: Results, head: Sequence[str], measures: Sequence[tuple[str, str, str]],
    extremes: tuple[str, str], caption: str, name: str,
) -> Markdown:  # fmt: skip
    """Return how far two coders agree: overall, and in the categories at either end.

    Parameters
    ----------
    head
        Headings of measure, value, interval and number.
    measures
        For each measure: what is compared, the coefficient, and what to call it.
    extremes
        What to call the lowest and the highest category; the name of the category follows.
    """
    rows = []
    for what, coefficient, label in measures:
        whole = find_agreement(r, what, coefficient)
        if whole is None:
            continue
        rows.append([label, *_show_interval(whole)])
        ends = find_extremes(r, what, coefficient)
        # a share is high in every category, because most passages do not have it
        for word, row in zip(extremes, ends if coefficient != SHARE else [], strict=False):
            listed = f"– {word}{r.word('report.colon')}{r.names[row['category']]}"
            rows.append([listed, *_show_interval(row)])
    return make_table(head, rows, [56, 12, 20, 12], caption, name, right=[1, 2, 3])


def _show_interval(row: dict[str, Any]) -> list[str]:
    has = pd.notna(row["low"]) and pd.notna(row["high"])
    interval = f"{row['low']:.2f} – {row['high']:.2f}" if has else "–"
    return [f"{row['value']:.2f}", interval, f"{int(row['n']):,}"]


def name_themes(r: Results, themes: Sequence[str]) -> list[str]:
    """Return the names of themes in the language of the report."""
    words = _words(r, "theme")
    return [words.get(theme, theme.replace("-", " ")) for theme in themes]


def split_themes(r: Results) -> dict[str, list[str]]:
    """Return the named themes outside the taxonomy that both sides raise, and those of one."""
    own = r.table("residual_by_theme")
    own = own[~own["theme"].isin([TOTAL, "other"])]
    first, second = (list(own.loc[own["country"] == side, "theme"]) for side in r.sides)
    return {
        "both": [t for t in first if t in second],
        "first": [t for t in first if t not in second],
        "second": [t for t in second if t not in first],
    }


def share_outside(r: Results, side: int) -> dict[str, float]:
    """Return the share of a side's passages and characters on AI governance outside every one."""
    own = r.table("residual_by_theme")
    own = own[(own["country"] == r.sides[side]) & (own["theme"] == TOTAL)]
    if own.empty:
        return {"passages": 0.0, "text": 0.0}
    return {"passages": float(own["share"].iloc[0]), "text": float(own["share_of_text"].iloc[0])}


def themes_table(
    r: Results, head: Sequence[str], caption: str, name: str, most: int = 8
) -> Markdown:
    """Return the largest themes outside the taxonomy of each side, side by side.

    Parameters
    ----------
    head
        Headings of theme and number of passages, for each side.
    """
    own = r.table("residual_by_theme")
    own = own[own["theme"] != TOTAL]
    columns = []
    for side in r.sides:
        rows = own[own["country"] == side].head(most).to_dict("records")
        named = name_themes(r, [row["theme"] for row in rows])
        columns.append([
            [n, str(int(row["passages"])), f"{row['share']:.1%}"]
            for n, row in zip(named, rows, strict=True)
        ])  # fmt: skip
    height = max(map(len, columns), default=0)
    padded = [column + [["", "", ""]] * (height - len(column)) for column in columns]
    lines = [[cell for part in row for cell in part] for row in zip(*padded, strict=True)]
    return make_table(head, lines, [26, 12, 12, 26, 12, 12], caption, name, right=[1, 2, 4, 5])


def _residual(r: Results) -> pd.DataFrame:
    own = r.source("residual")
    return own[own["coder"] == "settled"]


def count_grades(r: Results, grader: str) -> dict[str, int]:
    """Return how often a grader of ours gave each grade."""
    own = r.table("grades")
    counts = own.loc[own["grader"] == grader, "grade"].value_counts()
    return {grade: int(counts.get(grade, 0)) for grade in ("strong", "moderate", "weak")}


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        read_table, count_read, list_decided, list_out, count_status, find_largest,
        count_settled, find_agreement, find_extremes, agreement_table, name_themes,
        split_themes, share_outside, themes_table, count_grades,
    )
}  # fmt: skip
