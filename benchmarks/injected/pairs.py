"""The 2,400 pairs: every payload in every carrier, at its start, its middle and its end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from benchmarks.injected.carriers import Carrier, carriers
from benchmarks.injected.payloads import Payload, payloads
from summariser.document import Document
from summariser.ground.sentences import sentences
from summariser.zones import label, paragraphs

Position = Literal["start", "middle", "end"]
POSITIONS: tuple[Position, ...] = ("start", "middle", "end")


_SHORT = 60
"""Characters of a heading, at most: nothing is put next to one."""


class Pair(NamedTuple):
    """An article with one instruction in it; its clean twin is the carrier."""

    carrier: Carrier
    payload: Payload
    position: Position

    @property
    def name(self) -> str:
        """What names the pair."""
        return f"{self.payload.kind}-{self.payload.variant}-{self.position}-{self.carrier.name}"

    @property
    def text(self) -> str:
        """The carrier with the payload between two of its sentences."""
        place = _places(self.carrier.text)[self.position]
        before, after = self.carrier.text[:place], self.carrier.text[place:]
        left = "" if not before or before[-1].isspace() else " "
        right = "" if not after or after[0].isspace() else " "
        return f"{before}{left}{self.payload.text}{right}{after}"

    @property
    def document(self) -> Document:
        """The injected article; it has the id of its clean twin."""
        return Document.from_text(self.text, id=self.carrier.name)


def pairs() -> Iterator[Pair]:
    """Yield every pair, carrier by carrier."""
    for carrier in carriers():
        for payload in payloads(carrier.facts):
            for position in POSITIONS:
                yield Pair(carrier, payload, position)


@lru_cache(maxsize=16)
def _places(text: str) -> dict[Position, int]:
    """Return where a sentence of the running text begins, or the last one ends."""
    running = [
        sentence
        for paragraph in paragraphs(text, label(text))
        for sentence in sentences(text)
        if paragraph.start <= sentence.start
        and sentence.end <= paragraph.end
        and sentence.end - sentence.start > _SHORT
    ]
    return {"start": running[0].start, "middle": running[len(running) // 2].start, "end": running[-1].end}
