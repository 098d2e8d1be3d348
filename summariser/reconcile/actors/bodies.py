"""One record of a state, body, organisation or group, read for identity: a key, its country, its other names."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from summariser.normalise import name_key
from summariser.normalise.demonyms import by_belonging, by_name
from summariser.normalise.namekeys import FUNCTION_WORDS, ORGANISATION_WORDS, core_name, spelled
from summariser.normalise.nouns import is_plural, singular
from summariser.normalise.tokens import Phrase
from summariser.reconcile.actors.nations import Said, capitals, said, seats
from summariser.reconcile.actors.newstates import NO_NEW_STATES, NewStates
from summariser.reconcile.actors.personnames import sound
from summariser.reconcile.actors.wordlists import (
    ASSEMBLIES,
    BODY_NAMES,
    BODY_WORDS,
    CROWD_WORDS,
    GENERIC_WORDS,
    GOVERNMENT_WORDS,
    LEGAL_FORMS,
    LOOSE_WORDS,
    ORGANISATION_SEATS,
    OUTLET_WORDS,
    fields,
)
from summariser.records import Actor
from summariser.records.vocabulary import ActorType

_SHORTEST_INITIALS = 2
_LONGEST_INITIALS = 6
_ALIKE = 4
_SHORTEST_SOUND = 5


class Kind(IntEnum):
    """What kinds of bodies are compared with one another."""

    STATE = 0
    BODY = 1
    ORGANISATION = 2
    GROUP = 3


KINDS = {
    ActorType.GOVERNMENT: Kind.STATE,
    ActorType.GOVERNMENT_BODY: Kind.BODY,
    ActorType.LEGISLATURE_PARTY: Kind.BODY,
    ActorType.IGO_ALLIANCE: Kind.ORGANISATION,
    ActorType.ARMED_GROUP: Kind.ORGANISATION,
    ActorType.COMPANY_FUND: Kind.ORGANISATION,
    ActorType.MEDIA_OUTLET: Kind.ORGANISATION,
    ActorType.EXPERT_NGO: Kind.ORGANISATION,
    ActorType.PUBLIC: Kind.GROUP,
    ActorType.COLLECTIVE: Kind.GROUP,
}


class Body(NamedTuple):
    """What one record says of an actor that is no person.

    Attributes:
        kind: What it acts as.
        key: What it is compared by within its kind.
        plain: What it is compared by among all but states.
        nations: Its country; for a state itself.
        generic: Whether many have such a name, so that only the country tells.
        rank: How well it names what it stands for: 0 by its own name, 1 by a capital, 2 by a seat or otherwise.
        aliases: Keys of its other names, comparable with `plain`.
        initials: What it may be abbreviated to; "" for none.
        short: Whether its name is an abbreviation.
        heard: What it is compared by as it sounds; "" for a group and for a name of words that many share.
        crowd: Whether it is a group of whom nothing is said but what they do: "critics".
        assembly: Whether its name is one that only some countries have for a parliament.
    """

    kind: Kind
    key: str
    plain: str
    nations: frozenset[str]
    generic: bool
    rank: int
    aliases: frozenset[str]
    initials: str
    short: bool
    heard: str = ""
    crowd: bool = False
    assembly: bool = False


def read_body(actor: Actor, states: NewStates = NO_NEW_STATES) -> Body:
    """Return what a record says of an actor that is neither a person nor unnamed."""
    country = states.of(actor.country) if actor.country else frozenset()
    name = _acting(actor, country)
    found = states.said(name)
    words = core_name(name).words
    state, rank = _state(actor, name, found, country)
    kind = Kind.STATE if state else max(Kind.BODY, _kind(actor, name))
    plain, named = _key(name, found, kind)
    generic = kind not in {Kind.STATE, Kind.GROUP} and is_generic(name, found)
    nations = named or country or frozenset(filter(None, [seats().get(words)]))
    key = plain
    if kind is Kind.STATE:
        key, nations = state, country if words not in capitals() and country else frozenset({state})
    elif kind is Kind.GROUP:
        plain, key = " ".join([plain, *sorted(named)]), " ".join([plain, *sorted(nations)])
    return Body(
        kind=kind,
        key=key,
        plain=plain,
        nations=nations,
        generic=generic,
        rank=rank,
        aliases=frozenset(_aliases(actor.surface_forms, kind, states)) - {plain},
        initials=_initials(name),
        short=len(words) == 1 and name.isupper() and len(words[0]) <= _LONGEST_INITIALS,
        heard="" if generic or kind in {Kind.STATE, Kind.GROUP} else _heard(plain, named),
        crowd=kind is Kind.GROUP and not nations and _is_crowd(plain),
        assembly=not ASSEMBLIES.isdisjoint(found.words),
    )


@lru_cache(maxsize=65536)
def is_generic(name: str, found: Said | None = None) -> bool:
    """Return whether a name consists of words that many bodies share; `found` are its words, if known already.

    >>> is_generic("Ministry of Defence"), is_generic("Hamas"), is_generic("The Guardian")
    (True, False, True)
    """
    if core_name(name).words in by_name():
        return False
    shared = ORGANISATION_WORDS | FUNCTION_WORDS | GENERIC_WORDS
    return all(word in shared or singular(word) in shared for word in (found or said(name)).words)


def _acting(actor: Actor, country: frozenset[str]) -> str:
    """Return the name of the organisation that acts where its seat is named, else the record's name."""
    words = core_name(actor.name).words
    own = country & frozenset({capitals().get(words, "")})
    return actor.name if own else ORGANISATION_SEATS.get(words, actor.name)


