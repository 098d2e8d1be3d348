"""How the places of one slot stand to each other: the same, one within the other, or apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from summariser.fold import fold
from summariser.normalise.quantities import read_quantity
from summariser.normalise.tokens import listed
from summariser.reconcile.rules.atlas import Atlas, side_of
from summariser.reconcile.rules.weighing import Rules
from summariser.reconcile.verdict import Verdict
from summariser.records.vocabulary import ConflictRelation

__all__ = ["Atlas", "compare_places", "same_place", "within"]

RULES = Rules(same="place.same", within="place.within", apart="place.apart")
COUNT_RULES = Rules(same="place.same", within="place.count", apart="place.count")

_COUNTED = frozenset(listed("oblast region province territory district country state city town village"))


def compare_places(first: Sequence[str], second: Sequence[str], atlas: Atlas) -> Verdict | None:
    """Return how two sets of places stand to each other; None when no rule can decide.

    A set refines to another that holds all of it; two that hold each other agree,
    so that a region agrees with the list of its parts. Sets of which neither holds
    the other contradict only where the atlas knows that what is left over is
    elsewhere. A counted set ("four eastern oblasts") is held to its number.

    >>> from summariser.reconcile.rules.atlas import atlas_of
    >>> compare_places(["Brussels"], ["Belgium"], atlas_of()).rule
    'place.within'
    """
    ones, others = tuple(dict.fromkeys(first)), tuple(dict.fromkeys(second))
    if not ones or not others:
        return None
    counted = _compare_counted(ones, others, atlas)
    if counted is not None:
        return counted
    loose, missed = _uncovered(ones, others, atlas), _uncovered(others, ones, atlas)
    if not loose and not missed:
        return RULES.of(ConflictRelation.AGREE, f"{_pair(ones, others)} are the same places.")
    if not loose or not missed:
        inner, outer = (ones, others) if not loose else (others, ones)
        return RULES.of(ConflictRelation.REFINE, f"{_shown(inner)} lies within {_shown(outer)}.")
    if all(_differ(a, b, atlas) for a, b in _pairs(loose, others) + _pairs(missed, ones)):
        return RULES.of(ConflictRelation.CONTRADICT, f"{_pair(ones, others)} are different places.")
    return None


def same_place(a: str, b: str, atlas: Atlas) -> bool | None:
    """Return whether two names mean one place; None when the atlas does not know them well enough."""
    if fold(a) == fold(b):
        return True
    one, other = atlas.find(a), atlas.find(b)
    if one is None or other is None:
        outside = within(a, b, atlas) is False or within(b, a, atlas) is False
        return False if outside or _is_side(a, b, atlas) or _is_side(b, a, atlas) else None
    if one == other or atlas.atoms(one) == atlas.atoms(other):
        return True
    return (
        False
        if _strictly(one, other, atlas) or _strictly(other, one, atlas) or _apart(one, other, atlas)
        else None
    )


def within(a: str, b: str, atlas: Atlas) -> bool | None:
    """Return whether place `a` lies in place `b` or is it; None when the atlas does not know.

    >>> from summariser.reconcile.rules.atlas import atlas_of
    >>> within("Lagos", "Nigeria", atlas_of()), within("Lagos", "Kenya", atlas_of())
    (True, False)
    """
    if fold(a) == fold(b):
        return True
    one, other = atlas.find(a), atlas.find(b)
    if other is None:
        return _differs_from_side(a, b, atlas)
    if one is None:
        return _side_within(a, other, atlas)
    if one == other or _strictly(one, other, atlas) or atlas.atoms(one) == atlas.atoms(other):
        return True
    return False if _strictly(other, one, atlas) or _apart(one, other, atlas) else None


def _is_side(a: str, b: str, atlas: Atlas) -> bool:
    """Return whether `a` is a side of `b`: "eastern Ukraine" of "Ukraine"."""
    whole = side_of(a, atlas)
    return whole is not None and whole == atlas.find(b)


def _side_within(a: str, other: str, atlas: Atlas) -> bool | None:
    """Return whether a side of a place ("eastern Ukraine") lies in a known place."""
    whole = side_of(a, atlas)
    if whole is None:
        return None
    if whole == other or _strictly(whole, other, atlas):
        return True
    return False if _apart(whole, other, atlas) else None


def _differs_from_side(a: str, b: str, atlas: Atlas) -> bool | None:
    """Return False when `a` lies outside the whole that `b` is a side of; a side's borders are not known."""
    whole, one = side_of(b, atlas), atlas.find(a) or side_of(a, atlas)
    return False if whole and one and _apart(one, whole, atlas) else None


