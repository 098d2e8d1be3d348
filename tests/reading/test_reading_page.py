"""HTML pages: the article's words, nothing hidden, the page's own metadata, and never a crash."""

from __future__ import annotations

import html
import sys
import time
from collections.abc import Callable

import pytest

from summariser.document import Given
from summariser.errors import InputError
from summariser.reading.page import Page, declared_encoding, read_page

LEAD = (
    "The controversial 28-point plan dropped by the administration surprised many European allies last week."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Secret plan blindsides Kyiv | Example News</title>
<meta name="author" content="Jane Doe"><meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2025-11-23T18:57:00-05:00">
<link rel="canonical" href="https://news.example.com/a/secret-plan">
<style>p {{ color: red }}</style><script>var a = "from a script";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Secret plan blindsides Kyiv</h1><p>{LEAD}</p><h2>What it says</h2>
<p>Ukraine would <b>cap</b> its army at 600,000 troops, officials said after the meeting in Geneva.</p>
<ul><li>Ukraine cedes Donetsk &amp; Luhansk</li><li>NATO does not expand further</li></ul>
<p style="color:red; display : none">from a hidden paragraph that is long enough to be taken for one</p>
<p hidden>from another hidden paragraph that is long enough to be taken for one</p>
<span style="font-size:0">from text without size</span><template>from a template</template>
<!-- from a comment --><noscript>from noscript</noscript><svg><text>from a drawing</text></svg>
<p>Secretary Rubio said that the plan was a framework that all sides could improve upon.</p>
</article><footer>Copyright 2025</footer></body></html>"""


def page(body: str) -> Page:
    """Return what is read from a page with this body."""
    return read_page(f"<!doctype html><html><body>{body}</body></html>", path="a.html")


def test_gives_paragraphs_headings_and_list_items_as_lines() -> None:
    """The article's blocks are lines, in order, with characters instead of references."""
    assert read_page(PAGE, path="a.html").text.split("\n") == [
        "Secret plan blindsides Kyiv",
        LEAD,
        "What it says",
        "Ukraine would cap its army at 600,000 troops, officials said after the meeting in Geneva.",
        "- Ukraine cedes Donetsk & Luhansk",
        "- NATO does not expand further",
        "Secretary Rubio said that the plan was a framework that all sides could improve upon.",
    ]


def test_hidden_text_never_enters() -> None:
    """Scripts, comments and what the page does not show could carry orders to a model."""
    assert "from " not in read_page(PAGE, path="a.html").text.replace("from the", "")


def test_finds_what_the_page_says_of_itself() -> None:
    """Title, publisher, author, day and address come from the page's own metadata."""
    assert read_page(PAGE, path="a.html").found == Given(
        title="Secret plan blindsides Kyiv",
        publisher="Example News",
        author="Jane Doe",
        date="2025-11-23",
        url="https://news.example.com/a/secret-plan",
    )


def test_guesses_no_date_from_the_text() -> None:
    """A date in the article's words is not the date of the article."""
    body = f"<article><p>{LEAD}</p><p>On 3 March 2024 the leaders met in Geneva for the first time.</p>"
    assert page(body).found.date is None


@pytest.mark.parametrize("name", ["000", "001", "003", "004"])
def test_keeps_every_line_of_an_article(name: str, seed: Callable[[str], str]) -> None:
    """An article without furniture loses none of its paragraphs on a page."""
    lines = [line.strip() for line in seed(name).split("\n") if line.strip()]
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    kept = page(f"<article>{body}</article>").text.split("\n")
    assert [line for line in lines if line not in kept] == []


def test_takes_all_visible_text_where_no_article_stands_out() -> None:
    """A page too large to search gives all its text, block by block, and says so."""
    cells = "<tr><td>a cell</td></tr>" * 10_500
    read = page(f"<table>{cells}</table><ul><li>one<li>two</ul><p>{LEAD}</p>")
    assert read.text.split("\n")[-3:] == ["- one", "- two", LEAD]
    assert "too large" in read.notes[0]


def test_keeps_text_below_deep_nesting() -> None:
    """Parsers drop text below 256 levels, and what follows; here it is kept and remarked on."""
    read = page("<div>" * 300 + f"<p>{LEAD}</p>" + "</div>" * 300 + f"<p>{LEAD.replace('28', '29')}</p>")
    assert "28-point" in read.text
    assert "29-point" in read.text
    assert "nested too deep" in read.notes[0]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "deep",
        "<b>" * 100_000,
        "<table><tr><td colspan=9007199254740991 rowspan=9007199254740991>x</td><td>y</td></tr></table>",
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">",
        "<p title='" + "x" * 5_000_000 + "'>",
        '<p a="' * 100_000,
        "<table><tr><td>" * 3000,
        "<p>" + "&" * 100_000,
        "<" * 300_000,
        "<p>before\0after \x1b[31m &#27; &#xD800; &#0; \ufffe</p>",
        '<script type="application/ld+json">' + '"author":"' * 18_000 + "</script>",
        '<script type="application/ld+json">' + '{"author":[' * 6_000 + "</script>",
        "<!DOCTYPE html [<!ENTITY a 'aaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;</p>",
        "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;</p>",
        "<ul>" + "<li>point" * 15_000 + "</ul>",
    ],
    ids=lambda body: body[:24],
)
def test_hostile_pages_end_in_seconds_with_their_article(body: str) -> None:
    """Neither depth nor width nor entities crash, hang, or read another file; the article is still there."""
    start = time.perf_counter()
    read = page(f"<p>{LEAD}</p>{body}")
    assert time.perf_counter() - start < 10
    assert LEAD in read.text
    assert "root:" not in read.text


@pytest.mark.parametrize("body", ["<i>x</i>" * 210_000, "word " * 900_000])
def test_refuses_what_is_no_page_any_more(body: str) -> None:
    """Beyond any article's size a page is refused with the way out."""
    with pytest.raises(InputError, match=r"save the article's text as \.txt") as caught:
        page(body)
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize("body", ["", "<script>var a</script>", "<!-- " + LEAD, "<p hidden>" + LEAD])
def test_refuses_a_page_without_visible_text(body: str) -> None:
    """A page whose text is fetched by script holds no article."""
    with pytest.raises(InputError) as caught:
        page(body)
    assert (caught.value.reason, caught.value.skip) == ("no-text", False)


def test_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the optional part the error is a command to copy."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(InputError, match=r"pip install 'summariser\[html\]'") as caught:
        page("<p>text")
    assert caught.value.reason == "needs-extra"


def test_writes_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    """What libraries log of a hostile page does not reach a terminal that set up no log."""
    page("<p>" + "x\x1b[2J" * 10)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=KOI8-R'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "cp1252"),
        (b"<meta charset=utf-8>", None),
        (b"<meta charset=unicode_escape>", None),
        (b"<meta charset=rot13>", None),
        (b"<p>no declaration</p>", None),
        (b" " * 5000 + b"<meta charset=koi8-r>", None),
    ],
)
def test_trusts_only_known_declarations(data: bytes, encoding: str | None) -> None:
    """A page may declare the encodings that pages have, not any codec that Python knows."""
    assert declared_encoding(data) == encoding
