"""What differs between endpoints and models, as one table of each.

A row of `ENDPOINTS` is picked by the address and a row of `MODELS` by the
model's name; both may change the defaults. What ends up in a request's body
depends on these rows alone, never on settings, the day or the answer to an
earlier request, so that keys of stored and recorded answers stay valid.
"""

from __future__ import annotations

import copy
import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from summariser.document import Frozen
from summariser.settings import Settings

DEFAULT_HOST = "api.openai.com"
"""Where requests go when no base URL is set: the SDK's own default."""

_LOCAL_TIMEOUT = 900.0
_LOCAL_DEADLINE = 1800.0
_REASONING_TIMEOUT = 600.0
_REASONING_DEADLINE = 1200.0
_PRIVATE_NAMES = (".local", ".localhost", ".internal", ".lan", ".home.arpa")
_REASONING = re.compile(r"(?:^|/)(?:o[1-9](?![a-z0-9])|gpt-[5-9](?!\d))", re.IGNORECASE)
_REASONING_DEPLOYMENT = re.compile(r"(?:^|[-_./])(?:o[1-9](?![a-z0-9])|gpt-?[5-9](?!\d))", re.IGNORECASE)


class SchemaLimits(NamedTuple):
    """How large a JSON Schema an endpoint takes."""

    properties: int = 5000
    depth: int = 10
    enum_values: int = 1000
    characters: int = 120_000


class Quirks(Frozen):
    """What one endpoint and model want.

    Attributes:
        name: The rows these come from, for display.
        hosted: Whether it is a paid service that refuses every call without a key.
        cap_parameter: The body field that caps the answer's tokens.
        temperature: What to send; None sends none, since the model takes only its own.
        tool_choice: Whether the server understands `tool_choice`.
        concurrency: Requests it bears at once unless the user says otherwise; None for any number.
        timeout: Seconds one attempt may need; None for the settings' own.
        deadline: Seconds a request may need over all attempts; None for the settings' own.
        extra_body: Fields every request to it carries.
        schema_limits: How large a JSON Schema it takes.
        context_hint: How to make its context larger, for messages; "" when that cannot be set.
    """

    name: str = "default"
    hosted: bool = False
    cap_parameter: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: float | None = 0.0
    tool_choice: bool = True
    concurrency: int | None = None
    timeout: float | None = None
    deadline: float | None = None
    extra_body: Mapping[str, Any] = {}
    schema_limits: SchemaLimits = SchemaLimits()
    context_hint: str = ""


class Endpoint(NamedTuple):
    """The parts of a base URL that tell endpoints apart.

    Attributes:
        host: In lower case; "" when no base URL is set, which is OpenAI's own.
        port: The one in the URL, or its scheme's.
        local: Whether it is plain HTTP to this machine or a private network.
    """

    host: str
    port: int
    local: bool


class Row(NamedTuple):
    """One row of a table: whom it fits, and what it changes."""

    name: str
    fits: Callable[[str, Endpoint], bool]
    changes: Mapping[str, Any]


def quirks_for(model: str, base_url: str | None) -> Quirks:
    """Return what `model` at `base_url` wants; `base_url` None is OpenAI's own address.

    >>> quirks_for("claude", None).cap_parameter, quirks_for("gpt-5-mini", None).cap_parameter
    ('max_tokens', 'max_completion_tokens')
    >>> quirks_for("llama3.1:8b", "http://localhost:11434/v1").concurrency
    1
    """
    endpoint = endpoint_of(base_url)
    by_table = ([row for row in table if row.fits(model, endpoint)] for table in (ENDPOINTS, MODELS))
    rows = [fitting[0] for fitting in by_table if fitting]
    changes: dict[str, Any] = {}
    for row in rows:
        changes |= row.changes
    return Quirks(name=", ".join(row.name for row in rows) or "default", **changes)


def preferred(name: str, settings: Settings, quirks: Quirks) -> Any:  # noqa: ANN401 - the field's own type
    """Return the setting `name`; the endpoint's own value where the user leaves it at its default."""
    own = getattr(quirks, name) if settings.origins()[name] == "default" else None
    return getattr(settings, name) if own is None else own


def request_options(quirks: Quirks, cap: int) -> dict[str, Any]:
    """Return the body fields that cap, steer and route a request.

    >>> request_options(quirks_for("claude", None), 4000)
    {'max_tokens': 4000, 'temperature': 0.0}
    """
    options: dict[str, Any] = {quirks.cap_parameter: cap}
    if quirks.temperature is not None:
        options["temperature"] = quirks.temperature
    return options | copy.deepcopy(dict(quirks.extra_body))


