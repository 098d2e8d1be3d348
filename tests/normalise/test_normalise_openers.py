"""The grammars look only where a time or a quantity can begin: nothing begins elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from summariser.normalise import (
    amounts,
    bounds,
    calendardates,
    dates,
    numbers,
    quantities,
    relativetimes,
    shares,
    timewords,
    units,
)
from summariser.normalise.tokens import Tokens, tokenise

GRAMMARS = (
    amounts,
    bounds,
    calendardates,
    dates,
    numbers,
    quantities,
    relativetimes,
    shares,
    timewords,
    units,
)
SOURCES = [Path(str(module.__file__)).read_text("utf-8") for module in GRAMMARS]
WORDS = sorted({word for source in SOURCES for word in re.findall(r"[a-z']+|[^\w\s]", source)})
"""Every word and sign the grammars know, among others."""
TAILS = [
    "5 days",
    "days",
    "year",
    "day ago",
    "5",
    "May",
    "the week",
    "Friday",
    "the year of",
    "half",
    "a month",
]


def overlooked(tokens: Tokens) -> list[str]:
    """Return the words at which a grammar would find something, though it never looks there."""
    times = set(tokens.opening(dates._OPENERS))
    amounts = set(tokens.opening(quantities._OPENERS))
    return [
        tokens.at(index).text
        for index in range(len(tokens))
        if (index not in times and dates._edged(tokens, index, rules=dates._WORD_RULES))
        or (index not in amounts and quantities._hit(tokens, index))
    ]


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_nothing_in_the_seeds_is_overlooked(name: str, seed: Callable[[str], str]) -> None:
    """No time or quantity of an article begins with a word the grammars skip."""
    assert overlooked(tokenise(seed(name))) == []


@pytest.mark.parametrize("tail", TAILS)
def test_nothing_after_any_word_is_overlooked(tail: str) -> None:
    """No word the grammars know begins a time or quantity where they skip it."""
    assert (
        overlooked(tokenise("\n\n".join(f"{word} {tail}\n\n{word.title()} {tail}" for word in WORDS))) == []
    )
