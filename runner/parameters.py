"""The parameters of the notebooks: read by syntax tree, checked before a kernel starts."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.base.errors import CommonGroundError, ParameterError, shorten, suggest
from runner.project import Project, import_function

TYPES: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool, "list": list}
A_NAME = re.compile(r"[A-Za-z_]\w*")
BARE_ITEM = re.compile(r"[^\s,\[\]'\"]+")

Value = str | int | float | bool | list[str]


@dataclass(frozen=True)
class Declared:
    """A parameter as a notebook declares it."""

    name: str
    annotation: str
    default: Value


def read_declared(notebook: Path) -> dict[str, Declared]:
    """Return the parameters that the cell tagged ``parameters`` of a notebook declares.

    Raises
    ------
    CommonGroundError
        If the cell holds anything but annotated literals: papermill would inject a value
        below it, and what was derived from the default would be stale.
    """
    cells = json.loads(notebook.read_bytes())["cells"]
    tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    source = "".join(tagged[0]["source"]) if tagged else ""
    return {d.name: d for d in (_declare(node, notebook) for node in ast.parse(source).body)}


def _declare(node: ast.stmt, notebook: Path) -> Declared:
    """Read one annotated literal."""
    try:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            raise ValueError
        annotation = ast.unparse(node.annotation).split("[")[0]
        default: Any = ast.literal_eval(node.value) if node.value else None
        if annotation == "float" and type(default) is int:
            default = float(default)
        if type(default) is not TYPES[annotation]:
            raise ValueError
    except (ValueError, KeyError):
        raise CommonGroundError(
            f"'{ast.unparse(node)}' is no annotated literal",
            where=f"{notebook.name}, parameters cell",
            remedy=f"write 'name: type = value' with one of {', '.join(TYPES)}",
        ) from None
    return Declared(node.target.id, annotation, default)


PLAIN = str.maketrans(
    "\u201c\u201d\u201e\u201f\uff02\u2018\u2019\u201a\u201b\uff07\uff3b\uff3d\uff0c\uff1d",
    "\"\"\"\"\"'''''[],=",
)
"""Typographic and full-width signs, and the plain ones they stand for."""


def split_settings(text: str) -> list[str]:
    """Split ``a=1 b=[...]`` at the spaces that stand outside quotes and brackets.

    ``shlex`` would take the quotation marks out of a list. Marks, brackets and commas as word
    processors and Chinese keyboards write them are taken for the plain ones.

    >>> split_settings('weak_below=0.4 exclude_documents=["a", "b"]')
    ['weak_below=0.4', 'exclude_documents=["a", "b"]']
    >>> split_settings("sides=［“US”，“CN”］")
    ['sides=["US","CN"]']
    """
    words, word, quote, depth = [], "", "", 0
    for sign in text.translate(PLAIN):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "[]":
            depth += 1 if sign == "[" else -1
        elif sign.isspace() and depth <= 0:
            words.append(word)
            word = ""
            continue
        word += sign
    return [w for w in [*words, word] if w]


def parse_value(text: str, parameter: Declared) -> Value:
    """Read a value as the annotation says.

    >>> parse_value('["us-a", "cn-b"]', Declared("exclude_documents", "list", []))
    ['us-a', 'cn-b']
    >>> parse_value("1", Declared("strong_from", "float", 0.75))
    1.0

    Raises
    ------
    ParameterError
        If the text is no such value.
    """
    kind = parameter.annotation
    value = _read_literal(text)
    if kind == "str":
        return value if isinstance(value, str) else text
    if kind == "list" and text == "":
        return []
    if kind == "list" and value is None:
        value = BARE_ITEM.findall(text)
    if kind == "float" and type(value) is int:
        value = float(value)
    if type(value) is TYPES[kind] and (kind != "list" or all(type(v) is str for v in value)):
        return value
    example = {"bool": "true or false", "list": 'a list such as ["us-a","cn-b"]',
               "int": "a whole number", "float": "a number"}[kind]  # fmt: skip
    raise ParameterError(
        f"parameter {parameter.name}={shorten(text)!r} has the wrong type", remedy=f"give {example}"
    )


def _read_literal(text: str) -> Any:
    """Return the Python or JSON literal, or None where the text is none."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def parse_settings(text: str, declared: Mapping[str, Declared]) -> dict[str, Value]:
    """Read ``name=value name=value`` against what the notebooks declare.

    Raises
    ------
    ParameterError
        If a name is unknown or given twice, or a value has the wrong type.
    """
    values: dict[str, Value] = {}
    for word in split_settings(text):
        name, sign, value = word.partition("=")
        if not sign or not A_NAME.fullmatch(name):
            raise ParameterError(f"'{shorten(word)}' is no setting", remedy="write name=value")
        if name not in declared:
            said = f"unknown parameter '{shorten(name)}'"
            raise ParameterError(said, remedy=suggest(name, declared))
        if name in values:
            raise ParameterError(f"parameter {name} is given twice", remedy="give it once")
        values[name] = parse_value(value, declared[name])
    return values


def check_values(
    given: Mapping[str, Value], declared: Mapping[str, Declared], project: Project
) -> None:
    """Ask the domain whether it can use all values: the given ones, and the defaults of the rest.

    Raises
    ------
    ParameterError
        With one sentence on the first value that cannot be used.
    """
    values = {name: d.default for name, d in declared.items()} | dict(given)
    import_function(project.parameters)(values, project.data)
