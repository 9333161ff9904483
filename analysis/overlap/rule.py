"""The rule: where the cuts are, and which grade a concurrence gets.

Everything about a cut or a grade stands here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from analysis.base.errors import ParameterError
from analysis.corpus.fields import is_date
from analysis.corpus.tables import GRADES

SCALE = (*reversed(GRADES), "one-sided", "no evidence")
"""All that a category can be, the strongest first; only the first three are grades."""
BORDER = Fraction(1, 20)
"""A grade within this distance of a cut, inclusive, is marked borderline."""
FEW_CODINGS = 3
FEW_DOCUMENTS = 2
"""With fewer codings that take a position, or fewer documents, a side's evidence is thin."""


def exact(cut: float | Fraction) -> Fraction:
    """Return a cut as the fraction it is written as, so that K is compared exactly.

    >>> exact(0.75)
    Fraction(3, 4)
    >>> exact(0.1)
    Fraction(1, 10)
    """
    return cut if isinstance(cut, Fraction) else Fraction(repr(float(cut)))


@dataclass(frozen=True)
class Cuts:
    """The two cuts on K: weak below the first, strong from the second.

    Raises
    ------
    ParameterError
        If a cut lies outside 0 to 1, or the first above the second.

    >>> Cuts(0.5, 0.75).grade(Fraction(3, 4)), Cuts(0.5, 0.8).grade(Fraction(3, 4))
    ('strong', 'moderate')
    """

    weak_below: Fraction
    strong_from: Fraction

    def __init__(self, weak_below: float | Fraction, strong_from: float | Fraction) -> None:
        for name, cut in (("weak_below", weak_below), ("strong_from", strong_from)):
            if not 0 <= cut <= 1:
                raise ParameterError(f"{name} is {cut}", remedy="give a number from 0 to 1")
            object.__setattr__(self, name, exact(cut))
        if self.weak_below > self.strong_from:
            raise ParameterError(
                f"weak_below={float(weak_below)} is above strong_from={float(strong_from)}",
                remedy="give weak_below <= strong_from",
            )

    @property
    def numbers(self) -> tuple[float, float]:
        """The cuts as numbers, the lower first: what a scale is marked with."""
        return float(self.weak_below), float(self.strong_from)

    def grade(self, k: Fraction | None, has_any: bool = True) -> str:
        """Return the grade by rule, read off the wording of the study's Table 4.

        Parameters
        ----------
        k
            Concurrence; None where a side takes no position.
        has_any
            Some side takes a position.

        >>> cuts = Cuts(0.5, 0.75)
        >>> [cuts.grade(Fraction(n, 4)) for n in (1, 2, 3)]
        ['weak', 'moderate', 'strong']
        >>> cuts.grade(None), cuts.grade(None, has_any=False)
        ('one-sided', 'no evidence')
        """
        if k is None:
            return SCALE[3] if has_any else SCALE[4]
        return SCALE[0 if k >= self.strong_from else 2 if k < self.weak_below else 1]

    def is_borderline(self, k: Fraction | None) -> bool:
        """Tell whether K lies within 1/20 of a cut, inclusive.

        >>> Cuts(0.5, 0.75).is_borderline(Fraction(7, 10))
        True
        """
        cuts = (self.weak_below, self.strong_from)
        return k is not None and any(abs(k - cut) <= BORDER for cut in cuts)

    def to_row(self) -> dict[str, Any]:
        """Return the cuts as the one row of the table ``cuts``, with all their digits.

        As texts: a table keeps six digits of a number, and a later notebook would read another
        cut than the one that graded.

        >>> Cuts(0.5, 0.6666666).to_row()
        {'weak_below': '0.5', 'strong_from': '0.6666666'}
        """
        return dict(zip(("weak_below", "strong_from"), map(repr, self.numbers), strict=True))


STUDY = Cuts(0.5, 0.75)
"""'Most of the material' and 'most, if not all' of the study's Table 4, as numbers.

Set before anything was coded; the default of notebook 03, which is the one place to change it.
"""


SHARED, DIFFERENT, UNTOLD = "shared", "different", "cannot be told"
VERDICTS = (SHARED, DIFFERENT, UNTOLD)
FEW, ONE_POSITION, MENTIONS, NOTHING, WIDE = (
    "too few documents",
    "fewer than two positions",
    "only mentions",
    "nothing shared",
    "interval too wide",
)
REASONS = (MENTIONS, FEW, ONE_POSITION, NOTHING, WIDE)
"""Why a verdict cannot be told, in the order in which they are looked for."""


DIGITS = 9
"""So many digits of a measure are the same on every machine."""


@dataclass(frozen=True)
class Bounds:
    """From which R the sides are called alike or different; read off the interval.

    Chosen after the corpus ``recoded`` had been seen; what is coded later is their test.

    >>> bounds = Bounds(0.5, 0.75)
    >>> bounds.judge(0.9, 0.6, 1.3), bounds.judge(0.3, 0.1, 0.7), bounds.judge(0.9, 0.4, 2.0)
    ('shared', 'different', 'cannot be told')
    """

    different_below: float
    shared_from: float

    def __post_init__(self) -> None:
        """Refuse bounds that lie outside 0 to 1 or in the wrong order."""
        if not 0 < self.different_below <= self.shared_from <= 1:
            raise ParameterError(
                f"different_below={self.different_below} and shared_from={self.shared_from}",
                remedy="give numbers above 0 and up to 1, different_below not above shared_from",
            )

    def judge(self, ratio: float, low: float, high: float) -> str:
        """Return the verdict on R with its interval; a blank interval tells nothing.

        The last digits of R depend on how a processor adds, so they do not decide.
        """
        ratio, low, high = (round(value, DIGITS) for value in (ratio, low, high))
        if ratio >= self.shared_from and low >= self.different_below:
            return SHARED
        if ratio < self.different_below and high <= self.shared_from:
            return DIFFERENT
        return UNTOLD


def is_thin(codings: int, documents: int) -> bool:
    """Tell whether a side's evidence in a category is thin.

    Parameters
    ----------
    codings
        Codings that take a position.
    documents
        Documents that speak to the category.
    """
    return codings < FEW_CODINGS or documents < FEW_DOCUMENTS


def check_support(support: int) -> None:
    """Refuse a support below one document.

    Raises
    ------
    ParameterError
        If it is out of range.
    """
    if not 1 <= support <= 1000:
        raise ParameterError(f"support is {support}", remedy="give a whole number from 1 to 1000")


def check_day(day: str) -> None:
    """Refuse what is no day.

    Raises
    ------
    ParameterError
        If it is not written YYYY-MM-DD, or does not exist.
    """
    if len(day) != 10 or not is_date(day):
        raise ParameterError(f"in_force_on={day!r} is no day", remedy="write it as 2026-01-31")
