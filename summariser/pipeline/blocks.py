"""Compare a corpus block by block, with no more than about one block's records in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from summariser.pipeline.dossier import compare
from summariser.pipeline.extract import Extractor
from summariser.reconcile import Dossier
from summariser.reconcile.across import across, stand_in, stand_ins, together
from summariser.reconcile.blockindex import Across, BlockCard, BlockIndex, block_card
from summariser.reconcile.blocks import Block, Outline, cut
from summariser.records import ArticleSummary

STAND_INS = 20
"""Records that stand for a block among others, for each article a block may have: a quarter of what one has."""

MEET = 4
"""Blocks that are set side by side at once; what stands for the four then meets that of four others."""

Load = Callable[[str], ArticleSummary]
"""Returns an article by its id, from wherever it was put; blocks."""


class Compared(NamedTuple):
    """Articles, and what they say of each other."""

    name: str
    summaries: Sequence[ArticleSummary]
    dossier: Dossier


OnBlock = Callable[[Compared], None]
"""Is given each block when it is done, to write it: it is not held. Blocks."""


class _Summed(NamedTuple):
    """What is left of a block that is written."""

    card: BlockCard
    standing: Sequence[ArticleSummary]


async def compare_blocks(
    outlines: Sequence[Outline],
    load: Load,
    extractor: Extractor,
    *,
    room: int,
    at_once: int,
    on_block: OnBlock,
) -> BlockIndex:
    """Return the index of a corpus, cut into blocks of at most `room` articles that are compared one by one.

    Meanwhile what stands for each block is set side by side with that of
    others. Asks at most `at_once` questions at a time.
    """
    made = cut(outlines, room=room)
    by_id = {outline.document: outline for outline in outlines}
    most = STAND_INS * room
    cards: list[BlockCard] = []
    meeting = _Meeting(extractor, at_once, most=most)

    async def summed(name: str, block: Block) -> _Summed:
        summaries = await asyncio.to_thread(_loaded, load, block)
        found = await compare(summaries, extractor, at_once=at_once)
        await asyncio.to_thread(on_block, Compared(name, summaries, found.dossier))
        card = block_card(name, block, found.dossier, [by_id[one] for one in block.documents])
        return _Summed(card, _standing(summaries, found.dossier, most))

    for number, block in enumerate(made.blocks, start=1):
        card, standing = await summed(f"{number:03d}", block)
        cards.append(card)
        await meeting.come(standing)
    return BlockIndex(
        profile=extractor.builder.profile.name,
        room=room,
        blocks=tuple(cards),
        alone=made.alone,
        across=await meeting.end(),
    )


class _Meeting:
    """Sets blocks side by side as they come, in rounds: four of one round become one of the next.

    So every block meets every other, by itself or by what stands for it, and
    only a few of each round are held.

    Args:
        most: Most records that stand for a block, or for four.
    """

    def __init__(self, extractor: Extractor, at_once: int, *, most: int) -> None:
        self._extractor = extractor
        self._at_once = at_once
        self._most = most
        self._rounds: list[list[Sequence[ArticleSummary]]] = []
        self._found = Across()

    async def come(self, standing: Sequence[ArticleSummary]) -> None:
        """Take in what stands for a block."""
        for waiting in self._rounds:
            waiting.append(standing)
            if len(waiting) < MEET:
                return
            standing = await self._met(waiting)
        self._rounds.append([standing])

    async def end(self) -> Across:
        """Return what all of them dispute, those met that still wait."""
        waiting = [one for round_ in self._rounds for one in round_]
        self._rounds.clear()
        while len(waiting) > 1:
            some = [waiting.pop(0) for _ in waiting[:MEET]]
            waiting.insert(0, await self._met(some))
        return self._found

    async def _met(self, parts: list[Sequence[ArticleSummary]]) -> Sequence[ArticleSummary]:
        """Return what stands for several; they are let go."""
        home = {summary.meta.id: place for place, part in enumerate(parts) for summary in part}
        summaries = [summary for part in parts for summary in part]
        parts.clear()
        found = await compare(summaries, self._extractor, at_once=self._at_once)
        self._found = together(self._found, across(found.dossier, home))
        return _standing(summaries, found.dossier, self._most)


def _loaded(load: Load, block: Block) -> list[ArticleSummary]:
    return [load(document) for document in block.documents]


def _standing(summaries: Iterable[ArticleSummary], dossier: Dossier, most: int) -> list[ArticleSummary]:
    kept = stand_ins(dossier, most=most)
    documents = {ref.document for ref in kept}
    return [stand_in(summary, kept) for summary in summaries if summary.meta.id in documents]
