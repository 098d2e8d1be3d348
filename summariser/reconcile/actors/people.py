"""One record of a person, read for identity: name, country, office, and how two such readings stand to each other."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

from summariser.normalise import name_key
from summariser.normalise.namekeys import FUNCTION_WORDS, core_name, is_title
from summariser.normalise.nouns import singular
from summariser.normalise.tokens import Phrase
from summariser.reconcile.actors.nations import Said, said, standing_for, states_of
from summariser.reconcile.actors.newstates import NO_NEW_STATES, NewStates
from summariser.reconcile.actors.personnames import PersonName, may_be_one, person_name
from summariser.reconcile.actors.wordlists import (
    BODY_WORDS,
    FEMALE,
    MALE,
    OFFICE_FILLERS,
    OTHER_OFFICE,
    REGNAL,
    RELATED_FIELDS,
    fields,
)
from summariser.records import Actor

Office = frozenset[str]
_HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "miss", "sir", "dame", "lord", "lady", "dr", "prof", "rev", "reverend"}
)


class Person(NamedTuple):
    """What records say of one person; of several records once they are one person.

    Attributes:
        names: The fullest names; none when the record only describes somebody.
        called: Keys of single words the person is called by.
        nations: Countries the person is tied to.
        offices: The words of each office stated, without countries.
        circles: Keys of the organisations the person belongs to.
        genders: `m` and `f`, from titles such as "Mrs.".
        regnal: Whether an office goes with a given name: a pope, a king.
    """

    names: frozenset[PersonName]
    called: frozenset[str]
    nations: frozenset[str]
    offices: frozenset[Office]
    circles: frozenset[str]
    genders: frozenset[str]
    regnal: bool

    @property
    def circumstances(self) -> tuple[frozenset[str], frozenset[Office], frozenset[str]]:
        """What is known beside the name."""
        return self.nations, self.offices, self.circles

    @property
    def bare(self) -> bool:
        """Whether nothing is known beside the name."""
        return not any(self.circumstances)

    def joined(self, other: Person) -> Person:
        """Return what the records of both say."""
        return Person(
            self.names | other.names,
            self.called | other.called,
            self.nations | other.nations,
            self.offices | other.offices,
            self.circles | other.circles,
            self.genders | other.genders,
            self.regnal or other.regnal,
        )


def read_person(actor: Actor, states: NewStates = NO_NEW_STATES) -> Person:
    """Return what a record says of a person.

    >>> from summariser.records.vocabulary import ActorRole, ActorType
    >>> merz = Actor(name="Merz", surface_forms=["Chancellor Merz"], type=ActorType.PERSON,
    ...     primary_role=ActorRole.MENTIONED, country="German", quotes=[])
    >>> found = read_person(merz)
    >>> found.nations, found.offices
    (frozenset({'germany'}), frozenset({frozenset({'chancellor'})}))
    """
    forms = tuple(dict.fromkeys((actor.name, *actor.surface_forms)))
    names = _fullest(actor.name, forms)
    before = [_before_name(form) for form in forms]
    stated = actor.office_as_stated or max(before, key=lambda words: (len(words), words), default="")
    nations = states.of(actor.country) if actor.country else frozenset()
    signs = {word.strip(".") for form in (*before, *(said(stated).words)) for word in form.casefold().split()}
    return Person(
        names=names,
        called=frozenset(key for form in forms if (key := _single(form))),
        nations=nations
        or _nations_of(states.said(stated))
        or _nations_of(states.said(actor.affiliation or "")),
        offices=frozenset({office} if (office := office_words(states.said(stated))) else ()),
        circles=frozenset({name_key(actor.affiliation)} if actor.affiliation else ()),
        genders=frozenset("m" * bool(signs & MALE)) | frozenset("f" * bool(signs & FEMALE)),
        regnal=bool(signs & REGNAL),
    )


@lru_cache(maxsize=65536)
def office_words(found: Said) -> Office:
    """Return the words of an office by which it is told from others.

    >>> sorted(office_words(said("former U.S. Army Secretary")))
    ['army', 'secretary']
    >>> sorted(office_words(said("Mr. Trump's special envoy")))
    ['envoy']
    """
    dropped = FUNCTION_WORDS | OFFICE_FILLERS | _HONORIFICS | {*found.owners}
    words = {singular(word) for word in found.words if word not in dropped and word.isalpha()}
    return frozenset(BODY_WORDS.get(word, word) for word in words) - {""}


def same_office(one: Person, other: Person) -> bool:
    """Return whether an office of one is an office of the other, more or less fully worded."""
    return any(_same(mine, theirs) for mine, theirs in product(one.offices, other.offices))


def corroborates(one: Person, other: Person) -> int:
    """Return how much beside the name speaks for one person: 3 office and country, 2 office, 1 country, 0 nothing."""
    nation = bool(one.nations & other.nations)
    if same_office(one, other):
        return 2 + nation
    return int(nation or bool(one.circles & other.circles))


def clash(one: Person, other: Person) -> str:
    """Return what speaks against one person: `country`, `office`, `title` or `generation`; "" for nothing."""
    if one.nations and other.nations and one.nations.isdisjoint(other.nations):
        return "country"
    if one.genders and other.genders and one.genders.isdisjoint(other.genders):
        return "title"
    if same_office(one, other):
        return ""
    if not _generations(one) & _generations(other) and _generations(one) and _generations(other):
        return "generation"
    if one.offices and other.offices:
        nation = bool(one.nations & other.nations)
        pairs = product(one.offices, other.offices)
        return "office" if all(_unrelated(mine, theirs, nation=nation) for mine, theirs in pairs) else ""
    return ""


def offices_meet(one: Person, other: Person) -> bool:
    """Return whether two persons may well be one as far as their offices go: a word or a field of work in common.

    Offices of which nothing is known meet only where a country or an organisation is shared.
    """
    if not one.offices or not other.offices or corroborates(one, other):
        return True
    return offices_touch(one, other)


def offices_touch(one: Person, other: Person) -> bool:
    """Return whether an office of one has a word or a field of work in common with an office of the other."""
    pairs = product(one.offices, other.offices)
    return any(mine & theirs or _fields(mine) & _fields(theirs) for mine, theirs in pairs)


def named_apart(one: Person, other: Person) -> bool:
    """Return whether initials or "Jr." and "Sr." say that two people of one name are two."""
    return any(not may_be_one(mine, theirs) for mine, theirs in product(one.names, other.names))


def _generations(person: Person) -> frozenset[str]:
    return frozenset(name.generation for name in person.names if name.is_full)


@lru_cache(maxsize=65536)
def _same(one: Office, other: Office) -> bool:
    short, long = sorted((one, other), key=len)
    return bool(short) and short <= long and OTHER_OFFICE.isdisjoint(long - short)


@lru_cache(maxsize=65536)
def _unrelated(one: Office, other: Office, *, nation: bool) -> bool:
    """Return whether two offices are of different fields of work, so that one person seldom holds both."""
    if one & other:
        return False
    mine, theirs = _fields(one), _fields(other)
    if not mine or not theirs or mine & theirs:
        return False
    return not (nation and any(frozenset(pair) in RELATED_FIELDS for pair in product(mine, theirs)))


@lru_cache(maxsize=65536)
def _fields(office: Office) -> frozenset[str]:
    """Return the fields of work that an office belongs to, as far as its words give them away."""
    return frozenset(fields()[word] for word in office if word in fields())


def _fullest(name: str, forms: Phrase) -> frozenset[PersonName]:
    """Return the name, or where it is a single word the full name that a wording gives it."""
    own = person_name(name)
    if own is None or own.is_full:
        return frozenset({own} if own else ())
    fuller = (person_name(form) for form in forms)
    full = sorted(found for found in fuller if found and found.is_full and found.words[-1] == own.words[-1])
    return frozenset(full[:1] or [own])


def _before_name(form: str) -> str:
    """Return the title before a name: "German Chancellor" of "German Chancellor Merz"."""
    core = core_name(form)
    if not core.titled:
        return ""
    words = form.split()
    bare = [word.strip(".,'").replace(".", "").casefold().split("-")[0] for word in words]
    first = core.words[0]
    return " ".join(words[: bare.index(first)]) if first in bare else ""


def _single(form: str) -> str:
    """Return the key of a wording that is one capitalised word and no title, "" of others."""
    core = core_name(form)
    proper = len(core.words) == 1 and core.capitals[0] and not core.titled
    return name_key(form) if proper and not is_title(core.words[0]) else ""


def _nations_of(found: Said) -> frozenset[str]:
    """Return the countries that an office or affiliation names, if only by a seat of government."""
    seat = next((nation for word in found.words if (nation := standing_for((word,)))), "")
    seat = seat or next(filter(None, map(standing_for, zip(found.words, found.words[1:], strict=False))), "")
    return states_of(found.nations or filter(None, [seat]))
