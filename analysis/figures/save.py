"""Saving figures: PNG, SVG and the plotted numbers, the same bytes in every run."""

from __future__ import annotations

import io
import warnings
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.base.errors import name_some
from analysis.base.paths import figures_folder, show
from analysis.base.store import to_csv, write_bytes
from analysis.figures.page import list_characters, use_style

DPI = 200


def check_glyphs(figure: Figure) -> list[str]:
    """Return the characters of a figure that neither font can draw, sorted."""
    texts = figure.findobj(Text)
    drawn = {c for text in texts if text.get_visible() for c in text.get_text()}
    return sorted(drawn - {"\n"} - list_characters())


_DRAWN: WeakKeyDictionary[Figure, dict[int, bytes]] = WeakKeyDictionary()
"""Figures already rendered: a notebook shows and saves the same picture, drawn once."""


def to_png(figure: Figure, dpi: int = DPI) -> bytes:
    """Return a figure as PNG, without the date and the name of the program."""
    drawn = _DRAWN.setdefault(figure, {})
    if dpi not in drawn:
        drawn[dpi] = _render(figure, format="png", dpi=dpi, metadata={"Software": None})
    return drawn[dpi]


def to_grey(png: bytes) -> bytes:
    """Return a PNG as a printer without colour would show it."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("L").save(buffer, format="png")
    return buffer.getvalue()


def to_svg(figure: Figure) -> bytes:
    """Return a figure as SVG; letters are outlines, so that no reader needs the font."""
    return _render(figure, format="svg", metadata={"Date": None, "Creator": None})


def _render(figure: Figure, **how: object) -> bytes:
    buffer = io.BytesIO()
    with use_style():
        figure.savefig(buffer, **how)  # type: ignore[arg-type]
    return buffer.getvalue()


def save(figure: Figure, corpus: str, name: str, data: pd.DataFrame) -> list[str]:
    """Write a figure as PNG and SVG, the plotted data beside it, and return the lines that say so.

    A character that the fonts lack is drawn as a box and named in a warning.
    """
    missing = check_glyphs(figure)
    if missing:
        signs = name_some(f"{sign} (U+{ord(sign):04X})" for sign in missing)
        warnings.warn(f"figure '{name}': no glyph for {signs}", stacklevel=2)
    folder = figures_folder(corpus)
    contents = {"png": to_png(figure), "svg": to_svg(figure), "csv": to_csv(data)}
    for ending, content in contents.items():
        write_bytes(folder / f"{name}.{ending}", content)
    sizes = {ending: f"{len(content) / 1024:.0f} KB" for ending, content in contents.items()}
    sizes["csv"] = f"{len(data)} rows"
    return [f"{show(folder / f'{name}.{ending}')}: {sizes[ending]}" for ending in contents]
