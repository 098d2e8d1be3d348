"""What a call costs in US dollars: the user's own prices first, then a bundled table, else nothing is said.

A price that is not known is None and never 0: a budget must not be kept by
pretending that calls are free.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import version
from typing import Protocol

from summariser.llm.answers import Usage

PRICES_VERSION = f"genai-prices {version('genai-prices')}"
"""The bundled table that costs were computed with; stored beside them."""

_MILLION = 1_000_000
_BATCH = {"processing": "batch"}


class Price(Protocol):
    """What the user says a model costs, in US dollars per million tokens; cached tokens cost like others."""

    @property
    def input(self) -> Decimal:
        """Price of prompt tokens."""
        ...

    @property
    def output(self) -> Decimal:
        """Price of the answer's tokens."""
        ...


def cost(
    usage: Usage,
    *,
    model: str,
    base_url: str | None = None,
    batch: bool = False,
    table: Mapping[str, Price] | None = None,
    at: datetime | None = None,
) -> Decimal | None:
    """Return what a call cost in US dollars, or None when nobody knows.

    Args:
        usage: The tokens of the call.
        model: The model's name as it was sent.
        base_url: Where it was sent; an address that no known provider has makes the price unknown,
            even for a name that others price. None goes by the name.
        batch: Whether it ran in a Batch file. Where no batch rate is known the full price counts.
        table: The user's own prices by model; they win, and are the whole truth for Batch files too.
        at: When the call was made, since prices change; now when None.
    """
    own = (table or {}).get(model)
    if own is not None:
        return (usage.input_tokens * own.input + usage.output_tokens * own.output) / _MILLION
    from genai_prices import Usage as Tokens  # noqa: PLC0415 - a table of megabytes, not needed for a replay
    from genai_prices import calc_price  # noqa: PLC0415 - the same

    tokens = Tokens(
        input_tokens=usage.input_tokens,
        cache_read_tokens=min(usage.cached_tokens, usage.input_tokens),
        output_tokens=usage.output_tokens,
    )
    try:
        found = calc_price(
            tokens,
            model,
            provider_api_url=base_url,
            genai_request_timestamp=at or datetime.now(UTC),
            price_context=_BATCH if batch else None,
        )
    except LookupError:
        return None
    priced = found.model_price
    if priced.input_mtok is None or priced.output_mtok is None:  # listed, but without its prices
        return None
    return found.total_price
