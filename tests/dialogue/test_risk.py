"""Ratings of risk and value: averaged over factors, spread over raters, theirs to be named."""

from __future__ import annotations

from analysis.dialogue import risk
from analysis.dialogue.load import load_dialogue
from tests.conftest import read_csv, write_csv


def test_ratings_are_averaged_over_factors_and_spread_over_raters(folder):
    rows = read_csv(folder / "risk_ratings.csv")[:1]
    factors = list(risk.FACTORS)
    given = {"anna": ["low", "medium", "high", "high"], "ben": ["high", "high", "high", "low"]}
    ratings = [
        rows[0] | {"rater": rater, "dimension": dimension, "rating": rating}
        for rater, words in given.items()
        for dimension, rating in zip([*factors, "value"], words, strict=True)
    ]
    write_csv(folder / "risk_ratings.csv", ratings)
    table = risk.rate_risks(load_dialogue()).set_index(["dimension", "rater"])
    assert table.loc[("risk", "anna"), "rating"] == 2 and table.loc[("risk", "ben"), "rating"] == 3
    assert table.loc[("risk", "anna"), ["mean", "low", "high", "spread"]].tolist() == [2.5, 2, 3, 1]
    assert table.loc[("value", "ben"), "spread"] == 2


def test_an_unfinished_rating_is_not_placed_on_the_map(folder):
    write_csv(folder / "risk_ratings.csv", read_csv(folder / "risk_ratings.csv")[:2])
    data = load_dialogue()
    marks = risk.place_on_map(risk.rate_risks(data))
    assert marks[["risk", "value"]].isna().all(axis=None)


def test_the_raters_that_ship_are_named_as_ours(shipped):
    assert set(shipped["risk_ratings"]["rater_kind"]) == {"model-assisted"}
    assert len(risk.list_raters(shipped)) == 2
    agreement = risk.compare_raters(shipped, resamples=20).set_index("coefficient")
    assert agreement.loc["raw agreement", "n"] == len(shipped["risk_ratings"]) / 2
