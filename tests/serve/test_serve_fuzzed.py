"""The service fuzzed against its own OpenAPI document: whatever is sent, the answer is one that was declared."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra `serve`")
pytest.importorskip("schemathesis", reason="the fuzzer is the extra `fuzz`")

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.faults import FaultServer
from tests.pipeline.scripted import Script
from tests.serve.calling import serving, settings_for

EXCLUDED = [positive_data_acceptance, not_a_server_error]
"""No schema says that two articles need two names, or that February ends; a deadline of no time is 504."""

TOKEN = "made-up-for-the-fuzzer"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run endpoint and service in a thread of their own, and return where the service listens."""
    started, loop = threading.Event(), asyncio.new_event_loop()
    ports: list[int] = []
    stop = asyncio.Event()

    async def both(folder: Path) -> None:
        async with FaultServer(Script()) as endpoint:
            limits = {"serve_token": TOKEN, "serve_max_bytes": 50_000, "serve_patience": 2}
            async with serving(settings_for(endpoint, folder, **limits)) as (caller, _):
                ports.append(caller.port)
                started.set()
                await stop.wait()

    folder = tmp_path_factory.mktemp("fuzzed")
    thread = threading.Thread(target=loop.run_until_complete, args=(both(folder),))
    thread.start()
    assert started.wait(20)
    yield f"http://127.0.0.1:{ports[0]}"
    loop.call_soon_threadsafe(stop.set)
    thread.join(30)
    loop.close()


@settings(
    max_examples=100,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(data=st.data())
def test_every_answer_is_a_declared_one(data: st.DataObject, url: str) -> None:
    """Well-formed or not: no 5xx of ours, every status, header and body as the document says, the token enforced."""
    document = schemathesis.openapi.from_url(f"{url}/openapi.json")
    operations = [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]
    operation = data.draw(st.sampled_from(operations))
    takes = bool(operation.body or operation.query or operation.path_parameters)
    mode = data.draw(
        st.sampled_from(
            list(schemathesis.GenerationMode) if takes else [schemathesis.GenerationMode.POSITIVE]
        )
    )
    case = data.draw(operation.as_strategy(generation_mode=mode))

    response = case.call_and_validate(
        headers={"Authorization": f"Bearer {TOKEN}"}, excluded_checks=EXCLUDED, timeout=30
    )

    assert response.status_code < 500 or response.status_code in {503, 504}
