"""Which records are one person: by full name, by a form of it, by surname alone; best evidence first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple, get_args

from summariser.normalise import is_named
from summariser.reconcile.actors.clusters import Clusters
from summariser.reconcile.actors.doubts import MOST_QUESTIONS, Doubt, Strength
from summariser.reconcile.actors.people import (
    Person,
    clash,
    corroborates,
    named_apart,
    offices_meet,
    offices_touch,
)
from summariser.reconcile.actors.personnames import (
    SHORTEST_SURE_SURNAME,
    PersonName,
    Relation,
    blocks,
    initials_fit,
    relation,
    sound,
)

_CLOSENESS: tuple[Relation, ...] = get_args(Relation)[1:]
"""What is less than the same, from the closest on."""

_SOUND = "sounds like "
_NEEDED: dict[Relation, int] = {
    "other given name": 2,
    "second surname": 2,
    "respelt surname": 2,
    "misspelt surname": 3,
}
"""What a form of a name needs in common to be joined, as `corroborates` counts; others need anything at all."""
_ASKED: dict[Relation, int] = {"misspelt surname": 1}
"""What a form of a name needs in common to be asked about; others need nothing."""
_OFFICE = 2
"""What persons have in common, as `corroborates` counts, when they share an office."""


class People:
    """Persons by the number of their record, and what is known of each set of them so far."""

    def __init__(self, clusters: Clusters, people: Mapping[int, Person], written: Mapping[int, str]) -> None:
        self._clusters = clusters
        self._known: dict[int, Person] = {}
        for number, person in people.items():
            root = clusters.root(number)
            self._known[root] = self._known[root].joined(person) if root in self._known else person
        self.numbers = sorted(people)
        self.written = written

    def roots(self, numbers: Iterable[int]) -> list[int]:
        """Return the sets that hold these records, each once, sorted."""
        return sorted({self._clusters.root(number) for number in numbers})

    def known(self, number: int) -> Person:
        """Return what is known of the set of a record."""
        return self._known[self._clusters.root(number)]

    def agree(self, one: int, other: int) -> bool:
        """Return whether nothing that is known speaks against one person."""
        mine, theirs = self.known(one), self.known(other)
        return not named_apart(mine, theirs) and not clash(mine, theirs)

    def may_be_one(self, one: int, other: int) -> bool:
        """Return whether neither articles nor anything that is known speaks against one person."""
        return self._clusters.may_join(one, other) and self.agree(one, other)

    def may_ask(self, one: int, other: int) -> bool:
        """Return whether a question about two of one name makes sense."""
        return self._clusters.may_join(one, other) and not named_apart(self.known(one), self.known(other))

    def join(self, one: int, other: int) -> bool:
        """Make two sets one, and know of it what was known of both; return whether they are one now."""
        first, second = self._clusters.root(one), self._clusters.root(other)
        joined = self._known[first].joined(self._known[second])
        if not self._clusters.join(first, second):
            return False
        self._known[self._clusters.root(first)] = joined
        return True


def join_people(people: People) -> list[Doubt]:
    """Join the records of one person, and return the pairs that are left to a question."""
    doubts: list[Doubt] = []
    full = [number for number in people.numbers if any(name.is_full for name in people.known(number).names)]
    for block in _blocked(full, lambda number: [name.key for name in people.known(number).names]):
        doubts += _of_one_name(people, block)
    doubts += _by_forms(people, full)
    known = set(full)
    short = [number for number in people.numbers if number not in known and people.known(number).names]
    doubts += _by_surname(people, short, full)
    return doubts


def _of_one_name(people: People, block: Sequence[int]) -> list[Doubt]:
    """Join the records of one name: those that have more in common first, then what nothing speaks against."""
    if len(block) == 1:
        return []
    alike = _blocked(block, lambda number: [(people.known(number).circumstances, people.known(number).names)])
    informed = [group for group in alike if not people.known(group[0]).bare]
    for group in informed:
        _join_all(people, group)
    roots = _gather(people, people.roots(number for group in informed for number in group))
    _join_where_all_agree(people, roots)
    roots = people.roots(roots)
    left = _attach(people, [number for number in block if people.known(number).bare], roots)
    return list(_homonyms(people, [*people.roots(roots), *people.roots(left)]))


def _join_all(people: People, group: Sequence[int]) -> None:
    for number in group[1:]:
        if people.agree(group[0], number):
            people.join(group[0], number)


def _gather(people: People, roots: Sequence[int]) -> list[int]:
    """Join those of one name that share a country, an office or an organisation; return the sets left."""
    before = 0
    while len(roots) != before:
        before = len(roots)
        sharing: dict[str, set[int]] = defaultdict(set)
        for root in roots:
            traits = _traits(people.known(root))
            near = sorted({other for trait in traits for other in sharing[trait]})
            match = next((one for one in near if _fits(people, one, root) and people.join(one, root)), root)
            for trait in traits:
                sharing[trait].add(match)
        roots = people.roots(roots)
    return list(roots)


def _traits(known: Person) -> set[str]:
    """Return everything of which two persons who have something in common share one."""
    return {word for office in known.offices for word in office} | known.nations | known.circles


def _fits(people: People, one: int, other: int) -> bool:
    return people.may_be_one(one, other) and corroborates(people.known(one), people.known(other)) > 0


def _join_where_all_agree(people: People, roots: Sequence[int]) -> None:
    """Join sets of one name when nothing speaks against any pair of them."""
    if all(_agree_well(people, one, other) for one, other in combinations(roots, 2)):
        _join_all(people, roots)


def _agree_well(people: People, one: int, other: int) -> bool:
    return people.may_be_one(one, other) and offices_meet(people.known(one), people.known(other))


def _attach(people: People, bare: Sequence[int], roots: Sequence[int]) -> list[int]:
    """Join records with nothing but the name to the one set they can mean; return those left, joined up."""
    left = []
    chosen = {number: [root for root in roots if people.agree(root, number)] for number in people.roots(bare)}
    for number, options in chosen.items():
        if len(options) != 1:
            left.append(number)
        elif people.agree(options[0], number):
            people.join(options[0], number)
    alike = _blocked(left, lambda number: [(people.known(number).names, people.known(number).genders)])
    for group in alike:
        _join_all(people, group)
    _join_where_all_agree(people, people.roots(left))
    return left


def _homonyms(people: People, numbers: Sequence[int]) -> Iterator[Doubt]:
    """Yield doubts between the sets of one name, for each no more than can be asked."""
    roots = people.roots(numbers)
    for place, one in enumerate(roots):
        others = (other for other in roots[place + 1 :] if people.may_ask(one, other))
        for other in islice(others, MOST_QUESTIONS):
            found = clash(people.known(one), people.known(other))
            reason = f"one name, but another {found}" if found else "one name, and several people who have it"
            if found != "title":
                yield Doubt(Strength.NAMED_ALIKE, one, other, reason)


class _Form(NamedTuple):
    """Two sets whose names are forms of one name: an entry of a list to be worked through in order."""

    place: int
    first: int
    second: int
    relation: Relation


def _by_forms(people: People, full: Sequence[int]) -> list[Doubt]:
    """Join persons whose full names are forms of one name and who have an office or country in common."""
    doubts: list[Doubt] = []
    for form in _forms(people, full):
        mine, theirs = people.known(form.first), people.known(form.second)
        if not people.may_be_one(form.first, form.second):
            continue
        if _is_enough(form.relation, mine, theirs):
            people.join(form.first, form.second)
        elif corroborates(mine, theirs) >= _ASKED.get(form.relation, 0):
            doubts.append(Doubt(Strength.SPELT_ALIKE, form.first, form.second, f"name with {form.relation}"))
    return doubts


def _forms(people: People, full: Sequence[int]) -> list[_Form]:
    """Return the pairs of sets with forms of one name, the closest first."""
    found = set()
    for block in _blocked(people.roots(full), lambda root: _meeting(people, root)):
        for one, other in combinations(block, 2):
            closest = _closest(people, one, other)
            if closest is not None:
                found.add(_Form(_CLOSENESS.index(closest), one, other, closest))
    return sorted(found)


def _meeting(people: People, root: int) -> Iterator[Hashable]:
    """Yield the keys under which a set meets those whose names may be forms of its own."""
    for name in _full_names(people, root):
        yield from blocks(name)


def _closest(people: People, one: int, other: int) -> Relation | None:
    pairs = product(_full_names(people, one), _full_names(people, other))
    found = {related for pair in pairs if (related := relation(*pair))} - {"same"}
    return min(found, key=_CLOSENESS.index, default=None)


def _is_enough(related: Relation, one: Person, other: Person) -> bool:
    """Return whether what two persons have in common is enough for a name in this form."""
    common = corroborates(one, other)
    if common >= _NEEDED.get(related, 1):
        return True
    return related == "respelt surname" and common > 0 and _sure_sound(one, other)


def _sure_sound(one: Person, other: Person) -> bool:
    """Return whether surnames of one sound are long, and offices, if both are known, have something in common."""
    sounds = (sound(name.words[-1]) for name in one.names | other.names if name.is_full)
    if min(map(len, sounds)) < SHORTEST_SURE_SURNAME:
        return False
    return offices_touch(one, other) or not (one.offices and other.offices)


def _by_surname(people: People, short: Sequence[int], full: Sequence[int]) -> list[Doubt]:
    """Join surnames and initials to the one person of that name whom nothing speaks against."""
    index = _by_calling(people, full)
    seen: dict[Person, list[int]] = {}
    for number in short:
        mine = people.known(number)
        if mine not in seen:
            seen[mine] = _candidates(people, number, index)
    chosen = {number: seen[people.known(number)] for number in short}
    doubts = []
    alone = [number for number in short if not chosen[number]]
    for root, claims in _claims(chosen):
        contested = _contested(people, claims)
        for number in claims:
            if number in contested or not people.agree(root, number):
                doubts.append(Doubt(Strength.SURNAME, root, number, "surname of one who may be another"))
            else:
                people.join(root, number)
    for number, options in chosen.items():
        if len(options) > 1:
            doubts += [_shared_surname(option, number) for option in options[: 2 * MOST_QUESTIONS]]
    for block in _blocked(alone, lambda number: [name.words[-1] for name in people.known(number).names]):
        doubts += _of_one_name(people, block)
    return doubts


def _shared_surname(option: int, number: int) -> Doubt:
    return Doubt(Strength.SURNAME, option, number, "surname of several people")


def _claims(chosen: Mapping[int, Sequence[int]]) -> list[tuple[int, list[int]]]:
    """Return each person with the records that can mean nobody else."""
    claims: dict[int, list[int]] = defaultdict(list)
    for number, options in chosen.items():
        if len(options) == 1:
            claims[options[0]].append(number)
    return sorted(claims.items())


def _contested(people: People, claims: Sequence[int]) -> set[int]:
    """Return those of the records that cannot all mean one person, as something sets them apart."""
    alike: dict[Person, list[int]] = defaultdict(list)
    for number in claims:
        alike[people.known(number)].append(number)
    firsts = [numbers[0] for numbers in alike.values()]
    apart = {number for pair in combinations(firsts, 2) if not people.agree(*pair) for number in pair}
    return {number for first in apart for number in alike[people.known(first)]}


def _by_calling(people: People, full: Sequence[int]) -> dict[str, list[int]]:
    """Return the sets of full names under each single word the person may be called by."""
    index: dict[str, set[int]] = defaultdict(set)
    for root in people.roots(full):
        known = people.known(root)
        for name in known.names:
            index[name.words[-1]].add(root)
            index[name.words[0]].add(root)
            index[_SOUND + sound(name.words[-1])].add(root)
        for called in known.called:
            index[called].add(root)
    return {word: sorted(roots) for word, roots in index.items()}


def _candidates(people: People, number: int, index: Mapping[str, Sequence[int]]) -> list[int]:
    """Return whom a surname can mean: the persons with most in common."""
    mine = people.known(number)
    called = [(name, root) for name in mine.names for root in index.get(name.words[-1], ())]
    found = [root for name, root in called if _may_mean(people, name, number, root)]
    weights = {
        root: corroborates(mine, people.known(root)) for root in found or _alike(people, number, index)
    }
    best = max(weights.values(), default=0)
    return [root for root, weight in weights.items() if weight == best]


def _alike(people: People, number: int, index: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the persons of the same office whose surname sounds the same."""
    mine = people.known(number)
    found = [
        root for name in mine.names for root in index.get(_SOUND + sound(name.words[-1]), ()) if not name.lead
    ]
    return [
        root
        for root in found
        if people.agree(number, root) and corroborates(mine, people.known(root)) >= _OFFICE
    ]


def _may_mean(people: People, name: PersonName, number: int, root: int) -> bool:
    mine, theirs = people.known(number), people.known(root)
    if not people.agree(number, root) or (mine.regnal != theirs.regnal and (mine.regnal or theirs.regnal)):
        return False
    if name.words[-1] in theirs.called and not name.lead:
        return True
    return any(_names(people, name, full, number, root) for full in theirs.names if full.is_full)


def _names(people: People, short: PersonName, full: PersonName, number: int, root: int) -> bool:
    """Return whether a surname, or a family name that stands first, is that of the full name."""
    if full.words[-1] == short.words[-1]:
        return initials_fit(short, full)
    return not short.lead and is_named(people.written[root], people.written[number])


def _full_names(people: People, root: int) -> list[PersonName]:
    return sorted(name for name in people.known(root).names if name.is_full)


def _blocked(numbers: Iterable[int], keys: Callable[[int], Iterable[Hashable]]) -> list[tuple[int, ...]]:
    """Return the numbers that share a key, each group once and in order."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number in numbers:
        for key in dict.fromkeys(keys(number)):
            groups[key].append(number)
    return list(dict.fromkeys(tuple(group) for group in groups.values()))
