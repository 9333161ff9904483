"""References between the parts of a report, of which a run may fill only some."""

from __future__ import annotations

import re
from collections.abc import Collection

_ID = r"(?:sec|fig|tbl):[\w-]+"
_LABEL = re.compile(rf"#({_ID})")
_ASIDE = re.compile(rf" ?\(@{_ID}(?:, @{_ID})*\)|（\[@{_ID}\](?:、\[@{_ID}\])*）")
"""``(@fig:a, @tbl:b)``, or the same in Chinese."""
_NAMED = re.compile(rf"@({_ID})")


def drop_missing(text: str, possible: Collection[str]) -> str:
    """Take out the bracketed references to tables, figures and sections that this run lacks.

    Parameters
    ----------
    possible
        Names that some run has. A reference to any other is a mistake, and stays for the
        typesetter to refuse; so does one that is part of a sentence.

    >>> drop_missing("a (@tbl:x) b (@tbl:y, @fig:z) {#fig:z}", {"x", "y", "z"})
    'a b (@fig:z) {#fig:z}'
    >>> drop_missing("a (@tbl:typo) b, see @tbl:x", {"x"})
    'a (@tbl:typo) b, see @tbl:x'
    """
    there = set(_LABEL.findall(text))

    def rewrite(found: re.Match[str]) -> str:
        whole = found[0]
        named = _NAMED.findall(whole)
        kept = [one for one in named if one in there or one.split(":")[1] not in possible]
        if kept == named:
            return whole
        if not kept:
            return ""
        if whole.startswith("（"):
            return "（" + "、".join(f"[@{one}]" for one in kept) + "）"
        return " (" + ", ".join(f"@{one}" for one in kept) + ")"

    return _ASIDE.sub(rewrite, text)


def list_possible(templates: Collection[str]) -> set[str]:
    """Return every name that some template gives to a table, a figure or a section.

    >>> sorted(list_possible(['<< grades_table("Grades", "grades") >> {#sec:here}']))
    ['Grades', 'grades', 'here']
    """
    texts = "\n".join(templates)
    return set(re.findall(r'"([\w-]+)"', texts)) | {
        label.split(":")[1] for label in _LABEL.findall(texts)
    }
