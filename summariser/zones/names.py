"""Reads the names in a byline: whether words are names at all, and whose they are."""

from __future__ import annotations

import re

from summariser.zones import vocabulary as words
from summariser.zones.languages import ANY_FUNCTION_WORD


def is_names(text: str) -> bool:
    """Return whether a text is made of names, small words that join names, and dates.

    >>> is_names("Ana Ruiz and Piet de Boer, The Daily 3 May 2024"), is_names("Law Ukraine Would Bar It")
    (True, False)
    """
    for word in _NAME_TOKEN.findall(text):
        lower = word.casefold()
        if (
            lower in _JOINERS
            or lower in words.ROLES
            or lower in words.DATE_NAMES
            or lower in words.DATE_LABELS
        ):
            continue
        if (word[0].islower() and word.isalpha()) or (lower in ANY_FUNCTION_WORD and len(lower) > 1):
            return False
    return any(map(str.isalpha, text))


def people(text: str) -> tuple[str, ...]:
    """Return the full names in a byline, without what introduces or follows them.

    >>> people("By Ana Ruiz and Piet de Boer, science editor")
    ('Ana Ruiz', 'Piet de Boer')
    """
    found: list[str] = []
    for index, segment in enumerate(_LIST.split(without_opening(text[:_LONGEST]))):
        plain = _ASIDE.sub("", segment).strip(_EDGES)
        bare = _without_role(plain)
        if index == 0 or len(bare.split()) == len(plain.split()):  # no ", Paris correspondent"
            found += (part.strip(_EDGES) for part in _AND.split(bare))
    return tuple(part for part in found if _is_person(part))


def without_opening(text: str) -> str:
    """Return a byline without the words that introduce its names.

    >>> without_opening("Written by: Ana Ruiz")
    'Ana Ruiz'
    """
    return _OPENING.sub("", text)


def _without_role(part: str) -> str:
    """Return a name without the role behind it: "Ana Ruiz" for "Ana Ruiz Staff Writer"."""
    found = part.split()
    while found and found[-1].casefold() in words.ROLES:
        found.pop()
    return " ".join(found)


def _is_person(part: str) -> bool:
    found = part.split()
    if not _FEWEST <= len(found) <= _MOST or any(map(str.isdigit, part)):
        return False
    lower = {word.casefold() for word in found}
    if found[0].casefold() == "the" or "by" in lower:
        return False
    return part[0].isupper() and found[-1][0].isupper() and words.ROLES.isdisjoint(lower) and is_names(part)


_FEWEST, _MOST = 2, 5
_LONGEST = 400
_NAME_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*")
_JOINERS = words.phrases("""
    by, and, und, et, y, e, i, en, och, og, ja, и, і, та, with, for, in, of, the, de, del, della, di, da, der, den
    van, von, vom, zu, la, le, el, al, bin, ibn, du, dos, das, do, af, av, ten, ter, jr, sr, dr, mr, ms, mrs, now
    earlier, at, from, für, pour, para, per, as
""")
_OPENING = re.compile(
    r"^\W*(?:(?:words|text|story|photography|interview|written|author|autor|автор|from)\b\s*)?"
    r"(?:by|von|par|por|di|da|door|av|af|від)?\b[:\s]+(?=[^\W\d_])|^\W+",
    re.IGNORECASE,
)
_LIST = re.compile(r"[,;|•·]")
_AND = re.compile(r"\s(?:and|und|et|y|e|en|och|og|и|і|та|&)\s")
_EDGES = " .,:;|–—-\u00a0"
_ASIDE = re.compile(r"\([^()]{0,60}\)|<[^<>]{0,80}>")
