# %% [markdown]
# # Do the study's statements and the documents themselves show the same?
#
# Corpora side by side in one codebook: what each understanding is in either, how alike the sides are in every category, and which grades were given. A corpus made from the statements of a study holds a few sentences a category, whole documents hold hundreds; so what is missing in the first is no finding, and R, which does not grow with the amount of evidence, is compared with its interval.
#
# *Reads* `understandings`, `agreement_by_category`, `bounds`, `overlap`, `positions` and `grades` of every corpus · *Writes* `comparison`, `comparison_understandings`, `comparison_statuses`, `comparison_pairs` and the figure `comparison` · *Takes* a few seconds

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
from analysis.corpus.evidence import name_positions
from analysis.figures import comparison, save
from analysis.findings import corpora as compare
from analysis.findings.compare import find_comparison
from analysis.findings.show import lay_out
from analysis.overlap.ledger import take_pair
from analysis.overlap.rule import Bounds

pair = sides[:2]  # where more sides are compared, the first two named are set side by side
OUT = "comparison"  # results over several corpora have a folder of their own

# %%
chosen = {n: results.read_table(n, "bounds").iloc[0] for n in corpora}
kept = {n: results.read_table(n, "understandings") for n in corpora}
ledgers = {n: take_pair(kept[n], pair, int(chosen[n]["support"])) for n in corpora}
agreements = {n: results.read_pair(n, pair, "agreement_by_category") for n in corpora}
overlaps = {n: results.read_pair(n, pair, "overlap") for n in corpora}
categories = results.read_table(corpora[0], "categories")
positions = pd.concat([results.read_table(n, "positions") for n in corpora]).drop_duplicates("code")
names = present.name_categories(categories, "en")
called = {lang: name_positions(positions, lang) for lang in ("en", "zh")}
show = partial(present.show, names=names | called["en"])
print(f"{len(corpora)} corpora are set side by side, in one codebook of {len(positions)} understandings.")

# %% [markdown]
# ## What is each understanding, in the statements and in the documents?
#
# Rows: the status in the first corpus; columns: in the second. *Named* are those that the study presents as held by both sides.

# %%
in_study = list(ledgers[corpora[0]].query("in_study")["position"].unique())
table = compare.compare_understandings(ledgers, in_study)
crossed = compare.cross_statuses(table, corpora)
show(crossed.rename(columns={"in_study": "named"}))

# %% [markdown]
# What the study names, and what the documents show of it.

# %%
marks = ["category", "position", *[c for n in corpora for c in (f"status_{n}", f"firmness_{n}")]]
show(table.loc[table["in_study"], marks])

# %% [markdown]
# ## How alike are the sides, by either?

# %%
grades = [results.read_table(n, "grades") for n in corpora if results.has_table(n, "grades")]
given = pd.concat([pd.DataFrame(columns=["category", "grader", "grade"]), *grades])
study, graders = (given[given["grader"] == who] for who in ("study", "consensus"))
by_category = compare.compare_categories(table, agreements, overlaps, study, graders)
told = [c for n in corpora for c in (f"common_{n}", f"ratio_{n}", f"low_{n}", f"high_{n}", f"verdict_{n}")]
show(by_category[["category", *told, "common_all"]])

# %%
bounds = Bounds(*map(float, chosen[corpora[-1]].iloc[:2]))
picture = comparison.draw_comparison(by_category, categories, corpora[:2], bounds, language)
Image(save.to_png(picture))

# %% [markdown]
# ## Who graded how, and who agrees with whom?
#
# The study's grades, our graders', and the study's wording as a rule on either corpus. That rule grows with the amount of evidence, so two corpora of different size need not agree.

# %%
columns = ["grade_study", *[f"grade_{n}" for n in corpora], "grade_graders"]
# elsewhere grade_published is what was published; here it is the rule on the corpus of that name
heads = {f"grade_{name}": f"rule_on_{name}" for name in corpora}
show(by_category[["category", *columns]].rename(columns=heads))

# %%
pairs = compare.count_agreement(by_category, columns)
show(pairs.replace(heads))

# %% [markdown]
# ## What if one document a side were enough?
#
# The statements name few documents, so most of what they show can at best be anchored. How many understandings each corpus, and all of them, would show as common if anchored ones counted.

# %%
held = pd.DataFrame({n: table[f"status_{n}"].isin(["common", "anchored"]) for n in corpora})
loose = held.assign(all=held.all(axis=1)).groupby(table["in_study"]).sum()
show(loose.rename_axis("named").reset_index())

# %% [markdown]
# ## Check and write

# %%
assert len(by_category) == len(categories), "a category was lost between the corpora"
assert (pairs["same"] <= pairs["n"]).all(), "more agree than are graded"
assert crossed["in_study"].sum() == len(in_study) * (len(corpora) * (len(corpora) - 1) // 2), "one was lost"
written = {"comparison": by_category, "comparison_understandings": table}
written |= {"comparison_statuses": crossed, "comparison_pairs": pairs}
for name, frame in written.items():
    print(results.write_table(frame, OUT, name))
print(*save.save(picture, OUT, "comparison", by_category), sep="\n")

# %% [markdown]
# ## Answer

# %%
found = find_comparison(table, by_category, pairs, corpora, called)
print(results.write_findings(found, OUT, "06_compare_corpora"))
print(
    f"{found['n_common_all']} understandings are common in every corpus; "
    + "; ".join(f"{found['common_in'][n]['n']} in {n}" for n in corpora)
    + f". On {found['n_contradicting']} categories one corpus calls shared what another calls different."
)

# %%
show(lay_out(found))

# %% [markdown]
# Next: [how would this answer stand up to an attack?](07_stress_test.ipynb)
