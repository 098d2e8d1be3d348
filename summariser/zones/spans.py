"""Questions to the spans of a labelled page: the zone of a position, the evidence, the paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from summariser.document import EVIDENCE_ZONES, Span, Zone, ZoneSpan
from summariser.zones.features import runs, split_lines


def zone_at(zones: Sequence[ZoneSpan], position: int) -> Zone:
    """Return the zone of the character at `position`; at the end of the text, that of the last character.

    Raises:
        IndexError: `position` is negative, past the end, or the text is empty.

    >>> zone_at((ZoneSpan(start=0, end=4, zone=Zone.NAV), ZoneSpan(start=4, end=9, zone=Zone.BODY)), 4)
    <Zone.BODY: 'body'>
    """
    if not zones or not 0 <= position <= zones[-1].end:
        raise IndexError(
            f"no zone at position {position!r}; the zones end at {zones[-1].end if zones else 0}"
        )
    return zones[bisect_right(zones, position, key=attrgetter("start")) - 1].zone


def evidence_spans(zones: Sequence[ZoneSpan]) -> tuple[Span, ...]:
    """Return the stretches that can prove a record, in order; neighbouring zones are joined.

    >>> evidence_spans((ZoneSpan(start=0, end=4, zone=Zone.BODY), ZoneSpan(start=4, end=9, zone=Zone.NAV)))
    (Span(start=0, end=4),)
    """
    found: list[Span] = []
    for zone in zones:
        if zone.zone not in EVIDENCE_ZONES:
            continue
        start = found.pop().start if found and found[-1].end == zone.start else zone.start
        found.append(Span(start=start, end=zone.end))
    return tuple(found)


def pieces(text: str, zones: Sequence[ZoneSpan]) -> tuple[ZoneSpan, ...]:
    r"""Return everything the page says, piece by piece with its zone, without white space around it.

    A piece is a line that says something; lines that were wrapped in
    mid-sentence, as in mails and PDFs, are one piece together.

    >>> zones = (ZoneSpan(start=0, end=13, zone=Zone.BODY),)
    >>> [(piece.start, piece.end) for piece in pieces("One.\n\n Two. \n", zones)]
    [(0, 4), (7, 11)]
    """
    lines = split_lines(text)
    found: list[ZoneSpan] = []
    for run in runs(lines):
        start, end = lines[run.first].start, lines[run.last].end
        raw = text[start:end]
        left = start + len(raw) - len(raw.lstrip())
        found.append(ZoneSpan(start=left, end=left + len(raw.strip()), zone=zone_at(zones, start)))
    return tuple(found)


def paragraphs(text: str, zones: Sequence[ZoneSpan]) -> tuple[Span, ...]:
    """Return the pieces of the evidence zones, in order: the article's paragraphs, items and headings."""
    kept = (piece for piece in pieces(text, zones) if piece.zone in EVIDENCE_ZONES)
    return tuple(Span(start=piece.start, end=piece.end) for piece in kept)
