"""Times are read as finely as the words say, and resolved only against what is known."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summariser.normalise import find_times, read_quantity, read_time
from summariser.normalise.days import holiday_in, nth_weekday
from summariser.records import Holiday, TimeRef

MONDAY = date(2025, 11, 24)
THANKSGIVING = Holiday(name="Thanksgiving", month=11, weekday=3, nth=4)
HALLOWEEN = Holiday(name="Halloween", month=10, day=31)
MEMORIAL = Holiday(name="Memorial Day", month=5, weekday=0, nth=-1)
NEW_YEAR = Holiday(name="New Year’s Day", month=1, day=1)
HOLIDAYS = (THANKSGIVING, HALLOWEEN, MEMORIAL, NEW_YEAR, Holiday(name="Christmas", month=12, day=25))

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
articles = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))
FULL = (
    "{d:%B} {n}, {y}",
    "{d:%b}. {n}, {y}",
    "{n} {d:%B} {y}",
    "the {n} of {d:%B}, {y}",
    "{d:%B} {n}th {y}",
    "({n} {d:%b} {y})",
    "on {d:%B}\u00a0{n}, {y}.",
    "{y}-{d:%m-%d}",
    "{y}/{d:%m/%d}",
    "{d:%A}, {d:%B} {n}, {y}",
    "{d:%a}., {d:%b} {n}, {y}",
    "{d:%B} {n}, {y}, 6:57 PM ET",
)


def one(words: str, published: date | None = MONDAY) -> TimeRef:
    """Return the only time in `words`."""
    (time,) = read_time(words, published=published, holidays=HOLIDAYS)
    return time


def written(form: str, day: date) -> str:
    """Return a date in one of the forms; an ordinal ending need not be the right one."""
    return form.format(d=day, n=day.day, y=f"{day.year:04}").replace("May.", "May")


@pytest.mark.parametrize("form", FULL)
@given(day=days, published=st.none() | articles)
def test_full_dates_read_back(form: str, day: date, published: date | None) -> None:
    """A date with its year is that day, whatever the article's date."""
    time = one(written(form, day), published)

    assert (time.start, time.end) == (day, day)
    assert (time.granularity, time.anchor, time.resolved) == ("day", "absolute", True)
    assert read_quantity(written(form, day)) == ()


@given(day=days)
def test_slashed_dates_resolve_only_when_unambiguous(day: date) -> None:
    """Day and month are told apart by size alone; otherwise nothing is known."""
    known = day.day > 12 or day.day == day.month
    for form in ("{d:%m}/{d:%d}/{y}", "{d:%d}/{d:%m}/{y}", "{d:%d}.{d:%m}.{y}"):
        time = one(written(form, day))
        assert time.resolved == known
        assert not known or time.start == time.end == day


@given(day=days, published=articles)
def test_dates_without_a_year_stay_near_the_article(day: date, published: date) -> None:
    """The most recent such day is meant, or one that comes within a month."""
    assume((day.month, day.day) != (2, 29))

    time = one(f"{day:%B} {day.day}", published)

    assert time.start is not None
    assert (time.start.month, time.start.day) == (day.month, day.day)
    assert published - timedelta(days=366) < time.start <= published + timedelta(days=31)


@given(day=days, published=articles)
def test_words_of_the_future_look_ahead(day: date, published: date) -> None:
    """After "by" or "will" the coming day is meant."""
    assume((day.month, day.day) != (2, 29))
    for words in ("by {d:%B} {n}", "they will meet on {d:%B} {n}"):
        start = one(written(words, day), published).start
        assert start is not None
        assert published <= start < published + timedelta(days=366)


@given(weekday=st.integers(min_value=0, max_value=6), published=articles)
def test_weekdays_resolve_within_a_week(weekday: int, published: date) -> None:
    """A weekday is the last such day, or after "by" the next; today counts as both."""
    name = calendar.day_name[weekday]
    past, future = one(f"on {name}", published).start, one(f"by {name}", published).start
    assert past is not None
    assert future is not None
    assert past.weekday() == future.weekday() == weekday
    assert published - timedelta(days=7) < past <= published <= future < published + timedelta(days=7)


@given(year=st.integers(min_value=1900, max_value=2199), month=st.integers(min_value=1, max_value=12))
@pytest.mark.parametrize("weekday", range(7))
def test_floating_holidays_follow_the_calendar(weekday: int, year: int, month: int) -> None:
    """The nth and the last weekday of a month are those of the standard calendar."""
    column = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    for nth, day in enumerate(column, start=1):
        assert nth_weekday(year, month, weekday=weekday, nth=nth) == date(year, month, day)
    assert nth_weekday(year, month, weekday=weekday, nth=-1) == date(year, month, column[-1])


