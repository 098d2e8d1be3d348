"""A hard limit on money: what a request can cost at worst is set aside before it is sent.

What a call cost is known only afterwards, and many are in flight at once; so
the limit is kept by holding back the most that each of them can come to, and
giving back the rest when it is settled. An attempt that may have been billed
although no answer came is settled at its worst.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
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


class Spending(Protocol):
    """A limit that outlives the process: what a day may cost, in the store."""

    def hold(self, most: Decimal) -> int | None:
        """Set `most` aside and return a ticket for it, or None when there is no room."""
        ...

    def settle(self, ticket: int, spent: Decimal) -> None:
        """Replace what a ticket set aside by what was spent."""
        ...

    def close(self) -> None:
        """Close what it is kept in."""
        ...


class Held(NamedTuple):
    """What is set aside for one attempt."""

    most: Decimal
    ticket: int | None = None


class Budget:
    """What may still be spent, shared by all callers.

    Args:
        limit: US dollars in all; no limit of its own when None.
        daily: A limit kept elsewhere, asked as well.
    """

    def __init__(self, limit: Decimal | None, daily: Spending | None = None) -> None:
        self.limit = limit
        self.spent = NOTHING
        self.held = NOTHING
        self._daily = daily
        self._changed = asyncio.Condition()

    async def hold(self, most: Decimal) -> Held:
        """Set `most` aside, once there is room for it; waits for calls in flight that may give some back.

        Raises:
            BudgetError: There is no room, and none will come back.
        """
        async with self._changed:
            while True:
                if self.limit is None or self.spent + self.held + most <= self.limit:
                    ticket = await _ticket(self._daily, most) if self._daily else None
                    if ticket is not None or self._daily is None:
                        self.held += most
                        return Held(most, ticket)
                if not self.held:
                    raise BudgetError(self._no_room(most))
                await self._changed.wait()

    async def settle(self, held: Held, spent: Decimal) -> None:
        """Give back what was set aside, and count what was spent of it.

        What cannot be written stays set aside for the day, which errs on the
        safe side; an answer just paid for must not be lost to that.
        """
        if self._daily and held.ticket is not None:
            with suppress(StoreError):  # the next `hold` meets it too, and says what is wrong
                await asyncio.to_thread(self._daily.settle, held.ticket, spent)
        async with self._changed:
            self.held -= held.most
            self.spent += spent
            self._changed.notify_all()

    async def close(self) -> None:
        """Close what the daily limit is kept in."""
        if self._daily:
            await asyncio.to_thread(self._daily.close)

    def _no_room(self, most: Decimal) -> str:
        left = (
            "today's budget (SUMMARISER_DAILY_BUDGET) has no room left"
            if self.limit is None or self._fits(most)
            else f"${max(self.limit - self.spent, NOTHING):.4f} is left of ${self.limit}"
        )
        return (
            f"{left}, and the next request can cost up to ${most:.4f}; raise the budget, or lower "
            "SUMMARISER_MAX_OUTPUT_TOKENS, which a request is reckoned with at worst"
        )

    def _fits(self, most: Decimal) -> bool:
        return self.limit is None or self.spent + self.held + most <= self.limit


async def _ticket(daily: Spending, most: Decimal) -> int | None:
    """Return the ticket of a daily limit; a caller that is cancelled meanwhile leaves none behind."""

    def settle(ticket: int | None) -> None:
        if ticket is not None:
            daily.settle(ticket, NOTHING)

    return await whole(asyncio.get_running_loop().run_in_executor(None, daily.hold, most), settle)


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
