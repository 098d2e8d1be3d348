"""Times in an English text, read as `TimeRef` as finely as the words say and no finer.

What is read, and how:

- `anchor` says what the words count from, known or not; `resolved` whether the
  days are known. "Friday" is anchored in the publication and unresolved without it.
- "In October" is the whole month; so is "early November": a part of a month has
  no agreed borders. A year, season or week likewise.
- A date without a year is the most recent one, or the coming one after "by",
  "until", "will" and the like (see `days.sensible`).
- "Last" and "next" before a weekday or month resolve only where both common
  readings agree.
- A holiday follows the calendar given; "before" and "after" leave one side open.
- A length of time ("within 100 days", "four-year") and a time that counts from
  another one in the text ("the following weekend") are never resolved, anchor `none`.
- Ambiguous ("11/10/2025") and impossible dates ("February 30, 2025", a weekday
  that the date is not) are found and never resolved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from summariser.document import Span
from summariser.normalise.calendardates import (
    DATE_OPENERS,
    clock_at,
    day_month_at,
    further_day,
    month_date_at,
    numeric_date_at,
    weekday_at,
    year_span_at,
)
from summariser.normalise.relativetimes import (
    TIME_OPENERS,
    Calendar,
    day_word_at,
    holiday_at,
    holiday_openers,
    length_at,
    names_holiday,
    narrative_at,
    season_at,
    shifted_at,
)
from summariser.normalise.timewords import EDGES, GRANULARITIES, Mention, is_ahead
from summariser.normalise.tokens import Phrase, Tokens, tokenise
from summariser.normalise.when import Edge, When, time_ref
from summariser.records import Holiday, TimeRef


class FoundTime(NamedTuple):
    """One time and where its words stand."""

    span: Span
    time: TimeRef


def find_times(
    text: str, *, published: date | None = None, holidays: tuple[Holiday, ...] = ()
) -> tuple[FoundTime, ...]:
    """Return every time of `text`, left to right, none overlapping; spans are code points.

    `published` is the article's date: without it weekdays, "last week" and
    dates that lack a year stay unresolved. `holidays` are those that may be
    named without a date.

    >>> [found.time.resolved for found in find_times("from October until Friday")]
    [False, False]
    """
    tokens = tokenise(text)
    return tuple(
        FoundTime(
            tokens.span(mention.start, mention.end),
            time_ref(mention.when, tokens.surface(mention.start, mention.end), published=published),
        )
        for mention in time_mentions(text, holidays)
        if mention.when.kind != "clock"
    )


def read_time(
    words: str, *, published: date | None = None, holidays: tuple[Holiday, ...] = ()
) -> tuple[TimeRef, ...]:
    """Return the times that `words` hold, in order.

    >>> [(time.start, time.end) for time in read_time("November 2025")]
    [(datetime.date(2025, 11, 1), datetime.date(2025, 11, 30))]
    """
    return tuple(found.time for found in find_times(words, published=published, holidays=holidays))


@lru_cache(maxsize=16)
def time_mentions(text: str, holidays: tuple[Holiday, ...] = ()) -> tuple[Mention, ...]:
    """Return what the words say about times, times of day included, left to right."""
    tokens, calendar = tokenise(text), _calendar(holidays)
    if holidays and not names_holiday(tokens, calendar):
        return time_mentions(text)

    def named(at: Tokens, index: int) -> Mention | None:
        return holiday_at(at, index, calendar=calendar)

    rules = (*_WORD_RULES, named) if holidays else _WORD_RULES
    found: list[Mention] = []
    for index in tokens.opening(_OPENERS | holiday_openers(calendar)):
        mention = None if found and index < found[-1].end else _edged(tokens, index, rules=rules)
        if mention is None:
            continue
        found.append(_foreseen(tokens, mention))
        further = further_day(tokens, mention)
        if further is not None:
            found.append(_foreseen(tokens, further))
    return tuple(found)


@lru_cache(maxsize=16)
def calendar_tokens(text: str) -> frozenset[int]:
    """Return the indexes of tokens that belong to dates and so to no quantity; "two days" is a quantity."""
    return frozenset(
        index
        for mention in time_mentions(text)
        if mention.when.kind not in {"duration", "narrative"}
        for index in range(mention.start, mention.end)
    )


_Rule = Callable[[Tokens, int], Mention | None]
_NUMBER_RULES: tuple[_Rule, ...] = (numeric_date_at, day_month_at, clock_at, year_span_at, length_at)
_WORD_RULES: tuple[_Rule, ...] = (
    weekday_at,
    month_date_at,
    day_word_at,
    shifted_at,
    narrative_at,
    season_at,
    length_at,
)
_OPENERS = frozenset(EDGES) | DATE_OPENERS | TIME_OPENERS
"""Words that a time can begin with; a holiday and digits apart."""

_WHOLE: frozenset[str] = frozenset({"relative", "season", "year"})


def _edged(tokens: Tokens, index: int, *, rules: tuple[_Rule, ...]) -> Mention | None:
    """Return the time at `index` with the words that move it ("early", "just before")."""
    for edge, after in tokens.phrases(index, EDGES):
        end = after + tokens.is_hyphen(after)
        core = _plain(tokens, end, rules=rules) or _the_time(tokens, end, rules=rules)
        if core is not None and _may_take(core.when, edge):
            return Mention(index, core.end, replace(core.when, edge=edge))
    return _plain(tokens, index, rules=rules)


@lru_cache(maxsize=16)
def _calendar(holidays: tuple[Holiday, ...]) -> Calendar:
    """Return the holidays with the words of their names, those without words left out."""
    return tuple((words, holiday) for holiday in holidays if (words := _words(holiday.name)))


def _words(name: str) -> Phrase:
    return tuple(token.text for token in tokenise(name).row if token.kind in {"word", "number"})


def _plain(tokens: Tokens, index: int, *, rules: tuple[_Rule, ...]) -> Mention | None:
    kind = tokens.at(index).kind
    if kind not in {"number", "vulgar", "word"}:
        return None
    for rule in rules if kind == "word" else _NUMBER_RULES:
        mention = rule(tokens, index)
        if mention is not None:
            return mention
    return None


def _the_time(tokens: Tokens, index: int, *, rules: tuple[_Rule, ...]) -> Mention | None:
    """Return a time after "the": "the end of the year", "before the summer of 2026"."""
    if tokens.word(index) != "the":
        return None
    word = tokens.word(index + 1)
    if word in {"week", "weekend", "month", "year"} and tokens.word(index + 2) != "of":
        return Mention(index, index + 2, When("relative", GRANULARITIES[word], unit=word, shift=0))
    return _plain(tokens, index + 1, rules=rules)


def _may_take(when: When, edge: Edge) -> bool:
    if edge in {"before", "after"}:
        return when.kind not in {"duration", "narrative", "clock"}
    return when.kind in _WHOLE or when.kind == "weekday" or (when.kind == "date" and when.day is None)


def _foreseen(tokens: Tokens, mention: Mention) -> Mention:
    """Return the mention, marked when the words before it say that it is yet to come."""
    when = mention.when
    if when.kind not in {"date", "weekday", "season", "holiday"} or when.year is not None:
        return mention
    return mention._replace(when=replace(when, ahead=is_ahead(tokens, mention.start)))
