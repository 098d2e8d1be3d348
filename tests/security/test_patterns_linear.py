"""No text makes a pattern of the package slow: four times the text takes about four times as long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.security.patterns import Used, growing, in_use, lead, pumps, work
from tests.timing import cpu_seconds

BOUNDED = {
    "summariser.ground.sentences._ABBREVIATION": 13,
    "summariser.llm.rates._DURATION_PART": 64,
    "summariser.zones.features._NOTE_MARK": 60,
}
"""Patterns that are only ever given so many characters: those before a full stop, a header, the end of a line."""

TINY = 24
SHORT = 400
HOPELESS = 0.05
"""Seconds that so few characters take only where the time grows with a high power of their number, or doubles."""
SUSPECT = 8e-7
"""Seconds per character of a short text from which longer ones are tried; the usual is an eighth of it."""
SIZES = (1000, 2000)
TIMES = 4
GROWTH = 8.0
"""How much longer four times the text may take; a quadratic pattern takes sixteen times as long."""
NOISE = 2e-4
"""Seconds below which a clock says nothing."""


@pytest.mark.parametrize(
    "used", [one for one in in_use() if one.where not in BOUNDED], ids=lambda one: one.where
)
def test_more_text_takes_no_more_time_than_that(used: Used) -> None:
    """Whatever is repeated, and however it ends, no pattern backtracks."""
    assert list(slow_units(used)) == []


@pytest.mark.parametrize(
    "pattern", [r"[^.]*?\s*(?:\.{3})", r"(?:a+)+b", r"(?:<!--.*?-->\s*){0,3}<html", r"#(.+?)[*#\s]*x"]
)
def test_a_pattern_that_backtracks_is_found(pattern: str) -> None:
    """The test above can fail: it finds the usual mistakes."""
    used = Used("here", re.compile(pattern, re.DOTALL), frozenset({"match"}))

    assert next(slow_units(used), None) is not None


def test_bounded_patterns_are_still_there() -> None:
    """What is left out above by name exists; a new name must be looked at again."""
    assert {one.where for one in in_use()} >= BOUNDED.keys()


def slow_units(used: Used) -> Iterator[str]:
    """Yield what slows a pattern down when it is repeated."""
    run, start = work(used), lead(used.pattern)
    for unit in pumps(used.pattern):
        if any(_is_slow(run, text_of) for text_of in growing(unit, start)):
            yield ascii(unit)


def _is_slow(run: Callable[[str], object], text_of: Callable[[int], str]) -> bool:
    if _seconds(run, text_of(TINY), 1) > HOPELESS or (first := _seconds(run, text_of(SHORT), 1)) > HOPELESS:
        return True
    return first > SUSPECT * SHORT and any(_grows(run, text_of, size) for size in SIZES)


def _grows(run: Callable[[str], object], text_of: Callable[[int], str], size: int) -> bool:
    once, more = _seconds(run, text_of(size), 3), _seconds(run, text_of(TIMES * size), 3)
    return more > NOISE and more > GROWTH * once


def _seconds(run: Callable[[str], object], text: str, times: int) -> float:
    return cpu_seconds(lambda: run(text), tries=times)
