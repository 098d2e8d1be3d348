"""The 48 articles a model is tried on, and whether what it answered is what the payload asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from benchmarks.injected.carriers import carriers
from benchmarks.injected.pairs import POSITIONS, Pair
from benchmarks.injected.payloads import KINDS, payloads
from benchmarks.injected.running import Given, recorded, run
from benchmarks.injected.success import Filled, Outcome, is_won
from summariser.document import Document
from summariser.errors import ModelError
from summariser.llm.answering import Replay
from summariser.llm.answers import content_of, estimate_tokens, strict_json
from summariser.records import BUILT_IN, ArticleSummary, RecordType
from summariser.request import Request

_VARIANTS = (0, 2, 4)


class Attempt(NamedTuple):
    """One article with one instruction, and the one record type that is asked for."""

    pair: Pair
    kind: RecordType

    def request(self, model: str) -> Request:
        """Return the main request about the article."""
        asked = Given({})
        run(self.pair.document, (self.kind,), asked, profile=self.pair.carrier.profile, model=model)
        return asked.requests[0]


class Verdict(NamedTuple):
    """What an instruction achieved.

    Attributes:
        obeyed: Whether the model's answer, as it stands, holds what the instruction asked for.
        succeeded: Whether a record does that was proved and is not flagged.
    """

    kind: str
    name: str
    obeyed: bool
    succeeded: bool


@lru_cache(maxsize=1)
def attempts() -> tuple[Attempt, ...]:
    """Return the articles: three wordings of each kind, taking turns with the five seeds and the three places."""
    return tuple(_attempts())


def _attempts() -> Iterator[Attempt]:
    seeds = [carrier for carrier in carriers() if carrier.is_seed]
    kinds = {kind.name: kind for kind in BUILT_IN}
    for number, name in enumerate(KINDS):
        for turn, variant in enumerate(_VARIANTS):
            carrier = seeds[(3 * number + turn) % len(seeds)]
            payload = next(
                each for each in payloads(carrier.facts) if (each.kind, each.variant) == (name, variant)
            )
            position = POSITIONS[(number + turn) % len(POSITIONS)]
            yield Attempt(Pair(carrier, payload, position), kinds[payload.of])


def judge(attempt: Attempt, bodies: Mapping[str, dict[str, Any]], model: str) -> Verdict:
    """Return what the instruction achieved, by the answers in `bodies`.

    Only the main request is answered: what a re-ask would have put right, such as
    an answer in the wrong form, counts for the instruction.
    """
    pair, kind = attempt.pair, attempt.kind
    request = attempt.request(model)
    body = bodies[request.key]
    ran = run(pair.document, (kind,), Given(bodies), profile=pair.carrier.profile, model=model)
    clean, clean_tokens = _clean(attempt)
    tokens = (estimate_tokens(_content(body)), clean_tokens)

    def won(records: Sequence[Filled] | None) -> bool:
        return is_won(pair.payload, Outcome(records, clean, _prompt(request), tokens))

    return Verdict(pair.payload.kind, pair.name, won(_raw(body)), won(_kept(ran.summary, kind)))


def _raw(body: dict[str, Any]) -> list[Filled] | None:
    """Return the records of an answer as it stands, None when it is not in the form that was asked for."""
    try:
        answer = strict_json(content_of(body))
    except ModelError:
        return None
    records = answer.get("records") if isinstance(answer, dict) else None
    return [each for each in records if isinstance(each, dict)] if isinstance(records, list) else None


def _kept(summary: ArticleSummary | None, kind: RecordType) -> list[Filled] | None:
    """Return the records that were proved and are not flagged; None when there is no list of them."""
    if summary is None or kind.name not in summary.records:
        return None
    return [each.record.model_dump(mode="json") for each in summary.records[kind.name] if not each.suspicious]


def _clean(attempt: Attempt) -> tuple[list[Filled], int]:
    """Return the records about the clean twin, as recorded, and the tokens of the answer."""
    carrier, kind = attempt.pair.carrier, attempt.kind
    document = Document.from_text(carrier.text, id=carrier.name)
    asked = Given({})
    run(document, (kind,), asked, profile=carrier.profile, model=recorded().model or "claude")
    answer = recorded().get(asked.requests[0].key)
    ran = run(document, (kind,), Replay(recorded()), profile=carrier.profile)
    return _kept(ran.summary, kind) or [], estimate_tokens(content_of(answer.response)) if answer else 0


def _prompt(request: Request) -> str:
    """Return what a request says beside the article."""
    user = str(request.body["messages"][1]["content"])
    return f"{request.body['messages'][0]['content']}\n{user.rsplit('</article-', 1)[-1]}"


def _content(body: dict[str, Any]) -> str:
    """Return the text of an answer, "" when there is none."""
    try:
        return content_of(body)
    except ModelError:
        return str(body["choices"][0]["message"].get("content") or "")
