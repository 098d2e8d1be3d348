"""Reads what the top of a page says about its article: headline, writers, publisher, words that date it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from summariser.document import Span, Zone, ZoneSpan
from summariser.zones import vocabulary as words
from summariser.zones.names import people, without_opening
from summariser.zones.spans import pieces
from summariser.zones.vocabulary import pattern

_LABEL_REACH = 3
_MENU = 4
_LONGEST = 400


class Said(NamedTuple):
    """A value and where the text says it; a value joined from several lines has the span of them all."""

    value: str
    span: Span


class Masthead(NamedTuple):
    """What the top of a page says.

    Attributes:
        headline: The headline, without markup and without the site's name.
        byline: Who wrote the article.
        publisher: Who published it, when byline, headline or dateline name it.
        dates: The words that may date it, the most telling first.
        labels: Lines beside the headline that may name the kind of article, in the form of `key`.
    """

    headline: Said | None
    byline: Said | None
    publisher: Said | None
    dates: tuple[str, ...]
    labels: tuple[str, ...]


def masthead(text: str, zones: Sequence[ZoneSpan]) -> Masthead:
    """Return what the top of the page says about its article."""
    page = pieces(text, zones)
    headline, site = _headline(text, page)
    credits_ = [_credit(text, piece) for piece in _byline(text, page)]
    wire = _wire(text, page)
    named = [credit.publisher for credit in credits_] + [site, wire.publisher]
    return Masthead(
        headline=headline,
        byline=_writers(text, credits_),
        publisher=next(filter(None, named), None),
        dates=tuple(_date_words(text, page, wire, headline)),
        labels=tuple(_labels(text, page)),
    )


def _headline(text: str, page: Iterable[ZoneSpan]) -> tuple[Said | None, Said | None]:
    """Return the headline and the name of the site after a bar in it."""
    found = next((piece for piece in page if piece.zone is Zone.HEADLINE), None)
    match = _HEADLINE.fullmatch(text, found.start, found.end) if found else None
    if match is None:
        return None, None
    return _said(match, "headline"), _said(match, "site")


def _line(text: str, piece: ZoneSpan) -> str:
    """Return what a piece says, as far as a byline or date can be long."""
    return text[piece.start : min(piece.end, piece.start + _LONGEST)]


def _said(match: re.Match[str], group: str, offset: int = 0) -> Said | None:
    """Return what a group matched, on one line, and where; None when it matched nothing."""
    if not match[group]:
        return None
    value = " ".join(line.strip() for line in match[group].splitlines())
    return Said(value, Span(start=offset + match.start(group), end=offset + match.end(group)))


class _Credit(NamedTuple):
    """One line of a byline: its writers one by one, what it says as a whole, and whom they wrote for."""

    writers: tuple[Said, ...]
    whole: Said | None
    publisher: Said | None


def _byline(text: str, page: Sequence[ZoneSpan]) -> list[ZoneSpan]:
    """Return the first run of byline pieces, or else a dateline that ends in a name."""
    run: list[ZoneSpan] = []
    for piece in page:
        if piece.zone is Zone.BYLINE:
            run.append(piece)
        elif run:
            break
    if not run:
        return [p for p in page if p.zone is Zone.DATELINE and _POSTED_BY.search(text, p.start, p.end)][:1]
    return [piece for piece in run if not _PICTURES.match(text, piece.start)]


def _credit(text: str, piece: ZoneSpan) -> _Credit:
    said = _line(text, piece)
    posted = _POSTED_BY.search(said) if piece.zone is Zone.DATELINE else None
    start = posted.end() if posted else 0
    dated = _DATE.search(said, start)
    end = dated.start() if dated else len(said)
    outlet = next(filter(None, (rule.search(said, start, end) for rule in _OUTLETS)), None)
    publisher = _said(outlet, "outlet", piece.start) if outlet else None
    end = outlet.start() if outlet else end
    left = start + len(said[start:end]) - len(without_opening(said[start:end]))
    bare = said[left:end].partition("<")[0].rstrip(_EDGES)
    whole = Said(bare, Span(start=piece.start + left, end=piece.start + left + len(bare))) if bare else None
    return _Credit(tuple(_each(people(said[start:end]), said, piece.start, start)), whole, publisher)


def _each(names: Iterable[str], said: str, offset: int, start: int) -> Iterable[Said]:
    """Yield each name with its place in the line that starts at `offset` in the text."""
    for name in names:
        match = re.compile(r"\s+".join(map(re.escape, name.split()))).search(said, start)
        if match:
            start = match.end()
            yield Said(name, Span(start=offset + match.start(), end=offset + start))


def _writers(text: str, found: Sequence[_Credit]) -> Said | None:
    """Return all writers as one value: in the text's own words where they stand together, else joined."""
    writers = [writer for credit in found for writer in credit.writers]
    if not writers:
        return next((credit.whole for credit in found if credit.whole and not credit.publisher), None)
    span = Span(start=writers[0].span.start, end=writers[-1].span.end)
    names = list(dict.fromkeys(writer.value for writer in writers))
    between = [text[one.span.end : two.span.start] for one, two in pairwise(writers)]
    if all(_AND.fullmatch(gap) for gap in between):
        return Said(span.of(text), span)
    return Said(" and ".join(filter(None, (", ".join(names[:-1]), names[-1]))), span)


