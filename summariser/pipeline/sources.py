"""Choose where a run's answers come from: an endpoint, recordings, the store alone, or nowhere yet."""

from __future__ import annotations

from contextlib import ExitStack, closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from summariser.errors import ConfigurationError, EndpointRefusedError, NoModelError
from summariser.llm.answering import Answered, Answers, Collector, Replay
from summariser.llm.quirks import Quirks, quirks_for
from summariser.request import Request
from summariser.settings import Settings
from summariser.store import (
    Layered,
    Recordings,
    Refusals,
    Responses,
    SharedResponses,
    SharedSpending,
    SqliteResponses,
    spending_path,
)


class Source(NamedTuple):
    """Where answers come from, and the model that requests name.

    Attributes:
        model: Name of the model in the requests: the one asked, or the one recorded.
    """

    answers: Answers
    model: str
    quirks: Quirks

    @property
    def stored(self) -> Answers:
        """What answers from the same store and asks nobody."""
        responses: Responses | None = getattr(self.answers, "responses", None)
        return Replay(responses) if responses is not None else self.answers


def open_source(settings: Settings, *, run: str | None = None) -> Source:
    """Return the source that `settings` call for. A run is live if and only if a model is named.

    Args:
        settings: What to ask and how.
        run: Name of a run that several processes work on: they keep its budget together, in the
            store, and slow down together.

    Raises:
        NoModelError: No model is named, and no recordings are.
        StoreError: The store cannot be opened.
    """
    if settings.model is None:
        return _replay(settings)
    quirks = quirks_for(settings.model, settings.base_url)
    return Source(_live_answers(settings, quirks, run), settings.model, quirks)


def open_collector(settings: Settings) -> tuple[Source, Collector]:
    """Return a source that answers from the store and collects every other request.

    Raises:
        NoModelError: No model is named: requests carry its name.
    """
    if settings.model is None:
        raise NoModelError("requests name the model that will answer them: give --model NAME")
    collector = Collector(_responses(settings))
    quirks = quirks_for(settings.model, settings.base_url)
    return Source(collector, settings.model, quirks), collector


def _replay(settings: Settings) -> Source:
    if settings.recordings is None:
        raise NoModelError(
            "no model is named: set SUMMARISER_MODEL (and a key, or SUMMARISER_BASE_URL for a local endpoint), "
            "or name a folder of recordings"
        )
    return replay_source(Recordings(settings.recordings))


def replay_source(recordings: Recordings) -> Source:
    """Return a source that answers from `recordings` and never from anywhere else."""
    model = recordings.model or "unknown"
    return Source(Replay(recordings), model, quirks_for(model, None))


def _live_answers(settings: Settings, quirks: Quirks, run: str | None) -> Answers:
    if not settings.network:
        return Replay(_responses(settings))
    try:
        settings.require_credentials()
    except ConfigurationError as error:
        return _Refusing(EndpointRefusedError(str(error)))
    from summariser.llm.client import Live, Shared  # noqa: PLC0415 - the SDKs take seconds to import

    with ExitStack() as opened:
        responses = opened.enter_context(closing(_responses(settings)))
        spending = [
            opened.enter_context(limit) for limit in (open_daily(settings), _open_run(settings, run)) if limit
        ]
        others = opened.enter_context(closing(Refusals(refusals_path(settings.store, run)))) if run else None
        shared = Shared(tuple(spending), whole_run=run is not None, others=others)
        live = Live(settings, quirks, responses, shared=shared, now=_now)
        opened.pop_all()
    return live


def refusals_path(store: Path, run: str) -> Path:
    """Return where the processes of a run, whatever its name, tell each other what they were refused.

    >>> refusals_path(Path("data/responses.sqlite"), "../7f").as_posix()
    'data/responses.sqlite.locks/refusals-c434e6e33c4edd07'
    """
    return store.with_name(f"{store.name}.locks") / f"refusals-{sha256(run.encode()).hexdigest()[:16]}"


def open_daily(settings: Settings) -> SharedSpending | None:
    """Return what keeps the daily budget of all who use the same store; None when none is set."""
    if settings.daily_budget is None:
        return None
    return SharedSpending(spending_path(settings.store), settings.daily_budget, period=_today)


def _open_run(settings: Settings, run: str | None) -> SharedSpending | None:
    """Return what keeps the budget of a run of several processes; None when there is none."""
    if run is None or settings.budget is None:
        return None
    return SharedSpending(spending_path(settings.store), settings.budget, period=lambda: f"run {run}")


def _responses(settings: Settings) -> SharedResponses:
    store = SqliteResponses(settings.store)
    if settings.recordings is None:
        return store
    return Layered(Recordings(settings.recordings, writable=settings.record), store)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class _Refusing:
    """Answers nothing: what is missing would make every request fail."""

    def __init__(self, error: EndpointRefusedError) -> None:
        self.error = error

    async def complete(self, _request: Request) -> Answered:
        """Raise the reason."""
        raise self.error

    async def close(self) -> None:
        """Do nothing: nothing is open."""
