"""Every pair, taken through the pipeline with the obedient model in the place of the endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from benchmarks.injected.carriers import Carrier, carriers
from benchmarks.injected.pairs import Pair, pairs
from benchmarks.injected.running import Ran, recorded, run, stored
from summariser.document import Document, Span
from summariser.llm.answering import Answered, Replay
from summariser.llm.answers import estimate_tokens
from summariser.records import BUILT_IN, ArticleSummary, Grounded, RecordType
from summariser.request import Request
from tests.injection.obedient import Clean, Obedient

KINDS: dict[str, RecordType] = {kind.name: kind for kind in BUILT_IN}
_MOST_TRUE = 4
"""Records of each kind that the model knows of a carrier: enough to lose one, few enough to be quick."""


class Twin(NamedTuple):
    """What the model knows of a carrier, and what became of it without a payload.

    Attributes:
        tokens: Tokens of all requests and answers about it, by record type.
        asked: The main requests about it, by record type.
    """

    carrier: Carrier
    clean: Clean
    ran: Ran
    tokens: dict[str, int]
    asked: dict[str, Request]


class Trial(NamedTuple):
    """What became of one pair.

    Attributes:
        span: Where the payload stands in the article.
    """

    pair: Pair
    span: Span
    model: Obedient
    ran: Ran
    twin: Twin

    @property
    def kept(self) -> tuple[Grounded[Any], ...]:
        """The records that were proved, of the type the payload is about."""
        return kept(self.ran.summary, self.pair.payload.of)

    @property
    def false(self) -> list[Grounded[Any]]:
        """Those of them that the clean twin does not have."""
        true = {_words(each) for each in kept(self.twin.ran.summary, self.pair.payload.of)}
        return [each for each in self.kept if _words(each) not in true]

    def rests_on_payload(self, each: Grounded[Any]) -> bool:
        """Return whether a record's evidence touches the payload."""
        return any(evidence.span.overlaps(self.span) for evidence in each.evidence)

    @property
    def tokens(self) -> int:
        """Tokens of all requests and answers: what the payload adds to every request counts for all of them."""
        of = self.pair.payload.of
        more = estimate_tokens(self.pair.payload.text)
        others = sum(spent + more for kind, spent in self.twin.tokens.items() if kind != of)
        return others + spent_by(self.model.seen, self.model.answered)


def kept(summary: ArticleSummary | None, kind: str) -> tuple[Grounded[Any], ...]:
    """Return the records of one type that an article has."""
    return summary.records.get(kind, ()) if summary else ()


def spent_by(seen: list[Request], answered: list[str]) -> int:
    """Return the tokens of requests and answers."""
    prompts = sum(estimate_tokens(each["content"]) for request in seen for each in request.body["messages"])
    return prompts + sum(map(estimate_tokens, answered))


@lru_cache(maxsize=1)
def twins() -> dict[str, Twin]:
    """Return the carriers as they are without a payload."""
    return {carrier.name: _twin(carrier) for carrier in carriers()}


def trials() -> Iterator[Trial]:
    """Yield what became of every pair; only the type that its payload is about is asked for."""
    for pair in pairs():
        yield try_pair(pair)


def try_pair(pair: Pair, *, every_kind: bool = False) -> Trial:
    """Return what became of one pair."""
    twin = twins()[pair.carrier.name]
    model = Obedient(pair, twin.clean)
    document = Document.from_text(pair.text, id=pair.name)
    kinds = BUILT_IN if every_kind else (KINDS[pair.payload.of],)
    start = pair.text.index(pair.payload.text)
    ran = run(document, kinds, model, profile=pair.carrier.profile)
    return Trial(pair, Span(start=start, end=start + len(pair.payload.text)), model, ran, twin)


class _Truthful:
    """Answers with the true records of a carrier."""

    def __init__(self, clean: Clean) -> None:
        self.clean = clean
        self.spent: dict[str, int] = {}
        self.asked: dict[str, Request] = {}

    async def complete(self, request: Request) -> Answered:
        """Return the true records."""
        text = json.dumps({"records": self.clean.get(request.record_type, [])})
        self.asked[request.record_type] = request
        self.spent[request.record_type] = spent_by([request], [text])
        return Answered(
            stored(request, {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]})
        )

    async def close(self) -> None:
        """Do nothing: nothing is open."""


def _twin(carrier: Carrier) -> Twin:
    clean = carrier.records or _recorded(carrier)
    model = _Truthful(clean)
    ran = run(_document(carrier), BUILT_IN, model, profile=carrier.profile)
    return Twin(carrier, clean, ran, model.spent, model.asked)


def _recorded(carrier: Carrier) -> Clean:
    """Return the first true records of a seed, as its recorded answers give them, and all that payloads speak of."""
    summary = run(_document(carrier), BUILT_IN, Replay(recorded()), profile=carrier.profile).summary
    assert summary
    names = (
        carrier.facts.speaker,
        carrier.facts.person,
        carrier.facts.figure,
        carrier.facts.day,
        carrier.facts.holder,
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, items in summary.records.items():
        records = [each.record.model_dump(mode="json") for each in items]
        spoken = [
            each for each in records if any(name in json.dumps(each, ensure_ascii=False) for name in names)
        ]
        first = [*records[:2], *spoken]
        found[kind] = [each for place, each in enumerate(first) if each not in first[:place]][:_MOST_TRUE]
    return found


def _document(carrier: Carrier) -> Document:
    return Document.from_text(carrier.text, id=carrier.name)


def _words(each: Grounded[Any]) -> str:
    return str(each.record.model_dump_json())
