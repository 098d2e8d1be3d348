"""LangExtract's aligner: the quotes of an article as one answer gives them, or one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from langextract import data
from langextract.resolver import Resolver

from benchmarks.aligning import ANSWER, Ends, align
from benchmarks.quotes import Quote

_EXACT = {"enable_fuzzy_alignment": False, "accept_match_lesser": False}


def find(texts: list[str], quotes: list[Quote], how: str) -> list[Ends]:
    """Return where each quote is found.

    Args:
        texts: The articles.
        quotes: What is looked for.
        how: `answers` gives it as many at a time as an answer holds, in their order in the article;
            `single` one at a time; `exact` one at a time, nothing but whole matches taken.
    """
    found: dict[Quote, Ends] = {}
    resolver = Resolver()
    settings: dict[str, Any] = _EXACT if how == "exact" else {}
    for group in _answers(quotes) if how == "answers" else ([quote] for quote in quotes):
        asked = [data.Extraction(extraction_class="quote", extraction_text=quote.words) for quote in group]
        aligned = resolver.align(asked, texts[group[0].text], 0, 0, **settings)
        found |= dict(zip(group, map(_ends, aligned), strict=True))
    return [found[quote] for quote in quotes]


def _answers(quotes: list[Quote]) -> Iterator[list[Quote]]:
    """Yield the quotes as answers about their articles would hold them: every kind in each, in order."""
    for _, group in groupby(quotes, key=lambda quote: quote.text):
        held = list(group)
        number = -(-len(held) // ANSWER)
        for first in range(number):
            yield sorted(held[first::number], key=lambda quote: quote.start)


def _ends(extraction: data.Extraction) -> Ends:
    place = extraction.char_interval
    return (place.start_pos, place.end_pos) if place and place.start_pos is not None else None


if __name__ == "__main__":
    align(find, "langextract")
