"""Reading costs time in proportion to the text, whatever the text is, and imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summariser.normalise as package
from summariser.fold import folded
from summariser.normalise import (
    calendardates,
    find_quantities,
    find_times,
    mentions,
    namekeys,
    numbers,
    samequantity,
    tokens,
    unsupported_figures,
)
from tests.conftest import allowed
from tests.timing import cpu_seconds

pytestmark = pytest.mark.no_cover
"""What is timed runs without the tracer."""

SEARCHED = [tokens.TOKEN, tokens._BLANK, tokens._NUMERIC, samequantity._DIGITS, samequantity._STANDING]
SEARCHED += [pattern for pattern, _ in namekeys._SPELLINGS]
MATCHED = [
    calendardates._DAY,
    calendardates._YEAR,
    calendardates._DOTTED,
    *(shape for shape, _, _ in numbers._SHAPES),
]
DENSE = ["1", " 1", "1,000", "1.", " 11 11", "1e", "a.b", "ab", " ", "½"]
PUMPED = [
    *DENSE,
    "1'000",
    " 000",
    "-",
    "5-",
    "1:",
    "hundred ",
    "a half ",
    "one ",
    "last ",
    "November ",
    "2025-",
    "$",
]
PUMPED += [
    "Mike ",
    "Johnson ",
    "and Ukrainian ",
    "officials ",
    "A, ",
    "A and ",
    "\n",
    "at least ",
    "within ",
    "no. ",
]


@pytest.mark.parametrize("pump", DENSE)
def test_patterns_are_linear(pump: str) -> None:
    """No pattern takes a second for a megabyte of anything, used as it is used."""
    text = (pump * 1_000_000)[:1_000_000]
    for pattern in SEARCHED:
        assert cpu_seconds(partial(deque, pattern.finditer(text), maxlen=0)) < 1
    for pattern in MATCHED:
        assert cpu_seconds(partial(pattern.fullmatch, text)) < 1


@pytest.mark.parametrize("pump", PUMPED)
def test_grammars_are_linear(pump: str) -> None:
    """Four times the text takes about four times as long, not sixteen."""

    def read(size: int) -> float:
        text = (pump * size)[:size]
        folded(text)
        claim = "600,000 troops"
        return cpu_seconds(
            lambda: (
                unsupported_figures(claim, text),
                mentions("Mike Johnson", text),
                mentions("US officials", text),
            )
        )

    assert read(16_000) < 8 * read(4_000) + 0.2


@pytest.mark.parametrize("read", [find_quantities, find_times])
def test_a_long_article_takes_less_than_a_second(
    read: Callable[[str], object], seed: Callable[[str], str]
) -> None:
    """150 KB of news are read in under a second."""
    text = (seed("003") * 12)[:150_000]
    assert cpu_seconds(lambda: read(text)) < allowed(1)


@given(text=st.text(alphabet="0123456789,.' \u00a0½²¹-$%kmbn\n", max_size=60))
def test_any_digits_are_read_without_error(text: str) -> None:
    """Nonsense in digits gives quantities or none; spans stay in order and bounds in size."""
    found = find_quantities(text)
    assert [span.of(text) for span, _ in found] == [quantity.surface for _, quantity in found]
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(q.low is None or q.high is None or q.low <= q.high for _, q in found)


def test_the_facade_is_sorted_and_true() -> None:
    """`__all__` names what is there, in order."""
    assert sorted(package.__all__) == package.__all__
    assert all(hasattr(package, name) for name in package.__all__)


def test_nothing_heavy_is_imported() -> None:
    """Reading figures needs no date library and no SDK."""
    code = "import sys, summariser.normalise; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {"dateparser", "openai", "instructor", "tenacity", "regex"}.isdisjoint(loaded)
