"""A claim's figures must stand in its evidence or follow from it; a changed digit never does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summariser.normalise import unsupported_figures
from summariser.normalise.tokens import listed
from summariser.records import Holiday

MONDAY = date(2025, 11, 24)
HOLIDAYS = (
    Holiday(name="Thanksgiving", month=11, weekday=3, nth=4),
    Holiday(name="Halloween", month=10, day=31),
)


def missing(claim: str, evidence: str, published: date | None = MONDAY) -> tuple[str, ...]:
    """Return what of the claim the evidence does not support."""
    return unsupported_figures(claim, evidence, published=published, holidays=HOLIDAYS)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("100 billion dollars", "a $100bn fund"),
        ("half", "50 percent"),
        ("50%", "half of the army"),
        ("a dozen sources", "12 sources"),
        ("two envoys", "Steve Witkoff and Jared Kushner"),
        ("three men", "Rubio, Witkoff, and Kushner"),
        ("three sectors", "artificial intelligence, energy, and other sectors"),
        ("two governments", "both sides"),
        ("450,000 troops", "half of its current 900,000-strong force"),
        ("300,000", "a third of 900,000 troops"),
        ("one official said", "officials said"),
        ("the first meeting", "a meeting"),
        ("the 28th meeting", "their 28th meeting"),
        ("600,000 troops", "roughly 600,000 troops"),
        ("about 600,000 soldiers", "600,000 troops"),
        ("a cap of 100,000", "cap its military at 100,000 troops"),
        ("an army of 100,000", "cap its military at 100,000 troops"),
        ("its 900,000-strong force", "significantly below its current 900,000-strong force"),
        ("more than 12 sources", "more than a dozen sources"),
        ("up to 7", "5 to 7"),
        ("two weeks", "14 days"),
        ("six months", "half a year"),
        ("a 100-day deadline", "within 100 days"),
        ("one month", "the monthlong collaboration"),
        ("no gratitude at all, zero", "“ZERO GRATITUDE”"),
        ("millions of views", "14 million times"),
        ("100.000 men", "an army of 100.000 men"),
        ("NATO's Article 5", "NATO’s Article 5 clause"),
        ("the G20", "the Group of 20"),
        ("F-16 jets", "F-16s: the F-16 fleet"),
        ("November 16", "Nov. 16"),
        ("November", "Nov. 16"),
        ("November 24, 2025", "on Monday"),
        ("in 2025", "last week"),
        ("in November 2025", "last week"),
        ("Friday", "November 21"),
        ("2023", "its 2022–2023 gains"),
        ("next year", "in 2026"),
        ("November 27", "a Thanksgiving deadline"),
        ("before Halloween", "just before Halloween"),
        ("in October", "just before Halloween"),
        ("November", "early November"),
        ("at 6:57 PM", "November 23, 2025, 6:57 PM ET"),
        ("recently, in the following days", "a plan"),
    ],
)
def test_the_same_figure_in_other_words(claim: str, evidence: str) -> None:
    """Other wording, a dropped softener, a sum worked out: all of it is supported."""
    assert missing(claim, evidence) == ()


@pytest.mark.parametrize(
    ("claim", "evidence", "figure"),
    [
        ("800,000 troops", "capped at 600,000 troops", "800,000 troops"),
        ("800,000 troops", "below 900,000 troops", "800,000 troops"),
        ("a dozen sources", "more than a dozen sources", "a dozen sources"),
        ("more than 12 sources", "12 sources", "more than 12 sources"),
        ("at least 100 men", "at most 100 men", "at least 100 men"),
        ("7 days", "5 to 7 days", "7 days"),
        ("$100 billion", "€100 billion", "$100 billion"),
        ("$600,000", "600,000 troops", "$600,000"),
        ("37 percent", "37 points", "37 percent"),
        ("37 percentage points", "37 percent", "37 percentage points"),
        ("100 days", "100 weeks", "100 days"),
        ("33 percent", "a third of the army", "33 percent"),
        ("2 million", "millions of people", "2 million"),
        ("two envoys", "Rubio, Witkoff, and Kushner", "two envoys"),
        ("two ministers", "three ministers, France and Germany", "two ministers"),
        ("two rivals", "fury and disbelief", "two rivals"),
        ("2.5 percent", "Donetsk and Luhansk", "2.5 percent"),
        ("five oblasts", "four eastern oblasts", "five oblasts"),
        ("100.000", "100,000", "100.000"),
        ("NATO's Article 4", "NATO’s Article 5", "4"),
        ("the G8", "the G20", "8"),
        ("F-35 jets", "F-16 jets", "35"),
        ("the 28th meeting", "the meeting", "28"),
        ("three weeks later", "two weeks later", "three weeks"),
        ("November 17", "Nov. 16", "November 17"),
        ("Nov. 19, 2024", "November 19", "Nov. 19, 2024"),
        ("Friday", "November 20", "Friday"),
        ("Monday", "on Sunday", "Monday"),
        ("2024", "its 2022–2023 gains", "2024"),
        ("1978", "the 1979 Accords", "1978"),
        ("300,000 troops", "roughly 600,000 troops – about half its current size", "300,000 troops"),
        ("five hours ago", "two hours ago", "five hours ago"),
        ("2022–2024", "its 2022–2023 gains", "2022–2024"),
        ("November 16-18", "November 16-17", "November 16-18"),
        ("11/10/2025", "11/12/2025", "11/10/2025"),
        ("11/24/25", "11/24/26", "11/24/25"),
        ("early November", "in November", "early November"),
        ("November 28", "a Thanksgiving deadline", "November 28"),
        ("at 6:58 PM", "November 23, 2025, 6:57 PM ET", "58"),
        ("in 2025", "no time at all", "2025"),
    ],
)
def test_another_figure_is_reported(claim: str, evidence: str, figure: str) -> None:
    """The figure at fault is returned as the claim writes it."""
    assert missing(claim, evidence) == (figure,)


def test_without_a_date_a_year_or_weekday_is_not_made_up() -> None:
    """What only the publication date could settle is unsupported without it."""
    assert missing("November 19, 2025", "November 19", None) == ("November 19, 2025",)
    assert missing("Friday", "November 21", None) == ("Friday",)
    assert missing("November 19", "November 19, 2025", None) == ()


def test_figures_come_in_the_order_of_the_claim() -> None:
    """Every figure at fault is reported once, first to last."""
    claim = "On November 16, 28 states pledged $100 billion under Article 5, or 37 percent."
    assert missing(claim, "nothing") == ("November 16", "28 states", "$100 billion", "5", "37 percent")


@given(
    value=st.integers(min_value=10, max_value=10**9),
    position=st.integers(min_value=0, max_value=8),
    digit=st.sampled_from("0123456789"),
    frame=st.sampled_from(
        ["{} troops", "${}", "{} percent", "up to {} men", "more than {} men", "between 2 and {}"]
    ),
)
def test_a_changed_digit_is_always_unsupported(value: int, position: int, digit: str, frame: str) -> None:
    """Whatever digit is changed, the figure is another one."""
    old = str(value)
    place = position % len(old)
    new = old[:place] + digit + old[place + 1 :]
    assume(new != old and new[0] != "0" and int(new) > 2)

    assert missing(frame.format(f"{int(new):,}"), frame.format(f"{value:,}")) != ()


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_changed_digit_of_a_seed_is_always_unsupported(number: str, seed: Callable[[str], str]) -> None:
    """Whichever digit of an article is changed to whichever other, its own line does not support it."""
    published = {"000": date(2025, 11, 24), "002": date(2025, 11, 23)}.get(number)
    changed = [
        (f"{line[: match.start()]}{digit}{line[match.end() :]}", line)
        for line in set(seed(number).splitlines())
        for match in re.finditer(r"\d", line)
        for digit in set("0123456789") - {match[0]}
    ]
    assert [claim for claim, line in changed if missing(claim, line, published) == ()] == []


@given(
    day=st.dates(date(2025, 1, 1), date(2025, 12, 31)), other=st.dates(date(2025, 1, 1), date(2025, 12, 31))
)
def test_a_changed_date_is_always_unsupported(day: date, other: date) -> None:
    """Another day is another figure, in every form."""
    assume(day != other)
    forms = ("{d:%B} {n}", "{n} {d:%B} {d:%Y}", "{d:%Y-%m-%d}")
    for form in forms:
        claim = form.format(d=other, n=other.day)
        assert all(missing(claim, evidence.format(d=day, n=day.day)) == (claim,) for evidence in forms)


FRAGMENTS = [
    *listed(
        "a an half and one two hundred million dozen percent % $ € bn m st 5 12 600,000 1.500 100.000 2025 s ½ ²"
    ),
    *listed(
        "9e5 - – / : . , to between from within last this week November may 16 Thanksgiving Friday p.m. before"
    ),
    *listed("early days ago later third of its Article G 20 Paris officials"),
    *("more than", "at least", "Group of", "\n\n"),
]
texts = st.text(max_size=40) | st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join)
texts |= st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)


@given(text=texts, published=st.none() | st.dates())
def test_a_text_supports_itself(text: str, published: date | None) -> None:
    """Every figure of a text is supported by that text, however odd."""
    assert missing(text, text, published) == ()
