"""Dates by the calendar: "November 23, 2025, 6:57 PM", "16-17 Nov", "2025-11-24", "2022–2023"."""

from __future__ import annotations

import re
from dataclasses import replace

from summariser.normalise.bounds import bound_before
from summariser.normalise.numbers import SCALE_WORDS
from summariser.normalise.timewords import (
    BEFORE_TIMES,
    MONTHS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    Mention,
    month_at,
    stands_alone,
)
from summariser.normalise.tokens import Tokens, listed
from summariser.normalise.units import LABELS, SYMBOLS, measure_after, noun_after
from summariser.normalise.when import When

_DAY = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(r"\d{2}")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_LAST_DAY, _LAST_MONTH = 31, 12
_COMMON_YEARS = range(1000, 3000)
"""What four digits after a month or "in" can mean."""
_RECENT_YEARS = range(1900, 2100)
"""Four digits that news writes without a comma for years only."""
_COUNTED_WITHOUT_COMMA = frozenset(
    listed(
        """
        person troop soldier man woman child civilian personnel dollar euro pound ton tonne time
        point vote seat drone missile tank job prisoner refugee death mile kilometre metre word page
        casualty home house member family student worker resident car vehicle
        """
    )
)
_HALVES_OF_DAY = frozenset({"am", "pm", "a.m.", "p.m.", "a.m", "p.m"})
_ZONES = frozenset(
    listed("et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest eet eest msk ist jst")
)
DATE_OPENERS = frozenset({*WEEKDAYS, *SHORT_WEEKDAYS, *MONTHS, *SHORT_MONTHS})
"""Words that the dates of this module begin with."""

_NOT_WEEKDAYS = frozenset({"black", "good", "bloody", "super", "cyber", "palm", "ash", "shrove", "easter"})


def weekday_at(tokens: Tokens, index: int) -> Mention | None:
    """Return "Friday", or "Fri., November 21, 2025" as one time."""
    word = tokens.word(index)
    weekday = WEEKDAYS.get(word, SHORT_WEEKDAYS.get(word) if tokens.at(index).capital else None)
    if weekday is None or tokens.word(index - 1) in _NOT_WEEKDAYS:
        return None
    end = index + 1
    while tokens.at(end).text in {".", ","} and end < index + 3:
        end += 1
    end += tokens.word(end) == "the"
    dated = month_date_at(tokens, end) or day_month_at(tokens, end)
    if dated is not None and dated.when.day is not None:
        return Mention(index, dated.end, replace(dated.when, weekday=weekday))
    return Mention(index, index + 1, When("weekday", weekday=weekday)) if word in WEEKDAYS else None


def month_date_at(tokens: Tokens, index: int) -> Mention | None:
    """Return "November 23, 2025, 6:57 PM ET", "Nov. 16-17", "November 2025", "October"."""
    month = month_at(tokens, index)
    if month is None:
        return None
    day = _day_at(tokens, month.end)
    if day is not None:
        number, end = day
        last, end = _last_day(tokens, number, end=end)
        year, end = year_after(tokens, end)
        when = When("date", "day", year=year, month=month.month, day=number, last_day=last)
        return Mention(index, _clock_after(tokens, end), when)
    year, end = year_after(tokens, month.end)
    if year is not None:
        return Mention(index, end, When("date", "month", year=year, month=month.month))
    if not stands_alone(tokens, index, month=month):
        return None
    return Mention(index, month.end, When("date", "month", month=month.month))


def day_month_at(tokens: Tokens, index: int) -> Mention | None:
    """Return "23 November 2025", "the 23rd of November" (without "the"), "16–17 November"."""
    first = _day_at(tokens, index, bare=True)
    if first is None:
        return None
    number, end = first
    last, end = _last_day(tokens, number, end=end)
    end += tokens.word(end) == "of"
    month = month_at(tokens, end)
    if month is None:
        return None
    year, end = year_after(tokens, month.end)
    when = When("date", "day", year=year, month=month.month, day=number, last_day=last)
    return Mention(index, _clock_after(tokens, end), when)


def further_day(tokens: Tokens, last: Mention) -> Mention | None:
    """Return the second day of "November 16 and 17", as a time of its own."""
    if last.when.kind != "date" or last.when.day is None or tokens.word(last.end) not in {"and", "or"}:
        return None
    day = _day_at(tokens, last.end + 1)
    if day is None or day[0] <= last.when.day or month_at(tokens, day[1]):
        return None
    year, end = year_after(tokens, day[1])
    when = replace(last.when, day=day[0], last_day=None, year=year or last.when.year, weekday=None)
    return Mention(last.end + 1, end, when)


