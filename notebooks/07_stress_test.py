# %% [markdown]
# # How would these grades stand up to an attack?
#
# Takes the strongest objections in turn: too much rests on one document, the law has moved on, the cuts are arbitrary, chance would do as well, another way of counting would say something else, and who says so anyway.
#
# *Reads* `overlap`, `stability`, `leave_one_out`, `decisive`, `ceiling`, `codings`, `documents`, `categories`, `positions`, `grades`, `quotes` · *Writes* `without_status`, `leave_one_issuer_out`, `thresholds`, `readings`, `agreement`, `disagreements`, and the figures `stability`, `leave_one_out`, `thresholds` · *Takes* up to half a minute

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to test
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
strong_from: float = 0.75  # upper cut, as notebook 03 used it
weak_below: float = 0.5  # lower cut, as notebook 03 used it
resamples: int = 2000  # random draws for the intervals of agreement
seed: int = 20250623  # start of the random draws; any whole number
language: str = "en"  # en or zh: language of labels and sentences

# %%
from functools import partial

from IPython.display import Image

import pandas as pd
from analysis.base import present as display
from analysis.coders import agreement
from analysis.coders import disagreements
from analysis.coders import passages as spans
from analysis.corpus import results as tables
from analysis.doubt import cuts as thresholds
from analysis.doubt import leave_out as leaveout
from analysis.figures import leave_one_out as draw_leave_one_out
from analysis.figures import save as figures
from analysis.figures import stability as draw_stability
from analysis.figures import thresholds as draw_thresholds
from analysis.overlap import count as tally
from analysis.overlap import measure as overlap

say = partial(display.say, language)
read = partial(tables.read_table, corpus)

# %%
graded, stability, left_out = read("overlap"), read("stability"), read("leave_one_out")
codings, documents, decisive = read("codings"), read("documents"), read("decisive")
categories, positions = read("categories"), read("positions")
names = display.name_categories(categories, language)
show = partial(display.present, language=language, names=names)
counts = tally.tally(overlap.take_evidence(codings), documents, categories, sides)
has_grade = graded["grade_by_rule"].isin(["strong", "moderate", "weak"])
say("stress.loaded", n=int(has_grade.sum()), all=len(graded))

# %% [markdown]
# ## 1. Which grades rest on one document?
#
# For every graded category, the document whose removal moves K most, and the grade without it.

# %%
tested = decisive[decisive["category"].isin(graded.loc[has_grade, "category"])]
fragile = tested[tested["is_grade_changed"].astype(bool)]
columns = ["category", "concurrence", "grade", "left_out", "concurrence_without", "grade_without"]
show(fragile[columns])

# %% [markdown]
# Not only the document that moves K most can change a grade: how many grades change with any single document, and with which?

# %%
grades_now = dict(zip(tested["category"], tested["grade"], strict=True))
lost = leaveout.count_fragile(left_out, grades_now)
labels = dict(zip(documents["document_id"], overlap.label_documents(documents), strict=True))
n_fragile = len({c for joined in lost["categories"] for c in joined.split(";")})
n_worst = int(lost["grades_changed"].max()) if len(lost) else 0
worst = list(lost.loc[lost["grades_changed"] == n_worst, "left_out"])
say("stress.one_document", n=n_fragile, all=len(tested))
listed = "; ".join(labels[name] for name in worst) or "-"
say("stress.worst_document", label=listed, n=n_worst)
show(lost.drop(columns="categories").head(8))
issuers = leaveout.leave_issuer_out(counts, documents, strong_from, weak_below)

# %%
cuts = (weak_below, strong_from)
dots = draw_leave_one_out.draw_leave_one_out(left_out, graded, categories, language, cuts, labels)
Image(figures.to_png(dots))

# %% [markdown]
# ## 2. What if the law has moved on?
#
# All rescinded, superseded or withdrawn documents left out at once; then all drafts and proposals. Legal status is data.

# %%
without = leaveout.leave_status_out(counts, documents, strong_from, weak_below)
moved = without[without["is_grade_changed"]]
show(moved[["without", "category", "concurrence", "grade"]])

# %%
is_graded = moved["category"].isin(tested["category"])
n_status = moved[is_graded].groupby("without").size().to_dict()
for kind in leaveout.STATUSES:
    word = display.name_value("statuses", kind, language)
    say("stress.without_status", kind=word, n=n_status.get(kind, 0), all=len(tested))

# %% [markdown]
# ## 3. How probable is each grade?
#
# Documents drawn again within each side. With few, unequal documents the interval is rough: it cannot say what a document of another kind would have brought, and K falls when rare positions drop out of a draw (the bias). Where a side has one document in a category, it cannot be told.

# %%
grades = read("grades") if tables.has_table(corpus, "grades") else None
known = set() if grades is None else set(grades["grader"])
grader = "study" if "study" in known else "graders"
strip = draw_stability.draw_stability(stability, graded, categories, language, grader)
Image(figures.to_png(strip))

# %%
own = graded[has_grade].merge(stability, on="category")
chances = [row[f"share_{row['grade_by_rule']}"] for row in own.to_dict("records")]
firm = sum(chance >= 0.8 for chance in chances)
untold = int(own["low"].isna().sum())
say("stress.stability", firm=firm, n=int(has_grade.sum()), untold=untold)

