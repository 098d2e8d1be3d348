"""`Unions`: sets that are joined step by step, the same result in whatever order (union-find)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any, Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class Unions(Generic[Item]):
    """Disjoint sets over `items`; the root of a set is its first item in the order given."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._order = {item: place for place, item in enumerate(items)}
        self._parent = {item: item for item in self._order}

    def root(self, item: Item) -> Item:
        """Return the first item of the set that holds `item`."""
        root = item
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[item] != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def join(self, one: Item, other: Item) -> None:
        """Make one set of the two that hold these items."""
        first, second = self.root(one), self.root(other)
        if self._order[first] <= self._order[second]:
            self._parent[second] = first
        else:
            self._parent[first] = second

    def groups(self) -> list[tuple[Item, ...]]:
        """Return the sets, items and sets in the order given."""
        found: dict[Any, list[Item]] = defaultdict(list)
        for item in self._order:
            found[self.root(item)].append(item)
        return [tuple(group) for group in found.values()]
