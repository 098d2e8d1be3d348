"""What is measured with is what it says: articles, quotes, answers, and the endpoint."""

from __future__ import annotations

import functools
import importlib
import json
import time
from itertools import islice
from typing import Any

import openai
import pytest

from benchmarks.articles import KINDS, articles, item_of, recorded, task, warming
from benchmarks.profile import STAGES
from benchmarks.quotes import FALSE, TRUE, quotes, texts
from benchmarks.serving import failing_first, serving

WHICH = ("tiny", "seeds", "long-6000", "long-24000")


def asked(kind: str, text: str) -> dict[str, Any]:
    """Return a body as a peer sends it."""
    return {"model": "m", "messages": [{"role": "user", "content": f"{task(kind)}\n\n{text}"}]}


@pytest.mark.parametrize("which", WHICH)
def test_every_article_is_another(which: str) -> None:
    """A store that has answered one must not answer another."""
    made = list(articles(which, 7))
    assert len({one.text for one in made}) == len({item_of(asked("gist", one.text)) for one in made}) == 7


def test_a_long_article_is_as_long_as_it_says() -> None:
    """To the character."""
    assert {len(one.text) for one in articles("long-20000", 2)} == {20_000}


@pytest.mark.parametrize("which", WHICH)
def test_a_first_article_is_not_counted(which: str) -> None:
    """It has no number, so the endpoint's rows about it are no item's."""
    assert [item_of(asked("gist", one.text)) for one in warming(which)] == [""]


def test_every_seed_has_its_recorded_answers() -> None:
    """A peer that asks in its own words about a seed gets what the model answered about it."""
    for one in islice(articles("seeds", 5), 5):
        answers = [json.loads(recorded()(asked(kind, one.text))) for kind in KINDS]
        assert all(answer["records"] for answer in answers)


def test_quotes_are_the_same_for_the_same_seed() -> None:
    """Two runs, and two aligners, are asked for the same."""
    assert quotes(2) == quotes(2) != quotes(2, seed=8)


@pytest.mark.parametrize("kind", [*TRUE, *FALSE])
def test_an_article_says_true_quotes_and_no_false_ones(kind: str) -> None:
    """A true quote's words are those of its place, however typed; a false one is nowhere in its article."""
    made, articles_said = [quote for quote in quotes(3) if quote.kind == kind], texts()
    assert made
    for quote in made:
        place = articles_said[quote.text][quote.start : quote.end]
        if quote.said:
            assert (
                letters(quote.words.split(" … ")[0])
                == letters(place)[: len(letters(quote.words.split(" … ")[0]))]
            )
        else:
            assert quote.words not in articles_said[quote.text]


def letters(words: str) -> str:
    """Return the letters and digits of some words, in small."""
    return "".join(filter(str.isalnum, words)).lower()


def test_the_first_answer_about_each_item_fails_and_no_other() -> None:
    """A re-ask about it succeeds, and so does what is about no item."""
    (one,) = articles("tiny", 1)
    answer = failing_first(lambda _: '{"records": []}')
    good = '{"records": []}'
    said = [
        answer(asked("gist", one.text)),
        answer(asked("gist", one.text)),
        answer(asked("events", one.text)),
    ]
    assert said == ['{"records": "none"}', good, '{"records": "none"}']
    assert answer(asked("gist", "Both sides met.")) == good


def test_the_endpoint_takes_its_time_and_says_what_it_saw() -> None:
    """The latency is that asked for, and rows are about items, on the clock of all processes."""
    (one,) = articles("tiny", 1)
    began = time.monotonic()
    with serving(latency=0.05, answers="tiny") as server:
        with openai.OpenAI(base_url=server.url, api_key="none", max_retries=0) as sdk:
            for text in (one.text, "Both sides met."):
                sdk.chat.completions.create(**asked("gist", text))
        ended = time.monotonic()
    (row,) = server.since(began)
    assert len(server.rows) == 2
    assert (row.item, row.first) == ("0 gist", True)
    assert row.answered is not None
    assert began < row.received < row.received + 0.05 <= row.answered < ended
    assert server.since(ended) == []


@pytest.mark.parametrize("address", sorted({address for _, address in STAGES}))
def test_every_stage_of_the_profile_is_there(address: str) -> None:
    """A stage that was renamed would be missing from the table without a word."""
    module, _, path = address.partition(":")
    assert callable(functools.reduce(getattr, path.split("."), importlib.import_module(module)))
