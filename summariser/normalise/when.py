"""What words say about a time, and which days that is once the publication date is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from summariser.normalise.days import (
    Season,
    Stretch,
    add_months,
    coming,
    holiday_in,
    month_of,
    most_recent,
    nearest,
    occurrences,
    one_day,
    season_of,
    sensible,
    week_of,
    weekend_of,
    year_of,
)
from summariser.records import Holiday, TimeRef
from summariser.records.kept import Anchor, Granularity

Kind = Literal["date", "weekday", "relative", "season", "holiday", "year", "duration", "narrative", "clock"]
Edge = Literal["", "early", "mid", "late", "before", "after"]


@dataclass(frozen=True, slots=True)
class When:
    """What the words of one time say, before anything is counted.

    Attributes:
        kind: `relative` counts from the publication ("last week"); `narrative` from
            another time in the text ("the following weekend"); `clock` is a time of day.
        granularity: How fine the words are.
        year: As given.
        last_year: The last one of a range or decade.
        month: 1 to 12.
        day: Of the month; 0 when it is ambiguous which number is the day.
        last_day: The last one of a range of days.
        weekday: 0 (Monday) to 6.
        season: A season or quarter.
        unit: What `shift` counts: `day`, `week`, `weekend`, `month`, `year`, `past week` …; an
            hour or a decade is counted too but resolves to no day. Of an ambiguous date its digits.
        shift: -1 for "last", 0 for "this", 1 for "next"; also the number of units "ago".
        holiday: The holiday named.
        edge: "early", "before" and the like.
        ahead: Whether the words say that the time is yet to come.
    """

    kind: Kind
    granularity: Granularity = "day"
    year: int | None = None
    last_year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    season: Season | None = None
    unit: str = ""
    shift: int | None = None
    holiday: Holiday | None = None
    edge: Edge = ""
    ahead: bool = False


def time_ref(when: When, surface: str, *, published: date | None) -> TimeRef:
    """Return the time that `surface` stands for in an article of that date."""
    start, end = days_of(when, published)
    return TimeRef(
        surface=surface,
        start=start,
        end=end,
        granularity=when.granularity,
        anchor=_anchor(when),
        resolved=start is not None and end is not None,
    )


def days_of(when: When, published: date | None) -> tuple[date | None, date | None]:
    """Return first and last day; an end that the words leave open ("before Halloween") is None.

    Both are None when the words and the publication date do not settle it, or
    name a day that does not exist.
    """
    try:
        stretch = _RESOLVERS[when.kind](when, published)
        if stretch is None:
            return None, None
        if when.edge == "before":
            return None, stretch.start - timedelta(days=1)
        if when.edge == "after":
            return stretch.end + timedelta(days=1), None
    except (ValueError, OverflowError):
        return None, None
    return stretch


def _anchor(when: When) -> Anchor:
    if when.kind == "holiday":
        return "holiday"
    if when.kind in {"duration", "narrative", "clock"}:
        return "none"
    return "absolute" if when.year is not None else "publication"


def _date(when: When, published: date | None) -> Stretch | None:
    if when.day == 0 or when.month is None:
        return None
    if when.year is not None:
        return _checked(when, _in_year(when, when.year))
    if published is None:
        return None
    yearly = occurrences(lambda year: _in_year(when, year), published.year)
    if when.weekday is not None:
        yearly = [stretch for stretch in yearly if stretch.start.weekday() == when.weekday]
    return _pick(when, yearly, published=published)


def _in_year(when: When, year: int) -> Stretch:
    month = when.month or 1
    if when.day is None:
        return month_of(year, month)
    return Stretch(date(year, month, when.day), date(year, month, when.last_day or when.day))


def _checked(when: When, stretch: Stretch) -> Stretch | None:
    """Return the stretch, or None when the words also give a weekday that it is not."""
    agrees = when.weekday is None or stretch.start.weekday() == when.weekday
    return stretch if agrees and stretch.start <= stretch.end else None


def _pick(when: When, yearly: list[Stretch], *, published: date) -> Stretch | None:
    """Return the occurrence that "last", "this", "next" or nothing picks; None when it is open.

    "Last October" in a November can be either October, so it stays open.
    """
    if when.shift == 0:
        return next((each for each in yearly if each.start.year == published.year), None)
    if when.shift is not None:
        over = max((each for each in yearly if each.end < published), default=None)
        ahead = min((each for each in yearly if each.start > published), default=None)
        chosen = over if when.shift < 0 else ahead
        clear = chosen is not None and (chosen.start.year != published.year or when.kind == "season")
        return chosen if clear else None
    return coming(yearly, published) if when.ahead else sensible(yearly, published)


def _weekday(when: When, published: date | None) -> Stretch | None:
    if published is None or when.weekday is None:
        return None
    since = (published.weekday() - when.weekday) % 7
    until = (when.weekday - published.weekday()) % 7
    if when.shift is None:
        return one_day(published + timedelta(days=until) if when.ahead else published - timedelta(days=since))
    if when.shift == 0:
        return one_day(week_of(published).start + timedelta(days=when.weekday))
    step = timedelta(days=-(since or 7) if when.shift < 0 else until or 7)
    day = published + step
    return one_day(day) if week_of(day) != week_of(published) else None


def _relative(when: When, published: date | None) -> Stretch | None:
    shifted = _UNITS.get(when.unit)
    if published is None or when.shift is None or shifted is None:
        return None
    return shifted(published, when.shift)


def _trailing_week(published: date, _: int) -> Stretch:
    return Stretch(published - timedelta(days=7), published)


def _trailing_month(published: date, _: int) -> Stretch:
    return Stretch(add_months(published, -1), published)


def _trailing_year(published: date, _: int) -> Stretch:
    return Stretch(add_months(published, -12), published)


def _shifted_month(published: date, shift: int) -> Stretch:
    day = add_months(published, shift)
    return month_of(day.year, day.month)


def _shifted_quarter(published: date, shift: int) -> Stretch:
    first = date(published.year, published.month - (published.month - 1) % 3, 1)
    start = add_months(first, 3 * shift)
    return Stretch(start, month_of(start.year, add_months(start, 2).month).end)


_UNITS: dict[str, Callable[[date, int], Stretch]] = {
    "day": lambda published, shift: one_day(published + timedelta(days=shift)),
    "week": lambda published, shift: week_of(published + timedelta(weeks=shift)),
    "weekend": lambda published, shift: weekend_of(published + timedelta(weeks=shift)),
    "month": _shifted_month,
    "quarter": _shifted_quarter,
    "year": lambda published, shift: year_of(published.year + shift),
    "past week": _trailing_week,
    "past month": _trailing_month,
    "past year": _trailing_year,
}


def _season(when: When, published: date | None) -> Stretch | None:
    season = when.season
    if season is None:
        return None
    if when.year is not None:
        return None if season == "winter" and when.last_year is None else season_of(when.year, season)
    if published is None:
        return None
    yearly = occurrences(lambda year: season_of(year, season), published.year)
    if when.shift == 0 and season == "winter":
        return nearest(yearly, published)
    return _pick(when, yearly, published=published)


def _holiday(when: When, published: date | None) -> Stretch | None:
    holiday = when.holiday
    if holiday is None:
        return None
    if when.year is not None:
        return one_day(holiday_in(holiday, when.year))
    if published is None:
        return None
    yearly = occurrences(lambda year: one_day(holiday_in(holiday, year)), published.year)
    if when.shift is None:
        return coming(yearly, published) if when.ahead else nearest(yearly, published)
    if when.shift == 0:
        return next((each for each in yearly if each.start.year == published.year), None)
    return most_recent(yearly, published) if when.shift < 0 else coming(yearly, published)


def _year(when: When, _: date | None) -> Stretch | None:
    return None if when.year is None else year_of(when.year, when.last_year)


def _unsettled(_: When, __: date | None) -> Stretch | None:
    return None


_RESOLVERS: dict[Kind, Callable[[When, date | None], Stretch | None]] = {
    "date": _date,
    "weekday": _weekday,
    "relative": _relative,
    "season": _season,
    "holiday": _holiday,
    "year": _year,
    "duration": _unsettled,
    "narrative": _unsettled,
    "clock": _unsettled,
}
