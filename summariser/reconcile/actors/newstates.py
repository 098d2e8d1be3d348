"""`NewStates`: states that no table knows, under the names and adjectives that a corpus has for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from summariser.normalise.demonyms import by_belonging, by_name
from summariser.normalise.namekeys import FUNCTION_WORDS, ORGANISATION_WORDS, core_name, is_title, spelled
from summariser.normalise.nouns import is_plural
from summariser.normalise.tokens import Phrase
from summariser.reconcile.actors.nations import DIRECTIONS, Said, capitals, nation_of, said, seats, states_of
from summariser.reconcile.actors.personnames import person_name, sound
from summariser.reconcile.actors.wordlists import GENERIC_WORDS, GOVERNMENT_WORDS
from summariser.reconcile.unions import Unions
from summariser.records import Actor
from summariser.records.vocabulary import ActorType

_ENDINGS = re.compile(r"(?<=\w{4})(?:[ie]?ans?|[ie]?a|ese|ish|ic|ers?|o|i)$")
"""What an adjective adds to a country's name, and what it takes the place of."""
_LONGEST_NAME = 3
_SHORTEST_SOUND = 4
_COMMON = FUNCTION_WORDS | ORGANISATION_WORDS | GENERIC_WORDS | GOVERNMENT_WORDS
_PAIR = 2


class NewStates(NamedTuple):
    """The states of a corpus that no table knows.

    Attributes:
        names: The name of each under the stems of its name, adjectives and spellings.
    """

    names: Mapping[Phrase, str] = MappingProxyType({})

    def of(self, country: str) -> frozenset[str]:
        """Return the countries that a `country` field names, new ones included."""
        found = nation_of(country)
        new = self.names.get(_stems(core_name(country).words))
        return frozenset({new}) if new and found else found

    def said(self, phrase: str) -> Said:
        """Return the words and the countries of a phrase, new ones included."""
        found = said(phrase)
        return self._parted(found) if self.names else found

    def _parted(self, found: Said) -> Said:
        """Take the names of new states out of the words of a phrase."""
        words: list[str] = []
        nations = list(found.nations)
        start = 0
        while start < len(found.words):
            length = self._length(found.words, start)
            if not length:
                words.append(found.words[start])
            elif not words or words[-1] not in DIRECTIONS:
                nations.append(self.names[_stems(found.words[start : start + length])])
            start += max(1, length)
        owners = tuple(word for word in found.owners if word in words)
        return Said(tuple(words), tuple(dict.fromkeys(nations)), owners)

    def _length(self, words: Phrase, start: int) -> int:
        """Return how many words from `start` on name a new state."""
        lengths = range(min(_LONGEST_NAME, len(words) - start), 0, -1)
        return next((n for n in lengths if _stems(words[start : start + n]) in self.names), 0)


NO_NEW_STATES = NewStates()
"""The tables alone."""


class _Naming(NamedTuple):
    """One record's name for a state that no table knows, and the person it ties to it, by sound."""

    document: str
    name: Phrase
    person: tuple[str, str] | None


def new_states(records: Iterable[tuple[str, Actor]]) -> NewStates:
    """Return the states that records name and no table knows; `records` are articles and what they record.

    Names of one stem are one state. Names that only sound alike are one if no article has both and
    a person of one name, as far as it sounds, is tied to each.
    """
    listed = list(records)
    types: dict[Phrase, set[ActorType]] = defaultdict(set)
    for _, actor in listed:
        types[core_name(actor.name).words].add(actor.type)
    taken = {name for name, found in types.items() if ActorType.GOVERNMENT not in found}
    by_stem: dict[Phrase, list[_Naming]] = defaultdict(list)
    for document, actor in listed:
        for naming in _namings(document, actor):
            if naming.name not in taken:
                by_stem[_stems(naming.name)].append(naming)
    return NewStates(_named(by_stem))


def _named(by_stem: Mapping[Phrase, list[_Naming]]) -> dict[Phrase, str]:
    """Return the name of each state under its stems: the shortest that the records have."""
    stems = Unions(sorted(by_stem))
    heard: dict[Phrase, list[Phrase]] = defaultdict(list)
    for stem in sorted(by_stem):
        heard[tuple(map(sound, stem))].append(stem)
    for sounds, alike in heard.items():
        for one, other in combinations(alike, 2):
            if len(sounds[-1]) >= _SHORTEST_SOUND and _is_one(by_stem[one], by_stem[other]):
                stems.join(one, other)
    found = {}
    for group in stems.groups():
        names = {" ".join(map(spelled, naming.name)) for stem in group for naming in by_stem[stem]}
        found.update(dict.fromkeys(group, min(names, key=lambda name: (len(name), name))))
    return found


def _is_one(one: Iterable[_Naming], other: Iterable[_Naming]) -> bool:
    """Return whether two names that sound alike are of one state."""
    apart = {naming.document for naming in one}.isdisjoint(naming.document for naming in other)
    people = {naming.person for naming in one} & {naming.person for naming in other}
    return apart and bool(people - {None})


def _namings(document: str, actor: Actor) -> Iterator[_Naming]:
    """Yield the names that a record has for states no table knows."""
    country = core_name(actor.country) if actor.country else None
    if country and country.capitals and all(country.capitals) and _is_new(country.words):
        yield _Naming(document, country.words, _heard(actor))
    name = core_name(actor.name)
    alone = actor.type is ActorType.GOVERNMENT and len(name.words) == 1 and all(name.capitals)
    if alone and not is_plural(name.words[0]) and _is_new(name.words):
        known = nation_of(actor.country) if actor.country else frozenset()
        if not known or (country and _stems(country.words) == _stems(name.words)):
            yield _Naming(document, name.words, None)


@lru_cache(maxsize=4096)
def _is_new(words: Phrase) -> bool:
    """Return whether words may be the name of a state that no table knows."""
    if not words or len(words) > _LONGEST_NAME or states_of(said(" ".join(words)).nations):
        return False
    if any(words in table for table in (by_name(), by_belonging(), capitals(), seats())):
        return False
    return all(word.isalpha() and not is_title(word) for word in words) and not set(words) <= _COMMON


def _heard(actor: Actor) -> tuple[str, str] | None:
    """Return how a person's given name and surname sound; None for a surname alone and for what is no person."""
    name = person_name(actor.name) if actor.type is ActorType.PERSON else None
    return (sound(name.words[0]), sound(name.words[-1])) if name and len(name.words) >= _PAIR else None


@lru_cache(maxsize=65536)
def _stems(words: Phrase) -> Phrase:
    """Return the words of a name, the last without the ending that makes an adjective of it.

    >>> _stems(("ruritania",)) == _stems(("ruritanian",)) == _stems(("ruritanians",))
    True
    """
    return (*map(spelled, words[:-1]), *(_ENDINGS.sub("", spelled(word)) for word in words[-1:]))
