# %% [markdown]
# # What does the common ground look like?
#
# Draws only: reads the tables that notebooks 02 and 03 wrote and computes nothing. Every figure is saved as PNG and SVG beside the numbers it shows.
#
# *Reads* `understandings`, `agreement_by_category`, `study_yardstick`, `bounds`, `positions`, `cuts`, `overlap`, `evidence_by_side`, `evidence`, `documents_by_entity`, `quotes_by_entity`, `quotes_per_document`, `category_by_entity`, `categories`, `grades` · *Writes* `common_ground`, `one_sided`, `agreement`, `overlap`, `quotes_per_entity`, `evidence`, `attention` in `figures/<corpus>/` · *Takes* up to half a minute

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to draw
sides: list = ["US", "CN"]  # the two countries compared, in the order of the columns
language: str = "en"  # en or zh: language of labels and titles

# %%
from functools import partial

from IPython.display import Image

from analysis.base.words import name_side
from analysis.corpus import results
from analysis.corpus.evidence import name_positions
from analysis.figures import attention, counts, evidence, overlap, save
from analysis.figures.agreement import count_statuses, draw_agreement
from analysis.figures.common_ground import draw_common_ground
from analysis.figures.one_sided import draw_one_sided
from analysis.overlap.ledger import take_pair
from analysis.overlap.rule import Bounds, Cuts

read = partial(results.read_table, corpus)
read_pair = partial(results.read_pair, corpus, sides)
pair = sides[:2]  # where more sides are compared, the first two named are drawn

# %% [markdown]
# ## What do both sides say?
#
# The common understandings, category by category: a bar a side is the number of documents without doubt, the letters say how binding they are.

# %%
ledger, categories = read("understandings"), read("categories")
two = take_pair(ledger, pair, int(read("bounds").iloc[0]["support"]))
called = name_positions(read("positions"), language)
ground = draw_common_ground(two, called, categories, pair, language)
Image(save.to_png(ground))

# %% [markdown]
# ## What does only one side say?
#
# In at least three documents of one side, and not even in a doubtful passage of the other.

# %%
lonely = draw_one_sided(two, called, categories, pair, language)
Image(save.to_png(lonely))

# %% [markdown]
# ## How alike are the sides, category by category?
#
# R with its interval and verdict, beside the numbers of understandings, the grade somebody gave, and what the study's yardstick gives.

# %%
graders = set(read("grades")["grader"]) if results.has_table(corpus, "grades") else set()
grader = "study" if "study" in graders else "graders"
agreement, yardstick = read_pair("agreement_by_category"), read_pair("study_yardstick")
main = agreement[agreement["m"] == agreement["m"].min()]
bounds = Bounds(*map(float, read("bounds").iloc[0][["different_below", "shared_from"]]))
statuses = count_statuses(two, categories["code"])
alike = draw_agreement(
    main, statuses, read_pair("overlap"), categories, bounds, language, grader, yardstick
)
Image(save.to_png(alike))

# %% [markdown]
# ## What would the study's yardstick give?
#
# Shade and number give the concurrence K; beside it stand the evidence on each side and the grade by rule. Hatched rows have no grade: one side, or both, say nothing that could be compared. K grows with the amount of evidence.

# %%
measured, by_side = read("overlap"), read("evidence_by_side")
cuts, pictures = Cuts(**read("cuts").iloc[0]), {}
for codes, own in measured.groupby(["side_a", "side_b"], sort=False):
    name = "overlap" if len(sides) == 2 else f"overlap_{'_'.join(codes)}"
    pictures[name] = (overlap.draw_overlap(own, by_side, categories, cuts, language, grader), own)
first = next(iter(pictures.values()))[0]
Image(save.to_png(first))

# %% [markdown]
# ## Who speaks, and how much?
#
# Documents, quotes and quotes per document by side and kind of issuer, as in the study's Tables 1 to 3.

# %%
counted = [read(n) for n in ("documents_by_entity", "quotes_by_entity", "quotes_per_document")]
entities = counts.draw_entity_tables(*counted, language)
Image(save.to_png(entities))

# %% [markdown]
# ## Which grades rest on a single document?
#
# Which document speaks to which category; a category that rests on one document of a side is marked.

# %%
spoken = read("evidence")
matrix = evidence.draw_evidence(spoken, categories, sides, language)
Image(save.to_png(matrix))

# %% [markdown]
# ## Who raises what?
#
# The share of each kind of issuer's named documents that speak to a category: attention, not agreement.

# %%
by_kind = read("category_by_entity")
is_told = len(by_kind) > 0  # not where no coding names a document
shares = attention.draw_shares(by_kind, categories, sides, language) if is_told else None
Image(save.to_png(shares)) if is_told else None

# %% [markdown]
# ## What if it is printed in grey?
#
# Shade runs from light to dark in one hue, and every grade also has a sign and a word, so nothing is lost without colour.

# %%
Image(save.to_grey(save.to_png(ground, dpi=100)))

# %% [markdown]
# ## Check and write

# %%
assert len(measured) == len(categories) * len(pictures), "a picture would leave a category out"
assert set(spoken["category"]) <= set(categories["code"]), "evidence of an unknown category"
assert len(counted[0]) == len(counted[1]) == len(counted[2]), "the three tables differ in shape"
pictures |= {
    "common_ground": (ground, two),
    "one_sided": (lonely, two[two["status"] == "one-sided"]),
    "agreement": (alike, main.merge(statuses, on="category")),
    "quotes_per_entity": (entities, counted[0].merge(counted[1]).merge(counted[2])),
    "evidence": (matrix, spoken),
}
pictures |= {"attention": (shares, by_kind)} if is_told else {}
for name, (figure, data) in pictures.items():
    print(*save.save(figure, corpus, name, data), sep="\n")

# %% [markdown]
# ## Answer

# %%
single = by_side[by_side["documents"] == 1].groupby("side").size()
found = {"n_single_by_side": {side: int(single.get(side, 0)) for side in sides}}
print(results.write_findings(found, corpus, "04_plot_heatmaps"))
for side, n in found["n_single_by_side"].items():
    print(f"{name_side(side, 'en')}: {n} categories rest on a single document.")

# %% [markdown]
# Next: [do our numbers agree with the printed ones?](05_check_against_print.ipynb)
