"""Which part of a run's limits each of its workers keeps."""

from __future__ import annotations

from summariser.llm.quirks import preferred, quirks_for
from summariser.settings import Settings


def at_most(settings: Settings) -> int:
    """Return how many requests the whole run may have in flight, so the most workers that have something to do."""
    quirks = quirks_for(settings.model or "", settings.base_url)
    limits = [preferred("concurrency", settings, quirks), settings.rpm, settings.tpm]
    return min(int(limit) for limit in limits if limit is not None)


def share_of(settings: Settings, workers: int) -> Settings:
    """Return the settings of one of `workers`: its part of concurrency, requests and tokens per minute.

    Parts are rounded down, so that together they never exceed the whole.

    >>> share_of(Settings(model="m", concurrency=50, rpm=100), 4).concurrency
    12
    """
    if workers == 1:
        return settings
    quirks = quirks_for(settings.model or "", settings.base_url)
    whole = {
        "concurrency": preferred("concurrency", settings, quirks), "rpm": settings.rpm, "tpm": settings.tpm
    }  # fmt: skip
    return settings.given(
        **{name: max(1, limit // workers) for name, limit in whole.items() if limit is not None}
    )
