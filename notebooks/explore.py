# %% [markdown]
# # Explore: change something and see what moves
#
# Not part of the chain: nothing here is written to the results. Run all cells once (*Run > Run All Cells*), then change a value in the first code cell and run again. To bring your own corpus, put a folder with `documents.csv`, `codings.csv` and `positions.csv` into `data/` (the columns are in `data/README.md`) and name it here.

# %% tags=["not-executed"]
corpus = "published"  # any folder in data/
sides = ["US", "CN"]  # any two countries that the corpus has
exclude_documents = []  # for instance ["us-eo-14110"]
strong_from = 0.75  # K from which a category is graded strong
weak_below = 0.5  # K below which it is graded weak
language = "en"  # en or zh

# %% tags=["not-executed"]
from IPython.display import Image

from analysis.base.present import name_categories, show
from analysis.corpus import evidence as ev
from analysis.corpus.select import select
from analysis.figures import overlap, save
from analysis.overlap.count import count
from analysis.overlap.measure import measure_overlap
from analysis.overlap.rule import Cuts
from analysis.readers.folder import load_corpus

chosen = select(load_corpus(corpus), sides, exclude_documents)
for note in chosen.notes:
    print(note)
codings, documents, categories = chosen["codings"], chosen["documents"], chosen.taxonomy
names = name_categories(categories, "en")

# %% [markdown]
# ## The picture, with your values

# %% tags=["not-executed"]
blank = categories.iloc[:0].assign(category="", grade="", grader="")
grades = chosen.tables.get("grades", blank)
grades = grades[grades["grader"].isin(["study", "consensus"])]
cuts = Cuts(weak_below, strong_from)
counts = count(ev.take_evidence(codings), documents, categories, sides)
by_side = ev.count_by_side(codings, documents, categories, sides)
result = measure_overlap(counts, by_side, categories, grades, cuts)
Image(save.to_png(overlap.draw_overlap(result, by_side, categories, cuts, language)))

# %% [markdown]
# ## The evidence behind one category
#
# Change the code and run the cell. The codes are in the first column of `data/taxonomy.csv`.

# %% tags=["not-executed"]
category = "bias"
evidence = ev.take_evidence(codings)
own = evidence[evidence["category"] == category].assign(
    documents=lambda frame: frame["documents"].str.join("; ")
)
columns = ["country", "position", "force", "documents", "section", "gist"]
show(own.sort_values(["position", "country"])[columns], names)
