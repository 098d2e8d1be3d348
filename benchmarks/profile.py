"""Where the CPU of an article goes, stage by stage: `python -m benchmarks.profile [N] [--transport aiohttp]`.

Each stage is a function of the pipeline, timed by the CPU of its own thread
less that of the stages inside it; the event loop, threads and everything else
is the rest of the process. Timers cost about a microsecond a call.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import importlib
import inspect
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path
from types import coroutine
from typing import Any, NamedTuple

from benchmarks.articles import articles
from benchmarks.measuring import used
from benchmarks.serving import serving
from summariser import Corpus, Document, Settings, Summariser
from summariser.report import contents
from summariser.report.writers import render

STAGES: tuple[tuple[str, str], ...] = (
    ("zones", "summariser.pipeline.prepare:label"),
    ("metadata", "summariser.pipeline.prepare:describe"),
    ("page", "summariser.pipeline.prepare:Page.of"),
    ("parts", "summariser.pipeline.prepare:split"),
    ("parts", "summariser.pipeline.prepare:show"),
    ("sketch", "summariser.pipeline.prepare:sketch"),
    ("prompts: build", "summariser.prompts.build:Builder._request"),
    ("prompts: build question", "summariser.prompts.build:Builder.question"),
    ("schema: compile (cached)", "summariser.pipeline.extract:compile_schema"),
    ("schema: digest", "summariser.pipeline.article:schema_digest"),
    ("request key", "summariser.request:request_key"),
    ("token estimate", "summariser.pipeline.summariser:estimate_tokens"),
    ("token estimate", "summariser.llm.counting:estimate_tokens"),
    ("store: get", "summariser.store.sqlite:SqliteResponses.get"),
    ("store: claim", "summariser.store.claims:Claims.take"),
    ("store: release", "summariser.store.sqlite:SqliteResponses.release"),
    ("store: put", "summariser.store.sqlite:SqliteResponses.put"),
    ("store: scrub and Stored", "summariser.llm.client.live:Live._stored"),
    ("limiter", "summariser.llm.limits:Limiter.observe"),
    ("limiter", "summariser.llm.limits:Limiter._admitted"),
    ("post: SDK and HTTP in the task", "summariser.llm.client.live:Live._attempt"),
    ("post: response JSON", "summariser.llm.client.live:_completion"),
    ("retry policy", "summariser.llm.client.live:Live._post"),
    ("strict JSON", "summariser.llm.client.parse:strict_json"),
    ("instructor and pydantic", "summariser.pipeline.extract:parse"),
    ("drafts to declared class", "summariser.pipeline.extract:_plain"),
    ("prove", "summariser.pipeline.extract:prove"),
    ("prove: sentences for re-asks", "summariser.pipeline.extract:candidate_sentences"),
    ("ground", "summariser.pipeline.article:ground"),
    ("summary", "summariser.pipeline.article:_summary"),
    ("ledger row", "summariser.pipeline.article:_row"),
    ("ledger: price", "summariser.pipeline.summariser:Summariser._price"),
    ("progress", "summariser.pipeline.progress:Watched._update"),
    ("reconcile: questions", "summariser.pipeline.dossier:identify"),
    ("reconcile: dossier", "summariser.pipeline.dossier:reconcile"),
    ("reconcile: dossier", "summariser.pipeline.dossier:dossier_of"),
    ("ledger of the run", "summariser.pipeline.summariser:run_of"),
    ("reports", "benchmarks.profile:render_all"),
)
"""Stage and function; a stage may have several."""


class Timers:
    """CPU seconds and calls by stage, exclusive of the stages inside."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self._local = threading.local()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function` with its own CPU added to `stage`."""
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def stepped(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever is measured
                self.calls[stage] += 1
                return await self._steps(stage, function(*args, **kwargs))

            return stepped

        @functools.wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever is measured
            self.calls[stage] += 1
            self._enter()
            try:
                return function(*args, **kwargs)
            finally:
                self._leave(stage)

        return called

    @coroutine
    def _steps(self, stage: str, inner: Any) -> Generator[Any, Any, Any]:  # noqa: ANN401 - any coroutine
        """Drive a coroutine and time what it does between two waits."""
        send: Callable[[], Any] = functools.partial(inner.send, None)
        while True:
            self._enter()
            try:
                waited_for = send()
            except StopIteration as end:
                return end.value
            finally:
                self._leave(stage)
            try:
                given = yield waited_for
                send = functools.partial(inner.send, given)
            except BaseException as error:  # noqa: BLE001 - cancellation belongs to the coroutine
                send = functools.partial(inner.throw, error)

    def _enter(self) -> None:
        stack = self._local.__dict__.setdefault("stack", [])
        stack.append([time.thread_time(), 0.0])

    def _leave(self, stage: str) -> None:
        stack = self._local.stack
        began, inside = stack.pop()
        took = time.thread_time() - began
        self.seconds[stage] += took - inside
        if stack:
            stack[-1][1] += took


class Cost(NamedTuple):
    """What a run cost in CPU.

    Attributes:
        total: CPU seconds of the process.
    """

    articles: int
    requests: int
    total: float
    timers: Timers


def install(timers: Timers) -> None:
    """Put a timer around every stage."""
    for stage, address in STAGES:
        module, _, path = address.partition(":")
        *owners, name = path.split(".")
        owner: Any = functools.reduce(getattr, owners, importlib.import_module(module))
        raw = inspect.getattr_static(owner, name)
        if isinstance(raw, classmethod):
            setattr(owner, name, classmethod(timers.timed(stage, raw.__func__)))
        else:
            setattr(owner, name, timers.timed(stage, raw))


def render_all(corpus: Corpus) -> dict[str, bytes]:
    """Return every report of a corpus, as a run of the command line writes them."""
    texts = {document.id: document.text for document in corpus.documents}
    return render(
        contents(corpus.summaries, corpus.run, corpus.record_types, dossier=corpus.dossier, texts=texts)
    )


async def run(url: str, documents: list[Document], transport: str, timers: Timers) -> Cost:
    """Return what summarising `documents` costs, reports included."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            model="benchmark",
            base_url=url,
            store=Path(folder) / "s.sqlite",
            concurrency=50,
            transport=transport,
        )
        async with Summariser(settings) as warm:
            await warm.summarise_corpus(
                [Document.from_text("Talks ended.\n\nThey will meet again.", id="warm")]
            )
        timers.seconds.clear()
        timers.calls.clear()
        before = used()
        async with Summariser(settings) as summariser:
            corpus = await summariser.summarise_corpus(documents)
        importlib.import_module("benchmarks.profile").render_all(corpus)
        return Cost(len(documents), corpus.run.totals.usage.attempts, used() - before, timers)


def table(cost: Cost) -> str:
    """Return the stages as Markdown, the dearest first."""
    rest = cost.total - sum(cost.timers.seconds.values())
    rows = [*cost.timers.seconds.items(), ("rest: event loop, sockets, threads", rest)]
    lines = ["| stage | calls per article | CPU ms per article | share |", "|---|---:|---:|---:|"]
    for stage, seconds in sorted(rows, key=lambda row: -row[1]):
        calls = cost.timers.calls[stage] / cost.articles
        lines.append(
            f"| {stage} | {calls:.1f} | {1000 * seconds / cost.articles:.2f} | {seconds / cost.total:.1%} |"
        )
    lines.append(f"| all | | {1000 * cost.total / cost.articles:.2f} | 100% |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=50)
    parser.add_argument("--transport", choices=("httpx", "aiohttp"), default="httpx")
    parser.add_argument("--tiny", action="store_true")
    given = parser.parse_args()
    which = "tiny" if given.tiny else "seeds"
    timers = Timers()
    install(timers)
    with serving(latency=0.05, answers=which) as server:
        cost = asyncio.run(
            run(
                server.url,
                [Document.from_text(one.text, id=one.name) for one in articles(which, given.articles)],
                given.transport,
                timers,
            )
        )
    print(f"{given.articles} articles, {len(server.rows)} requests, transport {given.transport}")  # noqa: T201
    print(table(cost))  # noqa: T201


if __name__ == "__main__":
    main()
