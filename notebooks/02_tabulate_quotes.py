# %% [markdown]
# # How many documents and quotes does each side bring, and who issued them?
#
# Counts documents, quotes and quotes per document by side and kind of issuer, as the study's Tables 1 to 3 do, and the codings of every category. A cell without documents has no quotes per document: it is blank, not zero.
#
# *Reads* `documents`, `quotes`, `codings`, `categories`, `residual`, `reading_log` · *Writes* `documents_by_entity`, `quotes_by_entity`, `quotes_per_document`, `codings_by_entity`, `category_by_entity`, `residual_by_theme`, `documents_read` · *Takes* a few seconds

# %% tags=["parameters"]
corpus: str = "published"  # folder in data/ to analyse
sides: list = ["US", "CN"]  # the two countries compared, ISO 3166 codes

# %%
from analysis.base.present import name_categories, show
from analysis.base.words import name_side, name_value
from analysis.corpus import counts, results
from analysis.findings import reading, speakers
from analysis.findings.show import lay_out

# %%
documents = results.read_table(corpus, "documents")
codings = results.read_table(corpus, "codings")
categories = results.read_table(corpus, "categories")
print(f"{len(documents)} documents and {len(codings)} rows of codings were read.")

# %% [markdown]
# ## How many documents?
#
# Rows of the corpus are counted; no total is typed in.

# %%
by_entity = counts.count_by_entity(documents, sides, "documents")
show(counts.widen(by_entity, "documents"))

# %% [markdown]
# ## How many quotes?
#
# Where a corpus has single quotes, those with a settled coding are counted. The study published no quotes, only their number by side and kind of issuer; those counts are summed.

# %%
has_quotes = results.has_table(corpus, "quotes")
quotes = results.read_table(corpus, "quotes") if has_quotes else documents.iloc[:0]
is_single = "quote_id" in quotes.columns
if is_single:
    quotes = counts.locate_quotes(quotes, codings, documents)
weight = "quotes" if has_quotes and not is_single else None
quotes_by_entity = counts.count_by_entity(quotes, sides, "quotes", weight)
show(counts.widen(quotes_by_entity, "quotes"))

# %% [markdown]
# ## How many quotes per document?
#
# A high number may mean a long document or a dense one; it is no measure of interest.

# %%
per_document = counts.divide_quotes(by_entity, quotes_by_entity)
show(counts.widen(per_document, "quotes_per_document"), decimals=1)

# %% [markdown]
# ## Which categories does each side speak to?
#
# Settled, specific codings that name a document. The share is of that side's named documents of that kind.

# %%
by_category = counts.count_categories(codings, documents, categories)
names = name_categories(categories, "en")
wide = by_category.pivot_table("codings", "category", "side", aggfunc="sum", fill_value=0)
show(wide.reindex(columns=sides).loc[by_category["category"].unique()].reset_index(), names=names)

# %% [markdown]
# ## How much of each side lies outside the taxonomy?
#
# Passages on AI governance that no category covers, by theme, where a corpus records them. What a taxonomy leaves out of each side is a result of its own.

# %%
outside = None
if results.has_table(corpus, "residual") and is_single:
    outside = counts.count_residual(results.read_table(corpus, "residual"), quotes)
    print(results.write_table(outside, corpus, "residual_by_theme"))
else:
    print("This corpus does not record passages that no category covers.")

# %%
None if outside is None else show(outside.groupby("side", sort=False).head(8))

# %% [markdown]
# ## What was read, and what does each document bring?
#
# Where a reading log shows how far each coder came: the length of each text and what was found in it.

# %%
read = None
if results.has_table(corpus, "reading_log") and outside is not None:
    log, residual = (results.read_table(corpus, name) for name in ("reading_log", "residual"))
    read = reading.list_read(log, documents, codings, residual, sides)
    print(results.write_table(read, corpus, "documents_read"))
None if read is None else show(read)

# %% [markdown]
# ## What if one kind of issuer carries a side?
#
# Then the comparison is less between two countries than between two offices.

# %%
show(speakers.share_quotes(quotes_by_entity))

# %% [markdown]
# ## Check and write

# %%
total = by_entity.query("side == 'Total' and entity_type == 'Total'")["documents"].item()
assert total == len(documents), "the margins do not add up to the documents: is an issuer unknown?"
blank = per_document["quotes_per_document"].isna()
assert (blank == (by_entity["documents"] == 0)).all(), "a cell without documents has a rate"
assert by_category["document_share"].between(0, 1).all(), "more documents speak than there are"
print(results.write_table(by_entity, corpus, "documents_by_entity"))
print(results.write_table(quotes_by_entity, corpus, "quotes_by_entity"))
print(results.write_table(per_document, corpus, "quotes_per_document"))
print(results.write_table(by_category, corpus, "category_by_entity"))
if is_single:
    by_issuer = speakers.count_codings(codings, documents, sides)
    print(results.write_table(by_issuer, corpus, "codings_by_entity"))

# %% [markdown]
# ## Answer

# %%
found = {"has_quotes": has_quotes}
found |= speakers.find_counts(by_entity, quotes_by_entity, codings, sides, outside)
if read is not None:
    found |= reading.find_reading(log, documents, codings)
print(results.write_findings(found, corpus, "02_tabulate_quotes"))
if found["largest_side"]:
    print(
        f"{found['documents']} documents bring {found['quotes']} quotes; the largest single "
        f"source of a side is {name_side(found['largest_side'], 'en')}, "
        f"{name_value('entity', found['largest_entity_type'], 'en')}, with "
        f"{found['largest_share']:.0%} of that side's quotes."
    )

# %%
show(lay_out(found))

# %% [markdown]
# Next: [on what do the two sides mean the same thing?](03_grade_overlap.ipynb)
