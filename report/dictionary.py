"""Writing what is made from declarations: data dictionary, data package, the README's numbers."""

from __future__ import annotations

from analysis.base.paths import ROOT
from analysis.base.store import write_bytes
from analysis.corpus import datapackage, dictionary
from analysis.corpus.tables import CODEBOOK_TABLES, CORPUS_TABLES, TAXONOMY
from analysis.dialogue.tables import DIALOGUE_TABLES, list_dialogue_tables
from analysis.readers.csv_tables import read_texts

OTHER_FOLDERS = {
    "dialogue": {table.name: table for table in DIALOGUE_TABLES},
    "codebook": {table.name: table for table in CODEBOOK_TABLES},
}
"""Folders of ``data/`` that are no corpus, with the tables that they hold besides."""


def make_dictionary() -> str:
    """Return the text of ``data/README.md``."""
    codebook = [(f"data/codebook/{table.name}.csv", table) for table in CODEBOOK_TABLES[:-1]]
    tables = [*dictionary.list_corpus_tables(), *codebook, *list_dialogue_tables()]
    categories = read_texts(ROOT / "data" / "taxonomy.csv")["code"]
    return dictionary.make_dictionary(tables, categories)


def make_datapackage() -> str:
    """Return the text of ``data/datapackage.json``."""
    known = {name: CORPUS_TABLES | own for name, own in OTHER_FOLDERS.items()}
    known[""] = CORPUS_TABLES | {TAXONOMY.name: TAXONOMY}
    return datapackage.make_datapackage(ROOT / "data", ROOT / "CITATION.cff", CORPUS_TABLES, known)


MADE = {"README.md": make_dictionary, "datapackage.json": make_datapackage}
"""Files of ``data/`` that are made, and what makes them."""


def main(_: list[str]) -> int:
    """Write what is made from declarations and from the last run."""
    from report import readme

    for name, make in MADE.items():
        path, text = ROOT / "data" / name, make()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_bytes(path, text.encode())
            print(f"data/{name}: written anew")
    readme.main()
    return 0
