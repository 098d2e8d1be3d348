"""Where the long forms leave the figures they reach: one JSON object a line."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

FIGURES = Path(__file__).resolve().parents[2] / "build" / "soak.jsonl"
"""The file that `make soak` fills."""

Figure = Callable[..., None]
"""What the fixture `figure` is: it takes the name of a promise, and figures by name."""


def note(promise: str, test: str, **figures: float | str) -> None:
    """Add figures to the file, with what reached them, when, where, and beside how much other work."""
    line = {
        "promise": promise,
        "test": test,
        "at": datetime.now(UTC).date().isoformat(),
        "machine": _machine(),
        "load": round(os.getloadavg()[0]) if hasattr(os, "getloadavg") else 0,
        "figures": figures,
    }
    FIGURES.parent.mkdir(exist_ok=True)
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _machine() -> str:
    cores, python = os.cpu_count(), platform.python_version()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {python}"
