"""Names of people taken apart, and what one name is to another: the same, respelt, a short form, longer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from summariser.normalise.namekeys import FUNCTION_WORDS, ORGANISATION_WORDS, core_name, is_title, spelled
from summariser.normalise.tokens import Phrase
from summariser.reconcile.actors.nations import said
from summariser.reconcile.actors.wordlists import GENERATIONS, GENERIC_WORDS, PARTICLES, given_groups

Relation = Literal[
    "same",
    "order",
    "longer",
    "respelt given name",
    "other given name",
    "second surname",
    "respelt surname",
    "misspelt surname",
]
"""What a full name is to another, from the closest on."""

_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^[yij]e(?=[vu])"), "e"),
    (re.compile(r"^[yij](?=[aeiou])"), "j"),
    (re.compile(r"^kh"), "h"),
    (re.compile(r"sch|sh|sz|š"), "s"),
    (re.compile(r"tch|tsch|ch|cz|dzh|dz|dj"), "j"),
    (re.compile(r"zh|ts|tz|z|c(?=[ei])"), "s"),
    (re.compile(r"kh|gh|ck|q|g|c(?=[aourlk])|c$"), "k"),
    (re.compile(r"ph|ff|w|f"), "v"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"th"), "t"),
    (re.compile(r"(?<=\w)h"), ""),
    (re.compile(r"(?<=[aou])e"), ""),
    (re.compile(r"e"), "a"),
    (re.compile(r"u|(?<=k)a$"), "o"),
    (re.compile(r"(\w)\1+"), r"\1"),
)
_OFFICE_WORDS = FUNCTION_WORDS | ORGANISATION_WORDS | GENERIC_WORDS | {"prime"}
_SHORTEST_NICKNAME = 3
_SHORTEST_SURE_SOUND = 5
"""Sounds of a given name from which on one sound is one name; Dan and Dean sound alike too."""
SHORTEST_SURE_SURNAME = 5
"""Sounds of a surname from which on a shared country is enough for two spellings of one sound."""
_SHORTEST_MISSPELT = 6
"""Sounds of a surname from which on another letter may be a slip; of shorter ones too many are a letter apart."""
_EDGE = 3
_CAPITAL_INITIALS = 3
_PAIR = 2


class PersonName(NamedTuple):
    """A person's name.

    Attributes:
        words: Given names and surname, spellings evened out, particles such as "von" left out.
        lead: Initials in place of given names: "jd" in "J. D. Vance".
        middle: Initials after a given name: "hw" in "George H.W. Bush".
        generation: "jr", "iii".
    """

    words: Phrase
    lead: str = ""
    middle: str = ""
    generation: str = ""

    @property
    def is_full(self) -> bool:
        """Whether there is more than a surname and an initial."""
        return len(self.words) > 1 or len(self.lead) > 1

    @property
    def key(self) -> str:
        """The letters of the name: "Xi Jin-ping" and "Xi Jinping" have one key."""
        return self.lead + "".join(self.words)


@lru_cache(maxsize=65536)
def person_name(text: str) -> PersonName | None:
    """Return a person's name taken apart; None of words that only describe somebody.

    >>> person_name("Ursula von der Leyen").words, person_name("J. D. Vance").lead
    (('ursula', 'leien'), 'jd')
    >>> person_name("the president") is None, person_name("a figure close to him") is None
    (True, True)
    """
    core = core_name(text)
    words = core.words[: core.words.index("of")] if "of" in core.words[1:] else core.words
    if not words or not any(words) or _describes(text, words, core.capitals):
        return None
    generation = words[-1] if len(words) > 1 and words[-1] in GENERATIONS else ""
    words = words[:-1] if generation else words
    initials = _initials(text, words)
    kept = tuple(word for word in words if word not in initials and len(word) > 1) or words
    leading = words[0] in initials and kept != words
    letters = "".join(initials)
    kept = _without_particles(kept, core.capitals)
    return PersonName(
        tuple(map(spelled, kept)), letters if leading else "", "" if leading else letters, generation
    )


def relation(one: PersonName, other: PersonName) -> Relation | None:
    """Return what a full name is to another; None when they name different people.

    >>> mike, michael, boris = (person_name(f"{given} Johnson") for given in ("Mike", "Michael", "Boris"))
    >>> relation(mike, michael), relation(mike, boris)
    ('other given name', None)
    """
    if not may_be_one(one, other):
        return None
    if one.key == other.key:
        return "same"
    if min(len(one.words), len(other.words)) < _PAIR:
        return "longer" if initials_fit(one, other) else None
    if sorted(one.words) == sorted(other.words):
        return "order"
    return _contained(one.words, other.words) or _by_parts(one.words, other.words)


def may_be_one(one: PersonName, other: PersonName) -> bool:
    """Return whether neither "Jr." and "Sr." nor middle initials set two names apart.

    >>> may_be_one(person_name("George W. Bush"), person_name("George H.W. Bush"))
    False
    """
    if one.generation and other.generation and one.generation != other.generation:
        return False
    if not (one.middle or other.middle or (one.lead and other.lead)):
        return True
    short, long = sorted((_letters(one), _letters(other)), key=len)
    return long.startswith(short)


def initials_fit(one: PersonName, other: PersonName) -> bool:
    """Return whether the surnames are one and no initial contradicts a given name.

    >>> initials_fit(person_name("J. D. Vance"), person_name("James David Vance"))
    True
    >>> initials_fit(person_name("M. Johnson"), person_name("Boris Johnson"))
    False
    """
    if one.words[-1] != other.words[-1]:
        return False
    short, long = sorted((_letters(one), _letters(other)), key=len)
    return long.startswith(short)


def blocks(name: PersonName) -> Iterator[Phrase]:
    """Yield the keys under which full names that may be one person's meet."""
    words = name.words
    if len(words) < _PAIR:
        yield ("initials", words[-1], name.lead[0])
        return
    given, surname = words[0], sound(words[-1])
    yield ("initials", words[-1], given[0])
    yield ("sound", sound(given), surname)
    if len(surname) >= _SHORTEST_MISSPELT - 1:
        yield ("begins", sound(given), surname[:_EDGE])
        yield ("ends", sound(given), surname[-_EDGE:])
    yield ("short", given[:_SHORTEST_NICKNAME], words[-1])
    for group in sorted(given_groups().get(given, ())):
        yield ("group", str(group), surname)
    yield ("start", *words[:2])
    yield ("end", *words[-2:])
    yield ("order", *sorted(words))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return a rough key of how an evened-out name word sounds.

    >>> sound("lukashenko") == sound("lukashenka"), sound("qadafi") == sound("gadhafi")
    (True, True)
    """
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def _letters(name: PersonName) -> str:
    """Return the first letters of all given names: "ghw" of "George H.W. Bush"."""
    given = "".join(word[0] for word in name.words[:-1])
    return name.lead + given[:1] + name.middle + given[1:]


def _by_parts(one: Phrase, other: Phrase) -> Relation | None:
    """Return what a name is to another of which no part is the whole of the other."""
    given, surname = (one[0], other[0]), (one[-1], other[-1])
    alike = given[0] == given[1]
    respelt = alike or sound(given[0]) == sound(given[1])
    if not respelt and not _goes_for(*given):
        return None
    if surname[0] != surname[1]:
        return _other_surname(*surname) if _same_middle(one, other) else None
    if not _same_middle(one, other):
        return None
    sure = respelt and (alike or len(sound(given[0])) >= _SHORTEST_SURE_SOUND)
    return "respelt given name" if sure else "other given name"


def _other_surname(one: str, other: str) -> Relation | None:
    """Return what a surname is to another of other letters.

    >>> _other_surname("osman", "ozman"), _other_surname("gutierez", "gutieres")
    ('respelt surname', 'respelt surname')
    >>> _other_surname("haberman", "haverman"), _other_surname("petrov", "petrova")
    ('misspelt surname', None)
    """
    mine, theirs = sound(one), sound(other)
    if mine == theirs:
        return "respelt surname"
    short, long = sorted((mine, theirs), key=len)
    longer = len(long) >= _SHORTEST_MISSPELT and mine[0] == theirs[0] and long != short + "a"
    return "misspelt surname" if longer and _is_slip(short, long) else None


def _is_slip(short: str, long: str) -> bool:
    """Return whether one letter is another one, is left out, or has changed places with the next."""
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) != len(long):
        return short[start:] == long[start + 1 :]
    swapped = long[start + 1 : start + 2] + long[start : start + 1] + long[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or short[start:] == swapped


def _same_middle(one: Phrase, other: Phrase) -> bool:
    """Return whether the names between given name and surname do not differ, where both have any."""
    mine, theirs = one[1:-1], other[1:-1]
    return not mine or not theirs or [*map(sound, mine)] == [*map(sound, theirs)]


def _goes_for(one: str, other: str) -> bool:
    """Return whether a given name is short for the other, or another form of it."""
    short, long = sorted((one, other), key=len)
    groups = given_groups()
    if groups.get(one, frozenset()) & groups.get(other, frozenset()):
        return True
    return len(short) >= _SHORTEST_NICKNAME and long.startswith(short) and long != short + "a"


def _contained(one: Phrase, other: Phrase) -> Relation | None:
    """Return what a name is to another with names left out: in the middle or before, or the last of two surnames."""
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return None
    ends = long[0] == short[0] and long[-1] == short[-1] and _within(short, long)
    if ends or long[-len(short) :] == short:
        return "longer"
    return "second surname" if long[: len(short)] == short else None


def _within(short: Phrase, long: Phrase) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def _describes(text: str, words: Phrase, capitals: tuple[bool, ...]) -> bool:
    """Return whether the words are no name: titles alone, or one begins with a small letter as no particle does."""
    if all(is_title(word) or word in _OFFICE_WORDS for word in (*said(text).words, *words[1:])):
        return len(words) > 1 or text.casefold().startswith("the ") or not capitals[0]
    folded = text.casefold()
    return any(
        word[:1].upper() != word[:1] and not capital and word not in PARTICLES and f"-{word}" not in folded
        for word, capital in zip(words, capitals, strict=False)
    )


def _initials(text: str, words: Phrase) -> tuple[str, ...]:
    """Return the initials in a name, each run as one: ("j", "d"), ("hw",)."""
    pieces = [piece.strip(",()") for piece in text.split()]
    plain = [piece.replace(".", "").casefold() for piece in pieces]
    start = plain.index(words[0]) if words[0] in plain else len(pieces)
    found = []
    for piece, bare in list(zip(pieces, plain, strict=True))[start:]:
        if bare == words[-1]:
            break
        capitals = piece.isupper() and len(bare) <= _CAPITAL_INITIALS and not text.isupper()
        if len(bare) == 1 or "." in piece.rstrip(".") or (capitals and bare == words[0]):
            found.append(bare)
    return tuple(found)


def _without_particles(words: Phrase, capitals: tuple[bool, ...]) -> Phrase:
    """Leave out "von", "al" and the like; a first word that could be a given name stays: "Al Gore"."""
    first = (
        words[:1]
        if words[0] not in PARTICLES or (len(words) == _PAIR and capitals[0] and words[0] == "al")
        else ()
    )
    return (*first, *(word for word in words[1:] if word not in PARTICLES)) or words