@pytest.mark.parametrize(
    ("words", "start", "end", "granularity"),
    [
        ("in October", "2025-10-01", "2025-10-31", "month"),
        ("in January", "2025-01-01", "2025-01-31", "month"),
        ("in December", "2025-12-01", "2025-12-31", "month"),
        ("by January", "2026-01-01", "2026-01-31", "month"),
        ("this December", "2025-12-01", "2025-12-31", "month"),
        ("next March", "2026-03-01", "2026-03-31", "month"),
        ("early November", "2025-11-01", "2025-11-30", "month"),
        ("the end of November", "2025-11-01", "2025-11-30", "month"),
        ("mid-2026", "2026-01-01", "2026-12-31", "year"),
        ("the end of the year", "2025-01-01", "2025-12-31", "year"),
        ("2022–2023", "2022-01-01", "2023-12-31", "year"),
        ("2025-26", "2025-01-01", "2026-12-31", "year"),
        ("from 2014 to 2022", "2014-01-01", "2022-12-31", "year"),
        ("the 1990s", "1990-01-01", "1999-12-31", "year"),
        ("in 1812", "1812-01-01", "1812-12-31", "year"),
        ("last year", "2024-01-01", "2024-12-31", "year"),
        ("last summer", "2025-06-01", "2025-08-31", "season"),
        ("this winter", "2025-12-01", "2026-02-28", "season"),
        ("summer 2024", "2024-06-01", "2024-08-31", "season"),
        ("winter of 2025-26", "2025-12-01", "2026-02-28", "season"),
        ("by spring", "2026-03-01", "2026-05-31", "season"),
        ("the third quarter of 2025", "2025-07-01", "2025-09-30", "season"),
        ("Q1 2026", "2026-01-01", "2026-03-31", "season"),
        ("last week", "2025-11-17", "2025-11-23", "week"),
        ("this week", "2025-11-24", "2025-11-30", "week"),
        ("earlier this week", "2025-11-24", "2025-11-30", "week"),
        ("the past week", "2025-11-17", "2025-11-24", "week"),
        ("two weeks ago", "2025-11-10", "2025-11-16", "week"),
        ("three months ago", "2025-08-01", "2025-08-31", "month"),
        ("last weekend", "2025-11-22", "2025-11-23", "day"),
        ("this weekend", "2025-11-29", "2025-11-30", "day"),
        ("last month", "2025-10-01", "2025-10-31", "month"),
        ("yesterday", "2025-11-23", "2025-11-23", "day"),
        ("tonight", "2025-11-24", "2025-11-24", "day"),
        ("three days ago", "2025-11-21", "2025-11-21", "day"),
        ("last Friday", "2025-11-21", "2025-11-21", "day"),
        ("this Friday", "2025-11-28", "2025-11-28", "day"),
        ("November 16-17", "2025-11-16", "2025-11-17", "day"),
        ("Friday, November 21", "2025-11-21", "2025-11-21", "day"),
        ("29 February", "2024-02-29", "2024-02-29", "day"),
        ("Memorial Day", "2025-05-26", "2025-05-26", "day"),
        ("last Christmas", "2024-12-25", "2024-12-25", "day"),
        ("Thanksgiving 2026", "2026-11-26", "2026-11-26", "day"),
        ("New Year's Day", "2026-01-01", "2026-01-01", "day"),
    ],
)
def test_times_keep_the_granularity_of_their_words(
    words: str, start: str, end: str, granularity: str
) -> None:
    """A month stays a month and a week a week."""
    time = one(words)

    assert (time.start, time.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert (time.granularity, time.resolved) == (granularity, True)


@pytest.mark.parametrize(
    ("words", "granularity", "anchor"),
    [
        ("11/10/2025", "day", "absolute"),
        ("11/24/25", "day", "publication"),
        ("February 30, 2025", "day", "absolute"),
        ("2025-02-30", "day", "absolute"),
        ("Feb 30", "day", "publication"),
        ("29 February 2023", "day", "absolute"),
        ("Friday, November 24, 2025", "day", "absolute"),
        ("99/99/2025", "day", "absolute"),
        ("winter 2025", "season", "absolute"),
        ("last October", "month", "publication"),
        ("next Friday", "day", "publication"),
        ("days ago", "day", "publication"),
        ("10 hours ago", "day", "publication"),
        ("within 100 days", "day", "none"),
        ("three days", "day", "none"),
        ("four-year", "year", "none"),
        ("monthlong", "month", "none"),
        ("several weeks", "week", "none"),
        ("the following weekend", "day", "none"),
        ("the same day", "day", "none"),
        ("two days later", "day", "none"),
    ],
)
def test_what_nobody_can_tell_stays_unresolved(words: str, granularity: str, anchor: str) -> None:
    """Ambiguous, impossible, vague and narrative times are found, and no day is made up for them."""
    time = one(words)

    assert (time.start, time.end, time.resolved) == (None, None, False)
    assert (time.granularity, time.anchor) == (granularity, anchor)


@pytest.mark.parametrize(
    "words",
    [
        "in October",
        "November 16",
        "Friday",
        "last week",
        "yesterday",
        "two weeks ago",
        "last summer",
        "Nov 28",
    ],
)
def test_nothing_is_resolved_without_the_articles_date(words: str) -> None:
    """Weekdays, relative words and dates without a year need the publication date."""
    time = one(words, published=None)
    assert (time.start, time.end, time.resolved, time.anchor) == (None, None, False, "publication")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("just before Halloween", None, "2025-10-30"),
        ("ahead of Thanksgiving", None, "2025-11-26"),
        ("before November 20", None, "2025-11-19"),
        ("after November 20", "2025-11-21", None),
        ("before 2014", None, "2013-12-31"),
    ],
)
def test_before_and_after_leave_one_side_open(words: str, start: str | None, end: str | None) -> None:
    """How long before or after is not said, so only one end is known."""
    time = one(words)
    assert (time.start, time.end) == (start and date.fromisoformat(start), end and date.fromisoformat(end))
    assert not time.resolved


