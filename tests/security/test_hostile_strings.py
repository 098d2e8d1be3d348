"""More than a hundred hostile texts through every sink: shown, and never obeyed."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from summariser.document import Span
from summariser.llm.schema import answer_model, compile_schema
from summariser.profiles import load_profile
from summariser.prompts import Builder, load_prompts, show
from summariser.records import BUILT_IN, RecordType
from summariser.report.page import PageInput, render
from summariser.sanitise import (
    csv_cell,
    csv_text,
    html,
    log_line,
    markdown,
    markdown_cell,
    terminal,
    web_link,
)
from tests.report.page_inputs import poisoned, seed_page
from tests.report.page_reader import Shape, shape
from tests.security.hostile import ALL, TEMPLATES

OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal acts on, line breaks and tabs aside."""
ACTIVE = {
    "html_inline",
    "html_block",
    "link_open",
    "image",
    "code_block",
    "fence",
    "heading_open",
    "table_open",
    "hr",
}
EACH = pytest.mark.parametrize("text", ALL, ids=ascii)


class Tags(HTMLParser):
    """Reads what an HTML text starts: elements with their attributes, comments, declarations."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.started: list[object] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.started.append((tag, [name for name, _ in attrs]))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        """Keep a comment, which nobody asked for."""
        self.started.append(data)

    def handle_decl(self, decl: str) -> None:
        """Keep a declaration, as above."""
        self.started.append(decl)

    def handle_pi(self, data: str) -> None:
        """Keep an instruction, as above."""
        self.started.append(data)


def test_there_are_enough() -> None:
    """No idea is there twice."""
    assert len(ALL) == len(set(ALL)) > 100


@EACH
def test_as_html(text: str) -> None:
    """In an element and in a quoted attribute, any text is words and nothing else."""
    read = Tags(f'<p title="{html(text)}">{html(text)}</p>')

    assert read.started == [("p", ["title"])]
    assert not OBEYED.search(re.sub("[\u202a-\u202e\u2066-\u2069]", "", "".join(read.words)))


@EACH
def test_as_markdown(text: str) -> None:
    """No link, picture, markup, heading, list or table comes of it, in a paragraph or a cell."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(markdown(text))
    cell = reader.parse(f"| a | b |\n|---|---|\n| {markdown_cell(text)} | 2 |")

    inner = [child for token in (*tokens, *cell) for child in token.children or ()]
    assert not {token.type for token in tokens} & ACTIVE
    assert not {child.type for child in inner} & ACTIVE
    assert [token.type for token in cell].count("td_open") == 2
    assert not re.search(r"https?://|www\.", markdown(text))


@EACH
def test_as_a_cell(text: str) -> None:
    """A spreadsheet shows it, and a reader of the file gets it back."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([csv_cell(text), 2])
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))

    assert row[1] == "2"
    assert not re.match(r"[\s\0\"\ufeff]*[=+\-@\uff1d]", row[0])
    assert csv_text(row[0]) == text


@EACH
def test_in_a_terminal_and_a_log(text: str) -> None:
    """No control sequence is left, and a line of a log stays one line."""
    assert not OBEYED.search(terminal(text, lines=True))
    assert not OBEYED.search(log_line(text))
    assert "\n" not in log_line(text)
    assert len(log_line(text * 500)) <= 510


@EACH
def test_as_a_link(text: str) -> None:
    """None of them is an address to follow."""
    assert web_link(text) is None


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.name)
def test_in_a_prompt(kind: RecordType) -> None:
    """Templates in an article are words: they reach the model as they stand, and the system message not at all."""
    builder = Builder(load_prompts(), load_profile("peace"), "m", {"max_tokens": 10})
    text = " ".join(TEMPLATES)
    shown = show("a", text, [Span(start=0, end=len(text))])

    request = builder.main(shown, kind, compile_schema(answer_model(kind, builder.profile)))

    system, asked = (message["content"] for message in request.body["messages"])
    assert text in asked
    assert not any(template in system for template in TEMPLATES)


@pytest.fixture(scope="module")
def page() -> PageInput:
    """Return what a page of two articles is made from."""
    return seed_page("002", "004")


@pytest.fixture(scope="module")
def plain(page: PageInput) -> Shape:
    """Return the shape of that page with plain words in every field."""
    return shape(render(poisoned(page, "plain words ")))


@pytest.mark.parametrize("start", range(0, len(ALL), 32))
def test_in_the_report(start: int, page: PageInput, plain: Shape) -> None:
    """In every field of the page, thirty-two at a time, they make no element and no attribute."""
    assert shape(render(poisoned(page, " ".join(ALL[start : start + 32])))) == plain
