"""A page's markup made small and plain enough for any parser: bounded, balanced, without scripts.

Parsers of HTML are quadratic in places (attributes of one tag) and drop text
in others (below 256 levels). This reads tags as the HTML standard does, in
one pass and linear time, and writes only what those parsers handle well.
"""

from __future__ import annotations

import html
import json
import re
from typing import NamedTuple

MAX_ELEMENTS = 200_000
_MAX_DEPTH = 100
_MAX_ATTRIBUTES = 32
_MAX_VALUE = 4_000
_MAX_METADATA = 200_000

_TAG = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*+)|(!--)|[!?/])")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*+)"""
    r"""(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?!["'])(?P<bare>[^\s>]*+)))?+)"""
)
_COMMENT_END = re.compile(r"--!?>")
_BOGUS_END = re.compile(r">")
_NAME = re.compile(r"[a-z][a-z0-9:_-]*\Z")
_LARGE_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "textarea", "title"})
_VOID = frozenset("area base br col embed frame hr img input link meta param source track wbr".split())
_FRAME = frozenset({"html", "head", "body"})
_CLOSED_BY_ITS_LIKE = frozenset("p li dt dd tr td th option".split())
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code em font i ins kbd mark q s small span strong sub sup u var".split()
)
_IGNORED = frozenset({"colspan", "rowspan"})


def plain(page: str) -> Plain:
    """Return the markup of `page` in a form that parsers handle well.

    Comments, declarations and scripts go (metadata in JSON-LD stays); tags
    come out closed and in order; character references become characters;
    nesting, attributes and elements are bounded. No text of the page is lost
    to that, unless it has more than `MAX_ELEMENTS` elements: then the rest is
    cut, and `elements` says so by being greater.

    >>> plain("<p a=1>One<p>Two &amp;&#0; <!-- no --><script>no()</script>").markup
    '<p a="1">One</p><p>Two &amp;\ufffd </p>'
    """
    writer = _Writer()
    position = 0
    while writer.elements <= MAX_ELEMENTS and (tag := _TAG.search(page, position)):
        writer.text(page[position : tag.start()])
        position = _markup(page, tag, writer)
    if writer.elements <= MAX_ELEMENTS:
        writer.text(page[position:])
    writer.close()
    return Plain("".join(writer.out), writer.elements, writer.flattened)


def _markup(page: str, tag: re.Match[str], writer: _Writer) -> int:
    """Write one piece of markup and return where it ends."""
    closing, name, comment = tag.groups()
    if comment:
        # `<!-->` and `<!--->` are whole comments, so the end may overlap the start.
        return _after(_COMMENT_END.search(page, tag.end() - 2), page)
    if not name:
        return _after(_BOGUS_END.search(page, tag.end()), page)
    attributes, position = _attributes(page, tag.end())
    name = name.lower()
    if not _NAME.match(name):
        return position
    if closing:
        writer.end(name)
    elif name in _RAW:
        return _raw(page, position, name, attributes, writer)
    else:
        writer.start(name, attributes)
    return position


def _raw(page: str, position: int, name: str, attributes: dict[str, str], writer: _Writer) -> int:
    """Write the few elements whose content is no markup and is wanted: titles and JSON-LD."""
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII).search(page, position)
    stop = end.start() if end else len(page)
    if name == "title":
        writer.whole(
            name, attributes, html.escape(_characters(page[position : min(stop, position + _MAX_VALUE)]))
        )
    elif attributes.get("type") == "application/ld+json" and stop - position <= _MAX_METADATA:
        writer.whole(name, attributes, _valid_json(page[position:stop]))
    return _after(_BOGUS_END.search(page, end.end()), page) if end else len(page)


def _valid_json(content: str) -> str:
    """Return JSON in a form that no parser takes for markup, or "" for what is not JSON.

    Readers of metadata fall back to patterns there, and take minutes over hostile ones.
    """
    try:
        return json.dumps(json.loads(content)).replace("<", "\\u003c")
    except (ValueError, RecursionError):
        return ""


def _attributes(page: str, position: int) -> tuple[dict[str, str], int]:
    """Return the attributes of the tag at `position`, the first of each name, and where the tag ends."""
    attributes: dict[str, str] = {}
    while match := _ATTRIBUTE.match(page, position):
        position = match.end()
        if match["end"]:
            return attributes, position
        name = match["name"].lower()
        if len(attributes) < _MAX_ATTRIBUTES and _NAME.match(name) and name not in _IGNORED:
            value = match["double"] or match["single"] or match["bare"] or ""
            attributes.setdefault(name, _characters(value[:_MAX_VALUE]))
    return attributes, len(page)


def _characters(raw: str) -> str:
    """Return `raw` with character references resolved and without characters no document may hold."""
    return _UNPRINTABLE.sub("\ufffd", html.unescape(_LARGE_NUMBER.sub("\ufffd", raw)))


def _after(match: re.Match[str] | None, page: str) -> int:
    return match.end() if match else len(page)


class Plain(NamedTuple):
    """A page's markup, made plain.

    Attributes:
        markup: The page, with balanced tags and every special character escaped.
        elements: How many elements it has.
        flattened: How many elements were nested too deep and gave their text to the one around them.
    """

    markup: str
    elements: int
    flattened: int


class _Writer:
    """Writes balanced tags; keeps the elements that are open."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[str] = []
        self.elements = 0
        self.flattened = 0

    def text(self, raw: str) -> None:
        if raw:
            self.out.append(html.escape(_characters(raw), quote=False))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CLOSED_BY_ITS_LIKE and self.open and self.open[-1] == name:
            self.end(name)
        if len(self.open) >= _MAX_DEPTH:
            self.flattened += 1
            if name in _INLINE or self.out[-1] == "<br>":
                return
            name, attributes = "br", {}
        self.elements += 1
        self.out.append(_tag(name, attributes))
        if name not in _VOID and name not in _FRAME:
            self.open.append(name)

    def end(self, name: str) -> None:
        if name == "head":
            self.out.append("</head>")
        if name not in self.open:
            return
        closed = ""
        while closed != name:
            closed = self.open.pop()
            self.out.append(f"</{closed}>")

    def whole(self, name: str, attributes: dict[str, str], content: str) -> None:
        self.elements += 1
        self.out.append(f"{_tag(name, attributes)}{content}</{name}>")

    def close(self) -> None:
        self.out.extend(f"</{name}>" for name in reversed(self.open))


def _tag(name: str, attributes: dict[str, str]) -> str:
    return "".join(
        (f"<{name}", *(f' {key}="{html.escape(value)}"' for key, value in attributes.items()), ">")
    )
