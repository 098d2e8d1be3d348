"""From requests that are known to what a run will take: requests that follow, tokens, cost, time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from summariser.pipeline.plan.history import History
from summariser.pipeline.plan.tokens import QUESTION, RE_ASK, Tokens, questions_of
from summariser.pipeline.plan.values import Cost, Work
from summariser.request import Request, Wave

Part = Literal["main", "re_asks", "questions"]
Price = Callable[[Tokens], Decimal | None]
"""What one request with so many tokens costs, in US dollars; None when nobody knows."""

_PARTS: Mapping[Wave, Part] = {
    "main": "main",
    "structure": "re_asks",
    "items": "re_asks",
    "question": "questions",
}
_FIRST_TOKEN = 1.0
_MICRO = Decimal("0.000001")
_HIDDEN = 4.0
"""How many times the tokens of an answer a model may bill that reasons before it; a guess, for the upper end alone."""


class Batch(NamedTuple):
    """Requests of one kind.

    Attributes:
        known: How many are built already.
        more: How many others are expected to follow.
        each: The tokens of one, on average.
    """

    part: Part
    known: int
    more: float
    each: Tokens

    @property
    def number(self) -> float:
        """All of them."""
        return self.known + self.more


class Pace(NamedTuple):
    """How fast an endpoint is asked and answers.

    Attributes:
        at_once: Requests under way at the same time.
        per_second: Tokens of an answer that come in a second.
        rpm: Most requests per minute; None for any number.
        tpm: Most tokens per minute; None for any number.
    """

    at_once: int
    per_second: float
    rpm: int | None = None
    tpm: int | None = None


def batches_of(requests: Iterable[Request], history: History, done: Mapping[str, int]) -> list[Batch]:
    """Return `requests` by kind, and what their answers are expected to lead to.

    Args:
        requests: Those without an answer.
        history: What the model's stored answers say.
        done: Articles whose main request is answered, by record type; they have asked their questions.
    """
    by_kind: dict[tuple[Wave, str], list[Request]] = defaultdict(list)
    for request in requests:
        by_kind[request.wave, request.record_type].append(request)
    known = [
        Batch(_PARTS[wave], len(found), 0.0, _mean([history.expected(request) for request in found]))
        for (wave, _), found in by_kind.items()
    ]
    mains = {kind: found for (wave, kind), found in by_kind.items() if wave == "main"}
    articles = {kind: len({request.document for request in found}) for kind, found in mains.items()}
    followed = [_re_asks(kind, found, history) for kind, found in mains.items()]
    followed += [
        _questions(kind, done.get(kind, 0), number, history)
        for kind, number in articles.items()
        if kind in QUESTION
    ]
    return [*known, *followed]


def work_of(batches: Iterable[Batch], part: Part) -> Work:
    """Return the requests of one part of a run, with their tokens."""
    found = [batch for batch in batches if batch.part == part]
    return Work(
        certain=sum(batch.known for batch in found),
        expected=round(sum(batch.more for batch in found)),
        tokens_in=round(sum(batch.number * batch.each.input for batch in found)),
        tokens_out=round(sum(batch.number * batch.each.output for batch in found)),
    )


def cost_of(batches: Sequence[Batch], price: Price, *, spread: float, hidden: bool = False) -> Cost | None:
    """Return what all requests cost; None when nobody knows.

    Args:
        batches: The requests.
        price: What one of them costs; it may depend on its length.
        spread: The share by which answers may be shorter or longer, and follow-ups fewer or more.
        hidden: Whether answers may be billed with reasoning that nobody has measured yet.
    """
    ends = (max(1 - spread, 0.0), 1.0, (1 + spread) * (_HIDDEN if hidden else 1.0))
    low, expected, high = (_cost(batches, price, times) for times in ends)
    if low is None or expected is None or high is None:
        return None
    return Cost(low=low, expected=expected, high=high)


def _cost(batches: Iterable[Batch], price: Price, times: float) -> Decimal | None:
    """Return the cost when answers are so many times as long, and as many more requests follow."""
    total = Decimal(0)
    for batch in batches:
        each = price(Tokens(batch.each.input, batch.each.output * times))
        if each is None:
            return None
        total += each * Decimal(batch.known + batch.more * times)
    return total.quantize(_MICRO)


def seconds_of(batches: Sequence[Batch], pace: Pace) -> float:
    """Return about how many seconds all requests take.

    As many at once as may be, no faster than the limits let them, and the
    parts of a run one after the other.

    >>> seconds_of([Batch("main", 4, 0.0, Tokens(900, 100))], Pace(at_once=2, per_second=100))
    4.0
    """
    number = sum(batch.number for batch in batches)
    took = [(batch, _FIRST_TOKEN + batch.each.output / pace.per_second) for batch in batches if batch.number]
    chain = sum(max(one for batch, one in took if batch.part == part) for part in {b.part for b, _ in took})
    together = sum(batch.number * one for batch, one in took) / max(min(pace.at_once, number), 1)
    tokens = sum(batch.number * batch.each.input for batch in batches)
    limits = [60 * number / pace.rpm if pace.rpm else 0.0, 60 * tokens / pace.tpm if pace.tpm else 0.0]
    return max(chain, together, *limits)


def _re_asks(kind: str, requests: Sequence[Request], history: History) -> Batch:
    """Return the re-asks that main requests for `kind` lead to."""
    main = _mean([history.expected(request) for request in requests])
    each = Tokens(main.input + RE_ASK.input, RE_ASK.output)
    return Batch("re_asks", 0, len(requests) * history.share_re_asked(kind), each)


def _questions(kind: str, done: int, more: int, history: History) -> Batch:
    """Return the questions that `more` articles add to those of the articles that are `done`."""
    number = questions_of(kind, done + more) - questions_of(kind, done)
    return Batch("questions", 0, number, history.corrected(QUESTION[kind], "question", kind))


def _mean(tokens: Sequence[Tokens]) -> Tokens:
    return Tokens(
        sum(each.input for each in tokens) / len(tokens), sum(each.output for each in tokens) / len(tokens)
    )
