"""Whether the parameters of a run can be used: each asked where its bounds stand.

The runner calls ``check_parameters`` before a kernel starts. What a parameter may be stands once,
in the room it belongs to; the functions of that room ask the same question again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analysis.base.draws import check_deals, check_resamples, check_seed
from analysis.base.paths import corpus_folders, find_folder
from analysis.base.words import check_language
from analysis.corpus.bounds import check_folder_selection, check_sides
from analysis.corpus.window import Window
from analysis.dialogue.bounds import check_graded, check_grader, check_rules_file
from analysis.overlap.rule import Bounds, Cuts, check_day, check_support

CHECKS: dict[str, Callable[[Any], object]] = {
    "language": check_language,
    "sides": check_sides,
    "resamples": check_resamples,
    "deals": check_deals,
    "support": check_support,
    "in_force_on": check_day,
    "seed": check_seed,
    "graded_by": check_grader,
    "sources_folder": find_folder,
}
"""Parameters that can be judged alone: name and check."""


def check_parameters(values: Mapping[str, Any], data: Path) -> None:
    """Check the values of one run on one corpus; a name that is not there is passed over.

    Parameters
    ----------
    values
        The value of every parameter, given or default.
    data
        The data folder.

    Raises
    ------
    ParameterError
        With one sentence on the first value that cannot be used.

    >>> check_parameters({"resamples": 0}, Path("data"))
    Traceback (most recent call last):
    analysis.base.errors.ParameterError: resamples is 0: give a whole number from 1 to 100000
    """
    for name, check in CHECKS.items():
        if name in values:
            check(values[name])
    if "weak_below" in values and "strong_from" in values:
        Cuts(values["weak_below"], values["strong_from"])
    if "different_below" in values and "shared_from" in values:
        Bounds(values["different_below"], values["shared_from"])
    if "rules_file" in values:
        check_rules_file(values["rules_file"], data)
    if "corpus" in values:
        folders = corpus_folders(values["corpus"], data)
        window = Window(values.get("from_date", ""), values.get("until_date", ""))
        excluded = values.get("exclude_documents", [])
        check_folder_selection(folders, values.get("sides", []), excluded, window)
        check_graded(folders, values.get("graded_by", ""))
