"""Every way to get no answer: its status, its problem document, and that it costs nothing it need not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra `serve`")

from summariser.ledger import InputRow, State
from summariser.serve.problems import BY_STATE, KINDS, problem_of, problems_table
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.serve.calling import TEXT, Caller, serving, settings_for

LARGEST = 20_000


@pytest.fixture
async def caller(endpoint: FaultServer, tmp_path: Path) -> AsyncIterator[Caller]:
    """Run a service that reads little against it."""
    async with serving(settings_for(endpoint, tmp_path, serve_max_bytes=LARGEST)) as (calling, _):
        yield calling


def test_every_state_has_its_status() -> None:
    """The table covers the ledger's states, no more and no less, and says of each what the ledger says."""
    assert set(BY_STATE) == set(State)
    for state in State:
        problem = problem_of(InputRow(path="", state=state))
        assert (problem is None) == (state in {State.SUMMARISED, State.PARTIAL, State.EMPTY})
        if problem:
            assert KINDS[state.value].meaning == state.meaning
            assert problem.document()["retryable"] == (state.again == "yes")
            assert 400 <= problem.status < 600


def test_the_table_of_problems_is_documented() -> None:
    """The page on the service shows the table as it is."""
    assert problems_table() in (ROOT / "docs" / "service.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("fault", "status", "kind", "retryable"),
    [
        ("refusal", 422, "refused", False),
        ("429-huge", 503, "deferred", True),
        ("length", 502, "truncated", False),
        ("400-context", 502, "failed", True),
        ("401", 500, "configuration", False),
    ],
)
async def test_an_article_without_records_is_a_problem_with_its_row(
    fault: str, status: int, kind: str, retryable: bool, endpoint: FaultServer, caller: Caller  # noqa: FBT001 - a column
) -> None:  # fmt: skip
    """Callers learn the state and the row of the ledger; of what the operator has to mend, nothing."""
    endpoint.plan = Plan(mix={fault: 1.0})

    reply = await caller.post("/v1/summaries", {"text": TEXT.format(1), "id": "a1"})

    assert (reply.status, reply.kind, reply.json["retryable"]) == (status, kind, retryable)
    if kind == "configuration":
        assert reply.json.keys() == {"type", "title", "status", "retryable"}
    else:
        assert InputRow.model_validate(reply.json["row"]).document == "a1"


@pytest.mark.parametrize("setting", ["budget", "daily_budget"])
async def test_a_spent_budget_is_too_many_requests(
    setting: str, endpoint: FaultServer, tmp_path: Path
) -> None:
    """Without room for the next request nothing is sent."""
    async with serving(settings_for(endpoint, tmp_path, **{setting: "0.5"})) as (caller, _):
        reply = await caller.post("/v1/summaries", {"text": TEXT.format(1)})

    assert (reply.status, reply.kind) == (429, "skipped-budget")
    assert len(endpoint.ledger) == 0


async def test_a_page_of_furniture_is_no_article(endpoint: FaultServer, caller: Caller) -> None:
    """What holds no sentence of an article is told so, and no model is asked."""
    reply = await caller.post("/v1/summaries", {"text": " \n\n \n"})

    assert (reply.status, reply.kind) == (422, "skipped")
    assert len(endpoint.ledger) == 0


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/v1/summaries", b"", "#"),
        ("/v1/summaries", b"[]", "#"),
        ("/v1/summaries", b"\xff", "#"),
        ("/v1/summaries", b"[" * LARGEST, "#"),
        ("/v1/summaries", b'{"text": ""}', "#/text"),
        ("/v1/summaries", b'{"text": "\\ud800"}', "#"),
        ("/v1/summaries", b'{"text": "x", "model": "another"}', "#/model"),
        ("/v1/summaries", b'{"text": "x", "id": "../x"}', "#/id"),
        ("/v1/summaries", b'{"text": "x", "date": "yesterday"}', "#/date"),
        ("/v1/summaries", b'{"text": "x", "date": "2025-02-30"}', "#"),
        ("/v1/summaries?deadline=0", b'{"text": "x"}', None),
        ("/v1/dossiers", b'{"articles": []}', "#/articles"),
        ("/v1/dossiers", b'{"articles": [{"text": "x", "id": "a"}, {"text": "y", "id": "a"}]}', "#"),
    ],
)
async def test_what_is_no_article_costs_nothing(
    path: str, body: bytes, pointer: str | None, endpoint: FaultServer, caller: Caller
) -> None:
    """The mistake and its place are named, no value is repeated, and no model is asked."""
    reply = await caller.post(path, body)

    assert (reply.status, reply.kind) == (422, "invalid")
    assert [error["pointer"] for error in reply.json.get("errors", [])] == [pointer] * (pointer is not None)
    assert "yesterday" not in reply.body.decode()
    assert len(endpoint.ledger) == 0


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/v1/dossiers/0a1b", 404, "not-found"),
        ("GET", "/v1/dossiers/0a1b/events", 404, "not-found"),
        ("DELETE", "/v1/dossiers/0a1b", 404, "not-found"),
        ("GET", "/v1/summaries", 405, "method"),
        ("PUT", "/v1/dossiers", 405, "method"),
    ],
)
async def test_what_is_not_there(method: str, path: str, status: int, kind: str, caller: Caller) -> None:
    """Unknown paths, jobs and methods are problems like all others."""
    reply = await caller.ask(method, path)

    assert (reply.status, reply.kind) == (status, kind)


