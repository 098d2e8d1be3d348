"""Whether a time that a claim gives is one that the evidence gives, in whatever words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from summariser.normalise.days import Stretch
from summariser.normalise.when import When, days_of

_PARTS = frozenset({"early", "mid", "late"})


class Dated(NamedTuple):
    """What words say about a time, and its days where they are known."""

    when: When
    days: Stretch | None


def dated(when: When, published: date | None) -> Dated:
    """Return a time without "before" or "after": on which side of it something lies is no figure."""
    core = replace(when, ahead=False, edge=when.edge if when.edge in _PARTS else "")
    start, end = days_of(core if when.edge else when, published)
    return Dated(core, Stretch(start, end) if start is not None and end is not None else None)


def is_same_time(claim: Dated, fact: Dated) -> bool:
    """Return whether `claim` is the same time as `fact`, or a coarser one that holds it."""
    finer = claim.days is not None and fact.days is not None and claim.days != fact.days
    if claim.when.edge and claim.when.edge != fact.when.edge and not finer:
        return False
    if claim.days is not None and fact.days is not None:
        coarser = claim.days.holds(fact.days) and not _is_range(claim.when)
        return claim.days == fact.days or coarser or _ends_of_range(claim.when, fact.when)
    return _says_no_more(claim.when, fact.when)


def _is_range(when: When) -> bool:
    """Return whether the words name both ends: "2022–2024" is no coarser word for "2022–2023"."""
    return when.last_day is not None or when.last_year is not None


def _ends_of_range(claim: When, fact: When) -> bool:
    """Return whether a year is the first or last of the fact's range: 2023 in "2022–2023"."""
    single = claim.kind == fact.kind == "year" and claim.last_year is None
    return single and claim.year in {fact.year, fact.last_year}


def _says_no_more(claim: When, fact: When) -> bool:
    """Return whether every part that the claim's words give is given by the fact's words, and the same."""
    if claim.kind == "year" and fact.year is not None and claim.last_year is None:
        return claim.year == fact.year
    if claim.kind != fact.kind:
        return claim.kind == "weekday" and claim.weekday == fact.weekday and claim.shift is None
    given = (
        (claim.year, fact.year),
        (claim.last_year, fact.last_year),
        (claim.month, fact.month),
        (claim.day, fact.day),
        (claim.last_day, fact.last_day),
        (claim.weekday, fact.weekday),
        (claim.season, fact.season),
        (claim.holiday, fact.holiday),
        (claim.shift, fact.shift),
    )
    return claim.unit == fact.unit and all(mine is None or mine == theirs for mine, theirs in given)