def test_a_holiday_and_a_printed_date_are_two_readings() -> None:
    """Where "Thanksgiving (Nov 28)" contradicts the calendar of 2025, both are kept."""
    by_calendar, printed = read_time("Thanksgiving (Nov 28)", published=MONDAY, holidays=HOLIDAYS)

    assert (by_calendar.surface, by_calendar.start, by_calendar.anchor) == (
        "Thanksgiving",
        date(2025, 11, 27),
        "holiday",
    )
    assert (printed.surface, printed.start, printed.anchor) == ("Nov 28", date(2025, 11, 28), "publication")


def test_a_holiday_needs_a_year() -> None:
    """Without the article's date a holiday is known by name only; an unknown one is not found."""
    assert one("Halloween", published=None) == TimeRef(surface="Halloween", anchor="holiday")
    assert read_time("Halloween", published=MONDAY) == ()


def test_a_holiday_that_does_not_exist_is_never_dated() -> None:
    """A profile's mistake, such as February 30, resolves to nothing."""
    odd = (Holiday(name="Odd Day", month=2, day=30), Holiday(name="Void", month=2))
    for words in ("Odd Day", "Void", "Odd Day 2026"):
        (time,) = read_time(words, published=MONDAY, holidays=odd)
        assert not time.resolved
    with pytest.raises(ValueError, match="Void"):
        holiday_in(odd[1], 2025)


def test_two_days_of_one_month_are_two_times() -> None:
    """Two days may share one month and year; a count after "and" is no day."""
    assert [t.start for t in read_time("November 16 and 17, 2025", published=MONDAY)] == [
        date(2025, 11, 16),
        date(2025, 11, 17),
    ]
    assert [t.surface for t in read_time("on November 16 and 10 percent", published=MONDAY)] == [
        "November 16"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "2014 troops",
        "about 2000 people",
        "$2000",
        "Resolution 1973",
        "he may 5",
        "they march",
        "May God help",
        "$5 a day",
        "28-year-old",
        "28 years old",
        "Black Friday",
        "9/11",
        "one day",
        "on Mondays",
        "the fall of Kyiv",
        "24/7",
        "today’s size",
        "mar the deal",
        "second",
        "6:57 PM",
        "we",
        "the sun",
        "winter offensive",
        "said that",
    ],
)
def test_words_that_only_look_like_times(words: str) -> None:
    """Amounts, ages, names and common words are no times."""
    assert read_time(words, published=MONDAY, holidays=HOLIDAYS) == ()


def test_a_weekday_after_that_is_the_articles_own() -> None:
    """Before a weekday the word "that" is mostly a conjunction."""
    assert one("He said that Friday would do").start == date(2025, 11, 21)


@given(published=st.dates())
def test_no_publication_date_breaks_the_reader(published: date) -> None:
    """At the ends of the calendar a time is unresolved, not an error."""
    words = "last year, next week, 5000 days ago, December 31, by Friday, last summer, Thanksgiving, last Christmas"
    for _, time in find_times(words, published=published, holidays=HOLIDAYS):
        assert time.resolved == (time.start is not None and time.end is not None)
