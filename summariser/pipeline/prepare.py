"""What is done to an article before any request: zones, metadata, page, parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from summariser.chunks import split
from summariser.document import Document, ZoneSpan
from summariser.ground import Page
from summariser.metadata import describe
from summariser.prompts import Shown, show
from summariser.reconcile import sketch
from summariser.records import DocumentMeta, Profile
from summariser.zones import label


@dataclass(frozen=True)
class Prepared:
    """An article ready to be asked about.

    Attributes:
        shown: The parts that requests show; empty when the article is all furniture.
    """

    document: Document
    zones: tuple[ZoneSpan, ...]
    meta: DocumentMeta
    page: Page
    shown: tuple[Shown, ...]


def prepare(document: Document, profile: Profile, *, budget: int, measure: Callable[[str], int]) -> Prepared:
    """Return `document` with its zones, metadata and parts of at most `budget` tokens each."""
    zones = label(document.text)
    meta = describe(document, zones, profile)
    page = Page.of(document, zones, published=_day(meta), holidays=profile.holidays)
    parts = split(page.paragraphs, document.text, budget=budget, measure=measure)
    shown = tuple(
        show(document.id, document.text, part, part=number, parts=len(parts))
        for number, part in enumerate(parts, start=1)
    )
    body = "\n".join(span.of(document.text) for span in page.paragraphs)
    sketched = meta.model_copy(update={"sketch": sketch(body)})
    return Prepared(document, zones, sketched, page, shown)


def _day(meta: DocumentMeta) -> date | None:
    """Return the day an article was published, when it is known to the day."""
    published = meta.published
    return published.start if published and published.resolved and published.granularity == "day" else None
