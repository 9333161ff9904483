# %% [markdown]
# # How would this answer stand up to an attack?
#
# Takes the strongest objections in turn and asks the whole question again each time: which understandings are still common, how alike the sides are on the whole (R), which categories get another verdict.
#
# *Reads* `codings`, `documents`, `categories`, `positions`, `bounds`, `understandings`, `agreement_by_category`, `agreement_overall`, `study_yardstick`, `cuts`, `overlap`, `leave_one_out`, `grades`, `quotes`, `about`, `first_reading` · *Writes* `ledger_without`, `verdicts_without`, `whole_without`, `other_answers`, `verdicts_grid`, `detectable`, `identical_sides`, `agreement`, `agreement_ends`, `disagreements`, and the figure `leave_one_out` · *Takes* up to half a minute

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
from analysis.coders import agreement, disagreements, passages
from analysis.corpus import results
from analysis.corpus.evidence import label_documents, name_positions, take_evidence
from analysis.doubt import answer_without, other_answers
from analysis.doubt.answer import Case
from analysis.doubt.identical_sides import sample_identical_sides
from analysis.figures import leave_one_out, save
from analysis.findings import stress
from analysis.findings.answer import order_common
from analysis.findings.show import lay_out
from analysis.overlap.rule import DIGITS, Bounds, Cuts

read = partial(results.read_table, corpus)
pair = tuple(sides[:2])  # where more sides are compared, the first two named are put to the test
read_pair = partial(results.read_pair, corpus, pair)

# %%
codings, documents, categories, positions = map(read, ("codings", "documents", "categories", "positions"))
chosen = read("bounds").iloc[0]
bounds = Bounds(float(chosen["different_below"]), float(chosen["shared_from"]))
support, cuts = int(chosen["support"]), Cuts(**read("cuts").iloc[0])
case = Case(take_evidence(codings), documents, categories, positions, pair, bounds, support)
common = order_common(case.ledger)
labels = dict(zip(documents["document_id"], label_documents(documents), strict=True))
names = present.name_categories(categories, "en")
show = partial(present.show, names=names)
print(f"{len(common)} common understandings, each in at least {support} documents a side, are put to the test.")

# %% [markdown]
# ## 1. How much hangs on one document, or on one issuer?
#
# Every document is left out in turn, then every issuer that has several. A passage that rests on several documents stays while one of them is left. Below: how many understandings are common no more without it.

# %%
without = answer_without.leave_each_out(case)
called = {tongue: name_positions(positions, tongue) for tongue in ("en", "zh")}
found = stress.find_without(without, common, labels, called)
print(
    f"{found['n_common_without_any']} of {len(common)} stay common whatever single document is left out, "
    f"{found['n_common_without_any_issuer']} whatever single issuer is. Most hangs on "
    f"{found['worst_documents_label']}: {found['n_lost_with_it']} are common no more without it."
)
lost = [answer_without.count_lost(without["ledger_without"], kind) for kind in answer_without.KINDS]
told = pd.concat(lost).drop(columns="positions")
show(told.assign(left_out=told["left_out"].map(lambda name: labels.get(name, name))))

# %%
firmness = case.ledger.groupby("position")["firmness"].first()
grid_of_documents = leave_one_out.draw_leave_one_out(
    without["ledger_without"], {p: int(firmness[p]) for p in common}, called[language], labels, pair, language
)
Image(save.to_png(grid_of_documents))

# %% [markdown]
# Which verdicts on a category change, and with what left out.

# %%
show(without["verdicts_without"])

# %% [markdown]
# R on the whole without each, over the same categories as with all documents.

# %%
whole = without["whole_without"].sort_values(
    "ratio", key=lambda ratios: ratios.round(DIGITS), kind="stable"
)
show(whole.assign(left_out=whole["left_out"].map(lambda name: labels.get(name, name))))

# %% [markdown]
# ## 2. What if the law has moved on, or a draft is no law?
#
# All documents that are no longer in force left out at once, then all drafts and proposals, then both. *Common kept* are those of the common understandings that still are.

# %%
coders = sorted(set(codings["coder"]) - {"settled"})
answers = other_answers.ask_otherwise(case, codings, positions, coders)
found |= stress.find_otherwise(answers)


def put(*objections):
    """Show the answer as it stands, and under these objections."""
    return show(answers[answers["objection"].isin(["", *objections])])


put(other_answers.STATUS)

# %% [markdown]
# ## 3. What if doubtful passages counted, or more documents were asked for?
#
# A passage that a coder doubted makes no understanding common. Left out, or counted in full; and other numbers of documents a side (the variants 1 to 4).

# %%
put(other_answers.DOUBT, other_answers.SUPPORT)

# %% [markdown]
# The verdicts, were the two bounds on R elsewhere: how many categories are shared, different, or cannot be told.

# %%
grid = other_answers.judge_over_grid(case.verdicts)
show(grid)

# %% [markdown]
# ## 4. What if understandings were cut more coarsely?
#
# The coarser parents of the codebook in the place of the understandings: what is alike in kind and differs in detail then counts as the same.

# %%
put(other_answers.PARENTS)

# %% [markdown]
# ## 5. Who says so?
#
# Each coder alone, before anything was settled. Then how far the coders agree: on passages found by each alone, and on categories and understandings of passages that both had. Where coders are language models of one family this is self-consistency, not human reliability.

