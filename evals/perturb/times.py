"""Times in other words, and times that are another time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from summariser.fold import fold
from summariser.ground import Page
from summariser.normalise import read_time

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}})(?:, (\d{{4}}))?\b")
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b")
_COUNT = re.compile(
    r"\b(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|several)(?= (?:day|week|month|year)s?\b)"
)
_UNIT = re.compile(r"\b(day|week|month|year)(s?)\b")
_LONGER = {"day": "week", "week": "month", "month": "year", "year": "day"}
_TURNED = {
    "last": "next",
    "past": "coming",
    "ago": "from now",
    "before": "after",
    "after": "before",
    "ahead of": "after",
    "following": "preceding",
    "afterwards": "beforehand",
    "previously": "subsequently",
    "no later than": "no earlier than",
    "by": "after",
    "within": "after",
}


def differs(words: str, accepted: Iterable[object], page: Page) -> bool:
    """Return whether `words` surely say another time than each of the accepted wordings."""
    return all(fold(words) != fold(str(other)) for other in accepted) and all(
        _days(words, page) != _days(str(other), page) or not _days(words, page) for other in accepted
    )


def reworded(text: str, style: int) -> str | None:
    """Return `text` with its full date written in another way; None when it has no date with a year.

    >>> [reworded("on November 9, 2025", style) for style in range(3)]
    ['on 9 November 2025', 'on Nov. 9, 2025', 'on 2025-11-09']
    """
    match = _DAY.search(text)
    if not match or not match[3]:
        return None
    month, day, year = match.groups()
    ways = (
        f"{day} {month} {year}",
        f"{month[:3]}. {day}, {year}" if month != "May" else f"{day} May {year}",
        f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}",
    )
    return text[: match.start()] + ways[style % len(ways)] + text[match.end() :]


def resolved(text: str, page: Page) -> str | None:
    """Return the day that relative words such as "Friday" mean, as a full date; None when it is not known."""
    refs = read_time(text, published=page.published, holidays=page.holidays)
    if len(refs) != 1 or _YEAR.search(text):
        return None
    start, end = refs[0].start, refs[0].end
    return f"on {_written(start)}" if start is not None and start == end else None


def another_day(text: str) -> str | None:
    """Return `text` with another day of the month; None when it names none.

    >>> another_day("on November 23")
    'on November 12'
    """
    return _sub(_DAY, text, 2, lambda day: str((int(day) + 15) % 27 + 1))


def another_month(text: str) -> str | None:
    """Return `text` with another month; None when it names none.

    >>> another_month("in October")
    'in March'
    """
    return _sub(_MONTH, text, 1, lambda month: _MONTHS[(_MONTHS.index(month) + 5) % 12])


def another_year(text: str) -> str | None:
    """Return `text` with another year; None when it names none."""
    return _sub(_YEAR, text, 1, lambda year: str(int(year) - 2))


def another_weekday(text: str) -> str | None:
    """Return `text` with another day of the week; None when it names none.

    >>> another_weekday("on Friday")
    'on Tuesday'
    """
    return _sub(_WEEKDAY, text, 1, lambda day: _WEEKDAYS[(_WEEKDAYS.index(day) + 4) % 7])


def another_count(text: str) -> str | None:
    """Return `text` with another number of days, weeks, months or years; None when it counts none.

    >>> another_count("within 100 days")
    'within 40 days'
    """
    return _sub(_COUNT, text, 1, lambda count: "40" if count != "40" else "90")


def another_unit(text: str) -> str | None:
    """Return `text` counting weeks for days and the like; None when it counts none.

    >>> another_unit("within 100 days")
    'within 100 weeks'
    """
    return _sub(_UNIT, text, 1, _LONGER.__getitem__) if _COUNT.search(text) else None


def turned(text: str) -> str | None:
    """Return `text` pointing the other way: "next" for "last", "after" for "before"; None when it does neither.

    >>> turned("last week"), turned("before March 15, 2027")
    ('next week', 'after March 15, 2027')
    """
    for old, new in _TURNED.items():
        match = re.search(rf"\b{old}\b", text, re.IGNORECASE)
        if match:
            return text[: match.start()] + new + text[match.end() :]
    return None


def too_precise(text: str) -> str | None:
    """Return `text` with a day that nobody gave: "October 9" for "October"; None unless it is just a month.

    >>> too_precise("in October 2025"), too_precise("on October 2")
    ('on October 9, 2025', None)
    """
    match = re.fullmatch(rf"(?:in )?({'|'.join(_MONTHS)})( 20\d\d)?", text)
    return f"on {match[1]} 9{',' + match[2] if match[2] else ''}" if match else None


def first_changed(words: Sequence[str], change: Callable[[str], str | None]) -> tuple[list[str], str] | None:
    """Return the list with the first entry that `change` can change changed, and that entry; None if none."""
    for index, each in enumerate(words):
        changed = change(each)
        if changed is not None and changed != each:
            return [*words[:index], changed, *words[index + 1 :]], changed
    return None


def _days(words: str, page: Page) -> frozenset[tuple[date | None, date | None]]:
    refs = read_time(words, published=page.published, holidays=page.holidays)
    return frozenset((ref.start, ref.end) for ref in refs if ref.resolved)


def _written(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _sub(pattern: re.Pattern[str], text: str, group: int, change: Callable[[str], str]) -> str | None:
    match = pattern.search(text)
    if not match:
        return None
    return text[: match.start(group)] + change(match[group]) + text[match.end(group) :]
