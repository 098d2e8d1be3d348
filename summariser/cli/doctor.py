"""`summarise doctor`: the settings with their origins, the store, and whether the endpoint answers at all."""

from __future__ import annotations

from typing import Any

from summariser.cli.inputs import settings_of
from summariser.cli.problems import TROUBLE, give, say
from summariser.cli.words import counted, size
from summariser.errors import ConfigurationError, NoModelError
from summariser.llm.quirks import preferred, quirks_for
from summariser.settings import SECRETS, Settings
from summariser.store import SqliteResponses, spending_path


def doctor_command(*, as_json: bool) -> int:
    """Print what a run would use; return 3 when it could not ask the model it names."""
    settings = settings_of({})
    found = {
        "settings": _settings(settings),
        "store": _store(settings),
        "today": _today(settings),
        "endpoint": _endpoint(settings),
    }
    if as_json:
        give(found)
    else:
        _show(found)
    return 3 if found["endpoint"]["problem"] else 0


def try_command(*, as_json: bool) -> int:
    """Ask the configured model about two seeds, say in three lines what to expect; return 1 if it did not answer.

    Raises:
        NoModelError: No model is named.
    """
    from summariser.evaluation.trial import trial  # noqa: PLC0415 - scoring is not needed to look at settings

    settings = settings_of({})
    if not settings.live:
        raise NoModelError("doctor --try asks a model: name one with SUMMARISER_MODEL or in .env")
    settings.require_credentials()
    found = trial(settings)
    if as_json:
        give(found.as_json())
    else:
        print("\n".join(found.lines()))  # noqa: T201 - data goes to standard output
    for problem in found.problems:
        say(problem)
    return TROUBLE if found.problems else 0


def _settings(settings: Settings) -> dict[str, dict[str, str]]:
    origins = settings.origins()
    return {
        name: {
            "value": "set, not shown"
            if name in SECRETS and getattr(settings, name)
            else _shown(getattr(settings, name)),
            "origin": origin,
        }
        for name, origin in origins.items()
    }


def _shown(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _store(settings: Settings) -> dict[str, Any]:
    if not settings.store.exists():
        return {"path": str(settings.store), "rows": 0, "bytes": 0, "damaged": [], "rebuilt from": []}
    with SqliteResponses(settings.store) as store:
        stats = store.stats()
        damaged = list(store.verify())
    # A file too broken to be used was rebuilt, now or by an earlier run, and is kept for whoever can read more of it.
    aside = sorted(str(file) for file in settings.store.parent.glob(f"{settings.store.name}.damaged-*"))
    return {"path": str(settings.store), **stats._asdict(), "damaged": damaged, "rebuilt from": aside}


def _today(settings: Settings) -> dict[str, str]:
    """Return what today has cost of the daily budget; nothing when there is none."""
    from summariser.pipeline import open_daily  # noqa: PLC0415 - the pipeline takes long to import

    if settings.daily_budget is None:
        return {}
    daily = open_daily(settings) if spending_path(settings.store).exists() else None
    if daily is None:
        return {"spent": "$0", "of": f"${settings.daily_budget}"}
    with daily:
        day, spent, held = daily.so_far()
    return {
        "day (UTC)": day,
        "spent": f"${spent:f}",
        "set aside": f"${held:f}",
        "of": f"${settings.daily_budget}",
    }


def _endpoint(settings: Settings) -> dict[str, Any]:
    problem = ""
    try:
        settings.require_credentials()
    except ConfigurationError as error:
        problem = str(error)
    if not settings.live:
        return {
            "live": False,
            "model": None,
            "problem": problem,
            "note": "no model named: recordings are replayed",
        }
    quirks = quirks_for(settings.model or "", settings.base_url)
    return {
        "live": True,
        "model": settings.model,
        "address": settings.base_url or "the provider's default",
        "output cap sent as": quirks.cap_parameter,
        "concurrency": preferred("concurrency", settings, quirks),
        "context": quirks.context_hint,
        "problem": problem,
    }


def _show(found: dict[str, Any]) -> None:
    say("settings")
    for name, setting in found["settings"].items():
        say(f"  {name:<18} {setting['value']}  ({setting['origin']})")
    parts = {"store": _in_words(found["store"]), "today": found["today"], "endpoint": found["endpoint"]}
    for part, values in parts.items():
        if values:
            say(part)
        for name, value in values.items():
            say(f"  {name:<18} {value}")


def _in_words(store: dict[str, Any]) -> dict[str, str]:
    """Return what the store holds as a person reads it."""
    by_model = ", ".join(f"{count:,} of {model}" for model, count in store.get("models", {}).items())
    words = {
        "place": store["path"],
        "size": size(store["bytes"]),
        "answers": f"{store['rows']:,}{': ' if by_model else ''}{by_model}",
        "received": f"{store['oldest']} to {store['newest']}" if store.get("oldest") else "",
        "awaited": counted(store["awaited"], "request") + " of Batch files" if store.get("awaited") else "",
        "damaged": ", ".join(store["damaged"]) or "none",
    }
    return {name: said for name, said in words.items() if said}
