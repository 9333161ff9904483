# %% [markdown]
# # Which documents and codings are compared, and is anything missing?
#
# Reads a corpus, checks every table against its schema and against the others, and selects the two sides. Nothing is repaired silently: a table that does not fit stops the run with the file, the row and the remedy.
#
# *Reads* `data/taxonomy.csv` and every table in `data/<corpus>/` · *Writes* `documents`, `quotes`, `codings`, `categories`, `positions`, `grades`, `reading_log` and `ingest_log` in `build/<corpus>/tables/` · *Takes* a few seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to analyse; change it to bring your own
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
exclude_documents: list = []  # document_ids to leave out, to see how much hangs on them
from_date: str = ""  # only documents issued on this day or later, as 2023-01-31; blank: all
until_date: str = ""  # only documents issued on this day or earlier; blank: all
sources_folder: str = ""  # folder with the source texts, to check every quote against them
show_passages: bool = False  # show some checked passages; never stored, as texts have owners

# %%
import sys
from pathlib import Path

import pandas as pd

from analysis.base.present import name_categories, show
from analysis.corpus import results
from analysis.corpus.select import select
from analysis.corpus.window import Window
from analysis.findings.documents import find_documents
from analysis.findings.show import lay_out
from analysis.readers import source_texts
from analysis.readers.folder import load_corpus

# %% [markdown]
# ## What does the corpus hold?
#
# Loading checks columns, values, unique names, dates, and that every coding names a document, category, position and coder that exist.

# %%
loaded = load_corpus(corpus)
for note in loaded.notes:
    print(note, file=sys.stderr)  # the run shows it too
show(pd.DataFrame([{"table": name, "rows": len(frame)} for name, frame in loaded.tables.items()]))

# %% [markdown]
# ## Which rows are compared?
#
# Every loss is counted. With a window of time only documents stay whose dates lie in it for certain. A coding that rests on several documents stays while one of them is left; one that rests only on a source outside the corpus (a later draft, a secondary report) is left out.

# %%
chosen = select(loaded, sides, exclude_documents, Window(from_date, until_date))
for note in chosen.notes[len(loaded.notes) :]:
    print(note)
log = pd.DataFrame(chosen.log)
show(log)

# %% [markdown]
# ## Who speaks, and does what they say still hold?
#
# Legal status is data, because a grade that rests on a rescinded document says something about the past.

# %%
documents = chosen["documents"].replace("", pd.NA)
status = documents.groupby(["country", "legal_status"], as_index=False).size()
show(status.rename(columns={"size": "documents"}))

# %% [markdown]
# ## What can this corpus not show?
#
# A corpus may come without single quotes, without placeholders filled, without grades. What is lacking is said here and never made up.

# %%
placeholders = (documents["is_placeholder"] == "true").sum()
inferred = documents["inferred_fields"].notna().sum()
print(
    f"{placeholders} of {len(documents)} documents are counted by the source and never named: "
    f"rows that stand for them are marked. {inferred} rows have a field that we inferred."
)
print(
    "Single quotes are there, each with its place in its source."
    if chosen.has_single_quotes
    else "There are no single quotes: at most their number by side and issuer is known."
)
print(
    "Named graders have graded the categories; their grades play no part in the rule's."
    if chosen.has("grades")
    else "Nobody has graded the categories: there is only the grade by rule."
)
if loaded.about("is_model_assisted") == "true":
    print(
        "The coding is model-assisted: where the coders are language models of one family, their "
        "agreement is self-consistency, not human reliability."
    )

# %% [markdown]
# ## Do the quotes stand where they say?
#
# Every quote is a place in a text and a hash of what stands there. With `sources_folder` each is checked, character by character; in another copy of the text a span is looked for by its letters alone; what does not match is not found, never guessed.

# %%
is_checked = chosen.has_single_quotes and bool(sources_folder)
if is_checked:
    folder = Path(sources_folder)
    verified = source_texts.verify_quotes(chosen["quotes"], folder)
    print(*source_texts.describe_failures(verified), sep="\n")
    counted = verified["status"].value_counts()
    print(f"Of {len(verified)} quotes", ", ".join(f"{n} {status}" for status, n in counted.items()))
else:
    print(
        "No quote was checked against a source text: the corpus has none, or no folder with the "
        "texts was named (sources_folder)."
    )

# %%
if is_checked and show_passages:
    for quote, passage in source_texts.read_passages(chosen["quotes"], verified, folder).head(20).items():
        print(f"{quote}\n    {' '.join(passage.split())}")

# %% [markdown]
# ## What do the codings look like?
#
# Only settled codings of kind *specific* decide the overlap; those of the single coders are kept to measure their agreement.

# %%
codings = chosen["codings"].replace("", pd.NA)
settled = codings[codings["coder"] == "settled"]
kinds = settled.groupby(["country", "kind"], as_index=False).size()
show(kinds.rename(columns={"size": "codings"}))

# %% [markdown]
# ## What if uncertain codings had been left out?
#
# The strongest objection at this stage: a coder who doubts should perhaps not count. How many settled codings, and which categories, would that cost?

# %%
doubted = settled[settled["is_uncertain"] == "true"]
print(f"{len(doubted)} of {len(settled)} settled codings are marked uncertain.")
names = name_categories(chosen.taxonomy, "en")
lost = doubted.groupby(["category", "country"], as_index=False).size()
show(lost.rename(columns={"size": "codings"}), names=names)

# %% [markdown]
# ## Check and write
#
# Each table has one writer; later notebooks read these tables and nothing else of the corpus.

# %%
assert documents["document_id"].is_unique, "a document stands twice: was a table joined twice?"
assert set(documents["country"]) == set(sides), "a side has no document left"
assert set(codings["category"]) <= set(chosen.taxonomy["code"]), "a coding is of no category"
written = {
    "documents": documents,
    "codings": codings,
    "categories": chosen.taxonomy,
    "positions": chosen["positions"],
    "ingest_log": log,
}
extras = ("about", "in_study", "first_reading", "quotes", "grades", "printed", "discrepancies", "residual", "reading_log")
written |= {name: chosen.tables[name] for name in extras if chosen.has(name)}
for name, frame in written.items():
    print(results.write_table(frame, corpus, name))

# %% [markdown]
# ## Answer

# %%
settlements = chosen["settlements"] if chosen.has("settlements") else None
tables = (loaded["documents"], documents, codings, chosen["positions"])
found = {"corpus": corpus, "has_single_quotes": chosen.has_single_quotes}
found |= find_documents(*tables, sides, settlements)
print(results.write_findings(found, corpus, "01_ingest_corpus"))
print(
    f"Compared are {len(documents)} documents ({placeholders} of them never named) with "
    f"{len(settled)} settled codings, {found['n_on_document']} of which rest on a document; "
    f"{len(doubted)} are uncertain."
)

# %%
show(lay_out(found))

# %% [markdown]
# Next: [how many documents and quotes does each side bring?](02_tabulate_quotes.ipynb)
