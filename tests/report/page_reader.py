"""Reads an HTML page into its elements, for tests."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

Shape = list[tuple[str, tuple[str, ...]]]
"""The elements of a page with the names of their attributes."""


class Element(NamedTuple):
    """One start tag."""

    tag: str
    attributes: dict[str, str | None]


class Reader(HTMLParser):
    """Reads a page into its elements and its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append(Element(tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words.append(data)


def read(page: bytes) -> Reader:
    """Return a page as read."""
    reader = Reader()
    reader.feed(page.decode("utf-8"))
    return reader


def ids(reader: Reader) -> list[str]:
    """Return the ids of a page, in order."""
    return [id_ for element in reader.elements if (id_ := element.attributes.get("id"))]


def shape(page: bytes) -> Shape:
    """Return the elements of a page with the names of their attributes, but for those that isolate a direction."""
    return [(e.tag, tuple(e.attributes)) for e in read(page).elements if e.tag != "bdi"]
