"""What code a step is made from: the modules it loaded, and the files beside them that they read.

A module that a step did not load cannot change what it makes: with all that it did load as it
was, the same lines run and load the same. So a step is due when one of those files has changed or
is gone, or when a new file would be loaded in the place of one.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from runner.files import list_files
from runner.manifest import Hashes, hash_files
from runner.project import Project

PACKAGES = ("analysis", "report")
"""The folders whose modules a step or the report may load."""
COMPILED = (".so", ".pyd")
MODULES = (".py", *COMPILED)


@dataclass(frozen=True)
class Code:
    """The code of a checkout, hashed once; after an edit during a run the next one re-runs.

    ``files`` is all that may be loaded, ``common`` what every step is made from.
    """

    files: Hashes
    common: Hashes

    @classmethod
    def read(cls, project: Project) -> Code:
        """Return the code of a checkout as it is now."""
        root, notebooks = project.root, project.notebooks
        files = [path for name in PACKAGES for path in list_files(root / name)]
        # these are first where Python looks, whatever a notebook imports; a twin has no such name
        first = [p for p in notebooks.glob("*.py") if not p.with_suffix(".ipynb").is_file()]
        first += [*notebooks.glob("*/__init__.py"), *root.glob("*.py"), root / "uv.lock"]
        common = hash_files(first, project) | {"python": platform.python_version()}
        return cls(hash_files(files, project), common)

    def select(self, loaded: Iterable[str]) -> Hashes:
        """Return the files that a step has loaded as they are now, and what would replace them."""
        names = set(loaded)
        names |= {rival for name in names for rival in self._find_rivals(PurePosixPath(name))}
        return {name: self.files[name] for name in names & self.files.keys()} | self.common

    def _find_rivals(self, path: PurePosixPath) -> list[str]:
        """Return what would be loaded in the place of a module, or beside a file that is read.

        >>> code = Code({"a/b.py": "1", "a/b/__init__.py": "2", "a/f.otf": "3", "a/g.otf": "4"}, {})
        >>> code._find_rivals(PurePosixPath("a/b.py")), code._find_rivals(PurePosixPath("a/g.otf"))
        (['a/b/__init__.py'], ['a/f.otf', 'a/g.otf'])
        """
        beside = [PurePosixPath(n) for n in self.files if n.startswith(f"{path.parent}/")]
        if path.suffix in MODULES:
            stem = path.name.split(".")[0]
            package = path.parent / stem / "__init__.py"
            return [
                str(other)
                for other in beside
                if other == package
                or (other.parent == path.parent and other.name.split(".")[0] == stem
                    and other.suffix in COMPILED)
            ]  # fmt: skip
        # whoever reads one file of a folder may list the folder
        return [str(o) for o in beside if o.parent == path.parent and o.suffix not in MODULES]


def pick_code(seen: Mapping[str, list[str]], project: Project) -> list[str]:
    """Return the names of the modules that were loaded, and of the files read beside them."""
    paths = [*seen.get("modules", []), *seen.get("reads", [])]
    names = {project.name(Path(p)) or "" for p in paths if "__pycache__" not in p}
    return sorted(n for n in names if n.split("/")[0] in PACKAGES)
