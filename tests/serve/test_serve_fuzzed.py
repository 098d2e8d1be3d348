"""The service fuzzed against its own OpenAPI document: whatever is sent, the answer is one that was declared."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
EACH = 500
"""Cases of the long form for every operation that takes something."""

TAKING = {
    "POST /v1/summaries",
    "POST /v1/dossiers",
    "GET /v1/dossiers/{id}",
    "GET /v1/dossiers/{id}/events",
}
APART = "use_after_free"
"""The check left out: DELETE of a job that runs cancels it, as its 202 says. Of one that ended, another test asks."""

CONFIG = """
[checks.not_a_server_error]
expected-statuses = ["2xx", "4xx", "503", "504"] # more dossiers than there is room for; a deadline of no time
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "404", "422", "503", "504"] # and no schema says that February ends
[checks.negative_data_rejection]
expected-statuses = ["401", "404", "405", "413", "415", "422"] # 413 is not among its own
"""


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


@pytest.mark.slow
def test_the_long_form_finds_nothing(url: str, tmp_path: Path) -> None:
    """By hundreds: examples, every keyword's bounds, random cases, and jobs made, followed and cancelled in turn."""
    (tmp_path / "fuzzer.toml").write_text(CONFIG, "utf-8")
    words = [
        *(
            "--config-file",
            "fuzzer.toml",
            "run",
            f"{url}/openapi.json",
            "--continue-on-failure",
            "--no-color",
        ),
        *("--header", f"Authorization: Bearer {TOKEN}", "--request-timeout", "30", "--seed", "1"),
        *("--checks", "all", "--exclude-checks", APART, "--max-examples", str(EACH)),
        *("--report", "ndjson", "--report-ndjson-path", "cases"),
    ]

    ran = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout
    cases, checks = counted(tmp_path / "cases")
    assert all(cases[operation] >= EACH for operation in TAKING), cases
    assert checks["unsupported_method"] == checks["not_a_server_error"] > EACH * len(TAKING)
    assert checks["response_schema_conformance"] == checks["ignored_auth"] > EACH * len(TAKING)


def counted(report: Path) -> tuple[Counter[str], Counter[str]]:
    """Return how many cases of each operation were sent, and how often each check looked at an answer."""
    cases: Counter[str] = Counter()
    checks: Counter[str] = Counter()
    for line in report.read_text("utf-8").splitlines():
        seen: dict[str, Any] = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        sent = [case["value"] for case in seen.get("cases", {}).values()]
        cases.update(f"{case['method']} {case['path']}" for case in sent)
        checks.update(check["name"] for made in seen.get("checks", {}).values() for check in made)
    return cases, checks
