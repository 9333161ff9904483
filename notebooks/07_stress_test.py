# %% [markdown]
# # How would these grades stand up to an attack?
#
# Takes the strongest objections in turn: too much rests on one document, the law has moved on, the cuts are arbitrary, chance would do as well, another way of counting would say something else, and who says so anyway.
#
# *Reads* `cuts`, `overlap`, `stability`, `leave_one_out`, `decisive`, `halves`, `readings`, `codings`, `documents`, `categories`, `positions`, `grades`, `quotes` · *Writes* `without_status`, `leave_one_issuer_out`, `thresholds`, `agreement`, `agreement_ends`, `disagreements`, and the figures `stability`, `leave_one_out`, `thresholds` · *Takes* up to half a minute

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to test
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
resamples: int = 2000  # random draws for intervals; fewer are faster and rougher
seed: int = 20250623  # start of the random draws; any whole number
language: str = "en"  # en or zh: language of labels and titles

# %%
from functools import partial

import pandas as pd
from IPython.display import Image

from analysis.base import present
from analysis.base.words import name_value
from analysis.coders import agreement, disagreements, passages
from analysis.corpus import results
from analysis.corpus.evidence import label_documents, take_evidence
from analysis.doubt import cuts as grid_of_cuts
from analysis.doubt import leave_out
from analysis.figures import leave_one_out, save, stability, thresholds
from analysis.findings import stress
from analysis.findings.show import lay_out
from analysis.overlap.count import compare_pairs, count
from analysis.overlap.rule import Cuts

read = partial(results.read_table, corpus)
pair = sides[:2]  # where more sides are compared, the first two named are put to the test
read_pair = partial(results.read_pair, corpus, pair)

# %%
graded, firmness, left_out = read_pair("overlap"), read_pair("stability"), read_pair("leave_one_out")
codings, documents, decisive = read("codings"), read("documents"), read_pair("decisive")
categories, positions, cuts = read("categories"), read("positions"), Cuts(**read("cuts").iloc[0])
names = present.name_categories(categories, "en")
show = partial(present.show, names=names)
counts = count(take_evidence(codings), documents, categories, pair)
tested = graded[graded["concurrence"].notna()]
found = {"n_graded": len(tested)}
print(f"{len(tested)} of {len(graded)} categories have a grade that can be attacked.")

# %% [markdown]
# ## 1. Which grades rest on one document?
#
# For every graded category, the document whose removal moves K most, and the grade without it.

# %%
fragile = decisive[decisive["is_grade_changed"] & decisive["category"].isin(tested["category"])]
columns = ["category", "concurrence", "grade", "left_out", "concurrence_without", "grade_without"]
show(fragile[columns])

# %% [markdown]
# Not only the document that moves K most can change a grade: how many grades change with any single document, and with which?

# %%
grades_now = dict(zip(tested["category"], tested["grade_by_rule"], strict=True))
labels = dict(zip(documents["document_id"], label_documents(documents), strict=True))
found |= stress.find_fragile(tested, left_out, labels)
print(
    f"The grade of {found['n_fragile']} of the {len(tested)} graded categories changes when one "
    f"document is left out. Most hangs on {found['worst_label']}: {found['n_worst']} of these grades "
    "change without it."
)
lost = leave_out.count_fragile(left_out, grades_now)
show(lost.drop(columns="categories").head(8))

# %%
issuers = compare_pairs(counts, lambda two: leave_out.leave_issuer_out(two, documents, cuts))
dots = leave_one_out.draw_leave_one_out(left_out, graded, categories, cuts, language, labels)
Image(save.to_png(dots))

# %% [markdown]
# ## 2. What if the law has moved on?
#
# All rescinded, superseded or withdrawn documents left out at once; then all drafts and proposals. Legal status is data.

# %%
without = compare_pairs(counts, lambda two: leave_out.leave_status_out(two, documents, cuts))
moved = without[without["is_grade_changed"]]
show(moved[["without", "category", "concurrence", "grade"]])

# %%
found |= stress.find_moved(without, tested)
for kind in leave_out.STATUSES:
    n = found[f"n_moved_{kind.replace(' ', '_')}"]
    print(f"Without {name_value('statuses', kind, 'en')} {n} of {len(tested)} grades change.")

# %% [markdown]
# ## 3. How probable is each grade?
#
# Documents drawn again within each side. With few, unequal documents the interval is rough: it cannot say what a document of another kind would have brought, and K falls when rare positions drop out of a draw (the bias). Where a side has one document in a category, it cannot be told.

# %%
grades = read("grades") if results.has_table(corpus, "grades") else None
known = set() if grades is None else set(grades["grader"])
grader = "study" if "study" in known else "graders"
strip = stability.draw_stability(firmness, graded, categories, language, grader)
Image(save.to_png(strip))

# %%
found |= stress.find_firm(tested, firmness)
print(
    f"{found['n_firm']} of {len(tested)} grades come out the same in at least 80% of the draws; for "
    f"{found['n_untold']} no interval can be told."
)

# %% [markdown]
# ## 4. What if the cuts were elsewhere?
#
# Both cuts over a grid, in one call.

