"""The bytes of one regular file or of standard input, from one moment and never more than asked for."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summariser.errors import InputError
from summariser.reading.problems import refused_by_system, rejected

DEFAULT_MAX_BYTES = 20_000_000
STDIN = "-"

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | _NOFOLLOW
_FILE = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_BENEATH = os.open in os.supports_dir_fd and bool(_NOFOLLOW)
_BLOCK = 1 << 20


def fetch(path: str, *, root: str = "", inside: str = "", max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """Return the bytes of one file, read through one descriptor.

    Nothing but a regular file is ever opened to be read, and none that is
    larger than `max_bytes`; a file that changes while it is read is refused,
    so the digest is that of one state of it. A file without size is not read
    at all: those of `/proc` say so and may block for ever.

    Args:
        path: The file as shown in messages; also what is opened, when `root` is "".
        root: A folder that the file must lie in: no link is followed on the
            way from it, even one that is put there this moment.
        inside: Where in `root` the file lies.
        max_bytes: The most to read.

    Raises:
        InputError: `missing`, `permission`, `not-a-file`, `too_large`, `changed` or `unreadable`.
    """
    name = str(Path(root, inside)) if root else path
    try:
        _check(os.stat(name, follow_symlinks=not root), path, max_bytes)  # noqa: PTH116 - Path("") is "."
        with _opened(name, root, inside) as descriptor:
            before = os.fstat(descriptor)
            _check(before, path, max_bytes)
            data = _read(descriptor, before.st_size + 1) if before.st_size else b""
            after = os.fstat(descriptor)
    except OSError as error:
        raise refused_by_system(path, error) from error
    if len(data) != before.st_size or _state(before) != _state(after):
        raise rejected(path, "changed", "changed while it was read: run again once it is complete")
    return data


def fetch_stdin(*, max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """Return all of standard input, unless it is more than `max_bytes`.

    Raises:
        InputError: `too_large`, or `missing` when there is no standard input.
    """
    if sys.stdin is None:
        raise rejected(STDIN, "missing", "means standard input, and there is none: name a file")
    data = sys.stdin.buffer.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise _too_large(STDIN, f"more than {max_bytes:,}", max_bytes)
    return data


def _check(state: os.stat_result, name: str, max_bytes: int) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise rejected(name, "not-a-file", "is a folder: name the files in it, or pass it to a whole run")
    if not stat.S_ISREG(state.st_mode):
        raise rejected(
            name, "not-a-file", "is not a regular file and was not opened; pipe it in and name `-`"
        )
    if state.st_size > max_bytes:
        raise _too_large(name, f"{state.st_size:,}", max_bytes)


@contextmanager
def _opened(name: str, root: str, inside: str) -> Iterator[int]:
    descriptor = _open_beneath(root, inside) if root and _BENEATH else os.open(name, _FILE)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _open_beneath(root: str, inside: str) -> int:
    """Return a descriptor of the file `inside`, reached from `root` one real folder at a time."""
    *folders, name = Path(inside).parts
    folder = os.open(root, _FILE | _FOLDER)
    try:
        for part in folders:
            inner = os.open(part, _FILE | _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(name, _FILE | _NOFOLLOW, dir_fd=folder)
    finally:
        os.close(folder)


def _read(descriptor: int, most: int) -> bytes:
    blocks: list[bytes] = []
    while most > 0 and (block := os.read(descriptor, min(most, _BLOCK))):
        blocks.append(block)
        most -= len(block)
    return b"".join(blocks)


def _state(of: os.stat_result) -> tuple[int, int]:
    return of.st_size, of.st_mtime_ns


def _too_large(name: str, size: str, max_bytes: int) -> InputError:
    limit = f"the limit is {max_bytes:,} (SUMMARISER_MAX_FILE_BYTES)"
    message = f"has {size} bytes, and {limit}: split it, or raise the limit"
    return rejected(name, "too_large", message)
