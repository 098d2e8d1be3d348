"""Calendar arithmetic: what stretch of days a month, week, season, holiday or relative word covers.

Weeks run from Monday to Sunday and weekends from Saturday to Sunday. Seasons
are the northern meteorological ones: spring is March to May, winter December
to February.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from summariser.records import Holiday

Season = Literal["spring", "summer", "autumn", "winter", "q1", "q2", "q3", "q4"]

_FIRST_MONTH: dict[Season, int] = {
    "spring": 3,
    "summer": 6,
    "autumn": 9,
    "winter": 12,
    "q1": 1,
    "q2": 4,
    "q3": 7,
    "q4": 10,
}
_FRESH = timedelta(days=270)
_SOON = timedelta(days=31)
_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """The days from `start` to `end`, both inclusive."""

    start: date
    end: date

    def holds(self, other: Stretch) -> bool:
        """Return whether every day of `other` is a day of this stretch."""
        return self.start <= other.start and other.end <= self.end


def one_day(day: date) -> Stretch:
    """Return the stretch of a single day."""
    return Stretch(day, day)


def month_of(year: int, month: int) -> Stretch:
    """Return the days of a month.

    >>> month_of(2025, 11).end
    datetime.date(2025, 11, 30)
    """
    return Stretch(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def year_of(year: int, last: int | None = None) -> Stretch:
    """Return the days of a year, or from the start of `year` to the end of `last`."""
    return Stretch(date(year, 1, 1), date(last or year, 12, 31))


def week_of(day: date) -> Stretch:
    """Return the week that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    return Stretch(monday, monday + timedelta(days=6))


def weekend_of(day: date) -> Stretch:
    """Return the weekend of the week that holds `day`."""
    sunday = week_of(day).end
    return Stretch(sunday - _DAY, sunday)


def season_of(year: int, season: Season) -> Stretch:
    """Return the days of a season or quarter that begins in `year`."""
    first = date(year, _FIRST_MONTH[season], 1)
    last = add_months(first, 2)
    return Stretch(first, month_of(last.year, last.month).end)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def nth_weekday(year: int, month: int, *, weekday: int, nth: int) -> date:
    """Return the `nth` (1 to 5, -1 for the last) such weekday of a month; ValueError when there is none.

    >>> nth_weekday(2025, 11, weekday=3, nth=4)
    datetime.date(2025, 11, 27)
    """
    first, last = month_of(year, month)
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    return date(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def holiday_in(holiday: Holiday, year: int) -> date:
    """Return the day of a holiday in a year; ValueError when the year has none."""
    if holiday.easter is not None:
        return easter_sunday(year) + timedelta(days=holiday.easter)
    if holiday.month is not None and holiday.day is not None:
        return date(year, holiday.month, holiday.day)
    if holiday.month is None or holiday.weekday is None or holiday.nth is None:
        raise ValueError(f"holiday {holiday.name!r} has neither a day nor an nth weekday")
    return nth_weekday(year, holiday.month, weekday=holiday.weekday, nth=holiday.nth)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the western churches (Gregorian computus, Butcher 1876).

    >>> easter_sunday(2025), easter_sunday(2026)
    (datetime.date(2025, 4, 20), datetime.date(2026, 4, 5))
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def occurrences(of_year: Callable[[int], Stretch], year: int, *, around: int = 4) -> list[Stretch]:
    """Return the yearly stretches from `around` years before `year` to as many after, where they exist."""
    return [
        stretch
        for each in range(year - around, year + around + 1)
        if (stretch := _maybe(of_year, each)) is not None
    ]


def coming(stretches: Iterable[Stretch], published: date) -> Stretch | None:
    """Return the first stretch that is not over on `published`, if there is one."""
    return min((stretch for stretch in stretches if stretch.end >= published), default=None)


def most_recent(stretches: Iterable[Stretch], published: date) -> Stretch | None:
    """Return the last stretch that has begun on `published`, if there is one."""
    return max((stretch for stretch in stretches if stretch.start <= published), default=None)


def sensible(stretches: list[Stretch], published: date) -> Stretch | None:
    """Return the occurrence meant by a date without a year, in news published on that day.

    News looks back, so the most recent one is meant, unless it is more than
    nine months gone and the coming one begins within a month ("Nov 28" on
    November 24).
    """
    past, future = most_recent(stretches, published), coming(stretches, published)
    gone = past is None or published - past.end > _FRESH
    soon = future is not None and future.start - published <= _SOON
    return future if gone and soon else past


def nearest(stretches: list[Stretch], published: date) -> Stretch | None:
    """Return the occurrence with the fewest days between it and `published`; the earlier on a tie."""
    return min(stretches, key=lambda stretch: (abs(stretch.start - published), stretch.start), default=None)


def _maybe(of_year: Callable[[int], Stretch], year: int) -> Stretch | None:
    try:
        return of_year(year)
    except ValueError:
        return None
