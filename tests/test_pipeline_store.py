"""The one way in which files are written: whole or not at all."""

import errno
import re
from pathlib import Path

import pytest

from analysis.base.errors import CommonGroundError
from analysis.base.store import dump_json, hash_file, read_json, write_bytes

ROOT = Path(__file__).parent.parent


def test_one_module_puts_files_into_place():
    sources = [p for room in ("analysis", "runner", "report") for p in (ROOT / room).rglob("*.py")]
    signs = r"\bmkstemp\(|\bos\.fsync\(|\.replace\((target|place|path)\)"
    making = [p for p in sources if re.search(signs, p.read_text("utf-8"))]
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


@pytest.mark.parametrize("is_full", [False, True])
def test_a_file_comes_whole_from_another_disk_or_not_at_all(tmp_path, monkeypatch, is_full):
    target, scratch = tmp_path / "a" / "table.csv", tmp_path / "scratch"
    target.parent.mkdir()
    target.write_bytes(b"old")
    replace = Path.replace

    def refuse_other_disk(self, to):
        if self.parent == scratch:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(self, to)

    def copy(source, to):
        Path(to).write_bytes(b"ne")
        if is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        Path(to).write_bytes(Path(source).read_bytes())

    monkeypatch.setattr(Path, "replace", refuse_other_disk)
    monkeypatch.setattr("analysis.base.store.shutil.copyfile", copy)
    if is_full:
        with pytest.raises(CommonGroundError, match="No space left"):
            write_bytes(target, b"new", scratch, "table a")
    else:
        write_bytes(target, b"new", scratch, "table a")
    assert target.read_bytes() == (b"old" if is_full else b"new")
    assert not list(scratch.iterdir())
    assert [path.name for path in target.parent.iterdir()] == ["table.csv"]
