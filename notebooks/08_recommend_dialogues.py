# %% [markdown]
# # Which topics could the two sides talk about, in which room, under which conditions?
#
# A topic names the understandings it would be about (`data/dialogue/topic_positions.csv`). It gets a room when both sides hold at least one of them in common; a decision table that anyone can read aloud (`data/dialogue/rules.csv`) and six stated attributes say which. The rules were written in knowledge of the four recommendations that the study prints: that these come out is a check of consistency, not a finding.
#
# *Reads* `data/dialogue/`, `data/codebook/`, `understandings`, `agreement_by_category`, `bounds`, `overlap`, `codings`, `documents`, `quotes`, `categories`, `positions` · *Writes* `topics`, `topic_understandings`, `topic_documents`, `recommendations_check`, `cooperation`, `risk_value`, `participants_gap`, `robustness` and three figures; nothing, if the topics are not worded in the corpus's codebook · *Takes* half a minute: the ledger is kept some forty times

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ whose ledger of understandings decides
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
graded_by: str = "ledger"  # ledger, or published: the grades that the corpus's graders gave
rules_file: str = ""  # another rule table in data/dialogue/; blank is rules.csv
language: str = "en"  # en or zh: language of labels and titles

# %%
from functools import partial

import pandas as pd
from IPython.display import Image

from analysis.base import present
from analysis.base.words import name_value
from analysis.corpus import results
from analysis.corpus.evidence import name_positions
from analysis.dialogue import risk, rules, what_if
from analysis.dialogue import understandings as shown
from analysis.dialogue.cooperation import compare_areas
from analysis.dialogue.load import load_dialogue
from analysis.dialogue.participants import compare_participants, count_missing, split_by_knowledge
from analysis.figures.participants import draw_participants
from analysis.figures.recommendations import draw_recommendations
from analysis.figures.risk_value import draw_risk_value
from analysis.figures.save import save, to_png
from analysis.findings.dialogue import find_dialogue
from analysis.findings.show import lay_out
from analysis.overlap.ledger import take_pair

pd.options.display.max_colwidth = 160
read = partial(results.read_table, corpus)
pair = sides[:2]  # where more sides are compared, the first two named are to talk
read_pair = partial(results.read_pair, corpus, pair)

# %%
positions, categories = read("positions"), read("categories")
bounds = read("bounds").iloc[0]
ledger = take_pair(read("understandings"), pair, int(bounds["support"]))
agreement, overlap = read_pair("agreement_by_category"), read_pair("overlap")
everything = load_dialogue(rules_file)
data = shown.fit_topics(everything, set(positions["code"]))
titles, tracks = data.titles("en"), data.tracks("en")
graders = {g: name_value("graded_by", g, "en") for g in rules.list_graders(overlap, graded_by)}
words = {"topic": titles, "graded_by": graders, "position": name_positions(positions, "en")}
words |= dict.fromkeys(("track", "track_printed"), tracks | {"set aside": "set aside"})


def show(frame: pd.DataFrame, **more: dict) -> pd.DataFrame:
    said = {column: frame[column].map(w) for column, w in (words | more).items() if column in frame}
    return present.show(frame.assign(**said), present.name_categories(categories, "en"))


print(
    f"{len(titles)} of {len(everything['topics'])} topics are worded in this corpus's codebook; of "
    "the others nothing is said or written. Topics, their understandings, attributes and rules are "
    "our reading, made with the help of a language model, for a reader to change."
)

# %% [markdown]
# ## Which topic gets a room, and which?
#
# Beside the track stand the common understandings that talks could begin from, and the anchored and one-sided ones, on which they would differ; *firmness* is the number of documents behind the firmest common one on its weaker side. A rule that fires for one topic only is marked: it says no more than the topic does.

# %%
judged = shown.judge_all(data, ledger, agreement, overlap, graders, language)
by_grader = {name: rules.recommend(data, own, language) for name, own in judged.items()}
found = by_grader[graded_by]
order = rules.order_topics(found, data)
placed = found.set_index("topic").loc[order].reset_index()
columns = ["topic", "track", "rule", "n_common", "n_anchored", "n_one_sided", "firmness", "forces"]
show(placed.loc[placed["track"] != "set aside", [*columns, "is_single_topic_rule"]])

