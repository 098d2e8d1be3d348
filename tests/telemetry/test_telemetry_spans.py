"""Spans and metrics as a program with OpenTelemetry's SDK gets them: names, parents, failures, and no text."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("opentelemetry.sdk", reason="needs the extra `otel`")

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from summariser import Document, ModelError, Settings, Summariser
from summariser.ledger import InputRow, State, Usage
from summariser.llm.observed import answer_attributes, endpoint_attributes
from summariser.llm.quirks import quirks_for
from summariser.pipeline.ledger_of import row_attributes
from summariser.records import BUILT_IN
from summariser.telemetry import observed
from tests import children
from tests.children import COMMAND_LINE
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.pipeline.scripted import Script

CANARY = "zanzibarquartz"
TYPES = len(BUILT_IN)


class Seen(NamedTuple):
    """Everything that was emitted."""

    exporter: InMemorySpanExporter
    reader: InMemoryMetricReader

    def spans(self, kind: SpanKind) -> list[ReadableSpan]:
        """Return the spans of one kind, in the order in which they ended."""
        return [span for span in self.exporter.get_finished_spans() if span.kind is kind]

    def metrics(self, model: str) -> list[tuple[str, dict[str, Any], float]]:
        """Return name, attributes and sum of every series about one model."""
        data = self.reader.get_metrics_data()
        return [
            (metric.name, dict(point.attributes or {}), getattr(point, "sum", 0))
            for resource in (data.resource_metrics if data else ())
            for scope in resource.scope_metrics
            for metric in scope.metrics
            for point in metric.data.data_points
            if (point.attributes or {}).get("gen_ai.request.model") == model
        ]


@pytest.fixture(scope="module")
def providers() -> Iterator[Seen]:
    """Set the providers of this process, which can be done once."""
    seen = Seen(InMemorySpanExporter(), InMemoryMetricReader())
    tracing = TracerProvider()
    tracing.add_span_processor(SimpleSpanProcessor(seen.exporter))
    trace.set_tracer_provider(tracing)
    metrics.set_meter_provider(MeterProvider([seen.reader]))
    yield seen
    seen.exporter.shutdown()  # other tests of this process keep nothing


@pytest.fixture
def seen(providers: Seen) -> Seen:
    """Return what is emitted from now on."""
    providers.exporter.clear()
    return providers


def settings_for(server: FaultServer, folder: Path, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return settings that ask the server, with a store of their own."""
    fields: dict[str, Any] = {
        "model": "scripted",
        "base_url": server.url,
        "store": folder / "responses.sqlite",
        "concurrency": 8,
    }
    return Settings(**(fields | changes))


def document(name: str) -> Document:
    """Return an article of its own."""
    return Document.from_text(f"The {CANARY} accord of {name}. Tolvia would pump less water.", id=name)


def attributes(span: ReadableSpan) -> dict[str, Any]:
    """Return a span's attributes."""
    return dict(span.attributes or {})


async def test_an_attempt_is_a_client_span_of_its_article(seen: Seen, tmp_path: Path) -> None:
    """It carries the names of the conventions, what the endpoint counted, and nothing else."""
    async with (
        FaultServer(Script()) as server,
        Summariser(settings_for(server, tmp_path, model="named-1")) as summariser,
    ):
        await summariser.summarise(document("a1"))

    (article,) = seen.spans(SpanKind.INTERNAL)
    attempts = seen.spans(SpanKind.CLIENT)
    first = attributes(attempts[0])
    assert (article.name, {span.name for span in attempts}) == ("summarise article", {"chat named-1"})
    assert len(attempts) == TYPES
    assert {span.parent and span.parent.span_id for span in attempts} == {article.context.span_id}
    assert {attributes(span)["summariser.record_type"] for span in attempts} == {k.name for k in BUILT_IN}
    tokens = {"gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"}
    assert all(first[name] > 0 for name in tokens)
    assert {name: value for name, value in first.items() if name not in tokens} == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "127.0.0.1",
        "gen_ai.request.model": "named-1",
        "gen_ai.response.model": "named-1",
        "gen_ai.response.id": first["gen_ai.response.id"],
        "gen_ai.response.finish_reasons": ("stop",),
        "gen_ai.output.type": "json",
        "server.address": "127.0.0.1",
        "server.port": int(server.url.split(":")[2].split("/")[0]),
        "summariser.document": "a1",
        "summariser.record_type": first["summariser.record_type"],
        "summariser.wave": "main",
    }
    assert attributes(article)["summariser.requests.asked"] == TYPES
    assert attributes(article)["summariser.tokens.input"] == sum(
        attributes(span)["gen_ai.usage.input_tokens"] for span in attempts
    )


