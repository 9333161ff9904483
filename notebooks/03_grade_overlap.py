# %% [markdown]
# # On what do the two sides mean the same thing?
#
# First the understandings that both sides hold, and in how many documents; then how alike the sides are in each category and on the whole, beside documents of one side; last what the study's own yardstick gives, which grows with the amount of evidence.
#
# *Reads* `codings`, `documents`, `categories`, `positions`, `grades`, `in_study` · *Writes* `bounds`, `understandings`, `agreement_by_category`, `agreement_overall`, `study_yardstick`, `cuts`, `overlap`, `evidence_by_side`, `positions_by_side`, `position_sources`, `evidence` · *Takes* a few seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to analyse
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
support: int = 2  # documents without doubt that a side needs for an understanding to be common
shared_from: float = 0.75  # R from which a category is called shared, if the interval allows
different_below: float = 0.5  # R below which it is called different, if the interval allows
in_force_on: str = "2026-11-25"  # day on which documents are to stand
deals: int = 20000  # deals of the test of one population; fewer are faster and rougher
strong_from: float = 0.75  # K from which a category is graded strong ("most, if not all")
weak_below: float = 0.5  # K below which it is graded weak ("majority ... differing")
seed: int = 20250623  # start of the random draws; any whole number

# %%
import pandas as pd

from analysis.base.paths import read_about
from analysis.base.present import name_categories, show
from analysis.corpus import evidence as ev
from analysis.corpus import results
from analysis.doubt import verdicts
from analysis.doubt.identical_sides import tabulate_yardstick
from analysis.findings import corpora
from analysis.findings.answer import find_answer, find_support
from analysis.findings.grades import find_grades
from analysis.findings.positions import list_sources
from analysis.findings.show import lay_out
from analysis.overlap import measure
from analysis.overlap.count import compare_pairs, count
from analysis.overlap.ledger import keep_ledger
from analysis.overlap.rule import Bounds, Cuts

# %%
codings = results.read_table(corpus, "codings")
documents = results.read_table(corpus, "documents")
categories = results.read_table(corpus, "categories")
positions = results.read_table(corpus, "positions")
names = name_categories(categories, "en")
cuts, bounds = Cuts(weak_below, strong_from), Bounds(different_below, shared_from)
counts = count(ev.take_evidence(codings), documents, categories, sides)
n_codings = len(ev.take_evidence(codings))
print(f"{n_codings} settled codings rest on a document; the codebook has {len(positions)} positions.")

# %% [markdown]
# ## Which understandings do both sides hold?
#
# An understanding is *common* if every side has at least `support` documents without doubt that express it, *anchored* if a side has fewer (one document, or only doubtful passages), *one-sided* if one side has at least one more than that and the other nothing at all. It is common in meaning only: how binding it is stands beside it.

# %%
has_list = results.has_table(corpus, "in_study")
in_study = list(results.read_table(corpus, "in_study")["position"]) if has_list else []
ledger = keep_ledger(codings, documents, positions, sides, in_force_on, support, in_study)
statuses = ledger.drop_duplicates("position").groupby(["category", "status"], sort=False).size()
show(statuses.unstack(fill_value=0).reindex(categories["code"], fill_value=0).reset_index(), names)

# %% [markdown]
# The common ones, the firmest first, with the documents on each side. *Firmness* is the smaller number of the two: leaving out any one document can take away a common understanding of the least firmness, and none of a higher one.

# %%
wide = ledger[ledger["status"] == "common"].pivot_table(
    "documents_sure", ["category", "position", "firmness"], "side", sort=False
)
meaning = positions.set_index("code")["meaning"]
shown = wide.astype(int).reset_index().sort_values("firmness", ascending=False, kind="stable")
show(shown.assign(position=shown["position"].map(meaning)), names)

# %% [markdown]
# ## How alike are the sides, category by category and on the whole?
#
# R sets the chance that a passage of one side finds its understanding in another document of the other side beside the same chance within a side: 1 means as alike as two documents of one side. The interval leaves out each document in turn; a verdict is read off the interval, never off the point.

