"""Find a quote in a text: one contiguous match, or the parts of a quote with an ellipsis.

Typography, white space and case are folded; nothing else is forgiven. A match
must begin and end at token boundaries, so that "10" is not in "100,000", nor
"$100" in "$100 billion", nor "negotiable" in "non-negotiable".
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from summariser.document import Span
from summariser.fold import Folded, fold, folded
from summariser.ground.cues import CONDITION, NEGATION, starts_new_subject

MAX_GAP = 300
"""Most characters an ellipsis may skip."""

MOST_STARTS = 200
"""Most places of a first part from which the other parts are looked for: more has only a text made to be slow."""

MIN_PART_WORDS = 3
"""Fewest words in a part of a quote with an ellipsis."""

_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|million|billion|trillion|dozen)"
)
_SCALE = r"(?:hundred|thousand|million|billion|trillion|percent|percentage|per cent|bn|mn|tn|m|k)"
_TOKEN = re.compile(
    rf"""
    (?:
        (?:(?:half|quarter)[ ])?(?:an?[ ])?\b{_NUMBER_WORD}(?:[ -](?:and[ ])?{_NUMBER_WORD})*\b   # six hundred thousand
      | (?<!\w)[-+]?[$€£¥₴]?\d+(?:[.,:/]\d+)*(?:[ ]?%)?(?:[ -]{_SCALE}\b)*   # $100 billion, 6:57, 37 percent
      | \w+
    )
    \w*
    (?:
        '(?!s\b)(?=\w)\w+         # isn't, but not Trump's
      | -(?=[\w$€£])[$€£]?\w+(?:[.,]\d+)*   # non-negotiable, 2022-2023
      | (?<=\b\w)\.(?=\w\b)\w     # U.S
    )*
    """,
    re.VERBOSE,
)
_ELLIPSIS = re.compile(r"(?<!\s)\s*+(?:\[\s*\.{3,}\s*\]|\(\s*\.{3,}\s*\)|\.{3,}|\.\s\.\s\.)\s*")
_LONG_DASHES = "—–―"


class Searchable(NamedTuple):
    """A text in which quotes are looked up.

    Attributes:
        view: The folded text, where they are found.
        starts: Where the tokens of the folded text start.
        ends: Where they end.
    """

    text: str
    view: Folded
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def is_inside_token(self, position: int) -> bool:
        """Return whether `position` in the folded text lies strictly inside a token."""
        index = bisect.bisect_left(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]


def find_quote(quote: str, text: str, *, start: int = 0) -> Span | None:
    """Return the first span of `text` from `start` on that says `quote`, or None.

    Models re-type white space, quotation marks and dashes, so runs of white
    space match each other and typographic marks match plain ones. Nothing
    else is forgiven: a changed word or digit is not evidence.

    >>> find_quote("capped at 600,000", "army capped  at 600,000 troops")
    Span(start=5, end=23)
    >>> find_quote("capped at 600", "army capped at 600,000 troops") is None
    True
    """
    return next(_occurrences(quote, searchable(text), start=start), None)


def find_quotes(quote: str, text: str) -> tuple[Span, ...]:
    """Return the spans of `text` that say `quote`, one for each part around an ellipsis; () if none do.

    Parts have at least three words, stand in order in one paragraph, and the
    ellipsis skips at most 300 characters, among them no negation, no condition,
    no number and no new subject: skipping those changes what the text says.

    >>> find_quotes("cap its army ... at 600,000", "It would cap its army by law at 600,000 men.")
    ()
    >>> [s.start for s in find_quotes("cap its army ... at 600,000 men", "To cap its army by law at 600,000 men.")]
    [3, 23]
    """
    return next(quotations(quote, searchable(text)), ())


def quotations(quote: str, page: Searchable) -> Iterator[tuple[Span, ...]]:
    """Yield every way `page` says `quote`, in order; joined parts only when no contiguous match exists."""
    found = False
    for span in _occurrences(quote, page):
        found = True
        yield (span,)
    parts = () if found else _parts(quote)
    if not parts:
        return
    failed: set[tuple[int, int]] = set()
    for first in islice(_occurrences(parts[0], page), MOST_STARTS):
        joined = _join(first, parts[1:], page, failed)
        if joined:
            yield joined


@lru_cache(maxsize=16)
def searchable(text: str) -> Searchable:
    """Return `text` prepared for looking up quotes; remembered for the last few texts.

    A long dash between words separates tokens.
    """
    view = folded(text)
    shape = list(view.text)
    for index, character in enumerate(view.text):
        if character == "-" and _separates(view, index, text):
            shape[index] = " "
    spans = [match.span() for match in _TOKEN.finditer("".join(shape))]
    return Searchable(text, view, tuple(s for s, _ in spans), tuple(e for _, e in spans))


def _occurrences(
    quote: str, page: Searchable, *, start: int = 0, before: int | None = None
) -> Iterator[Span]:
    """Yield every span of `page` that says `quote` contiguously and begins from `start` on and before `before`."""
    needle = fold(quote)
    if not any(character.isalnum() for character in needle):
        return
    view = page.view
    limit = len(view.text) if before is None else view.position(before) + len(needle) - 1
    at = view.text.find(needle, view.position(start), limit)
    while at >= 0:
        end = at + len(needle)
        if not (page.is_inside_token(at) or page.is_inside_token(end) or _splits_character(view, at, end)):
            yield view.raw(at, end)
        at = view.text.find(needle, at + 1, limit)


def _splits_character(view: Folded, start: int, end: int) -> bool:
    """Return whether a folded range begins or ends inside one raw character, such as "ß" or "…"."""
    return (start > 0 and view.starts[start - 1] == view.starts[start]) or (
        end < len(view.starts) and view.starts[end] == view.starts[end - 1]
    )


def _separates(view: Folded, index: int, text: str) -> bool:
    """Return whether a folded dash stands between two words, not inside one."""
    raw = text[view.starts[index] : view.ends[index]]
    if len(raw) == 1 and raw not in _LONG_DASHES:
        return False
    around = view.text[max(index - 1, 0) : index], view.text[index + 1 : index + 2]
    return not all(side.isdigit() for side in around)


def _parts(quote: str) -> tuple[str, ...]:
    """Return the parts of a quote around its ellipses, or () when it has none or a part is too short."""
    parts = tuple(part for part in _ELLIPSIS.split(fold(quote)) if part)
    if len(parts) < 2 or any(len(part.split()) < MIN_PART_WORDS for part in parts):  # noqa: PLR2004 - a pair
        return parts if len(parts) == 1 and fold(quote) != parts[0] else ()
    return parts


def _join(
    first: Span, rest: tuple[str, ...], page: Searchable, failed: set[tuple[int, int]]
) -> tuple[Span, ...]:
    """Return `first` and one span for each further part, or () when they cannot be joined safely.

    `failed` keeps from where and with how many parts that was so: in a text
    that repeats itself, the ways to a place grow with a power of the parts.
    """
    if not rest:
        return (first,)
    if (first.start, len(rest)) in failed:
        return ()
    for span in _occurrences(rest[0], page, start=first.end, before=first.end + MAX_GAP + 1):
        if _may_skip(first, span, page.text):
            tail = _join(span, rest[1:], page, failed)
            if tail:
                return (first, *tail)
    failed.add((first.start, len(rest)))
    return ()


def _may_skip(before: Span, after: Span, text: str) -> bool:
    """Return whether the text between two parts can go without changing what they say."""
    gap = text[before.end : after.start]
    if _leaves_paragraph(gap, text[after.start : after.start + 1]):
        return False
    plain = fold(gap)
    if any(c.isdigit() for c in plain) or re.search(rf"\b{_NUMBER_WORD}\b", plain):
        return False
    if NEGATION.search(plain) or CONDITION.search(plain):
        return False
    return not starts_new_subject(gap, before.of(text), after.of(text))


def _leaves_paragraph(gap: str, following: str) -> bool:
    """Return whether `gap` holds a paragraph break; a line wrapped in mid-sentence is none."""
    lines = gap.splitlines()
    if len(lines) + (gap[-1:] in "\r\n" and bool(gap)) < 2:  # noqa: PLR2004 - no newline, one line
        return False
    if any(not line.strip() for line in lines[1:]):
        return True
    for line, after in zip(lines, [*lines[1:], following], strict=False):
        if line.rstrip()[-1:] in '.!?:;"”’' or not after.lstrip()[:1].islower():
            return True
    return False
