# %% [markdown]
# # Do the study, its printed evidence and the documents themselves say the same?
#
# Sets side by side, category by category: the study's grade, our rule on what the study prints, our rule on the documents coded again, and our own graders. A concurrence under one codebook is not compared with one under another as a number: each stands beside what one side shows within itself, and its number of positions.
#
# *Reads* `cuts`, `overlap`, `halves`, `positions_by_side` and `grades` of every corpus · *Writes* `comparison`, `comparison_pairs`, `deciding_positions` and the figure `comparison` · *Takes* a few seconds

# %% tags=["parameters"]
corpora: list = ["published", "recoded"]  # folders in data/ to compare, in the order of columns
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
language: str = "en"  # en or zh: language of labels and titles

# %%
from functools import partial

import pandas as pd
from IPython.display import Image

from analysis.base import present
from analysis.corpus import results
from analysis.figures import comparison, save
from analysis.findings import corpora as compare
from analysis.findings.compare import find_comparison
from analysis.findings.show import lay_out

pair = sides[:2]  # where more sides are compared, the first two named are set side by side
OUT = "comparison"  # results over several corpora have a folder of their own

# %%
read = {name: partial(results.read_table, name) for name in corpora}
cuts = {name: read[name]("cuts") for name in corpora}
overlaps, yardsticks = (
    {n: read[n](table).query("side_a == @pair[0] and side_b == @pair[1]") for n in corpora}
    for table in ("overlap", "halves")
)
positions = {n: compare.narrow_positions(read[n]("positions_by_side"), pair) for n in corpora}
categories = read[corpora[0]]("categories")
names = present.name_categories(categories, "en")
show = partial(present.show, names=names)
strong_from = cuts[corpora[0]]["strong_from"].item()
print(f"{len(corpora)} corpora are set side by side.")

# %% [markdown]
# ## Who graded?

# %%
blank = pd.DataFrame(columns=["category", "grader", "grade"])
graded = [read[n]("grades").assign(corpus=n) for n in corpora if results.has_table(n, "grades")]
grades = pd.concat([blank, *graded])
study = grades[grades["grader"] == "study"]
graders = grades[grades["grader"] == "consensus"]
show(grades.groupby(["corpus", "grader", "grade"], as_index=False).size() if graded else blank)

# %% [markdown]
# ## Grade by grade

# %%
table = compare.compare_grades(overlaps, yardsticks, positions, study, graders)
columns = [c for c in table if c.startswith("grade_")]
# elsewhere grade_published is what was published; here it is the rule on the corpus of that name
heads = {f"grade_{name}": f"rule_on_{name}" for name in corpora}
show(table[["category", *columns]].rename(columns=heads))

# %%
picture = comparison.draw_comparison(table, categories, corpora[:2], language)
Image(save.to_png(picture))

# %% [markdown]
# ## Each concurrence beside what one side shows within itself
#
# *Within* is the overlap of two random halves of one side: a finer codebook lowers both. It is a yardstick and no ceiling; halves hold fewer documents than a side does.

# %%
numbers = [c for c in table if c.startswith(("concurrence_", "within_", "positions_"))]
show(table[["category", *numbers]])

# %% [markdown]
# Concurrence grows with the evidence: the more a side says, the likelier it is that some of it meets the other side. So the larger corpus is also cut to as many codings a side as the smaller one has, and set beside random groups of documents in place of the sides.

# %%
alike = [c for c in table if c.startswith(("rarefied_", "halves_", "shuffled_"))]
for name in corpora[1:]:
    full, cut = table[f"concurrence_{name}"], table[f"rarefied_{name}"]
    both = full.notna() & cut.notna()
    strong = [(values[both] >= strong_from).sum() for values in (full, cut)]
    print(
        f"{name}: of {both.sum()} categories {strong[0]} reach the upper cut, and {strong[1]} when "
        "it is cut to as many codings as the smaller corpus has."
    )
show(table[["category", *alike]])

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
by_side = deciding.pivot_table(
    "codings", ["category", "corpus", "meaning", "is_shared"], "side", sort=False
)
show(by_side.astype(int).reset_index() if len(deciding) else deciding)

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
print(results.write_table(table, OUT, "comparison"))
print(results.write_table(pairs, OUT, "comparison_pairs"))
print(results.write_table(deciding, OUT, "deciding_positions"))
print(*save.save(picture, OUT, "comparison", table), sep="\n")

# %% [markdown]
# ## Answer

# %%
found = find_comparison(table, pairs, corpora, strong_from, names)
print(results.write_findings(found, OUT, "06_compare_corpora"))
print(
    f"The rule gives the same grade on every corpus to {found['n_alike']} of {len(table)} "
    f"categories: {', '.join(found['alike']) or '-'}."
)
for pair in pairs.itertuples():
    first, second = (present.name_column(heads.get(c, c), "en") for c in (pair.first, pair.second))
    print(
        f"{first} and {second}: the same grade in {pair.same} of {pair.n} categories that both "
        f"grade; {pair.expected:.1f} by chance."
    )

# %%
show(lay_out(found))

# %% [markdown]
# Next: [how would these grades stand up to an attack?](07_stress_test.ipynb)
