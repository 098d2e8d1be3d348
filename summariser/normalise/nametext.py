"""A text prepared for finding names: its tokens, and where each evened-out word stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from summariser.normalise.namekeys import spelled
from summariser.normalise.tokens import Phrase, Tokens, tokenise

_LONGEST_SHORTENED = 3
"""Letters of a word that ends in a dot inside a name, such as "St." or "Jr."."""


class Match(NamedTuple):
    """Tokens from `start` up to `end` that name an actor."""

    start: int
    end: int


class IndexedText(NamedTuple):
    """A text's tokens, and where each evened-out word stands."""

    tokens: Tokens
    places: dict[str, tuple[int, ...]]


@lru_cache(maxsize=16)
def indexed(text: str) -> IndexedText:
    """Return `text` prepared for finding names; remembered for the last few texts."""
    tokens = tokenise(text)
    places: dict[str, list[int]] = {}
    for index, token in enumerate(tokens.row):
        if token.kind in {"word", "number"}:
            places.setdefault(_key(tokens, index), []).append(index)
    return IndexedText(tokens, {key: tuple(found) for key, found in places.items()})


def occurrences(view: IndexedText, form: Phrase) -> Iterator[Match]:
    """Yield where the words of `form` stand in a row, with nothing but hyphens and dots between."""
    keys = tuple(map(spelled, form))
    for start in view.places.get(keys[0], ()) if keys else ():
        end = start + 1
        for key in keys[1:]:
            end = _next_word(view.tokens, end)
            if _key(view.tokens, end) != key:
                break
            end += 1
        else:
            yield Match(start, end)


def bare(tokens: Tokens, index: int) -> str:
    """Return the word or number at `index` without possessive ending and dots."""
    token = tokens.at(index)
    return (token.word or token.text).replace(".", "")


def _key(tokens: Tokens, index: int) -> str:
    return spelled(bare(tokens, index))


def _next_word(tokens: Tokens, index: int) -> int:
    """Return the index of the next word of a name, past a hyphen or the dot of an initial."""
    initial = tokens.at(index).text == "." and len(tokens.word(index - 1)) <= _LONGEST_SHORTENED
    return index + 1 if initial or tokens.is_hyphen(index) else index
