"""The words that bound or soften an amount: "at most", "below its current", "capped at", "roughly"."""

from __future__ import annotations

from typing import NamedTuple

from summariser.normalise.tokens import PhraseTable, Tokens, listed, phrase_table
from summariser.records.kept import Qualifier


class Bound(NamedTuple):
    """How words bound an amount: the bound, and the index of the token after the words."""

    qualifier: Qualifier
    end: int


_BEFORE: PhraseTable[Qualifier] = phrase_table(
    [
        (
            "about,around,roughly,approximately,approx,approx .,circa,ca .,some,just about,~,≈,virtually",
            "approx",
        ),
        (
            "nearly,almost,close to,an estimated,estimated,in the region of,in the order of,an average of",
            "approx",
        ),
        ("at most,at the most,no more than,not more than,up to,as many as,as much as,not over", "at_most"),
        ("a maximum of,the maximum of,maximum of,maximum,capped at,cap of,ceiling of,limit of", "at_most"),
        ("limited to,not exceed,not exceeding,not to exceed,no larger than,no higher than", "at_most"),
        ("no greater than,within,≤,< =,not above", "at_most"),
        ("at least,at the least,no fewer than,no less than,not less than,not fewer than", "at_least"),
        ("a minimum of,the minimum of,minimum of,upwards of,upward of,floor of,≥,> =,not below", "at_least"),
        ("below,under,less than,fewer than,smaller than,lower than,short of,<,just under", "below"),
        ("significantly below,well below,far below,just below,slightly below,just short of", "below"),
        ("well under,far under,slightly under,slightly less than,far less than,far fewer than", "below"),
        ("above,over,more than,greater than,larger than,higher than,in excess of,>,just over", "above"),
        ("exceed,exceeds,exceeded,exceeding,well over,well above,far above,far more than", "above"),
        ("just above,slightly over,slightly above,slightly more than,significantly above", "above"),
        ("significantly more than,much more than", "above"),
    ]
)
_AFTER: PhraseTable[Qualifier] = phrase_table(
    [
        (
            "or more,and more,or above,or over,at least,at the least,and above,and over,or higher,+",
            "at_least",
        ),
        ("or fewer,or less,at most,at the most,or under,or below,maximum,or lower", "at_most"),
        ("or so,or thereabouts,give or take", "approx"),
    ]
)
BOUND_OPENERS = frozenset(_BEFORE)
"""Words that the bounds before an amount begin with."""

_OPEN = frozenset({"below", "above", "at_most", "at_least"})
_OWNERS = frozenset({"its", "their", "his", "her", "our", "today's"})
_ARTICLES = frozenset({"the", "a", "an"})
_STANDING = frozenset(listed("current present existing previous original earlier former prewar"))
_CAPS = frozenset(
    listed("cap caps capped capping limit limits limited limiting restrict restricts restricted")
)
_CAP_REACH = 8


def bound_before(tokens: Tokens, index: int) -> Bound | None:
    """Return the bounding words that start at `index`; a bound beats a softener next to it.

    "Up to about 600" is `at_most`: the softener says nothing that a bound does
    not leave open.
    """
    first = _bound_at(tokens, index)
    second = _bound_at(tokens, first.end) if first else None
    if first is None or second is None:
        return first
    return Bound(second.qualifier if first.qualifier == "approx" else first.qualifier, second.end)


def bound_after(tokens: Tokens, index: int) -> Bound | None:
    """Return the bounding words right after an amount: "or more", "or so", "+"."""
    found = tokens.phrase(index, _AFTER)
    if found is None or (tokens.at(index).text == "+" and not tokens.at(index).attached):
        return None
    return Bound(*found)


def is_capped(tokens: Tokens, index: int) -> bool:
    """Return whether a cap is named a few words before the amount at `index`: "cap its army at 100,000"."""
    if tokens.word(index - 1) not in {"at", "to"}:
        return False
    for back in range(index - 2, index - 2 - _CAP_REACH, -1):
        token = tokens.at(back)
        if token.kind == "break" or token.text in {".", ";", ":", ","}:
            return False
        if token.word in _CAPS:
            return True
    return False


def _bound_at(tokens: Tokens, index: int) -> Bound | None:
    """Return the bound at `index`, with "its current" in "below its current 900,000-strong force"."""
    found = tokens.phrase(index, _BEFORE)
    if found is None:
        return None
    qualifier, end = found
    if qualifier not in _OPEN:
        return Bound(qualifier, end)
    owned = tokens.at(end).text in _OWNERS
    standing = end + (owned or tokens.at(end).text in _ARTICLES)
    if tokens.word(standing) in _STANDING:
        return Bound(qualifier, standing + 1)
    return Bound(qualifier, end + owned)
