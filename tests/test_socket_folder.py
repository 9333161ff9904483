"""The private folder of a run's sockets: short enough, and none of a killed run is left."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from analysis.base.errors import CommonGroundError
from runner import files


def test_the_folder_of_a_killed_run_goes_and_that_of_a_living_one_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(files, "LONGEST", 1000)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = (f"common-ground-{ended.pid}-a", f"common-ground-{os.getpid()}-b", "common-ground-c-d")
    for name in names:
        (tmp_path / name).mkdir()
    made = files.make_socket_folder()
    assert made.parent == tmp_path and made.stat().st_mode & 0o777 == 0o700
    assert [(tmp_path / name).is_dir() for name in names] == [False, True, True]


def test_a_temporary_folder_with_a_long_path_is_not_taken(tmp_path, monkeypatch):
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    made = files.make_socket_folder()
    made.rmdir()
    assert made.parent == Path("/tmp")
    monkeypatch.setattr(files, "LONGEST", 3)
    with pytest.raises(CommonGroundError, match="too long a path for a socket"):
        files.make_socket_folder()
