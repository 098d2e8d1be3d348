"""What a caller is told when there is no answer: one table, and the RFC 9457 documents made from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from summariser.ledger import REFUSED_SETUP, InputRow, State, plain

MEDIA_TYPE = "application/problem+json"
PAGE = "/problems"
"""Where the service explains its problems; the type of each is a place on that page."""

_LATER = 60
"""Seconds after which an endpoint that asked for patience is asked again; see `Breaker`."""


class Kind(NamedTuple):
    """One kind of problem.

    Attributes:
        status: The HTTP status.
        meaning: What happened, for documentation and as the title.
        retryable: Whether the same request can succeed later, as it is.
        retry_after: Seconds until it may, if that can be said; the header `Retry-After`.
    """

    status: int
    meaning: str
    retryable: bool
    retry_after: int | None = None


class _Answer(NamedTuple):
    """The status of a state, and when to come back."""

    status: int
    retry_after: int | None = None


BY_STATE: Mapping[State, _Answer] = {
    State.SUMMARISED: _Answer(200),
    State.PARTIAL: _Answer(200),
    State.EMPTY: _Answer(200),
    State.SKIPPED: _Answer(422),
    State.REJECTED_INPUT: _Answer(422),
    State.FAILED: _Answer(502),
    State.REFUSED: _Answer(422),
    State.TRUNCATED: _Answer(502),
    State.DEFERRED: _Answer(503, _LATER),
    State.AWAITING: _Answer(503),
    State.NO_RECORDING: _Answer(503),
    State.SKIPPED_BUDGET: _Answer(429),
}
"""The status of an article's answer for each state of the ledger; what a state means, it says itself."""

_OURS: Mapping[str, Kind] = {
    "invalid": Kind(422, "the request is not what the route takes", retryable=False),
    "unauthorized": Kind(401, "the bearer token is missing or wrong", retryable=False),
    "not-found": Kind(404, "there is nothing here", retryable=False),
    "method": Kind(405, "the route does not know this method", retryable=False),
    "too-slow": Kind(408, "the request did not arrive in time", retryable=True),
    "too-large": Kind(413, "the request is larger than the service reads", retryable=False),
    "media-type": Kind(415, "the body is not sent as application/json", retryable=False),
    "misdirected": Kind(421, "a service without a token answers to the names of this machine alone", retryable=False),
    "busy": Kind(503, "as many requests are under way as the service takes", retryable=True, retry_after=1),
    "stopping": Kind(503, "the service is being stopped", retryable=True, retry_after=5),
    "not-ready": Kind(503, "the model's endpoint is not asked at present", retryable=True, retry_after=_LATER),
    "deadline": Kind(504, "the deadline passed; what was asked is stored, so asking again is cheap", retryable=True),
    "configuration": Kind(500, "the operator has to mend the settings or the key", retryable=False),
    "internal": Kind(500, "the service failed; its log says why", retryable=True),
}  # fmt: skip
"""Problems that are no state of an article."""

KINDS: Mapping[str, Kind] = {
    **_OURS,
    **{
        state.value: Kind(answer.status, state.meaning, state.again == "yes", answer.retry_after)
        for state, answer in BY_STATE.items()
        if answer.status != 200  # noqa: PLR2004 - HTTP
    },
}
"""Every problem by its name, which is the last part of its type."""

_OPAQUE = {REFUSED_SETUP: "configuration", "bug": "internal", "error": "internal"}
"""Reasons of a failed row that are ours to mend: the log is told the details, callers are not."""


class ProblemError(Exception):
    """A request that is not answered.

    Attributes:
        kind: A name in `KINDS`.
        detail: What is particular to this request.
        more: Further members of the document.
        headers: Further headers of the response.
    """

    def __init__(
        self, kind: str, detail: str = "", *, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail
        self.more = more
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind].status

    def document(self) -> dict[str, Any]:
        """Return the problem as RFC 9457 writes it; `retryable` says whether the same request may succeed later."""
        kind = KINDS[self.kind]
        detail = {"detail": self.detail} if self.detail else {}
        more = {name: plain(value) for name, value in self.more.items()}
        told = {"type": f"{PAGE}#{self.kind}", "title": kind.meaning, "status": kind.status}
        return told | detail | {"retryable": kind.retryable} | more

    def headers_and_body(self) -> tuple[dict[str, str], bytes]:
        """Return the headers and the body of the response."""
        wait = KINDS[self.kind].retry_after
        later = {"retry-after": str(wait)} if wait is not None else {}
        return {"content-type": MEDIA_TYPE, **later, **self.headers}, json.dumps(self.document()).encode()


def problem_of(row: InputRow) -> ProblemError | None:
    """Return why an article has no records, or None when it has.

    >>> problem_of(InputRow(path="", state=State.EMPTY)) is None
    True
    >>> problem_of(InputRow(path="", state=State.REFUSED, detail="declined")).status
    422
    """
    if BY_STATE[row.state].status == 200:  # noqa: PLR2004 - HTTP
        return None
    if row.reason in _OPAQUE:
        return ProblemError(_OPAQUE[row.reason])
    told = for_callers(row)
    return ProblemError(told.state.value, told.detail, state=told.state, row=told)


def for_callers(row: InputRow) -> InputRow:
    """Return a row without details that are the operator's: of settings and endpoint, and where recordings lie.

    >>> for_callers(InputRow(path="", state=State.NO_RECORDING, detail="none in /srv/recordings")).detail
    ''
    """
    hidden = row.reason in _OPAQUE or row.state is State.NO_RECORDING
    return row.model_copy(update={"detail": ""}) if hidden else row


def problems_table() -> str:
    """Return the table of problems as Markdown, as `docs/service.md` shows it."""
    head = ["| status | problem | what happened | again as it is |", "|---|---|---|---|"]
    ordered = sorted(KINDS.items(), key=lambda item: (item[1].status, item[0]))
    rows = [
        f"| {kind.status} | `{name}` | {kind.meaning} | {'yes' if kind.retryable else 'no'} |"
        for name, kind in ordered
    ]
    return "\n".join(head + rows) + "\n"
