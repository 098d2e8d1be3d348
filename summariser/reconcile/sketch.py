"""A sketch of a text's shingles, and which articles are copies of each other by their sketches.

A sketch keeps the 64 smallest hashes of all runs of five words (bottom-k
minhash, Broder 1997): the share of hashes that two sketches have in common
estimates the share of runs that the texts have in common, to about 0.06.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from summariser.fold import fold
from summariser.reconcile.unions import Unions

SHINGLE = 5
"""Words in a run."""

SIZE = 64
"""Hashes in a sketch."""

NEAR = 0.5
"""Articles that share at least this share of their runs are copies; two reports of one event share under 0.05."""

_DIGITS = 12
_WORD = re.compile(r"[^\W_]+")


def sketch(text: str) -> tuple[str, ...]:
    """Return the sketch of `text`: up to 64 hashes of 12 hex digits, ascending; () for a text without words.

    >>> len(sketch("one two three four five six")), sketch("Free, and fair!") == sketch("free and fair")
    (2, True)
    """
    words = _WORD.findall(fold(text))
    runs = {" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}
    return tuple(sorted(_hash(run) for run in runs if run)[:SIZE])


def likeness(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """Return the estimated share of runs that two texts have in common, 0 to 1.

    >>> likeness(("a", "b"), ("a", "b")), likeness(("a",), ())
    (1.0, 0.0)
    """
    union = sorted({*first, *second})[:SIZE]
    shared = {*first} & {*second}
    return sum(one in shared for one in union) / len(union) if union else 0.0


def copies(sketches: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the documents in groups of copies, each group and the whole sorted.

    Only pairs that share a hash are compared, and of documents that all share one
    only neighbours: time grows with the number of documents, not of pairs.
    """
    unions: Unions[str] = Unions(sorted(sketches))
    for one, other in sorted(set(_neighbours(sketches))):
        if likeness(sketches[one], sketches[other]) >= NEAR:
            unions.join(one, other)
    return unions.groups()


def _neighbours(sketches: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for document in sorted(sketches):
        for one in sketches[document]:
            holders[one].append(document)
    for group in holders.values():
        yield from _chain(group)


def _chain(group: list[str]) -> Iterable[tuple[str, str]]:
    """Return each document with the one before it and with the first."""
    return [*pairwise(group), *((group[0], other) for other in group[2:])]


def _hash(run: str) -> str:
    return hashlib.sha256(run.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
