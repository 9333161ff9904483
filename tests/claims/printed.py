"""Templates and report print and choose: what in them computes, and what they print of no run."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from report.found import Printed
from report.parts import FORMATS, PAPER

STANDING = (
    r"FAccT ['’]25|CC BY 4\.0|Table 4|Table 5|Tables 1 to 3|\bF1\b|sections 4 and 5|January 2025",
    r"Executive Order 14110|第 14110 号行政令",
    r"表 ?4|表 ?5|表 ?1 ?至 ?3|第 ?4、5 ?节|第 ?4 ?节和第 ?5 ?节|2025 年 1 月",
    r"\{#[^}]*\}|@(?:fig|tbl|sec):[\w-]+|\[@[\w-]+\]",
)
"""Numerals that stand in the text itself: names, laws, places in the study, labels."""

PLAIN = (
    nodes.Template, nodes.TemplateData, nodes.Output, nodes.If, nodes.Assign, nodes.Name,
    nodes.Getattr, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.Not,
    nodes.And, nodes.Or, nodes.For, nodes.Include,
)  # fmt: skip
"""What a template may hold anywhere: text, names, parts of findings, choices by flags."""


def find_computing(source: str, environment: Environment, functions: Iterable[str]) -> list[str]:
    """Name what a template does besides printing and choosing by flags.

    Allowed are names and their parts, tests for being there, the filters that only format,
    calls of the report's functions, and, as what is handed to these, words joined to names.
    """
    known = frozenset(functions)
    return [f"line {line}: {what}" for line, what in _walk(environment.parse(source), known)]


def _walk(
    node: nodes.Node, functions: frozenset[str], is_handed: bool = False
) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.Call):
        # the function is named, and nothing else is called
        if not (isinstance(node.node, nodes.Name) and node.node.name in functions):
            yield node.lineno, "calls what is no function of the report"
        for child in (*node.args, *node.kwargs):
            yield from _walk(child, functions, is_handed=True)
        if node.dyn_args or node.dyn_kwargs:
            yield node.lineno, "hands over arguments that nobody sees"
        return
    problem = _find_problem(node, is_handed)
    if problem:
        yield node.lineno, problem
    for child in node.iter_child_nodes():
        yield from _walk(child, functions, is_handed)


def _find_problem(node: nodes.Node, is_handed: bool) -> str:
    name = type(node).__name__
    if isinstance(node, nodes.Name):
        return "prints where a loop stands" if node.name == "loop" else ""
    if isinstance(node, nodes.For):
        return "loops with a condition or recursively" if node.test or node.recursive else ""
    if isinstance(node, PLAIN):
        return ""
    if isinstance(node, nodes.Getitem):
        is_named = isinstance(node.arg, nodes.Name) or _is_word(node.arg)
        return "" if is_named else "takes a part by its number"
    if isinstance(node, nodes.Filter):
        return "" if node.name in FORMATS and not node.args else f"filters with '{node.name}'"
    if isinstance(node, nodes.Test):
        return "" if node.name == "defined" else f"tests for '{node.name}'"
    if isinstance(node, nodes.Const):
        is_flag = isinstance(node.value, bool)
        return "" if is_flag or _is_word(node) else f"holds the number {node.value}"
    if isinstance(node, (nodes.Concat, nodes.CondExpr)) and is_handed:
        parts = node.nodes if isinstance(node, nodes.Concat) else [node.expr1, node.expr2]
        is_worded = all(isinstance(part, nodes.CondExpr) or _is_word(part) or
                        (isinstance(part, nodes.Name) and part.name in ("a", "b"))
                        for part in parts)  # fmt: skip
        return "" if is_worded else "joins what is no word"
    return f"computes ({name})"


def _is_word(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def find_typed(source: str, environment: Environment) -> list[str]:
    """Name the numerals that are typed in a template, in its text or in its expressions.

    A document can be named by its identifier.
    """
    texts = []
    for node in environment.parse(source).find_all((nodes.TemplateData, nodes.Const)):
        if isinstance(node, nodes.TemplateData):
            texts.append(node.data)
        elif isinstance(node.value, str) and node.value != "us-eo-14110":
            texts.append(node.value)
    return [found for text in texts for found in re.findall(r".{0,20}\d.{0,20}", _strip(text))]


def _strip(text: str) -> str:
    for pattern in STANDING:
        text = re.sub(pattern, "", text)
    return text


COMPUTING_NAMES = frozenset({
    "len", "sum", "min", "max", "round", "abs", "divmod", "pow", "Counter", "Fraction", "Decimal",
    "mean", "median", "eval", "exec",
})  # fmt: skip
COMPUTING_METHODS = frozenset({
    "agg", "aggregate", "apply", "assign", "corr", "count", "crosstab", "cumsum", "describe", "div",
    "eq", "ge", "groupby", "gt", "isin", "isna", "le", "lt", "max", "mean",
    "median", "merge", "min", "mul", "ne", "notna", "nunique", "pivot", "pivot_table", "quantile",
    "query", "round", "shape", "size", "std", "sum", "total", "value_counts", "var",
    "__len__", "real", "numerator", "bit_length",
})  # fmt: skip
COMPUTING_OPERATORS = (ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
COMPARING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
FORBIDDEN_IMPORTS = re.compile(
    r"(pandas|numpy|scipy|statistics|math|operator|fractions|decimal|collections)(\.|$)"
)
ROOMS = re.compile(
    r"analysis\.(base|corpus\.(results|fields)|readers\.csv_tables|figures\.page)(\.|$)"
)
"""What the report may use of the analysis: words, tables as they are, the look of a figure.

