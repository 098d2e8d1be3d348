"""Log lines as JSON: one object a line on standard error, control characters escaped, no text of an article.

The library logs to `logging` and configures nothing; this is for the command
line alone. A record of a library that this package uses is told by where it
was logged: what such a library has to say may hold what it was given.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from summariser.settings import Settings

OURS = "summariser"
_FRAMES = 20


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, in ASCII: whatever else is in a text is escaped."""
        return json.dumps(fields(record), ensure_ascii=True, default=str)


def set_up(settings: Settings) -> bool:
    """Log as `settings` say, and return whether that is as JSON."""
    if settings.logs != "json":
        return False
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    return True


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a line says: when, how grave, what, and the attributes that came with it."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    line: dict[str, Any] = {"time": at, "level": record.levelname, "logger": record.name}
    ours = record.name.partition(".")[0] == OURS
    line |= {"message": record.getMessage()} if ours else {"where": f"{record.module}:{record.lineno}"}
    line |= getattr(record, "attributes", {}) if ours else {}
    error = record.exc_info[1] if record.exc_info else None
    return line if error is None else line | _fault(error)


def _fault(error: BaseException) -> dict[str, Any]:
    """Return an error's class and where it passed; its message may quote an article or an endpoint."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error.type": type(error).__name__, "error.stack": places}
