# %% [markdown]
# # What does the common ground look like?
#
# Draws only: reads the tables that notebooks 02 and 03 wrote and computes nothing. Every figure is saved as PNG and SVG beside the numbers it shows.
#
# *Reads* `overlap`, `stability`, `evidence`, `documents_by_entity`, `quotes_by_entity`, `quotes_per_document`, `category_by_entity`, `categories`, `grades` · *Writes* `overlap`, `quotes_per_entity`, `evidence`, `attention` in `figures/<corpus>/` · *Takes* up to half a minute

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to draw
sides: list = ["US", "CN"]  # the two countries compared, in the order of the columns
strong_from: float = 0.75  # upper cut, as notebook 03 used it
weak_below: float = 0.5  # lower cut, as notebook 03 used it
language: str = "en"  # en or zh: language of labels and titles

# %%
from functools import partial

from IPython.display import Image

from analysis.base import present as display
from analysis.corpus import results as tables
from analysis.figures import attention as draw_shares
from analysis.figures import counts as draw_tables
from analysis.figures import evidence as draw_evidence
from analysis.figures import overlap as draw_overlap
from analysis.figures import save as figures

say = partial(display.say, language)
read = partial(tables.read_table, corpus)

# %% [markdown]
# ## On what do the two sides mean the same thing?
#
# Shade and number give the concurrence K; beside it stand the evidence on each side, the grade by rule and the grade of the study, and the spread of K when documents are drawn again. Hatched rows have no grade: one side, or both, say nothing that could be compared.

# %%
overlap, stability = read("overlap"), read("stability")
categories = read("categories")
graders = set(read("grades")["grader"]) if tables.has_table(corpus, "grades") else set()
grader = "study" if "study" in graders else "graders"
cuts = (weak_below, strong_from)
picture = draw_overlap.draw_overlap(
    overlap, categories, language, tuple(sides), stability, cuts, grader
)
Image(figures.to_png(picture))

# %% [markdown]
# ## Who speaks, and how much?
#
# Documents, quotes and quotes per document by side and kind of issuer, as in the study's Tables 1 to 3.

# %%
counted = [read(n) for n in ("documents_by_entity", "quotes_by_entity", "quotes_per_document")]
entities = draw_tables.draw_entity_tables(*counted, language)
Image(figures.to_png(entities))

# %% [markdown]
# ## Which grades rest on a single document?
#
# Which document speaks to which category; a category that rests on one document of a side is marked.

# %%
evidence = read("evidence")
matrix = draw_evidence.draw_evidence(evidence, categories, language, tuple(sides))
Image(figures.to_png(matrix))

# %% [markdown]
# ## Who raises what?
#
# The share of each kind of issuer's documents that speak to a category: attention, not agreement.

# %%
by_kind = read("category_by_entity")
attention = draw_shares.draw_shares(by_kind, categories, language, tuple(sides))
Image(figures.to_png(attention))

# %% [markdown]
# ## What if it is printed in grey?
#
# Shade runs from light to dark in one hue, and every grade also has a sign and a word, so nothing is lost without colour.

# %%
Image(figures.to_grey(figures.to_png(picture, dpi=100)))

# %% [markdown]
# ## Check and write

# %%
assert len(overlap) == len(categories), "the picture would leave a category out"
assert set(evidence["category"]) <= set(categories["code"]), "evidence of an unknown category"
assert len(counted[0]) == len(counted[1]) == len(counted[2]), "the three tables differ in shape"
both = counted[0].merge(counted[1]).merge(counted[2])
drawn = {
    "overlap": (picture, overlap.merge(stability, on="category")),
    "quotes_per_entity": (entities, both),
    "evidence": (matrix, evidence),
    "attention": (attention, by_kind),
}
for name, (figure, data) in drawn.items():
    for line in figures.save(figure, corpus, name, data):
        print(line)

# %% [markdown]
# ## Answer

# %%
single = {
    side: int((overlap[f"documents_{side.lower()}"] == 1).sum()) for side in sides
}
found = {f"n_single_{side.lower()}": n for side, n in single.items()}
print(tables.write_findings(found, corpus, "04_plot_heatmaps"))
for side, n in single.items():
    say("plot.answer", side=display.name_side(side, language), n=n)

# %% [markdown]
# Next: [do our numbers agree with the printed ones?](05_check_against_print.ipynb)