Of other rooms it takes names in capitals only: fixed words, and no function.
"""


def find_computing_code(source: str) -> list[str]:
    """Name what a module of the report does besides choosing, ordering and formatting rows.

    Returns
    -------
    list of str
        ``function: what``; ``<module>`` outside any function.
    """
    tree = ast.parse(source)
    found = []
    for place, node in _list_nodes(tree, "<module>"):
        what = _name_computing(node)
        found += [f"{place}: {what}"] if what else []
    return found


def _list_nodes(node: ast.AST, place: str) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _list_nodes(child, child.name)
        else:
            yield place, child
            yield from _list_nodes(child, place)


def _name_computing(node: ast.AST) -> str:
    if isinstance(node, ast.Name) and node.id in COMPUTING_NAMES:
        return node.id
    if isinstance(node, ast.Attribute) and node.attr in COMPUTING_METHODS:
        return f".{node.attr}"
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, COMPUTING_OPERATORS):
        return type(node.op).__name__
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div):
        # a folder and the name of a file in it
        right = node.right if isinstance(node, ast.BinOp) else None
        is_text = isinstance(right, ast.Constant) and isinstance(right.value, str)
        return "" if is_text or isinstance(right, ast.JoinedStr) else "Div"
    if isinstance(node, ast.Compare) and any(isinstance(op, COMPARING) for op in node.ops):
        return "comparison"
    if isinstance(node, ast.Import):
        bad = [name.name for name in node.names if FORBIDDEN_IMPORTS.match(name.name)]
        return f"import {bad[0]}" if bad else ""
    if isinstance(node, ast.ImportFrom):
        return _name_import(node)
    return ""


def _name_import(node: ast.ImportFrom) -> str:
    module = node.module or ""
    if module == "collections.abc":
        return ""
    if FORBIDDEN_IMPORTS.match(module):
        return f"import {module}"
    if module.startswith("analysis.") and not ROOMS.match(module):
        named = [f"{module}.{name.name}" for name in node.names if not name.name.isupper()]
        functions = [name for name in named if not ROOMS.match(name)]
        return f"import {functions[0]}" if functions else ""
    return ""


def find_unknown(text: str, printed: Iterable[Printed], words: str) -> list[str]:
    """Name the numerals of a filled text that no run wrote and no text holds.

    Parameters
    ----------
    text, printed
        The report as Markdown, and what of it a run wrote.
    words
        Everything that may bring numerals of its own: the text of the templates, the list of
        words, titles and statements of the corpora.

    Returns
    -------
    list of str
        Each numeral with the letters beside it, where these do not stand so in ``words``; a
        numeral that stands alone between signs always.
    """
    for one in sorted(printed, key=lambda one: -one.start):
        text = f"{text[: one.start]}\ufffc{text[one.end :]}"
    for pattern in (*STANDING, r"!\[|\]\([\w.-]+\)\{[^}]*\}|\[@\{[^}]*\}\]"):
        text = re.sub(pattern, " ", text)
    unknown: list[str] = []
    narrow, wide = (_index(words, signs) for signs in (NARROW, WIDE))
    for line in _bare(text).splitlines():
        found = [c for part in _split(line, NARROW) for c in _list_contexts(part)]
        if any(context.isdigit() for context in found):
            # alone between signs: then what stands beyond the signs has to be the same
            unknown += _find_missing(_split(line, WIDE), wide)
        else:
            unknown += [context for context in found if not _stands(context, narrow)]
    return unknown


NARROW, WIDE = r"[^\w\s./*'’-]+", r"[|\ufffc]"
"""Signs at which a text is cut into stretches: all but those within words; only cells."""


def _bare(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def _split(line: str, signs: str) -> list[str]:
    """Return the stretches of a line between signs, each as its letters and digits alone."""
    return [re.sub(r"[\W_]", "", part) for part in re.split(signs, line)]


def _index(words: str, signs: str) -> str:
    lines = _bare(words).splitlines()
    return "\n".join(part for line in lines for part in _split(line, signs))


def _list_contexts(stretch: str) -> list[str]:
    """Return every numeral with the letters beside it: six before, three behind."""
    return re.findall(r"\D{0,6}\d+(?:\D{0,3}(?!\d))?", stretch)


def _find_missing(stretches: list[str], known: str) -> list[str]:
    found = [context for part in stretches for context in _list_contexts(part)]
    return [c for c in found if c.isdigit() or not _stands(c, known)]


def _stands(context: str, known: str) -> bool:
    before, after = (r"(?<!\d)" if context[0].isdigit() else ""), r"(?!\d)"
    return bool(re.search(before + re.escape(context) + after, known))


WORDY = ("documents", "other_sources", "positions", "discrepancies", "topics", "tracks", "rules")
"""Tables whose titles and statements the report prints."""


def list_words(language: str, data: Path, root: Path) -> str:
    """Return all text that a report may print beside the numbers of a run."""
    texts = [path.read_text("utf-8") for path in PAPER.rglob(f"*.{language}.md")]
    files = [root / "analysis" / "base" / "words.csv", *PAPER.glob("*.csv")]
    files += [path for path in sorted(data.glob("*/*.csv")) if path.stem in WORDY]
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            texts += [c for row in csv.reader(file) for c in row if re.search(r"[^\W\d_]", c)]
    return "\n".join(texts)
