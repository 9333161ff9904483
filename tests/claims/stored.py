"""Stored outputs are a claim: what is wrong with the outputs kept in a notebook."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from runner.notebooks import make_twin, read_notebook

Notebook = dict[str, Any]
PIXEL_TOLERANCE = 2
"""Levels of 255 by which a pixel may differ: rounding of the same drawing, not another one."""
PASSAGE = 60
"""So many characters in a row of a source are a passage, not a title or a turn of phrase."""


def list_code(notebook: Notebook) -> list[dict[str, Any]]:
    """Return the code cells that hold code."""
    cells = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    return [c for c in cells if "".join(c["source"]).strip()]


def find_unexecuted(notebook: Notebook) -> list[str]:
    """Name the cells that were never executed."""
    return [
        f"cell {number} was never executed"
        for number, cell in enumerate(list_code(notebook), 1)
        if cell["execution_count"] is None
    ]


def find_out_of_order(notebook: Notebook) -> list[str]:
    """Name the cells that were not executed first to last in a fresh kernel."""
    return [
        f"cell {number} was executed as number {cell['execution_count']}"
        for number, cell in enumerate(list_code(notebook), 1)
        if cell["execution_count"] not in (None, number)
    ]


def find_changed_text(stored: Notebook, fresh: Notebook) -> list[str]:
    """Name the cells whose printed text or table differs from a fresh run."""
    return _compare(stored, fresh, _texts, "its text differs from a fresh run")


def find_changed_images(stored: Notebook, fresh: Notebook) -> list[str]:
    """Name the cells whose figure differs from a fresh run by more than rounding."""
    problems = _compare(stored, fresh, lambda cell: len(_images(cell)), "a figure came or went")
    for number, (old, new) in enumerate(_pairs(stored, fresh), 1):
        for one, other in zip(_images(old), _images(new), strict=False):
            if one != other and _is_other_picture(_decode(one), _decode(other)):
                problems.append(f"cell {number}: its figure differs from a fresh run")
    return problems


def _is_other_picture(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape != other.shape or bool(np.abs(one - other).max() > PIXEL_TOLERANCE)


def find_passages(notebook: Notebook, sources: dict[str, str]) -> list[str]:
    """Name the source texts of which the stored outputs hold a passage."""
    outputs = "\n".join(_squeeze(_texts(cell)) for cell in list_code(notebook))
    windows = {outputs[i : i + PASSAGE] for i in range(max(len(outputs) - PASSAGE + 1, 0))}
    return [
        f"a passage of {name} is stored"
        for name, text in sources.items()
        if any(
            squeezed[i : i + PASSAGE] in windows
            for squeezed in [_squeeze(text)]
            for i in range(len(squeezed) - PASSAGE + 1)
        )
    ]


def find_twin_difference(notebook: Path, script: Path) -> list[str]:
    """Say whether the script twin is anything but the conversion of its notebook."""
    if not script.is_file():
        return [f"{script.name} is missing: run make accept"]
    is_same = script.read_bytes() == make_twin(read_notebook(notebook))
    return [] if is_same else [f"{notebook.name} and {script.name} differ: run make accept"]


def _pairs(stored: Notebook, fresh: Notebook) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pair the code cells, leaving out the cell that injects parameters."""
    new = [
        c for c in list_code(fresh) if "injected-parameters" not in c["metadata"].get("tags", [])
    ]
    return list(zip(list_code(stored), new, strict=False))


def _compare(stored: Notebook, fresh: Notebook, look: Any, said: str) -> list[str]:
    return [
        f"cell {number}: {said}"
        for number, (old, new) in enumerate(_pairs(stored, fresh), 1)
        if look(old) != look(new)
    ]


def _texts(cell: dict[str, Any]) -> str:
    parts = []
    for output in cell.get("outputs", []):
        parts += ["".join(output.get(kind, "")) for kind in ("text", "ename", "evalue")]
        data = output.get("data", {})
        parts += ["".join(data[kind]) for kind in sorted(data) if kind != "image/png"]
    return "\n".join(part for part in parts if not part.startswith("<IPython.core.display.Image"))


def _images(cell: dict[str, Any]) -> list[str]:
    """Return the figures of a cell as they are stored."""
    found = [output.get("data", {}).get("image/png") for output in cell.get("outputs", [])]
    return ["".join(image).replace("\n", "") for image in found if image]


def _decode(image: str) -> np.ndarray:
    """Return the pixels of a stored figure, in whole numbers that can be subtracted."""
    raw = io.BytesIO(base64.b64decode(image))
    return np.asarray(Image.open(raw).convert("RGB"), dtype=np.int16)


def _squeeze(text: str) -> str:
    return " ".join(text.split())
