"""The documents that were read again: which, how far coders agree, what lies outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, zip_longest
from typing import Any

from analysis.base.paths import ROOT
from analysis.corpus.counts import TOTAL
from report.found import Listed, Text
from report.markup import Markdown, cite, escape, make_table
from report.results import Results, Row, read_words
from report.tables import show_share

MOST = 8
"""How many themes of a side the table shows: the largest."""


def read_table(
    r: Results, head: Sequence[str], texts: Mapping[str, str], caption: str, name: str
) -> Markdown:
    """Return every document that was read: whose, which text, how long, what it brings.

    Parameters
    ----------
    head
        Headings of document, side, issuer, text, characters, quotes, codings and residuals.
    texts
        What to call an original, a translation, another version than the cited one, a part.
    """
    documents = {row["document_id"]: row for row in r.documents}
    rows = []
    for row in r.rows("documents_read"):
        document = documents[row["document_id"]]
        said = _describe_text(document, texts, r.word("list.comma"))
        counts = (row[c] for c in ("characters", "quotes", "codings", "residual"))
        rows.append([
            cite([row["document_id"]]), r.name_side(row["side"]),
            r.value("entity", document["entity_type"]), said, *(f"{n:,}" for n in counts),
        ])  # fmt: skip
    return make_table(head, rows, [24, 7, 15, 20, 11, 7, 8, 8], caption, name, right=[4, 5, 6, 7])


def _describe_text(row: Row, texts: Mapping[str, str], comma: str) -> str:
    said = ["original" if row["language"] == row["text_language"] else "translation"]
    said += ["other"] if row["cited_by_study"] == "other version" else []
    said += ["part"] if row["is_text_complete"] in (False, "false") else []
    return comma.join(texts[word] for word in said)


def list_titles(r: Results, documents: Listed) -> Text:
    """Return the titles of documents of the inventory, compared or not, for a sentence."""
    titles = {row["document_id"]: _title(r, row) for row in r.source("documents")}
    return r.join([titles[d] for d in documents], documents, by="report.semicolon")


def _title(r: Results, row: Row) -> Text:
    own = row.get("title_original") if r.language == "zh" else None
    return own or row.get("short_title") or row["title"]


def list_out(r: Results) -> Markdown:
    """Return a list of the reasons why documents are out, each with the titles."""
    reasons = _words(r, "reason")
    lines = []
    for group in r.find("01").out:
        said = reasons.get(group.reason, group.reason).rstrip(".。")
        titles = list_titles(r, group.documents)
        lines.append("- " + escape(f"{titles}{r.word('report.colon')}{said}"))
    return Markdown("\n".join(lines))


def _words(r: Results, kind: str) -> dict[str, Text]:
    """Return the words of one kind in the language of the report; English needs none."""
    rows = read_words(ROOT / "paper" / f"words.{r.language}.csv")
    return {row["word"]: row["said"] for row in rows if row["kind"] == kind}


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
    listed = groupby(r.rows("agreement_ends"), key=lambda row: (row["what"], row["coefficient"]))
    found = {measure: list(own) for measure, own in listed}
    words = dict(zip(("lowest", "highest"), extremes, strict=True))
    rows = []
    for what, coefficient, label in measures:
        for row in found.get((what, coefficient), []):
            said = label
            if row["end"] in words:
                category = r.names[row["category"]]
                said = f"– {words[row['end']]}{r.word('report.colon')}{category}"
            rows.append([Text(said), *_show_interval(row)])
    return make_table(head, rows, [56, 12, 20, 12], caption, name, right=[1, 2, 3])


def _show_interval(row: Row) -> list[str]:
    has = row["low"] is not None and row["high"] is not None
    interval = f"{row['low']} – {row['high']}" if has else "–"
    return [show_share(row["value"]), interval, f"{row['n']:,}"]


def _name_themes(r: Results, themes: Iterable[str]) -> list[Text]:
    words = _words(r, "theme")
    return [words.get(theme, Text(theme.replace("-", " "))) for theme in themes]


def list_themes(r: Results, themes: Listed) -> Text:
    """Return the names of themes for a sentence."""
    return r.join(_name_themes(r, themes), themes)


def themes_table(r: Results, head: Sequence[str], caption: str, name: str) -> Markdown:
    """Return the largest themes outside the taxonomy of each side, side by side.

    Parameters
    ----------
    head
        Headings of theme, number and share of passages, for each side.
    """
    own = [row for row in r.rows("residual_by_theme") if row["theme"] != TOTAL]
    columns = [_list_themes(r, [row for row in own if row["side"] == s][:MOST]) for s in r.sides]
    pairs = zip_longest(*columns, fillvalue=["", "", ""])
    lines = [[cell for part in pair for cell in part] for pair in pairs]
    return make_table(head, lines, [26, 12, 12, 26, 12, 12], caption, name, right=[1, 2, 4, 5])


def _list_themes(r: Results, rows: Sequence[Row]) -> list[list[str]]:
    named = _name_themes(r, [row["theme"] for row in rows])
    pairs = zip(named, rows, strict=True)
    return [[name, f"{row['passages']}", f"{row['share']:.1%}"] for name, row in pairs]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        read_table, list_titles, list_out, agreement_table, list_themes, themes_table,
    )
}  # fmt: skip