# %% [markdown]
# ## 4. What if the cuts were elsewhere?
#
# Both cuts over a grid, in one call.

# %%
grid = thresholds.grade_over_grid(counts)
kinds = grid[grid["category"].isin(tested["category"])].groupby("category")["grade"].nunique()
threshold_map = draw_thresholds.draw_thresholds(grid, categories, language, cuts)
say("stress.thresholds", same=int((kinds == 1).sum()), n=len(kinds))
Image(figures.to_png(threshold_map))

# %% [markdown]
# ## 5. Is it more than one side would agree with itself, or than chance?
#
# The ceiling is the overlap between random halves of one side; chance deals the side labels anew.

# %%
limits = read("ceiling")
shuffled = limits[limits["measure"] == "shuffled"].set_index("category")
above = shuffled.loc[tested["category"], "share_at_least"].lt(0.05)
below = shuffled.loc[tested["category"], "share_at_most"].lt(0.05)
say("stress.chance", above=int(above.sum()), below=int(below.sum()), n=len(above))
show(limits[limits["measure"] == "within"][["category", "side", "mean", "low", "high", "observed"]])

# %% [markdown]
# ## 6. What if one counted in another way?

# %%
chain = (codings, documents, categories, positions, sides, strong_from, weak_below)
readings = thresholds.compare_readings(*chain)
changed = readings[readings["is_changed"].fillna(False).astype(bool)]
show(changed[["category", "reading", "concurrence", "grade"]])

# %%
changed = changed[changed["category"].isin(tested["category"])]
n_changed = changed["category"].nunique()
n_doubt = int((changed["reading"] == "without uncertain").sum())
say("stress.readings", n=n_changed, all=len(tested))
say("stress.uncertain", n=n_doubt, all=len(tested))

# %% [markdown]
# ## 7. Who says so?
#
# Agreement between the coders, and between graders where there are several. Where quotes are spans, the passages that both coders found are matched first: their F1, and the labels on matched spans, are the agreement to quote. Labels of *paired codings* are paired by category first and so are an upper bound. Where coders are language models of one family this is self-consistency, not human reliability.

# %%
about = read("about").set_index("field")["value"] if tables.has_table(corpus, "about") else {}
coders = sorted(set(codings["coder"]) - {"settled"})
quotes = read("quotes") if tables.has_table(corpus, "quotes") else documents.iloc[:0]
is_single, drawn_by = "quote_id" in quotes, (resamples, seed)
placed = quotes if is_single else None
parts = [agreement.compare_coders(codings, coders, categories, positions, placed, *drawn_by)]
if is_single:
    parts.append(spans.compare_spans(codings, quotes, coders, categories, *drawn_by))
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
n_disputed = disputed["coding_id"].nunique()
say("stress.agreement", n=n_disputed)
if about.get("is_model_assisted") == "true":
    say("ingest.model_assisted")
show(disputed.head(20))

# %% [markdown]
# ## Check and write

# %%
assert set(left_out["category"]) <= set(graded["category"]), "a category came from nowhere"
at_default = grid[(grid["strong_from"] == strong_from) & (grid["weak_below"] == weak_below)]
same = at_default.merge(graded, on="category")
assert (same["grade"] == same["grade_by_rule"]).all(), "grid and table grade differently"
assert limits["mean"].dropna().between(0, 1).all(), "an overlap lies outside 0 and 1"
written = {"without_status": without, "leave_one_issuer_out": issuers, "thresholds": grid}
written |= {"readings": readings, "agreement": measured}
for name, frame in (written | {"disagreements": disputed}).items():
    print(tables.write_table(frame, corpus, name))
drawn = {"stability": (strip, stability), "leave_one_out": (dots, left_out)}
for name, (figure, data) in (drawn | {"thresholds": (threshold_map, grid)}).items():
    print(*figures.save(figure, corpus, name, data), sep="\n")

# %% [markdown]
# ## Answer

# %%
found = {
    "n_graded": int(has_grade.sum()),
    "n_fragile": n_fragile,
    "worst_document": worst[0] if worst else "",
    "worst_label": listed,
    "n_worst": n_worst,
    "n_firm": firm,
    "n_untold": untold,
    "n_same_over_grid": int((kinds == 1).sum()),
    "n_above_chance": int(above.sum()),
    "n_below_chance": int(below.sum()),
    "n_changed_by_reading": n_changed,
    "n_changed_without_uncertain": n_doubt,
    "n_disputed": n_disputed,
} | {
    name: next(iter(whole.query("what == @what and coefficient == @how")["value"].round(4)), None)
    for name, what, how in (
        ("span_f1", "span", "F1"),
        ("same_categories", "category on matched spans", "raw agreement"),
        ("same_positions", "position on matched spans", "raw agreement"),
    )
} | {f"n_moved_{kind.replace(' ', '_')}": n_status.get(kind, 0) for kind in leaveout.STATUSES}
print(tables.write_findings(found, corpus, "07_stress_test"))
say("stress.answer", **{k: v for k, v in found.items() if not k.startswith("n_moved")})

# %% [markdown]
# Next: [which of these topics could they talk about, and in which room?](08_recommend_dialogues.ipynb)
