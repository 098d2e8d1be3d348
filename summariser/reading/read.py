"""Inputs → documents: one file, or everything some paths stand for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Literal, NamedTuple

from summariser.document import Document, Given
from summariser.errors import InputError
from summariser.reading.decode import decode
from summariser.reading.fetch import DEFAULT_MAX_BYTES, STDIN, fetch, fetch_stdin
from summariser.reading.find import Found, find
from summariser.reading.given import match_metadata
from summariser.reading.identify import is_page, kind_of
from summariser.reading.names import clashing, document_id
from summariser.reading.office import read_docx, read_pdf
from summariser.reading.page import declared_encoding, read_page
from summariser.reading.problems import displayed, skipped

_STDIN_NAME = "stdin"


class Input(NamedTuple):
    """One input after reading.

    Attributes:
        path: Where it came from, as valid Unicode, for display.
        asked: Whether it was asked for by name or pattern, not met in a folder.
        result: The document, or why there is none.
    """

    path: str
    asked: bool
    result: Document | InputError


class Inputs:
    """The inputs that some paths stand for: counted at once, read one at a time, anew at each iteration.

    Args:
        number: How many there are.
        every: Reads every n-th of them.
    """

    def __init__(self, number: int, every: Callable[[int], Iterator[Input]]) -> None:
        self._number = number
        self._every = every

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Input]:
        return self._every(1)

    def sample(self, most: int) -> tuple[Input, ...]:
        """Return at most so many of the inputs, evenly spaced and read."""
        return tuple(self._every(max(1, -(-self._number // most))))


class _Content(NamedTuple):
    """What one file's bytes say."""

    text: str
    source: Literal["text", "html", "pdf", "docx"]
    encoding: str = ""
    found: Given = Given()
    notes: tuple[str, ...] = ()


def read(
    path: str | os.PathLike[str], *, given: Given | None = None, max_bytes: int = DEFAULT_MAX_BYTES
) -> Document:
    """Return the article in one file, or on standard input when `path` is `-`.

    Text, HTML, PDF and Word files are told apart by what they begin with. Any
    other text file is read as it is, whatever its suffix.

    Args:
        path: The file.
        given: What you know about the article; see `Given`.
        max_bytes: A larger file is refused without being read.

    Raises:
        InputError: The file cannot be read as an article; its `reason` says why.
    """
    one = Found(os.fspath(path), asked=True)
    data = _bytes(one, max_bytes)
    return _document(one, data, _sha256(data), given=given)


def read_all(
    paths: Sequence[str | os.PathLike[str]],
    *,
    metadata: Mapping[str, Given] | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
    commands: Sequence[str] = (),
) -> Inputs:
    """Return every input that `paths` stand for, sorted by path, each read only when it is its turn.

    What cannot be read is an `InputError` in its place, so one bad file never
    stops the others; a file with the same bytes as an earlier one is skipped.

    Args:
        paths: Files, folders, patterns, or `-`; see `find`.
        metadata: What the user says about articles, by file; see `load_metadata`.
        max_bytes: A larger file is refused without being read.
        commands: Words that may have been meant when a path does not exist.

    Raises:
        UsageError: At the call, before anything is read: see `find` and `match_metadata`.
    """
    found = find(paths, commands=commands)
    given = match_metadata(metadata or {}, [one.path for one in found])
    return Inputs(len(found), lambda apart: _inputs(found[::apart], given, max_bytes))


def _inputs(found: Sequence[Found], given: Mapping[str, Given], max_bytes: int) -> Iterator[Input]:
    clashes = clashing(_stem(one.path) for one in found if not one.problem)
    first: dict[str, str] = {}
    taken: set[str] = set()
    for one in found:
        try:
            data = _bytes(one, max_bytes)
            sha256 = _sha256(data)
            if sha256 in first:
                raise skipped(one.path, "duplicate", f"has the same bytes as {first[sha256]!r}")
            document = _document(one, data, sha256, given=given.get(one.path), clashes=clashes, taken=taken)
        except InputError as problem:
            yield Input(displayed(one.path), one.asked, problem)
            continue
        first[sha256] = one.path
        taken.add(document.id.lower())
        yield Input(displayed(one.path), one.asked, document)


def _bytes(one: Found, max_bytes: int) -> bytes:
    if one.problem:
        raise one.problem
    if one.path == STDIN:
        return fetch_stdin(max_bytes=max_bytes)
    return fetch(one.path, root=one.root, inside=one.inside, max_bytes=max_bytes)


def _document(
    one: Found,
    data: bytes,
    sha256: str,
    *,
    given: Given | None,
    clashes: Container[str] = (),
    taken: Container[str] = (),
) -> Document:
    content = _content(data, one.path)
    return Document(
        id=document_id(_stem(one.path), sha256, clashes=clashes, taken=taken),
        sha256=sha256,
        path=displayed(one.path),
        given=given or Given(),
        **content._asdict(),
    )


def _content(data: bytes, path: str) -> _Content:
    kind = kind_of(data, suffix=PurePath(path).suffix, path=path)
    if kind == "pdf":
        return _Content(read_pdf(data, path=path), "pdf")
    if kind == "docx":
        return _Content(read_docx(data, path=path), "docx")
    decoded = decode(data, path=path, declared=declared_encoding(data) if kind == "html" else None)
    if kind == "html" or is_page(decoded.text):
        page = read_page(decoded.text, path=path)
        return _Content(page.text, "html", decoded.encoding, page.found, decoded.notes + page.notes)
    return _Content(decoded.text, "text", decoded.encoding, notes=decoded.notes)


def _stem(path: str) -> str:
    return _STDIN_NAME if path == STDIN else PurePath(path).stem


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
