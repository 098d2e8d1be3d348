"""What the tests of the service share: an endpoint behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.faults import FaultServer
from tests.pipeline.scripted import Script


@pytest.fixture
async def endpoint() -> AsyncIterator[FaultServer]:
    """Run an endpoint that finds nothing in any article."""
    async with FaultServer(Script()) as server:
        yield server
