"""The words of a text that carry meaning, and how many of them two texts share."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from summariser.fold import fold

_SHORTEST_PLURAL = 4
_WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
_EMPTY_WORDS = frozenset(
    "a an and are as at be been being by can could for from had has have he her his in into is it its may might"
    " must of on or our shall she should so than that the their them then there these they this to was we were"
    " will with would".split()
)


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry meaning, folded, plurals evened out.

    >>> words("The troops' withdrawal from 2 regions")
    ('troop', 'withdrawal', '2', 'region')
    """
    found = (_stem(word) for word in _WORD.findall(fold(text).replace("'s", "").replace("'", "")))
    return tuple(word for word in found if word not in _EMPTY_WORDS)


def token_f1(left: str, right: str) -> float:
    """Return the F1 of the words two texts share, 0 to 1; 1 for two texts without words.

    >>> token_f1("cap on the army's size", "army size cap"), token_f1("army", "navy")
    (1.0, 0.0)
    """
    mine, theirs = Counter(words(left)), Counter(words(right))
    if not mine and not theirs:
        return 1.0
    shared = (mine & theirs).total()
    return 2 * shared / (mine.total() + theirs.total())


def _stem(word: str) -> str:
    if len(word) >= _SHORTEST_PLURAL and word.endswith("ies"):
        return f"{word[:-3]}y"
    return (
        word[:-1]
        if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
        else word
    )
