"""Bounds, softeners, shares, ranges and units are read off the words around a number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.normalise import find_quantities, read_quantity
from summariser.records.kept import Qualifier

BOUNDS: dict[Qualifier, tuple[str, ...]] = {
    "exact": ("{}", "an army of {}", "the {}"),
    "approx": (
        "roughly {}",
        "about {}",
        "some {}",
        "nearly {}",
        "around {}",
        "~{}",
        "close to {}",
        "{} or so",
    ),
    "at_most": (
        "at most {}",
        "no more than {}",
        "up to {}",
        "capped at {}",
        "a maximum of {}",
        "{} or fewer",
        "≤{}",
        "limited to {}",
        "cap its military at {}",
        "would limit the army to {}",
        "up to about {}",
        "about {} at most",
    ),
    "at_least": (
        "at least {}",
        "no fewer than {}",
        "not less than {}",
        "{} or more",
        "{}+",
        "a minimum of {}",
    ),
    "below": (
        "below {}",
        "fewer than {}",
        "less than {}",
        "under {}",
        "<{}",
        "significantly below its current {}",
    ),
    "above": (
        "over {}",
        "more than {}",
        "above {}",
        "in excess of {}",
        "well over {}",
        ">{}",
        "exceeding {}",
    ),
}


@pytest.mark.parametrize(
    ("qualifier", "words"), [(qualifier, words) for qualifier, listed in BOUNDS.items() for words in listed]
)
@given(value=st.integers(min_value=2200, max_value=10**9))
def test_bounds_leave_one_side_open(qualifier: Qualifier, words: str, value: int) -> None:
    """The qualifier is that of the words, and a bound opens the other side."""
    (quantity,) = read_quantity(words.format(f"{value:,}"))

    assert quantity.qualifier == qualifier
    assert quantity.low == (None if qualifier in {"at_most", "below"} else value)
    assert quantity.high == (None if qualifier in {"at_least", "above"} else value)


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("600,000 troops", "troop"),
        ("a 28-point plan", "point"),
        ("900,000-strong force", "force"),
        ("900,000-strong", "strong"),
        ("four eastern oblasts", "oblast"),
        ("12 Russian-backed armed groups", "group"),
        ("three countries", "country"),
        ("200 people", "person"),
        ("two women", "woman"),
        ("five servicemen", "serviceman"),
        ("14 aircraft carriers", "aircraft"),
        ("one senior Ukrainian official", "official"),
        ("100 days of talks", "day"),
        ("a 13-year-old", "year"),
        ("half an hour", "hour"),
        ("20 km", "km"),
        ("20 kilometers", "kilometre"),
        ("37%", "percent"),
        ("37 per cent", "percent"),
        ("half a percentage point", "percentage point"),
        ("25 basis points", "basis point"),
        ("$100 billion fund", "usd"),
        ("US$5", "usd"),
        ("A$5", "aud"),
        ("5 Canadian dollars", "cad"),
        ("100-billion-dollar fund", "usd"),
        ("5 million pounds", "gbp"),
        ("200 pounds", "pound"),
        ("millions of displaced Ukrainians", "ukrainian"),
        ("10 or more people", "person"),
        ("100 who died", ""),
        ("600,000 by 2026", ""),
    ],
)
def test_units_are_singular_and_canonical(words: str, unit: str) -> None:
    """The unit is the counted head noun, a measure, or an ISO code."""
    (quantity,) = read_quantity(words)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("words", "low", "high", "whole"),
    [
        ("about half its current size", "0.5", "0.5", "its current size"),
        ("half of the army by 2026", "0.5", "0.5", "the army"),
        ("half Ukraine’s territory", "0.5", "0.5", "Ukraine’s territory"),
        ("more than half of its troops", "0.5", None, "its troops"),
        ("less than half", None, "0.5", None),
        ("a quarter", "0.25", "0.25", None),
        ("three quarters of voters", "0.75", "0.75", "voters"),
        ("one-fifth of its land", "0.2", "0.2", "its land"),
        ("one in five Ukrainians", "0.2", "0.2", "Ukrainians"),
        ("nine out of ten", "0.9", "0.9", None),
        (
            "two-thirds of the size of its army",
            "0.6666666666666666666666666667",
            None,
            "the size of its army",
        ),
    ],
)
def test_a_share_stays_a_share(words: str, low: str | None, high: str | None, whole: str | None) -> None:
    """No absolute amount is made of a share, and what it is a share of is kept in the text's words."""
    (quantity,) = read_quantity(words)

    assert (quantity.qualifier, quantity.relative_to) == ("fraction", whole)
    assert quantity.low == (low and Decimal(low))
    assert high is None or quantity.high == Decimal(high)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("5 to 7 million", [("5000000", "7000000")]),
        ("$5-7 billion", [("5000000000", "7000000000")]),
        ("between 500,000 and 1 million", [("500000", "1000000")]),
        ("5% to 7%", [("5", "7")]),
        ("five or six", [("5", "6")]),
        ("two or ten", [("2", "2"), ("10", "10")]),
        ("from 900,000 to 600,000 troops", [("900000", "900000"), ("600000", "600000")]),
        ("from 5 to 7 percent", [("5", "5"), ("7", "7")]),
        ("52-48", [("52", "52"), ("48", "48")]),
        ("5 tanks to 7 jets", [("5", "5"), ("7", "7")]),
        ("600,000 troops – about 900,000 now", [("600000", "600000"), ("900000", "900000")]),
    ],
)
def test_a_range_is_one_quantity_and_a_change_is_two(words: str, ends: list[tuple[str, str]]) -> None:
    """Both ends of a range share scale and unit; "from 900,000 to 600,000" is no range."""
    assert [(q.low, q.high) for q in read_quantity(words)] == [(Decimal(a), Decimal(b)) for a, b in ends]


@pytest.mark.parametrize(
    ("words", "low"),
    [
        ("dozens", "24"),
        ("thousands of men", "2000"),
        ("tens of thousands", "20000"),
        ("hundreds of millions", "200000000"),
        ("several hundred", "200"),
        ("a few thousand", "2000"),
    ],
)
def test_vague_plurals_are_at_least_two_of_them(words: str, low: str) -> None:
    """A plural without a number says no more than "two or more"."""
    (quantity,) = read_quantity(words)
    assert (quantity.low, quantity.high, quantity.qualifier) == (Decimal(low), None, "at_least")


def test_quantities_do_not_cross_paragraphs() -> None:
    """A blank line ends a quantity; a line break inside a sentence does not."""
    assert [q.unit for q in read_quantity("600,000\ntroops")] == ["troop"]
    assert [q.unit for q in read_quantity("600,000\n\ntroops")] == [""]
    assert [q.low for q in read_quantity("100\n000")] == [100, 0]


def test_spans_count_code_points() -> None:
    """An emoji is one code point, and a combining mark stays with its letter."""
    text = "🇺🇦 e\u0301 roughly 600,000\u00a0troops"

    ((span, quantity),) = find_quantities(text)

    assert span.of(text) == quantity.surface == "roughly 600,000\u00a0troops"
