"""Runs inside this process, against the fault server: settings, documents, and what came of them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from summariser import Document, Settings, Summariser
from summariser.ledger import Run, State
from summariser.pipeline import Corpus
from summariser.records import BUILT_IN, RecordType
from tests.faults import FaultServer
from tests.soak.corpus import document_of

GIST = tuple(kind for kind in BUILT_IN if kind.name == "gist")


class Ran(NamedTuple):
    """A run and the seconds it took."""

    corpus: Corpus
    seconds: float

    @property
    def run(self) -> Run:
        """Its ledger."""
        return self.corpus.run

    @property
    def lost(self) -> int:
        """How many articles have no complete answer."""
        return len(self.run.rows) - self.run.totals.states.get(State.SUMMARISED, 0)


def settings_for(server: FaultServer, folder: Path, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return settings that ask the server, with a store in `folder`."""
    fields: dict[str, Any] = {
        "model": "scripted",
        "base_url": server.url,
        "store": folder / "responses.sqlite",
        "profile": "general",
        "concurrency": 20,
    }
    return Settings(**(fields | changes))


def documents(count: int) -> list[Document]:
    """Return articles 0 to `count` - 1."""
    return [document_of(number) for number in range(count)]


async def run(
    settings: Settings, articles: Sequence[Document], record_types: tuple[RecordType, ...] = GIST
) -> Ran:
    """Return what a run over `articles` comes to."""
    async with Summariser(settings, record_types=record_types) as summariser:
        began = time.monotonic()
        corpus = await summariser.summarise_corpus(articles)
    return Ran(corpus, time.monotonic() - began)
