"""How long answers are, and how many questions follow: the constants of `summariser.pipeline.plan.tokens`.

`python -m benchmarks.tokens` fits them to the recorded answers of both corpora and prints them; then how far off the
plan of a whole run is from what the recordings report, by record type and in all; then the same for articles and for
corpora that the constants were not fitted to.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from summariser.llm.answering import Answered, Answers
from summariser.llm.answers import usage_of
from summariser.pipeline import Summariser, replay_source
from summariser.pipeline.dossier import compare
from summariser.pipeline.extract import Extractor
from summariser.pipeline.plan import Plan, follow
from summariser.pipeline.plan.tokens import (
    ANSWERS,
    OTHER_ANSWER,
    Growth,
    Line,
    Tokens,
    article_tokens,
    expected,
)
from summariser.reading import read_all
from summariser.records import BUILT_IN, RecordType
from summariser.request import Request
from summariser.settings import Price, Settings
from summariser.store import Recordings

ROOT = Path(__file__).resolve().parent.parent
CORPORA = {
    "seeds": ("seeds", "evals/recordings", "peace"),
    "trade": ("evals/trade/articles", "evals/trade/recordings", "trade"),
}
PRICE = Price.model_validate({"input": "0.25", "output": "2"})
"""Dollars per million tokens that costs are weighed with: answers eight times as dear, as is usual."""

SUBSETS = 12
"""Most subsets of one size that questions are counted in."""

KINDS = ("plan_terms", "events", "actors")
"""What questions are asked about."""


class Sample(NamedTuple):
    """One recorded answer.

    Attributes:
        article: Tokens of the article that the request shows.
        sent: Tokens that the request is expected to be billed for.
        usage: Tokens that the recording reports.
    """

    corpus: str
    document: str
    wave: str
    kind: str
    article: int
    sent: float
    usage: Tokens


class Counted(NamedTuple):
    """The mean number of questions of one kind in subsets of so many articles."""

    kind: str
    articles: int
    questions: float


def main() -> None:
    """Print the constants and their errors."""
    used = {corpus: asyncio.run(replayed(corpus)) for corpus in CORPORA}
    samples = [sample for found in used.values() for sample in found]
    say_constants(samples, [found for corpus in CORPORA for found in asyncio.run(questioned(corpus))])
    say("\n| plan against recordings | requests | tokens in | tokens out | cost |\n|---|--:|--:|--:|--:|")
    for corpus, found in used.items():
        say_corpus(corpus, found)
    say_left_out([sample for sample in samples if sample.wave == "main"])


async def replayed(corpus: str) -> list[Sample]:
    """Return the recorded answers that a run over a corpus uses."""
    async with _replaying(corpus) as (watching, summariser):
        await summariser.summarise_corpus([ROOT / CORPORA[corpus][0]])
        return watching.samples


async def questioned(corpus: str) -> list[Counted]:
    """Return how many questions subsets of a corpus lead to, by kind and number of articles."""
    found = []
    async with _replaying(corpus) as (watching, summariser):
        made = await summariser.summarise_corpus([ROOT / CORPORA[corpus][0]])
        extractor = Extractor(summariser._builder, watching)  # noqa: SLF001 - the requests of this very run
        for size in range(2, len(made.summaries) + 1):
            subsets = list(combinations(made.summaries, size))
            random.Random(size).shuffle(subsets)  # noqa: S311 - which subsets are counted, no secret
            tried = subsets[:SUBSETS]
            watching.samples.clear()
            for subset in tried:
                await compare(list(subset), extractor, at_once=8)
            counts = Counter(sample.kind for sample in watching.samples)
            found += [Counted(kind, size, counts[kind] / len(tried)) for kind in KINDS]
    return found


@asynccontextmanager
async def _replaying(corpus: str) -> AsyncIterator[tuple[_Watching, Summariser]]:
    """Yield what summarises a corpus from its recordings, and what watches the answers."""
    _, folder, profile = CORPORA[corpus]
    settings = Settings(recordings=ROOT / folder, profile=profile)
    with Recordings(ROOT / folder) as recordings:
        source = replay_source(recordings)
        watching = _Watching(source.answers, corpus)
        watched = source._replace(answers=watching)
        async with Summariser(settings, record_types=types_of(corpus), source=watched) as summariser:
            yield watching, summariser


def types_of(corpus: str) -> tuple[RecordType, ...]:
    """Return the record types that a corpus has recordings of."""
    with Recordings(ROOT / CORPORA[corpus][1]) as recordings:
        stored = (recordings.get(key) for key in recordings.keys())  # noqa: SIM118 - a method, not a dict
        recorded = {found.request.record_type for found in stored if found}
    return tuple(kind for kind in BUILT_IN if kind.name in recorded)


async def planned(corpus: str) -> Plan:
    """Return the plan of a run over a corpus from an empty store."""
    articles, _, profile = CORPORA[corpus]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            model="claude", profile=profile, prices={"claude": PRICE}, store=Path(folder) / "responses.sqlite"
        )
        inputs = tuple(read_all([str(ROOT / articles)]))
        return (await follow(inputs, settings, types_of(corpus))).plan


class _Watching:
    """Passes requests on, and notes what their answers took."""

    def __init__(self, answers: Answers, corpus: str) -> None:
        self._answers = answers
        self._corpus = corpus
        self.samples: list[Sample] = []

    async def complete(self, request: Request) -> Answered:
        """Return the recorded answer."""
        answered = await self._answers.complete(request)
        usage = usage_of(answered.stored.response)
        if usage:
            self.samples.append(
                Sample(
                    self._corpus,
                    request.document,
                    request.wave,
                    request.record_type,
                    article_tokens(request),
                    expected(request).input,
                    Tokens(usage.input_tokens, usage.output_tokens),
                )
            )
        return answered

    async def close(self) -> None:
        """Do nothing: whoever opened the answers closes them."""


def fit(samples: Iterable[Sample]) -> dict[str, Line]:
    """Return for each record type the line with the least squared error, neither part of it below nothing."""
    by_kind: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.wave == "main":
            by_kind[sample.kind].append(sample)
    return {kind: _line(by_kind[kind]) for kind in sorted(by_kind)}


def _line(samples: Sequence[Sample]) -> Line:
    lengths, answers = [s.article for s in samples], [s.usage.output for s in samples]
    slope, base = statistics.linear_regression(lengths, answers)
    if slope < 0:
        return Line(statistics.mean(answers), 0.0)
    if base < 0:
        slope = statistics.linear_regression(lengths, answers, proportional=True).slope
    return Line(max(base, 0.0), slope)


def fit_growth(counted: Sequence[Counted]) -> Growth:
    """Return the growth with the least squared error of the questions per article, over a grid."""

    def error(growth: Growth) -> float:
        return sum(
            (found.questions / found.articles - growth.limit * others / (others + growth.half)) ** 2
            for found in counted
            if (others := found.articles - 1)
        )

    grid = (Growth(limit / 2, half / 2) for limit in range(1, 61) for half in range(1, 41))
    return min(grid, key=error)


def say_constants(samples: Sequence[Sample], counted: Sequence[Counted]) -> None:
    """Print the constants as the module has them."""
    say("ANSWERS = {")
    for kind, line in fit(samples).items():
        say(f'    "{kind}": Line({line.base:.0f}, {line.slope:.2f}),')
    say("}\nQUESTIONS = {")
    for kind in KINDS:
        growth = fit_growth([found for found in counted if found.kind == kind])
        say(f'    "{kind}": Growth({growth.limit:.1f}, {growth.half:.1f}),')
    say("}\nQUESTION = {")
    for kind in KINDS:
        few = [sample for sample in samples if (sample.wave, sample.kind) == ("question", kind)]
        say(f'    "{kind}": {_mean(few)},')
    say("}")
    mains = {(s.document, s.kind): s for s in samples if s.wave == "main"}
    again = [s for s in samples if s.wave == "items"]
    more = [s._replace(sent=s.sent - mains[s.document, s.kind].sent) for s in again]
    say(f"RE_ASKED = {len(again) / len(mains):.2f}\nRE_ASK = {_mean(more)}")


def _mean(samples: Sequence[Sample]) -> str:
    sent, answered = (
        statistics.mean(part) for part in zip(*((s.sent, s.usage.output) for s in samples), strict=True)
    )
    return f"Tokens({sent:.0f}, {answered:.0f})"


def say_corpus(corpus: str, samples: Sequence[Sample]) -> None:
    """Print how far off the plan of a corpus is: its main requests by record type, then the whole run."""
    lines = fit(samples)
    for kind in lines:
        mine = [sample for sample in samples if (sample.wave, sample.kind) == ("main", kind)]
        due = Tokens(sum(s.sent for s in mine), sum(expected_answer(s) for s in mine))
        say(f"| {corpus}: {kind} | {len(mine)} | {_errors(due, mine)} |")
    plan = asyncio.run(planned(corpus))
    requests = f"{plan.requests} for {len(samples)}"
    say(
        f"| **{corpus}: the run** | {requests} | {_errors(Tokens(plan.tokens_in, plan.tokens_out), samples)} |"
    )


def expected_answer(sample: Sample, lines: dict[str, Line] | None = None) -> float:
    """Return the tokens that the answer to a main request is expected to have, by `lines` or the shipped ones."""
    line = (ANSWERS if lines is None else lines).get(sample.kind, OTHER_ANSWER)
    return line.base + line.slope * sample.article


def _errors(due: Tokens, samples: Iterable[Sample]) -> str:
    """Return the relative errors of tokens in, tokens out and cost, as cells of a table."""
    used = Tokens(*map(sum, zip(*(sample.usage for sample in samples), strict=True)))
    errors = (due.input / used.input, due.output / used.output, dollars(due) / dollars(used))
    return " | ".join(f"{error - 1:+.0%}" for error in errors)


def dollars(tokens: Tokens) -> float:
    """Return what so many tokens cost, in millionths."""
    return float(PRICE.input) * tokens.input + float(PRICE.output) * tokens.output


def say_left_out(mains: Sequence[Sample]) -> None:
    """Print how far off tokens out are where the constants are fitted to other articles, or to the other corpus."""
    say("\n| answers to main requests, fitted to | tokens out |\n|---|--:|")
    ratios = []
    for document in sorted({sample.document for sample in mains}):
        lines = fit(sample for sample in mains if sample.document != document)
        mine = [sample for sample in mains if sample.document == document]
        ratios.append(_ratio(mine, lines))
    errors = [abs(ratio - 1) for ratio in ratios]
    say(f"| the other articles: one article, median of {len(errors)} | {statistics.median(errors):.0%} |")
    say(f"| the same: standard deviation of answered over expected | {statistics.pstdev(ratios, 1):.2f} |")
    for corpus in CORPORA:
        mine = [sample for sample in mains if sample.corpus == corpus]
        lines = fit(sample for sample in mains if sample.corpus != corpus)
        say(f"| the other corpus: all of {corpus} | {1 / _ratio(mine, lines) - 1:+.0%} |")


def _ratio(samples: Sequence[Sample], lines: dict[str, Line]) -> float:
    """Return tokens answered over tokens expected."""
    return sum(s.usage.output for s in samples) / sum(expected_answer(s, lines) for s in samples)


def say(line: str) -> None:
    """Print one line."""
    print(line)  # noqa: T201 - the figures are the output


if __name__ == "__main__":
    main()
