"""The application: routes behind guards, problems for errors, and one `Summariser` for as long as it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from summariser.pipeline import Summariser
from summariser.serve.guards import OPEN, Guard, Limits
from summariser.serve.openapi import with_schemas
from summariser.serve.problems import ProblemError
from summariser.serve.routes import router
from summariser.serve.service import Service
from summariser.settings import Settings

_BY_STATUS = {404: "not-found", 405: "method"}


def application(summariser: Summariser) -> FastAPI:
    """Return the service around `summariser`, which it opens and closes; its routes call `app.state.service`."""
    service = Service(summariser)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with summariser:
            try:
                yield
            finally:
                await service.close()

    app = FastAPI(
        title="summariser",
        version=version("summariser"),
        description="Articles about one plan as typed records, each proved by the article's own words.",
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.include_router(router)
    for error in (ProblemError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(error, _told)
    app.add_middleware(Guard, limits=limits_of(service.settings), metrics=service.metrics)  # type: ignore[arg-type]
    app.openapi = _described(app, token=service.settings.serve_token is not None)  # type: ignore[method-assign]
    return app


def limits_of(settings: Settings) -> Limits:
    """Return how much the settings let the service take."""
    return Limits(
        token=settings.serve_token,
        max_bytes=settings.serve_max_bytes,
        concurrency=settings.serve_concurrency,
        patience=settings.serve_patience,
    )


def problem_for(error: Exception) -> ProblemError:
    """Return the problem that an error of a route or of the framework is."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, RequestValidationError):
        return ProblemError("invalid", "; ".join(str(one["msg"]) for one in error.errors()))
    if isinstance(error, HTTPException):
        return ProblemError(_BY_STATUS.get(error.status_code, "invalid"), headers=error.headers)
    return ProblemError("internal")


async def _told(request: Request, error: Exception) -> Response:
    problem = problem_for(error)
    if problem.kind == "method":
        problem.headers = {"allow": _methods_of(request)}
    headers, body = problem.headers_and_body()
    return Response(body, status_code=problem.status, headers=headers)


def _methods_of(request: Request) -> str:
    """Return the methods that a path is there for; the framework names those of one of its routes alone."""
    routes = [route for route in (*request.app.routes, *router.routes) if isinstance(route, Route)]
    found = [route.methods or () for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    return ", ".join(sorted({method for methods in found for method in methods}))


def _described(app: FastAPI, *, token: bool) -> Callable[[], dict[str, Any]]:
    """Return what describes the application, made when it is first asked for."""
    declared = app.openapi

    def described() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = with_schemas(declared(), token=token, open_routes=OPEN)
        return app.openapi_schema

    return described
