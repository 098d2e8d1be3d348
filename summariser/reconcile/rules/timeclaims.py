"""What one article says about when, as values that a rule can set side by side: days, weekdays, lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from summariser.fold import fold
from summariser.normalise.dates import time_mentions
from summariser.normalise.days import Stretch
from summariser.normalise.nouns import STOPS, singular
from summariser.normalise.timewords import Mention
from summariser.normalise.tokens import Tokens, tokenise
from summariser.normalise.when import When, days_of
from summariser.records import Holiday, Quantity, TimeRef

Side = Literal["", "until", "from"]

_UNTIL = frozenset({"by", "until", "till"})
_FROM = frozenset({"from", "since", "starting", "beginning"})
_AFTER = frozenset({"of", "after", "from", "following", "since"})
_WEEKEND = frozenset({5, 6})


class TimeClaim(NamedTuple):
    """What one article says about when.

    Attributes:
        words: Its own words, one entry per spot in the text.
        refs: What code read from them.
        published: The article's date.
    """

    words: tuple[str, ...]
    refs: tuple[TimeRef, ...] = ()
    published: date | None = None


class Calendar(NamedTuple):
    """What settles words that lack a year or name a holiday.

    Attributes:
        years: Those of the dated articles.
        holidays: Those of the profile.
    """

    years: tuple[int, ...] = ()
    holidays: tuple[Holiday, ...] = ()


class Time(NamedTuple):
    """One time of a claim.

    Attributes:
        when: What the words say, without "before" and the like where `days` are known.
        days: First and last day of what the words name, where one year or the publication settles it.
        side: Whether the time is said to last until it, or to start from it.
        text: The folded words, for "just before".
        assumed: Whether the year of `days` is any year, as nothing says which.
    """

    surface: str
    when: When
    days: Stretch | None = None
    side: Side = ""
    text: str = ""
    assumed: bool = False

    @property
    def weekdays(self) -> frozenset[int]:
        """Which weekdays unresolved words leave; empty when they say nothing of them."""
        if self.days is None and self.when.kind == "weekday" and self.when.weekday is not None:
            return frozenset({self.when.weekday})
        return _WEEKEND if self.days is None and self.when.unit == "weekend" else frozenset()


class Length(NamedTuple):
    """A deadline that is a length of time, and what the length counts from."""

    surface: str
    quantity: Quantity
    anchors: frozenset[str]


Value: TypeAlias = Time | Length


def named_by_both(first: TimeClaim, second: TimeClaim, context: Calendar) -> str:
    """Return the holiday that is the whole of what both sides say; "" when there is none, or a "before" it."""
    sides = [
        [mention.when for text in claim.words for mention in time_mentions(text, context.holidays)]
        for claim in (first, second)
    ]
    names = [
        {when.holiday.name for when in side if when.holiday and not when.edge and not when.year}
        for side in sides
    ]
    plain = all(len(name) == 1 and len(side) <= 2 for name, side in zip(names, sides, strict=True))  # noqa: PLR2004 - it and its gloss
    return min(names[0]) if plain and names[0] == names[1] else ""


def values_of(claim: TimeClaim, context: Calendar) -> Iterator[Value]:
    """Yield the times and deadlines of a claim that say something about when."""
    known = {ref.surface: ref for ref in claim.refs}
    for text in claim.words or known:
        tokens = tokenise(text)
        for mention in _without_glosses(tokens, time_mentions(text, context.holidays)):
            surface = tokens.surface(mention.start, mention.end)
            value = _length(tokens, mention) or _time(tokens, mention, claim.published)
            if value is not None:
                yield _with_days(value, known.get(surface))


def _with_days(value: Value, ref: TimeRef | None) -> Value:
    """Return the value with the days that were read before, where its words alone do not give them."""
    if not isinstance(value, Time) or value.days is not None or ref is None or value.when.kind == "holiday":
        return value
    if ref.start is None or ref.end is None:
        return value
    return value._replace(days=Stretch(ref.start, ref.end))


def _without_glosses(tokens: Tokens, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions, one for each time that is given twice: "Thanksgiving (Nov 28)" is November 28."""
    glossed = {
        index
        for index, pair in enumerate(pairwise(mentions))
        if _is_gloss(tokens, pair[0], following=pair[1])
    }
    for index, mention in enumerate(mentions):
        said_twice = index in glossed or index - 1 in glossed
        if not said_twice or _is_date(mention.when):
            yield mention


def _is_gloss(tokens: Tokens, mention: Mention, *, following: Mention) -> bool:
    """Return whether one of two times is a date and stands beside the other only to say which day that is."""
    between = [tokens.at(index).text for index in range(mention.end, following.start)]
    dates = [each.when for each in (mention, following) if each.when.kind == "date"]
    return between in (["("], [","], ["["]) and len(dates) == 1 and _is_date(dates[0])


def _is_date(when: When) -> bool:
    return when.kind == "date" and bool(when.day)


def _time(tokens: Tokens, mention: Mention, published: date | None) -> Time | None:
    when = mention.when
    if when.kind in {"duration", "narrative", "clock"}:
        return None
    surface = tokens.surface(mention.start, mention.end)
    yearless = when.kind == "holiday" and when.year is None and when.shift is None
    start, end = (None, None) if yearless else days_of(replace(when, edge=""), published)
    days = Stretch(start, end) if start is not None and end is not None else None
    time = Time(surface, when, days, _side(tokens, mention.start), fold(surface))
    return time if days or time.weekdays or lacks_only_a_year(when) else None


def _side(tokens: Tokens, start: int) -> Side:
    before = tokens.word(start - 1)
    if before in _UNTIL or tokens.word(start - 2) in _UNTIL:
        return "until"
    later = before == "than" and tokens.word(start - 3) == "no"
    if later:
        return "until"
    return "from" if before in _FROM else ""


def lacks_only_a_year(when: When) -> bool:
    """Return whether a time would be known with a year: "November 19", "Thanksgiving", "spring"."""
    named = when.month is not None and when.day != 0
    return when.year is None and when.shift is None and (named or when.kind in {"holiday", "season"})


def _length(tokens: Tokens, mention: Mention) -> Length | None:
    """Return a length of time that is a deadline: "within 100 days", "90 days after the signing"."""
    when = mention.when
    if when.kind != "duration" or when.shift is None:
        return None
    anchored = tokens.word(mention.end) in _AFTER or tokens.word(mention.end) == "before"
    if not anchored and tokens.word(mention.start) != "within" and tokens.word(mention.start - 1) != "in":
        return None
    surface = tokens.surface(mention.start, mention.end)
    count = Decimal(when.shift)
    quantity = Quantity(surface=surface, low=count, high=count, unit=when.unit)
    anchors = frozenset(_anchors(tokens, mention.end)) if anchored else frozenset()
    return Length(surface, quantity, anchors)


def _anchors(tokens: Tokens, index: int) -> Iterator[str]:
    """Yield the words that say what a length counts from, up to the end of the phrase."""
    while tokens.at(index).kind == "word":
        word = tokens.word(index)
        if word == "before" or word not in STOPS:
            yield singular(word)
        index += 1
