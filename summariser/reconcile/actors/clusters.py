"""`Clusters`: records joined step by step, never two of one article and never two that an answer sets apart."""

from __future__ import annotations

from collections.abc import Sequence


def _united(one: set[str], other: set[str]) -> set[str]:
    """Return both sets in the larger one, so that growing a large set step by step stays cheap."""
    large, small = (one, other) if len(one) >= len(other) else (other, one)
    large |= small
    return large


def _appended(one: list[int], other: list[int]) -> list[int]:
    large, small = (one, other) if len(one) >= len(other) else (other, one)
    large += small
    return large


class Clusters:
    """Sets of records, each a number, that grow by `join`.

    The smallest number stands for a set.

    Args:
        documents: The article of each record.
    """

    def __init__(self, documents: Sequence[str]) -> None:
        self._parent = list(range(len(documents)))
        self._members: list[list[int]] = [[number] for number in self._parent]
        self._documents: list[set[str]] = [{document} for document in documents]
        self._apart: list[set[int]] = [set() for _ in documents]

    def root(self, number: int) -> int:
        """Return the number that stands for the set of `number`."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def members(self, number: int) -> list[int]:
        """Return the records of the set of `number`, sorted."""
        return sorted(self._members[self.root(number)])

    def may_join(self, one: int, other: int) -> bool:
        """Return whether two different sets share no article and no answer sets them apart."""
        first, second = self.root(one), self.root(other)
        if first == second or not self._documents[first].isdisjoint(self._documents[second]):
            return False
        return all(self.root(number) != second for number in self._apart[first])

    def join(self, one: int, other: int) -> bool:
        """Make one set of two that may join; return whether they are one set now."""
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            return True
        if not self.may_join(first, second):
            return False
        self._parent[second] = first
        self._members[first] = _appended(self._members[first], self._members[second])
        self._documents[first] = _united(self._documents[first], self._documents[second])
        self._apart[first] |= self._apart[second]
        return True

    def keep_apart(self, one: int, other: int) -> None:
        """Never join the sets of two records."""
        first, second = self.root(one), self.root(other)
        self._apart[first].add(second)
        self._apart[second].add(first)
