# %% [markdown]
# # Which printed numbers come out again, and which do not?
#
# Sets every number and grade that the study prints beside the one this run computes. A number that is an input of the run (the counts of unpublished quotes) is called *transcribed only*: it cannot confirm itself.
#
# *Reads* `printed`, `discrepancies`, `documents`, `documents_by_entity`, `quotes_by_entity`, `quotes_per_document`, `overlap` · *Writes* `check_against_print`, `print_by_place` · *Takes* a few seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to check

# %%
from functools import partial

import pandas as pd

from analysis.base.present import show
from analysis.corpus import results
from analysis.findings import printed
from analysis.findings.show import lay_out

read = partial(results.read_table, corpus)

# %% [markdown]
# ## What does the study print?
#
# A corpus that nobody has printed anything about has no such table; then there is nothing to check, and the notebook says so.

# %%
has_print = results.has_table(corpus, "printed")
columns = ["printed_id", "where", "what", "country", "entity_type", "category", "value"]
claims = read("printed") if has_print else pd.DataFrame(columns=columns)
print(f"{len(claims)} printed numbers and grades are checked.")

# %% [markdown]
# ## What comes out again?

# %%
counted = [read(n) for n in ("documents_by_entity", "quotes_by_entity", "quotes_per_document")]
documents, overlap = read("documents"), read("overlap")
n_placeholders = int(documents["is_placeholder"].sum())
checked = printed.check_printed(claims, *counted, overlap, n_placeholders)
by_place = printed.count_places(checked)
show(by_place)

# %% [markdown]
# ## Where do we differ, and why?
#
# A different grade is a finding, not an error: the rule reads the study's own sentences, the study's grade was given to 430 quotes that nobody else has seen.

# %%
differs = checked[checked["status"] == printed.DIFFERS]
show(differs[["what", "printed", "computed", "why"]])

# %% [markdown]
# ## What does not fit within the study itself?
#
# Inconsistencies of the study with itself or with a source it cites, and how each was handled.

# %%
has_list = results.has_table(corpus, "discrepancies")
discrepancies = read("discrepancies") if has_list else pd.DataFrame(columns=["what", "where"])
show(discrepancies[["what", "where"]])

# %% [markdown]
# ## What if Table 1 had to stand without placeholders?
#
# Fourteen documents are counted by the study and never named; the rows that stand for them make Table 1 come out by construction.

# %%
named = documents[~documents["is_placeholder"].astype(bool)]
print(
    f"Without placeholders the corpus would have {len(named)} documents, not {len(documents)}: "
    "Table 1 comes out because rows were made for it."
)

# %% [markdown]
# ## Check and write

# %%
assert len(checked) == len(claims), "a printed number was lost on the way"
assert checked["printed_id"].is_unique, "a printed number was compared twice"
statuses = checked["status"]
is_input = checked["computed"].isna()
assert (is_input == (statuses == printed.TRANSCRIBED)).all(), "an input of the run was 'recomputed'"
if has_print:
    print(results.write_table(checked, corpus, "check_against_print"))
    print(results.write_table(by_place, corpus, "print_by_place"))

# %% [markdown]
# ## Answer

# %%
found = printed.find_print(checked, discrepancies, documents)
print(results.write_findings(found, corpus, "05_check_against_print"))
print(
    f"Of {found['n_printed']} printed numbers and grades {found['n_agrees']} come out again, "
    f"{found['n_differs']} differ and {found['n_transcribed']} are only transcribed. "
    f"{found['n_discrepancies']} inconsistencies of the study are on record."
)

# %%
show(lay_out(found))

# %% [markdown]
# Next: [how would these grades stand up to an attack?](07_stress_test.ipynb)
