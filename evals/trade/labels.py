"""What the key is written in: questions with their answers, look-alikes, actors and namesakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from summariser.records.vocabulary import ConflictRelation, DisputeType

Severity = Literal["hard", "soft", "framing", "none"]


class Item(NamedTuple):
    """One question that several articles answer.

    Attributes:
        id: Names the item; stable.
        type: The slot that decides it.
        question: What is asked.
        answers: For each answer its value, and the passages that give it as `article.passage`, with spaces between.
        note: Why the answers stand to each other as they do.
        required: Whether any careful reader would report it.
    """

    id: str
    type: DisputeType
    question: str
    answers: tuple[tuple[str, str], ...]
    note: str
    required: bool = True


class Table(NamedTuple):
    """Items whose answers stand in the same relation."""

    relation: ConflictRelation
    severity: Severity
    items: tuple[Item, ...]


class Lookalike(NamedTuple):
    """Passages of different articles that look alike and speak of different things; named as in `Item.answers`."""

    note: str
    claims: str


class Actor(NamedTuple):
    """One actor that several articles know.

    Attributes:
        name: What the key calls it.
        mentions: What an article calls it, by the article's stem.
    """

    name: str
    mentions: Mapping[str, str]


class Namesakes(NamedTuple):
    """Two actors that a hasty reader takes for one; each as the article's stem and the name there."""

    note: str
    mentions: tuple[tuple[str, str], tuple[str, str]]
