"""Where a text names a group: by its head noun and what qualifies it, as in "officials from Europe"."""

from __future__ import annotations

from collections.abc import Iterator

from summariser.normalise.demonyms import by_belonging, by_name
from summariser.normalise.namekeys import FUNCTION_WORDS, CoreName, spelled
from summariser.normalise.nametext import IndexedText, Match, bare
from summariser.normalise.nouns import STOPS, is_plural, singular
from summariser.normalise.tokens import Tokens, listed

_COLLECTIVES = frozenset(
    listed(
        "official leader ally partner diplomat lawmaker minister administration government delegation team"
    )
)
_LOOSE_MODIFIERS = frozenset(listed("senior top key unnamed several some other many various two three"))
_GROUP_REACH = 6


def find_group(view: IndexedText, core: CoreName) -> Iterator[Match]:
    """Yield where a group stands by its head noun and what qualifies it: "officials from Europe"."""
    head = core.words[-1]
    qualifiers = [word for word in core.words[:-1] if word not in FUNCTION_WORDS | _LOOSE_MODIFIERS]
    collective = singular(head) in _COLLECTIVES or (is_plural(head) and not core.capitals[-1])
    if not collective:
        return
    wanted = _meanings(qualifiers)
    for key in {spelled(head), spelled(singular(head)), spelled(singular(head) + "s")}:
        for place in view.places.get(key, ()):
            match = _qualified(view.tokens, place, wanted=wanted)
            if match is not None:
                yield match


def _qualified(tokens: Tokens, place: int, *, wanted: frozenset[str]) -> Match | None:
    """Return the head at `place` with its qualifiers when they hold everything `wanted`."""
    if not wanted:
        return Match(place, place + 1)
    start = _phrase_start(tokens, place)
    words = [bare(tokens, index) for index in range(start, place) if tokens.at(index).kind == "word"]
    if wanted <= _meanings(words):
        return Match(start, place + 1)
    if tokens.word(place + 1) not in {"from", "of", "in"}:
        return None
    end = place + 2 + (tokens.word(place + 2) == "the")
    last = end
    while last < end + 3 and tokens.at(last).kind == "word" and tokens.at(last).capital:
        last += 1
    after = [bare(tokens, index) for index in range(end, last)]
    return Match(start, last) if wanted <= _meanings([*words, *after]) else None


def _phrase_start(tokens: Tokens, place: int) -> int:
    """Return where the noun phrase whose head is at `place` begins, "Ukrainian and European" included."""
    start = place
    while start > place - _GROUP_REACH and _qualifies(tokens, start - 1):
        start -= 1
    return start


def _qualifies(tokens: Tokens, index: int) -> bool:
    """Return whether a token can stand before a head: an adjective, a country, an "and" after one."""
    token = tokens.at(index)
    if token.word in {"and", "or"} or token.text in {",", "-", "/"}:
        return _is_known(tokens, index - 1)
    adjective = token.kind == "word" and token.word not in STOPS and not is_plural(token.word)
    return adjective or _is_known(tokens, index)


def _is_known(tokens: Tokens, index: int) -> bool:
    word = bare(tokens, index)
    return tokens.at(index).capital and ((word,) in by_belonging() or (word,) in by_name())


def _meanings(words: list[str]) -> frozenset[str]:
    """Return what qualifying words mean: "American", "U.S." and "United States" mean the same."""
    meanings = set()
    index = 0
    while index < len(words):
        for length in (3, 2, 1):
            phrase = tuple(words[index : index + length])
            entity = by_belonging().get(phrase) or by_name().get(phrase)
            if entity is not None:
                break
        meanings.add(entity.name if entity else spelled(words[index]))
        index += length
    return frozenset(meanings)
