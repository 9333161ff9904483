"""Codings made up in one line each, and random corpora of them, for the tests of the measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from analysis.corpus.evidence import take_evidence
from analysis.overlap.count import Counts, count

SIDES = ["US", "CN"]
CATEGORIES = pd.DataFrame({"code": ["bias", "privacy"], "domain": ["risk", "risk"]})
DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["u1", "u2", "u3", "c1", "c2", "c3", "never"],
        "country": ["US"] * 3 + ["CN"] * 3 + ["US"],
        "issuer": ["A", "A", "B", "A", "C", "", ""],
        "legal_status": ["rescinded", "in force", "draft", "superseded"] + ["in force"] * 3,
    }
)


def make_codings(*rows: str) -> pd.DataFrame:
    """Make settled codings from 'side position documents [force] [kind] [coder]'.

    '-' is no document; the position '<category>.?' only mentions its category.
    """
    made = []
    for number, text in enumerate(rows):
        side, position, documents, *rest = text.split()
        rest += ["law", "specific", "settled"][len(rest) :]
        made.append(
            {
                "coding_id": str(number),
                "coder": rest[2],
                "country": side,
                "category": position.split(".")[0],
                "position": "unspecified" if position.endswith(".?") else position,
                "force": rest[0],
                "kind": rest[1],
                "documents": "" if documents == "-" else documents,
            }
        )
    columns = "coding_id coder country category position force kind documents"
    return pd.DataFrame(made, columns=columns.split(), dtype=object)


def tally(
    codings: pd.DataFrame,
    documents: pd.DataFrame = DOCUMENTS,
    categories: pd.DataFrame = CATEGORIES,
    sides: Sequence[str] = SIDES,
) -> Counts:
    """Count the settled codings."""
    return count(take_evidence(codings), documents, categories, sides)


EXAMPLE = make_codings(
    "US bias.x u1",
    "US bias.x u1;u2",
    "US bias.y u3",
    "US bias.z -",
    "US bias.? u2",
    "CN bias.x c1",
    "CN bias.x c2;c3",
    "CN bias.w c2",
    "US privacy.p u1",
)

THREE_SIDES = ["AA", "BB", "CC"]
THREE_DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["a1", "a2", "b1", "b2", "c1", "c2"],
        "country": ["AA", "AA", "BB", "BB", "CC", "CC"],
    }
)
THREE = make_codings(
    "AA bias.x a1",
    "AA bias.x a2",
    "AA bias.y a2",
    "BB bias.x b1",
    "BB bias.y b1;b2",
    "CC bias.x c1",
    "CC bias.z c2",
    "AA privacy.p a1",
)
"""Everybody takes bias.x, two sides bias.y, one bias.z; one side alone speaks to privacy."""


@st.composite
def corpora(draw: Any, sides: Sequence[str] = tuple(SIDES)) -> pd.DataFrame:
    """Draw a corpus of one to fourteen codings of up to three documents each."""
    rows = []
    for _ in range(draw(st.integers(1, 14))):
        side = draw(st.sampled_from(list(sides)))
        own = [f"{side[0].lower()}{n}" for n in (1, 2, 3)]
        names = draw(st.lists(st.sampled_from(own), unique=True, max_size=3))
        position = draw(st.sampled_from(["bias.x", "bias.y", "bias.?", "privacy.p", "privacy.q"]))
        rows.append(f"{side} {position} {';'.join(names) or '-'}")
    return make_codings(*rows)
