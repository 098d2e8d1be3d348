"""The words times are made of: months, weekdays, seasons, and the cues around them."""

from __future__ import annotations

from typing import NamedTuple

from summariser.normalise.days import Season
from summariser.normalise.tokens import PhraseTable, Tokens, listed, phrase_table
from summariser.normalise.when import Edge, When
from summariser.records.kept import Granularity


class Mention(NamedTuple):
    """A time in a text: its tokens from `start` up to `end`, and what they say."""

    start: int
    end: int
    when: When


class MonthAt(NamedTuple):
    """A month's name in a text."""

    month: int
    end: int
    short: bool


_MONTH_NAMES = listed("january february march april may june july august september october november december")
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {
    name: number
    for number, name in enumerate(listed("monday tuesday wednesday thursday friday saturday sunday"))
}
SHORT_WEEKDAYS = {name[:3]: number for name, number in WEEKDAYS.items()} | {"tues": 1, "thur": 3, "thurs": 3}
SEASONS: dict[str, Season] = {
    "spring": "spring",
    "summer": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "winter": "winter",
}
_ALSO_A_WORD = frozenset({"may", "march"})
"""Months that are common words too: a capital must vouch for them, and a neighbour as well."""

BEFORE_TIMES = frozenset(
    listed(
        """
        in by since until till of from to for during through throughout before after between this
        last next past early late mid and around about over each every previous following within
        """
    )
)

EDGES: PhraseTable[Edge] = phrase_table(
    [
        ("just before,shortly before,right before,immediately before,just ahead of,ahead of", "before"),
        ("prior to,before", "before"),
        ("just after,shortly after,right after,immediately after,after,following", "after"),
        ("early in,earlier in,earlier,early,the beginning of,beginning of,the start of,start of", "early"),
        ("the middle of,middle of,mid", "mid"),
        ("late in,later in,later,late,the end of,end of", "late"),
    ]
)
"""Words that move a time or pick a part of it."""

GRANULARITIES: dict[str, Granularity] = {
    "second": "day",
    "minute": "day",
    "hour": "day",
    "day": "day",
    "weekend": "day",
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "quarter": "season",
    "year": "year",
    "decade": "year",
    "century": "year",
}

PERIODS = frozenset({"week", "weekend", "month", "quarter", "year"})
PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})

_AHEAD_NEXT_TO = frozenset({"by", "until", "till", "coming", "upcoming"})
_AHEAD_EARLIER = frozenset({"will", "won't", "shall", "upcoming", "scheduled", "due", "deadline", "expected"})
_AHEAD_REACH = 12
_CLAUSE_ENDS = frozenset(".;?!:")


def month_at(tokens: Tokens, index: int) -> MonthAt | None:
    """Return the month's name at `index`, full or short ("Nov.")."""
    word = tokens.word(index)
    if word in _ALSO_A_WORD and not tokens.at(index).capital:
        return None
    if word in MONTHS:
        return MonthAt(MONTHS[word], index + 1, short=False)
    if word not in SHORT_MONTHS or not tokens.at(index).capital:
        return None
    dot = tokens.at(index + 1).text == "." and tokens.at(index + 1).attached
    return MonthAt(SHORT_MONTHS[word], index + 1 + dot, short=True)


def stands_alone(tokens: Tokens, index: int, *, month: MonthAt) -> bool:
    """Return whether a month's name without day or year is meant as a month."""
    if month.short:
        return False
    introduced = tokens.word(index - 1) in BEFORE_TIMES
    if tokens.word(index) in _ALSO_A_WORD:
        return introduced
    return introduced or tokens.at(index).capital


def is_ahead(tokens: Tokens, index: int) -> bool:
    """Return whether the words before `index`, in the same clause, say that the time is yet to come."""
    if tokens.word(index - 1) in _AHEAD_NEXT_TO or tokens.word(index - 2) in {"by", "until", "till"}:
        return True
    for back in range(index - 1, index - 1 - _AHEAD_REACH, -1):
        token = tokens.at(back)
        if token.kind == "break" or token.text in _CLAUSE_ENDS:
            return False
        if token.word in _AHEAD_EARLIER or token.text.endswith("'ll"):
            return True
    return False
