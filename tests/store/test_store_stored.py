"""Tests of what is kept of an answer, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summariser.request import Request
from summariser.store import Meta, Stored, endpoint_host
from summariser.store.stored import scrub


def nested(depth: int) -> Any:  # noqa: ANN401 - a JSON value
    """Return lists in lists, `depth` deep."""
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_keeps_only_listed_fields_of_a_response() -> None:
    """Headers and a gateway's own fields may hold what is private, so they are not kept."""
    response = {
        "choices": [],
        "usage": {"prompt_tokens": 1},
        "headers": {"set-cookie": "x"},
        "organization": "org-1",
    }

    assert scrub(response) == {"choices": [], "usage": {"prompt_tokens": 1}}


def test_keeps_no_message_of_an_error() -> None:
    """Error messages quote keys and organisations; code and type are enough to tell the case."""
    response = {"error": {"code": "invalid_api_key", "type": "auth", "message": "wrong key sk-canary"}}

    assert scrub(response) == {"error": {"code": "invalid_api_key", "type": "auth"}}


def test_turns_numbers_json_cannot_carry_into_null() -> None:
    """A paid answer is not lost because a server sent NaN among its figures."""
    assert scrub({"choices": [{"logprobs": float("nan")}]}) == {"choices": [{"logprobs": None}]}


@pytest.mark.parametrize("depth", [70, 100_000])
def test_refuses_an_answer_nested_too_deep(depth: int) -> None:
    """What is written must be readable again, so the reader's limit holds for the writer."""
    with pytest.raises(ValueError, match="nested deeper"):
        scrub({"choices": nested(depth)})


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://user:canary@api.example.org/v1?key=canary", "api.example.org"),
        ("http://[::1]:8000/v1", "[::1]:8000"),
        ("http://host:notaport/v1", None),
        ("", None),
        (None, None),
    ],
)
def test_keeps_only_the_host_of_an_endpoint(url: str | None, host: str | None) -> None:
    """Users, passwords, paths and queries of an address never reach a stored answer."""
    assert endpoint_host(url) == host


def test_no_field_of_meta_carries_an_address(make_request: Callable[..., Request]) -> None:
    """Whoever builds a meta from a base URL cannot store its password by mistake."""
    meta = Meta.of(
        make_request(),
        recorded_at="2025-11-24T10:00:00Z",
        provenance="live",
        endpoint="https://u:canary@h/v1",
    )

    assert "canary" not in meta.model_dump_json()


def test_times_are_kept_in_one_form(make_request: Callable[..., Request]) -> None:
    """Times sort as text whichever zone they were given in."""
    meta = Meta.of(make_request(), recorded_at="2025-11-24T12:00:00.5+02:00", provenance="batch")

    assert meta.recorded_at == "2025-11-24T10:00:00Z"


def test_refuses_a_time_without_a_zone(make_request: Callable[..., Request]) -> None:
    """A local time means another moment on another machine."""
    with pytest.raises(ValueError, match="names no time zone"):
        Meta.of(make_request(), recorded_at="2025-11-24T12:00:00", provenance="batch")


def test_no_stored_answer_exists_unscrubbed(make_stored: Callable[..., Stored]) -> None:
    """Whoever builds one, in whatever way, a header in the response is gone."""
    whole = make_stored().model_dump()
    whole["response"]["headers"] = {"authorization": "Bearer canary"}

    assert "canary" not in Stored.model_validate(whole).model_dump_json()


def test_refuses_an_answer_to_another_request(
    make_request: Callable[..., Request], make_stored: Callable[..., Stored]
) -> None:
    """An answer cannot be filed under the key of a request it does not answer."""
    stored = make_stored("one")

    with pytest.raises(ValueError, match="the request's key is"):
        Stored(
            key=make_request("two").key, request=stored.request, response=stored.response, meta=stored.meta
        )
