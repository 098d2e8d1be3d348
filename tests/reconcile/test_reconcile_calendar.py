"""Two times of one slot agree, refine or contradict by their days, or by the weekday that words leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.normalise import read_time
from summariser.profiles import load_profile
from summariser.reconcile.rules.calendar import compare_times
from summariser.reconcile.rules.timeclaims import Calendar, TimeClaim
from summariser.reconcile.verdict import Verdict
from summariser.records.vocabulary import ConflictRelation

HOLIDAYS = load_profile("peace").holidays
IN_2025 = Calendar(years=(2025,), holidays=HOLIDAYS)
PUBLISHED = date(2025, 11, 24)

AGREE = [
    ("November 16", "on Nov. 16"),
    ("by Thanksgiving", "November 27"),
    ("Thanksgiving (Nov 28)", "28 November 2025"),
    ("Thanksgiving (Nov 28)", "Thanksgiving (Nov 28)"),
    ("Thanksgiving (Nov 28)", "Thanksgiving"),
    ("Good Friday", "April 18, 2025"),
    ("New Year's Day", "1 January 2027"),
    ("on Friday", "Friday"),
    ("1 March 2024", "March 1, 2024"),
    ("2023-05-01", "May 1, 2023"),
    ("Q1 2026", "the first quarter of 2026"),
    ("within 100 days of a deal", "within 100 days after the deal"),
    ("within 2 weeks", "within 14 days"),
    ("Halloween", "October 31"),
    ("until June 30, 2026", "by 30 June 2026"),
    ("in October", "October 2025"),
]
REFINE = [
    ("on Thursday", "November 20"),
    ("just before Halloween", "October"),
    ("early November", "in November"),
    ("early November", "November 3"),
    ("2023-05-01", "May 2023"),
    ("January 2026", "Q1 2026"),
    ("September 5, 2024", "2024"),
    ("before Thanksgiving", "by Thanksgiving"),
    ("before Thanksgiving", "November 20"),
    ("within 100 days of a deal", "within 100 days"),
    ("on November 16 and November 23", "November 16"),
]
CONTRADICT = [
    ("on Thursday", "November 19"),
    ("on Thursday", "on Friday"),
    ("November 16", "November 19"),
    ("Thanksgiving (Nov 28)", "Nov. 27"),
    ("just before Halloween", "in September"),
    ("in October", "in November"),
    ("in 2024", "in 2025"),
    ("March 2023", "April 2023"),
    ("early November", "late November"),
    ("before Halloween", "in December"),
    ("this weekend", "on Friday"),
    ("by 1 March", "from June"),
    ("by 1 March 2026", "by 1 April 2026"),
    ("within 100 days of a deal", "within 90 days of the deal"),
    ("within 30 days", "within 60 days"),
    ("November 16", "December 2024"),
]
OPEN = [
    ("last week", "this week"),
    ("last week", "last week"),
    ("last week", "November 19"),
    ("over several weeks", "over several weeks"),
    ("for four years", "for five years"),
    ("the following weekend", "November 22"),
    ("within 100 days of a deal", "within 100 days after ratification"),
    ("within 100 days of a deal", "November 19"),
    ("by 1 March", "from March"),
    ("before Thanksgiving", "before Christmas"),
    ("this weekend", "November 22"),
    ("on Thursday", "in November"),
    ("later", "immediately"),
]
OUTCOMES: list[tuple[str, str, ConflictRelation | None]] = [
    *((one, other, ConflictRelation.AGREE) for one, other in AGREE),
    *((one, other, ConflictRelation.REFINE) for one, other in REFINE),
    *((one, other, ConflictRelation.CONTRADICT) for one, other in CONTRADICT),
    *((one, other, None) for one, other in OPEN),
]
DAYS = st.dates(date(2001, 1, 1), date(2035, 12, 31))
DATED_WORDS = st.builds(
    lambda day, form: day.strftime(form), DAYS, st.sampled_from(("%Y-%m-%d", "%d %B %Y", "%B %Y", "in %Y"))
)
BARE_WORDS = st.one_of(
    st.builds(lambda day: f"{day:%B} {day.day}", DAYS),
    st.sampled_from(
        ("in October", "on Thursday", "this weekend", "Thanksgiving", "before Christmas", "by spring")
    ),
)
SIDES = st.lists(DATED_WORDS | BARE_WORDS, min_size=1, max_size=3)
DATES = st.none() | DAYS
YEARS = st.lists(st.integers(2020, 2026), max_size=2).map(tuple)


def claim(*words: str, published: date | None = None) -> TimeClaim:
    """Return a claim in these words, as an article of that date makes it."""
    refs = [ref for each in words for ref in read_time(each, published=published, holidays=HOLIDAYS)]
    return TimeClaim(words, tuple(refs), published)


def compare(one: TimeClaim, other: TimeClaim, calendar: Calendar = IN_2025) -> Verdict | None:
    """Return the verdict after checking that it does not depend on the order."""
    verdict = compare_times(one, other, calendar)
    assert compare_times(other, one, calendar) == verdict
    return verdict


def relation(verdict: Verdict | None) -> ConflictRelation | None:
    """Return the verdict's relation, None when there is no verdict."""
    return verdict.relation if verdict else None