async def test_every_attempt_that_is_posted_is_told(seen: Seen, tmp_path: Path) -> None:
    """A failed attempt has a span with the status as its error; a stored answer has none."""
    plan = Plan(mix={"500": 1.0}, until_attempt=1)
    settings = {"model": "failing-1", "max_attempts": 2}
    async with (
        FaultServer(Script(), plan) as server,
        Summariser(settings_for(server, tmp_path, **settings)) as summariser,
    ):
        await summariser.summarise(document("a1"))
        await summariser.summarise(document("a1"))
        posted = len(server.ledger)

    attempts = seen.spans(SpanKind.CLIENT)
    failed = [span for span in attempts if span.status.status_code is StatusCode.ERROR]
    assert len(attempts) == posted == 2 * TYPES
    assert [attributes(span)["error.type"] for span in failed] == ["500"] * TYPES
    assert not any(span.events or span.status.description for span in attempts)
    assert [attributes(span)["summariser.requests.stored"] for span in seen.spans(SpanKind.INTERNAL)] == [
        0,
        TYPES,
    ]


async def test_tokens_and_durations_are_measured(seen: Seen, tmp_path: Path) -> None:
    """Tokens by kind, as the spans have them; durations of what failed apart from those of what did not."""
    settings = {"model": "measured-1", "max_attempts": 2}
    async with (
        FaultServer(Script(), Plan(mix={"503": 1.0}, until_attempt=1)) as server,
        Summariser(settings_for(server, tmp_path, **settings)) as summariser,
    ):
        await summariser.summarise(document("a1"))

    found = seen.metrics("measured-1")
    tokens = {
        by["gen_ai.token.type"]: total for name, by, total in found if name == "gen_ai.client.token.usage"
    }
    durations = [by for name, by, _ in found if name == "gen_ai.client.operation.duration"]
    spans = [attributes(span) for span in seen.spans(SpanKind.CLIENT)]
    assert tokens == {
        kind: sum(span.get(f"gen_ai.usage.{kind}_tokens", 0) for span in spans)
        for kind in ("input", "output")
    }
    assert {by.get("error.type") for by in durations} == {"503", None}
    assert all({"gen_ai.operation.name", "gen_ai.provider.name"} <= by.keys() for by in durations)


async def test_many_articles_at_once_keep_their_own_attempts(seen: Seen, tmp_path: Path) -> None:
    """Each attempt is below the span of its own article, and each article below the caller's span."""
    names = [f"a{number}" for number in range(6)]
    async with (
        FaultServer(Script(), Plan(latency=(0.0, 0.05))) as server,
        Summariser(settings_for(server, tmp_path)) as summariser,
    ):
        with trace.get_tracer("test").start_as_current_span("caller", kind=SpanKind.SERVER) as caller:
            await asyncio.gather(*(summariser.summarise(document(name)) for name in names))

    articles = {span.context.span_id: span for span in seen.spans(SpanKind.INTERNAL)}
    attempts = seen.spans(SpanKind.CLIENT)
    assert len(attempts) == TYPES * len(names)
    assert {span.parent and span.parent.span_id for span in articles.values()} == {
        caller.get_span_context().span_id
    }
    for span in attempts:
        assert span.parent is not None
        parent = articles[span.parent.span_id]
        assert attributes(parent)["summariser.document"] == attributes(span)["summariser.document"]


