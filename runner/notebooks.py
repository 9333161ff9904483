"""Notebook files: their sources, their normal form, their percent-script twins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.base.store import hash_bytes

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
PYTHON = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
# magics are left alone: a heading of one word and a question mark is taken for one
PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
VOLATILE = ("papermill", "execution", "collapsed", "scrolled")


def hash_sources(content: bytes) -> str:
    """Return the hash of what a notebook says: cell types, sources and tags, not its outputs.

    >>> cell = {"cell_type": "code", "source": ["1"], "metadata": {}, "outputs": []}
    >>> one = hash_sources(json.dumps({"cells": [cell]}).encode())
    >>> one == hash_sources(json.dumps({"cells": [cell | {"outputs": [1], "id": "x"}]}).encode())
    True
    """
    cells = [
        (cell["cell_type"], "".join(cell["source"]), cell.get("metadata", {}).get("tags", []))
        for cell in json.loads(content)["cells"]
    ]
    return hash_bytes(json.dumps(cells).encode())


def normalise(notebook: Any) -> Any:
    """Return a notebook without anything that differs between two runs: ids, times, versions."""
    number = 0
    for cell in notebook.cells:
        for key in VOLATILE:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"  # the ids of the other cells stay as they are
            continue
        cell["id"] = f"cell-{number:02d}"
        number += 1
    notebook.metadata.clear()
    notebook.metadata.update(kernelspec=dict(KERNELSPEC), language_info=dict(PYTHON))
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def join_streams(outputs: list[Any]) -> list[Any]:
    """Return outputs with neighbouring pieces of printed text joined.

    How a kernel cuts what a cell prints into pieces is a matter of timing.

    >>> piece = {"output_type": "stream", "name": "stdout"}
    >>> join_streams([piece | {"text": "a\\n"}, piece | {"text": "b\\n"}])
    [{'output_type': 'stream', 'name': 'stdout', 'text': 'a\\nb\\n'}]
    """
    joined: list[Any] = []
    streams: dict[str, Any] = {}  # those since the last output that is no stream
    for output in outputs:
        if output["output_type"] != "stream":
            streams.clear()
        elif output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        else:
            streams[output["name"]] = output
        joined.append(output)
    return joined


def dump_notebook(notebook: Any) -> bytes:
    """Return the bytes of a normalised notebook."""
    import nbformat

    return (nbformat.writes(normalise(notebook)).rstrip("\n") + "\n").encode()


def read_notebook(path: Path) -> Any:
    """Return a notebook as nbformat reads it."""
    import nbformat

    return nbformat.reads(path.read_text("utf-8"), as_version=4)


def make_twin(notebook: Any) -> bytes:
    """Return the percent-script of a notebook: sources and tags, no header, no outputs.

    It is for reading, review and diffs; the notebook is the source.
    """
    import copy

    import jupytext

    bare = copy.deepcopy(normalise(notebook))
    bare.metadata.clear()
    for cell in bare.cells:
        cell.metadata = {k: v for k, v in cell.metadata.items() if k == "tags"}
    bare.metadata["jupytext"] = {"notebook_metadata_filter": "-all"}
    return (jupytext.writes(bare, fmt=PERCENT).rstrip("\n") + "\n").encode()


def from_twin(script: str) -> Any:
    """Return the notebook, without outputs, of a percent-script."""
    import jupytext

    return normalise(jupytext.reads(script, fmt=PERCENT))
