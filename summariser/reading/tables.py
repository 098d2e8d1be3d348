"""Tables of articles → documents: JSON Lines and Parquet, a row an article, each read when it is its turn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from summariser.document import Document, Given
from summariser.errors import InputError, UsageError
from summariser.extras import needs
from summariser.reading.names import clashing, document_id
from summariser.reading.problems import Reason, displayed, rejected, skipped
from summariser.reading.read import Input, Inputs

SUFFIXES = (".jsonl", ".ndjson", ".parquet")

_GIVEN = tuple(Given.model_fields)
_WANTED = ("id", "text", *_GIVEN)


class _Problem(NamedTuple):
    """Why a line is no row."""

    reason: Reason
    message: str


_Row = Mapping[str, Any] | _Problem


def is_table(path: str) -> bool:
    """Return whether a path is named like a table of articles.

    >>> is_table("news/2025.JSONL"), is_table("a.txt")
    (True, False)
    """
    return path.lower().endswith(SUFFIXES)


def read_tables(paths: Sequence[str], *, max_bytes: int) -> Inputs:
    """Return the articles in tables, in their order: `text`, and where they are there `id` and the fields of `Given`.

    Other columns are left alone. A row that is no article is an `InputError`
    in its place; one with the text of an earlier row is skipped.

    Args:
        paths: Files of JSON Lines (UTF-8) or Parquet.
        max_bytes: A longer line, or text, is refused.

    Raises:
        UsageError: A file is not there, or is no table.
        ConfigurationError: Reading Parquet needs an extra.
    """
    for path in paths:
        if not Path(path).is_file():
            raise UsageError(f"{path!r} is no file")
    stems = [stem for stem, _, _ in _all(paths, max_bytes)]

    def every(apart: int) -> Iterator[Input]:
        inputs = _inputs(paths, max_bytes, clashing(stems))
        return (item for number, item in enumerate(inputs) if number % apart == 0)

    return Inputs(len(stems), every)


def _inputs(paths: Sequence[str], max_bytes: int, clashes: frozenset[str]) -> Iterator[Input]:
    first: dict[str, str] = {}
    taken: set[str] = set()
    for stem, where, row in _all(paths, max_bytes):
        try:
            text, given = _article(where, row, max_bytes)
            plain = Document.from_text(text, id="article")
            if plain.sha256 in first:
                raise skipped(where, "duplicate", f"has the same text as {first[plain.sha256]!r}")
        except InputError as error:
            yield Input(where, asked=True, result=error)
            continue
        id_ = document_id(stem, plain.sha256, clashes=clashes, taken=taken)
        first[plain.sha256] = where
        taken.add(id_.lower())
        document = plain.model_copy(update={"id": id_, "path": where, "given": given})
        yield Input(where, asked=True, result=document)


def _all(paths: Sequence[str], max_bytes: int) -> Iterator[tuple[str, str, _Row]]:
    """Yield for each row the name its id is made of, where it stands, and what it holds."""
    for path in paths:
        rows = _parquet(path) if path.lower().endswith(".parquet") else _lines(path, max_bytes)
        for number, row in enumerate(rows, start=1):
            named = None if isinstance(row, _Problem) else row.get("id")
            stem = f"{Path(path).stem}-{number}" if named is None else str(named)
            yield stem, f"{displayed(path)}:{number}", row


def _article(where: str, row: _Row, max_bytes: int) -> tuple[str, Given]:
    if isinstance(row, _Problem):
        raise rejected(where, *row)
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise rejected(where, "no-text", "has no text in its column `text`")
    if len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise rejected(where, "too_large", f"is larger than {max_bytes:,} bytes (SUMMARISER_MAX_FILE_BYTES)")
    return text, Given(**{name: str(row[name]) for name in _GIVEN if row.get(name) is not None})


def _lines(path: str, max_bytes: int) -> Iterator[_Row]:
    with Path(path).open("rb") as file:
        while line := file.readline(max_bytes + 1):
            if len(line) > max_bytes and not line.endswith(b"\n"):
                while (rest := file.readline(max_bytes)) and not rest.endswith(b"\n"):
                    pass
                yield _Problem("too_large", f"is longer than {max_bytes:,} bytes (SUMMARISER_MAX_FILE_BYTES)")
            elif line.strip():
                yield _parsed(line)


def _parsed(line: bytes) -> _Row:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return _Problem("damaged", f"is no JSON: {error}")
    return row if isinstance(row, dict) else _Problem("damaged", "is no JSON object")


def _parquet(path: str) -> Iterator[_Row]:
    with needs("ray", "reading Parquet"):
        from pyarrow import ArrowException, parquet  # noqa: PLC0415 - an extra
    try:
        with parquet.ParquetFile(path) as file:
            wanted = [name for name in _WANTED if name in file.schema_arrow.names]
            for batch in file.iter_batches(batch_size=100, columns=wanted):
                yield from batch.to_pylist()
    except (ArrowException, OSError) as error:
        raise UsageError(f"{path!r} cannot be read as Parquet: {error}") from error
