"""The scale of R: logarithmic, with 1 in the middle, shared by every figure that draws R."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.figures.page import GREY, SMALL, Page
from analysis.figures.rows import Rows
from analysis.overlap.rule import Bounds

LOWEST, HIGHEST = 0.25, 4.0
"""The ends of the scale; an interval that reaches beyond ends in an arrow."""
TICKS = (0.25, 0.5, 0.75, 1.0, 2.0, 4.0)


@dataclass(frozen=True)
class RatioScale:
    """Where a ratio lies on a page.

    Attributes
    ----------
    left, width
        In millimetres.
    """

    left: float
    width: float

    def place(self, value: float) -> float:
        """Return where a ratio lies, in millimetres.

        >>> RatioScale(10, 44).place(1.0)
        32.0
        """
        low, high = math.log(LOWEST), math.log(HIGHEST)
        share = (math.log(min(max(value, LOWEST), HIGHEST)) - low) / (high - low)
        return self.left + self.width * share

    def draw(self, page: Page, rows: Rows, y: float, bounds: Bounds) -> None:
        """Draw the ticks at ``y`` and a line down the rows at each; the bounds are dotted."""
        for tick in TICKS:
            x = self.place(tick)
            page.text(x, y, f"{tick:g}", ha="center", size=SMALL)
            is_bound = tick in (bounds.different_below, bounds.shared_from)
            page.line(
                (x, x), (rows.top, rows.bottom), color=GREY if is_bound else "#d9d9d9",
                linestyle=":" if is_bound else "-", linewidth=0.8 if tick == 1 else 0.5,
            )  # fmt: skip

    def draw_interval(
        self, page: Page, y: float, ratio: float, ends: tuple[float, float], colour: str,
        fill: str = "white", marker: str = "o",
    ) -> None:  # fmt: skip
        """Draw R and its interval; a point without an interval is not drawn."""
        if any(math.isnan(value) for value in (ratio, *ends)):
            return
        xs = self.place(ends[0]), self.place(ends[1])
        page.line(xs, (y, y), color=colour, linewidth=1.8)
        for value, edge, sign in zip(ends, xs, "<>", strict=True):
            if not LOWEST <= value <= HIGHEST:
                page.line((edge, edge), (y, y), marker=sign, markersize=3.4, color=colour)
        x = self.place(ratio)
        page.line((x, x), (y, y), marker=marker, markersize=3.8, color=fill,
                  markeredgecolor=colour, markeredgewidth=1.1)  # fmt: skip
