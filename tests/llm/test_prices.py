"""Costs: the user's prices, then the bundled table, then nothing, never zero for want of knowledge."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from summariser.llm.answers import Usage
from summariser.llm.prices import PRICES_VERSION, cost
from summariser.settings.values import Price

USAGE = Usage(input_tokens=1_000_000, output_tokens=100_000)
CACHED = Usage(input_tokens=1_000_000, output_tokens=100_000, cached_tokens=800_000)
AT = datetime(2026, 11, 1, tzinfo=UTC)
MODEL = "gpt-4o-mini"


def test_a_known_model_has_its_price() -> None:
    """Tokens in and out are priced apart, exactly."""
    assert cost(USAGE, model=MODEL, at=AT) == Decimal("0.15") + Decimal("0.06")


def test_cached_tokens_cost_less() -> None:
    """What the provider read from its cache is not charged as new."""
    assert cost(CACHED, model=MODEL, at=AT) == Decimal("0.2") * Decimal("0.15") + Decimal("0.06") + Decimal(
        "0.06"
    )


def test_a_batch_file_costs_half() -> None:
    """The batch rate is really found: an unknown key in the context would silently give the full one."""
    full, half = cost(USAGE, model=MODEL, at=AT), cost(USAGE, model=MODEL, batch=True, at=AT)

    assert full is not None
    assert half == full / 2


@pytest.mark.parametrize(
    ("model", "base_url"),
    [
        ("llama3.1:8b", None),
        ("a-model-of-tomorrow", None),
        ("claude", None),
        ("", None),
        (MODEL, "http://localhost:11434/v1"),
        (MODEL, "https://gateway.example.org/v1"),
        ("a-model-of-tomorrow", "https://api.openai.com/v1"),
    ],
)
def test_an_unknown_price_is_none(model: str, base_url: str | None) -> None:
    """A model or address nobody has a price for costs an unknown amount, not nothing."""
    assert cost(USAGE, model=model, base_url=base_url) is None


@pytest.mark.parametrize(
    ("model", "base_url"),
    [
        (MODEL, "https://api.openai.com/v1"),
        (MODEL, "https://mine.openai.azure.com/openai/v1/"),
        (f"openai/{MODEL}", "https://openrouter.ai/api/v1"),
    ],
)
def test_the_address_names_the_provider(model: str, base_url: str) -> None:
    """A hosted address is priced by its own provider's table."""
    assert cost(USAGE, model=model, base_url=base_url, at=AT) == Decimal("0.21")


@pytest.mark.parametrize("batch", [False, True])
def test_the_users_prices_win(*, batch: bool) -> None:
    """A price the user gave is used as given, for a model that is known and for one that is not."""
    table = {name: Price(input=Decimal(2), output=Decimal(3)) for name in (MODEL, "mine")}

    for model in table:
        assert cost(
            CACHED, model=model, base_url="http://localhost:8000/v1", batch=batch, table=table
        ) == Decimal("2.3")


def test_no_tokens_cost_nothing() -> None:
    """A known price of no tokens is zero, which is not the same as unknown."""
    assert cost(Usage(input_tokens=0, output_tokens=0), model=MODEL, at=AT) == 0


def test_more_cached_than_sent_is_priced_as_all_cached() -> None:
    """A server that miscounts its cache does not stop a run."""
    odd = Usage(input_tokens=1_000_000, output_tokens=0, cached_tokens=2_000_000)

    assert cost(odd, model=MODEL, at=AT) == Decimal("0.075")


def test_the_table_is_named() -> None:
    """Costs can be traced to the release of the table they came from."""
    assert PRICES_VERSION.startswith("genai-prices 0.")


def test_the_table_is_loaded_only_when_asked() -> None:
    """Importing the module does not load megabytes of prices."""
    code = "import sys, summariser.llm.prices; sys.exit('genai_prices' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
