"""How alike two texts are by their words, and two places in a text by their characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from summariser.document import Span
from summariser.fold import fold

_SHORTEST_PLURAL = 4
LONGEST_EVIDENCE = 400
"""Characters a predicted span may always have; beyond three times the gold span it proves nothing."""

SHORTEST_EVIDENCE = 8
"""Characters a predicted span must have, or as many as the gold span: a letter inside it proves nothing."""

_WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
_EMPTY_WORDS = frozenset(
    "a an and are as at be been being by can could for from had has have he her his in into is it its may might"
    " must of on or our shall she should so than that the their them then there these they this to was we were"
    " will with would".split()
)


@lru_cache(maxsize=65536)
def same_form(text: str) -> str:
    """Return `text` folded; remembered, since the scorer folds the same short texts over and over."""
    return fold(text)


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


def says_the_same(left: str, right: str) -> bool:
    """Return whether one text has all the words of the other: "envoy" and "special envoy"."""
    mine, theirs = set(words(left)), set(words(right))
    return mine <= theirs or theirs <= mine if mine and theirs else mine == theirs


def overlap(gold: Iterable[Span], predicted: Sequence[Span]) -> float:
    """Return the greatest overlap of a gold with a predicted span: shared over the shorter one's length.

    A predicted span that is longer than 400 characters and three times the gold span counts as no
    overlap, and so does a mere scrap of it.
    """
    return max((_overlap(one, other) for one in gold for other in predicted), default=0.0)


def _overlap(gold: Span, predicted: Span) -> float:
    lengths = gold.end - gold.start, predicted.end - predicted.start
    if lengths[1] > max(LONGEST_EVIDENCE, 3 * lengths[0]) or lengths[1] < min(SHORTEST_EVIDENCE, lengths[0]):
        return 0.0
    if not all(lengths):
        return 0.0
    shared = min(gold.end, predicted.end) - max(gold.start, predicted.start)
    return max(0, shared) / min(lengths)


def _stem(word: str) -> str:
    if len(word) >= _SHORTEST_PLURAL and word.endswith("ies"):
        return f"{word[:-3]}y"
    return (
        word[:-1]
        if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
        else word
    )
