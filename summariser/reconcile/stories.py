"""Groups of records that answers tie together, though articles cut the story differently.

A group holds one record of an article at most. Where one article tells a
drafting in one record and another tells the talks and the writing apart, answers
find more pairs to be the same than one group can hold; a `Story` is all the
groups that such pairs connect, and it remembers which records were found to be
the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from summariser.reconcile.articles import Item
from summariser.reconcile.dossier import Claim
from summariser.reconcile.grouping import Grouping
from summariser.reconcile.pairanswers import Named, named
from summariser.reconcile.unions import Unions

_Pairs = frozenset[frozenset[Named]]


class Story(NamedTuple):
    """Records about one thing.

    Attributes:
        groups: The groups it connects, the largest first.
        crossing: Pairs of records in two of the groups that were found to be the same.
        home: The place of each record's group.
        same: Pairs of records that were found to be the same themselves, and not by way of a third.
    """

    groups: tuple[tuple[Item, ...], ...]
    crossing: _Pairs
    home: Mapping[Named, int]
    same: _Pairs

    @property
    def items(self) -> tuple[Item, ...]:
        """All records, in the order of their keys."""
        return tuple(sorted((item for group in self.groups for item in group), key=lambda item: item.key))

    def linked(self, one: Claim, other: Claim) -> bool:
        """Return whether the records of two claims are the same: by their group, or by an answer about the two."""
        mine, theirs = named(one), named(other)
        return self.home[mine] == self.home[theirs] or frozenset({mine, theirs}) in self.crossing

    def told_same(self, one: Claim, other: Claim) -> bool:
        """Return whether the records of two claims were found to be the same themselves."""
        return frozenset({named(one), named(other)}) in self.same


def stories(grouping: Grouping) -> tuple[Story, ...]:
    """Return the groups, those connected by crossing pairs together."""
    home = {item: place for place, items in enumerate(grouping.groups) for item in items}
    unions: Unions[int] = Unions(range(len(grouping.groups)))
    crossing = [pair for pair in grouping.crossing if pair.first in home and pair.second in home]
    for pair in crossing:
        unions.join(home[pair.first], home[pair.second])
    ties: dict[int, set[frozenset[Named]]] = defaultdict(set)
    for pair in crossing:
        ties[unions.root(home[pair.first])].add(frozenset(map(_name, (pair.first, pair.second))))
    same = frozenset(frozenset(map(_name, (pair.first, pair.second))) for pair in grouping.same)
    return tuple(
        _story([grouping.groups[place] for place in part], frozenset(ties[part[0]]), same)
        for part in unions.groups()
    )


def _story(groups: Sequence[tuple[Item, ...]], crossing: _Pairs, same: _Pairs) -> Story:
    ordered = tuple(sorted(groups, key=lambda items: (-len(items), items[0].key)))
    home = {_name(item): place for place, items in enumerate(ordered) for item in items}
    return Story(ordered, crossing, home, same)


def _name(item: Item) -> Named:
    return item.document, item.kept.id
