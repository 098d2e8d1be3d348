"""What the stored answers of a model say about the next: how long they are, and how often records are asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from summariser.errors import SummariserError
from summariser.llm.answers import content_of, estimate_tokens, usage_of
from summariser.pipeline.plan.tokens import RE_ASKED, Tokens, expected
from summariser.pipeline.plan.values import Basis
from summariser.request import Request
from summariser.store import SqliteResponses, Stored

ENOUGH = 20
"""Answers of one kind from which on they are believed."""

MOST = 40
"""Newest answers of one kind that are looked at: reading them must not be felt."""


class History(NamedTuple):
    """How the built-in expectation is corrected.

    Attributes:
        factors: What to multiply the tokens of a request and of its answer with, by wave and record type.
        re_asked: Share of main requests after which records are asked again, by record type.
    """

    factors: Mapping[tuple[str, str], Tokens] = {}
    re_asked: Mapping[str, float] = {}

    @property
    def basis(self) -> Basis:
        """What expectations rest on."""
        return "stored answers" if self.factors else "recorded corpora"

    def expected(self, request: Request) -> Tokens:
        """Return the tokens that `request` and its answer are expected to take."""
        return self.corrected(expected(request), request.wave, request.record_type)

    def corrected(self, tokens: Tokens, wave: str, kind: str) -> Tokens:
        """Return `tokens` of a request of one kind as this model counts and answers."""
        factor = self.factors.get((wave, kind), Tokens(1, 1))
        return Tokens(tokens.input * factor.input, tokens.output * factor.output)

    def share_re_asked(self, kind: str) -> float:
        """Return the share of main requests for `kind` after which records are asked again."""
        return self.re_asked.get(kind, RE_ASKED)


def history_of(store: SqliteResponses, model: str) -> History:
    """Return what the stored answers of `model` say; nothing about kinds with fewer than `ENOUGH`."""
    counts = store.counts(model)
    many = [kind for kind, count in counts.items() if count >= ENOUGH and kind[0] in ("main", "question")]
    return History(
        factors={kind: _factor(store.sample(model, *kind, most=MOST)) for kind in many},
        re_asked={
            kind: sum(counts.get((again, kind), 0) for again in ("structure", "items")) / counts[wave, kind]
            for wave, kind in many
            if wave == "main"
        },
    )


def _factor(sample: Iterable[Stored]) -> Tokens:
    """Return how many times the expected tokens were sent and answered.

    Tokens sent count only as the endpoint gave them; the length of an answer
    is told by its text where the endpoint gave none.
    """
    sent = expected_sent = answered = expected_answered = 0.0
    for stored in sample:
        usage = usage_of(stored.response)
        before = expected(stored.request)
        if usage and not stored.meta.usage_estimated:
            sent += usage.input_tokens
            expected_sent += before.input
        answered += usage.output_tokens if usage else _length(stored)
        expected_answered += before.output
    return Tokens(
        sent / expected_sent if sent else 1.0, answered / expected_answered if expected_answered else 1.0
    )


def _length(stored: Stored) -> int:
    try:
        return estimate_tokens(content_of(stored.response))
    except SummariserError:
        return 0
