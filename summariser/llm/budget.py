"""A hard limit on money: what a request can cost at worst is set aside before it is sent.

What a call cost is known only afterwards, and many are in flight at once; so
the limit is kept by holding back the most that each of them can come to, and
giving back the rest when it is settled. An attempt that may have been billed
although no answer came is settled at its worst.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import NamedTuple, Protocol

from summariser.errors import BudgetError, ConfigurationError, StoreError
from summariser.llm.answers import Usage, usage_of
from summariser.llm.prices import Price, cost
from summariser.llm.threads import whole
from summariser.request import Request, canonical

NOTHING = Decimal(0)

_CAPS = ("max_completion_tokens", "max_tokens")
_TOKENS_AROUND = 64
"""More than any endpoint adds around the messages of a request."""

LOOK = 0.25
"""Seconds between two looks at whether another process has given something back."""


class SoFar(Protocol):
    """How much of a limit is taken."""

    @property
    def spent(self) -> Decimal:
        """What was spent."""

    @property
    def held(self) -> Decimal:
        """What is set aside."""


class Spending(Protocol):
    """A limit kept outside the process, in the store: what a day may cost, or a run of several processes."""

    def hold(self, most: Decimal) -> int | None:
        """Set `most` aside and return a ticket for it, or None when there is no room."""
        ...

    def settle(self, ticket: int, spent: Decimal) -> None:
        """Replace what a ticket set aside by what was spent."""
        ...

    def so_far(self) -> SoFar:
        """Return how much is taken by all who share it."""
        ...

    def close(self) -> None:
        """Close what it is kept in."""
        ...


class Held(NamedTuple):
    """What is set aside for one attempt: how much, and a ticket for each limit kept elsewhere."""

    most: Decimal
    tickets: tuple[int, ...] = ()


class Budget:
    """What may still be spent, shared by all callers.

    Args:
        limit: US dollars in all; no limit of its own when None.
        shared: Limits kept elsewhere, asked as well.
        patience: Seconds to wait for other processes to give something back, once what they have
            set aside no longer changes: by then they have ended, or were killed.
    """

    def __init__(
        self, limit: Decimal | None, shared: Sequence[Spending] = (), *, patience: float = 0.0
    ) -> None:
        self.limit = limit
        self.spent = NOTHING
        self.held = NOTHING
        self._shared = tuple(shared)
        self._changed = asyncio.Condition()
        self._others = _Others(self._shared, patience)

    async def hold(self, most: Decimal) -> Held:
        """Set `most` aside, once there is room for it; waits for calls in flight that may give some back.

        Raises:
            BudgetError: There is no room, and none will come back.
        """
        async with self._changed:
            while True:
                tickets = await _tickets(self._shared, most) if self._fits(most) else None
                if tickets is not None:
                    self.held += most
                    return Held(most, tickets)
                if not self.held and not (self._fits(most) and await self._others.may_give_back()):
                    raise BudgetError(self._no_room(most))
                with suppress(TimeoutError):
                    async with asyncio.timeout(None if self.held else LOOK):
                        await self._changed.wait()

    async def settle(self, held: Held, spent: Decimal) -> None:
        """Give back what was set aside, and count what was spent of it.

        What cannot be written stays set aside for good, which errs on the
        safe side; an answer just paid for must not be lost to that.
        """
        if held.tickets:
            with suppress(StoreError):  # the next `hold` meets it too, and says what is wrong
                await asyncio.to_thread(_settle, self._shared, held.tickets, spent)
        async with self._changed:
            self.held -= held.most
            self.spent += spent
            self._changed.notify_all()

    async def close(self) -> None:
        """Close what the shared limits are kept in."""
        for spending in self._shared:
            await asyncio.to_thread(spending.close)

    def _no_room(self, most: Decimal) -> str:
        left = (
            "the budget that is shared, of this run (--budget) or of today (SUMMARISER_DAILY_BUDGET), has no room left"
            if self.limit is None or self._fits(most)
            else f"${max(self.limit - self.spent, NOTHING):.4f} is left of ${self.limit}"
        )
        return (
            f"{left}, and the next request can cost up to ${most:.4f}; raise the budget, or lower "
            "SUMMARISER_MAX_OUTPUT_TOKENS, which a request is reckoned with at worst"
        )

    def _fits(self, most: Decimal) -> bool:
        return self.limit is None or self.spent + self.held + most <= self.limit


class _Others:
    """Whether other processes may still give back some of what they have set aside."""

    def __init__(self, shared: Sequence[Spending], patience: float) -> None:
        self._shared = shared
        self._patience = patience
        self._seen: list[tuple[Decimal, Decimal]] = []
        self._since = 0.0

    async def may_give_back(self) -> bool:
        """Return whether something is set aside that changed within the patience."""
        if not self._patience:
            return False
        found = await asyncio.to_thread(
            lambda: [(now.spent, now.held) for now in (spending.so_far() for spending in self._shared)]
        )
        now = asyncio.get_running_loop().time()
        if found != self._seen:
            self._seen, self._since = found, now
        return any(held for _, held in found) and now - self._since < self._patience


async def _tickets(shared: Sequence[Spending], most: Decimal) -> tuple[int, ...] | None:
    """Return the tickets of all shared limits, or None; a caller that is cancelled meanwhile leaves none behind."""
    if not shared:
        return ()

    def undo(tickets: tuple[int, ...] | None) -> None:
        _settle(shared, tickets or (), NOTHING)

    return await whole(asyncio.get_running_loop().run_in_executor(None, _hold, shared, most), undo)


def _hold(shared: Sequence[Spending], most: Decimal) -> tuple[int, ...] | None:
    """Set `most` aside in every limit, or in none."""
    tickets: list[int] = []
    for spending in shared:
        ticket = spending.hold(most)
        if ticket is None:
            _settle(shared, tickets, NOTHING)
            return None
        tickets.append(ticket)
    return tuple(tickets)


def _settle(shared: Sequence[Spending], tickets: Sequence[int], spent: Decimal) -> None:
    """Settle as many limits as there are tickets."""
    for spending, ticket in zip(shared, tickets, strict=False):
        spending.settle(ticket, spent)


class Tariff:
    """What calls to one model cost.

    Args:
        model: The model's name as it is sent.
        base_url: Where it is sent.
        prices: The user's own prices, by model.
    """

    def __init__(self, model: str, base_url: str | None, prices: Mapping[str, Price]) -> None:
        self._price: Callable[[Usage], Decimal | None] = lambda usage: cost(
            usage, model=model, base_url=base_url, table=prices
        )
        self._model = model

    def require(self) -> None:
        """Refuse to keep a budget with prices that nobody knows.

        Raises:
            ConfigurationError: The model has no price.
        """
        if self._price(Usage(input_tokens=1, output_tokens=1)) is None:
            raise ConfigurationError(
                f"no price is known for model {self._model!r}, so no budget can be kept: say what it costs, "
                f'SUMMARISER_PRICES=\'{{"{self._model}": {{"input": 0.5, "output": 2}}}}\' (dollars per million tokens)'
            )

    def most(self, request: Request) -> Decimal:
        """Return the most that one answer to `request` can cost: a byte is at least a token's worth."""
        body = request.body
        caps = [int(body[name]) for name in _CAPS if name in body]
        worst = Usage(
            input_tokens=len(canonical(body)) + _TOKENS_AROUND, output_tokens=max(caps, default=100_000)
        )
        return self._price(worst) or NOTHING

    def of(self, response: Mapping[str, object]) -> Decimal:
        """Return what a completion cost that says what it used."""
        usage = usage_of(response)
        return (self._price(usage) if usage else None) or NOTHING
