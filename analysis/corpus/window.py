"""A window of time: which documents were issued within it, as far as their dates tell.

Only the standard library: the runner asks before a kernel starts.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass

from analysis.base.errors import ParameterError
from analysis.corpus.fields import is_date

IN, OUTSIDE, UNCLEAR = "in", "outside", "unclear"


@dataclass(frozen=True)
class Window:
    """The days from ``from_date`` until ``until_date``, both included; blank: no such bound.

    >>> window = Window("2023-01-01", "2024-04-30")
    >>> [window.place(date) for date in ("2024-04-30", "2023", "2024", "2024-05", "")]
    ['in', 'in', 'unclear', 'outside', 'unclear']
    """

    from_date: str = ""
    until_date: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no day, and an end before the beginning.

        Raises
        ------
        ParameterError
            Naming the parameter.
        """
        for name in ("from_date", "until_date"):
            day = getattr(self, name)
            if not isinstance(day, str) or (day and (len(day) != 10 or not is_date(day))):
                raise ParameterError(f"{name}={day!r} is no day", remedy="write it as 2026-01-31")
        if self.from_date and self.until_date and self.from_date > self.until_date:
            raise ParameterError(
                f"until_date={self.until_date} is before from_date={self.from_date}",
                remedy="exchange them",
            )

    def __bool__(self) -> bool:
        """Tell whether the window leaves anything out at all."""
        return bool(self.from_date or self.until_date)

    def place(self, date: str) -> str:
        """Say whether a date lies in the window: IN, OUTSIDE, or UNCLEAR.

        Parameters
        ----------
        date
            YYYY, YYYY-MM, YYYY-MM-DD or blank. A year or a month is in if all of it is, outside
            if none of it is; of a blank nothing can be said unless the window has no bound.
        """
        if not self:
            return IN
        if not date:
            return UNCLEAR
        begins, ends = first_day(date), last_day(date)
        low, high = self.from_date or begins, self.until_date or ends
        if ends < low or begins > high:
            return OUTSIDE
        return IN if begins >= low and ends <= high else UNCLEAR


ALL_TIME = Window()


def first_day(date: str) -> str:
    """Return the first day of a year, a month or a day.

    >>> first_day("2024"), first_day("2024-02"), first_day("2024-02-03")
    ('2024-01-01', '2024-02-01', '2024-02-03')
    """
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def last_day(date: str) -> str:
    """Return the last day of a year, a month or a day.

    >>> last_day("2023"), last_day("2024-02"), last_day("2024-02-03")
    ('2023-12-31', '2024-02-29', '2024-02-03')
    """
    if len(date) == 4:
        return f"{date}-12-31"
    year, month = int(date[:4]), int(date[5:7])
    return date if len(date) == 10 else f"{date}-{monthrange(year, month)[1]:02d}"