def _strictly(one: str, other: str, atlas: Atlas) -> bool:
    """Return whether `one` is a proper part of `other`."""
    if other in atlas.around(one):
        return True
    mine, theirs = atlas.atoms(one), atlas.atoms(other)
    return mine < theirs or any(
        other in atlas.around(whole) for whole in atlas.parts if mine == atlas.atoms(whole)
    )


def _apart(one: str, other: str, atlas: Atlas) -> bool:
    """Return whether two known places, neither in the other, have no ground in common.

    Places of different countries have none, nor have two of a kind. A city and a
    region of one country may: few cities are listed with their region.
    """
    if _strictly(one, other, atlas) or _strictly(other, one, atlas) or atlas.atoms(one) & atlas.atoms(other):
        return False
    homes, others = atlas.countries(one), atlas.countries(other)
    if homes and others and homes.isdisjoint(others):
        return True
    kinds, their_kinds = atlas.kinds[one], atlas.kinds[other]
    if "group" in kinds | their_kinds or (not homes and not others):
        return False
    if "continent" in kinds | their_kinds or kinds & their_kinds:
        return True
    return _apart_by_holder(one, other, atlas) or _apart_by_holder(other, one, atlas)


def _apart_by_holder(one: str, other: str, atlas: Atlas) -> bool:
    """Return whether a place that holds `one` is apart from `other`; a shared name has no one holder."""
    if len(atlas.countries(one)) > 1:
        return False
    inner = [holder for holder in atlas.holders.get(one, ()) if "region" in atlas.kinds[holder]]
    return any(holder != other and _apart(holder, other, atlas) for holder in inner)


def _differ(a: str, b: str, atlas: Atlas) -> bool:
    """Return whether two names, neither of which holds the other, are known to be elsewhere."""
    one, other = atlas.find(a) or side_of(a, atlas), atlas.find(b) or side_of(b, atlas)
    return one is not None and other is not None and one != other and _apart(one, other, atlas)


def _uncovered(names: Sequence[str], others: Sequence[str], atlas: Atlas) -> list[str]:
    """Return the names that lie in none of the others, nor in several of them together."""
    return [name for name in names if not _covered(name, others, atlas)]


def _covered(name: str, others: Sequence[str], atlas: Atlas) -> bool:
    if any(within(name, other, atlas) for other in others):
        return True
    key = atlas.find(name)
    atoms = atlas.atoms(key) if key else frozenset()
    return len(atoms) > 1 and all(any(_held(atom, other, atlas) for other in others) for atom in atoms)


def _held(key: str, name: str, atlas: Atlas) -> bool:
    holder = atlas.find(name)
    return holder is not None and (holder == key or _strictly(key, holder, atlas))


def _compare_counted(first: Sequence[str], second: Sequence[str], atlas: Atlas) -> Verdict | None:
    """Return what a counted set decides against a list of as many regions, or of more than it can hold."""
    counts = [(name, count) for name in (*first, *second) if (count := _count(name, atlas))]
    if len(counts) != 1:
        return None
    ((name, count),) = counts
    counting, listing = (first, second) if name in first else (second, first)
    named = [other for other in counting if other != name]
    left = [other for other in listing if not _covered(other, named, atlas)]
    regions = frozenset().union(*(_regions(other, atlas) for other in left))
    if _uncovered(named, listing, atlas) or any(atlas.find(other) is None for other in left):
        return None
    if len(regions) == count:
        return COUNT_RULES.of(ConflictRelation.REFINE, f"{_shown(left)} name as many as “{name}”.")
    if len(regions) > count:
        return COUNT_RULES.of(ConflictRelation.CONTRADICT, f"{_shown(left)} are more than “{name}”.")
    return None


def _regions(name: str, atlas: Atlas) -> frozenset[str]:
    """Return the regions that make up a region; a country or city counts as one."""
    key = atlas.key(name)
    return atlas.atoms(key) if "region" in atlas.kinds.get(key, ()) else frozenset({key})


def _count(name: str, atlas: Atlas) -> Decimal | None:
    """Return how many regions a phrase such as "four eastern oblasts" counts."""
    if atlas.find(name) is not None:
        return None
    found = [each for each in read_quantity(name) if each.unit in _COUNTED and each.low == each.high]
    return found[0].low if len(found) == 1 else None


def _pairs(names: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, other) for name in names for other in others]


def _pair(first: Sequence[str], second: Sequence[str]) -> str:
    return " and ".join(sorted((_shown(first), _shown(second))))


def _shown(names: Sequence[str]) -> str:
    return "“" + ", ".join(sorted(names)) + "”"
