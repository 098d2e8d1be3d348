"""What changed between two requests, in the few lines a person reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

_WIDTH = 100
_BEFORE = 30


def lines_of(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON value
    r"""Yield a JSON value as one line per leaf, led by its path; a text of several lines gives several.

    >>> list(lines_of({"n": 1, "messages": [{"content": "one\ntwo"}]}))
    ['messages[0].content | one', 'messages[0].content | two', 'n = 1']
    """
    if isinstance(value, dict) and value:
        for name in sorted(value):
            yield from lines_of(value[name], f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from lines_of(item, f"{path}[{index}]")
    elif isinstance(value, str):
        yield from (f"{path} | {line}" for line in value.split("\n"))
    else:
        yield f"{path} = {json.dumps(value)}"


def distance(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many words stand in one text and not in the other, wherever they stand.

    >>> distance(["a b c"], ["a b d"])
    2
    """
    old, new = (Counter(word for line in lines for word in line.split()) for lines in (before, after))
    return (old - new).total() + (new - old).total()


def short_diff(before: Sequence[str], after: Sequence[str], *, limit: int = 20) -> str:
    """Return a unified diff without context lines, at most `limit` lines long.

    Of a long line only the surroundings of its first difference are shown.

    >>> print(short_diff(["model | a", "n = 1"], ["model | b", "n = 1"]))
    @@ -1 +1 @@
    -model | a
    +model | b
    """
    shown = list(_diff(before, after))
    if len(shown) > limit:
        shown[limit - 1 :] = [f"… {len(shown) - limit + 1} more lines of difference"]
    return "\n".join(shown)


def _diff(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            continue
        yield f"@@ -{start + 1} +{new_start + 1} @@"
        pairs = list(zip_longest(before[start:end], after[new_start:new_end]))
        yield from ("-" + _cut(old, new) for old, new in pairs if old is not None)
        yield from ("+" + _cut(new, old) for old, new in pairs if new is not None)


def _cut(line: str, other: str | None) -> str:
    """Return at most `_WIDTH` characters of `line`, from shortly before it first differs from `other`."""
    if len(line) <= _WIDTH:
        return line
    same = next((i for i, (a, b) in enumerate(zip(line, other or "", strict=False)) if a != b), None)
    differs = min(len(line), len(other or "")) if same is None else same
    start = max(0, min(differs - _BEFORE, len(line) - _WIDTH))
    end = start + _WIDTH
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
