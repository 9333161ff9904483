"""Words of figures as a whole run draws them, in the language asked for."""

from __future__ import annotations

import re


def test_an_english_run_is_english(tiny_chain):
    for path in sorted((tiny_chain / "out" / "tiny" / "figures").glob("*.svg")):
        texts = re.findall(r"<!-- (.*?) -->", path.read_text("utf-8"), re.DOTALL)
        assert not [t for t in texts if re.search(r"[\u4e00-\u9fff]", t) and "引擎" not in t]
