"""What each endpoint and model is sent, and why recordings stay valid."""

from __future__ import annotations

import pytest

from summariser.llm.quirks import ENDPOINTS, MODELS, endpoint_of, quirks_for, request_options

OLLAMA = "http://localhost:11434/v1"
AZURE = "https://mine.openai.azure.com/openai/v1/"
OPENROUTER = "https://openrouter.ai/api/v1"


@pytest.mark.parametrize(
    "model", ["claude", "gpt-4o", "gpt-4.1-mini", "gpt-oss-120b", "mistral-large", "solo1", "marco-o1"]
)
def test_an_ordinary_model_gets_the_two_options_all_know(model: str) -> None:
    """`max_tokens` and temperature 0 are what recordings are keyed by; a change orphans them all."""
    assert request_options(quirks_for(model, None), 4000) == {"max_tokens": 4000, "temperature": 0.0}


@pytest.mark.parametrize(
    ("model", "base_url"),
    [
        ("o1", None),
        ("o3-2025-04-16", None),
        ("o4-mini", "https://api.openai.com/v1"),
        ("gpt-5", None),
        ("GPT-5.1-mini", None),
        ("gpt-6", None),
        ("openai/gpt-5-nano", OPENROUTER),
        ("team-gpt5-eu", AZURE),
        ("summaries_o3", AZURE),
    ],
)
def test_a_reasoning_model_gets_no_temperature(model: str, base_url: str | None) -> None:
    """The reasoning families refuse `max_tokens` and any temperature but their own."""
    options = request_options(quirks_for(model, base_url), 4000)

    assert options["max_completion_tokens"] == 4000
    assert "max_tokens" not in options
    assert "temperature" not in options


def test_openrouter_must_keep_the_schema() -> None:
    """Without the field a provider that ignores the schema may be picked."""
    assert request_options(quirks_for("m", OPENROUTER), 1)["provider"] == {"require_parameters": True}


@pytest.mark.parametrize(
    ("base_url", "name", "hint"),
    [
        (OLLAMA, "ollama", "OLLAMA_CONTEXT_LENGTH"),
        ("http://127.0.0.1:1234/v1", "lm studio", "LM Studio"),
        ("http://192.168.0.9:8080/v1", "llama.cpp", "-c 32768"),
        ("http://[::1]:5001/v1", "local", "context"),
        ("http://ollama:9999/v1", "local", "context"),
        ("http://box.local/v1", "local", "context"),
    ],
)
def test_a_desktop_server_gets_one_request_at_a_time(base_url: str, name: str, hint: str) -> None:
    """A local server answers slowly and one by one, needs no key, and is named in the hint on its context."""
    quirks = quirks_for("llama3.1:8b", base_url)

    assert (quirks.name, quirks.concurrency, quirks.tool_choice, quirks.hosted) == (name, 1, False, False)
    assert quirks.timeout is not None
    assert quirks.deadline is not None
    assert quirks.deadline > quirks.timeout > 600
    assert hint in quirks.context_hint


def test_vllm_bears_many_requests() -> None:
    """A local vLLM batches what it gets, so only its slowness is provided for."""
    quirks = quirks_for("qwen", "http://10.0.0.3:8000/v1")

    assert quirks.concurrency is None
    assert quirks.deadline is not None
    assert "--max-model-len" in quirks.context_hint


@pytest.mark.parametrize(
    ("base_url", "hosted"),
    [
        (None, True),
        ("https://api.openai.com/v1", True),
        (AZURE, True),
        (OPENROUTER, True),
        ("https://api.mistral.ai/v1", True),
        (OLLAMA, False),
        ("http://10.0.0.3:8000/v1", False),
        ("https://llm.example.org/v1", False),
        ("https://openrouter.ai.example.org/v1", False),
        ("https://notx.ai/v1", False),
    ],
)
def test_only_known_services_need_a_key(base_url: str | None, *, hosted: bool) -> None:
    """An address of one's own may want no key; a known service always does."""
    assert quirks_for("m", base_url).hosted is hosted


def test_azure_takes_smaller_schemas() -> None:
    """Azure documents tighter limits than OpenAI itself."""
    azure, openai = quirks_for("m", AZURE).schema_limits, quirks_for("m", None).schema_limits

    assert azure < openai
    assert (azure.properties, azure.depth) == (100, 5)


@pytest.mark.parametrize(
    ("base_url", "local"),
    [
        ("http://localhost/v1", True),
        ("http://host.docker.internal:11434", True),
        ("http://172.16.5.5:80", True),
        ("https://localhost:8443/v1", False),
        ("http://8.8.8.8/v1", False),
        ("http://example.org:11434/v1", False),
        ("", False),
    ],
)
def test_local_means_plain_http_nearby(base_url: str, *, local: bool) -> None:
    """An encrypted or public address is a service, whatever its port."""
    assert endpoint_of(base_url).local is local


def test_a_request_depends_on_nothing_but_its_rows() -> None:
    """The same model and address give the same fields every time, so stored keys stay valid."""
    calls = [request_options(quirks_for("m", OPENROUTER), 10) for _ in range(3)]

    assert calls[0] == calls[1] == calls[2]
    calls[0]["provider"]["require_parameters"] = False
    assert calls[1]["provider"] == {"require_parameters": True}


@pytest.mark.parametrize("row", [*ENDPOINTS, *MODELS], ids=lambda row: row.name)
def test_every_row_can_be_reached(row: object) -> None:
    """Each row changes the outcome for some model and address, so none is hidden by an earlier one."""
    samples = [
        (model, base_url)
        for model in ("m", "gpt-5")
        for base_url in (
            None,
            "https://api.openai.com/v1",
            AZURE,
            OPENROUTER,
            "https://api.groq.com/openai/v1",
            *(f"http://localhost:{port}/v1" for port in (11434, 1234, 8080, 8000, 4000, 9)),
        )
    ]

    reached = [
        next((found for found in table if found.fits(model, endpoint_of(url))), None)
        for table in (ENDPOINTS, MODELS)
        for model, url in samples
    ]

    assert row in reached