# %%
agreement = compare_pairs(counts, lambda p: verdicts.tabulate_by_category(p, bounds, deals, seed))
columns = ["category", "ratio", "low", "high", "verdict", "reason", "reason_sides", "q_less"]
show(agreement.loc[agreement["m"] == 1, columns], names)

# %%
kinds = dict(zip(documents["document_id"], documents["entity_type"], strict=True))
overall = verdicts.tabulate_pairs(counts, kinds, deals, seed)
show(overall)

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
# ## What would the study's own yardstick give?
#
# K is an exact fraction of whole numbers and is compared with the cuts as one. *Weak* if most of the material differs (K below the lower cut), *strong* if most, if not all, of it concurs (K from the upper cut), else *moderate*. Where a side takes no position, though it may mention the category, there is no grade: *one-sided* if the other takes one, else *no evidence*.

# %%
by_side = ev.count_by_side(codings, documents, categories, sides)
overlap = measure.measure_overlap(counts, by_side, categories, reference, cuts)
marks = ["grade_by_rule", "is_borderline", "is_thin", "grade_published"]
show(overlap[["category", "side_a", "side_b", "concurrence", *marks]], names)

# %% [markdown]
# ## What if one document were not enough?
#
# The same yardstick with a position counted as taken only from one, or from two, documents without doubt; beside it how often two sides that mean exactly the same would come out weak with as few codings. Where that is more often than not, *weak* says nothing.

# %%
yardstick = compare_pairs(counts, lambda p: tabulate_yardstick(p, ledger, overlap, cuts, seed))
show(yardstick.drop(columns=["side_a", "side_b"]), names)

# %% [markdown]
# How much each side brings: codings that count, those that take a position and do not only mention the category, and the named documents behind either.

# %%
taken = ev.list_positions(codings, positions, sides)
show(by_side.drop(columns="emphasis"), names)

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
# ## Check and write

# %%
n_pairs = len(counts.pairs())
assert len(overlap) == len(categories) * n_pairs, "a category was lost: is the taxonomy joined by name?"
assert overlap["concurrence"].dropna().between(0, 1).all(), "K is a share and lies within 0 and 1"
assert set(ledger["position"]) == set(positions["code"]), "the ledger lost an understanding"
assert (agreement["low"] <= agreement["ratio"])[agreement["low"].notna()].all(), "R below its interval"

# %%
chosen = {"different_below": different_below, "shared_from": shared_from}
chosen |= {"support": support, "in_force_on": in_force_on}
written = {
    "bounds": pd.DataFrame([chosen]),
    "understandings": ledger,
    "agreement_by_category": agreement,
    "agreement_overall": overall,
    "study_yardstick": yardstick,
    "cuts": pd.DataFrame([cuts.to_row()]),
    "overlap": overlap,
    "evidence_by_side": by_side,
    "positions_by_side": taken,
    "position_sources": list_sources(codings, taken, sides),
    "evidence": ev.list_evidence(codings, documents),
}
for name, frame in written.items():
    print(results.write_table(frame, corpus, name))

# %% [markdown]
# ## Answer

# %%
found = find_answer(ledger, agreement, overall, support)
found |= find_support(ledger, overall, yardstick, bounds, read_about(corpus))
found |= {"in_force_on": in_force_on}
found |= find_grades(overlap, by_side, taken, grades, cuts, names)
print(results.write_findings(found, corpus, "03_grade_overlap"))
print(
    f"Both sides hold {found['n_common']} understandings in at least {support} documents each; "
    f"{found['n_anchored']} more hang on one document or a doubtful passage, {found['n_only_one_side']} "
    f"only one side voices. On the whole R is {found['ratio']} ({found['ratio_low']} to "
    f"{found['ratio_high']}); {found['n_shared']} categories are shown to be shared, "
    f"{found['n_different']} different, on {found['n_untold']} it cannot be told."
)

# %%
show(lay_out(found))

# %% [markdown]
# Next: [what does it look like?](04_plot_heatmaps.ipynb)