@pytest.mark.parametrize(("one", "other", "expected"), OUTCOMES)
def test_judges_by_days(one: str, other: str, expected: ConflictRelation | None) -> None:
    """The relation follows from the days of both times; None where the words leave them open."""
    assert relation(compare(claim(one), claim(other))) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("last week", "November 19", ConflictRelation.REFINE),
        ("last week", "November 10", ConflictRelation.CONTRADICT),
        ("last week", "November 16", None),
        ("Sunday", "on November 23", ConflictRelation.AGREE),
        ("Friday", "on Thursday", ConflictRelation.CONTRADICT),
        ("this past week", "November 19", ConflictRelation.REFINE),
        ("Thanksgiving holiday deadline", "Thanksgiving (Nov 28)", ConflictRelation.AGREE),
        ("New Year's Day", "1 January 2027", ConflictRelation.AGREE),
    ],
)
def test_a_publication_date_settles_relative_words(
    one: str, other: str, expected: ConflictRelation | None
) -> None:
    """Words of a dated article stand for days; a week whose first day is in doubt by one leaves it open."""
    assert relation(compare(claim(one, published=PUBLISHED), claim(other))) == expected


@pytest.mark.parametrize(
    ("years", "one", "other", "expected"),
    [
        ((2024,), "Thanksgiving (Nov 28)", "Thanksgiving", ConflictRelation.AGREE),
        ((2024, 2025), "Nov 28", "Thanksgiving", None),
        ((2024, 2025), "Nov 7", "Thanksgiving", ConflictRelation.CONTRADICT),
        ((), "Nov 27", "Thanksgiving", None),
        ((), "Nov 7", "Thanksgiving", ConflictRelation.CONTRADICT),
        ((), "November 16", "November 16", ConflictRelation.AGREE),
        ((), "on Thursday", "Nov 20", None),
        ((), "November 16", "2023-11-16", ConflictRelation.AGREE),
        ((2025,), "November 16", "2023-11-16", ConflictRelation.CONTRADICT),
        ((2024, 2025), "Friday, November 21", "November 21", ConflictRelation.AGREE),
        ((2024, 2025), "Friday, November 21", "November 21, 2025", ConflictRelation.AGREE),
    ],
)
def test_a_date_without_a_year_is_read_in_the_years_of_the_corpus(
    years: tuple[int, ...], one: str, other: str, expected: ConflictRelation | None
) -> None:
    """It decides where all the years that have such a day decide alike."""
    assert relation(compare(claim(one), claim(other), Calendar(years, HOLIDAYS))) == expected


def test_the_weekday_has_a_rule_of_its_own() -> None:
    """November 19, 2025 is a Wednesday."""
    verdict = compare(claim("on Thursday"), claim("November 19"))
    assert verdict is not None
    assert verdict.rule == "time.weekday"
    assert "2025-11-19" in verdict.explanation


def test_days_that_were_read_before_count() -> None:
    """A claim without words, or read with a date that is not given here, is judged by its references."""
    refs = read_time("Friday", published=PUBLISHED)
    assert relation(compare(TimeClaim((), refs), claim("November 21"))) is ConflictRelation.AGREE
    assert (
        relation(compare(TimeClaim(("Friday",), refs), claim("November 14"))) is ConflictRelation.CONTRADICT
    )


@given(SIDES, SIDES, DATES, YEARS)
def test_no_side_comes_first(
    first: list[str], second: list[str], published: date | None, years: tuple[int, ...]
) -> None:
    """Swapping the sides changes nothing, not even the explanation."""
    compare(claim(*first, published=published), claim(*second), Calendar(years, HOLIDAYS))


@given(st.lists(DATED_WORDS, min_size=1, max_size=3), DATES, YEARS)
def test_a_time_agrees_with_itself(words: list[str], published: date | None, years: tuple[int, ...]) -> None:
    """The same dated words in the same article are the same time."""
    side = claim(*words, published=published)
    assert relation(compare(side, side, Calendar(years, HOLIDAYS))) is ConflictRelation.AGREE


@given(SIDES, SIDES, st.sampled_from(("afterwards", "over several weeks", "the same day", "for 10 years")))
def test_words_that_say_no_when_change_nothing(first: list[str], second: list[str], empty: str) -> None:
    """Lengths and times that count from another one in the text count for nothing."""
    with_words = compare(claim(*first, empty), claim(*second))
    assert with_words == compare(claim(*first), claim(*second))


@given(DAYS, DAYS)
def test_single_days_agree_only_when_equal(one: date, other: date) -> None:
    """At the granularity of days there is no middle ground."""
    verdict = compare(claim(one.isoformat()), claim(other.isoformat()))
    expected = ConflictRelation.AGREE if one == other else ConflictRelation.CONTRADICT
    assert relation(verdict) is expected


@given(DAYS, st.integers(0, 6))
def test_a_weekday_contradicts_every_other_day(day: date, weekday: int) -> None:
    """A bare weekday and a date fit if and only if the date is that weekday."""
    name = (date(2024, 1, 1) + timedelta(days=weekday)).strftime("%A")
    fits = day.weekday() == weekday
    expected = ConflictRelation.REFINE if fits else ConflictRelation.CONTRADICT
    assert relation(compare(claim(f"on {name}"), claim(day.isoformat()))) is expected
