"""Articles as columns and back: every value a text or nothing, which any engine and any file format can carry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from summariser.document import Document, Given
from summariser.errors import InputError
from summariser.ledger import InputRow, well_formed

ADDED = ("summary", "row", "error")
"""The columns that summarising adds: see `Summarised`."""

_GIVEN = tuple(Given.model_fields)
_PLAIN = ("id", "text", "sha256", "path", "source", "encoding")
_JSON = ("found", "notes")
COLUMNS = (*_PLAIN, *_JSON, *_GIVEN)
"""What is read of an article: `id` and `text` must be there, the rest may."""

Columns = Mapping[str, Sequence[Any]]
"""Columns by name, all of one length: lists, or what an engine has in their place."""


class Summarised(NamedTuple):
    """What became of one article.

    Attributes:
        summary: Its records, the bytes of `articles/<id>.json` as text; None when there are none.
        row: Its row of the ledger, as JSON.
        error: Why it is not complete; None when it is.
    """

    summary: str | None
    row: str
    error: str | None


def columns_of(documents: Iterable[Document]) -> dict[str, list[str | None]]:
    """Return `documents` as columns, of which `document_of` makes the same documents again.

    >>> columns_of([Document.from_text("Talks ended.", id="a1", date="2025-11-24")])["date"]
    ['2025-11-24']
    """
    columns: dict[str, list[str | None]] = {name: [] for name in COLUMNS}
    for document in documents:
        for name in _PLAIN:
            columns[name].append(well_formed(getattr(document, name)))
        for name in _GIVEN:
            said = getattr(document.given, name)
            columns[name].append(said and well_formed(said))
        columns["found"].append(document.found.model_dump_json(exclude_none=True))
        columns["notes"].append(json.dumps(document.notes))
    return columns


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    """Return columns as rows, whatever kind of array an engine holds them in.

    Raises:
        ValueError: They are not of one length.

    >>> rows_of({"id": ["a", "b"], "n": [1, 2]})
    [{'id': 'a', 'n': 1}, {'id': 'b', 'n': 2}]
    """
    lists = [column.tolist() if hasattr(column, "tolist") else list(column) for column in columns.values()]
    return [dict(zip(columns, values, strict=True)) for values in zip(*lists, strict=True)]


def document_of(row: Mapping[str, Any]) -> Document:
    """Return the article in one row; columns that are not `COLUMNS` are somebody else's.

    Raises:
        InputError: The row is no article; the message says which column and why.
    """
    row = {name: value for name, value in row.items() if name in COLUMNS and _is_there(value)}
    for name in ("id", "text"):
        if name not in row:
            raise InputError(f"row {row.get('id')!r} has no {name}", reason="columns")
    try:
        given = Given(**{name: str(row[name]) for name in _GIVEN if name in row})
        plain = Document.from_text(row["text"], id=str(row["id"]))
        rest = {name: row[name] for name in _PLAIN if name in row} | {
            name: json.loads(row[name]) for name in _JSON if name in row
        }
        return Document.model_validate(plain.model_dump() | rest | {"id": plain.id, "given": given})
    except (ValidationError, ValueError, AttributeError) as error:
        raise InputError(
            f"row {str(row['id'])!r} is no article: {_first(error)}", reason="columns"
        ) from error


def rowed(row: InputRow) -> str:
    """Return a row of the ledger as one line of JSON."""
    return row.model_dump_json(exclude_defaults=True)


def _is_there(value: object) -> bool:
    """Return whether a cell holds something: NaN, which is not itself, is how some engines say nothing."""
    return value is not None and value == value  # noqa: PLR0124 - NaN


def _first(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    found = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