# %%
grid = compare_pairs(counts, grid_of_cuts.grade_over_grid)
found |= stress.find_steady(grid, tested)
print(f"{found['n_same_over_grid']} of {len(tested)} grades stay the same at every pair of cuts.")
threshold_map = thresholds.draw_thresholds(grid, categories, cuts, language)
Image(save.to_png(threshold_map))

# %% [markdown]
# ## 5. Is it more than one side would agree with itself, or than chance?
#
# *Within* is the overlap between random halves of one side; chance deals the side labels anew.

# %%
limits = read_pair("halves")
found |= stress.find_chance(limits, tested)
print(
    f"In {found['n_above_chance']} of {len(tested)} graded categories the two sides overlap more "
    "than randomly mixed groups of documents do (at most 5% of random groupings reach it); in "
    f"{found['n_below_chance']} clearly less."
)
show(limits[limits["measure"] == "within"][["category", "side", "mean", "low", "high", "observed"]])

# %% [markdown]
# ## 6. What if one counted in another way?

# %%
readings = read_pair("readings")
changed = readings[readings["is_changed"].fillna(False).astype(bool)]
show(changed[["category", "reading", "concurrence", "grade"]])

# %%
found |= stress.find_reread(readings, tested)
print(
    f"Another way of counting changes the grade of {found['n_changed_by_reading']} of {len(tested)} "
    "graded categories; leaving out the codings that a coder doubted changes "
    f"{found['n_changed_without_uncertain']}."
)

# %% [markdown]
# ## 7. Who says so?
#
# Agreement between the coders, and between graders where there are several. Where quotes are spans, the passages that both coders found are matched first: their F1, and the labels on matched spans, are the agreement to quote. Labels of *paired codings* are paired by category first and so are an upper bound. Where coders are language models of one family this is self-consistency, not human reliability.

# %%
about = read("about").set_index("field")["value"] if results.has_table(corpus, "about") else {}
coders = sorted(set(codings["coder"]) - {"settled"})
quotes = read("quotes") if results.has_table(corpus, "quotes") else documents.iloc[:0]
is_single, drawn_by = "quote_id" in quotes, (resamples, seed)
placed = quotes if is_single else None
parts = [agreement.compare_coders(codings, coders, categories, positions, placed, *drawn_by)]
if is_single:
    parts.append(passages.compare_spans(codings, quotes, coders, categories, *drawn_by))
graders = sorted(known - {"consensus"})
if len(graders) > 1:
    parts.append(agreement.compare_graders(grades, graders, *drawn_by))
# what the coders were given, and did not choose, is no agreement
given = set(about.get("given_to_coders", "").split(";"))
measured = pd.concat(parts).query("what not in @given")
whole = measured[measured["category"].isna()]
show(whole.drop(columns=["category", "note"]), decimals=3)

# %% [markdown]
# Every disagreement, and how it was settled.

# %%
disputed = disagreements.list_disagreements(codings, coders)
disputed = disputed[~disputed["what"].isin(given)]
found["n_disputed"] = disputed["coding_id"].nunique()
print(
    f"The coders differ on {found['n_disputed']} codings (another label, or only one of them made it); "
    "each is listed with how it was settled."
)
if about.get("is_model_assisted") == "true":
    print("The coding is model-assisted: agreement is self-consistency, not human reliability.")
show(disputed.head(20))

# %% [markdown]
# ## Check and write

# %%
assert set(left_out["category"]) <= set(graded["category"]), "a category came from nowhere"
weak_below, strong_from = cuts.numbers
in_use = grid[(grid["strong_from"] == strong_from) & (grid["weak_below"] == weak_below)]
same = in_use.merge(graded, on="category")
assert (same["grade"] == same["grade_by_rule"]).all(), "grid and table grade differently"
assert limits["mean"].dropna().between(0, 1).all(), "an overlap lies outside 0 and 1"
written = {"without_status": without, "leave_one_issuer_out": issuers, "thresholds": grid}
written |= {"agreement": measured, "agreement_ends": stress.list_ends(measured), "disagreements": disputed}
for name, frame in written.items():
    print(results.write_table(frame, corpus, name))
drawn = {"stability": (strip, firmness), "leave_one_out": (dots, left_out)}
for name, (figure, data) in (drawn | {"thresholds": (threshold_map, grid)}).items():
    print(*save.save(figure, corpus, name, data), sep="\n")

# %% [markdown]
# ## Answer

# %%
found |= stress.find_agreement(measured)
print(results.write_findings(found, corpus, "07_stress_test"))
print(
    f"Of {found['n_graded']} grades {found['n_fragile']} change when some single document is left "
    f"out, {found['n_worst']} of them with {found['worst_label']}; {found['n_firm']} hold in at least "
    f"80% of the draws, {found['n_same_over_grid']} at every cut on the grid, "
    f"{found['n_above_chance']} lie above chance; another way of counting changes "
    f"{found['n_changed_by_reading']}."
)

# %%
show(lay_out(found))

# %% [markdown]
# Next: [which of these topics could they talk about, and in which room?](08_recommend_dialogues.ipynb)
