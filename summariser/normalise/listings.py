"""How many things a text lists: "Donetsk, Luhansk and Crimea" are three."""

from __future__ import annotations

from summariser.normalise.nouns import STOPS
from summariser.normalise.tokens import Tokens, tokenise

_COUNTING_WORDS = {
    "both": 2,
    "pair": 2,
    "couple": 2,
    "twice": 2,
    "double": 2,
    "duo": 2,
    "trio": 3,
    "triple": 3,
}
_LINKS = frozenset({"of", "the", "de", "la"})
_SHORTEST_LIST, _SHORTEST_LIST_OF_NAMES = 3, 2
_LONGEST_ITEM = 5
_MOST_ITEMS = 12


def listed_counts(text: str) -> frozenset[int]:
    """Return the numbers of things that `text` lists by name, or counts with a word such as "both".

    Items are names, or short phrases in a list of at least three: "fury and
    disbelief" counts nothing.
    """
    tokens = tokenise(text)
    counts = {_COUNTING_WORDS[token.word] for token in tokens.row if token.word in _COUNTING_WORDS}
    for index, token in enumerate(tokens.row):
        if token.text in {"and", "or", "&"}:
            counts.add(_items(tokens, index, names=True) or _items(tokens, index, names=False))
    return frozenset(counts - {0})


def _items(tokens: Tokens, index: int, *, names: bool) -> int:
    """Return how many items the conjunction at `index` joins; 0 when they make no list."""
    first = index + 1 + (tokens.word(index + 1) in {"the", "a", "an", "other"})
    if not _belongs(tokens, first, names=names):
        return 0
    items, start = 1, index
    while items < _MOST_ITEMS:
        comma = tokens.at(start - 1).text == ","
        item = _item_start(tokens, start - comma, names=names)
        if item == start - comma or (items > 1 and not comma):
            break
        items, start = items + 1, item
    return items if items >= (_SHORTEST_LIST_OF_NAMES if names else _SHORTEST_LIST) else 0


def _item_start(tokens: Tokens, end: int, *, names: bool) -> int:
    """Return where the item that ends before `end` begins; `end` when there is none."""
    start = end
    while start > end - _LONGEST_ITEM and _belongs(tokens, start - 1, names=names):
        start -= 1
    while start < end and tokens.word(start) in _LINKS:
        start += 1
    return start


def _belongs(tokens: Tokens, index: int, *, names: bool) -> bool:
    """Return whether the token at `index` can be part of an item: of a name, or of any short phrase."""
    token = tokens.at(index)
    if token.kind != "word":
        return tokens.is_hyphen(index)
    return token.capital or token.word in _LINKS if names else token.word not in STOPS
