"""Amounts in an English text, read as `Quantity`: counts, sums, shares, ranges, bounds.

What is read, and how:

- The unit is the counted noun's head, a percent, a currency or a measure (see
  `units`); `900,000-strong force` counts the `force`, `28-point plan` counts points.
- A bound keeps one side open: "below 900,000" has `high` only. A bound beats a
  softener: "up to about 600" is `at_most`.
- "Thousands" and "several hundred" are `at_least` two of them.
- A share of something stays a share: "half its current size" is 0.5 of "its
  current size", and no absolute amount is made of it. Its qualifier is
  `fraction`, and an open side is the bound: "more than half" has `low` only.
- "From 9 to 7" is a change and gives two quantities; "9 to 12" is one range.
- `low` and `high` are both None, with qualifier `exact`, when the digits can be
  read in two ways ("100.000", "1,5", "1 00 000").
- Not quantities: dates and years (see `dates`), ordinals, numbers that name
  something ("Article 5", "Fortune 500", "G20"), and the pronoun "one".
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from summariser.document import Span
from summariser.normalise.amounts import AMOUNT_OPENERS, Amount, read_amount
from summariser.normalise.bounds import BOUND_OPENERS, Bound, bound_after, bound_before, is_capped
from summariser.normalise.dates import calendar_tokens
from summariser.normalise.shares import read_share
from summariser.normalise.tokens import Tokens, tokenise
from summariser.records import Quantity
from summariser.records.kept import Qualifier


class FoundQuantity(NamedTuple):
    """One quantity and where its words stand."""

    span: Span
    quantity: Quantity


def find_quantities(text: str) -> tuple[FoundQuantity, ...]:
    """Return every quantity of `text`, left to right, none overlapping.

    Spans run from the first bounding word to the unit and are code points.

    >>> [(q.span, q.quantity.high, q.quantity.unit) for q in find_quantities("capped at 600,000 troops")]
    [(Span(start=0, end=24), Decimal('600000'), 'troop')]
    """
    tokens = tokenise(text)
    return tuple(
        FoundQuantity(tokens.span(hit.start, hit.end), _quantity(tokens, hit)) for hit in _hits(text)
    )


def read_quantity(words: str) -> tuple[Quantity, ...]:
    """Return the quantities that `words` hold, in order.

    >>> [(q.low, q.relative_to) for q in read_quantity("about half its current size")]
    [(Decimal('0.5'), 'its current size')]
    """
    return tuple(found.quantity for found in find_quantities(words))


@lru_cache(maxsize=16)
def quantity_tokens(text: str) -> frozenset[int]:
    """Return the indexes of the tokens of `text` that belong to quantities."""
    return frozenset(index for hit in _hits(text) for index in range(hit.start, hit.end))


class _Hit(NamedTuple):
    """An amount with its bounds: tokens from `start` up to `end`; `bound` says which side is open."""

    start: int
    end: int
    amount: Amount
    bound: Qualifier


_OPENERS = BOUND_OPENERS | AMOUNT_OPENERS | {"between"}
"""What a quantity begins with; digits apart. A share begins as a number does."""


@lru_cache(maxsize=16)
def _hits(text: str) -> tuple[_Hit, ...]:
    tokens, taken = tokenise(text), calendar_tokens(text)
    hits: list[_Hit] = []
    for index in tokens.opening(_OPENERS):
        if index in taken or (hits and index < hits[-1].end):
            continue
        hit = _hit(tokens, index)
        if hit is not None and taken.isdisjoint(range(hit.start, hit.end)):
            hits.append(hit)
    return tuple(hits)


def _hit(tokens: Tokens, index: int) -> _Hit | None:
    between = tokens.word(index) == "between"
    bound = bound_before(tokens, index)
    start = bound.end if bound else index + between
    share = read_share(tokens, start)
    if share is not None:
        return _Hit(index, share.end, share, bound.qualifier if bound else "exact")
    amount = read_amount(tokens, start)
    if amount is None:
        return None
    joined = _range(tokens, amount, between=between)
    if between and joined is None:
        return None
    amount = joined or amount
    after = bound_after(tokens, amount.end)
    if after and not amount.unit:
        amount = amount.counting(tokens, after.end)
    end = max(after.end, amount.end) if after else amount.end
    firmest = after if after and (bound is None or bound.qualifier == "approx") else bound
    return _Hit(index, end, amount, _qualifier(tokens, index, amount=amount, bound=firmest))


def _qualifier(tokens: Tokens, index: int, *, amount: Amount, bound: Bound | None) -> Qualifier:
    if amount.low != amount.high:
        return "approx" if bound and bound.qualifier == "approx" else "exact"
    if amount.vague:
        return "at_least"
    if (bound is None or bound.qualifier == "approx") and is_capped(tokens, index):
        return "at_most"
    return bound.qualifier if bound else "exact"


def _range(tokens: Tokens, first: Amount, *, between: bool) -> Amount | None:
    """Return the range that `first` opens ("5 to 7 percent", "$5-7 billion"), or None."""
    joint = tokens.at(first.end).text
    start = first.end + 1
    if joint == "-" and tokens.at(first.end).attached != tokens.at(start).attached:
        return None
    if joint not in ({"and"} if between else {"-", "to", "or"}):
        return None
    if not between and tokens.word(first.start - 1) == "from":
        return None
    second = read_amount(tokens, start)
    return first.up_to(second, adjacent=joint == "or") if second else None


def _quantity(tokens: Tokens, hit: _Hit) -> Quantity:
    amount = hit.amount
    return Quantity(
        surface=tokens.surface(hit.start, hit.end),
        low=None if hit.bound in {"at_most", "below"} else amount.low,
        high=None if hit.bound in {"at_least", "above"} else amount.high,
        unit=amount.unit,
        qualifier="fraction" if amount.is_share else hit.bound,
        relative_to=amount.relative_to,
    )
