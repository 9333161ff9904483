# %% [markdown]
# # Which topics could the two sides talk about, in which room, under which conditions?
#
# A decision table that anyone can read aloud (`data/dialogue/rules.csv`) turns the overlap of a topic and six stated attributes into a track, or sets the topic aside with the reason. The rules were written in knowledge of the four recommendations that the study prints: that these come out is a check of consistency, not a finding.
#
# *Reads* `data/dialogue/`, `overlap`, `stability`, `codings`, `documents`, `categories`; the data of other corpora for the last section · *Writes* `recommendations`, `recommendations_check`, `cooperation`, `risk_value`, `participants_gap`, `robustness` and three figures · *Takes* about ten seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ whose overlap decides
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
graded_by: str = "rule"  # rule, or published: the grades that the corpus's graders gave
rules_file: str = ""  # another rule table in data/dialogue/; blank is rules.csv
strong_from: float = 0.75  # upper cut, as notebook 03 used it
weak_below: float = 0.5  # lower cut, as notebook 03 used it
language: str = "en"  # en or zh: language of headings and sentences

# %%
from functools import partial

import pandas as pd
from IPython.display import Image, display as put

from analysis.base import present as display
from analysis.base.words import name_value, translate
from analysis.corpus import results as tables
from analysis.dialogue import participants as room
from analysis.dialogue import rules as dialogue
from analysis.dialogue import what_if as whatif
from analysis.dialogue.load import load_dialogue
from analysis.figures import recommendations as draw_dialogue
from analysis.figures import risk_value as draw_risk_value
from analysis.figures import save as figures

pd.options.display.max_colwidth = 160
say = partial(display.say, language)
read = partial(tables.read_table, corpus)

# %%
data = load_dialogue(rules_file)
overlap, stability, categories = read("overlap"), read("stability"), read("categories")
names = display.name_categories(categories, language)
titles, tracks = data.titles(language), data.tracks(language)
places = tracks | {"set aside": translate("topics.set_aside", language)}
graders = {g: name_value("graded_by", g, language) for g in dialogue.list_graders(overlap, graded_by)}
said = {"topic": titles, "track": places, "track_printed": places, "graded_by": graders}


def show(frame, **more):
    words = {column: frame[column].map(w) for column, w in (said | more).items() if column in frame}
    return display.present(frame.assign(**words), language, names)


say("dialogue.loaded", topics=len(titles), rules=len(data["rules"]), tracks=len(tracks), graded_by=name_value("graded_by", graded_by, language))
say("dialogue.model_assisted")

# %% [markdown]
# ## Which topic goes to which track?
#
# The overlap of a topic is the lowest grade among its categories; K and its interval are those of the category that decides. A rule that fires for one topic only is marked: it says no more than the topic does.

# %%
recommend = partial(dialogue.recommend, data, overlap, stability, language=language)
by_grader = {name: recommend(name) for name in dict.fromkeys([graded_by, *graders])}
found = by_grader[graded_by]
order = dialogue.order_topics(found, data)
placed = found.set_index("topic").loc[order].reset_index()
shown = ["topic", "track", "rule", "grade", "category", "overlap", "low", "high"]
show(placed[[*shown, "share_same_grade", "is_thin", "is_single_topic_rule"]])

# %% [markdown]
# ## What is set aside, and why?
#
# A thin grade rests on fewer than three codings or two documents of a side: there, *weak* means that little was found to agree, not that the sides were found to disagree.

# %%
aside = placed[placed["track"] == "set aside"]
put(show(aside[["topic", "rule", "grade", "is_thin", "set_aside_reason"]]))
picture = draw_dialogue.draw_recommendations(placed, tracks, {t: titles[t] for t in order}, language)
Image(figures.to_png(picture))

# %% [markdown]
# ## Do the printed recommendations come out?
#
# Each of the four recommendations, taken apart into topics and tracks, under both kinds of grades. What does not come out stands here with its reason.

# %%
check = dialogue.check_recommendations(data, by_grader, names, language)
if check.empty:
    say("dialogue.no_print")
for name, part in check.groupby("graded_by", sort=False):
    say("dialogue.check", graded_by=graders[name], produced=int(part["is_produced"].sum()), all=len(part))
shown = ["row_id", "topic", "track_printed", "graded_by", "track", "reason"]
show(check.loc[~check["is_produced"], shown])

# %% [markdown]
# ## Where is the overlap strong, and nothing recommended?
#
# By the graders' own degrees where there are some, else by the rule.

# %%
first = "published" if "published" in by_grader else "rule"
left = dialogue.find_unaddressed(data, dialogue.take_grades(overlap, first))
for row in by_grader[first].query("topic in @left").itertuples():
    say("dialogue.unaddressed", topic=titles[row.topic], track=places[row.track])

# %% [markdown]
# ## How does this sit beside technical cooperation?
#
# The abstract on technical cooperation names two areas that may be suitable and rates nothing; which topic belongs to which area is our judgement. A recommended topic in an area that the abstract does not single out is a tension to know of, not a verdict.

# %%
cooperation = room.compare_areas(data, found)
areas = data.names("cooperation_areas", f"name_{language}", "area")
inside = cooperation.dropna(subset=["area"])
tension = list(cooperation.loc[cooperation["is_tension"], "topic"])
say("dialogue.tension", n=len(tension), topics="; ".join(titles[t] for t in tension) or "-")
show(inside[["topic", "track", "area", "suitability", "is_tension"]], area=areas)

# %% [markdown]
# ## How risky, how valuable?
#
# An instrument, not a finding: the ratings are this project's own, model-assisted, and no source's. A researcher adds her rows to `risk_ratings.csv` or replaces ours; every rater is shown.