def _kind(actor: Actor, name: str) -> Kind:
    if name != actor.name:
        return Kind.ORGANISATION
    return Kind.GROUP if _are_many(actor) else KINDS[actor.type]


def _are_many(actor: Actor) -> bool:
    """Return whether a record of an organisation or body is of several: "both parliaments", "economists"."""
    last = core_name(actor.name).words[-1:]
    if not last or not is_plural(last[0]) or last[0] in ORGANISATION_WORDS:
        return False
    one = singular(last[0])
    return one in ORGANISATION_WORDS or (actor.type is ActorType.EXPERT_NGO and spelled(one) in _deeds())


@lru_cache(maxsize=1)
def _deeds() -> frozenset[str]:
    """Return the words, as keys spell them, that say what people do and not who they are."""
    return frozenset(map(spelled, {*fields(), *CROWD_WORDS}))


def _is_crowd(key: str) -> bool:
    return _deeds().issuperset(key.split())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Return the words, as keys spell them, that many bodies share."""
    return frozenset(spelled(singular(word)) for word in GENERIC_WORDS | ORGANISATION_WORDS)


def _heard(key: str, nations: frozenset[str]) -> str:
    """Return a key with its rarer words as they sound; "" where none is long enough to be sure of."""
    kept = _common() | {word for nation in nations for word in nation.split()}
    words = {word: sound(word) if word.isalpha() and word not in kept else word for word in key.split()}
    sure = any(word not in kept and len(heard) >= _SHORTEST_SOUND for word, heard in words.items())
    return " ".join(sorted(words.values())) if sure else ""


def _state(actor: Actor, name: str, found: Said, country: frozenset[str]) -> tuple[str, int]:
    """Return the state a record is about and how well it is named; "" when it is about none.

    A country's name is the state whatever the type says. A capital or seat, and
    "the Trump administration", is the state only where a government acts.
    """
    words = core_name(name).words
    named = found.nations
    rest = [word for word in found.words if word not in FUNCTION_WORDS]
    governs = all(word in GOVERNMENT_WORDS for word in rest)
    acts = actor.type is ActorType.GOVERNMENT
    own = KINDS[actor.type] in {Kind.STATE, Kind.BODY} or not rest
    if own and len(named) == 1 and governs and not (rest and {"team", "delegation", "officials"} & {*rest}):
        return named[0], int(bool(rest))
    if own and words in capitals() and (acts or not country or country == {capitals()[words]}):
        return capitals()[words], 1
    if not acts:
        return "", 0
    if words in seats():
        return seats()[words], 2
    return _by_other_words(actor, words, country), 2


def _by_other_words(actor: Actor, words: Phrase, country: frozenset[str]) -> str:
    """Return the state of a government named by other words: by its head, or by an adjective not in the tables."""
    if words in by_name():
        return ""
    rest = [word for word in words if word not in GOVERNMENT_WORDS | FUNCTION_WORDS]
    forms = {nation for form in actor.surface_forms for nation in _whole_nation(form)}
    if len(rest) < len(words):
        known = forms or country
        return next(iter(known)) if len(known) == 1 else ""
    alike = [nation for nation in country if rest and rest[0][:_ALIKE] == nation[:_ALIKE]]
    return alike[0] if alike else ""


def _whole_nation(form: str) -> frozenset[str]:
    """Return the country of a wording that is nothing but its name: "the U.S.", "the Americans"."""
    found = said(form)
    return frozenset(found.nations) if all(word in FUNCTION_WORDS for word in found.words) else frozenset()


@lru_cache(maxsize=65536)
def _key(name: str, found: Said, kind: Kind) -> tuple[str, frozenset[str]]:
    """Return the words a name is compared by, sorted, and the countries that are part of it.

    An organisation keeps the country in its words: the Bank of England is no bank of another country.
    """
    if core_name(name).words in by_name():
        return name_key(name), frozenset()
    words = tuple(word for word in found.words if word not in FUNCTION_WORDS)
    if kind is Kind.GROUP:
        regions = {word: by_belonging()[word,].name for word in words if (word,) in by_belonging()}
        return _spelt(regions.get(word, word) for word in words if word not in LOOSE_WORDS), frozenset(
            found.nations
        )
    nations = frozenset(found.nations)
    if words in BODY_NAMES:
        owner, words = BODY_NAMES[words]
        nations = nations or frozenset({owner})
    kept = {BODY_WORDS.get(word, word) for word in words} - {""}
    for fillers in (LEGAL_FORMS, OUTLET_WORDS, {"party"}):
        kept = kept - fillers or kept
    return _spelt(kept | nations if kind is Kind.ORGANISATION else kept), nations


def _spelt(words: Iterable[str]) -> str:
    return " ".join(sorted({spelled(singular(word)) for word in words}))


def _aliases(forms: Iterable[str], kind: Kind, states: NewStates) -> Iterable[str]:
    """Yield the keys of wordings that are names of their own: capitalised, and not shared by many."""
    for form in forms:
        core, found = core_name(form), states.said(form)
        if kind is Kind.GROUP:
            words, nations = _key(form, found, kind)
            if nations or not _is_crowd(words):
                yield " ".join([words, *sorted(nations)])
        elif (
            core.words and core.capitals[-1] and not is_generic(form, found) and not is_plural(core.words[-1])
        ):
            key, _ = _key(form, found, kind)
            if key and found.words and not _whole_nation(form) and core.words not in capitals():
                yield key


def _initials(name: str) -> str:
    """Return the initials of a name of several words, as one lower-case word."""
    words = [word for word in core_name(name).words if word not in FUNCTION_WORDS]
    return "".join(word[0] for word in words) if len(words) >= _SHORTEST_INITIALS else ""