class _Wire(NamedTuple):
    """The dateline that opens the first paragraph of an agency's report: "PARIS, May 4 (Agency) - "."""

    words: str
    publisher: Said | None


def _wire(text: str, page: Iterable[ZoneSpan]) -> _Wire:
    first = next((piece for piece in page if piece.zone is Zone.BODY), None)
    match = _WIRE.match(text, first.start, first.end) if first else None
    if match is None or not match["place"].isupper():
        return _Wire("", None)
    return _Wire(match["words"], _said(match, "agency"))


def _date_words(text: str, page: Sequence[ZoneSpan], wire: _Wire, headline: Said | None) -> Iterable[str]:
    """Yield the words that may date the article: datelines, byline, an agency's dateline, the headline."""
    lines = [_line(text, piece) for piece in page if piece.zone is Zone.DATELINE]
    yield from sorted(lines, key=_publication_rank)
    yield from (_line(text, piece) for piece in _byline(text, page))
    if wire.words:
        yield wire.words
    bracket = _BRACKET.search(headline.value) if headline else None
    if bracket:
        yield bracket[1]


def _publication_rank(line: str) -> int:
    """Return 0 for a line that says "published", 1 for a plain date, 2 for one of an update only."""
    if _PUBLISHED.search(line):
        return 0
    return 2 if _UPDATED.match(line) else 1


def _labels(text: str, page: Sequence[ZoneSpan]) -> Iterable[str]:
    """Yield lines right above the headline that are no part of a menu, and the word before a colon in it."""
    at = next((index for index, piece in enumerate(page) if piece.zone is Zone.HEADLINE), 0)
    above = page[max(0, at - _MENU) : at]
    if not (len(above) == _MENU and all(piece.zone is Zone.NAV for piece in above)):
        yield from (words.key(text[piece.start : piece.end]) for piece in reversed(above[-_LABEL_REACH:]))
    opening = _OPENING.match(text, page[at].start) if page else None
    if opening:
        yield words.key(opening[1])


_MONTH = pattern(", ".join(words.MONTHS)).pattern
_DATE = re.compile(rf"{_MONTH}\.?\s\d|\d{{1,2}}\.?\s(?:de\s)?{_MONTH}|\d{{4}}|\d+[./]\d+[./]", re.IGNORECASE)
# The look-behind keeps a long run of marks or blanks from being tried anew at each of them.
_HEADLINE = re.compile(
    r"(?:#{1,6}\s+|(?i:title|subject|betreff)\s*:\s*(?P<open>[\"'])?)?"
    r"(?P<headline>.+?)(?<![*#\s])[*#\s]*(?:\s\|\s(?P<site>[^|]{2,40}))?(?(open)[\"'])",
    re.DOTALL,
)
_POSTED_BY = re.compile(r"\b(?i:by)\s(?=[^\W\d_a-z])")
_PICTURES = re.compile(r"(?:photo\w*|graphics?|illustrations?|foto\w*|фото)\b", re.IGNORECASE)
_EDGES = " ,;:|–—-·/\u00a0"
_KNOWN_OUTLETS = """
    Bloomberg, Reuters, The Associated Press, Associated Press, AP, AFP, Agence France-Presse, dpa, ANSA, EFE
    Xinhua, Kyodo, TASS, Interfax, Ukrinform, The New York Times, New York Times, The Washington Post
    Washington Post, The Wall Street Journal, Wall Street Journal, Financial Times, The Guardian, The Economist
    The Times, The Telegraph, BBC News, BBC, CNN, NBC News, CBS News, ABC News, Fox News, NPR, Politico, Axios
    Al Jazeera, Deutsche Welle, Le Monde, Le Figaro, Der Spiegel, Die Zeit, El País, La Repubblica
    Kyiv Independent, Ukrainska Pravda, PA Media
"""
_OUTLET = pattern(_KNOWN_OUTLETS, ignore_case=False).pattern
_OUTLETS = (
    re.compile(rf"(?:\b(?i:and|for|und|et|y|pour|für)\s+|[,|/–—]\s*)?(?P<outlet>{_OUTLET})"),
    re.compile(
        r"(?:\s(?:for|and)|[,|–—])?\s(?P<outlet>The\s[^\W\d_a-z][\w'’&-]*(?:\s[^\W\d_a-z][\w'’&-]*){0,3})\s*$"
    ),
    re.compile(r"\s\|\s(?P<outlet>[^|]{2,40}?)\s*$"),
)
"""How a byline names its publisher: a known one, one with an article, or one after a bar."""

_AND = re.compile(r"\s*(?:,|,?\s(?:and|und|et|y|e|en|och|og|i|та|и|і)\s|&)\s*")
_WIRE = re.compile(
    r"(?P<words>(?P<place>[^\W\d_]{3,25}(?:[ .'-][^\W\d_]{1,25}){0,3})[^\n()–—]{0,50}"
    r"(?:\((?P<agency>[^()\d\n]{2,30})\)\s?)?)\s?(?:–|—|\s--?\s)"
)
_BRACKET = re.compile(r"\(([^()]{0,30}\d{4})\)\W*$")
_PUBLISHED = re.compile(
    r"\b(?:published|posted|veröffentlicht|publié|publicado|pubblicato|опублік|опублик|opublik)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\W*(?:last )?(?:updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|оновлено|обновлено)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"([^\W\d_][\w -]{3,18})\s?[:|]\s")
