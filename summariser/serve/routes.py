"""The routes: each reads its request, calls the service, and writes what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from summariser.serve.contract import (
    Job,
    JobView,
    PostedArticle,
    PostedDossier,
    Summarised,
    job_id,
    read,
)
from summariser.serve.jobs import Job as Running
from summariser.serve.metrics import MEDIA_TYPE
from summariser.serve.openapi import answers, body, events, problems, text
from summariser.serve.problems import BY_STATE, KINDS
from summariser.serve.service import Service, job_bytes

router = APIRouter()

_GUARDED = ("unauthorized", "misdirected", "too-slow", "too-large", "busy", "internal")
"""What every route but the open ones may answer."""

_EVENTS = ("progress", "end")
_WORKING = (*_GUARDED, "invalid", "media-type", "stopping")
_ARTICLE = tuple(state.value for state in BY_STATE if state.value in KINDS)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


@router.post(
    "/v1/summaries",
    openapi_extra=body(PostedArticle),
    response_class=Response,
    responses=answers(Summarised, "The article's records and its row of the ledger.")
    | problems(*_WORKING, *_ARTICLE, "deadline", "configuration"),
)
async def summarise(
    request: Request,
    deadline: Annotated[
        float | None,
        Query(gt=0, le=86_400, description="Seconds you are willing to wait, if fewer than the service's."),
    ] = None,
) -> Response:
    """Summarise one article.

    The same article is asked about once, however many send it, and never paid for
    again. As long as one record type was answered there is a summary; those that
    were not are named in `failed`.
    """
    service = _service(request)
    article = read(PostedArticle, await request.body())
    within = min(deadline or service.settings.serve_deadline, service.settings.serve_deadline)
    return _json(await service.summarise(article.document(), deadline=within))


@router.post(
    "/v1/dossiers",
    openapi_extra=body(PostedDossier),
    response_class=Response,
    responses=answers(JobView, "The same request was made before, and is done.", place=True)
    | answers(JobView, "The job, begun now or under way.", status=202, place=True)
    | problems(*_WORKING),
)
async def begin(request: Request) -> Response:
    """Set articles side by side: a job, named after what is in them.

    The same articles are the same job, in whatever order. One that ended without an
    answer to everything goes on when it is posted again.
    """
    documents = read(PostedDossier, await request.body()).documents()
    job = _service(request).post(job_id(documents), documents)
    place = f"/v1/dossiers/{job.id}"
    return _json(_view(job), status=202 if job.under_way else 200, headers={"location": place})


@router.get(
    "/v1/dossiers/{id}",
    response_class=Response,
    responses=answers(Job, "The job, with its result once it has ended.") | problems(*_GUARDED, "not-found"),
)
async def look(request: Request, id: str) -> Response:  # noqa: A002 - the parameter's name in the path
    """Say how far a job is, and what came of it."""
    return _json(job_bytes(_service(request).jobs.get(id)))


@router.get(
    "/v1/dossiers/{id}/events",
    response_class=Response,
    responses=events(
        JobView, "An event `progress` for every change, then one `end`; each holds a JobView.", _EVENTS
    )
    | problems(*_GUARDED, "not-found"),
)
async def listen(request: Request, id: str) -> Response:  # noqa: A002 - the parameter's name in the path
    """Follow a job as server-sent events, from where it is until it ends."""
    told = _events(_service(request).jobs.get(id))
    return StreamingResponse(told, media_type="text/event-stream", headers={"cache-control": "no-store"})


@router.delete(
    "/v1/dossiers/{id}",
    response_class=Response,
    responses=answers(JobView, "The job had ended, and is forgotten.")
    | answers(JobView, "It is being cancelled: nothing more is asked.", status=202)
    | problems(*_GUARDED, "not-found"),
)
async def cancel(request: Request, id: str) -> Response:  # noqa: A002 - the parameter's name in the path
    """Cancel a job that is under way, or forget one that has ended; what was answered stays stored."""
    job = _service(request).jobs.drop(id)
    return _json(_view(job), status=202 if job.under_way else 200)


@router.get("/healthz", response_class=Response, responses=text("The process lives.", "text/plain"))
async def healthz() -> Response:
    """Say that the process lives."""
    return Response("ok\n", media_type="text/plain")


@router.get(
    "/readyz",
    response_class=Response,
    responses=text("It can answer.", "text/plain") | problems("stopping", "not-ready"),
)
async def readyz(request: Request) -> Response:
    """Say whether requests are likely to be answered: not while stopping, nor while the endpoint refuses everything."""
    _service(request).ready()
    return Response("ready\n", media_type="text/plain")


@router.get(
    "/metrics",
    response_class=Response,
    responses=text("Counts since the start, for Prometheus.", "text/plain") | problems(*_GUARDED),
)
async def metrics(request: Request) -> Response:
    """Say what was counted."""
    service = _service(request)
    return Response(service.metrics.text(service.jobs.count()), headers={"content-type": MEDIA_TYPE})


@router.get("/problems")
async def explain() -> dict[str, Any]:
    """Explain every problem, by the last part of its type."""
    return {name: kind._asdict() for name, kind in KINDS.items()}


async def _events(job: Running) -> AsyncIterator[str]:
    async for view in job.views():
        name = _EVENTS[0] if job.under_way else _EVENTS[1]
        yield f"event: {name}\ndata: {view.model_dump_json()}\n\n"


def _view(job: Running) -> bytes:
    return job.view.model_dump_json().encode()


def _json(content: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(content, status_code=status, headers=headers, media_type="application/json")
