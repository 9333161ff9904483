# %% [markdown]
# # Do the study, its printed evidence and the documents themselves say the same?
#
# Sets side by side, category by category: the study's grade, our rule on what the study prints, our rule on the documents coded again, and our own graders. A concurrence under one codebook is not compared with one under another as a number: each stands beside its own ceiling and its number of positions.
#
# *Reads* `overlap`, `ceiling`, `positions_by_side` and `grades` of every corpus · *Writes* `comparison`, `comparison_pairs`, `deciding_positions` and the figure `comparison` · *Takes* a few seconds

# %% tags=["parameters"]
corpora: list = ["published", "recoded"]  # folders in data/ to compare, in the order of columns
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
strong_from: float = 0.75  # upper cut, as notebook 03 used it
weak_below: float = 0.5  # lower cut, as notebook 03 used it
language: str = "en"  # en or zh: language of labels and sentences

# %%
from functools import partial

import pandas as pd
from IPython.display import Image

from analysis.base import present as display
from analysis.corpus import results as tables
from analysis.figures import comparison as draw_comparison
from analysis.figures import save as figures
from analysis.findings import corpora as compare

say = partial(display.say, language)
OUT = "comparison"  # results over several corpora have a folder of their own

# %%
read = {name: partial(tables.read_table, name) for name in corpora}
overlaps = {name: read[name]("overlap") for name in corpora}
ceilings = {name: read[name]("ceiling") for name in corpora}
positions = {name: read[name]("positions_by_side") for name in corpora}
categories = read[corpora[0]]("categories")
names = display.name_categories(categories, language)
show = partial(display.present, language=language, names=names)
say("compare.loaded", n=len(corpora))

# %% [markdown]
# ## Who graded?

# %%
blank = pd.DataFrame(columns=["category", "grader", "grade"])
graded = [read[n]("grades").assign(corpus=n) for n in corpora if tables.has_table(n, "grades")]
grades = pd.concat([blank, *graded])
study = grades[grades["grader"] == "study"]
graders = grades[grades["grader"] == "consensus"]
show(grades.groupby(["corpus", "grader", "grade"], as_index=False).size() if graded else blank)

# %% [markdown]
# ## Grade by grade

# %%
table = compare.compare_grades(overlaps, ceilings, positions, study, graders)
columns = [c for c in table if c.startswith("grade_")]
# elsewhere grade_published is what was published; here it is the rule on the corpus of that name
heads = {f"grade_{name}": f"rule_on_{name}" for name in corpora}
show(table[["category", *columns]].rename(columns=heads))

# %%
picture = draw_comparison.draw_comparison(table, categories, language, tuple(corpora[:2]))
Image(figures.to_png(picture))

# %% [markdown]
# ## Each concurrence beside its own ceiling
#
# The ceiling is what two random halves of one side would show: a finer codebook lowers both.

# %%
numbers = [c for c in table if c.startswith(("concurrence_", "ceiling_", "positions_"))]
show(table[["category", *numbers]])

# %% [markdown]
# Concurrence grows with the evidence: the more a side says, the likelier it is that some of it meets the other side. So the larger corpus is also cut to as many codings a side as the smaller one has, and set beside random groups of documents in place of the sides.

# %%
alike = [c for c in table if c.startswith(("rarefied_", "halves_", "shuffled_"))]
show(table[["category", *alike]])
for name in corpora[1:]:
    full, cut = table[f"concurrence_{name}"], table[f"rarefied_{name}"]
    both = full.notna() & cut.notna()
    strong = [(values[both] >= strong_from).sum() for values in (full, cut)]
    say("compare.cut", corpus=name, full=strong[0], cut=strong[1], n=int(both.sum()))

# %% [markdown]
# ## Who agrees with whom?

# %%
pairs = compare.count_agreement(table, columns)
show(pairs.replace(heads))

# %% [markdown]
# ## Which codings make the difference?
#
# For every category that the rule grades differently on the two corpora, the positions with the most codings in each.

# %%
deciding = compare.list_deciders(table, positions)
shown = [c for c in deciding if c not in ("category", "corpus")]
show(deciding[["category", "corpus", *shown]] if len(deciding) else deciding)

# %% [markdown]
# ## What if only grades with enough evidence counted?
#
# Thin grades (fewer than three codings or two documents on a side) left out on every corpus.

# %%
firm = table.copy()
for name, overlap in overlaps.items():
    thin = set(overlap.loc[overlap["is_thin"].astype(bool), "category"])
    firm.loc[firm["category"].isin(thin), f"grade_{name}"] = None
firm_pairs = compare.count_agreement(firm, columns)
show(firm_pairs.replace(heads))

# %% [markdown]
# ## Check and write

# %%
assert len(table) == len(categories), "a category was lost between the corpora"
assert (pairs["same"] <= pairs["n"]).all(), "more agree than are graded"
assert set(deciding["category"]) <= set(table["category"]), "a deciding position of no category"
print(tables.write_table(table, OUT, "comparison"))
print(tables.write_table(pairs, OUT, "comparison_pairs"))
print(tables.write_table(deciding, OUT, "deciding_positions"))
print(*figures.save(picture, OUT, "comparison", table), sep="\n")

# %% [markdown]
# ## Answer

# %%
found = {f"same_{r.first[6:]}_{r.second[6:]}": r.same for r in pairs.itertuples()}
found |= {f"n_{r.first[6:]}_{r.second[6:]}": r.n for r in pairs.itertuples()}
rules = table[[f"grade_{name}" for name in corpora]]
for name in corpora:
    found[f"n_shuffled_strong_{name}"] = int((table[f"shuffled_{name}"] >= strong_from).sum())
    found[f"n_k_{name}"] = int(table[f"concurrence_{name}"].notna().sum())
for name in corpora[1:]:
    found[f"n_rarefied_{name}"] = int(table[f"rarefied_{name}"].notna().sum())
    found[f"n_rarefied_strong_{name}"] = int((table[f"rarefied_{name}"] >= strong_from).sum())
found |= {f"expected_{r.first[6:]}_{r.second[6:]}": round(r.expected, 2) for r in pairs.itertuples()}
found["n_alike"] = int((rules.nunique(axis=1, dropna=False) == 1).sum())
found["n_categories"] = len(table)
found["alike"] = [names[c] for c in table.loc[rules.nunique(axis=1, dropna=False) == 1, "category"]]
print(tables.write_findings(found, OUT, "06_compare_corpora"))
listed = ", ".join(found["alike"]) or "-"
say("compare.answer", n=found["n_alike"], all=len(table), listed=listed)
for pair in pairs.itertuples():
    ends = (heads.get(c, c) for c in (pair.first, pair.second))
    first, second = (display.name_column(c, language) for c in ends)
    numbers = {"same": pair.same, "n": pair.n, "expected": pair.expected}
    say("compare.pair", first=first, second=second, **numbers)

# %% [markdown]
# Next: [how would these grades stand up to an attack?](07_stress_test.ipynb)
