"""Says what is known about an article: from its own text, its page's markup, and its user, in this order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from summariser.document import EVIDENCE_ZONES, Document, Given, Span, Zone, ZoneSpan
from summariser.fold import fold
from summariser.normalise import read_time
from summariser.records import DocumentMeta, Profile, Sourced, TimeRef
from summariser.records.summary import Origin
from summariser.records.vocabulary import Genre
from summariser.zones import language, paragraphs
from summariser.zones.masthead import Masthead, Said, masthead
from summariser.zones.vocabulary import MONTHS, pattern, phrases

_HEAD = frozenset({Zone.DATELINE, Zone.BYLINE, Zone.HEADLINE})
"""Where a date is looked for first."""


def describe(document: Document, zones: tuple[ZoneSpan, ...], profile: Profile | None = None) -> DocumentMeta:
    """Return what is known about an article.

    The text wins; the page's markup and then the user's values fill what it
    does not say, and a date of the user's anchors a text that has none.
    Where the user contradicts what was kept, `clashes` says so. Only
    headline, byline and dateline zones speak for the text, and the dateline
    that opens an agency's first paragraph: furniture never dates an article.
    """
    said = masthead(document.text, zones)
    headline = _first(said.headline, document.found.title, document.given.title)
    byline = _first(said.byline, document.found.author, document.given.author)
    publisher = _first(said.publisher, document.found.publisher, document.given.publisher)
    published, dated_by = _published(said.dates, document, profile)
    url = _first(None, document.found.url, document.given.url)
    genre = _genre(said)
    fields = {"headline": headline, "byline": byline, "publisher": publisher, "url": url}
    origin: dict[str, Origin] = {name: value.origin for name, value in fields.items() if value}
    if published:
        origin["published"] = dated_by
    if genre is not Genre.UNKNOWN:
        origin["genre"] = "text"
    return DocumentMeta(
        id=document.id,
        sha256=document.sha256,
        path=document.path,
        headline=headline,
        byline=byline,
        publisher=publisher,
        published=published,
        published_span=_dated_at(published, document.text, zones) if dated_by == "text" else None,
        url=url.value if url else None,
        genre=genre,
        language=_language(document.text, paragraphs(document.text, zones)),
        origin=origin,
        clashes=(*_clashes(document.given, said), *_date_clashes(document.given, published, profile)),
        furniture_share=_furniture_share(document.text, zones),
    )


def _first(said: Said | None, found: str | None, given: str | None) -> Sourced | None:
    """Return the best of what the text, the markup and the user say."""
    if said:
        return Sourced(value=said.value, span=said.span, origin="text")
    if found and found.strip():
        return Sourced(value=found.strip(), origin="html")
    return Sourced(value=given.strip(), origin="user") if given and given.strip() else None


def _published(
    words: Iterable[str], document: Document, profile: Profile | None
) -> tuple[TimeRef | None, Origin]:
    """Return the date of the article and who gave it.

    A day that lies in the month or year of the text makes it exact and is
    taken, whoever gave it: "Friday" counts from days only.
    """
    times = [time for said in words if (time := _read(said, profile)) is not None]
    said = next((time for time in times if time.granularity == "day"), next(iter(times), None))
    others: tuple[tuple[TimeRef | None, Origin], ...] = (
        (_read(document.found.date, profile), "html"),
        (_read(document.given.date, profile), "user"),
    )
    for other, origin in others:
        if other and (said is None or _refines(other, said)):
            return other, origin
    return said, "text"


def _dated_at(published: TimeRef | None, text: str, zones: Iterable[ZoneSpan]) -> Span | None:
    """Return where the words that date the article stand: in the head of the page, else in its first paragraph."""
    if published is None:
        return None
    for zone in sorted(zones, key=lambda zone: zone.zone not in _HEAD):
        at = text.find(published.surface, zone.start, zone.end)
        if at >= 0:
            return Span(start=at, end=at + len(published.surface))
    return None


def _refines(one: TimeRef, coarse: TimeRef) -> bool:
    return one.granularity == "day" != coarse.granularity and _overlap(one, coarse)


def _read(words: str | None, profile: Profile | None) -> TimeRef | None:
    """Return the first time that `words` hold, in full; None when none can be resolved.

    `read_time` reads English; dates in other languages, which only datelines
    have, are read here.
    """
    if not words:
        return None
    times = [time for time in read_time(words, holidays=profile.holidays if profile else ()) if time.resolved]
    if times and times[0].granularity == "day":
        return times[0]
    return _numbered_date(words) or next(iter(times), None)


def _numbered_date(words: str) -> TimeRef | None:
    """Return the first date with a day, a month in any language of the tables or its number, and a year."""
    for form in _DATE_FORMS:
        match = form.search(words)
        if match:
            month = match["month"].casefold()
            with suppress(ValueError):
                day = date(int(match["year"]), MONTHS.get(month) or int(month), int(match["day"]))
                return TimeRef(surface=match[0], start=day, end=day, anchor="absolute", resolved=True)
    return None


_MONTH = pattern(", ".join(MONTHS)).pattern
_DATE_FORMS = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:\.|º|er|-го)?\s(?:de\s|di\s)?(?P<month>{_MONTH})"
        r"\.?,?\s(?:de\s|del\s)?(?P<year>\d{4})",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b"),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
)
"""Forms whose order of day and month is beyond doubt."""


def _clashes(given: Given, said: Masthead) -> Iterable[str]:
    """Yield a sentence for every value of the user's that the text contradicts."""
    pairs = (("headline", said.headline, given.title), ("byline", said.byline, given.author))
    for name, kept, other in (*pairs, ("publisher", said.publisher, given.publisher)):
        if kept and other and not _agree(kept.value, other):
            yield f"The text gives the {name} as {kept.value!r}, the user as {other!r}."


