"""The look of the DOCX: pandoc's own reference document, set for A4 and with ruled tables."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

FONTS = {"en": "Calibri", "zh": "Microsoft YaHei"}
"""Fonts that Word has; a reader without them gets a similar one."""

DARK = "12395F"
_SIZES = {"40": "30", "32": "25", "28": "22", "24": "20", "56": "36"}
"""Half points: pandoc's size of a style, and ours."""

_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
    'w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
_RULES = (
    f'<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{DARK}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{DARK}"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D9D9D9"/></w:tblBorders>'
)
_SMALL = '<w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>'


_HEADER = "header9"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def make_reference(path: Path, pandoc: str, language: str, notice: str = "") -> None:
    """Write the reference document that pandoc takes its styles from.

    A notice becomes the header of every page.
    """
    raw = subprocess.run(
        [pandoc, "--print-default-data-file", "reference.docx"], capture_output=True, check=True
    ).stdout
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(path, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "word/styles.xml":
                content = restyle(content.decode(), language).encode()
            elif item.filename == "word/document.xml":
                page = _add_header(_PAGE) if notice else _PAGE
                text = re.sub(r"<w:sectPr>.*?</w:sectPr>", page, content.decode(), flags=re.S)
                content = text.encode()
            elif notice and item.filename in _POINTERS:
                end, pointer = _POINTERS[item.filename]
                content = content.decode().replace(end, pointer + end).encode()
            # pandoc stamps these files with the clock, and hands the stamp on
            target.writestr(zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0)), content)
        if notice:
            place = zipfile.ZipInfo(f"word/{_HEADER}.xml", (1980, 1, 1, 0, 0, 0))
            target.writestr(place, _write_header(notice).encode())


_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
_POINTERS = {
    "[Content_Types].xml": (
        "</Types>",
        f'<Override PartName="/word/{_HEADER}.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.header+xml"/>',
    ),
    "word/_rels/document.xml.rels": (
        "</Relationships>",
        f'<Relationship Id="{_HEADER}" Type="{_KIND}" Target="{_HEADER}.xml"/>',
    ),
}
"""Where a document says that it has a header: the end of each file, and what goes before it."""


def _add_header(page: str) -> str:
    return page.replace(
        "<w:sectPr>", f'<w:sectPr><w:headerReference w:type="default" r:id="{_HEADER}"/>'
    )


def _write_header(notice: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:hdr {_NAMESPACES}><w:p><w:r>'
        f'<w:rPr><w:b/><w:sz w:val="17"/></w:rPr><w:t xml:space="preserve">{escape(notice)}</w:t>'
        "</w:r></w:p></w:hdr>"
    )


def restyle(styles: str, language: str) -> str:
    """Return the styles with our fonts and sizes, dark headings, small ruled tables.

    >>> restyle('<w:color w:val="0F4761" w:themeColor="accent1"/><w:sz w:val="24" />', "en")
    '<w:color w:val="12395F"/><w:sz w:val="20"/>'
    """
    latin, eastern = FONTS["en"], FONTS[language]
    fonts = f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{eastern}"/>'
    styles = re.sub(r"<w:rFonts\s[^>]*Theme[^>]*/>", fonts, styles)
    styles = re.sub(r'<w:color\s+w:val="0F4761"[^>]*/>', f'<w:color w:val="{DARK}"/>', styles)
    styles = re.sub(
        r'<w:(sz|szCs)\s+w:val="(\d+)"\s*/>',
        lambda found: f'<w:{found[1]} w:val="{_SIZES.get(found[2], found[2])}"/>',
        styles,
    )
    styles = re.sub(r'(w:styleId="Table">.*?<w:tblInd[^>]*/>)', rf"\1{_RULES}", styles, flags=re.S)
    return re.sub(r'(w:styleId="Compact">.*?</w:pPr>)', rf"\1{_SMALL}", styles, count=1, flags=re.S)
