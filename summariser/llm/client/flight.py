"""`Flight`: one request on its way, what it took so far, and whether it may still be sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field

from summariser.errors import DeferredError
from summariser.llm.answering import STOPPED, Answered
from summariser.llm.client.retry import Attempts, Deadline


@dataclass
class Flight:
    """One request on its way, for all who wait for it.

    Attributes:
        deadline: When it must be over.
        attempts: What it took so far.
        callers: How many wait for it.
        idle: Whether it waits for its turn to be sent, first or again, so that nothing is lost by ending it.
        withdrawn: Whether it is not to be sent any more.
        ending: Whether it has begun to end over that, so that whoever comes now needs another one.
        place: Its place among the requests in flight, while it has one.
        task: What brings the answer.
    """

    deadline: Deadline
    attempts: Attempts = field(default_factory=Attempts)
    callers: int = 0
    idle: bool = False
    withdrawn: bool = False
    ending: bool = False
    place: AsyncExitStack = field(default_factory=AsyncExitStack)
    task: asyncio.Task[Answered] | None = None

    @contextmanager
    def waited_for(self) -> Iterator[asyncio.Task[Answered]]:
        """Count a caller for as long as it waits for the answer; when the last one leaves, it is withdrawn."""
        if self.task is None:
            raise RuntimeError("a flight is waited for that has not begun")
        self.callers += 1
        if not self.idle:
            self.withdrawn = False  # whoever comes while an attempt is under way may have it tried again
        try:
            yield self.task
        finally:
            self.callers -= 1
            if not self.callers:
                self.withdraw()

    def check(self) -> None:
        """Return if it may be sent.

        Raises:
            DeferredError: It was withdrawn.
        """
        if self.withdrawn:
            self.ending = True
            raise DeferredError(STOPPED)

    def rest(self) -> None:
        """Wait until it is sent, unless it was withdrawn; that is its turn to end."""
        self.check()
        self.idle = True

    def leave(self) -> None:
        """Be sent, unless it was withdrawn: from now on it ends with an answer, a fault or its deadline."""
        self.check()
        self.idle = False
        self.deadline.begin()

    def withdraw(self) -> None:
        """Do not be sent, or not again, if only one caller waits; an attempt under way ends."""
        if self.callers > 1:
            return
        self.withdrawn = True
        if self.idle and self.task is not None:
            self.ending = True
            self.task.cancel()
