"""Compares two output folders: every file by its bytes, the ledger without what may differ between runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_OF_THE_RUN = ("started", "ended", "questions")
"""Fields of the ledger that say when it was and what it took."""


def different(one: Path, other: Path) -> list[str]:
    """Return the files that differ between two output folders, or are in one of them only."""
    files = {
        file.relative_to(folder) for folder in (one, other) for file in folder.rglob("*") if file.is_file()
    }
    return sorted(str(file) for file in files if _content(one / file) != _content(other / file))


def _content(file: Path) -> object:
    if not file.exists():
        return None
    return _ledger(file) if file.name == "run.json" else file.read_bytes()


def _ledger(file: Path) -> dict[str, Any]:
    """Return a ledger without times, usage, and the digest of settings, which name the server's port."""
    ledger: dict[str, Any] = json.loads(file.read_text("utf-8"))
    kept = {name: value for name, value in ledger.items() if name not in _OF_THE_RUN}
    kept["made_with"] = {name: value for name, value in ledger["made_with"].items() if name != "settings"}
    kept["totals"] = _without_usage(ledger["totals"])
    kept["rows"] = [_without_usage(row) for row in ledger["rows"]]
    return kept


def _without_usage(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != "usage"}
