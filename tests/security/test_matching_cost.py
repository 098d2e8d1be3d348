"""Finding quotes in text made to be slow: one thing repeated, ten thousand quotes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from summariser import find_quote, find_quotes
from tests.conftest import allowed

SIZE = 250_000
TEXTS = {
    "one-letter": "a" * SIZE,
    "one-word": "peace " * (SIZE // 6),
    "two-words": "the plan " * (SIZE // 9),
    "quotes": "“ ” " * (SIZE // 4),
    "ellipses": "... " * (SIZE // 4),
    "digits": "600,000 " * (SIZE // 8),
    "blanks": " \u00a0\n" * (SIZE // 3),
    "accents": "e\u0301" * (SIZE // 2),
}


@pytest.mark.parametrize("name", TEXTS)
def test_one_thing_repeated(name: str) -> None:
    """A quote that nearly stands everywhere is searched in moments."""
    text = TEXTS[name]
    begun = time.process_time()

    find_quote(text[:2_000] + "x", text)
    find_quotes(f"{text[:300]} ... {text[:300]} x", text)

    assert time.process_time() - begun < allowed(3)


def test_a_chant_of_many_parts(seed: Callable[[str], str]) -> None:
    """The ways to put parts together grow with a power of their number; each place is tried once."""
    text = f"{seed('000')}\n{'we want peace and ' * 60}\n"
    begun = time.process_time()

    found = find_quotes(" ... ".join(["we want peace"] * 7 + ["we want bread"]), text)

    assert found == ()
    assert time.process_time() - begun < allowed(5)


def test_ten_thousand_quotes_in_one_article(seed: Callable[[str], str]) -> None:
    """Folding an article is done once, so many quotes cost their own length."""
    text = seed("002")
    words = text.split()
    quotes = [" ".join(words[place % (len(words) - 9) :][:8]) for place in range(5_000)]
    quotes += [f"{quote} nowhere" for quote in quotes]
    begun = time.process_time()

    found = sum(find_quote(quote, text) is not None for quote in quotes)

    assert found > 4_900
    assert time.process_time() - begun < allowed(10)