def endpoint_of(base_url: str | None) -> Endpoint:
    """Return the parts of a base URL that the tables look at.

    >>> endpoint_of("http://192.168.1.7:8080/v1")
    Endpoint(host='192.168.1.7', port=8080, local=True)
    """
    parts = urlsplit(base_url or "")
    host = (parts.hostname or "").lower()
    secure = parts.scheme == "https"
    return Endpoint(host, parts.port or (443 if secure else 80), local=not secure and _is_private(host))


def _is_private(host: str) -> bool:
    """Return whether a host is this machine or one of a private network; names without a dot are."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(_PRIVATE_NAMES))
    return address.is_private or address.is_loopback or address.is_link_local


def _at(*domains: str) -> Callable[[str, Endpoint], bool]:
    """Return a test for hosts that are one of `domains`, or below one."""
    return lambda _, endpoint: any(endpoint.host == d or endpoint.host.endswith("." + d) for d in domains)


def _local_port(port: int) -> Callable[[str, Endpoint], bool]:
    return lambda _, endpoint: endpoint.local and endpoint.port == port


def _reasons(model: str, endpoint: Endpoint) -> bool:
    """Return whether a model of OpenAI's reasoning families answers; Azure names are the customer's own."""
    pattern = _REASONING_DEPLOYMENT if _AZURE(model, endpoint) else _REASONING
    return pattern.search(model) is not None


_AZURE = _at("openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com")

_ONE_AT_A_TIME: dict[str, Any] = {
    "concurrency": 1,
    "timeout": _LOCAL_TIMEOUT,
    "deadline": _LOCAL_DEADLINE,
    "tool_choice": False,
}

ENDPOINTS: tuple[Row, ...] = (
    Row("openai", lambda _, endpoint: not endpoint.host, {"hosted": True}),
    Row("openai", _at(DEFAULT_HOST), {"hosted": True}),
    Row("azure", _AZURE, {"hosted": True, "schema_limits": SchemaLimits(100, 5, 500, 15_000)}),
    Row(
        "openrouter",
        _at("openrouter.ai"),
        # Else a provider that ignores the schema may be picked.
        {"hosted": True, "extra_body": {"provider": {"require_parameters": True}}},
    ),
    Row(
        "hosted",
        _at(
            "anthropic.com",
            "cerebras.ai",
            "cohere.com",
            "deepseek.com",
            "fireworks.ai",
            "generativelanguage.googleapis.com",
            "groq.com",
            "mistral.ai",
            "perplexity.ai",
            "together.ai",
            "together.xyz",
            "x.ai",
        ),
        {"hosted": True},
    ),
    Row(
        "ollama",
        _local_port(11434),
        _ONE_AT_A_TIME
        | {
            "context_hint": "Ollama cuts long prompts without a word: start it with "
            "OLLAMA_CONTEXT_LENGTH=32768, or make a model with `PARAMETER num_ctx 32768`."
        },
    ),
    Row(
        "lm studio",
        _local_port(1234),
        _ONE_AT_A_TIME | {"context_hint": "In LM Studio, raise Context Length in the model's load settings."},
    ),
    Row(
        "llama.cpp",
        _local_port(8080),
        _ONE_AT_A_TIME | {"context_hint": "Start llama-server with a larger context, such as `-c 32768`."},
    ),
    Row(
        "vllm",
        _local_port(8000),
        {
            "timeout": _LOCAL_TIMEOUT,
            "deadline": _LOCAL_DEADLINE,
            "context_hint": "Start vLLM with a larger context, such as `--max-model-len 32768`.",
        },
    ),
    Row("litellm", _local_port(4000), {}),
    Row(
        "local",
        lambda _, endpoint: endpoint.local,
        _ONE_AT_A_TIME | {"context_hint": "Raise the context length in the settings of the server."},
    ),
)
"""Rows by address; the first that fits counts."""

MODELS: tuple[Row, ...] = (
    Row(
        "reasoning",
        _reasons,
        {
            "cap_parameter": "max_completion_tokens",
            "temperature": None,
            "timeout": _REASONING_TIMEOUT,
            "deadline": _REASONING_DEADLINE,
        },
    ),
)
"""Rows by model; the first that fits counts, and wins over the address."""