# %%
put(other_answers.CODER)

# %%
about = read("about").set_index("field")["value"].dropna() if results.has_table(corpus, "about") else {}
grades = read("grades") if results.has_table(corpus, "grades") else None
quotes = read("quotes") if results.has_table(corpus, "quotes") else documents.iloc[:0]
is_single, drawn_by, boundaries = "quote_id" in quotes, (resamples, seed), float("nan")
placed = quotes if is_single else None
parts = [agreement.compare_coders(codings, coders, categories, positions, placed, *drawn_by)]
has_first = results.has_table(corpus, "first_reading")
if is_single:  # who found the passages is kept apart where they were coded again later
    found_by = read("first_reading") if has_first else codings
    finders = sorted(set(found_by["coder"]) - {"settled"})
    parts.append(passages.compare_spans(found_by, quotes, finders, categories, *drawn_by))
    boundaries = passages.share_boundaries(found_by, quotes, finders)
graders = sorted(set() if grades is None else set(grades["grader"]) - {"consensus"})
if len(graders) > 1:
    parts.append(agreement.compare_graders(grades, graders, *drawn_by))
# what the coders were given, and did not choose, is no agreement; nor are positions of an earlier codebook
given = set(about.get("given_to_coders", "").split(";"))
given |= {"position on matched spans"} if has_first else set()
measured = pd.concat(parts).query("what not in @given")
show(measured[measured["category"].isna()].drop(columns=["category", "note"]), decimals=3)

# %%
disputed = disagreements.list_disagreements(codings, coders)
disputed = disputed[~disputed["what"].isin(given)]
found |= stress.find_agreement(measured) | stress.find_recounts(about, boundaries)
found["n_disputed"] = disputed["coding_id"].nunique()
print(f"The coders differ on {found['n_disputed']} codings; each is listed with how it was settled.")
for what in ("passages", "positions"):
    if told := found[f"recount_of_{what}"]:
        print(f"An independent recount of the {what} of the first reading gave an agreement of {told}.")
show(disputed.head(20))

# %% [markdown]
# ## 6. What if it is the translation that is alike?
#
# Only texts read in the original; and the texts of one side read in one language. Where a corpus does not say in which language a text was read, or all were read in one, there is no row, and it cannot be told.

# %%
put(other_answers.LANGUAGE)

# %% [markdown]
# ## 7. Could it have come out otherwise?
#
# For the verdicts: with intervals as wide as these, would sides that are exactly alike (R = 1) be called shared, and up to which R would they be called different? Blank where there are too few documents for an interval.

# %%
main = read_pair("agreement_by_category").query("m == 1").reset_index(drop=True)
overall = read_pair("agreement_overall").query("m == 1")
detectable = other_answers.find_detectable(main, bounds)
found |= stress.find_limits(detectable, other_answers.find_detectable(overall, bounds))
columns = ["category", "documents_a", "documents_b", "reach", "would_show_alike", "largest_different"]
show(detectable[columns])

# %% [markdown]
# For the study's yardstick: which grades would two sides get that mean exactly the same, with as few codings as here? Their codings are drawn from the shares of both sides together.

# %%
identical = sample_identical_sides(case.counts, cuts, seed)
found |= stress.find_identical(identical, read_pair("study_yardstick"))
print(
    f"Of {found['n_identical']} graded categories, identical sides would get {found['identical_strong']} "
    f"strong, {found['identical_moderate']} moderate and {found['identical_weak']} weak; the sides here "
    f"get {found['n_weak_by_rule']} weak."
)
show(identical)

# %% [markdown]
# ## Check and write

# %%
ledger = read("understandings").query("side in @pair").merge(case.ledger, on=["position", "side"])
assert len(sides) > 2 or (ledger["status_x"] == ledger["status_y"]).all(), "another ledger than in 03"
first, ratios = answers.iloc[0], whole.query("kind == 'document'")["ratio"]
close = (first["ratio"] - overall["ratio"]).abs() < 1e-5
assert (close | overall["ratio"].isna()).all(), "another R on the whole than in 03"
ends = (ratios.min() - overall["lowest_ratio"]).abs() < 1e-5
assert (ends | overall["lowest_ratio"].isna()).all(), "another smallest R than in 03"
written = without | {"other_answers": answers, "verdicts_grid": grid, "detectable": detectable}
written |= {"identical_sides": identical, "agreement": measured, "disagreements": disputed}
for name, frame in (written | {"agreement_ends": stress.list_ends(measured)}).items():
    print(results.write_table(frame, corpus, name))
print(*save.save(grid_of_documents, corpus, "leave_one_out", without["ledger_without"]), sep="\n")

# %% [markdown]
# ## Answer

# %%
print(results.write_findings(found, corpus, "07_stress_test"))
print(
    f"Of {len(common)} common understandings {found['n_common_without_any']} stay common whatever single "
    f"document is left out; without {found['worst_documents_label']} {found['left_with_it']} are left. "
    f"R on the whole lies between {found['ratio_without_low']} and {found['ratio_without_high']}; "
    f"{found['n_verdicts_changed']} verdicts change with some document. Sides exactly alike would be "
    f"called shared in {found['n_would_show_alike']} of {found['n_verdict_possible']} categories with an interval."
)

# %%
show(lay_out(found))

# %% [markdown]
# Next: [which of these topics could they talk about, and in which room?](08_recommend_dialogues.ipynb)
