# %% [markdown]
# # How many documents and quotes does each side bring, and who issued them?
#
# Counts documents, quotes and quotes per document by side and kind of issuer, as the study's Tables 1 to 3 do, and the codings of every category. A cell without documents has no quotes per document: it is blank, not zero.
#
# *Reads* `documents`, `quotes`, `codings`, `categories` · *Writes* `documents_by_entity`, `quotes_by_entity`, `quotes_per_document`, `category_by_entity`, `residual_by_theme` · *Takes* a few seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to analyse
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes
language: str = "en"  # en or zh: language of headings and sentences

# %%
from functools import partial

from analysis.base import present as display
from analysis.corpus import counts as tabulate
from analysis.corpus import results as tables

say = partial(display.say, language)
show = partial(display.present, language=language)

# %%
documents = tables.read_table(corpus, "documents")
codings = tables.read_table(corpus, "codings")
categories = tables.read_table(corpus, "categories")
say("tabulate.loaded", documents=len(documents), codings=len(codings))

# %% [markdown]
# ## How many documents?
#
# Rows of the corpus are counted; no total is typed in.

# %%
by_entity = tabulate.count_by_entity(documents, sides, "documents")
show(tabulate.widen(by_entity, "documents"))

# %% [markdown]
# ## How many quotes?
#
# Where a corpus has single quotes, those with a settled coding are counted. The study published no quotes, only their number by side and kind of issuer; those counts are summed.

# %%
has_quotes = tables.has_table(corpus, "quotes")
quotes = tables.read_table(corpus, "quotes") if has_quotes else documents.iloc[:0]
is_single = "quote_id" in quotes.columns
if is_single:
    quotes = tabulate.locate_quotes(quotes, codings, documents)
weight = "quotes" if has_quotes and not is_single else None
quotes_by_entity = tabulate.count_by_entity(quotes, sides, "quotes", weight)
show(tabulate.widen(quotes_by_entity, "quotes"))

# %% [markdown]
# ## How many quotes per document?
#
# A high number may mean a long document or a dense one; it is no measure of interest.

# %%
per_document = tabulate.divide_quotes(by_entity, quotes_by_entity)
show(tabulate.widen(per_document, "quotes_per_document"), decimals=1)

# %% [markdown]
# ## Which categories does each side speak to?
#
# Settled, specific codings that name a document. The share is of that side's documents of that kind.

# %%
by_category = tabulate.count_categories(codings, documents, categories)
names = display.name_categories(categories, language)
wide = by_category.pivot_table("codings", "category", "country", aggfunc="sum", fill_value=0)
show(wide.reindex(columns=sides).loc[by_category["category"].unique()].reset_index(), names=names)

# %% [markdown]
# ## How much of each side lies outside the taxonomy?
#
# Passages on AI governance that no category covers, by theme, where a corpus records them. What a taxonomy leaves out of each side is a result of its own.

# %%
outside = None
if tables.has_table(corpus, "residual") and is_single:
    outside = tabulate.count_residual(tables.read_table(corpus, "residual"), quotes)
    print(tables.write_table(outside, corpus, "residual_by_theme"))
else:
    say("tabulate.no_residual")

# %%
None if outside is None else show(outside.groupby("country", sort=False).head(8))

# %% [markdown]
# ## What if one kind of issuer carries a side?
#
# Then the comparison is less between two countries than between two offices.

# %%
inner = quotes_by_entity[
    (quotes_by_entity["country"] != tabulate.TOTAL)
    & (quotes_by_entity["entity_type"] != tabulate.TOTAL)
]
shares = inner.assign(share=inner["quotes"] / inner.groupby("country")["quotes"].transform("sum"))
largest = shares.sort_values("share", ascending=False).groupby("country", sort=False).head(1)
show(largest)

# %% [markdown]
# ## Check and write

# %%
total = by_entity.query("country == 'Total' and entity_type == 'Total'")["documents"].item()
assert total == len(documents), "the margins do not add up to the documents: is an issuer unknown?"
blank = per_document["quotes_per_document"].isna()
assert (blank == (by_entity["documents"] == 0)).all(), "a cell without documents has a rate"
assert by_category["document_share"].between(0, 1).all(), "more documents speak than there are"
print(tables.write_table(by_entity, corpus, "documents_by_entity"))
print(tables.write_table(quotes_by_entity, corpus, "quotes_by_entity"))
print(tables.write_table(per_document, corpus, "quotes_per_document"))
print(tables.write_table(by_category, corpus, "category_by_entity"))

# %% [markdown]
# ## Answer

# %%
top = largest.iloc[0] if len(largest) and largest["share"].notna().any() else None
found = {
    "documents": int(total),
    "quotes": int(quotes_by_entity["quotes"].iloc[-1]),
    "largest_side": "" if top is None else top["country"],
    "largest_entity_type": "" if top is None else top["entity_type"],
    "largest_share": 0.0 if top is None else round(float(top["share"]), 4),
    "has_quotes": has_quotes,
}
for side in sides:
    own = (by_entity["country"] == side) & (by_entity["entity_type"] == tabulate.TOTAL)
    found[f"documents_{side.lower()}"] = int(by_entity.loc[own, "documents"].item())
    found[f"quotes_{side.lower()}"] = int(quotes_by_entity.loc[own, "quotes"].item())
    if outside is not None:
        is_whole = (outside["country"] == side) & (outside["theme"] == tabulate.TOTAL)
        found[f"residual_{side.lower()}"] = round(float(outside.loc[is_whole, "share"].sum()), 4)
print(tables.write_findings(found, corpus, "02_tabulate_quotes"))
if top is not None:
    side = display.name_side(top["country"], language)
    issuer = display.name_value("entity", top["entity_type"], language)
    counted = {name: found[name] for name in ("documents", "quotes")}
    say("tabulate.answer", side=side, issuer=issuer, share=top["share"], **counted)

# %% [markdown]
# Next: [on what do the two sides mean the same thing?](03_grade_overlap.ipynb)
