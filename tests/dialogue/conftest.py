"""The dialogue tables, free to be broken, and what is shown of their topics."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.base.paths import ROOT
from analysis.dialogue.load import Dialogue, load_dialogue


@pytest.fixture
def folder(data_root: Path) -> Path:
    """Return a copy of the dialogue tables, free to be broken."""
    shutil.copytree(ROOT / "data" / "codebook", data_root / "codebook", dirs_exist_ok=True)
    return Path(shutil.copytree(ROOT / "data" / "dialogue", data_root / "dialogue"))


@pytest.fixture(scope="session")
def shipped() -> Dialogue:
    """Return the dialogue tables as they ship, not to be changed."""
    return load_dialogue()
