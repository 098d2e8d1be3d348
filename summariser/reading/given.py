"""What a user's table says of the articles: a CSV file with one row per article → `Given`."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePath

from summariser.document import Given
from summariser.errors import InputError, UsageError
from summariser.reading.fetch import fetch

COLUMNS = ("file", "title", "publisher", "author", "date", "url")

_SHOWN = 3
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].+)?", re.ASCII)


def load_metadata(path: str | os.PathLike[str]) -> dict[str, Given]:
    """Return what a CSV file says of articles, by its column `file`: a name or a path.

    The file is UTF-8, with commas, and begins with a header of `COLUMNS`;
    all but `file` may be missing, and so may any value.

    Raises:
        UsageError: The file, its header or one of its rows cannot be used; the message says which and why.
    """
    name = os.fspath(path)
    try:
        text = fetch(name).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except InputError as error:
        raise UsageError(f"the metadata file cannot be used: {error}") from error
    except UnicodeDecodeError as error:
        message = f"is not valid UTF-8: first bad byte at offset {error.start}; save it as CSV UTF-8"
        raise UsageError(f"metadata {name!r} {message}") from error
    except csv.Error as error:
        raise UsageError(
            f"metadata {name!r} is not a CSV file: {error}; check its quotation marks"
        ) from error
    header = _header(rows[0] if rows else [], name)
    return _table(rows[1:], header, name)


def match_metadata(metadata: Mapping[str, Given], paths: Iterable[str]) -> dict[str, Given]:
    """Return for each of `paths` that the table names what it says.

    A row's `file` names an input by its whole path or by the end of it, such
    as its name alone, as long as only one input ends so.

    Raises:
        UsageError: Rows that name no input, or more than one.

    >>> match_metadata({"a.txt": Given(title="A")}, ["news/a.txt", "news/b.txt"])["news/a.txt"].title
    'A'
    """
    if not metadata:
        return {}
    ends: dict[tuple[str, ...], list[str]] = {_parts(file): [] for file in metadata}
    for path in paths:
        parts = _parts(path)
        for start in range(len(parts)):
            ends.get(parts[start:], []).append(path)
    chosen = {file: _narrowed(file, ends[_parts(file)]) for file in metadata}
    unmatched = sorted(file for file, matches in chosen.items() if not matches)
    if unmatched:
        raise UsageError(
            f"metadata rows that fit no input: {_some(unmatched)}; check the names or remove the rows"
        )
    for file, matches in chosen.items():
        if len(matches) > 1:
            raise UsageError(
                f"metadata row {file!r} fits several inputs: {_some(matches)}; write more of the path"
            )
    matched: dict[str, Given] = {}
    for file, (path,) in chosen.items():
        if path in matched:
            raise UsageError(f"metadata has two rows for {path!r}, the second as {file!r}: remove one")
        matched[path] = metadata[file]
    return matched


def _narrowed(file: str, matches: list[str]) -> list[str]:
    """Return the match whose whole path is `file`, if there is one, else all."""
    return [path for path in matches if _parts(path) == _parts(file)] or sorted(matches)


def _header(row: list[str], name: str) -> list[str]:
    header = [cell.strip().lower() for cell in row]
    unknown = [cell for cell in header if cell not in COLUMNS]
    if unknown:
        hint = "; separate columns with commas" if len(header) == 1 else ""
        message = f"has columns it cannot have: {_some(unknown)}; known are {','.join(COLUMNS)}{hint}"
        raise UsageError(f"metadata {name!r} {message}")
    if "file" not in header or len(set(header)) < len(header):
        message = (
            f"needs a header row with a column `file` and no column twice; known are {','.join(COLUMNS)}"
        )
        raise UsageError(f"metadata {name!r} {message}")
    return header


def _table(rows: list[list[str]], header: list[str], name: str) -> dict[str, Given]:
    table: dict[str, Given] = {}
    for number, row in enumerate(rows, start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        where = f"metadata {name!r}, row {number}"
        if len(cells) > len(header):
            raise UsageError(
                f"{where} has {len(cells)} cells under {len(header)} columns: quote cells with commas"
            )
        values = {column: cell for column, cell in zip(header, cells, strict=False) if cell}
        file = values.pop("file", "")
        if not file:
            raise UsageError(f"{where} does not say which file it is about")
        if file in table:
            raise UsageError(f"{where} is the second one for {file!r}: remove one")
        _check_date(values.get("date"), where)
        table[file] = Given(**values)
    return table


def _check_date(value: str | None, where: str) -> None:
    if value is None:
        return
    try:
        datetime.fromisoformat(value if _DATE.fullmatch(value) else "")
    except ValueError as error:
        message = "is not a date as 2025-11-24, or with a time as 2025-11-24T18:57-05:00"
        raise UsageError(f"{where}: {value!r} {message}") from error


def _parts(path: str) -> tuple[str, ...]:
    """Return the parts of a path to compare: accents composed, as systems differ in how they store them."""
    return PurePath(os.path.normpath(unicodedata.normalize("NFC", path))).parts


def _some(items: list[str]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(map(repr, items[:_SHOWN])) + more
