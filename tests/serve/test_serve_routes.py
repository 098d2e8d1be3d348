"""Every route: what it takes, what it answers, and what it costs."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra `serve`")

from summariser import Document, Summariser
from summariser.ledger import InputRow, Run
from summariser.reconcile import Dossier
from summariser.records import BUILT_IN, ArticleSummary
from summariser.serve.app import application
from tests.faults import FaultServer, Plan
from tests.pipeline.scripted import CAP, Script
from tests.serve.calling import TEXT, Caller, serving, settings_for

TYPES = len(BUILT_IN)


@pytest.fixture
async def caller(endpoint: FaultServer, tmp_path: Path) -> AsyncIterator[Caller]:
    """Run the service against it."""
    async with serving(settings_for(endpoint, tmp_path)) as (calling, _):
        yield calling


async def test_an_article_comes_back_as_its_records_and_its_row(
    endpoint: FaultServer, caller: Caller, seed: Callable[[str], str]
) -> None:
    """The reply holds the summary as `articles/*.json` has it, and the ledger's row, with what it took."""
    endpoint.answer = Script(records={"plan_terms": [CAP]})

    reply = await caller.post(
        "/v1/summaries", {"text": seed("001"), "id": "mine", "publisher": "The Sena Courier"}
    )

    summary = ArticleSummary.model_validate(reply.json["summary"])
    row = InputRow.model_validate(reply.json["row"])
    assert reply.status == 200
    assert (summary.meta.id, row.document, row.state) == ("mine", "mine", "summarised")
    assert [term.record.topic for term in summary.plan_terms] == ["army size cap"]
    assert row.usage.asked == endpoint.ledger.billed == TYPES


async def test_an_article_without_a_name_is_called_after_its_text(caller: Caller) -> None:
    """Two callers who name nothing never collide."""
    text = TEXT.format(1)

    reply = await caller.post("/v1/summaries", {"text": text})

    assert reply.json["row"]["document"] == hashlib.sha256(text.encode()).hexdigest()[:16]


async def test_the_same_article_is_paid_for_once(endpoint: FaultServer, caller: Caller) -> None:
    """Five callers at once and one later: all are answered, and the endpoint was asked once."""
    endpoint.plan = Plan(latency=0.1)

    replies = await asyncio.gather(
        *(caller.post("/v1/summaries", {"text": TEXT.format(1)}) for _ in range(5))
    )
    later = await caller.post("/v1/summaries", {"text": TEXT.format(1)})

    assert [reply.status for reply in (*replies, later)] == [200] * 6
    assert later.json["row"]["usage"]["stored"] == endpoint.ledger.billed == TYPES


async def test_a_dossier_is_a_job_that_is_followed_to_its_result(
    endpoint: FaultServer, caller: Caller
) -> None:
    """202 with its place; events until the end; then the dossier, the ledger and the summaries."""
    endpoint.plan = Plan(latency=0.3)
    articles = [{"text": TEXT.format(number), "id": f"a{number}"} for number in range(3)]

    begun = await caller.post("/v1/dossiers", {"articles": articles})
    events = await caller.listen(f"{begun.headers['location']}/events")
    done = await caller.ask("GET", begun.headers["location"])

    assert (begun.status, begun.json["state"]) == (202, "running")
    assert [name for name, _ in events[-2:]] == ["progress", "end"]
    assert (events[-1][1]["state"], events[-1][1]["progress"]["articles"]) == ("done", 3)
    assert done.status == 200
    assert [article["meta"]["id"] for article in done.json["articles"]] == ["a0", "a1", "a2"]
    assert len(Dossier.model_validate(done.json["dossier"]).documents) == 3
    assert Run.model_validate(done.json["run"]).totals.usage.asked == 3 * TYPES


async def test_the_same_articles_are_the_same_job(endpoint: FaultServer, caller: Caller) -> None:
    """In whatever order, while it is under way and after; one that differs in a date is another."""
    endpoint.plan = Plan(latency=0.2)
    articles = [{"text": TEXT.format(number), "id": f"a{number}"} for number in range(2)]

    first = await caller.post("/v1/dossiers", {"articles": articles})
    again = await caller.post("/v1/dossiers", {"articles": articles[::-1]})
    await caller.listen(f"{first.headers['location']}/events")
    after = await caller.post("/v1/dossiers", {"articles": articles})
    dated = [articles[0] | {"date": "2025-11-24"}, articles[1]]
    other = await caller.post("/v1/dossiers", {"articles": dated})

    assert first.json["id"] == again.json["id"] == after.json["id"] != other.json["id"]
    assert [again.status, after.status, other.status] == [202, 200, 202]
    assert after.json["state"] == "done"


async def test_a_cancelled_dossier_asks_nothing_more_and_goes_on_when_posted_again(
    endpoint: FaultServer, caller: Caller
) -> None:
    """What was in flight is stored; the job ends as cancelled; the same request finishes it, and pays nothing twice."""
    endpoint.plan = Plan(latency=0.5)
    articles = [{"text": TEXT.format(number)} for number in range(10)]
    begun = await caller.post("/v1/dossiers", {"articles": articles})
    place = begun.headers["location"]
    async with asyncio.timeout(10):
        while not endpoint.ledger.open:  # noqa: ASYNC110 - the ledger tells nobody
            await asyncio.sleep(0.01)

    cancelled = await caller.ask("DELETE", place)
    ended = (await caller.listen(f"{place}/events"))[-1][1]
    asked = endpoint.ledger.billed
    endpoint.plan = Plan()
    await caller.post("/v1/dossiers", {"articles": articles})
    finished = (await caller.listen(f"{place}/events"))[-1][1]

    assert (cancelled.status, cancelled.json["state"]) == (202, "cancelling")
    assert (ended["state"], finished["state"]) == ("cancelled", "done")
    assert 0 < asked < 10 * TYPES == endpoint.ledger.billed == endpoint.ledger.delivered


