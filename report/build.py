"""The report: one text, filled with what the run has found, as PDF, HTML and DOCX."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.base.errors import CommonGroundError
from analysis.base.paths import ROOT, data_root
from analysis.base.store import explain_disk_trouble, move_file
from analysis.base.words import check_language, translate
from analysis.corpus.results import write_bytes
from report import numbers
from report.briefs import write_briefs
from report.parts import PAPER, Filled, render_report
from report.press import Press
from report.references import list_references
from report.results import Results
from report.workbook import write_workbook
from runner.project import Project


def build_report(
    corpora: list[str], out: Path, language: str, given: Mapping[str, Any] | None = None,
    paper: Path = PAPER,
) -> list[Path]:  # fmt: skip
    """Build paper.pdf, paper.html and paper.docx from what a run has found, numbers.csv and
    numbers.md (where every number that they print comes from), the briefs, and of every corpus
    a workbook of its tables, in ``<corpus>/``.

    Parameters
    ----------
    corpora
        The corpora of the run; the main one is the first made from the statements of a study.
    out
        The folder to write to; it gets all files or none.
    language
        en or zh.
    given
        The parameters of the run that are not the defaults: every page says so.
    paper
        The folder of the text, for tests.

    Raises
    ------
    CommonGroundError
        If a number, a table, a figure or a reference is missing, or the disk is full.
    """
    check_language(language)
    if not corpora:
        raise CommonGroundError("there is no corpus to report on", remedy="run make paper")
    facts = read_facts() | {"notice": name_changed(given or {}, language)}
    filled = render_report(corpora, language, facts, paper)
    references = list_references([Results(c, language) for c in corpora])
    with explain_disk_trouble("the report"):
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".report.") as scratch:
            work = Path(scratch)
            for corpus, name in filled.figures:
                for ending in ("png", "svg"):
                    _copy_figure(Results(corpus, language).figure(name, ending), corpus, work)
            made = Press(work, paper, language, facts).write(filled.text, references)
            made += _write_numbers(work, filled)
            files = [_move(path, out / path.name) for path in made]
        files += [write_workbook(corpus, out, facts["epoch"]) for corpus in corpora]
        return files + write_briefs(corpora, out, language, facts, paper)


NEUTRAL = ("language", "sources_folder", "show_passages")
"""Parameters that change no number."""


def name_changed(given: Mapping[str, Any], language: str) -> str:
    """Return what stands on every page of a run with other parameters; blank for a default run.

    >>> name_changed({"support": 3, "language": "en"}, "en").split(":")[1]
    ' support = 3. Its numbers are not those of the release.'
    """
    listed = [f"{name} = {json.dumps(value, ensure_ascii=False)}"
              for name, value in sorted(given.items()) if name not in NEUTRAL]  # fmt: skip
    return translate("report.notice", language, changed=", ".join(listed)) if listed else ""


STORED = ("paper.pdf", "numbers.md")
"""What ``make accept`` keeps beside the text, to be read before anything is run."""


def store_paper(base: Path, paper: Path = PAPER) -> list[str]:
    """Copy the report and the list of its numbers from a run to ``paper/``, where they differ.

    Parameters
    ----------
    base
        The folder that a whole run with default parameters wrote to.

    Returns
    -------
    The lines that say what was stored.
    """
    told = []
    for name in STORED:
        made, kept = (base / name).read_bytes(), paper / name
        if not kept.is_file() or kept.read_bytes() != made:
            write_bytes(kept, made)
            told.append(f"stored paper/{name}")
    return told


def read_facts() -> dict[str, Any]:
    """Return version, date and the second since 1970 that the report bears.

    The date is that of CITATION.cff, else of SOURCE_DATE_EPOCH; the clock is never asked.
    """
    citation = ROOT / "CITATION.cff"
    text = citation.read_text("utf-8") if citation.is_file() else ""
    version = re.search(r"^version:\s*['\"]?([\w.+-]+)", text, re.MULTILINE)
    second = int(Project(data=data_root()).released() or os.environ.get("SOURCE_DATE_EPOCH") or 0)
    day = datetime.fromtimestamp(second, UTC).date().isoformat()
    return {"version": version[1] if version else "", "date": day, "epoch": second}


def _write_numbers(work: Path, filled: Filled) -> list[Path]:
    """Write where every printed number comes from: the README's first, then the report's."""
    listed = numbers.list_readme()
    listed += numbers.list_numbers(filled.text, filled.printed, "report", "Summary")
    made = {"numbers.csv": numbers.to_csv(listed), "numbers.md": numbers.to_markdown(listed)}
    for name, content in made.items():
        (work / name).write_bytes(content)
    return [work / name for name in made]


def _copy_figure(source: Path, corpus: str, work: Path) -> None:
    if not source.is_file():
        raise CommonGroundError(
            f"figure {corpus}/{source.name} is missing", remedy="run the notebooks: make paper"
        )
    shutil.copyfile(source, work / f"{corpus}-{source.name}")


def _move(path: Path, target: Path) -> Path:
    move_file(path, target)
    return target