# %% [markdown]
# The understandings in common, with the documents of each side that state them without doubt and those that stand today:

# %%
listed = shown.list_understandings(data, ledger)
common = listed[listed["status"] == "common"]
show(common[["topic", "position", "side", "documents_sure", "documents_in_force", "forces"]])

# %% [markdown]
# ## What is set aside, and why?
#
# Three reasons, told apart: the topic is in dispute between the governments; the documents show the sides to differ; or too little is shown to tell. The last is no finding about the sides.

# %%
aside = placed[placed["track"] == "set aside"]
columns = ["topic", "reason_kind", "n_anchored", "n_one_sided"]
reasons = aside["rule"].map(data.names("rules", "reason_en", "rule"))
show(aside[columns].assign(set_aside_reason=reasons))

# %%
in_order = {topic: data.titles(language)[topic] for topic in order}
pictures = {}
if in_order:
    drawing = draw_recommendations(placed, data.tracks(language), in_order, language)
    pictures["recommendations"] = (drawing, placed)
Image(to_png(pictures["recommendations"][0])) if pictures else None

# %% [markdown]
# ## Do the printed recommendations come out?
#
# The two texts print each pair of topic and track once, together twice; a pair counts once. Fed with the study's own grades the rules should give what the study recommends: a check of consistency. What does not come out stands here with its reason.

# %%
check = rules.check_recommendations(data, by_grader)
for name, part in check.groupby("graded_by", sort=False):
    print(f"By {graders[name]}, {part['is_produced'].sum()} of {len(part)} distinct pairs come out.")
left = rules.find_unaddressed(data, found)
print("With a room, and in no printed recommendation:", "; ".join(titles[t] for t in left) or "-")
show(check.loc[~check["is_produced"], ["topic", "track_printed", "graded_by", "track", "reason"]])

# %% [markdown]
# ## How does this sit beside technical cooperation?
#
# The abstract on technical cooperation names two areas that may be suitable and rates nothing; which topic belongs to which area is our judgement. A recommended topic in an area that the abstract does not single out is a tension to know of, not a verdict.

# %%
cooperation = compare_areas(data, found)
areas = data.names("cooperation_areas", "name_en", "area")
inside = cooperation.dropna(subset=["area"])
print(f"{inside['is_tension'].sum()} topics with a room lie in an area not said to be suitable.")
show(inside[["topic", "track", "area", "suitability", "is_tension"]], area=areas)

# %% [markdown]
# ## How risky, how valuable?
#
# An instrument, not a finding: the ratings are this project's own, model-assisted, and no source's. A researcher adds her rows to `risk_ratings.csv` or replaces ours; every rater is shown, and where they differ.

# %%
ratings, raters = risk.rate_risks(data), risk.compare_raters(data)
marks = risk.place_on_map(ratings)
n_unrated = len(titles) - marks.dropna(subset=["risk", "value"])["topic"].nunique()
print(f"Rated by {', '.join(risk.list_raters(data)) or 'nobody'}; {n_unrated} topics by nobody.")
show(raters[["coefficient", "value", "low", "high", "n"]])

# %%
differ = ratings[ratings["spread"] > 0].drop_duplicates(["topic", "dimension"])
factors = {code: name_value("dimension", code, "en") for code in ratings["dimension"].unique()}
show(differ[["topic", "dimension", "mean", "spread"]], dimension=factors)

# %%
if n_unrated < len(titles):
    drawing = draw_risk_value(marks, topics=data.titles(language), language=language)
    pictures["risk_value"] = (drawing, marks)
Image(to_png(pictures["risk_value"][0])) if "risk_value" in pictures else None

# %% [markdown]
# ## Who should be in the room, and who usually is?
#
# Where no source describes who usually takes part in a track, the table says *not stated* and the figure leaves its topics out.

