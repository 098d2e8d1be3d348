"""Says what is known about an article: from its own text, its page's markup, and its user, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from summariser.document import EVIDENCE_ZONES, Document, Given, ZoneSpan
from summariser.fold import fold
from summariser.normalise import read_time
from summariser.records import DocumentMeta, Profile, Sourced, TimeRef
from summariser.records.summary import Origin
from summariser.records.vocabulary import Genre
from summariser.zones import language, paragraphs
from summariser.zones.masthead import Masthead, Said, masthead
from summariser.zones.vocabulary import MONTHS, pattern, phrases

_FIELDS = {"headline": "title", "byline": "author", "publisher": "publisher"}
_LANGUAGE_SAMPLE = 20_000


def describe(document: Document, zones: tuple[ZoneSpan, ...], profile: Profile | None = None) -> DocumentMeta:
    """Return what is known about an article.

    The text wins; the page's markup and then the user's values fill what it
    does not say, and a date of the user's anchors a text that has none.
    Where the user contradicts what was kept, `clashes` says so. Only
    headline, byline and dateline zones speak for the text, and the dateline
    that opens an agency's first paragraph: furniture never dates an article.
    """
    said = masthead(document.text, zones)
    fields = {name: _field(name, document, getattr(said, name)) for name in _FIELDS}
    published, dated_by = _published(document, said, profile)
    url = document.found.url or document.given.url
    genre = _genre(said)
    origin: dict[str, Origin] = {name: value.origin for name, value in fields.items() if value}
    origin |= {"published": dated_by} if published else {}
    origin |= {"url": "html" if document.found.url else "user"} if url else {}
    origin |= {"genre": "text"} if genre is not Genre.UNKNOWN else {}
    return DocumentMeta(
        id=document.id,
        sha256=document.sha256,
        path=document.path,
        headline=fields["headline"],
        byline=fields["byline"],
        publisher=fields["publisher"],
        published=published,
        url=url,
        genre=genre,
        language=_language(document.text, zones),
        origin=origin,
        clashes=(*_clashes(document.given, fields), *_date_clash(document.given, published, dated_by)),
        furniture_share=_furniture_share(document.text, zones),
    )
