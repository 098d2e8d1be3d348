"""Shares of another quantity: "half its current size", "two thirds of the army", "one in five Ukrainians"."""

from __future__ import annotations

from decimal import Decimal

from summariser.normalise.amounts import Amount
from summariser.normalise.nouns import STOPS
from summariser.normalise.numbers import Number, ratio, read_number
from summariser.normalise.tokens import Tokens, listed, phrase_table

_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
}
_OWNERS = frozenset(listed("its their his her our my your the all that this these those"))
_IN = phrase_table([("in every,in,out of every,out of", None)])
_MOST_IN = 100
_NOT_HALF = frozenset({"first", "second", "other", "better", "each"})
_LONGEST_WHOLE = 8


def read_share(tokens: Tokens, index: int) -> Amount | None:
    """Return the share that starts at token `index`, with what it is a share of, or None.

    A share is followed by what it is a share of, or ends its phrase: "a third
    of", "by a third". "A third party" is an ordinal and "half a million" a number.
    """
    return _half(tokens, index) or _parts(tokens, index) or _in_every(tokens, index)


def _half(tokens: Tokens, index: int) -> Amount | None:
    if tokens.word(index) != "half" or tokens.word(index - 1) in _NOT_HALF:
        return None
    if tokens.is_hyphen(index - 1) or tokens.is_hyphen(index + 1):
        return None
    following = tokens.at(index + 1)
    possessive = following.text != following.word
    if following.word in {"a", "an"} or not (possessive or _ends_phrase(tokens, index + 1)):
        return None
    return _share(tokens, index, end=index + 1, value=Decimal("0.5"))


def _parts(tokens: Tokens, index: int) -> Amount | None:
    """Return "a third of", "two-thirds", "three quarters"."""
    over = read_number(tokens, index)
    if over is None and tokens.word(index) == "a":
        over = Number(Decimal(1), None, index + 1)
    if over is None or over.value is None or over.scaled:
        return None
    name = over.end + tokens.is_hyphen(over.end)
    word = tokens.at(name).text
    parts = _PARTS.get(word.removesuffix("s")) or _PARTS.get(word)
    if parts is None or over.value > parts or over.value < 1:
        return None
    if over.value == 1 and not _ends_phrase(tokens, name + 1):
        return None
    return _share(tokens, index, end=name + 1, value=ratio(over.value, parts))


def _in_every(tokens: Tokens, index: int) -> Amount | None:
    """Return "one in five", "nine out of ten"."""
    over = read_number(tokens, index)
    if over is None or over.value is None or over.scaled:
        return None
    joint = tokens.phrase(over.end, _IN)
    under = read_number(tokens, joint[1]) if joint else None
    if under is None or under.value is None or not 0 < over.value < under.value <= _MOST_IN:
        return None
    whole = _whole_end(tokens, under.end)
    return _amount(tokens, index, start=under.end, end=whole, value=ratio(over.value, under.value))


def _share(tokens: Tokens, index: int, *, end: int, value: Decimal) -> Amount:
    start = end + (tokens.word(end) == "of")
    whole = _whole_end(tokens, start)
    if whole == start:
        return _amount(tokens, index, start=end, end=end, value=value)
    return _amount(tokens, index, start=start, end=whole, value=value)


def _amount(tokens: Tokens, index: int, *, start: int, end: int, value: Decimal) -> Amount:
    """Return a share whose whole is the tokens from `start` up to `end`, if there are any."""
    whole = tokens.surface(start, end) if end > start else None
    return Amount(index, end, value, value, relative_to=whole, is_share=True)


def _ends_phrase(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index)
    return not word or word in STOPS


def _whole_end(tokens: Tokens, index: int) -> int:
    """Return the index after the noun phrase at `index`: "its current size", "the size of its army"."""
    end = index
    while end < index + _LONGEST_WHOLE:
        token, word = tokens.at(end), tokens.word(end)
        opens = word in _OWNERS and (end == index or tokens.word(end - 1) == "of")
        inner = word == "of" and end > index and not _ends_phrase(tokens, end - 1)
        hyphen = tokens.is_hyphen(end) and end > index
        noun = token.kind == "word" and word not in STOPS
        if not (opens or inner or hyphen or noun):
            break
        end += 1
    while end > index and tokens.word(end - 1) in STOPS:
        end -= 1
    return end
