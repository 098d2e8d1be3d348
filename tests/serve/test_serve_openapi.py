"""The OpenAPI document: complete, true to what is answered, and what the documentation shows runs."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra `serve`")

from summariser import Summariser
from summariser.report.schemas import article_schema
from summariser.serve.app import application
from summariser.serve.contract import EXAMPLE, OTHER, PostedArticle, PostedDossier
from summariser.serve.problems import KINDS
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.serve.calling import Caller, serving, settings_for


@pytest.fixture
def document(endpoint: FaultServer, tmp_path: Path) -> dict[str, Any]:
    """Return the document of a service with a token."""
    described: dict[str, Any] = application(
        Summariser(settings_for(endpoint, tmp_path, serve_token="made-up"))
    ).openapi()
    return described


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and declaration of each operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    """No schema is named that is not there, and the article's is that of `docs/schema`."""
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    article, published = document["components"]["schemas"]["Article"], article_schema()

    assert names <= document["components"]["schemas"].keys()
    assert article["required"] == published["required"]
    assert article["properties"].keys() == published["properties"].keys()


def test_every_route_says_how_it_fails(document: dict[str, Any]) -> None:
    """Each declared problem has the status of the table, and between them they name every problem but two."""
    named = set()
    for path, _, operation in operations(document):
        assert operation["summary"] != "", path
        assert operation["description"] != "", path
        for status, answer in operation["responses"].items():
            if "application/problem+json" in answer["content"]:
                kinds = re.findall(r"`([a-z-]+)`:", answer["description"])
                assert {KINDS[kind].status for kind in kinds} == {int(status)}
                named |= set(kinds)
    assert KINDS.keys() - named == {"method"}


def test_the_examples_are_what_the_routes_take() -> None:
    """What a reader copies is accepted."""
    assert PostedArticle.model_validate(EXAMPLE).document().id == "orvel-1"
    assert len(PostedDossier.model_validate({"articles": [EXAMPLE, OTHER]}).documents()) == 2


def test_the_token_is_declared_where_it_is_asked_for(document: dict[str, Any]) -> None:
    """Probes need none; everything else does."""
    free = {path for path, _, operation in operations(document) if operation.get("security") == []}

    assert document["security"] == [{"token": []}]
    assert free == {"/healthz", "/readyz", "/problems"}


def test_events_are_described_one_by_one(document: dict[str, Any]) -> None:
    """A generated client learns the names of the events and what their data are."""
    answer = document["paths"]["/v1/dossiers/{id}/events"]["get"]["responses"]["200"]

    event = answer["content"]["text/event-stream"]["itemSchema"]
    assert event["properties"]["event"] == {"enum": ["progress", "end"]}
    assert event["properties"]["data"]["contentSchema"] == {"$ref": "#/components/schemas/JobView"}


async def test_the_document_is_served_and_nothing_is_fetched(endpoint: FaultServer, tmp_path: Path) -> None:
    """It comes as JSON; there is no page that would load scripts from elsewhere."""
    async with serving(settings_for(endpoint, tmp_path)) as (caller, _):
        served = await caller.ask("GET", "/openapi.json")
        pages = [(await caller.ask("GET", path)).status for path in ("/docs", "/redoc")]

    assert served.json["openapi"].startswith("3.1")
    assert "security" not in served.json
    assert pages == [404, 404]


@pytest.mark.posix
@pytest.mark.skipif(shutil.which("curl") is None, reason="the commands of the page are curl's")
async def test_the_commands_of_the_page_run(endpoint: FaultServer, tmp_path: Path) -> None:
    """docs/service.md as it stands: one article, a dossier followed to its end, and forgotten."""
    (block,) = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "service.md").read_text("utf-8"), re.DOTALL)

    async with serving(settings_for(endpoint, tmp_path)) as (caller, _):
        service = f"http://127.0.0.1:{caller.port}"
        ran = await asyncio.create_subprocess_exec(
            *("bash", "-euo", "pipefail", "-c", block),
            env={"PATH": os.environ["PATH"], "SERVICE": service, "NO_PROXY": "*"},
            stdout=asyncio.subprocess.PIPE,
        )
        out = (await ran.communicate())[0].decode()
        left = await Caller(caller.port).ask("GET", "/metrics")

    assert ran.returncode == 0
    assert '"document": "orvel-1"' in out
    assert "event: end" in out
    assert '"state": "done"' in out
    assert 'summariser_jobs{state="done"} 0' in left.body.decode()
