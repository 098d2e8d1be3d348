"""Builders of requests and answers for the store's tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summariser.request import Request
from summariser.store import Meta, Stored

MakeRequest = Callable[..., Request]
MakeStored = Callable[..., Stored]


@pytest.fixture
def make_request() -> MakeRequest:
    """Return a function from an article's text, and labels, to a request."""

    def make(text: str = "an article", *, model: str = "model-a", **labels: Any) -> Request:  # noqa: ANN401 - labels of several types
        messages = [{"role": "system", "content": "Read."}, {"role": "user", "content": text}]
        given = {
            "body": {"model": model, "messages": messages, "temperature": 0},
            "document": "000_seed",
            "record_type": "plan_terms",
            "wave": "main",
            "prompt": "plan_terms-v1",
            "prompt_sha256": "a" * 64,
        }
        return Request.model_validate(given | labels)

    return make


@pytest.fixture
def make_stored(make_request: MakeRequest) -> MakeStored:
    """Return a function from an article's text, and an answer, to a stored answer."""

    def make(text: str = "an article", answer: str = "{}", **given: Any) -> Stored:  # noqa: ANN401 - labels of several types
        origin = {"recorded_at": "2025-11-24T10:00:00Z", "provenance": "live"}
        origin |= {
            name: given.pop(name) for name in ("recorded_at", "provenance", "endpoint") if name in given
        }
        request = make_request(text, **given)
        choices = [{"index": 0, "message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}]
        response = {
            "id": "chatcmpl-1",
            "choices": choices,
            "usage": {"prompt_tokens": 9, "completion_tokens": 2},
        }
        return Stored(key=request.key, request=request, response=response, meta=Meta.of(request, **origin))

    return make
