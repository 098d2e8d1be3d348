"""Whether a quantity that a claim gives is one that the evidence gives, in whatever words.

The value and the kind of unit must be the same; a softener ("roughly") may be
dropped or added. A bound may only be put in other words: "more than a dozen" is
not "a dozen", and "at most 5" is not "at least 5". A cap is the exception, since
"an army of 100,000" and "an army capped at 100,000" are told apart by the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summariser.fold import fold
from summariser.normalise.numbers import product, rounded
from summariser.normalise.quantities import FoundQuantity
from summariser.normalise.units import MEASURES
from summariser.records import Quantity

_DIGITS = re.compile(r"\d(?:[\d.,' ]*\d)?")
_STANDING = re.compile(r"\b(?:its|their|current|present|existing)\b")
_MOST_SHARES = 20
_STRICT = frozenset({"above", "below"})
_IN_SMALLER: dict[str, tuple[int, str]] = {
    "day": (24, "hour"),
    "week": (7 * 24, "hour"),
    "fortnight": (14 * 24, "hour"),
    "quarter": (3, "month"),
    "year": (12, "month"),
    "decade": (120, "month"),
    "century": (1200, "month"),
}


def comparable(found: Sequence[FoundQuantity], text: str) -> tuple[Quantity, ...]:
    """Return the quantities found in `text` in units that can be compared, and what shares make of them.

    Lengths of time are in hours or months ("two weeks" is "14 days"), shares in
    percent, and half of 900,000 is another fact: 450,000.
    """
    known = (quantity for _, quantity in found)
    return tuple(map(_common, (*known, *_parts(found, text))))


def is_given(claim: Quantity, facts: tuple[Quantity, ...]) -> bool:
    """Return whether one of the `comparable` facts is the claimed quantity."""
    wanted = _common(claim)
    return any(_agree(wanted, fact) for fact in facts)


def _agree(claim: Quantity, fact: Quantity) -> bool:
    if not _units_agree(claim.unit, fact.unit):
        return False
    if _is_unread(claim) or _is_unread(fact):
        return _is_unread(claim) and _is_unread(fact) and _figures(claim) == _figures(fact)
    if claim.low is not None and claim.high is not None:
        return _same_value(claim, fact)
    return _same_bound(claim, fact)


def _units_agree(claim: str, fact: str) -> bool:
    """Return whether two units can mean the same: a measure must stay, a counted noun may be reworded."""
    return claim == fact or not claim or not fact or not {claim, fact} & MEASURES


def _same_value(claim: Quantity, fact: Quantity) -> bool:
    if (claim.low, claim.high) == (fact.low, fact.high):
        return True
    if claim.low != claim.high or claim.high != fact.high:
        return False
    standing = fact.qualifier == "below" and _STANDING.search(fold(fact.surface))
    return fact.qualifier == "at_most" or bool(standing)


def _same_bound(claim: Quantity, fact: Quantity) -> bool:
    """Return whether a bound is the fact's own bound, or a loose bound at the fact's exact value."""
    if fact.low == fact.high and claim.qualifier in _STRICT:
        return False
    if claim.low is None:
        return claim.high == fact.high
    if _is_vague(claim):
        return fact.low is not None and fact.low >= claim.low
    return claim.low == fact.low and not _is_vague(fact)


def _is_vague(quantity: Quantity) -> bool:
    """Return whether it is a plural such as "thousands": no digits, only a least value."""
    return quantity.high is None and quantity.qualifier == "at_least" and not _figures(quantity)


def _is_unread(quantity: Quantity) -> bool:
    """Return whether the digits of a quantity can be read in two ways."""
    return quantity.low is None and quantity.high is None


def _figures(quantity: Quantity) -> list[str]:
    return _DIGITS.findall(fold(quantity.surface))


def _common(quantity: Quantity) -> Quantity:
    if quantity.qualifier == "fraction":
        return _times(quantity, 100, unit="percent")
    factor, unit = _IN_SMALLER.get(quantity.unit, (1, quantity.unit))
    return _times(quantity, factor, unit=unit) if factor > 1 else quantity


def _times(quantity: Quantity, factor: Decimal | int, *, unit: str) -> Quantity:
    low = None if quantity.low is None else product(quantity.low, factor)
    high = None if quantity.high is None else product(quantity.high, factor)
    return quantity.model_copy(update={"low": low, "high": high, "unit": unit})


def _parts(found: Sequence[FoundQuantity], text: str) -> Iterator[Quantity]:
    """Yield what each share makes of each amount that it can be a share of."""
    shares = [each for each in found if each.quantity.qualifier == "fraction"][:_MOST_SHARES]
    for share in shares:
        part = share.quantity.low
        if part is None or part != share.quantity.high:
            continue
        for whole in found:
            if not _can_be_divided(whole, share, text=text):
                continue
            for end in {end for end in (whole.quantity.low, whole.quantity.high) if end is not None}:
                amount = rounded(product(part, end))
                yield Quantity(
                    surface=whole.quantity.surface, low=amount, high=amount, unit=whole.quantity.unit
                )


def _can_be_divided(whole: FoundQuantity, share: FoundQuantity, *, text: str) -> bool:
    """Return whether an amount is none that the share explains: in "600,000 – half its size" it is the half."""
    if whole.quantity.qualifier == "fraction" or whole.quantity.unit == "percent":
        return False
    between = text[whole.span.end : share.span.start] if whole.span.end <= share.span.start else "far"
    return any(map(str.isalnum, between))