def numeric_date_at(tokens: Tokens, index: int) -> Mention | None:
    """Return "2025-11-24", "24/11/2025", "24.11.2025".

    When day and month can be told apart neither by size nor by order
    ("11/10/2025"), the day is given as 0: ambiguous.
    """
    token = tokens.at(index)
    dotted = _DOTTED.fullmatch(token.text) if token.kind == "number" else None
    if dotted:
        return Mention(
            index,
            index + 1,
            _either_order(int(dotted[1]), int(dotted[2]), year=int(dotted[3]), written=token.text),
        )
    if not _are_joined(tokens, index):
        return None
    first, second, third = (tokens.at(at).text for at in (index, index + 2, index + 4))
    written = f"{first}/{second}/{third}"
    if _YEAR.fullmatch(first) and _DAY.fullmatch(second) and _DAY.fullmatch(third):
        when = When("date", year=int(first), month=int(second), day=int(third))
        return Mention(index, _clock_after(tokens, index + 5), when)
    if _DAY.fullmatch(first) and _DAY.fullmatch(second) and _YEAR.fullmatch(third):
        return Mention(
            index, index + 5, _either_order(int(first), int(second), year=int(third), written=written)
        )
    if all(map(_DAY.fullmatch, (first, second, third))):
        return Mention(index, index + 5, When("date", day=0, unit=written))
    return None


def year_span_at(tokens: Tokens, index: int) -> Mention | None:
    """Return a year, a range of years or a decade: "2014", "2022–2023", "2025-26", "the 1990s"."""
    year = _plain_year(tokens, index)
    if year is None:
        return None
    if tokens.at(index + 1).text == "s" and tokens.at(index + 1).attached and year % 10 == 0:
        return Mention(index, index + 2, When("year", "year", year=year, last_year=year + 9))
    last = last_year_after(tokens, year, index=index + 1)
    if last is not None:
        return Mention(index, index + 3, When("year", "year", year=year, last_year=last))
    if not _means_year(tokens, index, year=year):
        return None
    return Mention(index, index + 1, When("year", "year", year=year))


def clock_at(tokens: Tokens, index: int) -> Mention | None:
    """Return a time of day: "6:57 PM ET", "7 p.m.", "18:57"."""
    end = _clock_end(tokens, index)
    return Mention(index, end, When("clock")) if end else None


def year_after(tokens: Tokens, index: int) -> tuple[int | None, int]:
    """Return the year that follows a day, month, season or holiday, and the index after it."""
    at = index + (tokens.at(index).text == "," or tokens.word(index) == "of")
    year = _plain_year(tokens, at)
    if year is None or tokens.at(at + 1).text == "%" or year not in _COMMON_YEARS:
        return None, index
    return year, at + 1


def last_year_after(tokens: Tokens, year: int, *, index: int) -> int | None:
    """Return the second year of a range whose hyphen is at `index`: 2026 in "2025-26"."""
    joint, number = tokens.at(index), tokens.at(index + 1)
    signed = joint.text in {"-", "/"} and number.attached == joint.attached
    worded = joint.word == "to" and tokens.word(index - 2) == "from"
    if not (signed or worded) or number.kind != "number" or _follows_number(tokens, index + 2):
        return None
    if _YEAR.fullmatch(number.text):
        last = int(number.text)
    elif signed and _SHORT_YEAR.fullmatch(number.text):
        last = year - year % 100 + int(number.text)
    else:
        return None
    return last if year < last and year in _RECENT_YEARS and last in _RECENT_YEARS else None


def _day_at(tokens: Tokens, index: int, *, bare: bool = False) -> tuple[int, int] | None:
    """Return the day of the month at `index` and the index after it; `bare`: a month follows."""
    token = tokens.at(index)
    if token.kind != "number" or not _DAY.fullmatch(token.text) or not 1 <= int(token.text) <= _LAST_DAY:
        return None
    if bare and token.attached and tokens.at(index - 1).text not in {"(", '"', "'"}:
        return None
    end = index + 1
    after = tokens.at(end)
    if after.attached and after.text in _ORDINALS:
        return int(token.text), end + 1
    if after.attached and (after.kind in {"word", "vulgar"} or after.text in {":", "%", "/"}):
        return None
    counts = tokens.word(end) in SCALE_WORDS or measure_after(tokens, end) is not None
    compound = tokens.is_hyphen(end) and tokens.at(end + 1).kind == "word" and not month_at(tokens, end + 1)
    return None if counts or compound else (int(token.text), end)


