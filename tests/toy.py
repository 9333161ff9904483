"""A toy project for the tests of the chain: four small notebooks, one tiny corpus, a report.

``run_toy`` executes it without kernels (the notebook's code runs in the process itself), which
makes it fast enough to be killed twenty times; ``make_toy`` alone gives a project that the real
kernels can run. As a script it runs a toy and, on request, kills itself at the n-th change that
it makes to a file.
"""

import json
import os
import signal
import sys
import types
from dataclasses import dataclass, field
from pathlib import Path

from runner.chain import Step
from runner.notebooks import dump_notebook, from_twin
from runner.project import Project

CHAIN = (
    Step("01_read", reads=("data/{corpus}/*.csv",)),
    Step("02_count", needs=("01_read",)),
    Step("03_grade", needs=("01_read",)),
    Step("04_draw", needs=("02_count", "03_grade")),
)
HELPERS = '''
# %% tags=["helpers"]
import os
from analysis.base.paths import data_root, figures_folder, findings_folder, tables_folder
from analysis.base.store import write_bytes

def place(name):
    kind, _, rest = name.partition("/")
    folder = {"tables": tables_folder, "figures": figures_folder, "findings": findings_folder}
    return folder[kind](corpus) / rest if kind in folder else data_root() / rest

def read(name):
    return place(name).open(encoding="utf-8").read()

def write(name, text):
    write_bytes(place(name), text.encode())
'''
PARAMETERS = '# %% tags=["parameters"]\ncorpus: str = "tiny"\n'
BODIES = {
    "01_read": """
text = read("data/tiny/documents.csv")
write("tables/documents.csv", text)
write("tables/log.csv", str(len(text)))
print(len(text), exclude_documents)
""",
    "02_count": """
n = read("tables/documents.csv").count("US")
write("tables/counts.csv", str(n))
n
""",
    "03_grade": """
text = read("tables/documents.csv")
write("tables/overlap.csv", f"{strong_from} {len(text) // 1000}")
write("findings/03_grade.json", "{}")
print(strong_from)
""",
    "04_draw": 'write("figures/map.svg", read("tables/overlap.csv") + read("tables/counts.csv"))',
}
KNOBS = {
    "01_read": 'exclude_documents: list = []\nsides: list = ["US", "CN"]\n',
    "03_grade": "strong_from: float = 0.75\nweak_below: float = 0.5\nresamples: int = 100\n"
    'seed: int = 1\nlanguage: str = "en"\nshow_passages: bool = False\n',
}
DOCUMENTS = "document_id,country\nus-a,US\nus-b,US\ncn-a,CN\n"


def make_toy(root: Path, bodies: dict[str, str] | None = None) -> Project:
    """Write the toy project into a folder."""
    for folder in ("notebooks", "data/tiny", "data/other", "paper"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name, body in {**BODIES, **(bodies or {})}.items():
        script = [f"# %% [markdown]\n# # {name}?\n\n", PARAMETERS, KNOBS.get(name, ""), HELPERS,
                  "\n# %% [markdown]\n# ## The work\n\n# %%\n", body]  # fmt: skip
        content = dump_notebook(from_twin("".join(script)))
        (root / "notebooks" / f"{name}.ipynb").write_bytes(content)
    for corpus in ("tiny", "other"):
        (root / "data" / corpus / "documents.csv").write_text(DOCUMENTS, "utf-8")
    (root / "data" / "tiny" / "codings.csv").write_text("coding_id\n", "utf-8")
    (root / "paper" / "paper.md").write_text("text\n", "utf-8")
    (root / "uv.lock").write_text("lock\n", "utf-8")
    return open_toy(root)


def open_toy(root: Path) -> Project:
    """Return the toy project of a folder."""
    root = root.resolve()
    report = "tests.toy:build_report"
    return Project(root, root / "data", root / "build", report=report)


def build_report(
    corpora: list[str], out: Path, language: str, given: dict[str, object]
) -> list[Path]:
    """Build a toy report from one figure."""
    base = Path(os.environ["COMMON_GROUND_OUTPUT"])
    text = "".join((base / c / "figures" / "map.svg").read_text("utf-8") for c in corpora)
    made = [out / "paper.html", out / "paper.pdf"]
    for path in made:
        path.write_text(f"{language} {text}", "utf-8")
    return made


@dataclass
class Executed:
    """Like the one of runner.execute."""

    notebook: bytes = b""
    reads: list = field(default_factory=list)
    writes: list = field(default_factory=list)
    code: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    problem: str = ""
    log: str = ""


class Kernels:
    """Like the one of runner.execute, without kernels."""

    def __init__(self, lock):
        """Need no preparation."""

    def close(self):
        """Leave nothing."""


def execute(kernels, project, content, name, parameters, progress):
    """Run the code cells of a notebook in this process; note what they read and write."""
    from analysis.base.store import write_bytes

    done = Executed()
    notebook = json.loads(content)
    values = {"print": lambda *_: None}

    def place(name):
        prefix = "" if name.startswith("data/") else "build/"
        kind, _, rest = name.partition("/")
        corpus = values["corpus"]
        if kind == "figures":
            return f"figures/{corpus}/{rest}"
        return f"{prefix}{corpus}/{name}" if prefix else name

    def read(name):
        done.reads.append(place(name))
        return project.path(place(name)).read_text("utf-8")

    def write(name, text):
        done.writes.append(place(name))
        write_bytes(project.path(place(name)), text.encode(), project.scratch)

    # a stand-in for importing a module of the toy's own
    values |= {"read": read, "write": write, "load": done.code.append}
    try:
        for cell in notebook["cells"]:
            tags = cell["metadata"].get("tags", [])
            if cell["cell_type"] == "code" and "helpers" not in tags:
                exec("".join(cell["source"]), values)
                values.update(parameters if "parameters" in tags else {})
    except Exception as error:
        done.problem = f"{name} failed: {error}"
    done.notebook = content
    return done


def without_kernels() -> dict[str, types.SimpleNamespace]:
    """Return the modules that stand in for the real kernels."""
    return {"runner.execute": types.SimpleNamespace(execute=execute, Kernels=Kernels)}


def run_toy(
    project: Project, settings: str = "", with_report: bool = False, is_failing: bool = False
) -> list[str]:
    """Run the toy; return the lines that a user would see."""
    from runner.last_step import make_paper
    from runner.plan import make_plan
    from runner.run import StepsFailed

    lines: list[str] = []
    plan = make_plan(project, ["tiny"], settings, chain=CHAIN)
    plan.is_named = False  # as if tiny were all that ships: the report is the run's
    try:
        make_paper(plan, lines.append, with_report=with_report)
    except StepsFailed as error:
        if not is_failing:
            raise
        lines.append(str(error))
    else:
        assert not is_failing, lines
    return lines


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every result; what is hidden is no result."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    }


def die_at(moment: int, root: str) -> list[int]:
    """Kill this process group at the n-th change to a file below a folder; count the changes."""
    count = [0]

    def watch(event, args):
        is_write = event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)
        if is_write or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
            path = args[0] if isinstance(args[0], (str, os.PathLike)) else ""
            if os.fspath(path).startswith(root):
                count[0] += 1
                if count[0] == moment:
                    os.killpg(0, signal.SIGKILL)

    sys.addaudithook(watch)
    return count


if __name__ == "__main__":
    place, moment, kind = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if kind == "fake":
        sys.modules.update(without_kernels())
    toy = open_toy(place)
    counter = die_at(moment, str(toy.root))
    for line in run_toy(toy, with_report=True):
        print(line, flush=True)
    print(f"changes: {counter[0]}")
