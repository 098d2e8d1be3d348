"""What one attempt at a request is called in spans and metrics: the GenAI semantic conventions of OpenTelemetry.

https://opentelemetry.io/docs/specs/semconv/gen-ai/
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from summariser.llm.answers import usage_of
from summariser.llm.quirks import DEFAULT_HOST, Quirks, endpoint_of
from summariser.request import Request
from summariser.telemetry import ERROR, Attributes, Measured, measure, observed

OPERATION = "chat"

TOKENS = Measured("gen_ai.client.token.usage", "{token}", tuple(4.0**power for power in range(14)))
DURATION = Measured("gen_ai.client.operation.duration", "s", tuple(0.01 * 2**power for power in range(14)))

PROVIDERS = {
    DEFAULT_HOST: "openai",
    "openai.azure.com": "azure.ai.openai",
    "cognitiveservices.azure.com": "azure.ai.openai",
    "services.ai.azure.com": "azure.ai.inference",
    "anthropic.com": "anthropic",
    "cohere.com": "cohere",
    "deepseek.com": "deepseek",
    "generativelanguage.googleapis.com": "gcp.gemini",
    "groq.com": "groq",
    "mistral.ai": "mistral_ai",
    "perplexity.ai": "perplexity",
    "x.ai": "x_ai",
}
"""The well-known providers by their domain."""

_VAGUE = frozenset({"default", "hosted", "local", "reasoning"})
_LABEL = re.compile(r"[\w.:/@-]{1,100}", re.ASCII)
"""What an endpoint may say of itself: it could as well echo the article."""

_MEASURED_BY = (
    "gen_ai.operation.name",
    "gen_ai.provider.name",
    "gen_ai.request.model",
    "gen_ai.response.model",
    "server.address",
    "server.port",
)


def endpoint_attributes(model: str, base_url: str | None, quirks: Quirks) -> Attributes:
    """Return what every attempt at this endpoint has in common.

    >>> endpoint_attributes("m", "https://api.mistral.ai/v1", Quirks())["gen_ai.provider.name"]
    'mistral_ai'
    """
    endpoint = endpoint_of(base_url or f"https://{DEFAULT_HOST}")
    return {
        "gen_ai.operation.name": OPERATION,
        "gen_ai.provider.name": _provider(endpoint.host, quirks),
        "gen_ai.request.model": model,
        "server.address": endpoint.host,
        "server.port": endpoint.port,
    }


@contextmanager
def observed_attempt(request: Request, common: Mapping[str, Any]) -> Iterator[Attributes]:
    """Yield the attributes of an attempt that is posted now; add those of its answer, if one comes."""
    attributes = {
        **common,
        "gen_ai.output.type": "json",
        "summariser.document": request.document,
        "summariser.record_type": request.record_type,
        "summariser.wave": request.wave,
    }
    began = time.perf_counter()
    try:
        with observed(f"{OPERATION} {common['gen_ai.request.model']}", attributes, client=True):
            yield attributes
    finally:
        _measure(attributes, time.perf_counter() - began)


def answer_attributes(body: Mapping[str, Any]) -> Attributes:
    """Return what an answer says of itself, without what it says.

    >>> answer_attributes({"model": "m-1", "id": "a b", "usage": {"prompt_tokens": 2, "completion_tokens": 1}})
    {'gen_ai.response.model': 'm-1', 'gen_ai.usage.input_tokens': 2, 'gen_ai.usage.output_tokens': 1}
    """
    named = {"gen_ai.response.model": body.get("model"), "gen_ai.response.id": body.get("id")}
    found: Attributes = {name: label for name, said in named.items() if (label := _label(said))}
    if ends := _finish_reasons(body):
        found["gen_ai.response.finish_reasons"] = ends
    if usage := usage_of(body):
        found["gen_ai.usage.input_tokens"] = usage.input_tokens
        found["gen_ai.usage.output_tokens"] = usage.output_tokens
        if usage.cached_tokens:
            found["gen_ai.usage.cache_read.input_tokens"] = usage.cached_tokens
        if usage.reasoning_tokens:
            found["gen_ai.usage.reasoning.output_tokens"] = usage.reasoning_tokens
    return found


def _measure(attributes: Mapping[str, Any], seconds: float) -> None:
    by = {name: attributes[name] for name in _MEASURED_BY if name in attributes}
    failed = {ERROR: attributes[ERROR]} if ERROR in attributes else {}
    measure(DURATION, seconds, by | failed)
    for kind in ("input", "output"):
        tokens = attributes.get(f"gen_ai.usage.{kind}_tokens")
        if tokens is not None:
            measure(TOKENS, tokens, by | {"gen_ai.token.type": kind})


def _provider(host: str, quirks: Quirks) -> str:
    """Return the well-known name of who answers, or the server's kind, or its host."""
    for domain, name in PROVIDERS.items():
        if host == domain or host.endswith(f".{domain}"):
            return name
    kind = quirks.name.partition(", ")[0]
    return host if kind in _VAGUE else kind


def _finish_reasons(body: Mapping[str, Any]) -> tuple[str, ...]:
    choices = body.get("choices")
    listed = choices if isinstance(choices, list) else []
    said = [choice.get("finish_reason") for choice in listed if isinstance(choice, dict)]
    return tuple(label for reason in said if (label := _label(reason)))


def _label(said: object) -> str | None:
    """Return what an endpoint says if it can be a label, and None if it may be anything else."""
    return said if isinstance(said, str) and _LABEL.fullmatch(said) else None
