# %% [markdown]
# # On what do the two sides mean the same thing?
#
# For every category, the share of what each side says whose meaning the other side also expresses (concurrence, K), the grade a stated rule gives it, and the grade the study gave it.
#
# *Reads* `codings`, `documents`, `categories`, `positions`, `grades` · *Writes* `overlap`, `positions_by_side`, `evidence`, `stability`, `leave_one_out`, `decisive`, `ceiling` · *Takes* a few seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to analyse
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
strong_from: float = 0.75  # K from which a category is graded strong ("most, if not all")
weak_below: float = 0.5  # K below which it is graded weak ("majority ... differing")
resamples: int = 2000  # bootstrap draws; fewer are faster and rougher
seed: int = 20250623  # start of the random draws; any whole number
language: str = "en"  # en or zh: language of headings and sentences

# %%
from functools import partial

import pandas as pd

from analysis.base import present as display
from analysis.corpus import results as tables
from analysis.doubt import halves as ceiling
from analysis.doubt import leave_out as leaveout
from analysis.doubt import resample
from analysis.findings import corpora as compare
from analysis.overlap import count as tally
from analysis.overlap import measure as overlap

say = partial(display.say, language)
show = partial(display.present, language=language)

# %%
codings = tables.read_table(corpus, "codings")
documents = tables.read_table(corpus, "documents")
categories = tables.read_table(corpus, "categories")
positions = tables.read_table(corpus, "positions")
names = display.name_categories(categories, language)
evidence = overlap.take_evidence(codings)
say("overlap.loaded", codings=len(evidence), positions=len(positions))

# %% [markdown]
# ## Who graded before us?
#
# A named grader's degrees stand beside the rule's; they play no part in it.

# %%
has_grades = tables.has_table(corpus, "grades")
columns = ["category", "grader", "grade", "source", "has_evidence"]
grades = tables.read_table(corpus, "grades") if has_grades else pd.DataFrame(columns=columns)
reference = grades[grades["grader"].isin(["study", "consensus"])]
show(reference.groupby(["grader", "grade"], as_index=False).size())

# %% [markdown]
# ## What does the rule say?
#
# K is an exact fraction of whole numbers and is compared with the cuts as one. *Weak* if most of the material differs (K below the lower cut), *strong* if most, if not all, of it concurs (K from the upper cut), else *moderate*. Where a side says nothing there is no grade: *one-sided* or *no evidence*.

# %%
result = overlap.measure_overlap(
    codings, documents, categories, positions, reference, sides, strong_from, weak_below
)
main = [f"positions_{s.lower()}" for s in sides] + ["concurrence", "grade_by_rule"]
marks = ["is_borderline", "is_thin", "grade_published"]
show(result[["category", *main, *marks]], names=names)

# %% [markdown]
# ## Which understandings are shared?
#
# The positions that both sides take, and how many codings stand behind each.

# %%
by_side = overlap.list_positions(codings, positions, sides)
shared = by_side[by_side["is_shared"]]
spoken = [f"codings_{s.lower()}" for s in sides]
show(shared[["category", "meaning", *spoken]], names=names)

# %% [markdown]
# ## Where do rule and grader agree?
#
# On the corpus `published` this is no independent evidence: its codings re-read the authors' own comparison, which was written to explain grades already given.

# %%
graded = result[result["grade_by_rule"].isin(["weak", "moderate", "strong"])]
both = graded.dropna(subset=["grade_published"])
is_same = both["grade_by_rule"] == both["grade_published"]
by_chance = compare.expect_agreement(both["grade_by_rule"], both["grade_published"])
say("overlap.agreement", n=len(both), same=int(is_same.sum()), expected=by_chance)
show(both.loc[~is_same, ["category", "concurrence", "grade_by_rule", "grade_published"]], names=names)

# %% [markdown]
# ## How sure is a grade?
#
# Documents are drawn again with replacement within each side, and each is left out once. A side with one document in a category gives no interval: then it cannot be told. The ceiling (overlap of random halves of one side) is computed here and discussed in notebook 07.

# %%
counts = tally.tally(evidence, documents, categories, sides)
stability = resample.bootstrap(counts, strong_from, weak_below, resamples, seed)
left_out = leaveout.leave_one_out(counts, strong_from, weak_below)
decisive = leaveout.find_decisive(counts, strong_from, weak_below)
limits = ceiling.find_ceiling(counts, resamples, seed)
show(stability, names=names)

# %% [markdown]
# ## What if summaries counted, or force, or documents instead of codings?
#
# Five other readings of the same evidence. None of them decides a grade.

# %%
readings = [c for c in result if c.startswith("concurrence_")] + ["similarity"]
regraded = {r: overlap.grade_all(result[r], strong_from, weak_below) for r in readings}
moved = {r: int((g != result["grade_by_rule"])[graded.index].sum()) for r, g in regraded.items()}
coarse = regraded["concurrence_parents"].value_counts()
show(pd.DataFrame(moved.items(), columns=["reading", "grades_moved"]))

# %% [markdown]
# ## Check and write

# %%
assert len(result) == len(categories), "a category was lost: is the taxonomy joined by name?"
assert result["concurrence"].dropna().between(0, 1).all(), "K is a share and lies within 0 and 1"
assert (result["similarity"].dropna() <= result["concurrence"].dropna() + 1e-12).all(), "S above K"
shares = stability.filter(like="share_").sum(axis=1)
assert ((shares - 1).abs() < 1e-9).all(), "the shares of the grades do not add up to one"
print(tables.write_table(result, corpus, "overlap"))
print(tables.write_table(by_side, corpus, "positions_by_side"))
print(tables.write_table(overlap.list_evidence(codings, documents), corpus, "evidence"))
print(tables.write_table(stability, corpus, "stability"))
print(tables.write_table(left_out, corpus, "leave_one_out"))
print(tables.write_table(decisive, corpus, "decisive"))
print(tables.write_table(limits, corpus, "ceiling"))

# %% [markdown]
# ## Answer

# %%
kinds = ("strong", "moderate", "weak", "one-sided", "no evidence")
counted = result["grade_by_rule"].value_counts().reindex(kinds, fill_value=0)
found = {f"n_{kind.replace('-', '_').replace(' ', '_')}": int(n) for kind, n in counted.items()}
found |= {f"n_coarse_{grade}": int(coarse.get(grade, 0)) for grade in kinds[:3]}
found |= {
    "strong_from": strong_from,
    "weak_below": weak_below,
    "n_codings": len(evidence),
    "n_graded": len(graded),
    "n_thin": int(result["is_thin"].sum()),
    "n_borderline": int(result["is_borderline"].sum()),
    "n_thin_strong": int((result["is_thin"] & (result["grade_by_rule"] == "strong")).sum()),
    "n_thin_weak": int((result["is_thin"] & (result["grade_by_rule"] == "weak")).sum()),
    "n_same_by_chance": round(by_chance, 2),
    "n_compared": len(both),
    "n_same": int(is_same.sum()),
    "n_shared_positions": len(shared),
    "n_positions": len(by_side),
    "strong": [names[c] for c in result.loc[result["grade_by_rule"] == "strong", "category"]],
}
print(tables.write_findings(found, corpus, "03_grade_overlap"))
listed = ", ".join(found["strong"]) or "-"
say("overlap.answer", listed=listed, **{k: v for k, v in found.items() if k != "strong"})

# %% [markdown]
# Next: [what does it look like?](04_plot_heatmaps.ipynb)
