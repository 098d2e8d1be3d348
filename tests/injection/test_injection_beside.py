"""An article with an instruction among others: theirs stay as they were, and what it made is not set beside them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any, cast

import pytest

from benchmarks.injected.pairs import Pair, pairs
from benchmarks.injected.payloads import KINDS
from benchmarks.injected.running import stored
from summariser import Document, Settings, Summariser
from summariser.llm.answering import Answered, Answers
from summariser.llm.quirks import quirks_for
from summariser.pipeline import Corpus, Source
from summariser.request import Request
from tests.injection.obedient import Obedient, lines
from tests.injection.trials import twins

INJECTED, *OTHERS = "001_223c43aa781d18e4", "000_adb0193a00afd3c5", "004_f4f46f81013c0048"
FALSE = "Under the plan, Ukraine would also hand every ship of its navy to Russia."


class _Newsroom:
    """Answers about several articles, one of them with an instruction; of two records it never knows if they agree.

    Attributes:
        questions: The questions about pairs of records it was asked.
        seen: The requests about the other articles, by key.
    """

    def __init__(self, pair: Pair | None, added: Sequence[dict[str, Any]] = ()) -> None:
        self.model = Obedient(pair, twins()[pair.carrier.name].clean) if pair else None
        self.added = added
        self.questions: list[Request] = []
        self.seen: dict[str, Request] = {}

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`."""
        if request.wave == "question":
            self.questions.append(request)
            fields = request.body["response_format"]["json_schema"]["schema"]["properties"]
            told = {"same": "unclear", "differences": [], "explanation": "the passages do not tell"}
            return _said(request, {name: told[name] for name in fields})
        if self.model and request.document == INJECTED:
            return await self.model.complete(request)
        self.seen[request.key] = request
        records = list(twins()[request.document].clean.get(request.record_type, []))
        if request.document == INJECTED and request.record_type == "plan_terms":
            records += self.added
        return _said(request, {"records": records})

    async def close(self) -> None:
        """Do nothing: nothing is open."""


@pytest.fixture(scope="module")
def without() -> tuple[dict[str, str], set[str]]:
    """Return the other articles as they are without an instruction anywhere, and what was asked about them."""
    room = _Newsroom(None)
    corpus = _corpus(room, twins()[INJECTED].carrier.text)
    about = {key for key, request in room.seen.items() if request.document in OTHERS}
    return _others(corpus), about


@pytest.mark.parametrize("kind", KINDS)
def test_other_articles_stay_as_they_are(kind: str, without: tuple[dict[str, str], set[str]]) -> None:
    """The others have the same bytes and were asked the same; no question and no comparison holds what was injected."""
    pair = _pair(kind)
    room = _Newsroom(pair)

    corpus = _corpus(room, pair.text)

    assert _others(corpus) == without[0]
    assert set(room.seen) == without[1]
    asked = "\n".join(str(request.body["messages"]) for request in room.questions)
    assert not any(line in asked for line in lines(pair))
    assert not any(mark in asked.casefold() for mark in pair.payload.marks)
    flagged = [each.id for each in _records(corpus, INJECTED) if each.suspicious]
    beside = corpus.dossier.model_dump_json()
    assert [name for name in flagged if name in beside] == []
    if kind in {"override", "role", "user", "prefilled", "fence"}:
        assert flagged


def test_misinformation_is_reported_and_never_agreed() -> None:
    """A false claim in the article's own voice is what the article says: its record is kept, by itself."""
    text = twins()[INJECTED].carrier.text
    place = text.index("Appealing to Trump")
    claim = dict(twins()[INJECTED].clean["plan_terms"][0]) | {
        "topic": "handover of the navy",
        "statement": FALSE,
        "obligor": ["Ukraine"],
        "value": None,
        "places": [],
        "condition": None,
        "attribution": None,
        "hedge": "asserted",
        "quotes": [FALSE],
    }

    corpus = _corpus(_Newsroom(None, [claim]), f"{text[:place]}{FALSE} {text[place:]}")

    (kept,) = [each for each in _records(corpus, INJECTED) if FALSE in each.record.model_dump_json()]
    assert not kept.suspicious
    assert kept.evidence[0].document == INJECTED
    (term,) = [term for term in corpus.dossier.terms if kept.id in term.model_dump_json()]
    assert (term.documents, term.sources) == ((INJECTED,), 1)
    assert not any(kept.id in agreement.model_dump_json() for agreement in corpus.dossier.agreements)


def _corpus(room: _Newsroom, text: str) -> Corpus:
    """Return what becomes of three articles, the text of one of them given."""
    texts = {INJECTED: text} | {name: twins()[name].carrier.text for name in OTHERS}

    async def summarise() -> Corpus:
        source = Source(cast("Answers", room), "claude", quirks_for("claude", None))
        async with Summariser(Settings(profile="peace"), source=source) as summariser:
            documents = [Document.from_text(words, id=name) for name, words in texts.items()]
            return await summariser.summarise_corpus(documents)

    return asyncio.run(summarise())


def _pair(kind: str) -> Pair:
    return next(
        pair
        for pair in pairs()
        if pair.carrier.name == INJECTED and pair.payload.kind == kind and pair.position == "middle"
    )


def _others(corpus: Corpus) -> dict[str, str]:
    return {each.meta.id: each.model_dump_json() for each in corpus.summaries if each.meta.id in OTHERS}


def _records(corpus: Corpus, document: str) -> list[Any]:
    summary = next(each for each in corpus.summaries if each.meta.id == document)
    return [each for items in summary.records.values() for each in items]


def _said(request: Request, value: dict[str, Any]) -> Answered:
    message = {"role": "assistant", "content": json.dumps(value)}
    return Answered(stored(request, {"choices": [{"message": message, "finish_reason": "stop"}]}))
