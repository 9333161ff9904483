"""Codings of several coders and grades of several graders, made up for the tests."""

from __future__ import annotations

import pandas as pd

CATEGORIES = pd.DataFrame({"code": ["bias", "privacy", "liability"]})
POSITIONS = pd.DataFrame(
    {
        "code": ["bias.x", "bias.y", "privacy.p"],
        "category": ["bias", "bias", "privacy"],
        "parent": ["", "", ""],
    }
)


def make_codings(*rows):
    """Codings from 'id coder category position document [force]'; '-' is blank."""
    columns = ["coding_id", "coder", "category", "position", "documents", "force"]
    made = [["" if cell == "-" else cell for cell in [*row.split(), "law"][:6]] for row in rows]
    frame = pd.DataFrame(made, columns=columns, dtype=object)
    return frame.assign(addressee="provider", reason="").replace("", None)


CODINGS = make_codings(
    "1 a bias bias.x d1",
    "1 b bias bias.x d1",
    "2 a bias bias.x d1",
    "2 b bias bias.y d1",
    "2 settled bias bias.y d1",
    "3 a bias bias.y d2",
    "3 b privacy privacy.p d2",
    "4 a privacy privacy.p d3",
    "4 b privacy privacy.p d3 pledge",
    "5 a privacy unspecified -",
)


GRADES = pd.DataFrame(
    [
        (f"c{n}", grader, grade)
        for grader, given in (("g1", "wwmmss"), ("g2", "wmmmss"), ("consensus", "wwmmss"))
        for n, letter in enumerate(given)
        for grade in [{"w": "weak", "m": "moderate", "s": "strong"}[letter]]
    ],
    columns=["category", "grader", "grade"],
)


def pick(table, what, category, coefficient):
    """Return the one row of a coefficient; None is over all categories."""
    own = table["category"].isna() if category is None else table["category"] == category
    found = table[own & (table["what"] == what) & (table["coefficient"] == coefficient)]
    assert len(found) == 1
    return found.iloc[0]
