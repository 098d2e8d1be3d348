"""Where answers come from: the protocol every source keeps, and the two that never ask a model."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from summariser.errors import AwaitingError, NoRecordingError
from summariser.request import Request
from summariser.store import Recordings, Responses, Stored

STOPPED = "the run was stopped before this was asked"
"""Why a request that was not sent, or not sent again, has no answer."""


class Answered(NamedTuple):
    """One answer.

    Attributes:
        stored: The raw answer with its request.
        asked: Whether a model was asked for it just now, and not a store.
        attempts: How often the request was posted, 0 when it was not.
        unknown_billed: Attempts before it without an answer that the endpoint may bill all the same.
        seconds: From the first attempt to the answer.
    """

    stored: Stored
    asked: bool = False
    attempts: int = 0
    unknown_billed: int = 0
    seconds: float = 0.0


class Answers(Protocol):
    """Answers requests: from an endpoint, from recordings, or not yet."""

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`, or raise a `ModelError` that says why there is none."""
        ...

    async def close(self) -> None:
        """Give back connections and locks."""
        ...


class Replay:
    """Answers from recordings or a store, and never from anywhere else."""

    def __init__(self, responses: Responses) -> None:
        self.responses = responses

    async def complete(self, request: Request) -> Answered:
        """Return the recorded answer.

        Raises:
            NoRecordingError: There is none; from recordings the message says what changed.
        """
        stored = self.responses.get(request.key)
        if stored is not None:
            return Answered(stored)
        if isinstance(self.responses, Recordings):
            raise NoRecordingError(self.responses.explain_miss(request))
        raise NoRecordingError(
            f"no stored answer for {request.record_type} of {request.document!r}, and no network"
        )

    async def close(self) -> None:
        """Close what the answers come from."""
        self.responses.close()


class Collector:
    """Answers from a store, and collects the requests that have no answer yet.

    Attributes:
        requests: What was not answered, by key.
    """

    def __init__(self, responses: Responses) -> None:
        self.responses = responses
        self.requests: dict[str, Request] = {}

    async def complete(self, request: Request) -> Answered:
        """Return the stored answer.

        Raises:
            AwaitingError: There is none; the request is now among `requests`.
        """
        stored = self.responses.get(request.key)
        if stored is None:
            self.requests[request.key] = request
            raise AwaitingError(f"{request.record_type} of {request.document!r} awaits its answer")
        return Answered(stored)

    async def close(self) -> None:
        """Close the store."""
        self.responses.close()
