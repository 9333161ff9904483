"""The sheet that every figure is drawn on: millimetres, one font, one set of greys and blues.

A figure is laid out like a printed table: positions are millimetres from the top left corner, so
that a text's width can be known before it is drawn and nothing is clipped or laid over another.
Nothing here changes matplotlib's settings outside ``use_style``.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager, style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from analysis.overlap.rule import SCALE

FONT_FOLDER = Path(__file__).resolve().parent / "fonts"
FAMILIES = ["Common Ground Sans", "DejaVu Sans"]
"""Our font, then the one matplotlib brings along: it has letters that the first lacks."""

WIDTH = 170.0
"""Text width of an A4 page with 20 mm margins, in millimetres."""
SMALL, BODY, TITLE = 6.5, 7.0, 9.5
"""Sizes in points at print size; 6.5 is the smallest that is used."""

INK, GREY, PALE, DARK = "#1a1a1a", "#595959", "#d9d9d9", "#12395f"
SHADES = LinearSegmentedColormap.from_list("blues", ["#f4f8fc", "#9dc0e0", "#3f7db8", "#0b2c52"])
"""One hue, from light to dark: the order is the same in grey and to the colour-blind."""

MARKS = dict(zip(SCALE, "●◐○◇—", strict=True))
FILLS = dict(zip(SCALE, ("#12395f", "#6f9fcb", "#d3e2f0", "#ffffff", "#ffffff"), strict=True))
HATCHES = dict(zip(SCALE[3:], ("/////", "....."), strict=True))

_STYLE: dict[str, Any] = {
    "font.family": FAMILIES,
    "font.size": BODY,
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
    "text.color": INK,
    "hatch.linewidth": 0.4,
    "svg.fonttype": "path",
    "svg.hashsalt": "common-ground",
}


_PIECES = re.compile(r"[^\s\u2e80-\uffff-]+[\s-]*|[\u2e80-\uffff]|[\s-]+")
_CLOSING = re.compile("[，。；：、）》！？]")
"""Chinese punctuation that may not begin a line."""


@cache
def load_fonts() -> None:
    """Make our two font files known to matplotlib, once."""
    for file in sorted(FONT_FOLDER.glob("*.otf")):
        font_manager.fontManager.addfont(file)


@contextmanager
def use_style() -> Iterator[None]:
    """Draw with our settings, whatever the user's are, and put the user's back."""
    load_fonts()
    with warnings.catch_warnings(), style.context(["default", _STYLE]):
        # check_glyphs names what is missing, once and for all texts
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


@dataclass
class Page:
    """A figure with one pair of axes in millimetres, y downwards."""

    figure: Figure
    axes: Axes
    width: float
    height: float

    def text(self, x: float, y: float, words: str, **how: Any) -> Text:
        """Write a text; ``width`` (mm) wraps it to ``lines`` lines, the rest becomes an ellipsis.

        ``x`` is the edge or centre that ``ha`` names, ``y`` the middle of the text.
        """
        size, weight = how.pop("size", BODY), how.pop("weight", "normal")
        width, lines = how.pop("width", None), how.pop("lines", 1)
        if width is not None:
            words = wrap(words, width, size, weight, lines)
        if "va" not in how and "\n" not in words and "rotation" not in how:
            # centred by the height of a capital: matplotlib would centre by the tails of g and y
            y, how["va"] = y + 0.345 * size / 72 * 25.4, "baseline"
        look: dict[str, Any] = {"ha": "left", "va": "center", "linespacing": 1.1} | how
        return self.axes.text(x, y, words, size=size, weight=weight, **look)

    def cell(self, x: float, y: float, width: float, height: float, **how: Any) -> Rectangle:
        """Draw a rectangle whose top left corner is (x, y)."""
        look: dict[str, Any] = {"facecolor": "none", "edgecolor": "none", "linewidth": 0.5} | how
        patch = Rectangle((x, y), width, height, **look)
        self.axes.add_patch(patch)
        return patch

    def line(self, xs: tuple[float, float], ys: tuple[float, float], **how: Any) -> None:
        """Draw a straight line."""
        look: dict[str, Any] = {"color": PALE, "linewidth": 0.5} | how
        self.axes.plot(xs, ys, **look)


def make_page(height: float, title: str, width: float = WIDTH) -> Page:
    """Return an empty page with its title, sized in millimetres."""
    figure = Figure(figsize=(width / 25.4, height / 25.4), dpi=200, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    page = Page(figure, axes, width, height)
    page.text(1, 5, title, size=TITLE, weight="bold", width=width - 2)
    return page


def shade(share: float) -> tuple[float, float, float]:
    """Return the colour of a share from 0 to 1."""
    return to_rgb(SHADES(min(max(float(share), 0.0), 1.0)))


def ink_on(colour: Any) -> str:
    """Return black or white, whichever can be read on a colour.

    >>> ink_on("#ffffff"), ink_on("#000000")
    ('#1a1a1a', 'white')
    """
    red, green, blue = to_rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else "white"


@cache
def measure(words: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line of text in millimetres."""
    load_fonts()
    face = FontProperties(family=FAMILIES, size=size, weight=weight)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return float(text_to_path.get_text_width_height_descent(words, face, False)[0]) / 72 * 25.4


def wrap(words: str, width: float, size: float, weight: str = "normal", lines: int = 1) -> str:
    """Return the text broken to a width in millimetres; dots say that some is left out.

    >>> wrap("Lack of robustness", 16, 7, lines=2)
    'Lack of\\nrobustness'
    """
    # Chinese may break after any character, other scripts after a space or a hyphen
    pieces = _PIECES.findall(" ".join(words.split()))
    done: list[list[str]] = [[]]
    for piece in pieces:
        line = done[-1]
        is_full = measure("".join([*line, piece]).rstrip(), size, weight) > width
        # the last line takes all that is left, and is cut
        if is_full and line and len(done) < lines:
            moved = [piece]
            # closing punctuation takes along what it closes
            while _CLOSING.match(moved[0]) and len(line) > 1:
                moved.insert(0, line.pop())
            done.append(moved)
        else:
            line.append(piece)
    return "\n".join(_cut("".join(line).rstrip(), width, size, weight) for line in done)


def _cut(line: str, width: float, size: float, weight: str) -> str:
    """Shorten one line until it fits, and end it with dots."""
    if measure(line, size, weight) <= width:
        return line
    while line and measure(line + "...", size, weight) > width:
        line = line[:-1].rstrip()
    return line + "..."


def list_characters() -> frozenset[str]:
    """Return the characters that our font or its companion can draw."""
    return _read_characters()


@cache
def _read_characters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    companion = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    codes: set[int] = set()
    for file in (FONT_FOLDER / "CommonGroundSans-Regular.otf", companion):
        with TTFont(file, lazy=True) as font:
            codes |= set(font.getBestCmap())
    return frozenset(chr(code) for code in codes)
