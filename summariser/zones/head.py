"""The top of a page: which line is the headline, and what stands between it and the article."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from summariser.document import Zone
from summariser.zones import vocabulary as words
from summariser.zones.features import Unit
from summariser.zones.languages import ANY_FUNCTION_WORD
from summariser.zones.names import is_names, people
from summariser.zones.page import Page, Prose, Zones

_HEADLINE_WORDS = range(3, 41)
_SURE_HEADLINE_WORDS = 4
_STEM = 4
_OVERLAP = 0.5
_OVERLAP_WORDS = 2
_CREDIT_WORDS = 10
_NAME_WORDS = 8
_STANDFIRST_WORDS = 5
_CAPITALS = 0.6
_CLEAN_UNITS = 4
_BUTTON_WORDS = 3


def head(page: Page, zones: Zones, start: int) -> None:
    """Settle every open unit before `start`, where the article begins.

    A line before the headline is navigation; one after it is a byline, a
    heading of the text if it stands right before it, else a standfirst.
    """
    for index in range(start):
        zones[index] = zones[index] or page.hinted(index)
    chosen = _headline(page, zones, start)
    if chosen is None:
        _without_headline(page, zones, start)
        return
    _same_headline(page, zones, range(start), chosen)
    _bylines(page, zones, chosen + 1, start)
    kept = _is_clean(zones, start)
    for index in range(start):
        if zones[index] is not None:
            continue
        if index < chosen:
            zones[index] = Zone.STANDFIRST if kept else Zone.NAV
        elif _leads_into(page, zones, index, start):
            zones[index] = Zone.BODY
        elif _among_controls(page, zones, index):
            zones[index] = Zone.NAV
        else:
            zones[index] = Zone.STANDFIRST


def _leads_into(page: Page, zones: Zones, index: int, start: int) -> bool:
    """Return whether a short line right before the article is its first heading."""
    if index != start - 1 or page.prose[index] > Prose.NONE:
        return False
    return page.units[index].words < _STANDFIRST_WORDS or (index > 0 and zones[index - 1] is Zone.STANDFIRST)


def _among_controls(page: Page, zones: Zones, index: int) -> bool:
    """Return whether a line of a word or two touches a button: a count, or one more button."""
    unit = page.units[index]
    if unit.words > _BUTTON_WORDS or unit.ends_sentence:
        return False
    after_one = not unit.gap and zones[index - 1] is Zone.NAV
    before_one = not unit.closed and page.hinted(index + 1) is Zone.NAV
    return after_one or before_one or not any(map(str.isalpha, unit.text))


def _without_headline(page: Page, zones: Zones, start: int) -> None:
    for index in range(start):
        if zones[index] is None and _leads_into(page, zones, index, start):
            zones[index] = Zone.BODY
        elif zones[index] is None:
            zones[index] = Zone.STANDFIRST if page.units[index].words >= _STANDFIRST_WORDS else Zone.NAV


def _is_clean(zones: Zones, start: int) -> bool:
    """Return whether nothing at the top looks like navigation, so that nothing there need be lost."""
    return start <= _CLEAN_UNITS and not any(zones[index] is Zone.NAV for index in range(start))


def _headline(page: Page, zones: Zones, start: int) -> int | None:
    """Settle the headline among the units before `start` and return its index, or None without one."""
    marked = (i for i in range(start) if zones[i] is Zone.HEADLINE or page.units[i].text.startswith("# "))
    best = next(marked, None)
    if best is None:
        candidates = [i for i in range(_first_text(page, zones, start)) if _may_be_headline(page, zones, i)]
        best = _likest_article(page, candidates, start) if candidates else None
    if best is not None:
        _reopen(page, zones, best, start)
        zones[best] = Zone.HEADLINE
    return best


def _first_text(page: Page, zones: Zones, start: int) -> int:
    """Return where the page begins to speak in sentences or highlights, which no headline follows."""
    for index in range(start):
        if zones[index] is Zone.STANDFIRST or (page.prose[index] >= Prose.PLAIN and not page.cues[index]):
            return index
    return start


def _likest_article(page: Page, candidates: list[int], start: int) -> int:
    """Return the candidate that shares its words with the article, which navigation does not.

    The first one that shares half of them wins, a subtitle being as alike.
    """
    article = _stems(page.units[i].tokens for i in range(start, len(page)) if page.prose[i] >= Prose.PLAIN)
    own = {i: _stems([page.units[i].tokens]) for i in candidates}
    shared = {i: len(own[i] & article) for i in candidates}
    sure = (i for i in candidates if shared[i] >= max(_OVERLAP_WORDS, _OVERLAP * len(own[i])))
    likest = max(candidates, key=lambda i: (shared[i] / (len(own[i]) or 1), page.units[i].words, -i))
    return next((i for i in sure if page.units[i].words >= _SURE_HEADLINE_WORDS), likest)


def _reopen(page: Page, zones: Zones, headline: int, start: int) -> None:
    """Take back what a block of links swallowed when the headline turned out to stand inside it."""
    if zones[headline] is not None:
        for index in range(headline, start):
            if zones[index] is Zone.RELATED_LINK:
                zones[index] = page.hinted(index)


_SIGNED = (Zone.BYLINE, Zone.DATELINE)


def _may_be_headline(page: Page, zones: Zones, index: int) -> bool:
    unit = page.units[index]
    linked = zones[index] is Zone.RELATED_LINK and page.cues[index] is None
    signed = any(page.hinted(i) in _SIGNED for i in range(index + 1, min(index + 3, len(page))))
    loose = zones[index] is None or (linked and (unit.gap or signed))
    return loose and not unit.bullet and unit.words in _HEADLINE_WORDS and page.prose[index] < Prose.PLAIN


def _stems(texts: Iterable[Iterable[str]]) -> set[str]:
    """Return the starts of all longer words, so that inflected forms meet; of unspaced text, letter pairs."""
    found: set[str] = set()
    for word in chain.from_iterable(texts):
        if word[0] >= _FIRST_UNSPACED:
            found.update(word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) >= _STEM and word not in ANY_FUNCTION_WORD:
            found.add(word[:_STEM])
    return found


_FIRST_UNSPACED = "\u0e00"


def _same_headline(page: Page, zones: Zones, indices: Iterable[int], chosen: int) -> None:
    """Mark every printing of the headline, whole or cut short."""
    full = words.key(page.units[chosen].text)
    for index in indices:
        other = words.key(page.units[index].text)
        same = full.startswith(other) or other.startswith(full)
        if zones[index] is None and same and page.units[index].words in _HEADLINE_WORDS:
            zones[index] = Zone.HEADLINE


def name_list(page: Page, zones: Zones) -> None:
    """Settle names that stand on lines of their own under a lone "By"."""
    listing = False
    for index, unit in enumerate(page.units):
        if unit.words == 1 and unit.text.casefold().rstrip(":") in _BY:
            listing, zones[index] = True, Zone.BYLINE
        elif listing and is_name_line(unit) and zones[index] not in (Zone.DATELINE, Zone.NAV):
            zones[index] = Zone.BYLINE
        else:
            listing = False


_BY = frozenset({"by", "von", "par", "por", "di", "door", "av", "af"})


def _bylines(page: Page, zones: Zones, first: int, start: int) -> None:
    """Mark lines under the headline that hold a writer's role, or names beside another byline or date."""
    for index in range(first, start):
        if zones[index] is None and _has_role(page, index):
            zones[index] = Zone.BYLINE
    for index in [*range(first, start), *range(start - 1, first - 1, -1)]:
        if zones[index] is None and is_name_line(page.units[index]) and _beside_credit(page, zones, index):
            zones[index] = Zone.BYLINE


