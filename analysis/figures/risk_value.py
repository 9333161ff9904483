"""The risk-value map: every rater of every topic, and how far they are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from analysis.base.words import translate
from analysis.figures.page import (
    DARK,
    GREY,
    INK,
    SMALL,
    Page,
    make_page,
    measure,
    use_style,
    wrap,
)

LEFT, TOP, ACROSS, DOWN = 20.0, 18.0, 108.0, 96.0
SHAPES = ("o", "s", "^", "v", "P", "X")
LEVELS = ("low", "medium", "high")
Box = tuple[float, float, float, float]


def draw_risk_value(
    ratings: pd.DataFrame,
    topics: Mapping[str, str],
    language: str = "en",
    value: str = "rated",
) -> Figure:
    """Draw value (upwards) against rated risk, a mark a rater, joined to the topic's mean.

    Parameters
    ----------
    ratings
        topic, rater, risk (1 low to 3 high, means allowed), value (1 to 3, or K from 0 to 1 when
        ``value`` is 'overlap'). Rows with a blank are not drawn.
    topics
        names by code; those without a complete rating are listed beside the map.
    value
        'rated' or 'overlap': what the vertical axis shows.
    """
    rated = ratings.dropna(subset=["risk", "value"])
    raters = sorted(rated["rater"].unique())
    kind = "_overlap" if value == "overlap" else ""
    with use_style():
        page = make_page(TOP + DOWN + 20, translate(f"risk.title{kind}", language))
        _draw_frame(page, value, language)
        low, high = (0.0, 1.0) if value == "overlap" else (1.0, 3.0)
        places = rated.assign(
            x=LEFT + ACROSS * (0.1 + 0.8 * (rated["risk"] - 1) / 2),
            y=TOP + DOWN * (0.9 - 0.8 * (rated["value"] - low) / (high - low)),
        )
        places = _spread(places)
        taken: list[Box] = []
        means = places.groupby("topic", sort=True)[["x", "y"]].mean()
        for topic, part in places.groupby("topic", sort=True):
            _draw_raters(page, part, means.loc[str(topic)], raters, taken)
        for topic, mean in means.iterrows():
            _write_label(page, str(topic), topics[str(topic)], mean["x"], mean["y"], taken)
        unrated = [name for topic, name in topics.items() if topic not in set(rated["topic"])]
        _write_beside(page, raters, translate(f"risk.unrated{kind}", language), unrated)
        # the list beside the map may reach down to the key: the key stays left of it
        page.text(1, TOP + DOWN + 13, translate("risk.key", language), size=SMALL, color=GREY,
                  width=LEFT + ACROSS - 1, lines=2, va="top")  # fmt: skip
    return page.figure


def _draw_frame(page: Page, value: str, language: str) -> None:
    """Draw the field, its axes and their levels."""
    page.cell(LEFT, TOP, ACROSS, DOWN, edgecolor=GREY)
    marks = ("0", "0.5", "1") if value == "overlap" else [_level(n, language) for n in LEVELS]
    for number, share in enumerate((0.1, 0.5, 0.9)):
        x, y = LEFT + ACROSS * share, TOP + DOWN * (1 - share)
        page.line((x, x), (TOP, TOP + DOWN), zorder=1)
        page.line((LEFT, LEFT + ACROSS), (y, y), zorder=1)
        page.text(x, TOP + DOWN + 3, _level(LEVELS[number], language), ha="center", size=SMALL)
        page.text(LEFT - 1.5, y, marks[number], ha="right", size=SMALL)
    key = "risk.overlap" if value == "overlap" else "risk.value"
    page.text(LEFT + ACROSS / 2, TOP + DOWN + 8, translate("risk.risk", language), ha="center",
              weight="bold")  # fmt: skip
    page.text(3, TOP + DOWN / 2, translate(key, language), rotation=90, ha="center",
              weight="bold")  # fmt: skip


def _level(level: str, language: str) -> str:
    return translate(f"risk.{level}", language)


def _spread(places: pd.DataFrame) -> pd.DataFrame:
    """Set marks that would hide each other side by side, in the order of topic and rater."""
    places = places.sort_values(["topic", "rater"], kind="stable").copy()
    spot = places.groupby([places["x"].round(1), places["y"].round(1)]).cumcount()
    # rows of five, so that marks of one spot stay near it
    places["x"] += spot % 5 * 2.2
    places["y"] += spot // 5 * 2.2
    return places


def _draw_raters(
    page: Page, part: pd.DataFrame, mean: pd.Series, raters: Sequence[str], taken: list[Box]
) -> None:
    """Draw the raters' marks and lines to their mean; all of it is taken, no label may cover it."""
    for row in part.to_dict("records"):
        xs, ys = (mean["x"], row["x"]), (mean["y"], row["y"])
        page.line(xs, ys, color=GREY, linewidth=0.6, zorder=1.5)
        shape = SHAPES[raters.index(row["rater"]) % len(SHAPES)]
        page.line(
            xs[1:] * 2, ys[1:] * 2, marker=shape, markersize=4.4, color="#9dc0e0",
            markeredgecolor=DARK, markeredgewidth=0.7,
        )  # fmt: skip
        for step in range(21):
            x = xs[0] + (xs[1] - xs[0]) * step / 20
            y = ys[0] + (ys[1] - ys[0]) * step / 20
            taken.append((x - 1, y - 0.6, x + 1, y + 0.6))
        taken.append((xs[1] - 1.2, ys[1] - 1.2, xs[1] + 1.2, ys[1] + 1.2))


