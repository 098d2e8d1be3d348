"""Numbers survive the way from value to words and back, whatever the way of writing them."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.normalise import read_quantity
from summariser.normalise.numbers import digits, rounded, tidy
from summariser.normalise.tokens import listed

ONES = listed(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
    """
)
TENS = listed("- - twenty thirty forty fifty sixty seventy eighty ninety")
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}

naturals = st.integers(min_value=2, max_value=10**15 - 1)
cents = st.integers(min_value=0, max_value=10**6).map(lambda value: Decimal(value) / 100)


def in_words(value: int, joint: str = "-") -> str:
    """Return a number in English words."""
    for scale, name in SCALES:
        if value >= scale:
            rest = value % scale
            return f"{in_words(value // scale, joint)} {name}" + (f" {in_words(rest, joint)}" if rest else "")
    if value >= 100:
        rest = value % 100
        return f"{ONES[value // 100]} hundred" + (f" and {in_words(rest, joint)}" if rest else "")
    if value >= 20:
        return TENS[value // 10] + (f"{joint}{ONES[value % 10]}" if value % 10 else "")
    return ONES[value]


def value_of(words: str) -> Decimal | None:
    """Return the one exact value in `words`."""
    (quantity,) = read_quantity(words)
    assert quantity.low == quantity.high
    return quantity.low


@given(value=naturals, separator=st.sampled_from(["", ",", "\u00a0", "\u202f", "'", "’", "."]))
def test_grouped_digits_are_read(value: int, separator: str) -> None:
    """Thousands may be set apart by commas, narrow spaces or apostrophes; by one point only it is doubtful."""
    written = f"{value:,}".replace(",", separator)
    doubtful = separator == "." and written.count(".") == 1
    year = separator in {"", "."} and 1900 <= value < 2100 and "." not in written

    read = read_quantity(f"{written} troops")

    assert [q.low for q in read] == [None if doubtful else Decimal(value)]
    assert year or read[0].unit == "troop"


@given(value=naturals, joint=st.sampled_from(["-", " ", "\u2011"]))
def test_numbers_in_words_are_read(value: int, joint: str) -> None:
    """Every whole number below a thousand billions reads back from its English words."""
    assert value_of(in_words(value, joint)) == value


@given(value=cents, scale=st.sampled_from(SCALES), joint=st.sampled_from([" ", "-", "\u00a0", "\n"]))
def test_scale_words_multiply(value: Decimal, scale: tuple[int, str], joint: str) -> None:
    """A decimal before a scale word is multiplied exactly."""
    assert value_of(f"{value}{joint}{scale[1]}") == value * scale[0]


@given(value=cents, scale=st.sampled_from(sorted(SHORT)))
def test_scale_letters_multiply(value: Decimal, scale: str) -> None:
    """So does a letter that is written onto the digits."""
    assert value_of(f"{value}{scale}") == value * SHORT[scale]


@given(
    value=cents,
    money=st.sampled_from(
        [
            ("$", "", "usd"),
            ("€", "", "eur"),
            ("£", "", "gbp"),
            ("₴", "", "uah"),
            ("US$", "", "usd"),
            ("EUR ", "", "eur"),
            ("", " dollars", "usd"),
            ("", " euros", "eur"),
            ("", " UAH", "uah"),
        ]
    ),
    scale=st.sampled_from(["", " million", "bn"]),
)
def test_currencies_are_read_on_either_side(value: Decimal, money: tuple[str, str, str], scale: str) -> None:
    """A sign, code or name gives the ISO code, before or after the amount."""
    before, after, unit = money

    (quantity,) = read_quantity(f"{before}{value}{scale}{after}")

    assert quantity.unit == unit
    assert quantity.low == value * {"": 1, " million": 10**6, "bn": 10**9}[scale]


@given(low=naturals, more=st.integers(min_value=1, max_value=10**9), form=st.sampled_from(["to", "-", "and"]))
def test_ranges_are_read(low: int, more: int, form: str) -> None:
    """A range is one quantity with both ends."""
    high = low + more
    words = {"to": f"{low:,} to {high:,} men", "-": f"{low:,}–{high:,} men"}
    words["and"] = f"between {low:,} and {high:,} men"

    (quantity,) = read_quantity(words[form])

    assert (quantity.low, quantity.high, quantity.unit) == (Decimal(low), Decimal(high), "man")


@given(text=st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩０１２３４５６７８９", min_size=1, max_size=12))
def test_decimal_digits_of_any_script_are_read(text: str) -> None:
    """Digits of every script are digits."""
    (quantity,) = read_quantity(f"more than {text}")
    assert quantity.low == Decimal(text)


@given(length=st.integers(min_value=31, max_value=9000))
def test_endless_digits_have_no_value(length: int) -> None:
    """A number that nothing in an article counts is found, and not valued."""
    (quantity,) = read_quantity("7" * length)
    assert (quantity.low, quantity.high) == (None, None)


@given(value=st.decimals(min_value=0, max_value=10**12, places=2))
def test_equal_values_look_equal(value: Decimal) -> None:
    """Trailing zeros and exponents do not survive, so that outputs are the same bytes."""
    plain = tidy(value)
    assert plain == value
    assert str(plain) == f"{plain:f}"
    assert plain == plain.to_integral_value() or not str(plain).endswith("0")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("half a million", "500000"),
        ("a quarter of a million", "250000"),
        ("three quarters of a million", "750000"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("half a dozen", "6"),
        ("six hundred thousand", "600000"),
        ("a hundred and five", "105"),
        ("fifteen hundred", "1500"),
        ("two and a half million", "2500000"),
        ("a million and a half", "1500000"),
        ("900 thousand", "900000"),
        ("1.5-million", "1500000"),
        ("9e5", "900000"),
        ("1,00,000", "100000"),
        ("100 000", "100000"),
        ("2½", "2.5"),
        ("¾", "0.75"),
        ("0.125", "0.125"),
        ("3.142 million", "3142000"),
        ("62.456 percent", "62.456"),
        ("1.234.567,89", "1234567.89"),
        ("-5", "-5"),
        ("−5 percent", "-5"),
        ("600,000¹", "600000"),
        ("10² men", "10"),
        ("ten thousand and one", "10001"),
    ],
)
def test_ways_to_write_a_number(words: str, value: str) -> None:
    """Each of these has one value."""
    assert value_of(words) == Decimal(value)


@pytest.mark.parametrize("words", ["100.000", "1.500", "1,5", "1,5 million", "1 00 000", "12,34", "1.2.3"])
def test_doubtful_digits_are_found_without_a_value(words: str) -> None:
    """Digits with two readings are kept visible and never guessed."""
    (quantity,) = read_quantity(words)
    assert (quantity.surface, quantity.low, quantity.high) == (words, None, None)


@pytest.mark.parametrize(
    "words",
    [
        "first",
        "the third plan",
        "28th",
        "the 2nd",
        "a third party",
        "G20",
        "F-16",
        "Covid-19",
        "5G",
        "Article 5",
        "No. 10",
        "Resolution 2202",
        "1990s",
        "9/11",
        "24/7",
        "6:57",
        "no one",
        "one of them",
        "one-sided",
        "one must",
        "the first half",
        "half-hearted",
        "11/10/2025",
        "2025-11-24",
        "in 2014",
        "2022–2023",
        "November 16",
    ],
)
def test_what_counts_nothing_is_left_alone(words: str) -> None:
    """Ordinals, names, dates, times and the pronoun "one" are no quantities."""
    assert read_quantity(words) == ()


def test_arithmetic_ignores_the_callers_context() -> None:
    """Values are exact even where the caller works with two digits."""
    with localcontext(prec=2):
        assert digits("1,234,567.89") == Decimal("1234567.89")
        assert value_of("1.234567 million") == Decimal(1234567)


def test_a_third_of_a_round_sum_is_round() -> None:
    """Rounding to 15 digits undoes what a third cannot say in decimals."""
    assert rounded(Decimal("299999.9999999999999999999999")) == 300000
