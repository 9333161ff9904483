"""The data dictionary, ``data/README.md``: from the declarations that check the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analysis.corpus.fields import Field, Table
from analysis.corpus.tables import CORPUS_TABLES, QUOTE_COUNTS, TAXONOMY

INTRODUCTION = """\
# Data dictionary

*Made by `make accept` from the declarations that check the tables (`analysis/corpus/tables.py`, \
`analysis/dialogue/tables.py`); a test compares the two. Change a declaration, not this file. \
The same for machines, with licences and sources: [datapackage.json](datapackage.json), a \
[Data Package](https://datapackage.org).*

One folder a corpus. Every table is CSV in UTF-8 with a header row; a blank cell is a missing \
value; a list within a cell is joined by `;`. A word called *reserved* is no value: it says why \
there is none, or what the row stands for. A run never writes here. Where each file comes from, \
its licence, and what in it is transcribed or inferred stands in the folder's `provenance.csv`.

Tables, those of a run too, hold texts as they were given. A cell that begins with `=`, `+`, `-` \
or `@` is a formula to a spreadsheet that opens a CSV: of data you do not know, open the workbook \
`build/<corpus>/tables.xlsx`, in which every text is a text.

## Your own corpus, from Excel, NVivo or QualCoder

Make a folder `data/<name>/` with three tables and run `make paper CORPUS=<name>`. These columns \
are enough:

```
documents.csv    document_id,title,country,entity_type
                 fr-ai-law,Law on AI,FR,Legislature
                 jp-guide,Guide for AI,JP,Executive (State)
positions.csv    code,category,meaning
                 bias.unequal-output,bias,Output treats groups of people worse than others
codings.csv      coding_id,country,category,position,documents,gist
                 1,FR,bias,bias.unequal-output,fr-ai-law,Systems may not disadvantage groups
                 2,JP,bias,unspecified,jp-guide,Bias is named as a risk
```

One coding is one reference at one node: what NVivo or QualCoder export as a row. Write dates as \
text (`2024-05-01`), countries as two letters, and save as *CSV UTF-8 (comma delimited)*. Name the \
two sides with `SET='sides=["FR","JP"]'`. The 21 category codes: {codes}.

All tables and columns follow; those not marked *required* can be left out.
"""

Places = Sequence[tuple[str, Table]]
"""Tables with the places of their files."""


def list_corpus_tables() -> list[tuple[str, Table]]:
    """Return every table of a corpus, and the taxonomy, with the place of its file."""
    tables = [("data/taxonomy.csv", TAXONOMY)]
    for table in CORPUS_TABLES.values():
        tables.append((f"data/<corpus>/{table.name}.csv", table))
        if table.name == QUOTE_COUNTS.name:
            tables.append((f"data/<corpus>/{table.name}.csv, counted", QUOTE_COUNTS))
    return tables


def describe(place: str, table: Table) -> str:
    """Return one table of the dictionary in Markdown: a row a column."""
    key = ", ".join(f"`{name}`" for name in table.key) or "none"
    named = ", ".join(f"`{link.column}` from `{link.table}`" for link in table.links)
    links = f" Names that another table gives: {named}." if named else ""
    lines = [
        f"## {place}",
        "",
        f"A row is {table.row}. Identified by: {key}.{links}",
        "",
        "| column | required | meaning | allowed | if absent |",
        "|---|---|---|---|---|",
    ]
    for field in table.fields:
        required = "required" if field.is_required else ""
        absent = field.default or ("" if field.is_required else "blank")
        cells = [f"`{field.name}`", required, field.meaning, describe_values(field), absent]
        lines.append("| " + " | ".join(re.sub(r"([|<])", r"\\\1", cell) for cell in cells) + " |")
    return "\n".join(lines)


def describe_values(field: Field) -> str:
    """Say for people what a column may hold, reserved words with their meaning.

    >>> describe_values(next(f for f in CORPUS_TABLES["codings"].fields if f.name == "coder"))
    "text. Reserved: `settled` (what the coders' rows were settled on)"
    """
    codes = ", ".join(f"`{code.word}` ({code.meaning})" for code in field.codes)
    return f"{field.allowed}. Reserved: {codes}" if codes else field.allowed


def make_dictionary(tables: Places, categories: Iterable[str]) -> str:
    """Return the whole data dictionary; the categories stand in its introduction."""
    codes = ", ".join(f"`{code}`" for code in categories)
    introduction = INTRODUCTION.format(codes=codes).strip()
    return "\n\n".join([introduction, *(describe(*t) for t in tables)]) + "\n"
