"""`Cast`: who is who in an article, so that an edit can rename an actor, or surely name another one.

Deliberately not the scorer's comparison of names: an edit that asked the scorer
which names differ could never catch it out. Where the scorer looks for a reason
to take two names for one, this looks for any hint that they might be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from summariser.evaluation.gold import Case
from summariser.evaluation.items import Item
from summariser.fold import fold
from summariser.normalise import name_key

_STEM = 5
"""Letters by which "Russia" and "Russian" are kin."""
_SMALL_WORDS = frozenset("the of and a an in to for on at by with s".split())


@dataclass(frozen=True, slots=True)
class Member:
    """One actor of the article.

    Attributes:
        name: The name its record has.
        forms: Its wordings by the record itself.
        known: All wordings that gold takes for right, folded.
        stems: The beginnings of all their words.
        type: Kind of actor.
        sides: Canonical names of itself and of the country it acts for.
        office: Its office as the article words it.
        required: Whether gold requires it.
    """

    name: str
    forms: tuple[str, ...]
    known: frozenset[str]
    stems: frozenset[str]
    type: str
    sides: frozenset[str]
    office: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of an article, by wording, and the aliases that its context knows."""

    members: tuple[Member, ...]
    bearers: Mapping[str, tuple[Member, ...]]
    aliases: Mapping[str, str]

    def find(self, name: str) -> Member | None:
        """Return the one actor that `name` is a wording of; None when there are several or none."""
        found = self.bearers.get(fold(name), ())
        return found[0] if len(found) == 1 else None

    def other_forms(self, name: str) -> tuple[str, ...]:
        """Return further wordings of the actor that `name` means, each of which means no other actor."""
        member = self.find(name)
        forms = member.forms if member else ()
        return tuple(form for form in forms if fold(form) != fold(name) and self.find(form) == member)

    def strangers(self, names: Iterable[object]) -> tuple[Member, ...]:
        """Return the actors that surely are none of `names`: no shared word, country or alias."""
        known = [str(name) for name in names if name]
        kin = [member for name in known for member in self.bearers.get(fold(name), ())]
        taken = frozenset().union(*map(stems, known), *(member.stems for member in kin))
        sides = frozenset(canonical(name, self.aliases) for name in known).union(
            *(member.sides for member in kin)
        )
        return tuple(
            member
            for member in self.members
            if taken.isdisjoint(member.stems) and sides.isdisjoint(member.sides)
        )

    def stranger(self, names: Iterable[object], rng: Random) -> str | None:
        """Return the name of an actor that surely is none of `names`, a person if there is one."""
        found = self.strangers(names)
        people = [member for member in found if member.type == "person"]
        return rng.choice(people or found).name if found else None

    def has_stand_in(self, name: str) -> bool:
        """Return whether gold takes an optional actor's wording for a wording of the actor `name` as well.

        When the required record is missing, the optional one is then rightly taken for it.
        """
        kin = self.bearers.get(fold(name), ())
        wordings = {form for member in kin for form in member.known}
        return any(not member.required for form in wordings for member in self.bearers.get(form, ()))


def cast_of(case: Case) -> Cast:
    """Return who is who in an article, by its gold actors and the aliases."""
    members = tuple(_member(item, case.context.names) for item in case.items.get("actors", ()))
    bearers: dict[str, tuple[Member, ...]] = {}
    for member in members:
        for form in member.known:
            bearers[form] = (*bearers.get(form, ()), member)
    return Cast(members, bearers, case.context.names)


@lru_cache(maxsize=8192)
def stems(name: str) -> frozenset[str]:
    """Return the beginnings of a name's words, by which names of one nation or family are kin.

    >>> stems("the Russian officials") & stems("Russia")
    frozenset({'russi'})
    """
    found = re.findall(r"\w+", fold(name).replace(".", ""))
    return frozenset(word[:_STEM] for word in found if word not in _SMALL_WORDS)


def canonical(name: str, aliases: Mapping[str, str]) -> str:
    """Return the name that `name` is an alias of, or its own key."""
    key = name_key(name)
    return aliases.get(key, key)


def _member(item: Item, aliases: Mapping[str, str]) -> Member:
    record = item.record
    forms = tuple(dict.fromkeys((str(record["name"]), *(record.get("surface_forms") or ()))))
    known = (*forms, *_alternates(item))
    country = record.get("country")
    return Member(
        name=forms[0],
        forms=forms,
        known=frozenset(map(fold, known)),
        stems=frozenset().union(*map(stems, known)),
        type=str(record.get("type", "")),
        sides=frozenset(canonical(str(side), aliases) for side in (record["name"], country) if side),
        office=record.get("office_as_stated") or None,
        required=item.required,
    )


def _alternates(item: Item) -> Iterator[str]:
    yield from item.alternates.get("name", ())
    for forms in item.alternates.get("surface_forms", ()):
        yield from forms or ()
