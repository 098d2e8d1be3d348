"""Entity resolution: which records of different articles are one real-world actor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from summariser.fold import fold
from summariser.normalise.namekeys import core_name
from summariser.normalise.persons import is_person
from summariser.reconcile.actors.bodies import KINDS, Body, read_body
from summariser.reconcile.actors.clusters import Clusters
from summariser.reconcile.actors.doubts import MOST_QUESTIONS, Doubt, Strength
from summariser.reconcile.actors.joinbodies import join_bodies
from summariser.reconcile.actors.joinpeople import People, join_people
from summariser.reconcile.actors.newstates import new_states
from summariser.reconcile.actors.people import Person, read_person
from summariser.records import Actor, Grounded
from summariser.records.vocabulary import ActorType


class ActorMention(NamedTuple):
    """One article's record of an actor."""

    document: str
    record: Grounded[Actor]


class ActorPair(NamedTuple):
    """Two records that may be one actor, where no rule decides.

    Attributes:
        reason: Why they may be, in a few words.
    """

    first: ActorMention
    second: ActorMention
    reason: str


class Resolution(NamedTuple):
    """Who is who.

    Attributes:
        clusters: The records of each real-world actor, one of an article at most; every record is in one.
        undecided: Pairs that neither a rule nor an answer decides; they stay apart.
    """

    clusters: tuple[tuple[ActorMention, ...], ...]
    undecided: tuple[ActorPair, ...]


Verdicts = Callable[[ActorMention, ActorMention], bool | None]


def resolve(
    mentions: Iterable[ActorMention], verdicts: Verdicts, sources: Mapping[str, str] = MappingProxyType({})
) -> Resolution:
    """Return the records grouped by real-world actor; their order makes no difference.

    Rules decide first, best evidence first; `verdicts` is asked only of the pairs they leave, at
    most five for a record.

    Args:
        mentions: The records; a record given twice counts once.
        verdicts: What a model answered for a pair: same, different, or None for no clear answer.
        sources: The source of each article; articles of one source are copies and repeat its records.
    """
    numbered = _numbered(mentions)
    clusters = Clusters([mention.document for mention in numbered])
    _join_copies(clusters, numbered, sources)
    doubts = _by_rule(clusters, numbered)
    undecided = _by_verdict(clusters, numbered, doubts, verdicts)
    groups = (
        tuple(numbered[number] for number in clusters.members(root)) for root in _roots(clusters, numbered)
    )
    return Resolution(
        clusters=tuple(
            sorted((tuple(sorted(group, key=_place)) for group in groups), key=lambda group: _place(group[0]))
        ),
        undecided=undecided,
    )


