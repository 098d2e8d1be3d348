"""`Page`: one article as proof sees it, its text with zones, paragraphs and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from summariser.document import EVIDENCE_ZONES, Document, Span, ZoneSpan
from summariser.fold import fold
from summariser.ground.addressed import addressed, in_the_clear
from summariser.ground.quotes import Searchable, quotations, searchable
from summariser.records import Evidence, Holiday
from summariser.zones import paragraphs, zone_at

_RANKS = {zone: rank for rank, zone in enumerate(EVIDENCE_ZONES)}
_FURNITURE = len(_RANKS)


@dataclass(frozen=True)
class Page:
    """One article, with everything a proof may lean on.

    Attributes:
        zones: What part of the page each character belongs to; tiles the text.
        paragraphs: The paragraphs of the evidence zones, in order.
        published: The day that "Friday" and "last week" count from; None when unknown.
        holidays: The profile's calendar.
    """

    document: str
    sha256: str
    text: str
    zones: tuple[ZoneSpan, ...]
    paragraphs: tuple[Span, ...]
    published: date | None = None
    holidays: tuple[Holiday, ...] = ()

    @classmethod
    def of(
        cls,
        document: Document,
        zones: tuple[ZoneSpan, ...],
        *,
        published: date | None = None,
        holidays: tuple[Holiday, ...] = (),
    ) -> Page:
        """Return the page of `document` under `zones`."""
        return cls(
            document=document.id,
            sha256=document.sha256,
            text=document.text,
            zones=zones,
            paragraphs=paragraphs(document.text, zones),
            published=published,
            holidays=holidays,
        )

    @cached_property
    def searchable(self) -> Searchable:
        """The text, folded once for all the quotes that are looked up in it."""
        return searchable(self.text)

    @cached_property
    def addressed(self) -> tuple[Span, ...]:
        """The sentences of the paragraphs that address a machine; see `summariser.ground.addressed`."""
        return tuple(
            span for span in addressed(self.text) if any(span.overlaps(each) for each in self.paragraphs)
        )

    @cached_property
    def folded_body(self) -> str:
        """The paragraphs, folded: what the whole article says, for names that stand anywhere in it."""
        return fold("\n".join(paragraph.of(self.text) for paragraph in self.paragraphs))

    @cached_property
    def own_text(self) -> str:
        """The text without the sentences that address a machine."""
        return self._own(Span(start=0, end=len(self.text)))

    @cached_property
    def orders(self) -> str:
        """The sentences that address a machine, folded, and in the clear where they are disguised."""
        return fold("\n".join(in_the_clear(span.of(self.text)) for span in self.addressed))

    def evidence(self, quote: str) -> tuple[Evidence, ...]:
        """Return the evidence for `quote`: its occurrence in the best zone, the first of equals; () if none.

        Remembered: the same few names are proved again and again.
        """
        if quote not in self._known:
            self._known[quote] = self._find(quote)
        return self._known[quote]

    @cached_property
    def _known(self) -> dict[str, tuple[Evidence, ...]]:
        return {}

    def _find(self, quote: str) -> tuple[Evidence, ...]:
        best: tuple[Span, ...] = ()
        lowest = _FURNITURE
        for spans in quotations(quote, self.searchable):
            rank = self._rank(spans)
            if rank < lowest:
                best, lowest = spans, rank
            if lowest == 0:
                break
        return tuple(self._evidence(span, quote, joined=len(best) > 1) for span in best)

    def in_furniture(self, quote: str) -> bool:
        """Return whether `quote` stands on the page, in whatever zone."""
        return next(quotations(quote, self.searchable), None) is not None

    def before_and_at(self, span: Span) -> str:
        """Return the paragraphs that `span` touches and the one before them."""
        return "\n".join(paragraph.of(self.text) for paragraph in self._near(span))

    def own_near(self, span: Span) -> str:
        """Return the same without the sentences that address a machine."""
        return "\n".join(map(self._own, self._near(span)))

    def _near(self, span: Span) -> tuple[Span, ...]:
        touched = [index for index, paragraph in enumerate(self.paragraphs) if paragraph.overlaps(span)]
        return self.paragraphs[max(touched[0] - 1, 0) : touched[-1] + 1] if touched else (span,)

    def _own(self, span: Span) -> str:
        """Return the words of `span` without the sentences that address a machine."""
        orders = [order for order in self.addressed if order.overlaps(span)]
        ends = [span.start, *(order.end for order in orders)]
        starts = [*(order.start for order in orders), span.end]
        return "\n".join(self.text[end:start] for end, start in zip(ends, starts, strict=True))

    def _rank(self, spans: tuple[Span, ...]) -> int:
        """Return the rank of the worst zone that `spans` touch; 0 is the best."""
        return max(
            _RANKS.get(zone.zone, _FURNITURE)
            for span in spans
            for zone in self.zones
            if zone.start < span.end and span.start < zone.end
        )

    def _evidence(self, span: Span, quote: str, *, joined: bool) -> Evidence:
        words = span.of(self.text)
        match = "joined" if joined else "exact" if words == quote.strip() else "folded"
        return Evidence(
            document=self.document, quote=words, span=span, zone=zone_at(self.zones, span.start), match=match
        )
