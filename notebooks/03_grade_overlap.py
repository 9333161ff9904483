# %% [markdown]
# # On what do the two sides mean the same thing?
#
# For every category, the share of what each side says whose meaning the other side also expresses (concurrence, K), the grade a stated rule gives it, and the grade the study gave it.
#
# *Reads* `codings`, `documents`, `categories`, `positions`, `grades` · *Writes* `cuts`, `overlap`, `evidence_by_side`, `positions_by_side`, `position_sources`, `evidence`, `stability`, `leave_one_out`, `decisive`, `readings`, `halves` · *Takes* a few seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to analyse
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
strong_from: float = 0.75  # K from which a category is graded strong ("most, if not all")
weak_below: float = 0.5  # K below which it is graded weak ("majority ... differing")
resamples: int = 2000  # bootstrap draws; fewer are faster and rougher
seed: int = 20250623  # start of the random draws; any whole number

# %%
import pandas as pd

from analysis.base.present import name_categories, show
from analysis.corpus import evidence as ev
from analysis.corpus import results
from analysis.doubt import halves, leave_out, resample
from analysis.findings import corpora
from analysis.findings.grades import find_grades
from analysis.findings.positions import list_sources
from analysis.findings.show import lay_out
from analysis.overlap import measure
from analysis.overlap.count import compare_pairs, count
from analysis.overlap.rule import Cuts

# %%
codings = results.read_table(corpus, "codings")
documents = results.read_table(corpus, "documents")
categories = results.read_table(corpus, "categories")
positions = results.read_table(corpus, "positions")
names = name_categories(categories, "en")
cuts = Cuts(weak_below, strong_from)
counts = count(ev.take_evidence(codings), documents, categories, sides)
n_codings = len(ev.take_evidence(codings))
print(f"{n_codings} settled codings rest on a document; the codebook has {len(positions)} positions.")

# %% [markdown]
# ## Who graded before us?
#
# A named grader's degrees stand beside the rule's; they play no part in it.

# %%
has_grades = results.has_table(corpus, "grades")
columns = ["category", "grader", "grade", "source", "has_evidence"]
grades = results.read_table(corpus, "grades") if has_grades else pd.DataFrame(columns=columns)
reference = grades[grades["grader"].isin(["study", "consensus"])]
show(reference.groupby(["grader", "grade"], as_index=False).size())

# %% [markdown]
# ## What does the rule say?
#
# K is an exact fraction of whole numbers and is compared with the cuts as one. *Weak* if most of the material differs (K below the lower cut), *strong* if most, if not all, of it concurs (K from the upper cut), else *moderate*. Where a side says nothing there is no grade: *one-sided* or *no evidence*.

# %%
by_side = ev.count_by_side(codings, documents, categories, sides)
overlap = measure.measure_overlap(counts, by_side, categories, reference, cuts)
marks = ["grade_by_rule", "is_borderline", "is_thin", "grade_published"]
show(overlap[["category", "side_a", "side_b", "concurrence", *marks]], names)

# %% [markdown]
# How much each side brings: codings that count, those that take a position and do not only mention the category, and the named documents behind either.

# %%
show(by_side.drop(columns="emphasis"), names)

# %% [markdown]
# ## Which understandings are shared?
#
# The positions that every side takes, and how many codings stand behind each.

# %%
taken = ev.list_positions(codings, positions, sides)
shared = taken[taken["is_shared"]]
order = shared["position"].unique()
wide = shared.pivot(index=["category", "position", "meaning"], columns="side", values="codings")
show(wide.reindex(columns=sides).reset_index().set_index("position").loc[order].reset_index(drop=True), names)

# %% [markdown]
# ## Where do rule and grader agree?
#
# On the corpus `published` this is no independent evidence: its codings re-read the authors' own comparison, which was written to explain grades already given.

# %%
graded = overlap[overlap["concurrence"].notna()]
both = graded.dropna(subset=["grade_published"])
is_same = both["grade_by_rule"] == both["grade_published"]
by_chance = corpora.expect_agreement(both["grade_by_rule"], both["grade_published"])
print(
    f"Rule and grader give the same grade to {is_same.sum()} of the {len(both)} categories that "
    f"both grade; two graders who dealt out the same grades at random would agree on {by_chance:.1f}."
)
show(both.loc[~is_same, ["category", "concurrence", "grade_by_rule", "grade_published"]], names)

# %% [markdown]
# ## How sure is a grade?
#
# Documents are drawn again with replacement within each side, and each is left out once. A side with one document in a category gives no interval: then it cannot be told. The overlap of random halves of one side is computed here and discussed in notebook 07.

# %%
stability = compare_pairs(counts, lambda pair: resample.bootstrap(pair, cuts, resamples, seed))
left_out = compare_pairs(counts, lambda pair: leave_out.leave_one_out(pair, cuts))
decisive = compare_pairs(counts, lambda pair: leave_out.find_decisive(pair, cuts))
yardsticks = compare_pairs(counts, lambda pair: halves.compare_halves(pair, resamples, seed))
show(stability, names)

# %% [markdown]
# ## What if summaries counted, or coarser positions, or documents instead of codings?
#
# Other readings of the same evidence. None of them decides a grade.

# %%
readings = measure.compare_readings(codings, documents, categories, positions, sides, cuts)
in_main = readings.set_index(["category", "side_a", "side_b"]).index.isin(
    graded.set_index(["category", "side_a", "side_b"]).index
)
moved = readings[in_main].groupby("reading", sort=False)["is_changed"].sum()
show(moved.rename("grades_moved").reset_index())

# %% [markdown]
# ## Check and write

# %%
n_pairs = len(counts.pairs())
assert len(overlap) == len(categories) * n_pairs, "a category was lost: is the taxonomy joined by name?"
assert overlap["concurrence"].dropna().between(0, 1).all(), "K is a share and lies within 0 and 1"
wide = readings.pivot(index=["category", "side_a", "side_b"], columns="reading", values="concurrence")
assert (wide["similarity"] <= wide["main"] + 1e-12)[wide["main"].notna()].all(), "S above K"
shares = stability.filter(like="share_").sum(axis=1)
assert ((shares - 1).abs() < 1e-9).all(), "the shares of the grades do not add up to one"
written = {
    "cuts": pd.DataFrame([cuts.to_row()]),
    "overlap": overlap,
    "evidence_by_side": by_side,
    "positions_by_side": taken,
    "position_sources": list_sources(codings, taken, sides),
    "evidence": ev.list_evidence(codings, documents),
    "stability": stability,
    "leave_one_out": left_out,
    "decisive": decisive,
    "readings": readings,
    "halves": yardsticks,
}
for name, frame in written.items():
    print(results.write_table(frame, corpus, name))

# %% [markdown]
# ## Answer

# %%
found = find_grades(overlap, by_side, taken, readings, left_out, grades, cuts, names)
print(results.write_findings(found, corpus, "03_grade_overlap"))
print(
    f"By rule {found['n_strong']} categories overlap strongly ({', '.join(found['strong']) or '-'}), "
    f"{found['n_moderate']} moderately and {found['n_weak']} weakly; {found['n_one_sided']} are "
    f"one-sided and {found['n_no_evidence']} show no evidence. {found['n_thin']} of the grades are "
    f"thin, {found['n_borderline']} borderline. Of {found['n_positions']} positions taken, "
    f"{found['n_shared_positions']} are shared. The rule agrees with the grader on {found['n_same']} "
    f"of {found['n_compared']}."
)

# %%
show(lay_out(found))

# %% [markdown]
# Next: [what does it look like?](04_plot_heatmaps.ipynb)