async def test_a_dossier_that_has_ended_can_be_forgotten(caller: Caller) -> None:
    """DELETE of a finished job frees it; asking for it then finds nothing."""
    place = (await caller.post("/v1/dossiers", {"articles": [{"text": TEXT.format(1)}]})).headers["location"]
    await caller.listen(f"{place}/events")

    forgotten = await caller.ask("DELETE", place)
    gone = await caller.ask("GET", place)

    assert (forgotten.status, gone.status, gone.kind) == (200, 404, "not-found")


async def test_a_dossier_with_a_failed_article_is_incomplete(endpoint: FaultServer, caller: Caller) -> None:
    """There is a dossier of the others, and the ledger says what is missing; posting it again makes it whole."""
    endpoint.plan = Plan(mix={"refusal": 1.0}, until_attempt=1)
    begun = await caller.post("/v1/dossiers", {"articles": [{"text": TEXT.format(1)}]})
    place = begun.headers["location"]
    await caller.listen(f"{place}/events")

    job = (await caller.ask("GET", place)).json
    again = await caller.post("/v1/dossiers", {"articles": [{"text": TEXT.format(1)}]})

    assert (job["state"], job["run"]["rows"][0]["state"]) == ("incomplete", "refused")
    assert again.status == 202


async def test_more_dossiers_than_there_is_room_for_come_later(endpoint: FaultServer, tmp_path: Path) -> None:
    """With all places taken a new one is `busy`; one that is there is still found."""
    endpoint.plan = Plan(latency=1)
    async with serving(settings_for(endpoint, tmp_path, serve_jobs=1)) as (caller, _):
        first = await caller.post("/v1/dossiers", {"articles": [{"text": TEXT.format(1)}]})
        second = await caller.post("/v1/dossiers", {"articles": [{"text": TEXT.format(2)}]})
        same = await caller.post("/v1/dossiers", {"articles": [{"text": TEXT.format(1)}]})

    assert (first.status, second.status, second.kind, same.status) == (202, 503, "busy", 202)
    assert second.headers["retry-after"] == "1"


async def test_the_application_stops_its_jobs_whatever_serves_it(
    endpoint: FaultServer, tmp_path: Path
) -> None:
    """Under another server than ours, leaving the lifespan ends a job with what there is."""
    endpoint.plan = Plan(latency=0.3)
    app = application(Summariser(settings_for(endpoint, tmp_path, concurrency=2)))
    documents = [Document.from_text(TEXT.format(number), id=str(number)) for number in range(20)]

    async with app.router.lifespan_context(app):
        job = app.state.service.post("all", documents)
        await asyncio.sleep(0.2)

    assert job.view.state == "incomplete"
    assert 0 < endpoint.ledger.billed == endpoint.ledger.delivered < 20 * TYPES


async def test_alive_and_ready(caller: Caller) -> None:
    """Both say so in a word."""
    alive, ready = await caller.ask("GET", "/healthz"), await caller.ask("GET", "/readyz")

    assert [(reply.status, reply.body) for reply in (alive, ready)] == [(200, b"ok\n"), (200, b"ready\n")]


async def test_not_ready_while_the_endpoint_refuses_everything(endpoint: FaultServer, caller: Caller) -> None:
    """A key that is not accepted makes the next caller's failure certain; the process lives all the same."""
    endpoint.plan = Plan(mix={"401": 1.0})
    await caller.post("/v1/summaries", {"text": TEXT.format(1)})

    ready, alive = await caller.ask("GET", "/readyz"), await caller.ask("GET", "/healthz")

    assert (ready.status, ready.kind, alive.status) == (503, "not-ready", 200)


async def test_what_was_done_is_counted(endpoint: FaultServer, caller: Caller) -> None:
    """Requests by route and status, articles by state, tokens and dollars as the endpoint charged them."""
    await caller.post("/v1/summaries", {"text": TEXT.format(1)})
    await caller.ask("GET", "/secret/of/a/caller")

    text = (await caller.ask("GET", "/metrics")).body.decode()

    samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    tokens = endpoint.ledger.tokens
    assert samples['summariser_requests_total{route="/v1/summaries",method="POST",status="200"}'] == "1"
    assert samples['summariser_requests_total{route="other",method="GET",status="404"}'] == "1"
    assert samples['summariser_articles_total{state="empty"}'] == "1"
    assert samples['summariser_tokens_total{direction="in"}'] == str(tokens[0])
    assert float(samples["summariser_cost_dollars_total"]) == pytest.approx(sum(tokens) / 10_000)
    assert samples['summariser_request_seconds_bucket{route="/v1/summaries",le="+Inf"}'] == "1"
    assert samples["summariser_requests_in_flight"] == "1"
    assert samples['summariser_jobs{state="running"}'] == "0"
    assert "secret" not in text
    assert all(
        re.fullmatch(r'[a-z_]+(\{([a-z]+="[^"\\\n]*",?)+\})? [0-9.e+-]+', line)
        for line in text.splitlines()
        if line[0] != "#"
    )
