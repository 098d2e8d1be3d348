"""The one way this package writes a model as a JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

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
    match value:
        case BaseModel():
            return {name: plain(getattr(value, name)) for name in type(value).model_fields}
        case Mapping():
            return {str(key): plain(value[key]) for key in sorted(value, key=str)}
        case list() | tuple():
            return [plain(item) for item in value]
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
    """Return JSON's own types as such a text, keys in the order they are in."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return (well_formed(text) + "\n").encode()
