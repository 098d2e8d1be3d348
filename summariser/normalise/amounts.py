"""One amount: a number with its sign, currency and unit, before any bound is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from summariser.normalise.nouns import singular
from summariser.normalise.numbers import EXACT, NUMBER_OPENERS, Number, read_number, tidy
from summariser.normalise.tokens import Tokens, listed
from summariser.normalise.units import (
    CURRENCY_OPENERS,
    LABELS,
    MEASURES,
    SYMBOLS,
    TIME_UNITS,
    Unit,
    compound_after,
    measure_after,
    noun_after,
    symbol_before,
)

_MINUS_SIGNS = frozenset("-−﹣－")
_LONGEST_LABEL = 4
_ATTACHED_UNITS = frozenset({"x", "h", "hr", "hrs", "min"})
_BEFORE_PRONOUN = frozenset(listed("no this that the any every some each which another"))
AMOUNT_OPENERS = CURRENCY_OPENERS | NUMBER_OPENERS | {"minus", "-"}
"""What an amount begins with; digits apart."""

_PREFIXES = frozenset({"to", "sub", "non", "under", "over"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what it counts.

    Attributes:
        start: Index of its first token.
        end: Index of the token after it.
        low: Its value, or the lower end of a range; None when its digits have two readings.
        high: Its value, or the upper end of a range.
        unit: See `units`; "" when bare.
        number: The number as read, for sharing a scale with the other end of a range.
        relative_to: For a share: of what, where the text says it.
        is_share: Whether it is a share of something.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    number: Number | None = None
    relative_to: str | None = None
    is_share: bool = False

    def counting(self, tokens: Tokens, index: int) -> Amount:
        """Return this amount with the unit that stands at `index`, after "or more", if one does."""
        unit = measure_after(tokens, index) or noun_after(tokens, index)
        return replace(self, unit=unit.name, end=unit.end) if unit else self

    @property
    def vague(self) -> bool:
        """Whether it is only a least value ("thousands")."""
        return self.number is not None and self.number.vague

    def up_to(self, other: Amount, *, adjacent: bool = False) -> Amount | None:
        """Return the range from this amount to `other`, or None when they make none.

        A scale or unit given once holds for both: "5 to 7 million", "$5-7 billion".
        `adjacent` asks for neighbours: "five or six" is a range, "two or ten" is not.
        """
        low, high = self._scaled_like(other), other.high
        if low is None or high is None or low > high or self.vague or other.vague:
            return None
        if self.unit and other.unit and self.unit != other.unit:
            return None
        if adjacent and high != EXACT.add(low, Decimal(1)):
            return None
        return replace(self, end=other.end, low=low, high=high, unit=other.unit or self.unit, number=None)

    def _scaled_like(self, other: Amount) -> Decimal | None:
        """Return the value with the scale of `other`, where that is given once for both."""
        mine, theirs = self.number, other.number
        if mine is None or theirs is None or mine.scaled or not theirs.scaled:
            return self.low
        if (self.unit and self.unit not in SYMBOLS.values()) or not mine.plain or not theirs.plain:
            return self.low
        if theirs.value is None or mine.plain > theirs.plain:
            return self.low
        return tidy(EXACT.multiply(mine.plain, EXACT.divide(theirs.value, theirs.plain)))


def read_amount(tokens: Tokens, index: int) -> Amount | None:
    """Return the amount that starts at token `index`, or None."""
    negative = _is_minus(tokens, index)
    start = index + negative
    symbol = symbol_before(tokens, start)
    at = symbol.end if symbol else start
    number = read_number(tokens, at, money=symbol is not None) or _half_measure(tokens, at)
    if number is None or (symbol is None and _is_name(tokens, at, number=number)):
        return None
    unit = symbol or _unit(tokens, number)
    if number.value is None and unit.name in {"percent", "percentage point"}:
        number = read_number(tokens, at, decimal_point=True) or number
    if symbol:
        unit = Unit(symbol.name, _past_spelled_currency(tokens, number.end, name=symbol.name))
    if _is_pronoun(tokens, at, number=number, unit=unit):
        return None
    value = number.value if not negative or number.value is None else EXACT.minus(number.value)
    return Amount(index, unit.end, value, value, unit.name, number)


def _unit(tokens: Tokens, number: Number) -> Unit:
    end, one = number.end, number.value is not None and number.value <= 1
    while tokens.at(end).text == "^":  # a footnote's sign
        end += 1
    if tokens.is_hyphen(end):
        after = measure_after(tokens, end + 1, large=number.scaled)
        return after or compound_after(tokens, end) or Unit("", end)
    if tokens.at(end).attached and tokens.word(end) in _ATTACHED_UNITS:
        return Unit(tokens.word(end), end + 1)
    start = end
    if tokens.word(end) == "of" and number.scaled and number.worded:
        start = end + 1 + (tokens.word(end + 1) in {"the", "its", "their", "these", "those", "our"})
    measure = measure_after(tokens, start, large=number.scaled)
    return measure or noun_after(tokens, start, one=one) or Unit("", end)


def _past_spelled_currency(tokens: Tokens, end: int, *, name: str) -> int:
    """Step over a currency that is spelled out again: "$5 million dollars", "£5bn sterling"."""
    after = measure_after(tokens, end, large=True)
    return after.end if after and after.name == name else end


def _half_measure(tokens: Tokens, index: int) -> Number | None:
    """Return 0.5 for "half a percentage point" and "half an hour", whose unit follows."""
    for phrase in (("half", "a"), ("half", "an")):
        end = tokens.phrase_end(index, phrase)
        if end is None:
            continue
        unit = measure_after(tokens, end)
        if unit or singular(tokens.word(end)) in MEASURES:
            return Number(Decimal("0.5"), Decimal("0.5"), end, worded=True)
    return None


def _is_minus(tokens: Tokens, index: int) -> bool:
    """Return whether a minus sign or "minus" stands at `index`; a dash that opens an aside is none."""
    token = tokens.at(index)
    if token.text == "minus":
        return True
    if token.text != "-" or token.attached or not tokens.at(index + 1).attached:
        return False
    return tokens.surface(index, index + 1) in _MINUS_SIGNS


def _is_name(tokens: Tokens, index: int, *, number: Number) -> bool:
    """Return whether the digits at `index` name something ("G20", "F-16", "28th") and count nothing."""
    token, before = tokens.at(index), tokens.at(index - 1)
    if token.kind != "number":
        return False
    if token.attached and (before.kind == "word" or before.text in {"#", "§", "/", ":", "_", "@", "."}):
        return True
    joined = tokens.word(index - 2) if tokens.is_hyphen(index - 1) else ""
    if joined and joined not in _PREFIXES:
        return True
    return _is_labelled(tokens, index) or _ends_in_letters(tokens, number.end)


def _is_labelled(tokens: Tokens, index: int) -> bool:
    if len(tokens.at(index).text) > _LONGEST_LABEL:
        return False
    dot = tokens.at(index - 1).text == "."
    label = tokens.word(index - 2 if dot else index - 1)
    if label in LABELS:
        return label in {"no", "nos"} if dot else label != "no" or tokens.at(index - 1).capital
    return label == "of" and tokens.word(index - 2) == "group"


def _ends_in_letters(tokens: Tokens, end: int) -> bool:
    """Return whether what is joined on makes it an ordinal, a decade, a clock time or a model number."""
    token = tokens.at(end)
    if not token.attached:
        return False
    if token.text in {":", "/"}:
        return tokens.at(end + 1).attached and tokens.at(end + 1).kind == "number"
    return token.kind == "word" and token.text not in _ATTACHED_UNITS and measure_after(tokens, end) is None


def _is_pronoun(tokens: Tokens, index: int, *, number: Number, unit: Unit) -> bool:
    """Return whether "one" stands for somebody: "no one", "one of them", "one must", "one-sided"."""
    if tokens.word(index) != "one" or number.end != index + 1:
        return False
    if tokens.is_hyphen(number.end):
        return unit.name not in TIME_UNITS | {"point", "percent"}
    before = tokens.word(index - 1)
    return not unit.name or before in _BEFORE_PRONOUN
