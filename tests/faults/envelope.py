"""Faults of the completion around the answer: pure edits of its JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Completion = dict[str, Any]


def _top(**changes: object) -> Callable[[Completion], Completion]:
    """Return an edit of the completion's own fields."""
    return lambda made: made | changes


def _choice(**changes: object) -> Callable[[Completion], Completion]:
    """Return an edit of the first choice."""

    def edit(made: Completion) -> Completion:
        first, *others = made["choices"]
        return made | {"choices": [first | changes, *others]}

    return edit


def _message(finish: str, **changes: object) -> Callable[[Completion], Completion]:
    """Return an edit of the first choice's message and of why it ended."""

    def edit(made: Completion) -> Completion:
        first = made["choices"][0]
        return _choice(message=first["message"] | changes, finish_reason=finish)(made)

    return edit


def _calls(*names: str, wrap: Callable[[str], str] = str) -> Callable[[Completion], Completion]:
    """Return an edit that moves the content into one tool call per name."""

    def edit(made: Completion) -> Completion:
        text = wrap(made["choices"][0]["message"]["content"])
        calls = [
            {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": text}}
            for number, name in enumerate(names)
        ]
        return _message("tool_calls", content=None, tool_calls=calls)(made)

    return edit


def _cut(made: Completion) -> Completion:
    text = made["choices"][0]["message"]["content"]
    return _message("length", content=text[: len(text) // 2])(made)


def _two(made: Completion) -> Completion:
    first = made["choices"][0]
    return made | {"choices": [first, first | {"index": 1}]}


def _usage(given: int, made: int) -> Callable[[Completion], Completion]:
    return _top(usage={"prompt_tokens": given, "completion_tokens": made, "total_tokens": given + made})


def _no_usage(made: Completion) -> Completion:
    return {name: value for name, value in made.items() if name != "usage"}


ENVELOPE: dict[str, Callable[[Completion], Completion]] = {
    "no-choices": _top(choices=[]),
    "null-choices": _top(choices=None),
    "two-choices": _two,
    "null-content": _message("stop", content=None),
    "empty-content": _message("stop", content=""),
    "content-not-text": _message("stop", content=7),
    "no-usage": _no_usage,
    "null-usage": _top(usage=None),
    "negative-usage": _usage(-5, -7),
    "huge-usage": _usage(10**18, 10**18),
    "cut-usage": _usage(2048, 50),
    "wrong-model": _top(model="another-model"),
    "odd-finish": _choice(finish_reason="eos_token"),
    "null-finish": _choice(finish_reason=None),
    "length": _choice(finish_reason="length"),
    "length-cut": _cut,
    "content-filter": _message("content_filter", content=None),
    "refusal": _message("stop", content=None, refusal="I cannot help with that."),
    "refusal-with-call": lambda made: _message("stop", refusal="No.")(_calls("answer")(made)),
    "tool-call": _calls("answer"),
    "tool-wrong-name": _calls("delete_everything"),
    "tool-two-calls": _calls("answer", "answer"),
    "tool-string-in-string": _calls("answer", wrap=json.dumps),
    "id-reused": _top(id="chatcmpl-reused"),
}