def _has_role(page: Page, index: int) -> bool:
    """Return whether a line names a writer with a role, or gives the role of the one named right above."""
    unit = page.units[index]
    if unit.words > _CREDIT_WORDS or words.ROLES.isdisjoint(unit.tokens):
        return False
    return is_names(unit.text) or (not unit.gap and is_name_line(page.units[index - 1]))


def author_notes(page: Page, zones: Zones, last: int) -> None:
    """Settle the line near the article's end, at `last`, that tells who its author is."""
    signed = [page.units[i].text for i, zone in enumerate(zones[: last + 1]) if zone is Zone.BYLINE]
    authors = {person for text in signed for person in people(text)}
    for index in range(max(0, last - _NOTE_REACH), last + 1):
        if zones[index] is Zone.BODY and _introduces(page.units[index], authors):
            zones[index] = Zone.BYLINE


def _introduces(unit: Unit, authors: set[str]) -> bool:
    """Return whether a unit starts as "Ana Ruiz is …" does, with one of the names."""
    said = unit.text.split(maxsplit=_NAME_MOST + 1)
    for length in range(_NAME_LEAST, min(_NAME_MOST + 1, len(said))):
        if said[length] in _COPULAS and " ".join(said[:length]) in authors:
            return True
    return False


_NOTE_REACH = 3
_NAME_LEAST, _NAME_MOST = 2, 5
_COPULAS = words.phrases("is, are, was, has, covers, writes, ist, war, schreibt, est, es, è, é, jest, är, er")


def is_name_line(unit: Unit) -> bool:
    """Return whether a unit is nothing but one or more names."""
    if unit.words > _NAME_WORDS or unit.ends_sentence or unit.numeric:
        return False
    return unit.text.casefold() in _AND or (unit.capital_share() >= _CAPITALS and is_names(unit.text))


_AND = frozenset({"and", "und", "et", "y", "e", "i", "&", "та", "и", "en", "och", "og"})


def _beside_credit(page: Page, zones: Zones, index: int) -> bool:
    unit = page.units[index]
    above = None if unit.gap else zones[index - 1]
    below = None if unit.closed else zones[index + 1]
    return above in _SIGNED or below in _SIGNED
