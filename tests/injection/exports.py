"""What in a run's files a browser, a Markdown viewer, a spreadsheet or a terminal would obey."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from markdown_it import MarkdownIt

from summariser.ledger import Provenance, Run
from summariser.pipeline.ledger_of import run_of
from summariser.report import contents, render
from tests.injection.trials import Trial
from tests.report.page_reader import read

_ACTIVE_MARKDOWN = {"html_inline", "html_block", "link_open", "image", "code_block", "fence"}
_ACTIVE_TAGS = {"img", "iframe", "object", "embed", "svg", "math", "base", "video", "audio"}
_OWN_ADDRESS = "data:,"
"""The empty icon of the page, so that no browser asks for one."""
_FORMULA = re.compile(r"[\s\x00\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]")


def active(trials: Iterable[Trial]) -> Iterator[str]:
    """Yield what is active in the files of a run over the articles of `trials`, the page's own scripts aside."""
    done = [trial for trial in trials if trial.ran.summary]
    run = _run(done)
    files = render(
        contents([trial.ran.summary for trial in done if trial.ran.summary], run, texts=_texts(done)),
        ["csv", "md", "html"],
    )
    for name, data in files.items():
        if name.endswith(".csv"):
            yield from _formulas(name, data.decode("utf-8-sig"))
        elif name.endswith(".md"):
            yield from _markdown(data.decode())
        else:
            yield from _page(data)


def _run(trials: list[Trial]) -> Run:
    made_with = Provenance(
        summariser="0", settings="5" * 64, model="obedient", profile="peace", profile_sha256="9" * 64
    )
    rows = [trial.ran.row for trial in trials]
    return run_of(rows, made_with, inputs=len(rows), started=datetime(2025, 1, 1, tzinfo=UTC))


def _texts(trials: list[Trial]) -> dict[str, str]:
    return {trial.pair.name: trial.pair.text for trial in trials}


def _formulas(name: str, text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from (f"{name}: {cell[:60]!r}" for cell in row if _FORMULA.match(cell))


def _markdown(text: str) -> Iterator[str]:
    if _CONTROL.search(text):
        yield "report.md: a control character"
    for block in MarkdownIt("commonmark").enable("table").parse(text):
        for token in (block, *(block.children or ())):
            if token.type in _ACTIVE_MARKDOWN:
                yield f"report.md: {token.type} {token.content[:60]!r}"


def _page(data: bytes) -> Iterator[str]:
    for element in read(data).elements:
        names = [
            name for name in element.attributes if name.startswith("on") or name in {"src", "srcdoc", "style"}
        ]
        address = element.attributes.get("href") or "#"
        if names or element.tag in _ACTIVE_TAGS or not address.startswith(("#", _OWN_ADDRESS)):
            yield f"report.html: {element}"
