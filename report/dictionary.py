"""Writing ``data/README.md``: the data dictionary, from the schema that checks the tables."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from analysis.base.paths import ROOT
from analysis.base.store import write_bytes
from analysis.corpus.fields import Table
from analysis.corpus.tables import CORPUS_TABLES, QUOTE_COUNTS, TAXONOMY
from analysis.dialogue.tables import list_dialogue_tables

INTRODUCTION = """\
# Data dictionary

*Made from the schema that checks the tables (`analysis/schema.py`) by `make accept`; a test \
compares the two. Change the schema, not this file.*

One folder a corpus. Every table is CSV in UTF-8 with a header row; a blank cell is a missing \
value; a list within a cell is joined by `;`. A run never writes here. Where each file comes \
from, its licence, and what in it is transcribed or inferred stands in the folder's \
`provenance.csv`.

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

Dictionary = Sequence[tuple[str, Table]]


def list_tables() -> list[tuple[str, Table]]:
    """Return every table that goes in, with the place of its file."""
    tables = [("data/taxonomy.csv", TAXONOMY)]
    for table in CORPUS_TABLES.values():
        tables.append((f"data/<corpus>/{table.name}.csv", table))
        if table.name == QUOTE_COUNTS.name:
            tables.append((f"data/<corpus>/{table.name}.csv, counted", QUOTE_COUNTS))
    return tables


def describe(place: str, table: Table) -> str:
    """Return one table of the dictionary in Markdown: a row a column."""
    key = ", ".join(f"`{name}`" for name in table.key) or "none"
    lines = [
        f"## {place}",
        "",
        f"A row is {table.row}. Identified by: {key}.",
        "",
        "| column | required | meaning | allowed | if absent |",
        "|---|---|---|---|---|",
    ]
    for field in table.fields:
        required = "required" if field.is_required else ""
        absent = field.default or ("" if field.is_required else "blank")
        cells = [f"`{field.name}`", required, field.meaning, field.allowed, absent]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def make_dictionary() -> str:
    """Return the whole data dictionary."""
    tables = [*list_tables(), *list_dialogue_tables()]
    with (ROOT / "data" / "taxonomy.csv").open(encoding="utf-8", newline="") as file:
        codes = ", ".join(f"`{row['code']}`" for row in csv.DictReader(file))
    introduction = INTRODUCTION.format(codes=codes).strip()
    return "\n\n".join([introduction, *(describe(*t) for t in tables)]) + "\n"


def main(_: list[str]) -> int:
    """Write what is made from schema and run: ``data/README.md``, numbers of the README."""
    from report import readme

    path, text = ROOT / "data" / "README.md", make_dictionary()
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_bytes(path, text.encode())
        print("data/README.md: columns filled in")
    readme.main()
    return 0
