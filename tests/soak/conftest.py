"""What the long forms share: a place for the figures they reach."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

FIGURES = Path(__file__).resolve().parents[2] / "build" / "soak.jsonl"
"""Where `make soak` leaves its figures, one JSON object a line."""


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return a function that notes figures reached for a promise; of the long forms they are kept in a file."""
    test = request.node.nodeid

    def note(promise: str, **figures: float | str) -> None:
        print(promise, figures)  # noqa: T201 - shown by `pytest -s`, and beside a failure
        if request.node.get_closest_marker("soak"):
            line = {"promise": promise, "test": test, "at": _today(), "machine": _machine(), "figures": figures}
            FIGURES.parent.mkdir(exist_ok=True)
            with FIGURES.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    return note


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
