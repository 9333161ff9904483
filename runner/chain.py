"""The chain as data: which notebook needs which, and what each is known to read.

What a step reads and writes is also observed while it runs. ``reads`` adds what observation
cannot see: a file that was not there last time but would be read if it were.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One notebook of the chain.

    Attributes
    ----------
    needs
        The steps whose results it reads; any other result it reads is an error.
    reads
        Patterns: ``data/...`` below the data folder, ``tables/...``, ``findings/...``,
        ``figures/...`` below the results of the corpus, else below the checkout. ``{corpus}`` is
        filled in; ``{shipped}`` stands for every corpus that ships.
    is_across
        Runs once over all corpora of a run, after their steps, and only if there are several.
    """

    name: str
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    is_across: bool = False

    @property
    def notebook(self) -> str:
        """The file name of the notebook."""
        return f"{self.name}.ipynb"


CHAIN = (
    Step("01_ingest_corpus", reads=("data/{corpus}/*.csv", "data/taxonomy.csv")),
    Step("02_tabulate_quotes", needs=("01_ingest_corpus",)),
    Step("03_grade_overlap", needs=("01_ingest_corpus",)),
    Step("04_plot_heatmaps", needs=("02_tabulate_quotes", "03_grade_overlap")),
    Step("05_check_against_print", needs=("02_tabulate_quotes", "03_grade_overlap")),
    Step("06_compare_corpora", needs=("03_grade_overlap",), is_across=True),
    Step("07_stress_test", needs=("03_grade_overlap",)),
    Step(
        "08_recommend_dialogues",
        needs=("03_grade_overlap",),
        reads=("data/dialogue/*.csv", "data/*/about.csv", "data/{shipped}/*.csv"),
    ),
)

ACROSS = "comparison"
"""The folder of what a step over all corpora writes."""

REPORT_READS = ("data/**/*", "paper/**/*", "CITATION.cff", "tables/*", "findings/*", "figures/*",
                "analysis/figures/fonts/*")  # fmt: skip
"""What the report is made from, besides its own code; the PDF's fonts are read unseen."""

REPORT_SPARES = ("data/sources/", "paper/paper.pdf", "paper/numbers.md")
"""Source texts are never an input of the report, nor is what ``make accept`` keeps of it."""


def present_steps(folder: Path, chain: tuple[Step, ...] = CHAIN) -> list[Step]:
    """Return the steps whose notebook is there, in reading order."""
    return [step for step in chain if (folder / step.notebook).is_file()]


def all_needs(step: Step, chain: tuple[Step, ...] = CHAIN) -> set[str]:
    """Return the names of all steps that come before this one.

    >>> sorted(all_needs(CHAIN[3]))
    ['01_ingest_corpus', '02_tabulate_quotes', '03_grade_overlap']
    """
    by_name = {s.name: s for s in chain}
    found: set[str] = set()
    waiting = list(step.needs)
    while waiting:
        name = waiting.pop()
        if name not in found and name in by_name:
            found.add(name)
            waiting += by_name[name].needs
    return found
