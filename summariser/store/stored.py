"""What the store holds: one raw answer with its whole request, scrubbed of anything private."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Protocol, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator

from summariser.document import Frozen
from summariser.request import Request, Wave
from summariser.store import jsontext

Provenance = Literal["live", "batch", "synthetic", "edited"]

_KEPT = ("id", "object", "created", "model", "choices", "usage", "system_fingerprint", "service_tier")
_KEPT_OF_ERROR = ("code", "type")
_KEY = re.compile(r"[0-9a-f]{64}(-[1-9][0-9]{0,5})?")


def is_key(text: str) -> bool:
    """Return whether `text` has the form of a request key, and so is safe as a file name.

    >>> is_key("0" * 64 + "-2"), is_key("../secrets")
    (True, False)
    """
    return _KEY.fullmatch(text) is not None


def endpoint_host(url: str | None) -> str | None:
    """Return the host, and the port if one is named, of an address; None when it names no host.

    Everything else of an address may hold a secret: user, password, path, query.

    >>> endpoint_host("https://user:secret@api.example.org:8443/v1?key=secret")
    'api.example.org:8443'
    >>> endpoint_host("localhost:11434")
    'localhost:11434'
    """
    if not url:
        return None
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{port}" if port else shown


def scrub(response: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a chat completion that is kept: listed fields, as plain JSON.

    Headers and a gateway's own fields are dropped. Of an error only its code
    and type stay: messages quote keys and organisations. A number that is
    not finite becomes null, so that a paid answer is never lost to it.

    Raises:
        ValueError: If the answer nests deeper than `jsontext.MAX_DEPTH`, or is not made of JSON values.
    """
    kept = {name: response[name] for name in _KEPT if name in response}
    error = response.get("error")
    if isinstance(error, Mapping):
        kept["error"] = {name: error[name] for name in _KEPT_OF_ERROR if name in error}
    try:
        plain: dict[str, Any] = json.loads(json.dumps(kept), parse_constant=lambda _: None)
    except RecursionError:
        raise ValueError(f"nested deeper than {jsontext.MAX_DEPTH}") from None
    except TypeError as problem:
        raise ValueError(f"not JSON: {problem}") from problem
    jsontext.check_depth(plain)
    return plain


def problem(error: Exception) -> str:
    """Return what is wrong in one line; of a pydantic error the first problem, without the value."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]


def _utc(text: str) -> str:
    """Return an ISO 8601 time as `YYYY-MM-DDTHH:MM:SSZ`, so that times sort as text."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Meta(Frozen):
    """Where an answer came from.

    Attributes:
        recorded_at: When the answer was received, UTC to the second.
        model: The model asked, as the request names it; the answer names itself in `response["model"]`.
        provenance: `live` an endpoint answered; `batch` an exported file was answered; `synthetic`
            written by hand to exercise a failure; `edited` changed after recording.
        prompt: Name and version of the template.
        prompt_sha256: Digest of the template's files.
        record_type: Name of the record type asked for.
        wave: Which round the request belongs to.
        endpoint: Host of the endpoint, never a path or a user; None for a Batch file.
        versions: Versions of the libraries that made the call.
        usage_estimated: Whether the token counts are ours, because the endpoint gave none.
    """

    recorded_at: Annotated[str, AfterValidator(_utc)]
    model: str
    provenance: Provenance
    prompt: str
    prompt_sha256: str
    record_type: str
    wave: Wave
    endpoint: Annotated[str | None, AfterValidator(endpoint_host)] = None
    versions: dict[str, str] = Field(default_factory=dict)
    usage_estimated: bool = False

    @classmethod
    def of(cls, request: Request, **origin: Any) -> Self:  # noqa: ANN401 - checked by the model's own fields
        """Return the meta of an answer to `request`; `origin` names the fields the request does not tell."""
        return cls(
            model=str(request.body.get("model", "")),
            prompt=request.prompt,
            prompt_sha256=request.prompt_sha256,
            record_type=request.record_type,
            wave=request.wave,
            **origin,
        )


class Stored(Frozen):
    """One answer as received, with the request it answers; scrubbed as soon as it exists.

    Attributes:
        key: The request's key.
        request: The whole request.
        response: The raw chat completion, before anything is made of it.
        meta: Where it came from.
    """

    key: str
    request: Request
    response: Annotated[dict[str, Any], AfterValidator(scrub)]
    meta: Meta

    @model_validator(mode="after")
    def _answers_its_request(self) -> Self:
        if self.key != self.request.key:
            raise ValueError(f"the request's key is {self.request.key}, not {self.key}")
        return self


class Responses(Protocol):
    """Answers by request key; a database and a folder of recordings are its two forms."""

    def get(self, key: str) -> Stored | None:
        """Return the stored answer, or None."""
        ...

    def put(self, stored: Stored, *, replace: bool = False) -> None:
        """Keep an answer, durably when this returns; the first one stays unless `replace`."""
        ...

    def close(self) -> None:
        """Give back files and locks; calling it twice does no harm."""
        ...


class SharedResponses(Responses, Protocol):
    """Responses that several tasks and processes fill together, each request asked by one of them."""

    def put_all(self, stored: Iterable[Stored], *, replace: bool = False) -> int:
        """Keep several answers in one commit, all or none, and return how many were new."""
        ...

    def claim(self, key: str, *, replace: bool = False) -> bool:
        """Return whether the caller is now the one who may ask `key`; if so it must `release` it."""
        ...

    def release(self, key: str) -> None:
        """Give up the claim on `key`."""
        ...

    def waiting(self, key: str) -> bool:
        """Return whether someone alive is asking `key`."""
        ...
