"""One request to a model: the body as posted, the key that names it everywhere, and its labels."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any, Literal

from pydantic import ConfigDict

from summariser.document import Frozen

Wave = Literal["main", "structure", "items", "question"]


def canonical(body: Any) -> bytes:  # noqa: ANN401 - any JSON value
    r"""Return the one UTF-8 form of a JSON value: sorted keys, no spare white space.

    >>> canonical({"b": 1, "a": "é"})
    b'{"a":"\xc3\xa9","b":1}'
    """
    return json.dumps(
        body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def request_key(body: dict[str, Any], sample: int = 0) -> str:
    """Return the key of a request: sha256 of the canonical body, and `-sample` from the second sample on.

    It is the key of the response store, the file name of a recording and the
    `custom_id` of a Batch line.
    """
    digest = hashlib.sha256(canonical(body)).hexdigest()
    return f"{digest}-{sample}" if sample else digest


class Request(Frozen):
    """One request, ready to be posted to `/chat/completions`.

    Attributes:
        body: The JSON body exactly as posted, model included.
        document: Id of the article it is about; "" for questions of reconciliation.
        record_type: Name of the record type asked for.
        wave: Which round it belongs to: `main`, then `structure` and `items` re-asks, then `question`.
        prompt: Name and version of the template, such as `plan_terms-v1`.
        prompt_sha256: Digest of the template's files.
        sample: Which of k answers to the same body this asks for, from 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    body: dict[str, Any]
    document: str
    record_type: str
    wave: Wave
    prompt: str
    prompt_sha256: str
    sample: int = 0

    @cached_property
    def key(self) -> str:
        """The request's key; see `request_key`."""
        return request_key(self.body, self.sample)

    def another(self) -> Request:
        """Return the request for the next sample: the same body, asked once more."""
        return Request(**(self.model_dump() | {"sample": self.sample + 1}))
