"""Marks every line of a page with its zone, without deleting a character."""

from __future__ import annotations

from collections import Counter

from summariser.document import Zone, ZoneSpan
from summariser.zones import vocabulary as words
from summariser.zones.features import Unit
from summariser.zones.head import author_notes, head, is_name_line, name_list
from summariser.zones.names import people
from summariser.zones.page import Page, Prose, Zones, read_page
from summariser.zones.sections import comments, end_mark, heading, mail_header, sections

_MENU_RUN = 6
_MENU_MEAN_WORDS = 2.5
_LINK_WORDS = 4
_LIST_MEAN_WORDS = 4
_CAPTION_WORDS = 4
_PLAIN_TAIL = 3
_RUNNING_HEAD = 3
_QUOTED_WORDS = 5
_MOST_QUOTES = 40


def label(text: str) -> tuple[ZoneSpan, ...]:
    """Return spans that tile `text`, each with the zone of its lines.

    Spans hold whole lines, newlines included; neighbours differ in zone. A
    blank line takes the zone of the line before it, at the top that of the
    first line that says something. In doubt a line is body: a kept line of
    furniture costs less than a lost paragraph. Runs in linear time.

    Readers' comments are `nav`: the vocabulary has no zone of their own.
    """
    page = read_page(text)
    return _spans(page, _zones(page))


def _zones(page: Page) -> list[Zone]:
    """Return the zone of each unit."""
    zones: Zones = [found.zone if found is not None and found.sure else None for found in page.cues]
    _captions(page, zones)
    _running_heads(page, zones)
    name_list(page, zones)
    comments(page, zones)
    mail_header(page, zones)
    end_mark(page, zones)
    sections(page, zones)
    article = _article(page, zones)
    if article is None:
        return _no_article(page, zones)
    first, last = article
    head(page, zones, first)
    _core(page, zones, first, last)
    _tail(page, zones, last + 1)
    author_notes(page, zones, last)
    return [zone or Zone.BODY for zone in zones]


def _captions(page: Page, zones: Zones) -> None:
    """Settle a line that the next caption repeats: the picture's text without its credit."""
    for index in range(len(page) - 1):
        text = page.units[index].text
        if zones[index + 1] is Zone.CAPTION and page.units[index].words >= _CAPTION_WORDS:
            zones[index] = Zone.CAPTION if page.units[index + 1].text.startswith(text) else zones[index]


def _running_heads(page: Page, zones: Zones) -> None:
    """Settle lines that every printed page repeats, mostly with a page number."""
    printed: dict[str, Counter[str]] = {}
    for unit in page.units:
        if _may_run(unit):
            printed.setdefault(words.key(unit.text), Counter())[unit.text] += 1
    for index, unit in enumerate(page.units):
        if zones[index] is None and _may_run(unit):
            seen = printed[words.key(unit.text)]
            parted = _WIDE in unit.text and seen[unit.text] > 1
            if parted or (len(seen) > 1 and unit.numeric) or seen[unit.text] > _RUNNING_HEAD:
                zones[index] = Zone.NAV


_WIDE = " " * 5


def _may_run(unit: Unit) -> bool:
    return _RUNNING_HEAD <= unit.words <= 2 * _LINK_WORDS + 2 and not (unit.ends_sentence or unit.bullet)


def _article(page: Page, zones: Zones) -> tuple[int, int] | None:
    """Return the first and last unit of the article, or None when nothing on the page reads like text."""
    loose = [i for i in range(len(page)) if zones[i] is None and page.cues[i] is None]
    anchors = [i for i in loose if page.prose[i] >= Prose.PLAIN]
    if not anchors and 2 * len(loose) > len(page):
        anchors = [i for i in loose if page.prose[i] is Prose.SENTENCE]
    if not anchors:
        return None
    first = _after_standfirst(page, zones, anchors)
    while first > 0 and _adjoins(page, zones, first - 1) and page.units[first - 1].ending == ".":
        first -= 1
    return first, _end(page, zones, anchors[-1])


def _after_standfirst(page: Page, zones: Zones, anchors: list[int]) -> int:
    """Return where the article starts: past a summary that stands above byline, date or highlights."""
    first = anchors[0]
    following = anchors[1] if len(anchors) > 1 else first
    between = range(first + 1, following)
    if any(zones[i] is Zone.STANDFIRST for i in between):
        return following
    signed = any((zones[i] or page.hinted(i)) in _SIGNED for i in range(first))
    return following if not signed and any(_signs(page, i) for i in between[:_SIGNING_LINES]) else first


def _signs(page: Page, index: int) -> bool:
    """Return whether a unit dates the page or names a writer, and does not just look as if it did."""
    zone = page.hinted(index)
    if zone is Zone.DATELINE:
        return page.sure(index) or is_name_line(page.units[index - 1])
    return zone is Zone.BYLINE and people(page.units[index].text) != ()


_SIGNING_LINES = 3
_SIGNED = (Zone.BYLINE, Zone.DATELINE)


def _adjoins(page: Page, zones: Zones, index: int) -> bool:
    """Return whether a unit beside the article is a short sentence of it and no link's title."""
    if zones[index] is not None or page.cues[index] is not None or page.prose[index] is Prose.NONE:
        return False
    unit = page.units[index]
    return unit.words < _LINK_WORDS or unit.capital_share() < _TITLE_CAPITALS


_TITLE_CAPITALS = 0.7


