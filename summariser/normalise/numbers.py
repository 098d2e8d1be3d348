"""Numbers in digits and English words, read exactly as `Decimal`.

Reads "600,000", "1.5 million", "100bn", "twenty-eight", "half a million", "a
dozen", "2½", "hundreds of thousands". Ordinals ("first", "28th") are not
amounts and are left alone.

Digits that can be read twice are found but not valued: "100.000" is a hundred
or a hundred thousand, "1,5" and "1 00 000" follow no English habit, and nothing
that an article counts has more than 30 digits.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from typing import NamedTuple

from summariser.normalise.tokens import Tokens, listed, phrase_table

EXACT = Context(prec=60)
"""The arithmetic of this package: never the caller's own decimal context."""

_MOST_DIGITS = 30
_TEN, _DOZEN, _HUNDRED, _THOUSAND = 10, 12, 100, 1000
_HALF = Decimal("0.5")

_ONES = {
    word: value
    for value, word in enumerate(
        listed(
            """
            zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
            fifteen sixteen seventeen eighteen nineteen
            """
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": _DOZEN,
}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9}
_SHORT_SCALES |= {"tn": 10**12, "trn": 10**12}
_SHORT_SPACED = frozenset(word for word in _SHORT_SCALES if len(word) > 1)
_PLURALS = {word + "s": scale for word, scale in _SCALES.items()} | {"tens": 10}
NUMBER_OPENERS = frozenset(
    {*_ONES, *_TENS, *_PLURALS, "a", "an", "half", "quarter", "several", "many", "few"}
)
"""Words that a number in words begins with."""

SCALE_WORDS = frozenset(_SCALES) | _SHORT_SPACED
"""Words that multiply the number before them."""

_SOME = phrase_table([("a few,a couple of,a couple,several,many,few", None)])
_PARTS = phrase_table(
    [
        ("half a,a half", _HALF),
        ("a quarter of a,quarter of a", Decimal("0.25")),
        ("three quarters of a", Decimal("0.75")),
    ]
)
_AND_A_HALF = ("and", "a", "half")

_DOUBTFUL = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_SHAPES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\d+"), "", "."),
    (_DOUBTFUL, "", "."),
    (re.compile(r"(?:0|\d{4,})\.\d{3}|\d+\.(?:\d{1,2}|\d{4,})"), "", "."),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"), ",", "."),
    (re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"), ",", "."),
    (re.compile(r"\d{1,3}(?:'\d{3})+(?:\.\d+)?"), "'", "."),
    (re.compile(r"\d{1,3}(?: \d{3})+"), " ", "."),
    (re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?"), ".", ","),
    (re.compile(r"\d{1,3}\.\d{3},\d+"), ".", ","),
)
"""How digits are written: shape, thousands separators, decimal point."""


class Number(NamedTuple):
    """One number.

    Attributes:
        value: None when its digits can be read in two ways.
        plain: The value before its scale word: 1.5 in "1.5 million".
        end: Index of the token after it.
        scaled: Whether a scale word or letter belongs to it.
        vague: Whether it is only a least value, as in "thousands" or "several hundred".
        worded: Whether it is written in words.
    """

    value: Decimal | None
    plain: Decimal | None
    end: int
    scaled: bool = False
    vague: bool = False
    worded: bool = False


def read_number(
    tokens: Tokens, index: int, *, decimal_point: bool = False, money: bool = False
) -> Number | None:
    """Return the number that starts at token `index`, or None.

    `decimal_point` says that the words around leave no doubt that "3.142" is a
    little over three, such as a percent sign further on. `money` says that a
    currency stands before it, so that "$5 m" is five million.
    """
    if tokens.at(index).kind in {"number", "vulgar"}:
        return _in_digits(tokens, index, decimal_point=decimal_point, money=money)
    if tokens.word(index) not in NUMBER_OPENERS:
        return None
    return _vague(tokens, index) or _part_of_scale(tokens, index) or _in_words(tokens, index)


def digits(text: str, *, decimal_point: bool = False) -> Decimal | None:
    """Return the value of digits with their separators; None when there are two readings.

    >>> digits("600,000"), digits("1.234,5"), digits("100.000"), digits("1,5")
    (Decimal('600000'), Decimal('1234.5'), None, None)
    """
    mantissa, _, exponent = text.partition("e")
    if len(mantissa) > 2 * _MOST_DIGITS:
        return None
    if sum(map(str.isdecimal, mantissa)) + int(exponent or 0) > _MOST_DIGITS:
        return None
    for shape, separator, point in _SHAPES:
        if shape.fullmatch(mantissa) and (decimal_point or shape is not _DOUBTFUL):
            value = Decimal(mantissa.replace(separator, "").replace(point, "."))
            return tidy(EXACT.scaleb(value, int(exponent or 0)))
    return None


def tidy(value: Decimal) -> Decimal:
    """Return the value without trailing zeros or an exponent, so that equal values look equal.

    >>> tidy(Decimal("5.0E+2")), tidy(Decimal("19.80"))
    (Decimal('500'), Decimal('19.8'))
    """
    short = value.normalize(EXACT)
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1), context=EXACT) if isinstance(exponent, int) and exponent > 0 else short


def product(left: Decimal, right: Decimal | int) -> Decimal:
    """Return the product, exactly."""
    return tidy(EXACT.multiply(left, Decimal(right)))


def rounded(value: Decimal) -> Decimal:
    """Return the value to 15 digits, so that a third of 900,000 is 300,000."""
    return tidy(Context(prec=15).plus(value))


def ratio(left: Decimal | int, right: Decimal | int) -> Decimal:
    """Return the quotient, rounded to 28 digits where it has no end ("a third")."""
    return tidy(Context(prec=28).divide(Decimal(left), Decimal(right)))


