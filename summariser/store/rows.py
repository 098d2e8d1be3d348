"""Rows of the database and what they mean: texts under a checksum, so that damage shows."""

from __future__ import annotations

import hashlib
import sqlite3
from functools import partial

from summariser.request import Request
from summariser.store import jsontext
from summariser.store.stored import Stored

SELECT_RESPONSE = "SELECT key, checksum, meta, request, response FROM response"
INSERT_RESPONSE = (
    "INSERT OR REPLACE INTO response (key, checksum, meta, request, response) VALUES (?, ?, ?, ?, ?)"
)
SELECT_AWAITED = "SELECT key, checksum, request, export FROM awaited"
INSERT_AWAITED = "INSERT OR REPLACE INTO awaited (key, checksum, request, export) VALUES (?, ?, ?, ?)"

Row = tuple[str, ...]

as_text = partial(str, encoding="utf-8", errors="replace")
"""Reads a TEXT cell whatever its bytes: damage is found by the checksum, not by the decoder."""


def checksum(*parts: str) -> str:
    """Return the sha256 over `parts`; none of them holds a NUL, so the borders are part of it."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def response_row(stored: Stored) -> Row:
    """Return the row of an answer."""
    whole = stored.model_dump(mode="json")
    texts = [jsontext.dumps(whole[part]).decode() for part in ("meta", "request", "response")]
    return (stored.key, checksum(stored.key, *texts), *texts)


def stored_of(row: Row) -> Stored:
    """Return the answer in a row; ValueError if it is not as it was written."""
    key, given, *texts = row
    _check(given, key, *texts)
    meta, request, response = map(jsontext.loads, texts)
    return Stored.model_validate({"key": key, "meta": meta, "request": request, "response": response})


def awaited_row(request: Request, export: str) -> Row:
    """Return the row of a request written to a Batch file."""
    text = jsontext.dumps(request.model_dump(mode="json")).decode()
    return (request.key, checksum(request.key, text), text, export)


def request_of(row: Row) -> Request:
    """Return the request in a row of `awaited`; ValueError if it is not as it was written."""
    key, given, text, _ = row
    _check(given, key, text)
    return Request.model_validate(jsontext.loads(text))


def _check(given: str, *parts: str | None) -> None:
    """Raise ValueError unless `parts` are as they were written; damage can make a cell NULL, or a number."""
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) < len(parts) or given != checksum(*texts):
        raise ValueError("the checksum does not fit")


def is_damage(error: BaseException | None) -> bool:
    """Return whether SQLite says that the file itself is broken, not busy, full or forbidden."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
