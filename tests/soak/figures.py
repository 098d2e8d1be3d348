"""Where the long forms leave the figures they reach: one JSON object a line."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

FIGURES = Path(__file__).resolve().parents[2] / "build" / "soak.jsonl"
"""The file that `make soak` fills."""

Figure = Callable[..., None]
"""What the fixture `figure` is: it takes the name of a promise, and figures by name."""


def note(promise: str, test: str, **figures: float | str) -> None:
    """Add figures to the file, with what reached them, when and where."""
    line = {
        "promise": promise,
        "test": test,
        "at": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "figures": figures,
    }
    FIGURES.parent.mkdir(exist_ok=True)
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
