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

from analysis.base import present as display
from analysis.corpus.load import load_corpus, select
from analysis.figures import overlap as draw_overlap
from analysis.figures import save as figures
from analysis.overlap import measure as overlap

chosen = select(load_corpus(corpus), sides, exclude_documents)
for note in chosen.notes:
    print(note)
names = display.name_categories(chosen.taxonomy, language)

# %% [markdown]
# ## The picture, with your values

# %% tags=["not-executed"]
grades = chosen.tables.get("grades", chosen.taxonomy.iloc[:0].assign(category="", grade="", grader=""))
grades = grades[grades["grader"].isin(["study", "consensus"])]
tables = (chosen.codings, chosen.documents, chosen.taxonomy, chosen.positions, grades)
result = overlap.measure_overlap(*tables, sides, strong_from, weak_below)
picture = draw_overlap.draw_overlap(
    result, chosen.taxonomy, language, tuple(sides), cuts=(weak_below, strong_from)
)
Image(figures.to_png(picture))

# %% [markdown]
# ## The evidence behind one category
#
# Change the code and run the cell. The codes are in the first column of `data/taxonomy.csv`.

# %% tags=["not-executed"]
category = "bias"
evidence = overlap.take_evidence(chosen.codings)
own = evidence[evidence["category"] == category].assign(
    documents=lambda frame: frame["documents"].str.join("; ")
)
columns = ["country", "position", "force", "documents", "section", "gist"]
display.present(own.sort_values(["position", "country"])[columns], language, names)