def _in_digits(tokens: Tokens, index: int, *, decimal_point: bool, money: bool) -> Number:
    token, part = tokens.at(index), tokens.at(index + 1)
    if token.kind == "vulgar":
        return _scaled(tokens, _vulgar(token.text), index=index + 1)
    whole = digits(token.text) if part.kind == "vulgar" and part.attached else None
    if whole is not None:
        return _scaled(tokens, EXACT.add(whole, _vulgar(part.text)), index=index + 2)
    scale, end = _scale_after(tokens, index + 1, spaced=money)
    plain = digits(token.text, decimal_point=decimal_point or scale > 1)
    if plain is None:
        return Number(None, None, end, scaled=scale > 1)
    return _scaled(tokens, plain, index=index + 1, money=money)


def _scaled(tokens: Tokens, plain: Decimal, *, index: int, money: bool = False) -> Number:
    """Return `plain` times the scale at `index`; "and a half" counts before or after the scale."""
    half = tokens.phrase_end(index, _AND_A_HALF)
    if half is not None:
        plain, index = EXACT.add(plain, _HALF), half
    scale, end = _scale_after(tokens, index, spaced=money)
    value = product(plain, scale)
    half = tokens.phrase_end(end, _AND_A_HALF) if scale > 1 else None
    if half is not None:
        value, end = EXACT.add(value, product(_HALF, scale)), half
    return Number(value, plain, end, scaled=scale > 1)


def _vulgar(text: str) -> Decimal:
    over, _, under = unicodedata.normalize("NFKC", text[0]).partition("⁄")
    return ratio(int(over), int(under))


def _scale_after(tokens: Tokens, index: int, *, spaced: bool = False) -> tuple[int, int]:
    """Return the scale at `index` and the index after it; 1 and `index` when there is none.

    Single letters must be attached to the digits ("5m") unless `spaced` allows "5 m".
    """
    after = index + 1 if tokens.is_hyphen(index) else index
    word = tokens.word(after)
    scale = _SCALES.get(word)
    if scale is None and (spaced or word in _SHORT_SPACED or (tokens.at(after).attached and after == index)):
        scale = _SHORT_SCALES.get(word)
    if scale is None:
        return 1, index
    larger = _SCALES.get(tokens.word(after + 1), 0)
    return (scale * larger, after + 2) if larger > scale else (scale, after + 1)


def _vague(tokens: Tokens, index: int) -> Number | None:
    """Return "thousands", "tens of millions", "several hundred" as their least value: two of them."""
    scale = _PLURALS.get(tokens.word(index), 0)
    if scale:
        inner = _PLURALS.get(tokens.word(index + 2), 0) if tokens.word(index + 1) == "of" else 0
        if inner > scale:
            return _least(scale * inner, index + 3)
        return None if tokens.word(index) == "tens" else _least(scale, index + 1)
    for _, end in tokens.phrases(index, _SOME):
        scale, after = _scale_after(tokens, end)
        return _least(scale, after) if scale > 1 else None
    return None


def _least(scale: int, end: int) -> Number:
    return Number(Decimal(2 * scale), Decimal(2), end, scaled=True, vague=True, worded=True)


def _part_of_scale(tokens: Tokens, index: int) -> Number | None:
    """Return "half a million", "a quarter of a million", "half a dozen"."""
    for part, end in tokens.phrases(index, _PARTS):
        scale, after = _scale_after(tokens, end)
        if scale > 1:
            return Number(product(part, scale), part, after, scaled=True, worded=True)
    return None


def _in_words(tokens: Tokens, index: int) -> Number | None:
    """Return a number in words: groups below a thousand, each with a smaller scale than the one before."""
    total = Decimal(0)
    ceiling, end, scaled = 10**15, index, False
    plain: Decimal | None = None
    while ceiling > 1:
        group = _group(tokens, _past_and(tokens, end) if ceiling == _THOUSAND else end)
        if group is None or group[0] >= ceiling:
            break
        number = _scaled(tokens, Decimal(group[0]), index=group[1])
        scale = _scale_after(tokens, group[1])[0]
        if number.value is None or scale >= ceiling:
            break
        total, end, plain = EXACT.add(total, number.value), number.end, plain or number.plain
        ceiling, scaled = 1 if scale == _DOZEN else scale, scaled or number.scaled
    return None if end == index else Number(total, plain, end, scaled=scaled, worded=True)


def _past_and(tokens: Tokens, index: int) -> int:
    return index + 1 if tokens.word(index) == "and" else index


def _group(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Return a number in words below a thousand (or "fifteen hundred"), and the index after it."""
    low = _below_hundred(tokens, index)
    if low is None and tokens.word(index) in {"a", "an"} and _scale_after(tokens, index + 1)[0] > 1:
        low = (1, index + 1)
    if low is None:
        return None
    value, end = low
    after = end + 1 if tokens.is_hyphen(end) else end
    if not value or tokens.word(after) != "hundred":
        return low
    rest = _below_hundred(tokens, _past_and(tokens, after + 1))
    if rest is None:
        return value * _HUNDRED, after + 1
    return value * _HUNDRED + rest[0], rest[1]


def _below_hundred(tokens: Tokens, index: int) -> tuple[int, int] | None:
    word = tokens.word(index)
    if word in _ONES:
        return _ONES[word], index + 1
    if word not in _TENS:
        return None
    after = index + 2 if tokens.is_hyphen(index + 1) else index + 1
    one = _ONES.get(tokens.word(after), 0)
    return (_TENS[word] + one, after + 1) if 0 < one < _TEN else (_TENS[word], index + 1)
