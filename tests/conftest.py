"""Fixtures every test may use: the seeds as given, and a closed network."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long forms unless `-m` names them; skip on Windows what only POSIX systems have."""
    if "soak" not in config.getoption("markexpr"):
        long = [item for item in items if item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    if sys.platform == "win32":
        for item in items:
            if item.get_closest_marker("posix"):
                item.add_marker(pytest.mark.skip(reason="needs a POSIX system"))


def allowed(seconds: float) -> float:
    """Return the seconds a timed piece of work may take: more under a tracer, which counts every line."""
    return seconds * (6 if sys.gettrace() else 1)


@pytest.fixture(scope="session")
def seed() -> Callable[[str], str]:
    """Return a function from a seed's first three characters to its text."""

    def read(prefix: str) -> str:
        (path,) = (ROOT / "seeds").glob(f"{prefix}_*.txt")
        return path.read_text("utf-8-sig")

    return read


@pytest.fixture(scope="session")
def seed_paths() -> list[Path]:
    """Return the five seed files, in order."""
    return sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Hide the developer's own settings, keys and store from every test."""
    for name in list(os.environ):
        if name.startswith(("SUMMARISER_", "OPENAI_")):
            monkeypatch.delenv(name)
    store = tmp_path_factory.mktemp("store", numbered=True) / "responses.sqlite"
    monkeypatch.setenv("SUMMARISER_STORE", str(store))


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - the socket module's own type
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to connect to {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
