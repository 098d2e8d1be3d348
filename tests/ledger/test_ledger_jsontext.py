"""The one way a model is written as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.ledger.jsontext import encoded, well_formed

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters() | st.sampled_from('\ud800\udfff\x00\x7f"\\\u2028é😀'), max_size=8)
VALUES = st.recursive(
    LEAVES | TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)


@given(VALUES)
def test_the_bytes_are_those_of_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Whoever writes it, the text is the standard library's, with no half of a surrogate pair."""
    assert encoded(value) == (well_formed(json.dumps(value, ensure_ascii=False, indent=2)) + "\n").encode()


@pytest.mark.parametrize("number", [0.00005, 1e-7, -2.5e-5, 1e16, 1e300, 5e-324, -0.0, 0.1, 1e15])
def test_numbers_are_written_as_json_writes_them(number: float) -> None:
    """Tiny and huge numbers too, on which encoders differ."""
    assert encoded({"a": [number]}).decode() == json.dumps({"a": [number]}, indent=2) + "\n"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_json_number_is_refused(number: float) -> None:
    """A reader must never meet NaN."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        encoded([number])
