"""Where the sentences and clauses of a text are: just enough for proof, with exact offsets."""

from __future__ import annotations

import bisect
import re
from functools import lru_cache

from summariser.document import Span

# The look-behind and the possessive repeats keep a long run of marks from being tried anew at each of them.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s)|[\r\n\u2028\u2029]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|gen|col|lt|sgt|sen|rep|gov|st|jr|sr|vs|no|inc|ltd|co|corp|dept|"
    r"jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|approx|art|sec|fig)|\b[a-z](?:\.[a-z])*)\.$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:()“”\"—]|\s–\s|,(?=\s(?:and|but|while|which|who|whose|where|although|though|because|as|so|yet|or|"
    r"saying|adding|insisting|warning|noting|calling)\b)|\b(?:but|while|whereas|although)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` in order, without surrounding white space; a newline ends one.

    >>> [s.of("Mr. X left. Y stayed.") for s in sentences("Mr. X left. Y stayed.")]
    ['Mr. X left.', 'Y stayed.']
    """
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _ABBREVIATION.search(
            text, max(start, match.start() - 12), match.start() + 1
        ):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    stretch = text[start:end]
    body = stretch.strip()
    if body:
        first = start + stretch.index(body[0])
        found.append(Span(start=first, end=first + len(body)))


def around(span: Span, text: str) -> Span:
    """Return the sentence or sentences of `text` that `span` touches."""
    found = sentences(text)
    first = bisect.bisect_right(found, span.start, key=lambda sentence: sentence.end)
    after = bisect.bisect_left(found, span.end, key=lambda sentence: sentence.start)
    return Span(start=found[first].start, end=found[after - 1].end) if first < after else span


def clause_around(span: Span, text: str) -> Span:
    """Return `span` widened to the clause it stands in, within its sentence.

    >>> text = "Kyiv objects, and NATO would never admit Ukraine, it said."
    >>> clause_around(Span(start=37, end=50), text).of(text)
    ' and NATO would never admit Ukraine, it said.'
    """
    sentence = around(span, text)
    left = [match.end() for match in _CLAUSE.finditer(text, sentence.start, span.start)]
    right = _CLAUSE.search(text, span.end, sentence.end)
    return Span(start=left[-1] if left else sentence.start, end=right.start() if right else sentence.end)