def _numbered(mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """Return the records, each once, in an order that their content decides and file names only where it ties."""
    unique = {(*_content(mention.record.record), *_place(mention)): mention for mention in mentions}
    return tuple(unique[key] for key in sorted(unique))


def _content(actor: Actor) -> tuple[str, ...]:
    """Return what a record says, for ordering."""
    stated = (actor.country, actor.affiliation, actor.office_as_stated)
    lists = ("\0".join(actor.surface_forms), "\0".join(actor.quotes))
    return (actor.name, actor.type.value, *(said or "" for said in stated), *lists, actor.primary_role.value)


def _place(mention: ActorMention) -> tuple[str, str]:
    return mention.document, mention.record.id


def _join_copies(clusters: Clusters, numbered: Sequence[ActorMention], sources: Mapping[str, str]) -> None:
    """Join records of one name and type in copies of one article, unnamed sources included."""
    sizes = Counter(
        sources[document] for document in {mention.document for mention in numbered} if document in sources
    )
    found: dict[tuple[str, str, str, bool], list[int]] = defaultdict(list)
    for number, (document, kept) in enumerate(numbered):
        source = sources.get(document)
        if source is not None and sizes[source] > 1:
            found[source, fold(kept.record.name), kept.record.type.value, _is_person(kept.record)].append(
                number
            )
    for numbers in found.values():
        for number in numbers[1:]:
            next((first for first in numbers if first < number and clusters.join(first, number)), None)


def _by_rule(clusters: Clusters, numbered: Sequence[ActorMention]) -> list[Doubt]:
    """Join what rules decide; return the pairs they leave to a question."""
    records = [mention.record.record for mention in numbered]
    states = new_states((mention.document, mention.record.record) for mention in numbered)
    people = {number: read_person(actor, states) for number, actor in enumerate(records) if _is_person(actor)}
    bodies = {
        number: read_body(actor, states)
        for number, actor in enumerate(records)
        if number not in people and actor.type in KINDS
    }
    doubts = join_people(People(clusters, people, {number: records[number].name for number in people}))
    documents = [mention.document for mention in numbered]
    doubts += join_bodies(clusters, bodies, documents, _lands(documents, people, bodies))
    doubts += _of_two_kinds(people, bodies)
    return doubts


def _lands(
    documents: Sequence[str], people: Mapping[int, Person], bodies: Mapping[int, Body]
) -> dict[str, frozenset[str]]:
    """Return the countries that the records of each article are tied to."""
    found: dict[str, frozenset[str]] = dict.fromkeys(documents, frozenset())
    for number, document in enumerate(documents):
        record = people.get(number) or bodies.get(number)
        found[document] |= record.nations if record else frozenset()
    return found


def _is_person(actor: Actor) -> bool:
    """Return whether a record is of one person: an expert with a post is, whatever its type is called."""
    if actor.type is ActorType.EXPERT_NGO and (actor.office_as_stated or actor.affiliation):
        return is_person(core_name(actor.name))
    return actor.type is ActorType.PERSON


def _of_two_kinds(people: Mapping[int, Person], bodies: Mapping[int, Body]) -> list[Doubt]:
    """Return the records of one full name of which one is a person's and the other not."""
    named: dict[str, int] = {}
    for number, person in people.items():
        for name in person.names:
            if name.is_full:
                named.setdefault(" ".join(sorted(name.words)), number)
    return [
        Doubt(Strength.NAMED_ALIKE, named[body.plain], number, "one name, of a person and of something else")
        for number, body in bodies.items()
        if body.plain in named
    ]


class _Question(NamedTuple):
    """A pair of records, by number, that stand for two sets in doubt."""

    first: int
    second: int
    reason: str


def _by_verdict(
    clusters: Clusters, numbered: Sequence[ActorMention], doubts: Iterable[Doubt], verdicts: Verdicts
) -> tuple[ActorPair, ...]:
    """Apply the answers there are, differences first; return the pairs without one."""
    answers = [
        (asked, verdicts(numbered[asked.first], numbered[asked.second]))
        for asked in _questions(clusters, numbered, doubts)
    ]
    for asked, same in answers:
        if same is False:
            clusters.keep_apart(asked.first, asked.second)
    for asked, same in answers:
        if same:
            clusters.join(asked.first, asked.second)
    return tuple(
        ActorPair(numbered[asked.first], numbered[asked.second], asked.reason)
        for asked, same in answers
        if same is None and clusters.may_join(asked.first, asked.second)
    )


def _questions(
    clusters: Clusters, numbered: Sequence[ActorMention], doubts: Iterable[Doubt]
) -> list[_Question]:
    """Return a pair of records for each pair of sets in doubt, the likeliest first, few for each record."""
    best: dict[tuple[int, int], Doubt] = {}
    for doubt in sorted(doubts):
        first, second = clusters.root(doubt.first), clusters.root(doubt.second)
        if clusters.may_join(first, second) and (second, first) not in best:
            best.setdefault((first, second), doubt)
    counts: Counter[int] = Counter()
    kept: list[tuple[int, int, str]] = []
    for (first, second), doubt in best.items():
        counted = {second} if doubt.strength is Strength.SURNAME else {first, second}
        if all(counts[root] < MOST_QUESTIONS for root in counted):
            counts.update(counted)
            kept.append((first, second, doubt.reason))
    telling = {
        root: _telling(clusters, numbered, root) for root in {root for pair in kept for root in pair[:2]}
    }
    return [_Question(telling[first], telling[second], reason) for first, second, reason in kept]


def _telling(clusters: Clusters, numbered: Sequence[ActorMention], root: int) -> int:
    """Return the record of a set that says most of its actor, the first of equals."""

    def said(number: int) -> int:
        actor = numbered[number].record.record
        return sum(map(bool, (actor.country, actor.affiliation, actor.office_as_stated))) * 2 + (
            " " in actor.name
        )

    return max(clusters.members(root), key=lambda number: (said(number), -number))


def _roots(clusters: Clusters, numbered: Sequence[ActorMention]) -> list[int]:
    return [number for number in range(len(numbered)) if clusters.root(number) == number]
