"""How far a run is, for a progress bar or a log: counted where answers pass by."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from summariser.errors import DeferredError, NoRecordingError
from summariser.llm.answering import Answered, Answers
from summariser.llm.answers import usage_of
from summariser.request import Request


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        articles: Articles done.
        of: Articles in all.
        answers: Answers received or read from the store.
        reasks: Those that were asked a second time for a failing answer or record.
        tokens: Tokens paid for in this run, both ways.
        cost: US dollars; None once a price is unknown.
    """

    articles: int = 0
    of: int = 0
    answers: int = 0
    reasks: int = 0
    tokens: int = 0
    cost: Decimal | None = Decimal(0)


OnProgress = Callable[[Progress], None]


class Watched:
    """Passes requests on, at most `at_once` at a time, and tells `on_progress` of every answer and article.

    What waits, waits here, so that a run that is stopped has no more under way than that.
    """

    def __init__(
        self,
        answers: Answers,
        *,
        price: Callable[[Answered], Decimal | None],
        on_progress: OnProgress,
        of: int,
        at_once: int,
    ) -> None:
        self._answers = answers
        self._room = asyncio.Semaphore(at_once)
        self._stored: Answers | None = None
        self._price = price
        self._tell = on_progress
        self.progress = Progress(of=of)

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`; once stopped, only one that is stored.

        Raises:
            DeferredError: The run was stopped before the request was sent.
        """
        async with self._room:
            stopped = self._stored
            answered = await (
                self._answers.complete(request) if stopped is None else _stored_only(stopped, request)
            )
        now = self.progress
        self._update(answers=now.answers + 1, reasks=now.reasks + (request.wave in ("structure", "items")))
        usage = usage_of(answered.stored.response) if answered.asked else None
        if usage:
            price = self._price(answered)
            self._update(
                tokens=self.progress.tokens + usage.input_tokens + usage.output_tokens,
                cost=None if price is None or self.progress.cost is None else self.progress.cost + price,
            )
        return answered

    async def close(self) -> None:
        """Leave `answers` open: whoever opened them closes them."""

    def stop(self, stored: Answers) -> None:
        """Send nothing from now on: what is in flight ends and is stored, the rest is answered from `stored`."""
        self._stored = stored

    def article_done(self) -> None:
        """Count one article as done."""
        self._update(articles=self.progress.articles + 1)

    def _update(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Progress
        self.progress = replace(self.progress, **changes)
        self._tell(self.progress)


async def _stored_only(stored: Answers, request: Request) -> Answered:
    try:
        return await stored.complete(request)
    except NoRecordingError as error:
        raise DeferredError("the run was stopped before this was asked") from error
