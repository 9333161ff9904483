"""Words of figures as a whole run draws them, in the language asked for (Chinese: tests/slow)."""

from __future__ import annotations

import html
import re


def test_a_run_in_english_draws_no_chinese(fresh_chain):
    figures = sorted(fresh_chain.glob("*/figures/*.svg"))
    assert len(figures) > 20
    for path in figures:
        # matplotlib puts each text into a comment before its outlines
        texts = re.findall(r"<!-- (.*?) -->", path.read_text("utf-8"), re.DOTALL)
        assert texts, f"{path.name} holds no text to check"
        chinese = [t for t in map(html.unescape, texts) if re.search(r"[\u3400-\u9fff]", t)]
        assert chinese == [], path.name
