"""Markup: whatever a page holds, what comes out is small, balanced, and has all its text."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.reading.markup import MAX_ELEMENTS, plain

SMALL = st.text(alphabet="<>/!-='\"& abp#;x1\n", max_size=60)


def text_of(markup: str) -> str:
    """Return the text between tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<b><i>x</b>y", "<b><i>x</i></b>y"),
        ("a</p></div>b", "ab"),
        ("<P CLASS=x class=y>t</P>", '<p class="x">t</p>'),
        ("<p a=\"1>2\" b='<p>' c>t", '<p a="1&gt;2" b="&lt;p&gt;" c="">t</p>'),
        ("<td colspan=9007199254740991 rowspan=2>t</td>", "<td>t</td>"),
        ("a<!-- no -->b<!-->c<!--->d<!doctype x>e<?php no ?>f</ no>g", "abcdefg"),
        ("a<script>if (a<b) '</p>'</script>b<style>p{}</style>c<noscript>no</noscript>d", "abcd"),
        ("a < b, 1<2 & c", "a &lt; b, 1&lt;2 &amp; c"),
        ("&eacute;&#233;&#xe9;&nbsp;&lt;p&gt;", "ééé\u00a0&lt;p&gt;"),
        ("&#0;&#xD800;&#1114112;&#99999999999;\x00\x1b", "\ufffd" * 6),
        ("<title>A < B &amp; <i>C</i></title>", "<title>A &lt; B &amp; &lt;i&gt;C&lt;/i&gt;</title>"),
        ("<br>a<br/>b<hr>", "<br>a<br>b<hr>"),
        ("text <p unclosed='", 'text <p unclosed=""></p>'),
        ("<p>a<!-- never closed", "<p>a</p>"),
    ],
)
def test_makes_markup_plain(page: str, expected: str) -> None:
    """Tags are read as browsers read them and written so that nobody can read them otherwise."""
    assert plain(page).markup == expected


def test_keeps_metadata_that_is_json() -> None:
    """JSON-LD stays, with nothing in it that could end its element; anything else under that name goes."""
    good = '<script type="application/ld+json">{"headline": "a <b>"}</script>'
    bad = '<script type="application/ld+json">{"author": "author": </script>'
    assert plain(good).markup == '<script type="application/ld+json">{"headline": "a \\u003cb>"}</script>'
    assert "author" not in plain(bad).markup


def test_flattens_what_is_nested_too_deep() -> None:
    """Text below a hundred levels moves up instead of getting lost, and the page says so."""
    page = plain("<div>" * 300 + "<p>deep</p>" + "</div>" * 300 + "<p>after</p>")
    depth = max_depth(page.markup)
    assert depth <= 101
    assert text_of(page.markup) == "deepafter"
    assert page.flattened == 201


def max_depth(markup: str) -> int:
    """Return how deep balanced markup is nested."""
    depth = deepest = 0
    for closing in re.findall(r"<(/?)(?!br)[a-z]", markup):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest


def test_bounds_the_elements() -> None:
    """A page with millions of elements is cut, and its count says so."""
    assert plain("<i>x</i>" * (MAX_ELEMENTS + 10)).elements == MAX_ELEMENTS + 1


@pytest.mark.parametrize(
    "piece",
    [
        "<", "<!", "<!--", "<!-- x --", "</", "<p ", '<p a="', "<p a='x b=\"y ", "<a<a", "&", "&#", "&#9",
        "<p><b>x", "<script>", "<script></scrip", "<div>", "a=1 ", "<p a=1 b=2 c=3>", "<title>", "<![CDATA[",
    ],
)  # fmt: skip
def test_takes_linear_time(piece: str) -> None:
    """No repeated piece of a page makes a megabyte of it take more than a few seconds."""
    page = "<p " + piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    plain(page)
    assert time.perf_counter() - start < 8


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="<&")))
def test_text_survives(text: str) -> None:
    """Text without markup comes out as it went in."""
    assert text_of(plain(text).markup) == text


@given(SMALL)
def test_output_is_balanced(page: str) -> None:
    """Whatever goes in, what comes out is closed tags, and reading it again changes nothing."""
    once = plain(page).markup
    assert plain(once).markup == once
