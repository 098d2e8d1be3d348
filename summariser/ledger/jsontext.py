"""The one way this package writes a model as a JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_json

_JSON_LEAVES = frozenset({str, int, float, bool})
_PLAIN_FROM, _PLAIN_BELOW = 1e-4, 1e16
"""Between these, everyone writes floats without an exponent."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    r"""Return `text` with every lone surrogate replaced by U+FFFD, so that it can be UTF-8.

    One character for one character: offsets stay true.

    >>> well_formed("a\udcffb") == "a\ufffdb"
    True
    """
    return _LONE_SURROGATE.sub("\ufffd", text)


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - any value a model can hold, one case per kind
    """Return `value` as JSON's own types, in an order that depends on nothing but the value.

    Fields of a model keep their declared order, keys of a mapping are sorted.
    Decimals become strings without an exponent: exact, where a JSON number would
    pass through a binary float in most readers.

    >>> plain({"b": Decimal("6E+5"), "a": (1, None)})
    {'a': [1, None], 'b': '600000'}
    """
    if value is None or type(value) in _JSON_LEAVES:
        return value
    match value:
        case BaseModel():
            return {name: plain(getattr(value, name)) for name in _fields(type(value))}
        case list() | tuple():
            return [plain(item) for item in value]
        case Mapping():
            return {str(key): plain(value[key]) for key in sorted(value, key=str)}
        case Enum():
            return value.value
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            return value


def json_bytes(value: Any) -> bytes:  # noqa: ANN401 - any value `plain` takes
    """Return `value`, made `plain`, as an indented UTF-8 JSON text that ends in a newline."""
    return encoded(plain(value))


def encoded(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Return JSON's own types as such a text, keys in the order they are in.

    These are the bytes of `json.dumps`; pydantic writes them in a fifth of the
    time, but for halves of surrogate pairs and some numbers.

    Raises:
        ValueError: A number is not finite.
    """
    try:
        if not _has_odd_number(value):
            return to_json(value, indent=2) + b"\n"
    except PydanticSerializationError:
        pass  # half a surrogate pair
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return (well_formed(text) + "\n").encode()


def _has_odd_number(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Return whether a float is so small or large that it needs an exponent, or is not finite."""
    if isinstance(value, dict):
        return any(map(_has_odd_number, value.values()))
    if isinstance(value, list):
        return any(map(_has_odd_number, value))
    return isinstance(value, float) and value != 0 and not _PLAIN_FROM <= abs(value) < _PLAIN_BELOW


@lru_cache(maxsize=256)
def _fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)
