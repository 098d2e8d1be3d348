"""A service around one `Summariser`: post an article, get its records as JSON; `docs/service.md` explains it.

SUMMARISER_MODEL=… uvicorn --app-dir examples fastapi_service:app --limit-concurrency 200
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError

from summariser import Document, Settings, Summariser, errors

LARGEST_BODY = 1_000_000
"""Bytes of a request that are read; a news article is a hundredth of that."""

STATUS: dict[type[Exception], int] = {
    errors.ContextError: 413,  # the article is longer than the model can read
    errors.RefusedError: 422,  # the model declines this article, and will again
    errors.BudgetError: 429,  # the budget is spent; a daily one is fresh tomorrow
    errors.DeferredError: 503,  # the endpoint asks to come back later
    errors.ModelError: 502,  # no usable answer, for any other reason
    errors.SummariserError: 500,  # ours to mend: the key, the model, the disk
    TimeoutError: 504,  # the caller's own deadline; what was asked is stored, so asking again is cheap
}
"""The status for each class of error, and for those that come from it."""

log = logging.getLogger("uvicorn.error")


class Article(BaseModel, extra="forbid"):
    """What is posted."""

    text: str = Field(min_length=1)
    id: str = Field(
        default="", pattern=r"^[\w.-]{0,80}$", description="Your name for it; one is made if empty."
    )
    date: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$", description='Anchors "last week".')

    def document(self) -> Document:
        """Return the article as the package knows it."""
        name = self.id or hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return Document.from_text(self.text, id=name, date=self.date)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Share one client, store, limiter and budget; on leaving, what is in flight ends and is stored."""
    async with Summariser(Settings()) as app.state.summariser:
        yield


async def article(request: Request) -> Article:
    """Return the article in a request's body, of which no more is read than may be."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, f"an article may have {LARGEST_BODY:,} bytes")
    try:
        return Article.model_validate_json(bytes(body))
    except ValidationError as error:
        raise HTTPException(
            422, error.errors(include_url=False, include_context=False, include_input=False)
        ) from error


async def unless_gone(request: Request, work: Coroutine[Any, Any, Response]) -> Response:
    """Return what `work` returns; if the caller hangs up first, give up waiting for it."""
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else Response(status_code=499)  # which nobody reads
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def failed(_request: Request, error: Exception) -> JSONResponse:
    """Answer with the status of the error's class; what is ours to mend is told to the log, not to callers."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    detail = str(error) or "the deadline passed"
    if status == 500:  # noqa: PLR2004 - HTTP
        log.error("%s: %s", type(error).__name__, error)
        detail = "the service cannot answer at present"
    retry = getattr(error, "retryable", isinstance(error, TimeoutError))
    return JSONResponse({"error": type(error).__name__, "detail": detail, "retryable": retry}, status)


app = FastAPI(title="summariser", lifespan=lifespan)
app.add_exception_handler(errors.SummariserError, failed)
app.add_exception_handler(TimeoutError, failed)


@app.post("/summaries")
async def summarise(
    request: Request,
    posted: Annotated[Article, Depends(article)],
    deadline: Annotated[float, Query(gt=0, le=600, description="Seconds you are willing to wait.")] = 120,
) -> Response:
    """Return the article's records; identical articles in flight share their requests to the model."""

    async def work() -> Response:
        summary = await request.app.state.summariser.summarise(posted.document(), deadline=deadline)
        return Response(summary.model_dump_json(), media_type="application/json")

    return await unless_gone(request, work())
