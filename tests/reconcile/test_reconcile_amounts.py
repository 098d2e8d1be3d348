"""Two amounts of one slot agree, refine or contradict by their intervals, in units that can be compared."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.normalise import read_quantity
from summariser.reconcile.rules.amounts import compare_amounts
from summariser.reconcile.verdict import Verdict
from summariser.records import Quantity
from summariser.records.vocabulary import ConflictRelation

AGREE = [
    ("roughly 600,000 troops", "600,000"),
    ("nearly 590,000 troops", "roughly 600,000 soldiers"),
    ("an army of 100,000", "100,000 military personnel"),
    ("half its current size", "50 percent"),
    ("two thirds of the seats", "67 percent"),
    ("$100 billion", "100 billion"),
    ("$1.5 billion", "US$1,500 million"),
    ("two weeks", "14 days"),
    ("five years", "60 months"),
    ("100 km", "62 miles"),
    ("2 GW", "2,000 MW"),
    ("50 basis points", "0.5 percentage points"),
    ("capped at 600,000 troops", "600,000 troops"),
    ("at least 5 seats", "5 seats"),
    ("15 %", "fifteen percent"),
    ("an import quota of 40,000 tonnes", "40,000 tons a year"),
    ("5 to 7 percent", "5-7 percent"),
    ("four oblasts", "four regions"),
    ("28-point plan", "28 points"),
]
REFINE = [
    ("below 900,000", "600,000"),
    ("at most 5 percent", "3 percent"),
    ("more than $2 billion", "$2.4 billion"),
    ("billions of euros", "€5 billion"),
    ("5 to 7 percent", "6 percent"),
    ("more than 100 jobs", "more than 120 jobs"),
    ("up to 40,000 tonnes", "under 40,000 tonnes"),
    ("more than half the seats", "60 percent"),
    ("from 900,000 to 600,000 troops", "600,000 troops"),
]
CONTRADICT = [
    ("100,000 troops", "roughly 600,000 troops"),
    ("at least 5", "3"),
    ("15 %", "10 percent"),
    ("half its current size", "a third of its army"),
    ("capped at 600,000 troops", "100,000 troops"),
    ("a limit of 600,000", "a ceiling of 800,000"),
    ("below 900,000", "900,000"),
    ("at most 10 percent", "more than 10 percent"),
    ("a quota of 100,000 tonnes", "120,000 tons of steel"),
    ("$50 billion", "$100 billion"),
    ("10 years", "15 years"),
    ("100 miles", "104 miles"),
    ("28 points", "19 points"),
    ("600,000 troops and 10 years", "100,000 troops"),
    ("5 to 7 percent", "8 to 9 percent"),
]
OPEN = [
    ("600,000 troops", "15 percent"),
    ("$100 billion", "€100 billion"),
    ("a 5 percent cut", "5 percentage points"),
    ("28 points", "100,000 troops"),
    ("half its current size", "100,000 troops"),
    ("5 to 7 percent", "6 to 9 percent"),
    ("up to 10 percent", "up to 15 percent"),
    ("at least 3 seats", "at most 9 seats"),
    ("below 900,000", "about 900,000"),
    ("thousands of troops", "1,500 troops"),
    ("600,000 troops", "no number here"),
    ("100.000 troops", "100,000 troops"),
]
OUTCOMES: list[tuple[str, str, ConflictRelation | None]] = [
    *((one, other, ConflictRelation.AGREE) for one, other in AGREE),
    *((one, other, ConflictRelation.REFINE) for one, other in REFINE),
    *((one, other, ConflictRelation.CONTRADICT) for one, other in CONTRADICT),
    *((one, other, None) for one, other in OPEN),
]
UNITS = ("troop", "percent", "usd", "km", "day")
FOREIGN = Quantity(surface="12 barrels", low=Decimal(12), high=Decimal(12), unit="barrel")


def compare(one: str, other: str, bases: str = "") -> Verdict | None:
    """Return how the amounts that two texts hold stand to each other."""
    return compare_amounts(read_quantity(one), read_quantity(other), bases=read_quantity(bases))


def points(unit: str) -> st.SearchStrategy[Quantity]:
    """Return a strategy for single values in a unit, exact or softened."""
    numbers = st.integers(1, 1000).map(Decimal)
    qualifiers = st.sampled_from(("exact", "approx"))
    return st.builds(
        lambda n, q: Quantity(surface=f"{q} {n} {unit}", low=n, high=n, unit=unit, qualifier=q),
        numbers,
        qualifiers,
    )


def bounds(unit: str) -> st.SearchStrategy[Quantity]:
    """Return a strategy for values with one side open."""
    least = st.builds(
        lambda n, q: Quantity(surface=f"{q} {n}", low=n, high=None, unit=unit, qualifier=q),
        st.integers(1, 1000).map(Decimal),
        st.sampled_from(("above", "at_least")),
    )
    most = st.builds(
        lambda n, q: Quantity(surface=f"{q} {n}", low=None, high=n, unit=unit, qualifier=q),
        st.integers(1, 1000).map(Decimal),
        st.sampled_from(("below", "at_most")),
    )
    return least | most


QUANTITIES = st.sampled_from(UNITS).flatmap(lambda unit: points(unit) | bounds(unit))
SIDES = st.lists(QUANTITIES, min_size=1, max_size=3)


@pytest.mark.parametrize(("one", "other", "relation"), OUTCOMES)
def test_judges_by_intervals(one: str, other: str, relation: ConflictRelation | None) -> None:
    """The relation follows from the two intervals; None where words leave it open."""
    verdict = compare(one, other)
    assert (verdict and verdict.relation) == relation


@pytest.mark.parametrize(
    ("amount", "relation"),
    [
        ("450,000 troops", ConflictRelation.AGREE),
        ("roughly 440,000 soldiers", ConflictRelation.AGREE),
        ("below 800,000 troops", ConflictRelation.REFINE),
        ("100,000 troops", ConflictRelation.CONTRADICT),
    ],
)
def test_a_share_is_compared_through_its_base(amount: str, relation: ConflictRelation) -> None:
    """Half of 900,000 is 450,000, once the text says 900,000."""
    verdict = compare("half its current size", amount, bases="its current 900,000-strong force")
    assert verdict is not None
    assert (verdict.relation, verdict.rule) == (relation, "amount.share")


def test_a_share_may_be_of_any_base() -> None:
    """A contradiction needs every base to lead to one."""
    verdict = compare("half its size", "100,000 troops", bases="900,000 troops, once 200,000 troops")
    assert verdict is not None
    assert verdict.relation is ConflictRelation.AGREE


def test_a_base_in_another_unit_makes_no_amount() -> None:
    """Half an army is not half of 28 points."""
    assert compare("half its current size", "100,000 troops", bases="a 28-point plan") is None


def test_an_amount_that_fits_none_of_two_contradicts() -> None:
    """With as many amounts on both sides, each must find its like."""
    verdict = compare("600,000 troops and $100 billion", "600,000 troops and $50 billion")
    assert verdict is not None
    assert verdict.relation is ConflictRelation.CONTRADICT


def test_names_the_amounts() -> None:
    """The explanation holds the words of both sides."""
    verdict = compare("100,000 troops", "roughly 600,000 troops")
    assert verdict is not None
    assert "“100,000 troops”" in verdict.explanation
    assert "“roughly 600,000 troops”" in verdict.explanation


@given(SIDES, SIDES)
def test_no_side_comes_first(first: list[Quantity], second: list[Quantity]) -> None:
    """Swapping the sides changes nothing, not even the explanation."""
    assert compare_amounts(first, second) == compare_amounts(second, first)


@given(SIDES)
def test_an_amount_agrees_with_itself(side: list[Quantity]) -> None:
    """The same amounts are the same amounts."""
    verdict = compare_amounts(side, side)
    assert verdict is not None
    assert verdict.relation is ConflictRelation.AGREE


@given(SIDES, SIDES)
def test_an_amount_of_something_else_changes_nothing(first: list[Quantity], second: list[Quantity]) -> None:
    """What cannot be compared with anything on the other side counts for nothing."""
    assert compare_amounts([*first, FOREIGN], second) == compare_amounts(first, second)


@given(st.sampled_from(UNITS).flatmap(lambda unit: st.tuples(bounds(unit), points(unit))))
def test_a_bound_never_agrees_with_what_it_leaves_out(pair: tuple[Quantity, Quantity]) -> None:
    """An exact value outside of a bound contradicts it."""
    bound, point = pair
    assert point.low is not None
    outside = (bound.low is not None and point.low < bound.low) or (
        bound.high is not None and point.low > bound.high
    )
    verdict = compare_amounts([bound], [point])
    if point.qualifier == "exact":
        assert verdict is not None
        strict = bound.qualifier in {"above", "below"} and point.low in {bound.low, bound.high}
        assert (verdict.relation is ConflictRelation.CONTRADICT) == (outside or strict)
