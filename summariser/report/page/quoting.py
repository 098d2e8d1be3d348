"""A quote in its sentence, so that a reader sees what stands around the words that prove a claim."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from summariser.document import Span
from summariser.records import Evidence
from summariser.report.page.lookup import Lookup
from summariser.report.phrases import words

CONTEXT = 220
"""Most characters shown on either side of a quote."""

_SPACE = re.compile(r"\s+")


class Quote(NamedTuple):
    """A quote as it is shown.

    Attributes:
        before: The start of its sentence.
        words: The quote.
        after: The rest of its sentence.
        href: Link to its place in the text.
        place: Its place, for reading: `120–154`, with the zone when that is not the body.
    """

    before: str
    words: str
    after: str
    href: str
    place: str


def quote(evidence: Evidence, record: str, look: Lookup) -> Quote:
    """Return a quote without what stands around it, for a list where the article's text is near."""
    return Quote("", evidence.quote, "", look.sentence(evidence, record), _place(evidence))


def in_sentence(evidence: Evidence, record: str, look: Lookup) -> Quote:
    """Return a quote in its sentence; without it where the text is not known."""
    bare = quote(evidence, record, look)
    if not look.has(evidence.document, evidence.span):
        return bare
    text, span = look.texts[evidence.document], evidence.span
    start, end = _bounds(span, look.sentences.get(evidence.document, ()))
    return bare._replace(before=_tail(text[start : span.start]), after=_head(text[span.end : end]))


def _bounds(span: Span, sentences: Sequence[Span]) -> tuple[int, int]:
    """Return where the sentences that `span` touches begin and end; `span` itself outside of any."""
    first = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
    last = bisect_right(sentences, span.end - 1, key=lambda sentence: sentence.start) - 1
    start = sentences[first].start if first >= 0 and sentences[first].end > span.start else span.start
    end = sentences[last].end if last >= 0 else span.end
    return start, max(end, span.end)


def _tail(text: str) -> str:
    """Return `text` cut at a word's start to its last characters.

    >>> _tail("He said that"), len(_tail("word " * 100)) <= CONTEXT + 1
    ('He said that', True)
    """
    text = _SPACE.sub(" ", text)
    return text if len(text) <= CONTEXT else "…" + text[-CONTEXT:].partition(" ")[2]


def _head(text: str) -> str:
    text = _SPACE.sub(" ", text)
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + "…"


def _place(evidence: Evidence) -> str:
    zone = "" if evidence.zone == "body" else f" {words(evidence.zone)}"
    return f"{evidence.span.start}–{evidence.span.end}{zone}"
