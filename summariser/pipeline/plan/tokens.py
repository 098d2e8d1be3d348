"""How many tokens a request and its answer will take, before it is asked.

The constants are measured: `python -m benchmarks.tokens` fits them to the
recorded answers of both corpora, prints them, and says how far off they are,
also for articles that they were not fitted to. They count tokens as
`estimate_tokens` does, and know nothing of reasoning that a model bills for
and does not show; `history` corrects both by what the store has seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from summariser.llm.answers import estimate_tokens
from summariser.request import Request, canonical

_UNBILLED = frozenset({"required", "additionalProperties", "$schema"})
_FENCED = re.compile(r"<article-([0-9a-f]{16})>(.*?)</article-\1>", re.DOTALL)


class Tokens(NamedTuple):
    """Tokens of a request and of its answer."""

    input: float
    output: float


class Line(NamedTuple):
    """Tokens of an answer: so many whatever the article, and so many for each token of it."""

    base: float
    slope: float


class Growth(NamedTuple):
    """Questions per article: rising with the number of other articles, towards a limit.

    Attributes:
        limit: Questions per article of a corpus without end.
        half: Number of other articles at which half of that is reached.
    """

    limit: float
    half: float


ANSWERS: Mapping[str, Line] = {
    "actors": Line(460, 1.31),
    "disputed_points": Line(169, 0.52),
    "events": Line(428, 0.58),
    "gist": Line(423, 0.00),
    "plan_terms": Line(530, 0.60),
    "reactions": Line(0, 1.67),
}
OTHER_ANSWER = Line(200, 0.7)
"""A record type of the user's own: about as talkative as the ones measured."""

QUESTIONS: Mapping[str, Growth] = {
    "plan_terms": Growth(24.0, 15.0),
    "events": Growth(9.5, 3.5),
    "actors": Growth(2.5, 20.0),
}
QUESTION: Mapping[str, Tokens] = {
    "plan_terms": Tokens(979, 53),
    "events": Tokens(999, 60),
    "actors": Tokens(479, 53),
}
RE_ASKED = 0.05
"""Share of main requests after which records are asked about again."""

RE_ASK = Tokens(512, 146)
"""What a re-ask reads beyond the main request, and what is answered."""

_FOUR_OF_FIVE = 1.28
_ARTICLE = 0.4
_KIND = {False: 0.25, True: 0.1}
"""Standard deviations of answered over expected tokens: of an article, and of a corpus fitted to another one."""


def expected(request: Request) -> Tokens:
    """Return the tokens that `request` and its answer are expected to take.

    What is sent is counted, and what hosted endpoints bill of the schema. An
    answer is expected to be as long as those to articles of this length were.
    """
    sent = sum(estimate_tokens(str(message["content"])) for message in request.body["messages"])
    schema = request.body.get("response_format", {}).get("json_schema", {}).get("schema", {})
    billed = estimate_tokens(canonical(_billed(schema)).decode())
    return Tokens(sent + billed, min(_answer(request), _cap(request)))


def article_tokens(request: Request) -> int:
    """Return the tokens of the article that a request shows; 0 for a question."""
    found = _FENCED.search(str(request.body["messages"][1]["content"]))
    return estimate_tokens(found[2]) if found else 0


def questions_of(kind: str, articles: int) -> float:
    """Return how many questions about records of `kind` so many articles lead to, in all.

    >>> questions_of("plan_terms", 1), questions_of("gist", 100)
    (0.0, 0.0)
    """
    growth, others = QUESTIONS.get(kind), max(articles - 1, 0)
    return articles * growth.limit * others / (others + growth.half) if growth and others else 0.0


def spread(articles: int, *, measured: bool) -> float:
    """Return the share by which four of five forecasts miss at most, for so many articles.

    Articles differ, which evens out over many of them; models and kinds of text
    differ too, which does not, unless the model's own answers were `measured`.

    >>> round(spread(1, measured=False), 1), round(spread(1000, measured=True), 1)
    (0.6, 0.1)
    """
    return _FOUR_OF_FIVE * math.hypot(_ARTICLE / math.sqrt(max(articles, 1)), _KIND[measured])


def _billed(schema: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return what OpenAI bills of a schema, as users measured it: all but what every strict schema says anyway.

    See https://github.com/openai/openai-cookbook/issues/2140.
    """
    if isinstance(schema, dict):
        return {name: _billed(value) for name, value in schema.items() if name not in _UNBILLED}
    return [_billed(item) for item in schema] if isinstance(schema, list) else schema


def _answer(request: Request) -> float:
    if request.wave == "question":
        return QUESTION[request.record_type].output
    if request.wave == "items":
        return RE_ASK.output
    line = ANSWERS.get(request.record_type, OTHER_ANSWER)
    return line.base + line.slope * article_tokens(request)


def _cap(request: Request) -> float:
    caps = (request.body.get(name) for name in ("max_tokens", "max_completion_tokens"))
    return next((float(cap) for cap in caps if isinstance(cap, int)), math.inf)
