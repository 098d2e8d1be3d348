"""What tests of the command line share: a command in a folder of its own, and an endpoint to ask."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from summariser.cli import main
from tests.faults import FaultServer
from tests.pipeline.scripted import Script

ARTICLE = (
    "The Lake Orvel accord was presented in Port Sena. Under it, Tolvia would pump no more than 40 million cubic "
    "metres a year, and Marenka would pay for the meters.\n"
)


class Ran(NamedTuple):
    """What one command came to."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def ledger(self) -> dict[str, Any]:
        """The ledger it wrote."""
        loaded: dict[str, Any] = json.loads((self.folder / "run.json").read_text("utf-8"))
        return loaded

    @property
    def rows(self) -> dict[str, tuple[str, str]]:
        """State and reason of every input, by file name."""
        return {Path(row["path"]).name: (row["state"], row["reason"]) for row in self.ledger["rows"]}


Command = Callable[..., Ran]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs the command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        out, err = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out, err, tmp_path / "summaries")

    return run


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """Run a scripted endpoint in a thread of its own, and name it as the model to ask."""
    import asyncio  # noqa: PLC0415 - the server's own loop

    loop = asyncio.new_event_loop()
    server = FaultServer(Script())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(5)
    monkeypatch.setenv("SUMMARISER_MODEL", "scripted")
    monkeypatch.setenv("SUMMARISER_BASE_URL", server.url)
    monkeypatch.setenv("SUMMARISER_MAX_ATTEMPTS", "1")
    yield server
    asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def write(path: Path, content: str | bytes) -> Path:
    """Write a file and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
