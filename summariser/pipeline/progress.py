"""How far a run is, for a progress bar or a log: counted where answers pass by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

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
    """Passes requests on to `answers`, and tells `on_progress` of every answer and article."""

    def __init__(
        self,
        answers: Answers,
        *,
        price: Callable[[Answered], Decimal | None],
        on_progress: OnProgress,
        of: int,
    ) -> None:
        self._answers = answers
        self._price = price
        self._tell = on_progress
        self.progress = Progress(of=of)

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`."""
        answered = await self._answers.complete(request)
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

    def article_done(self) -> None:
        """Count one article as done."""
        self._update(articles=self.progress.articles + 1)

    def _update(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Progress
        self.progress = replace(self.progress, **changes)
        self._tell(self.progress)
