"""The one way in which files are written: whole or not at all."""

import re
from pathlib import Path

import pytest

from analysis.base.errors import CommonGroundError
from analysis.base.store import dump_json, hash_file, read_json, write_bytes

ROOT = Path(__file__).parent.parent


def test_one_module_puts_files_into_place():
    sources = [p for room in ("analysis", "runner", "report") for p in (ROOT / room).rglob("*.py")]
    making = [p for p in sources if re.search(r"\bmkstemp\(|\bos\.fsync\(", p.read_text("utf-8"))]
    assert [p.relative_to(ROOT).as_posix() for p in making] == ["analysis/base/store.py"]


def test_a_file_that_cannot_be_replaced_stays_and_nothing_is_left_beside_it(tmp_path):
    target, scratch = tmp_path / "a.csv", tmp_path / ".part"
    target.mkdir()
    (target / "x").touch()
    with pytest.raises(CommonGroundError, match=r"cannot write table a: Is a directory: free some"):
        write_bytes(target, b"new", scratch, "table a")
    assert (target / "x").exists() and not list(scratch.iterdir())


def test_what_is_written_is_read_back_and_what_is_broken_counts_as_nothing(tmp_path):
    path = tmp_path / "deep" / "a.json"
    assert (hash_file(path), read_json(path)) == (None, {})
    write_bytes(path, dump_json({"b": 1, "a": "重"}), tmp_path)
    assert path.read_text("utf-8") == '{\n "a": "重",\n "b": 1\n}\n'
    assert read_json(path) == {"a": "重", "b": 1}
    path.write_text('{"b": ')
    assert read_json(path) == {}
