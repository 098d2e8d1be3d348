"""Blocks of furniture that a line of their own opens: link lists, sources, comments, mail headers."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from summariser.document import Zone
from summariser.zones import vocabulary as words
from summariser.zones.features import Unit
from summariser.zones.page import Page, Prose, Zones

_HEADING_WORDS = 8
_HEADER_UNITS = 12
_HEADER_FIELDS = 2
_BETWEEN_REPLIES = 4
_STICKY_PARAGRAPHS = 3
_SMALL_BLOCK = 4
_POINT_WORDS = 40
_MENU_WORDS = 5

_STICKY = (Zone.SOURCES_LIST, Zone.BYLINE, Zone.FOOTER_LEGAL)
_CARD_PARTS = (Zone.BYLINE, Zone.DATELINE, Zone.CAPTION)


def heading(unit: Unit) -> Zone | None:
    """Return the zone of the block that a unit's words open, or None when they open none."""
    if unit.bullet or unit.words > _HEADING_WORDS or unit.ending in {".", "!"}:
        return None
    bare = words.key(unit.text)
    if bare in words.HEADINGS:
        return words.HEADINGS[bare]
    return next((zone for start, zone in words.HEADING_STARTS if start.match(bare)), None)


def mail_header(page: Page, zones: Zones) -> None:
    """Settle the fields of a mail header or a front matter at the top of the page."""
    fields: dict[int, Zone] = {}
    for index, unit in enumerate(page.units[:_HEADER_UNITS]):
        name, colon, _ = unit.text.partition(":")
        zone = words.MAIL_FIELDS.get(words.key(name)) if colon else None
        if zone is not None:
            fields[index] = zone
        if unit.closed or zone is None:
            break
    if len(fields) >= _HEADER_FIELDS:
        for index, zone in fields.items():
            zones[index] = zone


def end_mark(page: Page, zones: Zones) -> None:
    """Settle what follows the end mark of a press release, unless more text stands after it than before."""
    counts = list(accumulate((unit.words for unit in page.units), initial=0))
    following = 0
    for number, line in enumerate(page.lines):
        own = following < len(page) and page.units[following].first == number
        if line.content.casefold() in words.END_MARKS and 2 * counts[following] > counts[-1]:
            if own:
                zones[following] = Zone.BODY  # like a rule, a mark goes with what it closes
            for index in range(following + own, len(page)):
                zones[index] = page.hinted(index) or Zone.FOOTER_LEGAL
            return
        following += own


def comments(page: Page, zones: Zones) -> None:
    """Settle readers' comments as navigation: from their heading to the last button under one of them.

    A comment reads like body text, so only the buttons and names around it
    tell; text that is further than a few paragraphs from the next button is
    taken for the article.
    """
    opened: int | None = None
    apart = 0
    for index, unit in enumerate(page.units):
        if opened is None:
            opened = index if _opens_comments(unit) else None
            apart = 0
        elif _is_reply(unit):
            zones[opened : index + 1] = [Zone.NAV] * (index + 1 - opened)
            opened, apart = index, 0
        else:
            apart += page.prose[index] >= Prose.PLAIN
            opened = None if apart > _BETWEEN_REPLIES else opened


def _opens_comments(unit: Unit) -> bool:
    return not unit.bullet and unit.words <= _HEADING_WORDS and words.key(unit.text) in words.COMMENT_HEADINGS


def _is_reply(unit: Unit) -> bool:
    return unit.words <= _HEADING_WORDS and (
        words.key(unit.text) in words.REPLY_WORDS or unit.text.endswith(_SAYS)
    )


_SAYS = (" says:", " wrote:", " said:", " schreibt:", " dice:", " пише:", " пишет:")


def sections(page: Page, zones: Zones) -> None:
    """Settle the units of every block that a heading opens, until the article goes on."""
    text = _text(page, zones)
    begun = False
    opened, zone = 0, None
    for index in range(len(page)):
        if zones[index] is not None and page.cues[index] is None:
            continue  # an earlier step knew better
        starts = _starts(page, index, begun=begun, late=text.is_late(index))
        if starts is not None:
            opened, zone, zones[index] = index, starts, starts
        elif zone is not None and _leaves(page, index, opened, zone=zone, text=text):
            if zone is Zone.RELATED_LINK:
                _give_back(page, zones, index, opened)
            zone = None
        elif zone is not None:
            zones[index] = _within(page, index, zone)
        begun = begun or (zones[index] is None and index in text.paragraphs)


