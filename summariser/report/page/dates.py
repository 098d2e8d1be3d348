"""Dates as a reader writes them, the same on every machine."""

from __future__ import annotations

from datetime import date

from summariser.records import TimeRef

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def day(value: date) -> str:
    """Return a day as words.

    >>> day(date(2025, 11, 24))
    '24 Nov 2025'
    """
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def time(value: TimeRef | None) -> str:
    """Return a time as words, as fine as it is known; the article's own words when it is not resolved.

    >>> time(TimeRef(surface="November", start=date(2025, 11, 1), end=date(2025, 11, 30), granularity="month"))
    'Nov 2025'
    """
    if value is None:
        return ""
    if value.start is None or value.end is None:
        return value.surface
    if value.granularity == "year":
        return str(value.start.year)
    if value.granularity == "month":
        return f"{_MONTHS[value.start.month - 1]} {value.start.year}"
    if value.start == value.end:
        return day(value.start)
    return f"{_from(value.start, value.end)}–{day(value.end)}"


def _from(start: date, end: date) -> str:
    """Return the first day of a range without what its last day says anyway."""
    if start.year != end.year:
        return day(start)
    return str(start.day) if start.month == end.month else f"{start.day} {_MONTHS[start.month - 1]}"
