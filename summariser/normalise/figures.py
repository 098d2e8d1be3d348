"""Whether the figures of a claim stand in its evidence, or follow from it.

Figures are quantities, dates, times of day, and numbers that are part of a name
("Article 5", "G20"). They may be worded otherwise ("$100bn" for "100 billion
dollars", "Nov. 16" for "November 16", "450,000" for half of 900,000, "two" for
two names) but never changed: another digit is another figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from summariser.document import Span
from summariser.normalise.dates import calendar_tokens, time_mentions
from summariser.normalise.listings import listed_counts
from summariser.normalise.nouns import singular
from summariser.normalise.quantities import FoundQuantity, find_quantities, quantity_tokens
from summariser.normalise.samequantity import comparable, is_given
from summariser.normalise.sametime import Dated, dated, is_same_time
from summariser.normalise.timewords import Mention
from summariser.normalise.tokens import Tokens, tokenise
from summariser.normalise.units import LABELS, MEASURES
from summariser.records import Holiday, Quantity

_NO_FIGURES = frozenset({"duration", "narrative", "clock"})
_NONE_WORDS = frozenset({"no", "none", "zero", "without", "nothing", "nobody", "never"})
_MOST_LISTED = 12
_ORDINALS = dict.fromkeys(("st", "nd", "rd", "th"), "th")
_HALVES_OF_DAY = frozenset({"am", "pm"})
_JOINTS = frozenset({":", "/", "#", "§"})


class _NamedNumber(NamedTuple):
    """A number that counts nothing: what stands before it, its digits, what is joined on after it."""

    label: str
    digits: str
    suffix: str


class _Facts(NamedTuple):
    """What the evidence gives: quantities, times, other numbers, lengths of its lists, its words."""

    quantities: tuple[Quantity, ...]
    times: tuple[Dated, ...]
    names: frozenset[_NamedNumber]
    counts: frozenset[int]
    words: frozenset[str]


def unsupported_figures(
    claim: str, evidence: str, *, published: date | None = None, holidays: tuple[Holiday, ...] = ()
) -> tuple[str, ...]:
    """Return the figures of `claim` that `evidence` neither gives nor implies, as the claim writes them.

    `published` is the article's date: with it "Friday" and "November 21" can be
    the same day.

    >>> unsupported_figures("a cap of 800,000 troops", "capped at 600,000 troops")
    ('cap of 800,000 troops',)
    >>> unsupported_figures("$100bn by Nov. 16", "100 billion dollars before November 16")
    ()
    """
    quantities = [found for found in find_quantities(claim) if not _is_one(found.quantity)]
    times = [mention for mention in time_mentions(claim, holidays) if mention.when.kind not in _NO_FIGURES]
    names = tuple(_named_numbers(claim))
    if not (quantities or times or names):
        return ()
    facts = _facts(evidence, published, holidays=holidays)
    tokens = tokenise(claim)
    missing = [span for span, quantity in quantities if not _is_supported(quantity, facts)]
    missing += [
        tokens.span(mention.start, mention.end)
        for mention in times
        if not any(is_same_time(dated(mention.when, published), fact) for fact in facts.times)
    ]
    missing += [span for span, key in names if key not in facts.names]
    return tuple(span.of(claim) for span in sorted(missing, key=lambda span: span.start))


@lru_cache(maxsize=16)
def _facts(evidence: str, published: date | None, *, holidays: tuple[Holiday, ...]) -> _Facts:
    mentions = time_mentions(evidence, holidays)
    found = (*find_quantities(evidence), *_lengths(evidence, mentions))
    return _Facts(
        quantities=comparable(found, evidence),
        times=tuple(
            dated(mention.when, published) for mention in mentions if mention.when.kind not in _NO_FIGURES
        ),
        names=frozenset(key for _, key in _named_numbers(evidence)),
        counts=listed_counts(evidence),
        words=frozenset(token.word for token in tokenise(evidence).row),
    )


def _lengths(text: str, mentions: tuple[Mention, ...]) -> Iterator[FoundQuantity]:
    """Yield the lengths of time that are no quantities by themselves: "a month", "monthlong"."""
    tokens, counted = tokenise(text), quantity_tokens(text)
    for start, end, when in mentions:
        if when.kind == "duration" and when.shift is not None and start not in counted:
            count = Decimal(when.shift)
            quantity = Quantity(surface=tokens.surface(start, end), low=count, high=count, unit=when.unit)
            yield FoundQuantity(tokens.span(start, end), quantity)


def _is_supported(quantity: Quantity, facts: _Facts) -> bool:
    return is_given(quantity, facts.quantities) or _is_counted(quantity, facts)


def _is_one(quantity: Quantity) -> bool:
    """Return whether it is the word "one" before a noun, which is hardly more than an article."""
    return quantity.surface.lower().startswith("one") and quantity.low == 1 and quantity.unit not in MEASURES


def _is_counted(quantity: Quantity, facts: _Facts) -> bool:
    """Return whether the evidence lists that many things, and counts no such things in another number."""
    if quantity.low is None or quantity.low != quantity.high or quantity.unit in MEASURES:
        return False
    if quantity.low == 0:
        return not _NONE_WORDS.isdisjoint(facts.words)
    rival = any(fact.unit == quantity.unit for fact in facts.quantities)
    return quantity.low <= _MOST_LISTED and not rival and quantity.low in facts.counts


def _named_numbers(text: str) -> Iterator[tuple[Span, _NamedNumber]]:
    """Yield the numbers of `text` that are neither quantity nor date, and those of times of day."""
    tokens = tokenise(text)
    taken = quantity_tokens(text) | calendar_tokens(text)
    for index, token in enumerate(tokens.row):
        if token.kind != "number":
            continue
        key = _NamedNumber(_label(tokens, index), token.text, _suffix(tokens, index + 1))
        if index not in taken or ":" in (key.label, key.suffix) or key.suffix in _HALVES_OF_DAY:
            yield tokens.span(index, index + 1), key


def _label(tokens: Tokens, index: int) -> str:
    """Return what names the number: "g" of G20 and Group of 20, "f" of F-16, "article" of Article 5."""
    before = index - 1
    if tokens.at(index).attached:
        before -= tokens.is_hyphen(before)
        token = tokens.at(before)
        return token.text if token.kind == "word" or token.text in _JOINTS else ""
    before -= tokens.at(before).text == "."
    if tokens.word(before) == "of":
        return tokens.word(before - 1)[:1]
    return singular(tokens.word(before)) if tokens.word(before) in LABELS else ""


def _suffix(tokens: Tokens, index: int) -> str:
    """Return what is joined on after a number ("th", "g"), or the half of the day it stands in."""
    text = tokens.at(index).text.replace(".", "")
    joined = tokens.at(index).attached and (tokens.at(index).kind == "word" or text in _JOINTS)
    return _ORDINALS.get(text, text) if joined or text in _HALVES_OF_DAY else ""
