"""HTML pages → the article's text and what the page says of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from summariser.document import Given
from summariser.reading.markup import MAX_ELEMENTS, Plain, plain
from summariser.reading.problems import attempt, hush, rejected

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # it ships no types
    from trafilatura.settings import Document as Article

_MAX_CHARACTERS = 4_000_000
_MAX_SEARCHED = 20_000
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_DECLARATION_WITHIN = 4096
_KNOWN = re.compile(
    r"(?:windows-|cp)?125[0-8]|iso[-_]?8859-\d{1,2}|koi8-[ru]|gb2312|gbk|gb18030|big5(?:-hkscs)?|euc-(?:jp|kr)"
    r"|shift_jis|windows-(?:31j|874|949)|macintosh",
    re.IGNORECASE,
)
_WESTERN = frozenset({"iso-8859-1", "iso8859-1", "iso_8859-1"})
_INVISIBLE = re.compile(
    r"(?:^|;)\s{0,9}(?:"
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}(?:hidden|collapse)|color\s{0,9}:\s{0,9}transparent"
    r"|(?:font-size|opacity)\s{0,9}:\s{0,9}0(?![.\d])|font-size\s{0,9}:\s{0,9}(?:0?\.\d|1p[xt])"
    r"|(?:left|right|top|bottom|text-indent|margin-left|margin-top)\s{0,9}:\s{0,9}-\d{4}"
    r"|clip\s{0,9}:\s{0,9}rect\(\s{0,9}[01](?!\d)|clip-path\s{0,9}:\s{0,9}inset\((?:50|100)%"
    r"|(?:max-)?(?:height|width)\s{0,9}:\s{0,9}0(?:px)?\s{0,9}(?:;|$)(?=.{0,999}overflow)"
    r")",
    re.IGNORECASE | re.DOTALL,
)
_COLOURS = re.compile(
    r"(?:^|;)\s{0,9}(color|background(?:-color)?)\s{0,9}:\s{0,9}(#[0-9a-f]{3,6}|[a-z]{3,20})", re.IGNORECASE
)
_NAMED = {"white": "#fff", "black": "#000", "#ffffff": "#fff", "#000000": "#000"}
_FOR_SCREEN_READERS = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"})
_NO_TEXT = frozenset({"template", "svg", "canvas", "object", "audio", "video", "math"})
_NOT_SHOWN = frozenset({"script", "title"})
_FRAME = frozenset({"html", "head", "body"})
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""Only dates that the page declares, and the same on any day: dates in the text are not for us to read."""
_BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table td th tr ul".split()
)


class Page(NamedTuple):
    """What was read from one page."""

    text: str
    found: Given
    notes: tuple[str, ...] = ()


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding an HTML page declares near its start, if it is one we know how to trust.

    As browsers do, ISO-8859-1 is read as its superset Windows-1252.

    >>> declared_encoding(b'<meta charset="iso-8859-1">')
    'cp1252'
    """
    match = _DECLARED.search(data[:_DECLARATION_WITHIN])
    name = match[1].decode("ascii").lower() if match else ""
    if name in _WESTERN:
        return "cp1252"
    return name if _KNOWN.fullmatch(name) else None


def read_page(markup: str, *, path: str) -> Page:
    """Return the article of an HTML page: paragraphs, headings and list items as lines.

    What a reader of the page cannot see (scripts, comments, hidden elements)
    is out. Where no article stands out, all visible text is taken, with a
    note that says so.

    Raises:
        InputError: `needs-extra`, `too_large`, `damaged` or `no-text`.
    """
    small = plain(markup)
    if small.elements > MAX_ELEMENTS or len(small.markup) > _MAX_CHARACTERS:
        message = f"is too large a page (over {MAX_ELEMENTS:,} elements or {_MAX_CHARACTERS:,} characters)"
        raise rejected(path, "too_large", f"{message}: save the article's text as .txt")
    page = attempt(lambda: _extract(small), path=path, kind="an HTML page", extra="html")
    if not page.text.strip():
        raise rejected(path, "no-text", "is a page without visible text: save the article's text as .txt")
    return page


def _extract(small: Plain) -> Page:
    import trafilatura  # noqa: PLC0415 - half a second, and an optional part

    hush("trafilatura", "htmldate")
    if small.elements > _MAX_SEARCHED or small.flattened:
        return _everything(small, "the markup is too large or nested too deep to find the article in")
    extracted = trafilatura.bare_extraction(
        _tree(small), with_metadata=True, include_comments=False, date_extraction_params=_DATES
    )
    article = cast("Article | None", extracted)
    if article is None or not article.text:
        return _everything(small, "no article stands out")
    found = Given(
        title=article.title or None,
        publisher=article.sitename or None,
        author=article.author or None,
        date=article.date or None,
        url=article.url or None,
    )
    return Page(article.text, found)


def _everything(small: Plain, why: str) -> Page:
    return Page(_visible(_tree(small)), Given(), (f"{why}: all visible text of the page was taken",))


def _tree(small: Plain) -> HtmlElement:
    """Return the parsed page without what it does not show."""
    from lxml import html  # type: ignore[import-untyped]  # noqa: PLC0415 - untyped; comes with the optional part

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, collect_ids=False)
    tree: HtmlElement = html.document_fromstring(
        f"<!doctype html><html>{small.markup}</html>".encode(), parser=parser
    )
    for element in [element for element in tree.iter("*") if _is_hidden(element)]:
        element.drop_tree()
    return tree


def _is_hidden(element: HtmlElement) -> bool:
    """Return whether the page hides `element`; a body hidden as a whole is about to be shown by script."""
    if element.tag in _FRAME:
        return False
    if element.tag in _NO_TEXT or "hidden" in element.attrib:
        return True
    if not _FOR_SCREEN_READERS.isdisjoint(element.get("class", "").split()):
        return True
    style = element.get("style", "")
    return _INVISIBLE.search(style) is not None or _is_blank(style)


def _is_blank(style: str) -> bool:
    """Return whether text of this style has the colour of its ground.

    >>> _is_blank("color: white; background: #FFFFFF"), _is_blank("color: white; background: navy")
    (True, False)
    """
    found = {name.lower()[:5]: colour.lower() for name, colour in _COLOURS.findall(style)}
    colours = [_NAMED.get(colour, colour) for colour in found.values()]
    return len(colours) > len(set(colours))


def _visible(tree: HtmlElement) -> str:
    """Return all text of the page's body, one line per block."""
    from lxml import etree  # noqa: PLC0415 - comes with the optional part

    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append("\n- " if event == "start" and element.tag == "li" else "\n")
        if event == "end":
            pieces.append(element.tail or "")
        elif element.tag not in _NOT_SHOWN:
            pieces.append(element.text or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
