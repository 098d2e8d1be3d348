"""Finding quotes in text made to be slow: a megabyte of one letter, ten thousand quotes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from summariser import find_quote, find_quotes
from tests.conftest import allowed

MEGABYTE = 1_000_000
TEXTS = {
    "one-letter": "a" * MEGABYTE,
    "one-word": "peace " * (MEGABYTE // 6),
    "two-words": "the plan " * (MEGABYTE // 9),
    "quotes": "“ ” " * (MEGABYTE // 4),
    "ellipses": "... " * (MEGABYTE // 4),
    "digits": "600,000 " * (MEGABYTE // 8),
    "blanks": " \u00a0\n" * (MEGABYTE // 3),
    "accents": "e\u0301" * (MEGABYTE // 2),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_megabyte_of_one_thing(name: str) -> None:
    """A quote that nearly stands everywhere is searched in seconds."""
    text = TEXTS[name]
    begun = time.process_time()

    find_quote(text[:2_000] + "x", text)
    find_quotes(f"{text[:300]} ... {text[:300]} x", text)

    assert time.process_time() - begun < allowed(8)


def test_ten_thousand_quotes_in_one_article(seed: Callable[[str], str]) -> None:
    """Folding an article is done once, so many quotes cost their own length."""
    text = seed("002")
    words = text.split()
    quotes = [" ".join(words[place % (len(words) - 9) :][:8]) for place in range(5_000)]
    quotes += [f"{quote} nowhere" for quote in quotes]
    begun = time.process_time()

    found = sum(find_quote(quote, text) is not None for quote in quotes)

    assert found >= 5_000
    assert time.process_time() - begun < allowed(10)
