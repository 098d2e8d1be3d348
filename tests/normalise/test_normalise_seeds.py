"""Every kind of figure in the seed articles is read as a careful reader would read it, in its context."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import pytest

from summariser.fold import fold
from summariser.normalise import find_quantities, find_times
from summariser.records import Holiday

HOLIDAYS = (
    Holiday(name="Thanksgiving", month=11, weekday=3, nth=4),
    Holiday(name="Halloween", month=10, day=31),
)
PUBLISHED = {"000": date(2025, 11, 24), "002": date(2025, 11, 23)}
"""003 gives a month only, 001 and 004 give nothing."""


class Amount(NamedTuple):
    """A quantity of a seed: its words, and what they say."""

    seed: str
    words: str
    low: str | None
    high: str | None
    unit: str
    qualifier: str = "exact"
    relative_to: str | None = None


class Moment(NamedTuple):
    """A time of a seed: its words, and what they say."""

    seed: str
    words: str
    start: str | None
    end: str | None
    granularity: str
    anchor: str


AMOUNTS = (
    Amount("000", "28-point", "28", "28", "point"),
    Amount("000", "more than a dozen sources", "12", None, "source", "above"),
    Amount("000", "four eastern oblasts", "4", "4", "oblast"),
    Amount("000", "100,000 troops", None, "100000", "troop", "at_most"),
    Amount("000", "15-point", "15", "15", "point"),
    Amount("000", "€5 billion", "5000000000", "5000000000", "eur"),
    Amount("000", "billions", "2000000000", None, "", "at_least"),
    Amount("000", "14 million times", "14000000", "14000000", "time"),
    Amount("000", "zero gratitude", "0", "0", "gratitude"),
    Amount("000", "one official", "1", "1", "official"),
    Amount("000", "37 percent", "37", "37", "percent"),
    Amount("000", "$100 billion", "100000000000", "100000000000", "usd"),
    Amount("001", "28-point", "28", "28", "point"),
    Amount("001", "four-year", "4", "4", "year"),
    Amount("001", "three days", "3", "3", "day"),
    Amount("001", "three men", "3", "3", "man"),
    Amount("001", "significantly below its current 900,000-strong force", None, "900000", "force", "below"),
    Amount("001", "two phone calls", "2", "2", "call"),
    Amount("002", "28-point", "28", "28", "point"),
    Amount("002", "two countries", "2", "2", "country"),
    Amount("002", "ZERO GRATITUDE", "0", "0", "gratitude"),
    Amount("002", "100 Best Companies", "100", "100", "company"),
    Amount("002", "$38 trillion", "38000000000000", "38000000000000", "usd"),
    Amount("002", "over $1 trillion", "1000000000000", None, "usd", "above"),
    Amount("002", "28-year-old", "28", "28", "year"),
    Amount("002", "13-year-old", "13", "13", "year"),
    Amount("002", "five-year", "5", "5", "year"),
    Amount("002", "$3.5 billion", "3500000000", "3500000000", "usd"),
    Amount("002", "26 years", "26", "26", "year"),
    Amount("002", "19.8%", "19.8", "19.8", "percent"),
    Amount("002", "62.4%", "62.4", "62.4", "percent"),
    Amount("002", "6 months", "6", "6", "month"),
    Amount("003", "capped at roughly 600,000 troops", None, "600000", "troop", "at_most"),
    Amount("003", "about half its current size", "0.5", "0.5", "", "fraction", "its current size"),
    Amount("003", "$100 billion", "100000000000", "100000000000", "usd"),
    Amount("003", "within 100 days", None, "100", "day", "at_most"),
    Amount("003", "five years", "5", "5", "year"),
    Amount("003", "one Ukrainian analyst", "1", "1", "analyst"),
    Amount("003", "two ministers", "2", "2", "minister"),
    Amount("003", "millions of displaced Ukrainians", "2000000", None, "ukrainian", "at_least"),
    Amount("003", "100-day", "100", "100", "day"),
    Amount("003", "one side", "1", "1", "side"),
    Amount("003", "millions of people", "2000000", None, "person", "at_least"),
    Amount("004", "28-point", "28", "28", "point"),
)
MOMENTS = (
    Moment("000", "November 24, 2025", "2025-11-24", "2025-11-24", "day", "absolute"),
    Moment("000", "Friday", "2025-11-21", "2025-11-21", "day", "publication"),
    Moment("000", "last week", "2025-11-17", "2025-11-23", "week", "publication"),
    Moment("000", "several weeks", None, None, "week", "none"),
    Moment("000", "November 23", "2025-11-23", "2025-11-23", "day", "publication"),
    Moment("000", "Monday", "2025-11-24", "2025-11-24", "day", "publication"),
    Moment("000", "Sunday", "2025-11-23", "2025-11-23", "day", "publication"),
    Moment("001", "multiday", None, None, "day", "none"),
    Moment("001", "October", None, None, "month", "publication"),
    Moment("001", "four-year", None, None, "year", "none"),
    Moment("001", "monthlong", None, None, "month", "none"),
    Moment("001", "three days", None, None, "day", "none"),
    Moment("001", "just before Halloween", None, None, "day", "holiday"),
    Moment("001", "November 16", None, None, "day", "publication"),
    Moment("001", "the following weekend", None, None, "day", "none"),
    Moment("001", "last week", None, None, "week", "publication"),
    Moment("001", "November 19", None, None, "day", "publication"),
    Moment("002", "November 23, 2025, 6:57 PM ET", "2025-11-23", "2025-11-23", "day", "absolute"),
    Moment("002", "November 19, 2025", "2025-11-19", "2025-11-19", "day", "absolute"),
    Moment("002", "mere days ago", None, None, "day", "publication"),
    Moment("002", "several weeks", None, None, "week", "none"),
    Moment("002", "Thanksgiving holiday", "2025-11-27", "2025-11-27", "day", "holiday"),
    Moment("002", "Sunday", "2025-11-23", "2025-11-23", "day", "publication"),
    Moment("002", "this past week", "2025-11-16", "2025-11-23", "week", "publication"),
    Moment("002", "October", "2025-10-01", "2025-10-31", "month", "publication"),
    Moment("002", "early November", "2025-11-01", "2025-11-30", "month", "publication"),
    Moment("002", "next year", "2026-01-01", "2026-12-31", "year", "publication"),
    Moment("002", "January", "2025-01-01", "2025-01-31", "month", "publication"),
    Moment("002", "August", "2025-08-01", "2025-08-31", "month", "publication"),
    Moment("002", "summer", "2025-06-01", "2025-08-31", "season", "publication"),
    Moment("002", "Before this past week", None, "2025-11-15", "week", "publication"),
    Moment("002", "Saturday", "2025-11-22", "2025-11-22", "day", "publication"),
    Moment("002", "February 11, 2026", "2026-02-11", "2026-02-11", "day", "absolute"),
    Moment("002", "October 20, 2025", "2025-10-20", "2025-10-20", "day", "absolute"),
    Moment("002", "2 days ago", "2025-11-21", "2025-11-21", "day", "publication"),
    Moment("002", "10 hours ago", None, None, "day", "publication"),
    Moment("003", "November 2025", "2025-11-01", "2025-11-30", "month", "absolute"),
    Moment("003", "this week", None, None, "week", "publication"),
    Moment("003", "2022", "2022-01-01", "2022-12-31", "year", "absolute"),
    Moment("003", "recent weeks", None, None, "week", "none"),
    Moment("003", "last summer", None, None, "season", "publication"),
    Moment("003", "a month", None, None, "month", "none"),
    Moment("003", "within 100 days", None, None, "day", "none"),
    Moment("003", "five years", None, None, "year", "none"),
    Moment("003", "2014", "2014-01-01", "2014-12-31", "year", "absolute"),
    Moment("003", "Thursday", None, None, "day", "publication"),
    Moment("003", "this winter", None, None, "season", "publication"),
    Moment("003", "Friday", None, None, "day", "publication"),
    Moment("003", "Thanksgiving", None, None, "day", "holiday"),
    Moment("003", "Nov 28", None, None, "day", "publication"),
    Moment("003", "the same day", None, None, "day", "none"),
    Moment("003", "2022–2023", "2022-01-01", "2023-12-31", "year", "absolute"),
    Moment("003", "this weekend", None, None, "day", "publication"),
    Moment("003", "1979", "1979-01-01", "1979-12-31", "year", "absolute"),
    Moment("003", "100-day", None, None, "day", "none"),
    Moment("004", "this week", None, None, "week", "publication"),
)


@pytest.mark.parametrize("amount", AMOUNTS, ids=lambda amount: f"{amount.seed}-{amount.words}")
def test_reads_the_amounts_of_the_seeds(amount: Amount, seed: Callable[[str], str]) -> None:
    """Each amount has the value, bound, unit and relation that its words give it where they stand."""
    wanted = fold(amount.words)

    found = next(q for _, q in find_quantities(seed(amount.seed)) if fold(q.surface) == wanted)

    assert (found.low, found.high) == (
        amount.low and Decimal(amount.low),
        amount.high and Decimal(amount.high),
    )
    assert (found.unit, found.qualifier, found.relative_to) == (
        amount.unit,
        amount.qualifier,
        amount.relative_to,
    )


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment.seed}-{moment.words}")
def test_reads_the_times_of_the_seeds(moment: Moment, seed: Callable[[str], str]) -> None:
    """Each time is as fine as its words, and resolved only where the article says enough."""
    wanted, published = fold(moment.words), PUBLISHED.get(moment.seed)
    times = find_times(seed(moment.seed), published=published, holidays=HOLIDAYS)

    found = next(time for _, time in times if fold(time.surface) == wanted)

    assert found.start == (moment.start and date.fromisoformat(moment.start))
    assert found.end == (moment.end and date.fromisoformat(moment.end))
    assert (found.granularity, found.anchor) == (moment.granularity, moment.anchor)
    assert found.resolved == (moment.start is not None)


@pytest.mark.parametrize("name", ["G20", "Article 5", "Fortune 500", "Group of 20", "first boycott"])
def test_a_number_in_a_name_is_no_amount(name: str, seed: Callable[[str], str]) -> None:
    """What only names something is not counted."""
    text = "\n".join(seed(number) for number in ("000", "002"))
    assert name in text

    spans = [span for span, _ in find_quantities(text)]

    start = text.index(name)
    assert not any(span.start < start + len(name) and start < span.end for span in spans)


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_spans_point_into_the_seed(number: str, seed: Callable[[str], str]) -> None:
    """Spans are code points of the raw text, in order and apart, and their words are the surface."""
    text = seed(number)
    for found in (find_quantities(text), find_times(text, holidays=HOLIDAYS)):
        spans = [span for span, _ in found]
        assert [span.of(text) for span in spans] == [value.surface for _, value in found]
        assert all(one.end <= other.start for one, other in pairwise(spans))
