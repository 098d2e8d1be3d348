"""Units of quantities: percentages, currencies, measures, and the noun that is counted.

A unit is singular, lower case and one word where it can be: `percent`,
`percentage point`, the ISO code of a currency (`usd`), a measure (`day`,
`km`), or the head noun of what is counted (`troop`, `oblast`, `person`).
"""

from __future__ import annotations

from typing import NamedTuple

from summariser.normalise.nouns import counted_noun, singular
from summariser.normalise.tokens import Tokens, listed, phrase_table


class Unit(NamedTuple):
    """A unit and the index of the token after it."""

    name: str
    end: int


SYMBOLS = {
    "$": "usd",
    "€": "eur",
    "£": "gbp",
    "¥": "jpy",
    "₴": "uah",
    "₽": "rub",
    "₹": "inr",
    "₩": "krw",
    "₪": "ils",
    "₺": "try",
}
_DOLLAR_SIGNS = {"us": "usd", "u.s.": "usd", "a": "aud", "au": "aud", "c": "cad", "ca": "cad", "s": "sgd"}
_DOLLAR_SIGNS |= {"hk": "hkd", "nz": "nzd", "nt": "twd", "r": "brl"}
_CODES = frozenset(
    listed(
        """
        usd eur gbp jpy uah rub cny rmb chf pln inr cad aud nzd sek nok dkk czk huf ron try ils krw
        brl mxn zar sgd hkd twd aed sar kzt gel
        """
    )
)
_COINS = {
    "dollar": "usd",
    "euro": "eur",
    "sterling": "gbp",
    "yen": "jpy",
    "hryvnia": "uah",
    "hryvnya": "uah",
    "ruble": "rub",
    "rouble": "rub",
    "yuan": "cny",
    "renminbi": "cny",
    "zloty": "pln",
    "rupee": "inr",
    "shekel": "ils",
    "lira": "try",
}
_DOLLARS_OF = {"us": "usd", "u.s.": "usd", "american": "usd", "canadian": "cad", "australian": "aud"}
_COINS_OF = {("swiss", "franc"): "chf", ("british", "pound"): "gbp", ("pound", "sterling"): "gbp"}
_PERCENT = phrase_table(
    [
        ("% points,% point,percentage points,percentage point", "percentage point"),
        ("%,percent,per cent,pct", "percent"),
        ("basis points,basis point", "basis point"),
    ]
)

TIME_UNITS = frozenset(
    {"second", "minute", "hour", "day", "week", "fortnight", "month", "quarter", "year", "decade", "century"}
)
LABELS = frozenset(
    listed(
        """
        article articles section sections chapter chapters clause clauses paragraph paragraphs annex
        appendix resolution resolutions no nos number numbers phase page pages room flight highway
        route fortune global protocol directive
        """
    )
)
"""Words after which a number in digits is a name, not an amount: "Article 5", "Fortune 500"."""
_SHORT_MEASURES = frozenset(
    listed("km kg mph kmh mw gw kw kwh mwh twh mm cm ft mi lb lbs oz ha sq bbl mbps ghz mhz gb tb")
)
_LONG_MEASURES = frozenset(listed("kilometre mile metre ton tonne hectare acre barrel litre degree pound"))
MEASURES = (
    TIME_UNITS | _CODES | _SHORT_MEASURES | _LONG_MEASURES | {"percent", "percentage point", "basis point"}
)
"""Units that cannot be put in other words: a claim must keep them."""
_SPELLING = {"kilometer": "kilometre", "meter": "metre", "liter": "litre", "rmb": "cny"}


CURRENCY_OPENERS = frozenset({*SYMBOLS, *_DOLLAR_SIGNS, *_CODES})
"""What a currency before an amount begins with."""


def symbol_before(tokens: Tokens, index: int) -> Unit | None:
    """Return the currency written before an amount at `index`: "$", "US$", "USD"."""
    token, word = tokens.at(index), tokens.word(index)
    if token.text in SYMBOLS:
        return Unit(SYMBOLS[token.text], index + 1)
    after = tokens.at(index + 1)
    if word in _DOLLAR_SIGNS and after.text == "$" and after.attached:
        return Unit(_DOLLAR_SIGNS[word], index + 2)
    if word in _CODES and tokens.is_upper(index) and after.kind == "number":
        return Unit(_canonical(word), index + 1)
    return None


def measure_after(tokens: Tokens, index: int, *, large: bool = False) -> Unit | None:
    """Return the percent, currency or short measure at `index`; `large`: the amount has a scale word.

    "Pounds" weigh or buy: they are money after a scale word ("5 million pounds").
    """
    percent = tokens.phrase(index, _PERCENT)
    if percent is not None:
        return Unit(*percent)
    return _money_after(tokens, index, large=large) or _short_measure(tokens, index)


def _money_after(tokens: Tokens, index: int, *, large: bool) -> Unit | None:
    token, word = tokens.at(index), singular(tokens.word(index))
    if token.text in SYMBOLS and token.attached:
        return Unit(SYMBOLS[token.text], index + 1)
    following = singular(tokens.word(index + 1))
    if word in _DOLLARS_OF and following == "dollar":
        return Unit(_DOLLARS_OF[word], index + 2)
    if (word, following) in _COINS_OF:
        return Unit(_COINS_OF[word, following], index + 2)
    if word in _COINS:
        return Unit(_COINS[word], index + 1)
    if word in _CODES and tokens.is_upper(index):
        return Unit(_canonical(word), index + 1)
    return Unit("gbp", index + 1) if word == "pound" and large else None


def _short_measure(tokens: Tokens, index: int) -> Unit | None:
    word = tokens.word(index)
    return Unit(_canonical(word), index + 1) if word in _SHORT_MEASURES else None


def noun_after(tokens: Tokens, index: int, *, one: bool = False) -> Unit | None:
    """Return the counted noun at `index` as a unit; `one`: the number before it is at most one."""
    noun = counted_noun(tokens, index, one=one)
    return Unit(_canonical(noun[0]), noun[1]) if noun else None


def compound_after(tokens: Tokens, index: int) -> Unit | None:
    """Return the unit joined by a hyphen: the point of "28-point", the force of "900,000-strong force"."""
    if not tokens.is_hyphen(index) or not tokens.word(index + 1):
        return None
    word, end = tokens.word(index + 1), index + 2
    if word == "strong":
        return noun_after(tokens, end, one=True) or Unit("strong", end)
    if tokens.is_hyphen(end) and tokens.word(end + 1) in {"old", "olds", "long", "plus"}:
        end += 2
    return Unit(_canonical(singular(word)), end)


def _canonical(word: str) -> str:
    return _SPELLING.get(word, word)
