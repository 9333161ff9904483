"""How long does it take to verify a thousand quotes, and to find them again in another copy?"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import pandas as pd

from analysis.readers.source_texts import MOVED, VERIFIED, hash_text, squeeze, verify_quotes

QUOTES = 1000
WORDS = 30_000
SEED = 20250623


def make_quotes(text: str) -> pd.DataFrame:
    """Return a thousand spans of a made-up text, as ``quotes.csv``."""
    rng = random.Random(SEED)
    letters, places = squeeze(text)
    rows = []
    for number in range(QUOTES):
        first = rng.randrange(len(letters) - 300)
        last = first + rng.randrange(60, 300)
        start, end = int(places[first]), int(places[last - 1]) + 1
        rows.append(
            {
                "quote_id": f"q{number}",
                "document_id": "made-up",
                "text_file": "made-up.txt",
                "text_sha256": hash_text(text),
                "start": start,
                "end": end,
                "span_sha256": hash_text(text[start:end]),
                "squeezed_start": first,
                "squeezed_end": last,
                "squeezed_sha256": hash_text(letters[first:last]),
            }
        )
    return pd.DataFrame(rows)


def time_verification() -> dict[str, float]:
    """Return the seconds for the right text and for a copy with other line wraps.

    Raises
    ------
    AssertionError
        If a span is not found: then there is nothing to time.
    """
    rng = random.Random(SEED)
    words = ["".join(rng.choices("abcdefghijklmnop", k=rng.randrange(2, 9))) for _ in range(WORDS)]
    text = "\n".join(" ".join(words[i : i + 12]) for i in range(0, WORDS, 12))
    quotes = make_quotes(text)
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        for status, copy in ((VERIFIED, text), (MOVED, " ".join(words))):
            (Path(folder) / "made-up.txt").write_text(copy, encoding="utf-8")
            begun = time.perf_counter()
            checked = verify_quotes(quotes, Path(folder))
            seconds[status] = time.perf_counter() - begun
            if set(checked["status"]) != {status}:
                raise AssertionError(f"not every quote is '{status}'")
    return seconds


def main() -> None:
    """Print both measurements."""
    seconds = time_verification()
    print(
        f"{QUOTES:,} quotes: verified in {seconds[VERIFIED]:.2f} s, found again in a copy with "
        f"other line wraps in {seconds[MOVED]:.2f} s"
    )


if __name__ == "__main__":
    main()