@pytest.mark.parametrize(
    ("method", "path", "known"),
    [
        ("PUT", "/v1/dossiers/0a1b", "DELETE, GET"),
        ("GET", "/v1/dossiers", "POST"),
        ("POST", "/healthz", "GET"),
        ("POST", "/v1/dossiers/0a1b/events", "GET"),
        ("POST", "/openapi.json", "GET, HEAD"),
    ],
)
async def test_a_wrong_method_is_told_the_right_ones(
    method: str, path: str, known: str, caller: Caller
) -> None:
    """`Allow` holds every method of the path, also of one that several routes share, and whatever the body is."""
    reply = await caller.ask(method, path, b"x", Content_Type="text/plain")

    assert (reply.status, reply.kind, reply.headers["allow"]) == (405, "method", known.lower())


async def test_the_type_of_a_problem_leads_to_its_explanation(caller: Caller) -> None:
    """Every problem stands on the page that its type names."""
    page = (await caller.ask("GET", "/problems")).json

    assert page.keys() == KINDS.keys()
    assert page["refused"]["meaning"] == State.REFUSED.meaning


@pytest.mark.parametrize("path", ["/v1/summaries", "/v1/dossiers"])
async def test_where_recordings_lie_is_not_for_callers(
    path: str, endpoint: FaultServer, tmp_path: Path
) -> None:
    """An article without a recording says so, and neither names a folder of the machine nor a command for it."""
    settings = settings_for(endpoint, tmp_path, model=None, recordings=tmp_path)
    article = {"text": TEXT.format(1)}
    async with serving(settings) as (caller, _):
        reply = await caller.post(path, article if path.endswith("summaries") else {"articles": [article]})
        if place := reply.headers.get("location"):
            await caller.listen(f"{place}/events")
            reply = await caller.ask("GET", place)

    assert b"no-recording" in reply.body
    assert str(tmp_path) not in reply.body.decode()
    assert b"--record" not in reply.body


async def test_what_an_endpoint_said_of_the_key_is_not_in_a_jobs_ledger(
    endpoint: FaultServer, caller: Caller
) -> None:
    """A refused key is told to callers of a dossier as little as to those of an article."""
    endpoint.plan = Plan(mix={"401": 1.0})
    place = (await caller.post("/v1/dossiers", {"articles": [{"text": TEXT.format(1)}]})).headers["location"]
    await caller.listen(f"{place}/events")

    job = (await caller.ask("GET", place)).json

    assert [(row["state"], row["detail"]) for row in job["run"]["rows"]] == [("failed", "")]


async def test_an_error_of_ours_is_told_to_the_log_alone(
    endpoint: FaultServer, tmp_path: Path, seed: Callable[[str], str]
) -> None:
    """A store that breaks is a 500 without a word about it; the service goes on."""
    async with serving(settings_for(endpoint, tmp_path)) as (caller, server):
        server._service._summariser.source.answers.responses.close()  # type: ignore[attr-defined]

        reply = await caller.post("/v1/summaries", {"text": seed("004")})
        alive = await caller.ask("GET", "/healthz")

    assert (reply.status, reply.kind, alive.status) == (500, "internal", 200)
    assert json.loads(reply.body).keys() == {"type", "title", "status", "retryable"}
