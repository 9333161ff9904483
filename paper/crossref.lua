-- Numbers sections, figures and tables, and turns @sec:x, @fig:x and @tbl:x into links.
-- Runs before citeproc, which would take them for citations.

local labels = {}
local forms = {}
local words_large = ""
local counts = { sec = 0, sub = 0, fig = 0, tbl = 0 }

local function register(id, kind, number)
  if labels[id] then
    error("two things of the report are named " .. id)
  end
  labels[id] = forms[kind]:gsub("{n}", number)
  return labels[id]
end

local function kind_of(id)
  local kind = id:match("^(%a+):")
  return forms[kind] and kind or nil
end

local function read_forms(meta)
  for _, kind in ipairs({ "sec", "fig", "tbl" }) do
    forms[kind] = pandoc.utils.stringify(meta["label-" .. kind])
  end
  words_large = pandoc.utils.stringify(meta["open-large"])
end

local function number_header(header)
  if header.level > 2 or header.classes:includes("unnumbered") then
    return nil
  end
  local number
  if header.level == 1 then
    counts.sec, counts.sub = counts.sec + 1, 0
    number = tostring(counts.sec)
  else
    counts.sub = counts.sub + 1
    number = counts.sec .. "." .. counts.sub
  end
  if kind_of(header.identifier) == "sec" then
    register(header.identifier, "sec", number)
  end
  header.content:insert(1, pandoc.Space())
  header.content:insert(1, pandoc.Str(number))
  return header
end

local function head_caption(block, kind)
  if kind_of(block.identifier) ~= kind then
    return nil
  end
  counts[kind] = counts[kind] + 1
  local label = register(block.identifier, kind, tostring(counts[kind]))
  local first = block.caption.long[1]
  first.content:insert(1, pandoc.Space())
  first.content:insert(1, pandoc.Strong(label .. "."))
  return block
end

-- A picture on a page can be opened at its full size, without a script.
local function open_large(figure)
  if not FORMAT:match("html") or figure.identifier == "" then
    return nil
  end
  local id = "large-" .. figure.identifier:gsub(":", "-")
  return figure:walk({
    Image = function(image)
      return {
        pandoc.RawInline("html", '<input type="checkbox" class="large" id="' .. id
          .. '" aria-label="' .. words_large .. '"><label for="' .. id
          .. '" title="' .. words_large .. '">'),
        image,
        pandoc.RawInline("html", "</label>"),
      }
    end,
  })
end

local function resolve(cite)
  local id = cite.citations[1].id
  if not kind_of(id) then
    return nil
  end
  if #cite.citations > 1 or not labels[id] then
    error("the report refers to " .. id .. ", which it does not have")
  end
  return pandoc.Link(labels[id], "#" .. id)
end

-- The line under a heading stays with the table below it; only Typst has to be told.
local function keep_with_next(div)
  if div.classes:includes("keep") and FORMAT == "typst" then
    local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#block(sticky: true)[") })
    blocks:extend(div.content)
    blocks:insert(pandoc.RawBlock("typst", "]"))
    return blocks
  end
end

function Pandoc(doc)
  read_forms(doc.meta)
  doc = doc:walk({
    traverse = "topdown",
    Header = number_header,
    Figure = function(figure) return head_caption(figure, "fig") end,
    Table = function(table) return head_caption(table, "tbl") end,
  })
  return doc:walk({ Cite = resolve, Div = keep_with_next, Figure = open_large })
end