# %%
needed = compare_participants(data, found)
drawn, unknown = split_by_knowledge(needed)
kinds = data.names("participants", "name_en", "participant")
print("Nobody says who usually takes part in:", ", ".join(tracks[t] for t in unknown) or "-")
show(count_missing(needed), participant=kinds)

# %%
kinds = data.names("participants", f"name_{language}", "participant")
known = {topic: data.titles(language)[topic] for topic in drawn["topic"].unique()}
if known:
    pictures["participants"] = (draw_participants(drawn, kinds, known, language), drawn)
Image(to_png(pictures["participants"][0])) if known else None

# %% [markdown]
# ## What if: which topics keep their room?
#
# The ledger is kept again without every document in turn, without every issuer in turn, without the documents no longer in force, and with one to four documents asked of each side. A topic *survives* only if it keeps its room in all of these. Other rule tables (every `rules_<name>.csv` beside ours), and ours in another order where the order is our own choice, are shown apart: they move topics from room to room.

# %%
kept = (str(bounds["in_force_on"]), int(bounds["support"]))
evidence = (read("codings"), read("documents"), positions)
ledgers = what_if.keep_ledgers(*evidence, pair, *kept) if graded_by == "ledger" else {}
robustness = what_if.compare_scenarios(data, found[["topic", "state"]], ledgers, agreement)
moved = robustness[~robustness["is_same"]]
scenarios = {code: what_if.name_scenario(code, "en") for code in robustness["scenario"].unique()}
show(moved["scenario"].value_counts().rename("topics_moved").reset_index(), scenario=scenarios)

# %%
quotes = read("quotes") if results.has_table(corpus, "quotes") else pd.DataFrame()
lost = moved[~moved["topic"].isin(aside["topic"])]
show(lost[["topic", "scenario", "track"]], scenario=scenarios)

# %% [markdown]
# ## Check and write

# %%
assert set(found["topic"]) == set(titles) and found["topic"].is_unique, "a topic was lost or doubled"
assert (found["reason_kind"].notna() == (found["track"] == "set aside")).all(), "set aside without a reason"
assert (check["is_produced"] | check["reason"].notna()).all(), "a printed recommendation is missing unexplained"
assert (robustness.groupby("scenario")["topic"].nunique() == len(titles)).all(), "a scenario lost a topic"
survivors = {"is_kept_left_out": what_if.LEFT_OUT, "survives": what_if.EVIDENCE}
flags = {c: found["topic"].isin(what_if.find_robust(robustness, k)) for c, k in survivors.items()}
documented = shown.list_documents(listed, *evidence[:2], quotes, kept[0])
written = {"topics": found.assign(**flags), "topic_understandings": listed,
           "topic_documents": documented,
           "recommendations_check": check, "cooperation": cooperation, "risk_value": ratings,
           "participants_gap": needed, "robustness": robustness}
for name, frame in written.items() if titles else ():
    print(results.write_table(frame, corpus, name))
for name, (drawing, numbers) in pictures.items():
    print(*save(drawing, corpus, name, numbers), sep="\n")

# %% [markdown]
# ## Answer

# %%
tables = (found, check, cooperation, robustness, marks)
answer = {"graded_by": graded_by} | find_dialogue(data, *tables, list(by_grader), left)
if titles:
    print(results.write_findings(answer, corpus, "08_recommend_dialogues"))
robust = "; ".join(titles[t] for t in answer["robust"]) or "none"
print(
    f"Of {answer['n_topics']} topics {answer['n_recommended']} get a room; of {answer['n_untold']} too "
    f"little is shown to tell, {answer['n_shown_different']} are shown to differ, {answer['n_in_dispute']} "
    f"in dispute. {answer['n_kept_left_out']} keep their room without each document and each issuer; "
    f"all {answer['n_scenarios']} changes of the evidence survive: {robust}."
)

# %%
show(lay_out(answer))

# %% [markdown]
# Back to the start: [which documents and codings are compared?](01_ingest_corpus.ipynb)
