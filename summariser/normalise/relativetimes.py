"""Times that count from something: "last week", "two weeks ago", "this winter", "within 100 days"."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from summariser.normalise.calendardates import last_year_after, year_after
from summariser.normalise.days import Season
from summariser.normalise.nouns import STOPS, singular
from summariser.normalise.numbers import NUMBER_OPENERS, read_number
from summariser.normalise.timewords import (
    BEFORE_TIMES,
    GRANULARITIES,
    PARTS_OF_DAY,
    PERIODS,
    SEASONS,
    WEEKDAYS,
    Mention,
    month_at,
)
from summariser.normalise.tokens import Phrase, Tokens, listed, phrase_table
from summariser.normalise.when import When
from summariser.records import Holiday

_DAY_WORDS = phrase_table(
    [
        ("today,tonight,this morning,this afternoon,this evening", 0),
        ("yesterday,last night", -1),
        ("tomorrow", 1),
    ]
)
_SHIFTS = phrase_table(
    [
        ("last,previous", -1),
        ("this,the current,current", 0),
        ("this coming,the coming,next,coming", 1),
    ]
)
_TRAILING = phrase_table([("this past,the past,the last,past", None)])
_NARRATIVE = phrase_table(
    [
        ("the following,the next,the previous,the preceding,the subsequent,the same", True),
        ("following,preceding,same", True),
        ("that", False),
    ]
)
_HOLIDAY_SHIFTS = {"last": -1, "this": 0, "next": 1}
_QUARTERS: dict[str, Season] = {"first": "q1", "second": "q2", "third": "q3", "fourth": "q4"}
_NUMBERED: dict[str, Season] = {"1": "q1", "2": "q2", "3": "q3", "4": "q4"}
_VAGUE = frozenset(listed("several few many recent some mere coming multiple numerous countless"))
_LASTING = {
    prefix + unit + "long" * (not prefix): unit
    for prefix in ("", "multi")
    for unit in ("hour", "day", "week", "month", "year", "decade")
}
_PLURALS = {unit + "s" for unit in GRANULARITIES}
_PLURALS |= {unit.removesuffix("y") + "ies" for unit in GRANULARITIES if unit.endswith("y")}
TIME_OPENERS = frozenset(
    {
        *_DAY_WORDS,
        *_SHIFTS,
        *_TRAILING,
        *_NARRATIVE,
        *SEASONS,
        *_QUARTERS,
        "q",
        "within",
        *NUMBER_OPENERS,
        *_VAGUE,
        *_LASTING,
        *GRANULARITIES,
        *_PLURALS,
    }
)
"""Words that the times of this module begin with; holidays apart."""

_BEFORE_LENGTHS = frozenset(listed("for within about in over nearly almost after than roughly around"))
_LATER = frozenset({"later", "earlier", "afterwards", "hence"})


Calendar: TypeAlias = tuple[tuple[Phrase, Holiday], ...]
"""Holidays, each with the folded words of its name."""


class _Length(NamedTuple):
    """A length of time: its unit, the index after it, and how many where that is a whole number."""

    unit: str
    end: int
    how_many: int | None


def day_word_at(tokens: Tokens, index: int) -> Mention | None:
    """Return "today", "yesterday", "this morning", "last night"; "today's" means the present and is no day."""
    found = None if tokens.at(index).text == "today's" else tokens.phrase(index, _DAY_WORDS)
    return Mention(index, found[1], When("relative", unit="day", shift=found[0])) if found else None


def shifted_at(tokens: Tokens, index: int) -> Mention | None:
    """Return "last week", "this winter", "next Friday", "this past week"; see also `narrative_at`."""
    for _, end in tokens.phrases(index, _TRAILING):
        word = tokens.word(end)
        if word in {"week", "month", "year"} and tokens.word(end + 1) != "of":
            return Mention(
                index, end + 1, When("relative", GRANULARITIES[word], unit=f"past {word}", shift=0)
            )
    for shift, end in tokens.phrases(index, _SHIFTS):
        if tokens.word(end) in PERIODS and tokens.word(end + 1) == "of":
            return None
        found = _shifted(tokens, end, shift=shift)
        if found is not None:
            return Mention(index, *found)
    return None


def narrative_at(tokens: Tokens, index: int) -> Mention | None:
    """Return a time that counts from another one in the text: "the following weekend", "the same day"."""
    for before_weekdays, end in tokens.phrases(index, _NARRATIVE):
        word = tokens.word(end)
        if word in PARTS_OF_DAY or word == "day" or (before_weekdays and word in WEEKDAYS):
            return Mention(index, end + 1, When("narrative", "day"))
        if word in PERIODS or word in SEASONS:
            return Mention(index, end + 1, When("narrative", GRANULARITIES.get(word, "season")))
    return None


def season_at(tokens: Tokens, index: int) -> Mention | None:
    """Return "summer 2024", "winter 2025-26", "by spring", "Q3 2025", "the third quarter"."""
    word, following = tokens.word(index), tokens.at(index + 1)
    if word in SEASONS:
        return _plain_season(tokens, index)
    quarter = _QUARTERS.get(word) if following.word == "quarter" else None
    if word == "q" and following.attached:
        quarter = _NUMBERED.get(following.text)
    if quarter is None:
        return None
    year, end = year_after(tokens, index + 2)
    return Mention(index, end, When("season", "season", year=year, season=quarter))


def holiday_at(tokens: Tokens, index: int, *, calendar: Calendar) -> Mention | None:
    """Return a holiday named at `index`, with "last" or "next" before it and a year after it."""
    shift = _HOLIDAY_SHIFTS.get(tokens.word(index))
    start = index if shift is None else index + 1
    best: Mention | None = None
    for phrase, holiday in calendar:
        end = tokens.phrase_end(start, phrase)
        if end is None or (best is not None and end <= best.end):
            continue
        end += tokens.word(end) in {"day", "holiday"}
        year, end = year_after(tokens, end)
        best = Mention(index, end, When("holiday", holiday=holiday, year=year, shift=shift))
    return best


def holiday_openers(calendar: Calendar) -> frozenset[str]:
    """Return the words that `holiday_at` finds a holiday of `calendar` by."""
    return frozenset({*_HOLIDAY_SHIFTS, *(phrase[0] for phrase, _ in calendar)} if calendar else ())


def names_holiday(tokens: Tokens, calendar: Calendar) -> bool:
    """Return whether a holiday of `calendar` stands anywhere: few texts name one."""
    return any(
        tokens.phrase_end(index, phrase) is not None
        for index in tokens.opening({phrase[0] for phrase, _ in calendar})
        for phrase, _ in calendar
    )


def length_at(tokens: Tokens, index: int) -> Mention | None:
    """Return a length or distance in time: "within 100 days", "four-year", "two weeks ago"."""
    within = tokens.word(index) == "within"
    start = index + within
    while within and tokens.word(start) in {"the", "next", "just"}:
        start += 1
    length = _counted(tokens, start) or _vague(tokens, start, within=within)
    if length is None:
        return None
    granularity = GRANULARITIES[length.unit]
    after = tokens.word(length.end)
    if after == "ago":
        back = None if length.how_many is None else -length.how_many
        return Mention(index, length.end + 1, When("relative", granularity, unit=length.unit, shift=back))
    if after in _LATER:
        return Mention(index, length.end + 1, When("narrative", granularity))
    return Mention(index, length.end, When("duration", granularity, unit=length.unit, shift=length.how_many))


def _shifted(tokens: Tokens, index: int, *, shift: int) -> tuple[int, When] | None:
    """Return the period, weekday, season or month at `index`, shifted, and the index after it."""
    word = tokens.word(index)
    if word in PERIODS:
        return index + 1, When("relative", GRANULARITIES[word], unit=word, shift=shift)
    if word in WEEKDAYS:
        return index + 1, When("weekday", weekday=WEEKDAYS[word], shift=shift)
    if word in SEASONS:
        return index + 1, When("season", "season", season=SEASONS[word], shift=shift)
    month = month_at(tokens, index)
    if month is None or month.short:
        return None
    return month.end, When("date", "month", month=month.month, shift=shift)


def _plain_season(tokens: Tokens, index: int) -> Mention | None:
    word, season = tokens.word(index), SEASONS[tokens.word(index)]
    year, end = year_after(tokens, index + 1)
    if year is not None:
        last = last_year_after(tokens, year, index=end)
        when = When("season", "season", year=year, last_year=last, season=season)
        return Mention(index, end + 2 if last else end, when)
    before = tokens.word(index - 2 if tokens.word(index - 1) == "the" else index - 1)
    following = tokens.word(index + 1)
    alone = not following or following in STOPS
    if word == "fall" or before not in BEFORE_TIMES or not alone or tokens.is_hyphen(index + 1):
        return None
    return Mention(index, index + 1, When("season", "season", season=season))


def _counted(tokens: Tokens, index: int) -> _Length | None:
    """Return "100 days", "four-year", "a month"; an age ("28-year-old") is none."""
    number = read_number(tokens, index)
    single = tokens.word(index) in {"a", "an"}
    if number is None and not single:
        return None
    end = number.end if number else index + 1
    hyphen = tokens.is_hyphen(end)
    unit = singular(tokens.word(end + hyphen))
    end += hyphen + 1
    if unit not in GRANULARITIES or unit in {"weekend", "second"} or _is_age(tokens, end):
        return None
    single = (single and number is None) or (tokens.word(index) == "one" and unit == "day")
    if single and not hyphen and not _is_length(tokens, index, end=end):
        return None
    if tokens.is_hyphen(end) and tokens.word(end + 1) == "long":
        end += 2
    value = 1 if number is None else number.value
    return _Length(unit, end, int(value) if value is not None and value == int(value) else None)


def _vague(tokens: Tokens, index: int, *, within: bool) -> _Length | None:
    """Return "several weeks", "recent days", "monthlong", "days ago", "within hours"."""
    word, unit = tokens.word(index), singular(tokens.word(index))
    if word in _LASTING:
        return _Length(_LASTING[word], index + 1, None if word.startswith("multi") else 1)
    if word in GRANULARITIES and tokens.is_hyphen(index + 1) and tokens.word(index + 2) == "long":
        return _Length(word, index + 3, 1)
    if unit in GRANULARITIES and unit != word and (within or tokens.word(index + 1) == "ago"):
        return _Length(unit, index + 1, None)
    start = index + 1
    if word == "a" and tokens.word(start) in {"few", "couple"}:
        start += 1 + (tokens.word(start + 1) == "of")
    elif word not in _VAGUE:
        return None
    unit = singular(tokens.word(start))
    return _Length(unit, start + 1, None) if unit in GRANULARITIES and unit != tokens.word(start) else None


def _is_age(tokens: Tokens, end: int) -> bool:
    return tokens.word(end + tokens.is_hyphen(end)) in {"old", "olds"}


def _is_length(tokens: Tokens, index: int, *, end: int) -> bool:
    """Return whether "a month" or "one day" is a length: "for a month", "a year ago", not "$5 a day"."""
    return tokens.word(index - 1) in _BEFORE_LENGTHS or tokens.word(end) in {"ago", *_LATER}
