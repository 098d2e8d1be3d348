"""How alike two texts are by their words, and two places in a text by their characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from summariser.document import Span
from summariser.fold import fold
from summariser.normalise.wording import token_f1, words

__all__ = [
    "LONGEST_EVIDENCE",
    "SHORTEST_EVIDENCE",
    "overlap",
    "same_form",
    "says_the_same",
    "token_f1",
    "words",
]

LONGEST_EVIDENCE = 400
"""Characters a predicted span may always have; beyond three times the gold span it proves nothing."""

SHORTEST_EVIDENCE = 8
"""Characters a predicted span must have, or as many as the gold span: a letter inside it proves nothing."""


@lru_cache(maxsize=65536)
def same_form(text: str) -> str:
    """Return `text` folded; remembered, since the scorer folds the same short texts over and over."""
    return fold(text)


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
