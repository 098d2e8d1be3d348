"""JSON text as this package keeps it: written in one form, read without the gaps of the standard reader.

Python's own reader keeps the last of two equal names, reads `NaN` and turns
`1e999` into infinity. Each of those would make two readers of one file see
different answers, so all three are errors here.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

MAX_DEPTH = 64


def dumps(value: Any, *, indent: int | None = None) -> bytes:  # noqa: ANN401 - any JSON value
    r"""Return `value` as UTF-8 JSON with sorted keys; `indent` makes it readable.

    A lone surrogate, which a server may send but UTF-8 cannot carry, is
    written as its escape, so every value that was read can be written.

    Raises:
        ValueError: If the value holds NaN or an infinity.

    >>> dumps({"b": "é", "a": "\ud800"})
    b'{"a":"\\ud800","b":"\xc3\xa9"}'
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=indent, separators=separators
    )
    return text.encode("utf-8", "backslashreplace")


def loads(data: bytes | str) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value of a JSON text, read strictly.

    Raises:
        ValueError: If it is not JSON, not UTF-8, repeats a name, holds a
            number that is not finite, or nests deeper than `MAX_DEPTH`.

    >>> loads('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ...
    ValueError: the name 'a' stands twice in one object
    """
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError(f"nested deeper than {MAX_DEPTH}") from None
    check_depth(value)
    return value


def check_depth(value: object, *, left: int = MAX_DEPTH) -> None:
    """Raise ValueError if lists and objects nest deeper than `left`."""
    if not isinstance(value, (dict, list)):
        return
    if not left:
        raise ValueError(f"nested deeper than {MAX_DEPTH}")
    for child in value.values() if isinstance(value, dict) else value:
        check_depth(child, left=left - 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:80]!r} stands twice in one object")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:40]} is too large for a number")
    return number
