# %% [markdown]
# # Which topics could the two sides talk about, in which room, under which conditions?
#
# A decision table that anyone can read aloud (`data/dialogue/rules.csv`) turns the overlap of a topic and six stated attributes into a track, or sets the topic aside with the reason. The rules were written in knowledge of the four recommendations that the study prints: that these come out is a check of consistency, not a finding.
#
# *Reads* `data/dialogue/`, `cuts`, `overlap`, `stability`, `codings`, `documents`, `categories`; the data of other corpora for the last section · *Writes* `recommendations`, `recommendations_check`, `cooperation`, `risk_value`, `participants_gap`, `robustness` and three figures · *Takes* about ten seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ whose overlap decides
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
graded_by: str = "rule"  # rule, or published: the grades that the corpus's graders gave
rules_file: str = ""  # another rule table in data/dialogue/; blank is rules.csv
language: str = "en"  # en or zh: language of labels and titles

# %%
from functools import partial

import pandas as pd
from IPython.display import Image

from analysis.base import present
from analysis.base.paths import list_shipped
from analysis.base.words import name_value
from analysis.corpus import results
from analysis.dialogue import risk, rules, what_if
from analysis.dialogue.cooperation import compare_areas
from analysis.dialogue.load import load_dialogue
from analysis.dialogue.participants import compare_participants, count_missing, split_by_knowledge
from analysis.figures.participants import draw_participants
from analysis.figures.recommendations import draw_recommendations
from analysis.figures.risk_value import draw_risk_value
from analysis.figures.save import save, to_png
from analysis.findings.dialogue import find_dialogue
from analysis.findings.show import lay_out
from analysis.overlap.rule import Cuts

pd.options.display.max_colwidth = 160
read = partial(results.read_table, corpus)
pair = sides[:2]  # where more sides are compared, the first two named are to talk
read_pair = partial(results.read_pair, corpus, pair)

# %%
data = load_dialogue(rules_file)
overlap, stability, categories = read_pair("overlap"), read_pair("stability"), read("categories")
names = present.name_categories(categories, "en")
titles, tracks = data.titles("en"), data.tracks("en")
graders = {g: name_value("graded_by", g, "en") for g in rules.list_graders(overlap, graded_by)}
said = {"topic": titles, "graded_by": graders}
said |= dict.fromkeys(("track", "track_printed"), tracks | {"set aside": "set aside"})


def show(frame: pd.DataFrame, **more: dict) -> pd.DataFrame:
    words = {column: frame[column].map(w) for column, w in (said | more).items() if column in frame}
    return present.show(frame.assign(**words), names)


print(
    f"{len(titles)} topics, {len(data['rules'])} rules and {len(tracks)} tracks were read; the "
    f"topics are placed by the grades of: {graders.get(graded_by, graded_by)}. Topics, attributes "
    "and rules are our reading, made with the help of a language model, for a reader to change."
)

# %% [markdown]
# ## Which topic goes to which track?
#
# The overlap of a topic is the lowest grade among its categories; K and its interval are those of the category that decides. A rule that fires for one topic only is marked: it says no more than the topic does.

# %%
recommend = partial(rules.recommend, data, overlap, stability, language=language)
by_grader = {name: recommend(name) for name in dict.fromkeys([graded_by, *graders])}
found = by_grader[graded_by]
order = rules.order_topics(found, data)
placed = found.set_index("topic").loc[order].reset_index()
shown = ["topic", "track", "rule", "grade", "category", "overlap", "low", "high"]
show(placed[[*shown, "share_same_grade", "is_thin", "is_single_topic_rule"]])

# %% [markdown]
# ## What is set aside, and why?
#
# A thin grade rests on fewer than three codings or two documents of a side: there, *weak* means that little was found to agree, not that the sides were found to disagree.

# %%
aside = placed[placed["track"] == "set aside"]
reasons = aside["rule"].map(data.names("rules", "reason_en", "rule"))
show(aside[["topic", "rule", "grade", "is_thin"]].assign(set_aside_reason=reasons))

# %%
in_order = {topic: data.titles(language)[topic] for topic in order}
picture = draw_recommendations(placed, data.tracks(language), in_order, language)
Image(to_png(picture))

# %% [markdown]
# ## Do the printed recommendations come out?
#
# Each of the four recommendations, taken apart into topics and tracks, under both kinds of grades. What does not come out stands here with its reason.

# %%
check = rules.check_recommendations(data, by_grader, names, "en")
if check.empty:
    print("No printed recommendations are at hand to compare with.")
for name, part in check.groupby("graded_by", sort=False):
    n = part["is_produced"].sum()
    print(f"By the grades of {graders[name]}, {n} of the {len(part)} printed rows come out.")
shown = ["row_id", "topic", "track_printed", "graded_by", "track", "reason"]
show(check.loc[~check["is_produced"], shown])

# %% [markdown]
# ## Where is the overlap strong, and nothing recommended?
#
# By the graders' own degrees where there are some, else by the rule.

# %%
first = "published" if "published" in by_grader else "rule"
left = rules.find_unaddressed(data, rules.take_grades(overlap, first))
show(by_grader[first].query("topic in @left")[["topic", "grade", "track"]])

# %% [markdown]
# ## How does this sit beside technical cooperation?
#
# The abstract on technical cooperation names two areas that may be suitable and rates nothing; which topic belongs to which area is our judgement. A recommended topic in an area that the abstract does not single out is a tension to know of, not a verdict.

