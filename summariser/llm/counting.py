"""Token counts for an answer that came without: an estimate, marked as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from summariser.llm.answers import estimate_tokens, usage_of
from summariser.request import Request


class Counted(NamedTuple):
    """A completion that says what it used, and whether that is our estimate."""

    response: dict[str, Any]
    estimated: bool


def counted(request: Request, response: dict[str, Any]) -> Counted:
    """Return `response` with token counts in any case; the endpoint's own if they can be believed."""
    if usage_of(response) is not None:
        return Counted(response, estimated=False)
    return Counted({**response, "usage": estimated_usage(request, response)}, estimated=True)


def prompt_tokens(request: Request) -> int:
    """Return about how many tokens the messages of a request are."""
    return estimate_tokens("".join(map(_text, request.body["messages"])))


def estimated_usage(request: Request, response: Mapping[str, Any]) -> dict[str, int]:
    """Return the token counts of an answer that came without, from the lengths of the texts."""
    choices = response.get("choices") or ()
    prompt = prompt_tokens(request)
    answered = (_text(choice.get("message")) for choice in choices if isinstance(choice, dict))
    completion = estimate_tokens("".join(answered))
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _text(message: object) -> str:
    """Return a message's text, which may come in parts."""
    content = message.get("content") if isinstance(message, dict) else None
    parts = content if isinstance(content, list) else [{"text": content}]
    texts = (part.get("text") for part in parts if isinstance(part, dict))
    return "".join(text for text in texts if isinstance(text, str))
