"""Making a PDF small: its many small objects put into compressed streams (PDF 1.5, 7.5.7).

Typst writes every cell of every table as an object of its own, so that a screen reader can tell
rows from columns, and compresses none of them: half of the file. Nothing is taken out here.
"""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

from analysis.base.errors import CommonGroundError

EACH = 500
"""Objects in one stream: a reader unpacks no more than it needs."""

_HEAD = re.compile(rb"(\d+) 0 obj\s(.*)\sendobj\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\s+0 \d+\s+(.*?)trailer\s*<<(.*)>>\s*startxref\s+\d+\s+%%EOF\s*\Z", re.S)
_ENTRY = re.compile(rb"(\d{10}) \d{5} n")

Objects = dict[int, bytes]


def pack(pdf: bytes) -> bytes:
    """Return the same document with its objects in compressed streams.

    Raises
    ------
    CommonGroundError
        If the file is not laid out as Typst lays it out.
    """
    start = pdf.rfind(b"xref\n", 0, pdf.rfind(b"startxref"))
    found = _TABLE.match(pdf, start) if start >= 0 else None
    if not found:
        raise CommonGroundError("paper.pdf cannot be packed: it has no plain table of objects")
    objects = _read(pdf, [int(place) for place in _ENTRY.findall(found[1])], start)
    trailer = re.sub(rb"/Size \d+", b"", found[2])
    streams = {n: body for n, body in objects.items() if body.endswith(b"endstream")}
    plain = {n: body for n, body in objects.items() if n not in streams}
    return _write(pdf[: pdf.index(b"\n") + 1], streams, plain, trailer)


def _read(pdf: bytes, places: list[int], end: int) -> Objects:
    """Return the objects by number."""
    objects = {}
    for start, stop in pairwise([*sorted(places), end]):
        found = _HEAD.match(pdf[start:stop])
        if not found:
            raise CommonGroundError(f"paper.pdf cannot be packed: no object at {start}")
        objects[int(found[1])] = found[2].strip()
    return objects


def _write(head: bytes, streams: Objects, plain: Objects, trailer: bytes) -> bytes:
    """Write streams as they are, the others in compressed streams, and the table of both."""
    numbers, free = sorted(plain), max([*streams, *plain]) + 1
    packed = [numbers[n : n + EACH] for n in range(0, len(numbers), EACH)]
    kinds = {0: (0, 0, 65535)}
    for at, group in enumerate(packed):
        streams = streams | {free + at: _gather([(n, plain[n]) for n in group])}
        kinds |= {n: (2, free + at, place) for place, n in enumerate(group)}
    out = bytearray(head + b"%\xe2\xe3\xcf\xd3\n")
    for n, body in streams.items():
        kinds[n] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (n, body)
    last, place = free + len(packed), len(out)
    kinds[last] = (1, place, 0)
    rows = (kinds.get(n, (0, 0, 65535)) for n in range(last + 1))
    table = b"".join(a.to_bytes(1) + b.to_bytes(4) + c.to_bytes(2) for a, b, c in rows)
    about = b"/Type/XRef/W[1 4 2]/Size %d%b" % (last + 1, trailer)
    out += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, _deflate(about, table), place)
    return bytes(out)


def _gather(objects: list[tuple[int, bytes]]) -> bytes:
    """Return a stream that holds several objects: their numbers and places, then themselves."""
    places, body = [], b""
    for number, content in objects:
        places.append(b"%d %d" % (number, len(body)))
        body += content + b"\n"
    first = b" ".join(places) + b"\n"
    about = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(first))
    return _deflate(about, first + body)


def _deflate(about: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (
        about, len(packed), packed,
    )  # fmt: skip
