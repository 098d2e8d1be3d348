"""Cut a corpus into blocks: articles about one thing together, no more of them than are compared at once.

An article is held as an `Outline`, whom it names and what the terms it tells
are about, so that a corpus of any size can be cut without its records.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from summariser.normalise import name_key
from summariser.normalise.wording import words
from summariser.reconcile.articles import compared
from summariser.reconcile.unions import Unions
from summariser.records import ArticleSummary
from summariser.records.recordtype import ACTORS, EVENTS, PLAN_TERMS, REACTIONS

LOOSE = 0.08
"""Likeness to a subject from which an article is taken to it: low, since one article tells a part of a subject."""

CLOSE = 0.3
"""Likeness from which two subjects are one."""


_COMMON = 64
"""Subjects with a mark up to which it leads to them."""


_TOLD: dict[str, Callable[[Any], Iterable[str]]] = {
    ACTORS.name: lambda actor: [name_key(actor.name)],
    PLAN_TERMS.name: lambda term: [*map(name_key, term.obligor), *words(term.topic)],
    REACTIONS.name: lambda reaction: [name_key(reaction.speaker)],
    EVENTS.name: lambda event: map(name_key, (*event.participants, *event.places)),
}
"""What a record tells of what its article is about; any of the kinds may not have been asked for."""


class Outline(NamedTuple):
    """What is held of an article.

    Attributes:
        day: First day of what is known of its date, as ISO 8601; "" when nothing is.
        marks: Keys of whom it names and where things happened, and words of the topics of its terms; sorted,
            each once.
    """

    document: str
    day: str
    marks: tuple[str, ...]


class Block(NamedTuple):
    """Articles that are set side by side.

    Attributes:
        subject: Number of its subject, from 1; subjects that are too large are in several blocks.
        part: Which part of its subject it is, from 1, in the order of dates.
        documents: Its articles, sorted.
    """

    subject: int
    part: int
    documents: tuple[str, ...]


class Cut(NamedTuple):
    """A corpus in blocks.

    Attributes:
        blocks: The largest subject first.
        alone: Articles that no other one is about the same as, sorted.
    """

    blocks: tuple[Block, ...]
    alone: tuple[str, ...]


def outline_of(summary: ArticleSummary) -> Outline:
    """Return what is held of an article; its marks are shared with those of the others."""
    published = summary.meta.published
    marks = {
        mark for kind, told in _TOLD.items() for kept in compared(summary, kind) for mark in told(kept.record)
    }
    day = published.start.isoformat() if published and published.start else ""
    return Outline(summary.meta.id, day, tuple(map(sys.intern, sorted(marks - {""}))))


def cut(outlines: Iterable[Outline], *, room: int) -> Cut:
    """Return the articles in blocks of at most `room`; their order makes no difference.

    Articles are alike by the marks they share, a rare mark counting more. One
    after the other, by date, they are taken to the subject they are most like;
    subjects that turn out alike are then one. A subject with more articles than
    `room` is cut by date into parts of about one size.
    """
    ordered = sorted(outlines, key=_by_date)
    weights = _weights(ordered)
    subjects = _joined(_gathered(ordered, weights))
    subjects.sort(key=lambda subject: (-len(subject.outlines), _by_date(subject.outlines[0])))
    alone = (subject.outlines[0].document for subject in subjects if len(subject.outlines) == 1)
    return Cut(
        blocks=tuple(
            block
            for number, subject in enumerate(subjects, start=1)
            if len(subject.outlines) > 1
            for block in _blocks(number, subject, room)
        ),
        alone=tuple(sorted(alone)),
    )


@dataclass
class _Subject:
    """Articles about one thing.

    Attributes:
        outlines: By date.
        vector: The sum of the articles' vectors, each of length 1.
        square: The square of its length.
    """

    outlines: list[Outline] = field(default_factory=list)
    vector: dict[str, float] = field(default_factory=dict)
    square: float = 0.0

    def take(self, outlines: Iterable[Outline], vector: Mapping[str, float]) -> None:
        self.outlines += outlines
        for mark, weight in vector.items():
            before = self.vector.get(mark, 0.0)
            self.vector[mark] = before + weight
            self.square += weight * (2 * before + weight)


class _Known:
    """Subjects, found by the marks they have."""

    def __init__(self) -> None:
        self.subjects: list[_Subject] = []
        self._having: dict[str, set[int]] = defaultdict(set)

    def like(self, vector: Mapping[str, float], square: float) -> dict[int, float]:
        """Return how alike the subjects that share a mark with a vector are to it, 0 to 1, by their place.

        What so many subjects have in common makes none of them worth a look.
        """
        shared: dict[int, float] = defaultdict(float)
        for mark, weight in sorted(vector.items(), key=lambda item: len(self._having[item[0]])):
            having = self._having[mark]
            for place in having if len(having) <= _COMMON else having & shared.keys():
                shared[place] += weight * self.subjects[place].vector[mark]
        return {place: dot / math.sqrt(square * self.subjects[place].square) for place, dot in shared.items()}

    def take(self, place: int, outlines: Iterable[Outline], vector: Mapping[str, float]) -> None:
        """Add articles to the subject at a place, the next free one for a new subject."""
        if place == len(self.subjects):
            self.subjects.append(_Subject())
        self.subjects[place].take(outlines, vector)
        for mark in vector:
            self._having[mark].add(place)


def _by_date(outline: Outline) -> tuple[str, str]:
    return outline.day, outline.document


def _weights(outlines: Sequence[Outline]) -> dict[str, float]:
    """Return what each mark tells of an article; one that a single article has tells nothing of its likeness."""
    counts = Counter(mark for outline in outlines for mark in outline.marks)
    return {mark: math.log(1 + len(outlines) / count) for mark, count in counts.items() if count > 1}


def _gathered(outlines: Sequence[Outline], weights: Mapping[str, float]) -> Sequence[_Subject]:
    known = _Known()
    for outline in outlines:
        vector = _unit({mark: weights[mark] for mark in outline.marks if mark in weights})
        like = known.like(vector, 1.0)
        best = max(like, key=lambda place: (like[place], -place), default=-1)
        place = best if like.get(best, 0.0) >= LOOSE else len(known.subjects)
        known.take(place, [outline], vector)
    return known.subjects


def _joined(subjects: Sequence[_Subject]) -> list[_Subject]:
    """Return the subjects, those that are alike as one: what was begun apart may have grown together."""
    known, unions = _Known(), Unions(range(len(subjects)))
    for place, subject in enumerate(subjects):
        for other, likeness in known.like(subject.vector, subject.square).items():
            if likeness >= CLOSE:
                unions.join(place, other)
        known.take(place, subject.outlines, subject.vector)
    whole = []
    for places in unions.groups():
        one = _Subject()
        for place in places:
            one.take(subjects[place].outlines, subjects[place].vector)
        one.outlines.sort(key=_by_date)
        whole.append(one)
    return whole


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {mark: weight / length for mark, weight in vector.items()}


def _blocks(number: int, subject: _Subject, room: int) -> Iterator[Block]:
    documents = [outline.document for outline in subject.outlines]
    parts = -(-len(documents) // room)
    size = -(-len(documents) // parts)
    for part, start in enumerate(range(0, len(documents), size), start=1):
        yield Block(number, part, tuple(sorted(documents[start : start + size])))
