"""Cuts an article's text into stretches: what is furniture, what proves a record, where a link can lead.

Spans may overlap in any way, HTML elements may not. So the text is cut wherever a
span or a zone begins or ends, and a piece that any span covers is marked. A link
leads to the piece its span begins with; the page's script marks the pieces after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from summariser.document import EVIDENCE_ZONES, Span, Zone, ZoneSpan
from summariser.report.page.lookup import place
from summariser.report.phrases import listed, words

_SHOWN = frozenset({Zone.BYLINE, Zone.DATELINE})
"""Furniture that says who wrote the article and when: greyed, and left in sight."""


class Piece(NamedTuple):
    """Characters that belong together.

    Attributes:
        text: The characters.
        start: Where they stand in the text when they prove something, else None.
        places: Fragments of the spans that begin here.
    """

    text: str
    start: int | None = None
    places: tuple[str, ...] = ()


class Stretch(NamedTuple):
    """A run of pieces in zones of one sort.

    Attributes:
        sort: `article`; `aside` for author and date; `furniture` for what can be folded away.
        zones: Names of the zones in it, the first first.
        length: Number of characters.
    """

    sort: str
    zones: str
    length: int
    pieces: tuple[Piece, ...]


def stretches(
    document: str, text: str, zones: Sequence[ZoneSpan], spans: Iterable[Span]
) -> tuple[Stretch, ...]:
    """Return the whole text in stretches, every character once and in order.

    Args:
        document: Id of the article, for the fragments.
        text: Its text.
        zones: Its zones; characters that none covers count as body.
        spans: What to mark; spans that are empty or reach outside the text are left out.
    """
    inside = sorted({(span.start, span.end) for span in spans if span.start < span.end <= len(text)})
    cuts = _cuts(document, [Span(start=start, end=end) for start, end in inside])
    return tuple(
        Stretch(
            sort,
            listed(dict.fromkeys(map(words, names))),
            end - start,
            tuple(_pieces(text, start, end, cuts)),
        )
        for sort, names, start, end in _runs(zones, len(text))
    )


class _Cuts(NamedTuple):
    """Where spans begin and end.

    Attributes:
        depths: Positions in order, each with the number of spans that cover what follows it.
        places: The fragments of the spans that begin at a position.
    """

    depths: tuple[tuple[int, int], ...]
    places: Mapping[int, tuple[str, ...]]


def _cuts(document: str, spans: Sequence[Span]) -> _Cuts:
    places: defaultdict[int, list[str]] = defaultdict(list)
    change: defaultdict[int, int] = defaultdict(int)
    for span in spans:
        places[span.start].append(place(document, span))
        change[span.start] += 1
        change[span.end] -= 1
    positions = sorted(change)
    depths = accumulate(change[position] for position in positions)
    return _Cuts(
        tuple(zip(positions, depths, strict=True)), {at: tuple(names) for at, names in places.items()}
    )


def _pieces(text: str, start: int, end: int, cuts: _Cuts) -> Iterator[Piece]:
    """Yield the pieces of the text from `start` to `end`."""
    depth = next((depth for position, depth in reversed(cuts.depths) if position <= start), 0)
    inner = [cut for cut in cuts.depths if start < cut[0] < end]
    for (first, covered), (last, _) in pairwise([(start, depth), *inner, (end, 0)]):
        yield Piece(text[first:last], first if covered else None, cuts.places.get(first, ()))


def _runs(zones: Sequence[ZoneSpan], length: int) -> Iterator[tuple[str, list[Zone], int, int]]:
    """Yield runs of neighbouring zones of one sort: the sort, the zones, start and end."""
    run: tuple[str, list[Zone], int, int] | None = None
    begun = False
    for zone in _covering(zones, length):
        begun = begun or zone.zone is Zone.BODY
        sort = _sort(zone.zone, begun=begun)
        if run and run[0] == sort:
            run = (sort, [*run[1], zone.zone], run[2], zone.end)
            continue
        if run:
            yield run
        run = (sort, [zone.zone], zone.start, zone.end)
    if run:
        yield run


def _covering(zones: Sequence[ZoneSpan], length: int) -> Iterator[ZoneSpan]:
    """Yield zones that cover 0 to `length` without gap or overlap."""
    at = 0
    for zone in sorted(zones, key=lambda zone: (zone.start, zone.end)):
        start, end = max(zone.start, at), min(zone.end, length)
        if start >= end:
            continue
        if start > at:
            yield ZoneSpan(start=at, end=start, zone=Zone.BODY)
        yield ZoneSpan(start=start, end=end, zone=zone.zone)
        at = end
    if at < length:
        yield ZoneSpan(start=at, end=length, zone=Zone.BODY)


def _sort(zone: Zone, *, begun: bool) -> str:
    """Return the sort of a zone; author and date that come again after the body has begun are furniture."""
    if zone in EVIDENCE_ZONES:
        return "article"
    return "aside" if zone in _SHOWN and not begun else "furniture"
