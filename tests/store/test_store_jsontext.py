"""Tests of the strict JSON reader and the one form of writing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.store.jsontext import MAX_DEPTH, dumps, loads

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    LEAVES | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters()), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_reads_back_what_it_wrote(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Every JSON value survives, lone surrogates included, and its bytes are UTF-8."""
    data = dumps(value)

    assert loads(data) == value
    assert data.decode("utf-8")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "'c' stands twice"),
        ("[NaN]", "NaN is not a JSON number"),
        ("[-Infinity]", "-Infinity is not a JSON number"),
        ("[1e999]", "too large"),
        (f"[{'9' * 5000}]", "digit"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "nested deeper"),
        ("[" * 200_000, "nested deeper"),
        ('{"a": 1} {"a": 2}', "Extra data"),
        ("", "Expecting value"),
        (b"\xff\xfe", "utf-8"),
    ],
)
def test_refuses_what_two_readers_could_read_differently(text: str | bytes, reason: str) -> None:
    """Repeated names, numbers that are none, bottomless nesting and trailing text are errors."""
    with pytest.raises(ValueError, match=reason):
        loads(text)


def test_reads_what_is_just_deep_enough() -> None:
    """The limit itself is allowed."""
    assert loads("[" * MAX_DEPTH + "]" * MAX_DEPTH)