def _write_label(page: Page, topic: str, name: str, x: float, y: float, taken: list[Box]) -> None:
    """Write a topic's name where nothing is covered, with a thin line to its mean."""
    words = wrap(name, 30, SMALL, lines=3)
    left, middle = _find_room(words, x, y, taken)
    width, tall = _size(words)
    near = min(max(x, left), left + width)
    edge = y if abs(middle - y) <= tall / 2 else middle + tall / 2 * (1 if middle < y else -1)
    page.line((x, near), (y, edge), color="#8c8c8c", linewidth=0.4, zorder=1.4)
    page.line((x, x), (y, y), marker="o", markersize=2.6, color=DARK)
    page.text(left, middle, words, size=SMALL, color=INK, gid=f"label:{topic}")


def _size(words: str) -> tuple[float, float]:
    lines = words.split("\n")
    return max(measure(line, SMALL) for line in lines), 2.9 * len(lines)


def _find_room(words: str, x: float, y: float, taken: list[Box]) -> tuple[float, float]:
    """Return the left edge and middle of a label that covers nothing, the nearest that there is."""
    width, tall = _size(words)
    spots = []
    for shift in range(-30, 31):
        for left in (x + 2.2, x - width - 2.2, x - width / 2, x + 8, x - width - 8):
            middle = y + shift * 1.5
            # two labels side by side must not read as one
            box = (left - 0.8, middle - tall / 2, left + width + 0.8, middle + tall / 2)
            inside = left > LEFT and left + width < LEFT + ACROSS and box[1] > TOP
            if inside and box[3] < TOP + DOWN and not any(_meet(box, other) for other in taken):
                far = abs(shift) * 1.5 + abs(left + width / 2 - x) / 3
                spots.append((far, left, middle, box))
    if not spots:
        return x + 2.2, y
    _, left, middle, box = min(spots)
    taken.append(box)
    return left, middle


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _write_beside(page: Page, raters: Sequence[str], head: str, unrated: Sequence[str]) -> None:
    """Name the raters' marks, and the topics that have no place on the map."""
    x, y = LEFT + ACROSS + 6, TOP + 2
    for number, rater in enumerate(raters):
        page.line((x, x), (y, y), marker=SHAPES[number % 6], markersize=4.4, color="#9dc0e0",
                  markeredgecolor=DARK, markeredgewidth=0.7)  # fmt: skip
        page.text(x + 3, y, str(rater), size=SMALL, width=32, lines=2)
        y += 5
    if unrated:
        page.text(x - 1, y + 3, head, weight="bold", size=SMALL)
        y += 6.5
        for name in unrated:
            words = wrap(name, 36, SMALL, lines=2)
            page.text(x - 1, y, words, size=SMALL, va="top")
            y += _size(words)[1] + 1.6
