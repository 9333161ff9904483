"""``python -m runner <command>``: what the Makefile calls.

Exit codes: 0 done, 1 something failed, 2 a parameter was refused before anything ran.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import importlib.util
import os
import sys
from pathlib import Path

from analysis.base.errors import CommonGroundError, ParameterError, suggest
from analysis.base.words import LANGUAGES

ELSEWHERE = {
    "sources": ("analysis.readers.obtain", "obtain the source texts"),
    "dictionary": ("report.dictionary", "write data/README.md from the schema"),
}
"""Commands of other modules: their ``main(arguments)`` returns the exit code."""

OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}
"""What a user can mend without knowing the program."""


class Parser(argparse.ArgumentParser):
    """Says in one sentence what it does not understand."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Raise instead of printing the usage."""
        raise ParameterError(message, remedy="see python -m runner --help")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = Parser(prog="python -m runner", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=Parser)
    paper = commands.add_parser("paper", help="run the chain and build the report")
    paper.add_argument("--corpus", default="", help="one corpus instead of all that ship")
    paper.add_argument("--set", default="", dest="settings", help="'name=value name=value'")
    paper.add_argument("--language", choices=LANGUAGES, help="language of figures and report")
    paper.add_argument("--no-report", action="store_true", help="run the notebooks only")
    paper.add_argument("--force", action="store_true", help="execute what is up to date as well")
    paper.add_argument("--from-environment", action="store_true", help="take CORPUS and SET")
    accept = commands.add_parser("accept", help="store the outputs in notebooks/")
    accept.add_argument("--force", action="store_true", help="execute every notebook again")
    twin = commands.add_parser("twin", help="convert between notebook and script, run nothing")
    twin.add_argument("--to-notebook", action="store_true", help="from script to notebook")
    twin.add_argument("files", nargs="+", type=Path)
    sweep = commands.add_parser("sweep", help="grade with nine pairs of cuts")
    sweep.add_argument("--corpus", default="")
    sweep.add_argument("--from-environment", action="store_true", help="take CORPUS")
    bench = commands.add_parser("bench", help="measure the chain against the usual ways")
    bench.add_argument("--rounds", type=int, default=3)
    for name, (_, text) in ELSEWHERE.items():
        commands.add_parser(name, help=text, add_help=False)
    return parser


def run_command(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    parser = make_parser()
    options, rest = parser.parse_known_args(arguments)
    if options.command in ELSEWHERE:
        module = ELSEWHERE[options.command][0]
        if importlib.util.find_spec(module) is None:
            raise CommonGroundError(f"there is no {module} yet")
        return int(importlib.import_module(module).main(rest) or 0)
    if rest:
        raise ParameterError(f"unknown argument {rest[0]}", remedy=suggest(rest[0], vars(options)))
    run = {"paper": run_paper, "accept": run_accept, "twin": run_twin, "sweep": run_sweep,
           "bench": run_bench}[options.command]  # fmt: skip
    run(options)
    return 0


def run_paper(options: argparse.Namespace) -> None:
    """Run the chain and build the report."""
    from runner.last_step import make_paper
    from runner.plan import make_plan
    from runner.project import Project

    corpus, settings = options.corpus, options.settings
    if options.from_environment:
        corpus, settings = os.environ.get("CORPUS", ""), os.environ.get("SET", "")
    extra = {"language": options.language} if options.language else {}
    project = Project.from_environment()
    plan = make_plan(project, [corpus] if corpus else [], settings, extra=extra)
    if plan.given:
        say(f"other than default parameters: results go to {project.show(plan.project.base)}")
    make_paper(plan, say, not options.no_report, options.force)


def run_accept(options: argparse.Namespace) -> None:
    """Store the outputs of the notebooks, and the report that a run makes of them."""
    from runner.accept import accept
    from runner.last_step import make_paper
    from runner.plan import make_plan
    from runner.project import Project

    project = Project.from_environment()
    accept(project, say, options.force)
    make_paper(make_plan(project, []), say)
    report = importlib.import_module(project.report.partition(":")[0])
    for line in report.store_paper(project.base):
        say(line)


def run_twin(options: argparse.Namespace) -> None:
    """Convert between notebooks and scripts."""
    from runner.accept import to_notebooks, to_twins
    from runner.project import Project

    convert = to_notebooks if options.to_notebook else to_twins
    convert(options.files, Project.from_environment(), say)


def run_sweep(options: argparse.Namespace) -> None:
    """Grade with nine pairs of cuts."""
    from runner.project import Project
    from runner.sweep import sweep

    corpus = os.environ.get("CORPUS", "") if options.from_environment else options.corpus
    sweep(Project.from_environment(), corpus, say)


def run_bench(options: argparse.Namespace) -> None:
    """Measure."""
    from bench.chain import bench

    bench(options.rounds, say)


def say(text: str) -> None:
    """Print a line at once, also into a pipe, and in one piece where threads speak."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the command line; every error that was raised on purpose is one sentence."""
    try:
        return run_command(sys.argv[1:])
    except ParameterError as error:
        print(error, file=sys.stderr)
        return 2
    except CommonGroundError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in OF_THE_DISK:
            raise
        place = f" ({error.filename})" if error.filename else ""
        print(f"{error.strerror}{place}: free some disk space or make the folder writable, "
              "then run again", file=sys.stderr)  # fmt: skip
        return 1
    except KeyboardInterrupt:
        print("interrupted: finished steps are kept, run again to go on", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
