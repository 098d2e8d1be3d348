"""The process: uvicorn around the application, patient with nobody's head, and gone only when all is stored."""

from __future__ import annotations

import asyncio
import gc
import logging
import math
import signal
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from summariser.errors import ConfigurationError
from summariser.pipeline import Summariser
from summariser.serve.app import application
from summariser.serve.guards import LOOPBACK, READERS
from summariser.serve.service import Service
from summariser.settings import Settings

log = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(settings: Settings) -> bool:
    """Serve until SIGINT or SIGTERM; return whether what was in flight was waited for.

    Raises:
        ConfigurationError: There is no model or key, or others could reach a service without a token.
    """
    check(settings)
    app = application(Summariser(settings))
    server = Server(config_of(app, settings), app.state.service)
    gc.freeze()  # what was imported stays, so no collection, which callers would wait for, need look at it
    server.run()
    return not server.force_exit


def check(settings: Settings) -> None:
    """Refuse settings with which a service would be useless or open to all.

    Raises:
        ConfigurationError: There is no key, or no token where others can reach the service.
    """
    settings.require_credentials()
    if settings.serve_token is None and settings.serve_host not in LOOPBACK:
        raise ConfigurationError(
            f"others can reach a service at {settings.serve_host!r}: set SUMMARISER_SERVE_TOKEN, "
            "or leave SUMMARISER_SERVE_HOST at 127.0.0.1"
        )


def config_of(app: Any, settings: Settings) -> uvicorn.Config:  # noqa: ANN401 - any ASGI application
    """Return how uvicorn is run: as long as a caller's deadline to stop, and so many connections at most."""
    return uvicorn.Config(
        app,
        host=settings.serve_host,
        port=settings.serve_port,
        http=partial(Punctual, patience=settings.serve_patience),  # type: ignore[arg-type]  # called as a class is
        ws="none",
        loop="asyncio",
        lifespan="on",
        access_log=False,
        log_config=None if settings.logs == "json" else uvicorn.config.LOGGING_CONFIG,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=(READERS + 2) * settings.serve_concurrency,  # arriving, worked on, listening
        timeout_graceful_shutdown=math.ceil(settings.serve_deadline) + 1,
    )


class Punctual(H11Protocol):
    """HTTP that hangs up on whoever sends the head of a request too slowly, at once where others need the room."""

    def __init__(self, *arguments: Any, patience: float, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **options)
        self._patience = patience
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first head."""
        super().connection_made(transport)
        self._make_room()
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Go on waiting for a head that is not complete."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._rest()
        super().connection_lost(exc)

    def _make_room(self) -> None:
        """Hang up on who has said nothing for longest, if there are as many connections as may be.

        uvicorn refuses every request while there are, so that otherwise a few hundred silent
        connections would shut out all others, probes of the machine's keeper among them.
        """
        present: list[Any] = [one for one in self.connections if not one.transport.is_closing()]
        waiting = [one for one in present if one is not self and one.awaits_a_head()]
        if waiting and self.limit_concurrency is not None and len(present) >= self.limit_concurrency:
            min(waiting, key=Punctual.waits_since).hang_up()

    def waits_since(self) -> float:
        """Return when it began to wait for a head, on the loop's clock."""
        if self._late is not None:
            return self._late.when() - self._patience
        idle = self.timeout_keep_alive_task
        return idle.when() - self.timeout_keep_alive if idle is not None else self.loop.time()

    def _watch(self) -> None:
        if not self.awaits_a_head():
            self._rest()
        elif self._late is None:
            self._late = self.loop.call_later(self._patience, self.hang_up)

    def _rest(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def hang_up(self) -> None:
        """End the connection, if there still is no head."""
        self._rest()
        if self.awaits_a_head():
            self.transport.close()

    def awaits_a_head(self) -> bool:
        """Return whether the next thing to happen is that a head arrives."""
        cycle: Any = self.cycle  # none before the first request
        return cycle is None or cycle.response_complete


class Server(uvicorn.Server):
    """uvicorn, which tells the service when it begins to stop, and ends without a signal when it has."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    @property
    def port(self) -> int:
        """The port it listens at."""
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port

    async def startup(self, sockets: Any = None) -> None:  # noqa: ANN401 - uvicorn's own
        """Listen, and say where to whoever reads our log; uvicorn says it in its own."""
        place = {"server.address": self.config.host, "server.port": self.config.port}
        try:
            await super().startup(sockets)
        finally:
            if self.started:
                log.info("serve", extra={"attributes": place | {"server.port": self.port}})
            else:
                log.error("cannot listen; is the port taken?", extra={"attributes": place})

    async def shutdown(self, sockets: Any = None) -> None:  # noqa: ANN401 - uvicorn's own
        """Take no more work, end the jobs, and wait for whom a deadline was promised."""
        self._service.stop()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop at the first signal, at once at a second Ctrl-C, and do not die of it: to be stopped is no failure."""
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
