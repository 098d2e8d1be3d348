"""How far a run is, what it took so far, and whether it may still ask: everything that passes every request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from summariser.errors import DeferredError, NoRecordingError, SummariserError
from summariser.ledger import Usage
from summariser.llm.answering import STOPPED, Answered, Answers
from summariser.llm.answers import usage_of
from summariser.pipeline.turns import Turns
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
PriceOf = Callable[[Answered], Decimal | None]


class Watched:
    """Passes requests on when it is their turn, counts what each took, and tells `on_progress`.

    What waits, waits here, so that a run that is stopped has no more under way
    than its turns allow. Every call is counted for the article it is about,
    whatever becomes of the article; questions of reconciliation count under "".

    Attributes:
        progress: How far the run is.
        asked: How often the endpoint has answered.
    """

    def __init__(
        self, answers: Answers, turns: Turns, *, price: PriceOf, on_progress: OnProgress, of: int
    ) -> None:
        self._answers = answers
        self._turns = turns
        self._stored: Answers | None = None
        self._under_way: dict[int, Request] = {}
        self._price = price
        self._tell = on_progress
        self._took: defaultdict[str, Usage] = defaultdict(Usage)
        self.progress = Progress(of=of)
        self.asked = 0

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`; once stopped, only one that is stored.

        Raises:
            DeferredError: The run was stopped before the request was sent.
        """
        try:
            async with self._turns.turn(request.document):
                stopped = self._stored
                answered = await (self._asked(request) if stopped is None else _stored_only(stopped, request))
        except SummariserError as error:
            self._took[request.document] += Usage(
                attempts=error.attempts, unknown_billed=error.unknown_billed
            )
            raise
        usage = usage_of_answer(answered, self._price)
        self._took[request.document] += usage
        self.asked += usage.asked
        now = self.progress
        self._update(
            answers=now.answers + 1,
            reasks=now.reasks + (request.wave in ("structure", "items")),
            tokens=now.tokens + usage.tokens_in + usage.tokens_out,
            cost=None if now.cost is None or usage.cost is None else now.cost + usage.cost,
        )
        return answered

    async def _asked(self, request: Request) -> Answered:
        self._under_way[id(request)] = request
        try:
            return await self._answers.complete(request)
        finally:
            del self._under_way[id(request)]

    async def close(self) -> None:
        """Leave `answers` open: whoever opened them closes them."""

    def stop(self, stored: Answers) -> None:
        """Send nothing from now on, nor again: what is in flight ends and is stored, the rest comes from `stored`."""
        self._stored = stored
        withdraw: Callable[[Request], None] = getattr(self._answers, "withdraw", lambda _: None)
        for request in tuple(self._under_way.values()):
            withdraw(request)

    @property
    def stopped(self) -> bool:
        """Whether nothing is sent any more."""
        return self._stored is not None

    def took(self, document: str) -> Usage:
        """Return what the requests about one article took; "" for the questions of reconciliation."""
        return self._took.get(document, Usage())

    def article_done(self) -> None:
        """Count one article as done."""
        self._update(articles=self.progress.articles + 1)

    def _update(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Progress
        self.progress = replace(self.progress, **changes)
        self._tell(self.progress)


def usage_of_answer(answered: Answered, price: PriceOf) -> Usage:
    """Return what one answer took; a stored one cost nothing in this run."""
    if not answered.asked:
        return Usage(stored=1)
    used = usage_of(answered.stored.response)
    return Usage(
        asked=1,
        attempts=answered.attempts,
        unknown_billed=answered.unknown_billed,
        tokens_in=used.input_tokens if used else 0,
        tokens_out=used.output_tokens if used else 0,
        tokens_cached=used.cached_tokens if used else 0,
        estimated=used is None or answered.stored.meta.usage_estimated,
        cost=price(answered),
        seconds=answered.seconds,
    )


async def _stored_only(stored: Answers, request: Request) -> Answered:
    try:
        return await stored.complete(request)
    except NoRecordingError as error:
        raise DeferredError(STOPPED) from error