# %%
cooperation = compare_areas(data, found)
areas = data.names("cooperation_areas", "name_en", "area")
inside = cooperation.dropna(subset=["area"])
tension = list(cooperation.loc[cooperation["is_tension"], "topic"])
print(f"{len(tension)} recommended topics lie in an area not said to be suitable.")
show(inside[["topic", "track", "area", "suitability", "is_tension"]], area=areas)

# %% [markdown]
# ## How risky, how valuable?
#
# An instrument, not a finding: the ratings are this project's own, model-assisted, and no source's. A researcher adds her rows to `risk_ratings.csv` or replaces ours; every rater is shown.

# %%
ratings = risk.rate_risks(data)
raters = risk.compare_raters(data)
marks = risk.place_on_map(ratings, found)
n_unrated = len(titles) - marks.dropna(subset=["risk", "value"])["topic"].nunique()
print(f"Rated by {', '.join(risk.list_raters(data)) or 'nobody'}; {n_unrated} topics by nobody.")
show(raters[["coefficient", "value", "low", "high", "n"]])

# %% [markdown]
# Where the raters differ:

# %%
differ = ratings[ratings["spread"] > 0].drop_duplicates(["topic", "dimension"])
factors = {code: name_value("dimension", code, "en") for code in ratings["dimension"].unique()}
show(differ[["topic", "dimension", "mean", "spread"]], dimension=factors)

# %%
maps = {}
if n_unrated < len(titles):
    draw = partial(draw_risk_value, topics=data.titles(language), language=language)
    maps["risk_value"] = draw(marks)
    maps["risk_overlap"] = draw(marks.assign(value=marks["overlap"]), value="overlap")
Image(to_png(maps["risk_value"])) if maps else None

# %%
Image(to_png(maps["risk_overlap"])) if maps else None

# %% [markdown]
# ## Who should be in the room, and who usually is?
#
# Topics are placed by the graders' degrees where there are some: they place more topics. Where no source describes who usually takes part in a track, the table says *not stated* and the figure leaves its topics out.

# %%
needed = pd.concat(
    [compare_participants(data, by_grader[g]).assign(graded_by=g) for g in by_grader]
)
own = needed[needed["graded_by"] == first]
drawn, unknown = split_by_knowledge(own)
kinds = data.names("participants", "name_en", "participant")
if unknown:
    listed = ", ".join(tracks[t] for t in unknown)
    print(f"No source describes who usually takes part in: {listed}. Their topics are not drawn.")
show(count_missing(own), participant=kinds)

# %%
kinds = data.names("participants", f"name_{language}", "participant")
known = {topic: data.titles(language)[topic] for topic in drawn["topic"].unique()}
heatmap = draw_participants(drawn, kinds, known, language)
Image(to_png(heatmap))

# %% [markdown]
# ## What if: which recommendations survive?
#
# Without each document that is no longer in force, with other grades, on another corpus, without topics of national security, under other rule tables (every `rules_<name>.csv` beside ours) and with ours in another order where the order is our own choice. Documents and corpora are always graded by the rule: nobody can regrade for the graders.

# %%
others = [name for name in list_shipped() if name != corpus]
evidence, cuts = (read("codings"), read("documents"), categories), Cuts(**read("cuts").iloc[0])
rivals = [name for name in by_grader if name != graded_by]
regraded = what_if.regrade(rivals, overlap, evidence, others, pair, cuts)
robustness = what_if.compare_scenarios(data, rules.take_grades(overlap, graded_by), regraded)
moved = robustness[~robustness["is_same"]]
scenarios = {code: what_if.name_scenario(code, "en") for code in robustness["scenario"].unique()}
counts = moved["scenario"].value_counts().reindex(list(scenarios), fill_value=0)
show(counts.rename("topics_moved").reset_index(), scenario=scenarios)

# %%
lost = moved[~moved["topic"].isin(aside["topic"]) & (moved["scenario"] != what_if.NO_SECURITY)]
show(lost[["topic", "scenario", "track", "grade"]], scenario=scenarios)

# %% [markdown]
# ## Check and write

# %%
assert set(found["topic"]) == set(titles) and found["topic"].is_unique, "a topic was lost or doubled"
assert (found["set_aside_reason"].notna() == (found["track"] == "set aside")).all(), "set aside without a reason"
assert (check["is_produced"] | check["reason"].notna()).all(), "a printed recommendation is missing unexplained"
assert (robustness.groupby("scenario")["topic"].nunique() == len(titles)).all(), "a scenario lost a topic"
written = {"recommendations": found, "recommendations_check": check, "cooperation": cooperation,
           "risk_value": ratings, "participants_gap": needed, "robustness": robustness}
pictures = {name: (drawing, marks) for name, drawing in maps.items()}
pictures |= {"recommendations": (picture, placed), "participants": (heatmap, drawn)}
for name, frame in written.items():
    print(results.write_table(frame, corpus, name))
for name, (drawing, numbers) in pictures.items():
    print(*save(drawing, corpus, name, numbers), sep="\n")

# %% [markdown]
# ## Answer

# %%
tables = (found, check, cooperation, robustness, marks)
answer = {"graded_by": graded_by} | find_dialogue(data, *tables, list(by_grader), left)
print(results.write_findings(answer, corpus, "08_recommend_dialogues"))
robust = "; ".join(titles[t] for t in answer["robust"]) or "-"
print(
    f"Of {answer['n_topics']} topics {answer['n_recommended']} go to a track and "
    f"{answer['n_set_aside']} are set aside. Under all {answer['n_scenarios']} other scenarios these "
    f"keep their track: {robust} ({answer['n_robust_thin']} of them on thin evidence)."
)

# %%
show(lay_out(answer))

# %% [markdown]
# Back to the start: [which documents and codings are compared?](01_ingest_corpus.ipynb)
