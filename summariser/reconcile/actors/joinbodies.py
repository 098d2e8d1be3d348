"""Which records are one state, body, organisation or group: by key and country, then by their other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from summariser.reconcile.actors.bodies import Body, Kind
from summariser.reconcile.actors.clusters import Clusters
from summariser.reconcile.actors.doubts import Doubt, Strength

_SHORTEST_SURE = 3
"""Letters of an abbreviation that stands for a name of those initials whatever kind of body it is."""


def join_bodies(
    clusters: Clusters,
    bodies: Mapping[int, Body],
    documents: Sequence[str],
    lands: Mapping[str, frozenset[str]],
) -> list[Doubt]:
    """Join the records of one actor that is no person, and return the pairs left to a question.

    Args:
        clusters: The sets of records, that grow.
        bodies: What each record says, by its number.
        documents: The article of each record.
        lands: The countries that the records of an article are tied to.
    """
    doubts: list[Doubt] = []
    bodies = {number: body for number, body in bodies.items() if not body.crowd}
    places = {number: lands[documents[number]] for number in bodies}
    states = _states(bodies, documents)
    acting = {
        number: body for number, body in bodies.items() if number in states or body.kind is not Kind.STATE
    }
    for block in _blocked(acting, lambda body: f"{body.kind}:{body.key}" if body.key else ""):
        doubts += _of_one_key(clusters, acting, block, places)
    named = {number: body for number, body in bodies.items() if number not in states}
    for block in _blocked(named, lambda body: "" if body.generic else body.plain):
        doubts += _of_one_key(clusters, named, block, places)
    for block in _blocked(named, lambda body: body.heard):
        doubts += _of_one_sound(clusters, named, block)
    own = [number for number, body in named.items() if body.kind is not Kind.GROUP]
    doubts += _by_alias(clusters, bodies, own)
    doubts += _by_initials(clusters, bodies, own)
    groups = {number: body for number, body in bodies.items() if body.kind is Kind.GROUP}
    doubts += _groups_called_alike(clusters, groups)
    return doubts


def _of_one_key(
    clusters: Clusters,
    bodies: Mapping[int, Body],
    block: Sequence[int],
    places: Mapping[int, frozenset[str]],
) -> list[Doubt]:
    """Join the records of one key: all of a name of its own, those of one country of a name that many have."""
    ranked = sorted(block, key=lambda number: (bodies[number].rank, number))
    if not any(_country_matters(bodies[number]) for number in block):
        _join_to_first(clusters, ranked)
        return []
    by_country: dict[frozenset[str], list[int]] = defaultdict(list)
    for number in ranked:
        by_country[bodies[number].nations].append(number)
    unknown = by_country.pop(frozenset(), [])
    for group in by_country.values():
        _join_to_first(clusters, group)
    firsts = [group[0] for group in by_country.values()]
    if not firsts:
        _join_to_first(clusters, unknown)
        return []
    sure = len(firsts) == 1 and not all(_needs_country(bodies[number]) for number in block)
    if sure:
        _join_to_first(clusters, [*firsts, *unknown])
        return list(_clashing(clusters, bodies, firsts))
    if len(firsts) == 1:
        home = bodies[firsts[0]].nations
        _join_to_first(clusters, [*firsts, *(n for n in unknown if _at_home(bodies[n], home, places[n]))])
    doubts = [
        Doubt(Strength.NAMED_ALIKE, first, number, "one name, country not given")
        for first in firsts
        for number in unknown
        if clusters.may_join(first, number)
    ]
    return [*doubts, *_clashing(clusters, bodies, firsts)]


def _at_home(body: Body, home: frozenset[str], lands: frozenset[str]) -> bool:
    """Return whether a body without a country is that of `home`, the only country the corpus has such a body of.

    A ministry is where the article speaks of that country alone, a chamber or assembly where it
    speaks of it at all: not every country has one.
    """
    return home <= lands if body.assembly else home == lands


def _of_one_sound(clusters: Clusters, bodies: Mapping[int, Body], block: Sequence[int]) -> list[Doubt]:
    """Join respelt names that share another word or the country; doubt the others."""
    doubts: list[Doubt] = []
    for one, other in combinations(_roots(clusters, block), 2):
        mine, theirs = _nations(clusters, bodies, one), _nations(clusters, bodies, other)
        if bodies[one].kind is not bodies[other].kind or _apart(mine, theirs):
            continue
        if mine & theirs or {*bodies[one].plain.split()} & {*bodies[other].plain.split()}:
            clusters.join(one, other)
        elif clusters.may_join(one, other):
            doubts.append(Doubt(Strength.SPELT_ALIKE, one, other, "respelt name"))
    return doubts


def _country_matters(body: Body) -> bool:
    return body.generic or body.kind in {Kind.STATE, Kind.GROUP}


def _needs_country(body: Body) -> bool:
    """Return whether a name without its country says too little: "the army"."""
    return body.generic and body.kind is Kind.BODY


def _clashing(clusters: Clusters, bodies: Mapping[int, Body], firsts: Sequence[int]) -> Iterator[Doubt]:
    """Yield a doubt for states of one name that are tied to different countries."""
    for one, other in combinations(firsts, 2):
        if bodies[one].kind is Kind.STATE and clusters.may_join(one, other):
            yield Doubt(Strength.NAMED_ALIKE, one, other, "one name, but another country")


def _join_to_first(clusters: Clusters, numbers: Sequence[int]) -> None:
    for number in numbers[1:]:
        clusters.join(numbers[0], number)


def _states(bodies: Mapping[int, Body], documents: Sequence[str]) -> set[int]:
    """Return the records that stand for a state: of those in one article the one that names it best.

    Beside "Russia" the Kremlin of the same article is a body of its own, whatever its type says.
    """
    best: dict[tuple[str, str], int] = {}
    for number, body in bodies.items():
        if body.kind is Kind.STATE:
            place = (documents[number], body.key)
            other = best.get(place, number)
            best[place] = min(other, number, key=lambda one: (bodies[one].rank, one))
    return set(best.values())


def _by_alias(clusters: Clusters, bodies: Mapping[int, Body], own: Sequence[int]) -> list[Doubt]:
    """Join a body to the one other body that an article calls by its name."""
    named: dict[str, list[int]] = defaultdict(list)
    called: dict[str, list[int]] = defaultdict(list)
    for number in own:
        body = bodies[number]
        if not body.generic:
            named[body.plain].append(number)
        for alias in sorted(body.aliases):
            called[alias].append(number)
    doubts: list[Doubt] = []
    for key in sorted(named.keys() & called.keys()):
        doubts += _link(clusters, bodies, named[key], called[key], "called by the other's name")
    return doubts


def _by_initials(clusters: Clusters, bodies: Mapping[int, Body], own: Sequence[int]) -> list[Doubt]:
    """Join an abbreviation to the one body whose initials it is."""
    named: dict[str, list[int]] = defaultdict(list)
    written: dict[str, list[int]] = defaultdict(list)
    for number in own:
        body = bodies[number]
        if body.short:
            named[body.plain].append(number)
        elif body.initials:
            written[body.initials].append(number)
    doubts: list[Doubt] = []
    for key in sorted(named.keys() & written.keys()):
        kind = bodies[named[key][0]].kind
        numbers = [n for n in written[key] if len(key) >= _SHORTEST_SURE or bodies[n].kind is kind]
        doubts += _link(clusters, bodies, named[key], numbers, "may be its abbreviation")
    return doubts


def _link(
    clusters: Clusters, bodies: Mapping[int, Body], named: Sequence[int], others: Sequence[int], reason: str
) -> list[Doubt]:
    """Join the set that has a name to the one set that goes by it; with several of either, doubt each pair."""
    pairs = {
        (one, other): None
        for one in _roots(clusters, named)
        for other in _roots(clusters, others)
        if one != other and not _apart(_nations(clusters, bodies, one), _nations(clusters, bodies, other))
    }
    possible = [pair for pair in pairs if clusters.may_join(*pair)]
    if len(possible) == 1 and len(pairs) == 1:
        clusters.join(*possible[0])
        return []
    return [Doubt(Strength.CALLED_ALIKE, min(pair), max(pair), reason) for pair in possible]


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and one.isdisjoint(other))


def _nations(clusters: Clusters, bodies: Mapping[int, Body], root: int) -> frozenset[str]:
    return frozenset(nation for number in clusters.members(root) for nation in bodies[number].nations)


def _groups_called_alike(clusters: Clusters, groups: Mapping[int, Body]) -> list[Doubt]:
    """Return the groups of which one is called by the name of the other: never joined by rule."""
    named: dict[str, set[int]] = defaultdict(set)
    for number, body in groups.items():
        named[body.plain].add(clusters.root(number))
    pairs = {
        (min(root, other), max(root, other))
        for number, body in groups.items()
        for alias in body.aliases
        for other in named.get(alias, ())
        if (root := clusters.root(number)) != other and clusters.may_join(root, other)
    }
    return [
        Doubt(Strength.CALLED_ALIKE, *pair, "a group called by the other's name") for pair in sorted(pairs)
    ]


def _roots(clusters: Clusters, numbers: Iterable[int]) -> list[int]:
    return sorted({clusters.root(number) for number in numbers})


def _blocked(bodies: Mapping[int, Body], key: Callable[[Body], str]) -> list[list[int]]:
    """Return the records of each key, "" left out."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, body in bodies.items():
        if key(body):
            groups[key(body)].append(number)
    return [group for group in groups.values() if len(group) > 1]