# %%
ratings = room.rate_risks(data)
raters = room.compare_raters(data)
marks = room.place_on_map(ratings, found)
n_unrated = len(titles) - marks.dropna(subset=["risk", "value"])["topic"].nunique()
listed = ", ".join(room.list_raters(data)) or translate("dialogue.none", language)
say("dialogue.instrument", raters=listed, unrated=n_unrated, all=len(titles))
put(show(raters[["coefficient", "value", "low", "high", "n"]]))
differ = ratings[ratings["spread"] > 0].drop_duplicates(["topic", "dimension"])
factors = {code: name_value("dimension", code, language) for code in ratings["dimension"].unique()}
show(differ[["topic", "dimension", "mean", "spread"]], dimension=factors)

# %%
maps = {}
if n_unrated == len(titles):
    say("dialogue.unrated_map")
else:
    draw = partial(draw_risk_value.draw_risk_value, topics=titles, language=language)
    maps["risk_value"] = draw(marks)
    maps["risk_overlap"] = draw(marks.assign(value=marks["overlap"]), value="overlap")
for figure in maps.values():
    put(Image(figures.to_png(figure)))

# %% [markdown]
# ## Who should be in the room, and who usually is?
#
# Topics are placed by the graders' degrees where there are some: they place more topics. Where no source describes who usually takes part in a track, the table says *not stated* and the figure leaves its topics out.

# %%
people = pd.concat([room.compare_participants(data, by_grader[g]).assign(graded_by=g) for g in by_grader])
own = people[people["graded_by"] == first]
drawn, unknown = room.split_by_knowledge(own)
kinds = data.names("participants", f"name_{language}", "participant")
if unknown:
    say("dialogue.usual_unknown", tracks=", ".join(tracks[t] for t in unknown))
show(room.count_missing(own), participant=kinds)

# %%
heatmap = draw_dialogue.draw_participants(drawn, kinds, {t: titles[t] for t in drawn["topic"].unique()}, language)
Image(figures.to_png(heatmap))

# %% [markdown]
# ## What if: which recommendations survive?
#
# Without each document that is no longer in force, with other grades, on another corpus, without topics of national security, under other rule tables (every `rules_<name>.csv` beside ours) and with ours in another order where the order is our own choice. Documents and corpora are always graded by the rule: nobody can regrade for the graders.

# %%
others = [name for name in ("published", "recoded") if name != corpus]
evidence = (read("codings"), read("documents"), categories)
rivals = [name for name in by_grader if name != graded_by]
regraded = whatif.regrade(rivals, overlap, evidence, others, sides, (weak_below, strong_from))
robustness = whatif.compare_scenarios(data, dialogue.take_grades(overlap, graded_by), regraded)
moved = robustness[~robustness["is_same"]]
scenarios = {code: whatif.name_scenario(code, language) for code in robustness["scenario"].unique()}
counts = moved["scenario"].value_counts().reindex(list(scenarios), fill_value=0)
show(counts.rename("topics_moved").reset_index(), scenario=scenarios)

# %%
kept = whatif.find_robust(robustness)
security = [t for t in whatif.find_robust(robustness, [whatif.NO_SECURITY]) if t not in kept]
lost = moved[~moved["topic"].isin(aside["topic"]) & (moved["scenario"] != whatif.NO_SECURITY)]
show(lost[["topic", "scenario", "track", "grade"]], scenario=scenarios)
thin = [t for t in kept if found.set_index("topic").at[t, "is_thin"]]
if thin:
    say("dialogue.robust_thin", topics="; ".join(titles[t] for t in thin))

# %% [markdown]
# ## Check and write

# %%
assert set(found["topic"]) == set(titles) and found["topic"].is_unique, "a topic was lost or doubled"
assert (found["set_aside_reason"].notna() == (found["track"] == "set aside")).all(), "set aside without a reason"
assert (check["is_produced"] | check["reason"].notna()).all(), "a printed recommendation is missing unexplained"
assert (robustness.groupby("scenario")["topic"].nunique() == len(titles)).all(), "a scenario lost a topic"
written = {"recommendations": found, "recommendations_check": check, "cooperation": cooperation,
           "risk_value": ratings, "participants_gap": people, "robustness": robustness}
pictures = {name: (figure, marks) for name, figure in maps.items()}
pictures |= {"recommendations": (picture, placed), "participants": (heatmap, drawn)}
for name, frame in written.items():
    print(tables.write_table(frame, corpus, name))
for name, (figure, numbers) in pictures.items():
    print(*figures.save(figure, corpus, name, numbers), sep="\n")

# %% [markdown]
# ## Answer

# %%
produced = check[check["is_produced"]].groupby("graded_by").size()
answer = {
    "graded_by": graded_by,
    "n_topics": len(titles),
    "n_recommended": len(titles) - len(aside),
    "n_set_aside": len(aside),
    "n_aside_weak_thin": int((aside["is_thin"] & (aside["grade"] == "weak")).sum()),
    "n_single_topic_rules": int(found["is_single_topic_rule"].sum()),
    "n_printed": len(data["recommendations_printed"]),
    "n_scenarios": len(scenarios) - 1,
    "n_unrated": n_unrated,
    "unaddressed": left,
    "tension": tension,
    "robust": kept,
    "robust_security": security,
    "robust_thin": thin,
} | {f"n_produced_{name}": int(produced.get(name, 0)) for name in by_grader}
print(tables.write_findings(answer, corpus, "08_recommend_dialogues"))
listed = {k: "; ".join(titles[t] for t in answer[k]) or "-" for k in ("robust", "robust_security")}
listed["graded_by"], listed["n_produced"] = graders[graded_by], answer[f"n_produced_{graded_by}"]
say("dialogue.answer", **answer | listed)

# %% [markdown]
# Back to the start: [which documents and codings are compared?](01_ingest_corpus.ipynb)
