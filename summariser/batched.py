"""Any number of things, a block of them at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(things: Iterable[T], most: int) -> Iterator[list[T]]:
    """Yield lists of at most `most` things.

    >>> list(batched("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    left = iter(things)
    while block := list(islice(left, most)):
        yield block
