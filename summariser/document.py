"""The article as text: `Document`, the spans that point into it, and the zones of a page.

Offsets everywhere are Unicode code points into `Document.text`, half-open.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Frozen(BaseModel):
    """Base of everything that crosses a border: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """A half-open range of code points.

    >>> Span(start=1, end=3).of("abcd")
    'bc'
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"span ends before it starts: {self.start}..{self.end}")
        return self

    def of(self, text: str) -> str:
        """Return the characters of `text` in this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


class Zone(StrEnum):
    """What part of a page a character belongs to."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    PULL_QUOTE = "pull_quote"
    RELATED_LINK = "related_link"
    NAV = "nav"
    PROMO_AD = "promo_ad"
    FOOTER_LEGAL = "footer_legal"
    PLACEHOLDER = "placeholder"
    SOURCES_LIST = "sources_list"


EVIDENCE_ZONES: tuple[Zone, ...] = (
    Zone.BODY,
    Zone.LIST_ITEM,
    Zone.PULL_QUOTE,
    Zone.STANDFIRST,
    Zone.HEADLINE,
    Zone.CAPTION,
)
"""The zones that can prove a record, best first; every other zone is furniture."""


class ZoneSpan(Frozen):
    """One run of characters and the zone they belong to."""

    start: int
    end: int
    zone: Zone


class Given(Frozen):
    """What the user says about an article; it fills what the text does not say."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None


class Document(Frozen):
    """One article, decoded.

    Attributes:
        id: Slug that names the article in every output.
        text: What all spans refer to: decoded, without BOM, newlines untouched.
        sha256: Digest of the raw bytes (of the UTF-8 text when there was no file).
        path: Where it came from, for display.
        source: Kind of input the text came from.
        encoding: How the bytes were decoded; a guess ends in `?`.
        given: What the user says about the article.
        found: What the page's own markup says (HTML only).
        notes: Remarks a reader should see, such as a guessed encoding.
    """

    id: str
    text: str
    sha256: str
    path: str = ""
    source: Literal["text", "html", "pdf", "docx"] = "text"
    encoding: str = "utf-8"
    given: Given = Given()
    found: Given = Given()
    notes: tuple[str, ...] = ()

    @classmethod
    def from_text(cls, text: str, *, id: str, **given: str | None) -> Self:  # noqa: A002 - the contract's name
        """Return a document for a text that is already in memory.

        Keyword arguments other than `id` are those of `Given`, such as
        `date="2025-11-24"`, which anchors "Friday" and "last week".
        """
        return cls(id=id, text=text, sha256=_sha256(text), given=Given(**given))

    def __len__(self) -> int:
        return len(self.text)


def text_id(text: str) -> str:
    """Return the id of a text that nobody gave a name: the first 16 digits of its sha256.

    >>> text_id("Talks ended.") == Document.from_text("Talks ended.", id="a1").sha256[:16]
    True
    """
    return _sha256(text)[:16]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