class _Text(NamedTuple):
    """Where the running text of a page is: its paragraphs, and its words before each unit."""

    paragraphs: frozenset[int]
    last: int
    words_before: list[int]

    def is_late(self, index: int) -> bool:
        return 2 * self.words_before[index] > self.words_before[-1]


def _text(page: Page, zones: Zones) -> _Text:
    free = [zones[i] is None and page.cues[i] is None for i in range(len(page))]
    paragraphs = frozenset(i for i in range(len(page)) if free[i] and page.prose[i] is Prose.STRONG)
    counts = (
        page.units[i].words if free[i] and page.prose[i] >= Prose.PLAIN else 0 for i in range(len(page))
    )
    return _Text(paragraphs, max(paragraphs, default=-1), list(accumulate(counts, initial=0)))


def _starts(page: Page, index: int, *, begun: bool, late: bool) -> Zone | None:
    """Return the zone of the block that opens here; highlights open none once the article has begun."""
    unit = page.units[index]
    zone = heading(unit)
    if unit.text[0].isdigit() and not late:
        return None  # an entry of a table of contents
    if zone is Zone.STANDFIRST and begun:
        return None
    if zone is Zone.PROMO_AD and not (unit.gap and not unit.closed):
        return None
    return zone


def _within(page: Page, index: int, zone: Zone) -> Zone:
    """Return the zone of a unit inside a block: its own words', unless it is part of a link card."""
    if zone is Zone.RELATED_LINK and page.units[index].bullet and page.units[index].words <= _MENU_WORDS:
        return Zone.NAV
    own = page.hinted(index)
    if own is None or (zone is Zone.RELATED_LINK and own in _CARD_PARTS):
        return zone
    return own


def _leaves(page: Page, index: int, opened: int, *, zone: Zone, text: _Text) -> bool:
    """Return whether the article goes on at `index`, in a block that a heading opened.

    Sources, authors' notes and press contacts hold paragraphs of their own;
    they keep a few, but only where most of the page's text stands before them.
    """
    if zone is Zone.STANDFIRST:
        return _leaves_points(page, index, opened)
    if zone is Zone.PROMO_AD:
        return page.units[index].gap
    if page.sure(index):
        return False
    if zone in _STICKY and text.is_late(opened):
        return page.prose[index] is Prose.STRONG and _paragraphs_after(page, index) > _STICKY_PARAGRAPHS
    return _resumes(page, index, opened, last=text.last)


def _leaves_points(page: Page, index: int, opened: int) -> bool:
    """Return whether a block of highlights has ended: at the first line unlike its first one, or at a gap."""
    unit = page.units[index]
    if page.hinted(index) in (Zone.BYLINE, Zone.DATELINE):
        return True
    if page.units[opened + 1].bullet:
        return not unit.bullet
    return unit.words > _POINT_WORDS or page.prose[index] is Prose.STRONG or (unit.gap and index > opened + 1)


def _paragraphs_after(page: Page, index: int) -> int:
    """Return how many statements follow before the next heading of a block, as far as it matters."""
    count = 0
    for later in range(index, len(page)):
        if heading(page.units[later]) is not None or count > _STICKY_PARAGRAPHS:
            break
        count += page.prose[later] >= Prose.PLAIN and page.cues[later] is None
    return count


def _resumes(page: Page, index: int, opened: int, *, last: int) -> bool:
    """Return whether a unit inside a list of links is the article again and not a teaser.

    A paragraph is; so is any statement as long as a paragraph follows further
    down. At the end of a page, a statement must stand apart and be followed
    by another, or by nothing after a short list.
    """
    if page.prose[index] < Prose.PLAIN:
        return False
    if page.prose[index] is Prose.STRONG or last > index:
        return True
    if not page.units[index].gap:
        return False
    later = next((i for i in range(index + 1, len(page)) if not page.sure(i)), None)
    if later is None:
        return index - opened <= _SMALL_BLOCK
    return page.prose[later] >= Prose.PLAIN


def _give_back(page: Page, zones: Zones, index: int, opened: int) -> None:
    """Reopen the line before resumed text when it stands apart: rather the text's heading than a link."""
    before = index - 1
    apart = page.units[before].gap or not page.units[index].gap
    if before > opened + 1 and apart and page.cues[before] is None:
        zones[before] = None