def _last_day(tokens: Tokens, first: int, *, end: int) -> tuple[int | None, int]:
    """Return the last day of "16-17" or "16 to 18" when one follows, and the index after it."""
    if tokens.at(end).text not in {"-", "to", "through"}:
        return None, end
    last = _day_at(tokens, end + 1)
    if last is None or last[0] <= first:
        return None, end
    return last


def _plain_year(tokens: Tokens, index: int) -> int | None:
    token = tokens.at(index)
    if token.kind != "number" or not _YEAR.fullmatch(token.text):
        return None
    return int(token.text)


def _follows_number(tokens: Tokens, index: int) -> bool:
    """Return whether the joined digits go on ("2025-11-24") or count something."""
    joint = tokens.at(index)
    if joint.attached and joint.text in {"-", "/", "%", ":"} and tokens.at(index + 1).kind == "number":
        return True
    return joint.text == "%" or _counts(tokens, index)


def _means_year(tokens: Tokens, index: int, *, year: int) -> bool:
    token, before, after = tokens.at(index), tokens.at(index - 1), tokens.at(index + 1)
    if before.text in SYMBOLS or (token.attached and before.text not in {"(", '"', "'", "[", "-", "/"}):
        return False
    if tokens.is_hyphen(index - 1) and tokens.at(index - 2).kind == "number":
        return False
    if after.attached and (after.kind in {"word", "vulgar"} or after.text in {"%", ":", "+"}):
        return False
    if tokens.word(index - 1) in LABELS or _is_bounded(tokens, index) or _counts(tokens, index + 1):
        return False
    if year in _RECENT_YEARS:
        return True
    introduced = tokens.word(index - 1) in BEFORE_TIMES - {"to", "about", "over", "around", "within", "for"}
    return introduced and year in _COMMON_YEARS and noun_after(tokens, index + 1) is None


def _is_bounded(tokens: Tokens, index: int) -> bool:
    for length in (1, 2, 3):
        bound = bound_before(tokens, index - length)
        if bound is not None and bound.end == index:
            return True
    return False


def _counts(tokens: Tokens, index: int) -> bool:
    if tokens.word(index) in SCALE_WORDS or measure_after(tokens, index) is not None:
        return True
    noun = noun_after(tokens, index)
    return noun is not None and noun.end == index + 1 and noun.name in _COUNTED_WITHOUT_COMMA


def _are_joined(tokens: Tokens, index: int) -> bool:
    """Return whether three numbers begin at `index` that are joined by the same "-" or "/"."""
    joint = tokens.at(index + 1).text
    if joint not in {"-", "/"} or tokens.at(index + 3).text != joint:
        return False
    if tokens.at(index).attached and tokens.at(index - 1).text in {"-", "/"}:
        return False
    attached = all(tokens.at(index + step).attached for step in (1, 2, 3, 4))
    return attached and all(tokens.at(index + step).kind == "number" for step in (0, 2, 4))


def _either_order(first: int, second: int, *, year: int, written: str) -> When:
    """Return the date of two numbers and a year; an ambiguous one keeps how it is written, to be compared."""
    if first > _LAST_MONTH or first == second:
        return When("date", year=year, month=second, day=first)
    if second > _LAST_MONTH:
        return When("date", year=year, month=first, day=second)
    return When("date", year=year, day=0, unit=written)


def _clock_after(tokens: Tokens, index: int) -> int:
    """Return the index after a time of day that belongs to the date before it, or `index`."""
    at = index + (tokens.at(index).text == ",")
    at += tokens.word(at) in {"at", "t"}
    return _clock_end(tokens, at) or index


def _clock_end(tokens: Tokens, index: int) -> int | None:
    if not _DAY.fullmatch(tokens.at(index).text):
        return None
    end = index + 1
    colon = False
    while tokens.at(end).text == ":" and tokens.at(end + 1).kind == "number" and tokens.at(end + 1).attached:
        end += 2
        colon = True
    half = tokens.word(end) in _HALVES_OF_DAY
    if not (colon or half):
        return None
    end += half
    return end + (tokens.word(end) in _ZONES and tokens.at(end).capital)
