"""`BlockIndex`, what `blocks.json` holds: the blocks of a large corpus, and what they say of each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from summariser.document import Frozen
from summariser.reconcile.blocks import Block, Outline
from summariser.reconcile.dossier import DOSSIER_VERSION, Conflict, Dossier

_TOPICS = 5


class BlockCard(Frozen):
    """One block; its dossier, reports and tables lie in the folder `blocks/<name>`.

    Attributes:
        subject: Number of its subject, from 1; subjects with too many articles are in several blocks.
        part: Which part of its subject it is, from 1, in the order of dates.
        topics: What most of its sources speak of: topics of terms, or else names of actors.
        documents: Ids of its articles.
        sources: How many sources they are: copies count once.
        first: The earliest date of an article; None when none is known.
        last: The latest.
        hard: How many of its conflicts are hard.
        undecided: Pairs of records that no rule and no answer decides.
    """

    name: str
    subject: int
    part: int
    topics: tuple[str, ...]
    documents: tuple[str, ...]
    sources: int
    first: date | None
    last: date | None
    terms: int
    conflicts: int
    hard: int
    agreements: int
    undecided: int


class Across(Frozen):
    """What articles of different blocks dispute.

    Groups and counts are of the articles that stand for their blocks, one for all
    that say the same: who else says it is in the block's own dossier.

    Attributes:
        undecided: Pairs of records of different blocks that no rule and no answer decides.
    """

    conflicts: tuple[Conflict, ...] = ()
    undecided: int = 0


class BlockIndex(Frozen):
    """The articles of a corpus too large for one dossier, in blocks that have one each.

    Attributes:
        room: Most articles in a block.
        alone: Ids of the articles that no other one is about the same as: they are in no block.
    """

    schema_version: str = DOSSIER_VERSION
    profile: str
    room: int
    blocks: tuple[BlockCard, ...]
    alone: tuple[str, ...]
    across: Across


def block_card(name: str, block: Block, dossier: Dossier, outlines: Sequence[Outline]) -> BlockCard:
    """Return what the index says of a block."""
    days = sorted(date.fromisoformat(outline.day) for outline in outlines if outline.day)
    topics = [term.topic for term in dossier.terms] or [actor.name for actor in dossier.actors]
    return BlockCard(
        name=name,
        subject=block.subject,
        part=block.part,
        topics=tuple(dict.fromkeys(topics))[:_TOPICS],
        documents=block.documents,
        sources=len(dossier.sources),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        terms=len(dossier.terms),
        conflicts=len(dossier.conflicts),
        hard=sum(conflict.severity == "hard" for conflict in dossier.conflicts),
        agreements=len(dossier.agreements),
        undecided=len(dossier.undecided),
    )
