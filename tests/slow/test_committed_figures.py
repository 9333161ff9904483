"""The figures that are committed are those of a run."""

from __future__ import annotations

import matplotlib
import pytest

from analysis.base.paths import ROOT


@pytest.mark.slow
def test_a_default_run_leaves_the_committed_figures_as_they_are(fresh):
    pinned = f'name = "matplotlib"\nversion = "{matplotlib.__version__}"'
    if pinned not in (ROOT / "uv.lock").read_text(encoding="utf-8"):
        pytest.skip("bytes are compared in the pinned environment only: matplotlib differs")
    for folder in sorted(fresh.glob("*/figures")):
        committed = ROOT / "figures" / folder.parent.name
        assert {p.name for p in committed.iterdir()} == {p.name for p in folder.iterdir()}
        for path in sorted(folder.iterdir()):
            same = (committed / path.name).read_bytes() == path.read_bytes()
            assert same, f"figures/{committed.name}/{path.name} is stale: run make accept"