def _agree(one: str, two: str) -> bool:
    """Return whether two values say the same, or one is the other cut short."""
    first, second = fold(one), fold(two)
    return first in second or second in first


def _date_clashes(given: Given, published: TimeRef | None, profile: Profile | None) -> Iterable[str]:
    """Yield a sentence when the user's date cannot be read or lies outside the date that was kept."""
    if not given.date:
        return
    other = _read(given.date, profile)
    if other is None:
        yield f"The user's date {given.date!r} cannot be read."
    elif published and not _overlap(published, other):
        yield f"The text is dated {published.surface!r}, the user says {given.date!r}."


def _overlap(one: TimeRef, two: TimeRef) -> bool:
    return bool(
        one.start and two.start and one.end and two.end and one.start <= two.end and two.start <= one.end
    )


def _genre(said: Masthead) -> Genre:
    """Return the kind of article that a label beside the headline names."""
    return next((_GENRES[name] for name in said.labels if name in _GENRES), Genre.UNKNOWN)


_GENRES: dict[str, Genre] = {
    name: genre
    for genre, rows in {
        Genre.NEWS: "news, news report, breaking news, nachrichten, noticias, notizie, wiadomości",
        Genre.ANALYSIS: """
            analysis, news analysis, explainer, explainers, explained, policy brief, briefing, backgrounder
            analyse, hintergrund, erklärt, décryptage, análisis, analisi, análise, analiza, аналітика, аналіз
            аналитика, анализ
        """,
        Genre.OPINION: """
            opinion, opinions, op-ed, editorial, commentary, column, perspective, viewpoint, guest essay
            meinung, kommentar, leitartikel, tribune, éditorial, opinión, columna, opinione, editoriale
            opinião, opinia, komentarz, felieton, думка, колонка, мнение
        """,
        Genre.INTERVIEW: """
            interview, q&a, the interview, entretien, entrevista, intervista, wywiad, інтерв'ю, интервью
        """,
    }.items()
    for name in phrases(rows)
}


def _language(text: str, spans: Iterable[Span]) -> str:
    """Return the language of the article itself; furniture is often in another."""
    return language("\n".join(span.of(text) for span in spans))


def _furniture_share(text: str, zones: Iterable[ZoneSpan]) -> float:
    furniture = sum(zone.end - zone.start for zone in zones if zone.zone not in EVIDENCE_ZONES)
    return round(furniture / len(text), 4) if text else 0.0
