"""Relative agreement R: worked by hand, and properties that hold for any two sides."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.overlap.agreement import Profiles, agree, profile_sides
from analysis.overlap.count import count

SIDES = ["AA", "BB"]
CATEGORIES = pd.DataFrame({"code": ["bias", "privacy"]})
DOCUMENTS = pd.DataFrame({"document_id": [f"{side}{n}" for side in "ab" for n in range(6)]})


def make_counts(*rows):
    """Counts from 'a0 bias.x' (document, position), one coding a row."""
    pairs = [row.split() for row in rows]
    frame = pd.DataFrame(
        {
            "country": [SIDES["ab".index(names[0])] for names, _ in pairs],
            "category": [position.split(".")[0] for _, position in pairs],
            "position": [position for _, position in pairs],
            "documents": [names.split(";") for names, _ in pairs],
        }
    )
    return count(frame, DOCUMENTS, CATEGORIES, SIDES)


def find(rows, m=1):
    return agree(*profile_sides(make_counts(*rows)), m)


def enumerate_agreement(rows, m):
    """K_m and W_m of the category bias by counting every case, nothing in closed form."""
    shares = {}
    for names, position in (row.split() for row in rows):
        for name in names.split(";"):
            own = shares.setdefault(name, {})
            own[position] = own.get(position, 0) + 1
    of = {n: {p: k / sum(own.values()) for p, k in own.items()} for n, own in shares.items()}

    def seek(own, others):
        cases = list(itertools.combinations(others, m))
        found = 0.0
        for position, share in own.items():
            for case in cases:
                missed = np.prod([1 - of[other].get(position, 0) for other in case])
                found += share * (1 - missed) / len(cases)
        return found

    a, b = ([n for n in sorted(of) if n[0] == side] for side in "ab")
    between = (
        np.mean([seek(of[i], b) for i in a]) + np.mean([seek(of[j], a) for j in b])
    ) / 2
    within = [np.mean([seek(of[i], [j for j in side if j != i]) for i in side]) for side in (a, b)]
    return between, within


ROWS = [
    "a0 bias.x", "a0 bias.x", "a0 bias.y", "a1 bias.x", "a2 bias.z", "a3 bias.y", "a3 bias.x",
    "b0 bias.x", "b1 bias.w", "b1 bias.y", "b2 bias.x", "b3 bias.z", "b3 bias.z", "b3 bias.w",
]  # fmt: skip


@pytest.mark.parametrize("m", [1, 2, 3])
def test_the_closed_form_is_what_counting_every_case_gives(m):
    between, within = enumerate_agreement(ROWS, m)
    found = find(ROWS, m)
    assert found.between[0] == pytest.approx(between)
    assert [found.within_a[0], found.within_b[0]] == pytest.approx(within)
    assert found.ratio[0] == pytest.approx(between / np.mean(within))
    assert np.isnan(found.ratio[1]), "nobody speaks of the other category"


def test_two_by_two_documents_worked_by_hand():
    # a0 says x; a1 says x and y; b0 says y; b1 says x and y
    found = find(["a0 bias.x", "a1 bias.x", "a1 bias.y", "b0 bias.y", "b1 bias.x", "b1 bias.y"])
    # mean shares: A 3/4 x, 1/4 y; B 1/4 x, 3/4 y: 3/16 + 3/16
    assert found.between[0] == pytest.approx(3 / 8)
    # a0 finds x in a1 with 1/2, a1 finds half of itself in a0
    assert found.within_a[0] == pytest.approx(1 / 2)
    assert found.ratio[0] == pytest.approx(3 / 4)


positions = st.sampled_from(["bias.x", "bias.y", "bias.z", "bias.w"])
names = st.sampled_from([f"{side}{n}" for side in "ab" for n in range(4)])
texts = st.lists(st.tuples(names, positions), min_size=1, max_size=25)


def to_rows(pairs):
    return [f"{name} {position}" for name, position in pairs]


@given(texts, st.integers(1, 3))
def test_it_does_not_matter_which_side_is_first(pairs, m):
    a, b = profile_sides(make_counts(*to_rows(pairs)))
    one, other = agree(a, b, m), agree(b, a, m)
    assert one.between == pytest.approx(other.between, nan_ok=True)
    assert one.ratio == pytest.approx(other.ratio, nan_ok=True)


@given(texts, names)
def test_a_document_that_says_all_twice_weighs_no_more(pairs, twice):
    again = [pair for pair in pairs if pair[0] == twice]
    one, other = find(to_rows(pairs)), find(to_rows(pairs + again))
    assert one.between == pytest.approx(other.between, nan_ok=True)
    assert one.ratio == pytest.approx(other.ratio, nan_ok=True)


@given(texts)
def test_more_passages_never_make_it_harder_to_find_one(pairs):
    k = [find(to_rows(pairs), m).between[0] for m in (1, 2, 3)]
    known = [value for value in k if np.isfinite(value)]
    assert all(low <= high + 1e-12 for low, high in itertools.pairwise(known))
    assert all(-1e-12 <= value <= 1 + 1e-12 for value in known)


def test_a_coding_that_names_several_documents_counts_in_each():
    shared = find(["a0;a1 bias.x", "a0 bias.y", "b0 bias.x", "b1 bias.x"])
    spelt_out = find(["a0 bias.x", "a1 bias.x", "a0 bias.y", "b0 bias.x", "b1 bias.x"])
    assert shared.ratio[0] == spelt_out.ratio[0]


def test_sides_dealt_from_one_population_are_as_alike_as_one_side_is():
    rng = np.random.default_rng(5)
    ratios = []
    for _ in range(200):
        shares = rng.dirichlet([0.5] * 6, size=24)
        speaks = np.ones((12, 1), bool)
        a, b = (Profiles(part, speaks, np.ones((6, 1))) for part in (shares[:12], shares[12:]))
        found = agree(a, b)
        ratios.append((found.between[0], found.within[0]))
    between, within = np.array(ratios).mean(axis=0)
    assert between / within == pytest.approx(1, abs=0.02)
