"""How two amounts of one slot stand to each other: the same, one within the other, or apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Literal, NamedTuple

from summariser.document import Span
from summariser.fold import fold
from summariser.normalise.numbers import product, rounded
from summariser.normalise.quantities import FoundQuantity
from summariser.normalise.samequantity import comparable as in_common_units
from summariser.normalise.tokens import listed
from summariser.normalise.units import MEASURES
from summariser.reconcile.rules.weighing import Rules, quoted, weigh
from summariser.reconcile.verdict import Verdict
from summariser.records import Quantity
from summariser.records.vocabulary import ConflictRelation

RULES = Rules(same="amount.same", within="amount.within", apart="amount.apart")
SHARE_RULE = "amount.share"

_AGREE, _REFINE, _CONTRADICT = ConflictRelation.AGREE, ConflictRelation.REFINE, ConflictRelation.CONTRADICT
_SOFTENED = Decimal("0.1")
"""How far "roughly" reaches, as a share of the larger amount."""
_CONVERTED = Decimal("0.05")
"""How far apart one length may be in miles and in kilometres, since both are rounded."""
_PERCENT = Decimal("0.01")
_POINT = Decimal(1)
"""How many percentage points "two thirds" may be from a percentage."""
_LEAST, _MOST = Decimal("-Infinity"), Decimal("Infinity")
_CAP = re.compile(r"\b(?:cap|caps|capped|capping|ceiling|limit(?:s|ed|ing)?|maximum|restrict\w*|exceed\w*)\b")
_ABOUT = re.compile(r"\b(?:about|around|roughly|approximately|nearly|almost|some|circa)\b|[~≈]")
_VAGUE = re.compile(r"\b(?:few|several|couple|many|(?:dozen|hundred|thousand|million|billion|trillion)s)\b")
_DIGITS = re.compile(r"\d+")
_IN_STANDARD: dict[str, tuple[Decimal, str]] = {
    "basis point": (Decimal("0.01"), "percentage point"),
    "kilometre": (Decimal(1), "km"),
    "metre": (Decimal("0.001"), "km"),
    "mile": (Decimal("1.609344"), "km"),
    "mi": (Decimal("1.609344"), "km"),
    "mph": (Decimal("1.609344"), "kmh"),
    "ton": (Decimal(1), "tonne"),
    "kg": (Decimal("0.001"), "tonne"),
    "lb": (Decimal("0.00045359237"), "tonne"),
    "lbs": (Decimal("0.00045359237"), "tonne"),
    "ha": (Decimal(1), "hectare"),
    "acre": (Decimal("0.40468564"), "hectare"),
    "kw": (Decimal("0.001"), "mw"),
    "gw": (Decimal(1000), "mw"),
    "kwh": (Decimal("0.001"), "mwh"),
    "gwh": (Decimal(1000), "mwh"),
    "twh": (Decimal(1_000_000), "mwh"),
    "bbl": (Decimal(1), "barrel"),
}
_NOUN_GROUPS = tuple(
    frozenset(listed(line))
    for line in """
