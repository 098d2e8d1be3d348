"""The documentation as a site: built strictly, whole in itself, and the same on any machine."""

from __future__ import annotations

import os
import posixpath
import re
import runpy
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt

from tests.conftest import ROOT, allowed

pytest.importorskip("zensical", reason="the site needs the extra `site`")

BUILDS_IN = 20.0
"""Most seconds of processor time that a build may take, since it is part of every check."""

READABLE = 4.5
"""Least contrast of text."""

FETCHED = {"audio", "embed", "iframe", "img", "link", "script", "source", "video"}
"""Elements whose address a browser asks for by itself."""

PARTS = {
    "code_block": "pre",
    "fence": "pre",
    "list_item_open": "li",
    "table_open": "table",
    "blockquote_open": "blockquote",
}
"""What is counted on a page, by its name in the source."""


class Page(HTMLParser):
    """One page as a browser sees it.

    Attributes:
        ids: What on it can be linked to.
        links: Addresses by the element that names them.
        parts: The elements of its article, in order.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.parts: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, what it can be found by, and what it leads to."""
        self._inside |= tag == "article"
        if self._inside:
            self.parts.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name in {"href", "src"} and value:
                self.links.append((tag, value))

    def handle_endtag(self, tag: str) -> None:
        """Note where the article ends."""
        self._inside &= tag != "article"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site that was built in time."""
    into = tmp_path_factory.mktemp("site")
    before = os.times()
    ran = subprocess.run(
        [sys.executable, "docs/build_site.py", str(into)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < allowed(BUILDS_IN)
    return into / "build" / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Return the pages of the site by their address in it; the page for a wrong address knows no other."""
    found = {
        path.relative_to(site).as_posix(): Page(path.read_text("utf-8")) for path in site.rglob("*.html")
    }
    del found["404.html"]
    return found


def test_every_page_is_in_the_order(pages: dict[str, Page]) -> None:
    """From the first page a reader gets to all others."""
    reached = {urlsplit(address).path.removeprefix("./") for _tag, address in pages["index.html"].links}

    assert set(pages) - reached - {"index.html"} == set()


def test_a_page_is_read_alike_here_and_in_the_repository(pages: dict[str, Page]) -> None:
    """The two dialects of Markdown see the same lists, tables and blocks of code, so that a page is whole in both."""
    parser = MarkdownIt("commonmark").enable("table")
    places: dict[str, str] = runpy.run_path(str(ROOT / "docs" / "build_site.py"))["places"]()
    differing = {}
    for source, name in places.items():
        if name.endswith(".md") and name != "api.md":  # which the docstrings fill
            tokens = parser.parse((ROOT / source).read_text("utf-8"))
            there = Counter(PARTS[token.type] for token in tokens if token.type in PARTS)
            here = Counter(tag for tag in pages[name.replace(".md", ".html")].parts if tag in PARTS.values())
            if here != there:
                differing[source] = (here, there)

    assert differing == {}


def test_every_link_leads_somewhere(site: Path, pages: dict[str, Page]) -> None:
    """Pages, pictures, schemas and anchors that are linked to are there, those of the generated pages too."""
    lost = []
    for name, page in pages.items():
        for _tag, address in page.links:
            to = urlsplit(address)
            if to.scheme or to.netloc:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), to.path)) if to.path else name
            anchors = pages[target].ids if target in pages else set()
            if not (site / target).exists() or (to.fragment and unquote(to.fragment) not in anchors):
                lost.append((name, address))

    assert lost == []


def test_nothing_is_fetched_from_elsewhere(pages: dict[str, Page]) -> None:
    """No font, script, picture or style of another host: the site works without a network, and tells nobody."""
    foreign = {
        (name, address)
        for name, page in pages.items()
        for tag, address in page.links
        if tag in FETCHED and (urlsplit(address).scheme or urlsplit(address).netloc)
    }

    assert foreign == set()


def test_the_site_names_no_place_of_this_machine(site: Path) -> None:
    """What is published says nothing of where it was built."""
    places = {str(ROOT), str(Path.home()), sys.prefix, tempfile.gettempdir()}
    said = {
        (path.name, place)
        for path in site.rglob("*")
        if path.suffix in {".html", ".json", ".inv", ".xml"}
        for place in places
        if f"{place}/" in path.read_bytes().decode("utf-8", "replace")
    }

    assert said == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_can_be_read(scheme: str) -> None:
    """Every wording on the picture stands out from what is behind it, by the 4.5 to 1 of WCAG 2, in both schemes."""
    style = (ROOT / "docs" / "way.svg").read_text("utf-8")
    light, dark = (dict(re.findall(r"--(\w+):(#\w+)", part)) for part in style.split("@media"))
    colours = light if scheme == "light" else light | dark

    behind = {"ink": ("paper", "data", "pure", "world"), "soft": ("paper",)}
    faint = [
        (words, ground)
        for words, grounds in behind.items()
        for ground in grounds
        if contrast(colours[words], colours[ground]) < READABLE
    ]

    assert faint == []


def contrast(one: str, other: str) -> float:
    """Return how far two colours stand apart, from 1 to 21, as WCAG 2 measures it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return how light a colour is, from 0 to 1."""
    digits = colour.removeprefix("#")
    pairs = re.findall("..", digits) if len(digits) == 6 else [digit * 2 for digit in digits]
    parts = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_link_off_the_site_is_refused() -> None:
    """A page may link to what is not a page of `docs/` only if it is gathered from where it lives."""
    script = runpy.run_path(str(ROOT / "docs" / "build_site.py"))
    page: Callable[[str, str, Any], str] = script["page"]
    names = {"docs/decisions/1.md": "decisions/1.md", "CHANGELOG.md": "changelog.md"}

    turned = page("[new](../../CHANGELOG.md#added)", "docs/decisions/1.md", names)
    with pytest.raises(ValueError, match=r"docs/a.md links to '../setup.py'"):
        page("[no](../setup.py)", "docs/a.md", names)

    assert turned == "[new](../changelog.md#added)"


@pytest.mark.parametrize("script", ["docs/build_site.py", "docs/docstrings.py"])
def test_the_examples_of_the_scripts_hold(script: str) -> None:
    """Doctests of the scripts, which pytest does not collect."""
    ran = subprocess.run(
        [sys.executable, "-m", "doctest", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stdout) == (0, "")
