# %% [markdown]
# # Explore: change something and see what moves
#
# Not part of the chain: nothing here is written to the results. Change a value in the next cell and run all cells again (*Run > Run All Cells*). To bring your own corpus, put a folder with `documents.csv`, `codings.csv` and `positions.csv` into `data/` (the columns are in `data/README.md`) and name it here.

# %% tags=["parameters"]
corpus: str = "recoded"  # any folder in data/
sides: list = ["US", "CN"]  # any two countries that the corpus has
exclude_documents: list = []  # for instance ["us-eo-14110"]
support: int = 2  # documents without doubt that a side needs for an understanding to be common
in_force_on: str = "2026-11-25"  # day on which documents are to stand
category: str = "liability"  # whose passages are listed; codes: first column of data/taxonomy.csv
language: str = "en"  # en or zh: language of the picture

# %%
from IPython.display import Image

from analysis.base.present import name_categories, show
from analysis.corpus import evidence as ev
from analysis.corpus.select import select
from analysis.doubt.jackknife import estimate_overall
from analysis.figures import save
from analysis.figures.common_ground import draw_common_ground
from analysis.overlap.agreement import profile_sides
from analysis.overlap.count import count
from analysis.overlap.ledger import keep_ledger
from analysis.readers.folder import load_corpus

chosen = select(load_corpus(corpus), sides, exclude_documents)
for note in chosen.notes:
    print(note)
codings, documents, positions = chosen["codings"], chosen["documents"], chosen["positions"]
categories = chosen.taxonomy
names, called = name_categories(categories, "en"), ev.name_positions(positions, "en")
print(f"{len(documents)} documents are compared.")

# %% [markdown]
# ## What do both sides say?

# %%
ledger = keep_ledger(codings, documents, positions, sides, in_force_on, support)
called_here = ev.name_positions(positions, language)
Image(save.to_png(draw_common_ground(ledger, called_here, categories, sides, language)))

# %% [markdown]
# ## What does only one side say, and in how many documents?

# %%
lonely = ledger[(ledger["status"] == "one-sided") & (ledger["documents"] > 0)]
lonely = lonely.assign(understanding=lonely["position"].map(called))
shown = ["category", "understanding", "side", "documents", "documents_sure"]
show(lonely.sort_values("documents_sure", ascending=False, kind="stable")[shown], names)

# %% [markdown]
# ## How alike are the sides on the whole?
#
# R is 1 where the sides are as alike as two documents of one side. *nan*: too few documents to tell.

# %%
counts = count(ev.take_evidence(codings), documents, categories, sides)
whole = estimate_overall(*profile_sides(counts))
print(f"R is {whole.value[0]:.2f}, interval {whole.low[0]:.2f} to {whole.high[0]:.2f}.")

# %% [markdown]
# ## The evidence behind one category

# %%
evidence = ev.take_evidence(codings)
own = evidence[evidence["category"] == category].assign(
    documents=lambda frame: frame["documents"].str.join("; "),
    understanding=lambda frame: frame["position"].map(called).fillna("only mentioned"),
)
columns = ["country", "understanding", "force", "documents", "gist"]
if chosen.has_single_quotes:  # there the gist stands with the quote
    own = own.drop(columns="gist").merge(chosen["quotes"][["quote_id", "gist"]], on="quote_id")
show(own.sort_values(["understanding", "country"], kind="stable")[columns], names)
