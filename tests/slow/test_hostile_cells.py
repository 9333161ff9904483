"""Whatever one cell of a table holds, the corpus is read or refused: nothing crashes."""

from __future__ import annotations

from collections import Counter

import pytest

from analysis.base.errors import CommonGroundError
from analysis.readers.folder import load_corpus
from tests.conftest import read_csv, write_csv

VALUES = [
    "", " ", "x" * 40_000, "a\nb", "a\r\nb", 'q"uo"te', "\u202eevil", "🙂" * 20, "\ufeff", "\x7f",
    "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "../../etc/passwd", "nan", "NULL", "1e999",
    "-0", "99999999999999999999", "１２", "٣", "-5", "1.0", "TRUE", "True", ";", ";;", "a;;b",
    "2023-02-30", "0000-01-01", "9999-12-31", "\u2028", "$x^2$", "[x](javascript:alert(1))",
    "{{7*7}}", "<< 7*7 >>", "\\input{x}", "#heading", "|pipe|", "@cite", "%s %d {0}",
    "\ufdd0\ufdd1", "\0x", "unspecified", "settled", "Total", "none", "not known",
]  # fmt: skip


@pytest.mark.slow
def test_a_cell_is_read_or_refused_with_its_place(tiny):
    ended: Counter[str] = Counter()
    for path in sorted(tiny.glob("*.csv")):
        whole, rows = path.read_bytes(), read_csv(path)
        for column in rows[0]:
            for value in VALUES:
                changed = [dict(row) for row in rows]
                changed[len(rows) // 2][column] = value
                write_csv(path, changed)
                try:
                    load_corpus("tiny")
                    ended["read"] += 1
                except CommonGroundError as error:
                    ended["refused"] += 1
                    said = str(error)
                    assert "data/tiny/" in said, f"{path.name} {column} {value!r}: {said}"
                    assert max(map(len, said.splitlines())) < 600, said
        path.write_bytes(whole)
    assert ended["read"] > 300 and ended["refused"] > 500, ended