@pytest.mark.parametrize("fault", ["", "500", "json-cut", "ungrounded"])
async def test_no_word_of_an_article_is_emitted(
    fault: str, seen: Seen, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever happens: not in a span, not in a metric, not in a log line."""
    caplog.set_level(logging.DEBUG, "summariser")
    plan = Plan(mix={fault: 1.0} if fault else {})
    script = Script(
        records={"gist": [{"sentence": f"The {CANARY} accord.", "quotes": [f"The {CANARY} accord"]}]}
    )
    async with (
        FaultServer(script, plan) as server,
        Summariser(settings_for(server, tmp_path, model="quiet-1", max_attempts=1)) as summariser,
    ):
        try:
            await summariser.summarise(document("a1"))
        except ModelError:
            assert fault

    told = [span.to_json() for span in seen.exporter.get_finished_spans()]
    told += [str(seen.metrics("quiet-1")), *(str(vars(record)) for record in caplog.records)]
    assert CANARY in script.seen[0]["messages"][1]["content"] if script.seen else fault
    assert len(told) > TYPES
    assert CANARY not in "".join(told)


def test_the_message_of_an_error_is_not_looked_at(seen: Seen) -> None:
    """An endpoint may echo the article in it, and so may a library."""
    with pytest.raises(ValueError, match=CANARY), observed("test", {}):
        raise ValueError(CANARY)

    (span,) = seen.exporter.get_finished_spans()
    assert attributes(span) == {"error.type": "ValueError"}
    assert CANARY not in span.to_json()


def test_the_detail_of_a_row_stays_in_the_ledger() -> None:
    """It may repeat what an endpoint said, and that may repeat the article."""
    row = InputRow(path="a.txt", document="a", state=State.FAILED, reason="error", detail=CANARY)

    told = row_attributes(row, Usage())

    assert (told["summariser.state"], told["error.type"]) == ("failed", "failed")
    assert CANARY not in str(told)


def test_an_endpoint_that_names_its_model_in_prose_is_not_quoted() -> None:
    """What it says of itself must look like a label."""
    said = {"model": f"the {CANARY} accord", "id": "x" * 101, "choices": [{"finish_reason": "a b"}, None, 3]}

    assert answer_attributes(said) == {}
    assert answer_attributes({"choices": 5, "usage": {"prompt_tokens": -1}}) == {}


def test_tokens_of_special_kinds_are_told() -> None:
    """Those from the provider's cache, and those of hidden reasoning."""
    details = {
        "prompt_tokens_details": {"cached_tokens": 8},
        "completion_tokens_details": {"reasoning_tokens": 3},
    }

    found = answer_attributes({"usage": {"prompt_tokens": 9, "completion_tokens": 4, **details}})

    assert found == {
        "gen_ai.usage.input_tokens": 9,
        "gen_ai.usage.output_tokens": 4,
        "gen_ai.usage.cache_read.input_tokens": 8,
        "gen_ai.usage.reasoning.output_tokens": 3,
    }


@pytest.mark.parametrize(
    ("model", "base_url", "provider"),
    [
        ("gpt-5-mini", None, "openai"),
        ("gpt-5-mini", "https://me.openai.azure.com/openai/v1", "azure.ai.openai"),
        ("mistral-large", "https://api.mistral.ai/v1", "mistral_ai"),
        ("m", "https://openrouter.ai/api/v1", "openrouter"),
        ("qwen3:14b", "http://localhost:11434/v1", "ollama"),
        ("m", "https://models.example.org/v1", "models.example.org"),
    ],
)
def test_who_answers(model: str, base_url: str | None, provider: str) -> None:
    """The conventions' names where they have one, else what kind of server it is, else its host."""
    found = endpoint_attributes(model, base_url, quirks_for(model, base_url))

    assert found["gen_ai.provider.name"] == provider


async def test_nothing_is_imported_for_it(tmp_path: Path, seed_paths: list[Path]) -> None:
    """A run that nobody traces does not touch the API, and one without it installed ends as well."""
    ask = "\nexcept SystemExit: print('opentelemetry.trace' in sys.modules)"
    for prepared in ("", "sys.modules['opentelemetry'] = None; "):
        code = f"import sys; {prepared}\ntry: {COMMAND_LINE}{ask}"
        ended = await children.run(
            "run", seed_paths[4], "--out", tmp_path / "out", code=code, folder=tmp_path, settings={}
        )
        assert ended.out.splitlines()[-1] == "False", ended.err
        assert (tmp_path / "out" / "run.json").exists()


async def test_the_documentation_sets_it_up(tmp_path: Path) -> None:
    """Its lines, and a call after them, print the span of the article and name no word of it."""
    text = (ROOT / "docs" / "observability.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    call = (
        "from summariser import Document, Settings, summarise\n"
        f"settings = Settings(recordings={str(ROOT / 'evals' / 'recordings')!r})\n"
        f"text = open({str(ROOT / 'seeds' / '004_f4f46f81013c0048.txt')!r}, encoding='utf-8-sig').read()\n"
        "summarise(Document.from_text(text, id='a'), settings=settings)\n"
    )

    ended = await children.run(code=block + call, folder=tmp_path, settings={})

    assert (ended.code, ended.err) == (0, "")
    assert '"name": "summarise article"' in ended.out
