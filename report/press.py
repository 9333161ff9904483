"""From Markdown to PDF, HTML and DOCX: pandoc, Typst, and nothing that depends on the machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.base.errors import CommonGroundError, name_some
from analysis.base.words import translate
from analysis.figures.page import FONT_FOLDER
from report.docx import make_reference
from report.markup import escape, find_missing, name_missing
from report.pack import pack

READER = (
    "markdown-smart-raw_html-raw_tex-raw_attribute-tex_math_dollars-latex_macros"
    "-pandoc_title_block-example_lists-native_divs-native_spans-subscript-superscript-strikeout"
)
"""Markdown in which no other language can be written."""

LOCALES = {"en": "en-US", "zh": "zh-CN"}


def find_pandoc() -> str:
    """Return the pandoc that comes with the environment."""
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@dataclass(frozen=True)
class Press:
    """A scratch folder in which one report is printed.

    Attributes
    ----------
    work
        The scratch folder; holds the figures already.
    paper
        The folder of templates, filter and bibliography.
    language
        en or zh.
    facts
        version, date, the second since 1970 that the files bear (epoch), and what stands on every
        page (notice; may be blank).
    """

    work: Path
    paper: Path
    language: str
    facts: dict[str, Any]

    def write(
        self, text: str, references: Sequence[dict[str, Any]], with_html: bool = True
    ) -> list[Path]:
        """Write PDF, HTML (unless it is not wanted) and DOCX, and return their files."""
        self._put(text, references)
        template = self.paper / "template.html"
        if with_html:
            self._run("paper.html", f"--template={template}", "--standalone", "--embed-resources",
                      "--toc", "--toc-depth=2")  # fmt: skip
        make_reference(
            self.work / "reference.docx", find_pandoc(), self.language, self.facts.get("notice", "")
        )
        self._run("paper.docx", "--reference-doc=reference.docx")
        self._put(*replace_missing(text, list(references)), figures="svg")
        self._run("paper.typ", "--to=typst", f"--template={self.paper / 'template.typ'}")
        self._compile()
        endings = ("pdf", "html", "docx") if with_html else ("pdf", "docx")
        return [self.work / f"paper.{ending}" for ending in endings]

    def _put(self, text: str, references: Sequence[dict[str, Any]], figures: str = "png") -> None:
        """Write what pandoc reads: the text, and beside it everything about it."""
        if figures != "png":
            text = re.sub(r"(\]\([\w-]+)\.png\)", rf"\1.{figures})", text)
        labels = {
            f"label-{kind}": translate(f"report.{kind}", self.language, n="{n}")
            for kind in ("sec", "fig", "tbl")
        }
        about = {
            "lang": LOCALES[self.language],
            "language": self.language,
            "date": self.facts["date"],
            "notice": str(escape(self.facts.get("notice", ""))),
            "references": list(references),
            "link-citations": True,
            "abstract-title": translate("report.abstract", self.language),
            "toc-title": translate("report.contents", self.language),
            "open-large": translate("report.open_large", self.language),
            **labels,
        }
        # pandoc has no Chinese words of its own
        words = self.work / "translations" / f"{self.language}.yaml"
        words.parent.mkdir(exist_ok=True)
        named = {"Abstract": "abstract", "Figure": "fig", "Table": "tbl"}
        known = {k: translate(f"report.{v}", self.language, n="").strip() for k, v in named.items()}
        words.write_text("".join(f"{k}: {v}\n" for k, v in known.items()), "utf-8")
        for name in ("references.bib", "style.csl"):
            # pandoc writes these two paths into the DOCX: no folder of this machine
            shutil.copyfile(self.paper / name, self.work / name)
        (self.work / "paper.md").write_text(text, "utf-8")
        (self.work / "about.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    def _run(self, output: str, *options: str) -> None:
        """Run pandoc; a warning is an error.

        Raises
        ------
        CommonGroundError
            With what pandoc says: an unknown citation, a reference that does not resolve.
        """
        command = [
            find_pandoc(), "paper.md", f"--from={READER}", f"--output={output}",
            "--metadata-file=about.json", f"--data-dir={self.work}", "--columns=20",
            f"--lua-filter={self.paper / 'crossref.lua'}", "--citeproc",
            "--bibliography=references.bib", "--csl=style.csl",
            "--wrap=preserve", "--fail-if-warnings", *options,
        ]  # fmt: skip
        env = os.environ | {"SOURCE_DATE_EPOCH": str(self.facts["epoch"]), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            command, cwd=self.work, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = " ".join((done.stderr or done.stdout).split())
            raise CommonGroundError(f"{output} cannot be built: {said[:600]}", "paper/")

    def _compile(self) -> None:
        """Typeset the PDF with the fonts of the repository and of matplotlib alone."""
        import matplotlib
        import typst

        fonts = [str(FONT_FOLDER), str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]
        try:
            _, said = typst.compile_with_warnings(
                str(self.work / "paper.typ"), str(self.work / "paper.pdf"), root=str(self.work),
                font_paths=fonts, ignore_system_fonts=True, timestamp=self.facts["epoch"],
            )  # fmt: skip
        except typst.TypstError as error:
            raise CommonGroundError(f"paper.pdf cannot be built: {error}", "paper/") from error
        if said:
            raise CommonGroundError(
                f"paper.pdf was built with a warning: {said[0].message}", "paper/"
            )
        made = self.work / "paper.pdf"
        made.write_bytes(pack(made.read_bytes()))


def replace_missing(
    text: str, references: list[dict[str, Any]]
) -> tuple[str, list[dict[str, Any]]]:
    """Put its number in the place of each character that no font can draw, and warn of it."""
    missing = find_missing(text + json.dumps(references, ensure_ascii=False))
    if not missing:
        return text, references
    named = name_some(f"{c} (U+{ord(c):04X})" for c in missing)
    warnings.warn(f"paper.pdf: no glyph for {named}; its number is shown", stacklevel=2)

    def replace(value: Any) -> Any:
        if isinstance(value, str):
            return name_missing(value, missing)
        if isinstance(value, dict):
            return {key: replace(v) for key, v in value.items()}
        return [replace(v) for v in value] if isinstance(value, list) else value

    return name_missing(text, missing), replace(references)
