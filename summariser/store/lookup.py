"""What the stored answers tell about requests that have none: answers to earlier forms of them, and how others went."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from summariser.request import Request
from summariser.store import jsontext
from summariser.store.rows import SELECT_RESPONSE, Row

Difference = Literal["model", "prompt", "schema", "settings"]
"""In what a request differs from an earlier one about the same text and record type."""

_FENCE = re.compile(r"<article-([0-9a-f]{16})>")
_NEWEST = """
    SELECT key, model FROM about
    WHERE subject = ? AND record_type = ? AND wave = 'main' ORDER BY rowid DESC LIMIT 1
"""
_BODY = """
    SELECT json_extract(request, '$.body.messages'), json_extract(request, '$.body.response_format')
    FROM response WHERE key = ? AND json_valid(request)
"""
_SAMPLE = f"""
    {SELECT_RESPONSE} WHERE key IN (
        SELECT key FROM about WHERE model = ? AND wave = ? AND record_type = ? ORDER BY rowid DESC LIMIT ?
    )
"""  # noqa: S608 - our own text
_COUNTS = "SELECT wave, record_type, count(*) FROM about WHERE model = ? GROUP BY wave, record_type"


class Earlier(NamedTuple):
    """A request without an answer, where an earlier form of it has one.

    Attributes:
        request: The request that would be asked.
        model: The model that answered the earlier one.
        differs: In what the two requests differ.
    """

    request: Request
    model: str
    differs: tuple[Difference, ...]


def subject_of(request: Request) -> str | None:
    """Return the tag that fences the article in a request; None for a question of reconciliation."""
    messages = request.body.get("messages", ())
    found = _FENCE.search(str(messages[1].get("content"))) if len(messages) > 1 else None
    return found[1] if found else None


def select_known(connection: sqlite3.Connection, keys: Iterable[str]) -> frozenset[str]:
    """Return those of `keys` that have a row, whether or not it can still be read."""
    query = "SELECT key FROM response WHERE key = ?"
    return frozenset(key for key in keys if connection.execute(query, (key,)).fetchone())


def select_counts(connection: sqlite3.Connection, model: str) -> dict[tuple[str, str], int]:
    """Return how many answers `model` gave, by wave and record type."""
    return {(wave, kind): count for wave, kind, count in connection.execute(_COUNTS, (model,))}


def select_sample(
    connection: sqlite3.Connection, model: str, wave: str, record_type: str, most: int
) -> list[Row]:
    """Return the rows of the newest answers that `model` gave to requests of one kind."""
    return connection.execute(_SAMPLE, (model, wave, record_type, most)).fetchall()


def select_earlier(connection: sqlite3.Connection, requests: Iterable[Request]) -> Iterator[Earlier]:
    """Yield the main requests of `requests` whose text was answered under another model, prompt or schema.

    Of several earlier answers the newest counts. An article that was edited
    has another fence, so its old answers are about another text; and a second
    sample of one request is no earlier form of it.
    """
    for request in requests:
        subject = subject_of(request) if request.wave == "main" else None
        row = subject and connection.execute(_NEWEST, (subject, request.record_type)).fetchone()
        if row and row[0][:64] != request.key[:64]:
            key, model = row
            body = connection.execute(_BODY, (key,)).fetchone() or (None, None)
            yield Earlier(request, str(model), _differences(request, str(model), body))


def _differences(request: Request, model: str, body: tuple[str | None, str | None]) -> tuple[Difference, ...]:
    """Return in what `request` differs from one with this `body`; what is sent beside these counts as settings."""
    messages, schema = map(_value, body)
    found: list[Difference] = ["model"] if model != request.body.get("model") else []
    if messages != request.body.get("messages"):
        found.append("prompt")
    if schema != request.body.get("response_format"):
        found.append("schema")
    return tuple(found) or ("settings",)


def _value(text: str | None) -> Any:  # noqa: ANN401 - any JSON value
    return None if text is None else jsontext.loads(text)
