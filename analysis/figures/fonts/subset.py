"""Cut the committed font out of Noto Sans CJK: run once, by hand, when a sign has to be added.

    python analysis/figures/fonts/subset.py NotoSansCJK-Regular.ttc

The fonts are renamed, so that a figure or a page never takes another font by the same name.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Common Ground Sans"
SIGNS = "–—‘’‚“”„†‡•…‰′″‹›€№™−≈≠≤≥×÷±√∑∞∆→←↑↓↔⇒○●◎◇◆◐◑◯■□▪▫▲△▼▽★☆✓✗①②③④⑤⑥⑦⑧⑨⑩«»§¶·"


def list_characters() -> set[int]:
    """Return the code points of GB 2312, Latin, punctuation and our signs.

    Those that the face lacks (much of Latin Extended-A) are left to the companion font.
    """
    chinese = set()
    for row in range(0xA1, 0xF8):
        text = bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell))
        chinese |= {ord(c) for c in text.decode("gb2312", errors="ignore")}
    latin = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180))
    full_width = set(range(0xFF01, 0xFF5F)) | {0xFFE5}
    punctuation = set(range(0x2010, 0x2028)) | set(range(0x3000, 0x3018))
    return chinese | latin | full_width | punctuation | {ord(c) for c in SIGNS}


def rename(font: TTFont, style: str) -> None:
    """Give the font its own name; the copyright and licence entries stay."""
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    names = {1: FAMILY, 2: style, 3: postscript, 4: f"{FAMILY} {style}", 6: postscript}
    for record in list(font["name"].names):
        english = record.platformID == 3 and record.langID == 0x409
        if not english or record.nameID in {16, 17, 21, 22, 25}:
            font["name"].removeNames(
                record.nameID, record.platformID, record.platEncID, record.langID
            )
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        cff.topDictIndex[0].FullName = f"{FAMILY} {style}"
        cff.topDictIndex[0].FamilyName = FAMILY


def subset(collection: Path, target: Path, style: str) -> None:
    """Write the subset of the simplified Chinese face of a Noto Sans CJK collection."""
    faces = TTCollection(collection, lazy=True).fonts
    font = next(f for f in faces if f["name"].getDebugName(1).startswith("Noto Sans CJK SC"))
    options = Options()
    options.hinting = False  # a third of the size; no use in print or at 200 dpi
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=list_characters())
    cutter.subset(font)
    rename(font, style)
    font.recalcTimestamp = False
    font.save(target)


if __name__ == "__main__":
    source = Path(sys.argv[1])
    style = "Bold" if "Bold" in source.name else "Regular"
    subset(source, Path(__file__).parent / f"CommonGroundSans-{style}.otf", style)