def _end(page: Page, zones: Zones, last: int) -> int:
    """Return the last unit of the article, past its last paragraph.

    Short sentences and lists that follow belong to it, and so does what
    stands before a sentence with no sign of furniture in between; so do a few
    last lines that no sentence follows, being a list or a verse as likely as links.
    """
    while last + 1 < len(page):
        items = _items_after(page, zones, last)
        if not _adjoins(page, zones, last + 1) and not (items and _is_list(page, last, items)):
            break
        last = max(items, last + 1)
    plain = _open_until(page, zones, last + 1)
    spoken = (i for i in range(plain - 1, last, -1) if page.units[i].ending in _STOPS)
    return plain - 1 if plain - 1 - last <= _PLAIN_TAIL else next(spoken, last)


def _open_until(page: Page, zones: Zones, start: int) -> int:
    """Return where the run of units that nothing speaks for or against ends, from `start` on."""
    for index in range(start, len(page)):
        if zones[index] is not None or page.cues[index] is not None:
            return index
    return len(page)


_STOPS = frozenset(".!…。")
_LEADS = frozenset(":：")


def _items_after(page: Page, zones: Zones, index: int) -> int:
    """Return the index of the last of the bullets that follow `index`, or 0 when none does."""
    end = index
    while end + 1 < len(page) and page.units[end + 1].bullet and zones[end + 1] is None:
        end += 1
    return end if end > index else 0


def _is_list(page: Page, before: int, last: int) -> bool:
    """Return whether bullets after the unit `before` are a list of the article and not a menu."""
    return page.units[before].ending in _LEADS or _mean_words(page, before + 1, last) >= _LIST_MEAN_WORDS


def _mean_words(page: Page, first: int, last: int) -> float:
    return sum(unit.words for unit in page.units[first : last + 1]) / (last + 1 - first)


def _no_article(page: Page, zones: Zones) -> list[Zone]:
    """Return the zones of a page without running text: furniture if a third of it shows as such."""
    if 3 * sum(zone is not None for zone in zones) >= len(page):
        return [zone or page.hinted(i) or _link_or_nav(page.units[i]) for i, zone in enumerate(zones)]
    return [zone or (Zone.LIST_ITEM if page.units[i].bullet else Zone.BODY) for i, zone in enumerate(zones)]


def _link_or_nav(unit: Unit) -> Zone:
    return Zone.RELATED_LINK if unit.words >= _LINK_WORDS else Zone.NAV


def _core(page: Page, zones: Zones, first: int, last: int) -> None:
    """Settle the open units of the article: list items, pull quotes, stray menus, and body."""
    index = first
    while index <= last:
        end = _run_end(page, zones, index, last)
        if _is_menu(page, index, end):
            zones[index:end] = [Zone.NAV] * (end - index)
        index = max(end, index + 1)
    for quote in _pull_quotes(page, zones, first, last):
        zones[quote] = Zone.PULL_QUOTE
    for index in range(first, last + 1):
        if zones[index] is None:
            zones[index] = Zone.LIST_ITEM if page.units[index].bullet else Zone.BODY


def _run_end(page: Page, zones: Zones, first: int, last: int) -> int:
    """Return where the run of open lines that are no sentences and have no figures ends, from `first` on."""
    for index in range(first, last + 1):
        if zones[index] is not None or page.prose[index] is not Prose.NONE or page.units[index].numeric:
            return index
    return last + 1


def _is_menu(page: Page, first: int, end: int) -> bool:
    """Return whether a run of lines is a stray menu: many, very short, and not led up to by a colon."""
    if end - first < _MENU_RUN or _mean_words(page, first, end - 1) > _MENU_MEAN_WORDS:
        return False
    return first == 0 or page.units[first - 1].ending not in _LEADS


def _pull_quotes(page: Page, zones: Zones, first: int, last: int) -> list[int]:
    """Return the quotations set apart whose words the article prints once more."""
    quotes = [i for i in range(first, last + 1) if zones[i] is None and _is_quotation(page.units[i])]
    text = "\n".join(unit.text for unit in page.units[first : last + 1]) if quotes else ""
    return [i for i in quotes[:_MOST_QUOTES] if text.count(page.units[i].text.strip(_QUOTES + ".,")) > 1]


_QUOTES = "\"'“”‘’«»„> "


def _is_quotation(unit: Unit) -> bool:
    return unit.words >= _QUOTED_WORDS and unit.text[0] in _QUOTES and unit.text[-1] in _QUOTES


def _tail(page: Page, zones: Zones, start: int) -> None:
    """Settle what follows the article; a byline or date is a link card's unless it adjoins the article."""
    own = True
    for index in range(start, len(page)):
        zone = zones[index] or page.hinted(index)
        opened = heading(page.units[index])
        if opened is Zone.BYLINE or "reporting" in page.units[index].tokens:
            own = True
        elif opened is not None or (zone not in _SIGNED and page.units[index].gap):
            own = False
        if zone in _SIGNED and not own:
            zone = Zone.RELATED_LINK
        zones[index] = zone or _link_or_nav(page.units[index])


def _spans(page: Page, zones: list[Zone]) -> tuple[ZoneSpan, ...]:
    """Return the units' zones as spans over whole lines, neighbours of one zone merged."""
    by_line = {
        line: zone
        for unit, zone in zip(page.units, zones, strict=True)
        for line in range(unit.first, unit.last + 1)
    }
    zone = zones[0] if zones else Zone.PLACEHOLDER
    spans: list[ZoneSpan] = []
    start = 0
    for index, line in enumerate(page.lines):
        following = by_line.get(index, zone)
        if following is not zone and line.start > start:
            spans.append(ZoneSpan(start=start, end=line.start, zone=zone))
            start = line.start
        zone = following
    if page.lines:
        spans.append(ZoneSpan(start=start, end=page.lines[-1].end, zone=zone))
    return tuple(spans)