troop soldier personnel force army serviceman servicemember fighter strong military person man member conscript
oblast region province territory area district
country state nation
point item provision clause article
job worker employee staff position
death fatality person victim life casualty
missile rocket
warhead weapon bomb
hostage captive prisoner detainee person
refugee migrant person child
aircraft plane jet fighter
vote ballot lawmaker deputy
vehicle car unit
""".strip().splitlines()
)
"""Counted nouns that news uses for one another."""


class _Amount(NamedTuple):
    """An amount as an interval in a unit that others are in too.

    Attributes:
        low: `-Infinity` where open.
        high: `Infinity` where open.
        given: The unit before it was converted.
        softened: Whether it is rough.
        bound: `limit` for "at most" and "at least", `strict` for "below" and "above".
        share: Whether it is a share of something.
    """

    surface: str
    low: Decimal
    high: Decimal
    unit: str
    given: str
    softened: bool
    bound: Literal["", "limit", "strict"] = ""
    share: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high

    @property
    def is_unread(self) -> bool:
        """Whether its digits can be read in two ways."""
        return self.low == _LEAST and self.high == _MOST


def compare_amounts(
    first: Sequence[Quantity], second: Sequence[Quantity], *, bases: Sequence[Quantity] = ()
) -> Verdict | None:
    """Return how the amounts of one side stand to those of the other; None when no rule can decide.

    A softened amount equals what is within a tenth of it. A bound refines to what
    it holds; two limits of one kind that differ ("up to 10", "up to 15") are left
    open, as it depends on the text whether they name the same limit. A cap names
    its amount: "capped at 600,000" and "100,000" contradict. A share is compared
    with an amount only through one of the `bases` that it may be a share of.
    Amounts in units that cannot be compared count for nothing.

    >>> from summariser.normalise import read_quantity
    >>> compare_amounts(read_quantity("roughly 600,000 troops"), read_quantity("100,000 soldiers")).rule
    'amount.apart'
    >>> compare_amounts(read_quantity("600,000 troops"), read_quantity("half the vote")) is None
    True
    """
    wholes = tuple(_amount(base) for base in bases if base.qualifier != "fraction")
    return weigh(
        tuple(map(_amount, first)),
        tuple(map(_amount, second)),
        comparable=partial(_comparable, wholes=wholes),
        judge=partial(_judge, wholes=wholes),
        within=RULES.within,
    )


def _amount(quantity: Quantity) -> _Amount:
    words = fold(quantity.surface)
    found = FoundQuantity(Span(start=0, end=max(1, len(quantity.surface))), quantity)
    (common,) = in_common_units((found,), quantity.surface)
    factor, unit = _IN_STANDARD.get(common.unit, (Decimal(1), common.unit))
    low = None if common.low is None else product(common.low, factor)
    high = None if common.high is None else product(common.high, factor)
    if low is None and high is not None and common.qualifier == "at_most" and _CAP.search(words):
        low = high
    return _Amount(
        surface=quantity.surface,
        low=_LEAST if low is None else low,
        high=_MOST if high is None else high,
        unit=unit,
        given=quantity.unit,
        softened=common.qualifier == "approx" or bool(_ABOUT.search(words)),
        bound="" if low is not None and high is not None else _bound(quantity, words),
        share=common.qualifier == "fraction",
    )


def _bound(quantity: Quantity, words: str) -> Literal["limit", "strict"]:
    """Return what kind of bound it is; "thousands" names no limit."""
    named = quantity.qualifier in {"at_most", "at_least"} and not _VAGUE.search(words)
    return "limit" if named else "strict"


def _comparable(one: _Amount, other: _Amount, *, wholes: tuple[_Amount, ...]) -> bool:
    if one.share != other.share and "percent" not in {one.given, other.given}:
        return bool(_parts(one, other, wholes=wholes))
    return _units_match(one.unit, other.unit) or _equals_a_bare_number(one, other)


def _units_match(one: str, other: str) -> bool:
    """Return whether two units count the same: equal, a bare number with what is counted, or reworded."""
    if one == other:
        return True
    if {one, other} & MEASURES:
        return False
    return not one or not other or any({one, other} <= group for group in _NOUN_GROUPS)


def _equals_a_bare_number(one: _Amount, other: _Amount) -> bool:
    """Return whether one is a measure and the other the same number without its unit ("100 billion", dollars)."""
    return "" in {one.unit, other.unit} and (one.low, one.high) == (other.low, other.high)


def _judge(one: _Amount, other: _Amount, *, wholes: tuple[_Amount, ...]) -> Verdict | None:
    """Return how two comparable amounts stand to each other."""
    if not _comparable(one, other, wholes=wholes):
        return None
    if one.share != other.share and not _units_match(one.unit, other.unit):
        return _judge_share(one, other, wholes=wholes)
    relation = _relation(one, other)
    return None if relation is None else RULES.of(relation, _explained(one, other, relation))


def _explained(one: _Amount, other: _Amount, relation: ConflictRelation) -> str:
    pair = quoted(one.surface, other.surface)
    if relation is _AGREE:
        return f"{pair} are the same amount."
    if relation is _CONTRADICT:
        return f"{pair} cannot both be the amount."
    inner, outer = (one, other) if _holds(other, one) else (other, one)
    return f"“{inner.surface}” lies within “{outer.surface}”."


def _judge_share(one: _Amount, other: _Amount, *, wholes: tuple[_Amount, ...]) -> Verdict | None:
    """Return how a share stands to an amount: by the base that fits best, as the share may be of any."""
    share, amount = (one, other) if one.share else (other, one)
    parts = _parts(one, other, wholes=wholes)
    relations = {_relation(part, amount) for part in parts}
    softest = next((each for each in (_AGREE, _REFINE, None, _CONTRADICT) if each in relations), None)
    if softest is None:
        return None
    computed = " or ".join(dict.fromkeys(_shown(part) for part in parts))
    states = {_AGREE: "is", _REFINE: "is compatible with", _CONTRADICT: "is not"}
    return Verdict(
        softest,
        SHARE_RULE,
        f"“{share.surface}” makes {computed}, which {states[softest]} “{amount.surface}”.",
    )


def _parts(one: _Amount, other: _Amount, *, wholes: tuple[_Amount, ...]) -> list[_Amount]:
    """Return what the share among the two makes of each base in the unit of the amount among them."""
    share, amount = (one, other) if one.share else (other, one)
    ends = dict.fromkeys(
        end
        for whole in wholes
        if _units_match(whole.unit, amount.unit)
        for end in (whole.low, whole.high)
        if end.is_finite()
    )
    return [_part(share, end, unit=amount.unit) for end in ends]


def _part(share: _Amount, whole: Decimal, *, unit: str) -> _Amount:
    low, high = (
        rounded(product(product(side, whole), _PERCENT)) if side.is_finite() else side
        for side in (share.low, share.high)
    )
    return share._replace(low=low, high=high, unit=unit, given=unit, softened=True, share=False)


def _shown(part: _Amount) -> str:
    ends = dict.fromkeys(f"{end:,.0f}" for end in (part.low, part.high) if end.is_finite())
    return "-".join(ends)


def _relation(one: _Amount, other: _Amount) -> ConflictRelation | None:
    if one.is_unread or other.is_unread:
        same = one.is_unread and other.is_unread and _figures(one) == _figures(other)
        return _AGREE if same else None
    if _same(one, other):
        return _AGREE
    if one.bound == other.bound == "limit" and (one.low == _LEAST) == (other.low == _LEAST):
        return None
    if _holds(one, other) or _holds(other, one):
        return _REFINE
    overlap = one.low <= other.high and other.low <= one.high and not _only_touch(one, other)
    if overlap or _near(one, other) or _is_vague(one) or _is_vague(other):
        return None
    return _CONTRADICT


def _same(one: _Amount, other: _Amount) -> bool:
    if (one.low, one.high, one.bound) == (other.low, other.high, other.bound):
        return True
    if one.bound or other.bound:
        strict = "strict" in {one.bound, other.bound}
        point, bound = (one, other) if one.is_point else (other, one)
        return point.is_point and not strict and point.low in {bound.low, bound.high}
    return one.is_point == other.is_point and _near(one, other)


def _near(one: _Amount, other: _Amount) -> bool:
    """Return whether the ends are as close as the words let them be; with a bound, whether any two are."""
    points, reach = _slack(one, other)

    def close(a: Decimal, b: Decimal) -> bool:
        return abs(a - b) <= points + reach * max(abs(a), abs(b))

    if not one.bound and not other.bound:
        return close(one.low, other.low) and close(one.high, other.high)
    mine, theirs = ([end for end in (each.low, each.high) if end.is_finite()] for each in (one, other))
    return bool(points or reach) and any(close(a, b) for a in mine for b in theirs)


def _slack(one: _Amount, other: _Amount) -> tuple[Decimal, Decimal]:
    """Return how far apart two amounts may be and be the same: in percentage points, and as a share of them."""
    if (one.share or other.share) and one.unit == other.unit == "percent":
        return _POINT, Decimal(0)
    if one.softened or other.softened:
        return Decimal(0), _SOFTENED
    converted = one.given != other.given and {one.given, other.given} & _IN_STANDARD.keys()
    return Decimal(0), _CONVERTED if converted else Decimal(0)


def _holds(outer: _Amount, inner: _Amount) -> bool:
    """Return whether every value of `inner` is one of `outer`."""
    if not (outer.low <= inner.low and inner.high <= outer.high):
        return False
    shared = {outer.low, outer.high} & {inner.low, inner.high} - {_LEAST, _MOST}
    return not shared or outer.bound != "strict" or inner.bound == "strict"


def _only_touch(one: _Amount, other: _Amount) -> bool:
    """Return whether the intervals share one end only, and one of them leaves it out ("below 5", "5")."""
    touch = one.high == other.low or other.high == one.low
    return touch and "strict" in {one.bound, other.bound}


def _is_vague(amount: _Amount) -> bool:
    return bool(_VAGUE.search(fold(amount.surface)))


def _figures(amount: _Amount) -> list[str]:
    return _DIGITS.findall(fold(amount.surface))
