"""`Place`, a folder held open while files in it are read, replaced and removed, links never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from summariser.errors import StoreError, UsageError

PART = ".summarise.part"
"""Name of the file that is being written; renamed when it is complete and on disk."""

_BY_HANDLE = {os.open, os.mkdir, os.unlink, os.stat, os.rename} <= os.supports_dir_fd
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_FOLLOW
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _NO_FOLLOW | _BINARY
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NO_FOLLOW | _BINARY


class Place:
    """One folder.

    Names are single path parts that the caller has checked. Where the system
    allows it, the folder is held by a handle, so that a link put in its place
    later leads nowhere; elsewhere paths are used and links are refused by looking
    first. Disk faults are raised as `StoreError`, links and other special files
    as `UsageError`.
    """

    def __init__(self, path: Path, handle: int | None) -> None:
        self.path = path
        self._handle = handle

    @classmethod
    def open(cls, path: Path) -> Self:
        """Return the folder that `path` leads to, made if it is missing; `path` itself may be a link."""
        with _faults(path):
            path.mkdir(parents=True, exist_ok=True)
            real = path.resolve()
            return cls(path, os.open(real, _FOLDER) if _BY_HANDLE else None)

    def folder(self, name: str) -> Place:
        """Return the folder `name` inside this one, made if it is missing; a link is refused."""
        path = self.path / name
        with _faults(path):
            with suppress(FileExistsError):
                os.mkdir(self._at(name), dir_fd=self._handle)
            _refuse_special(path, self._status(name), stat.S_ISDIR)
            return Place(path, os.open(name, _FOLDER, dir_fd=self._handle) if _BY_HANDLE else None)

    def close(self) -> None:
        """Let go of the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def read(self, name: str) -> bytes | None:
        """Return the bytes of the file `name`, or None when there is nothing of that name."""
        with _faults(self.path / name):
            try:
                status = self._status(name)
            except FileNotFoundError:
                return None
            _refuse_special(self.path / name, status, stat.S_ISREG)
            with os.fdopen(os.open(self._at(name), _READ, dir_fd=self._handle), "rb") as file:
                _refuse_special(self.path / name, os.fstat(file.fileno()), stat.S_ISREG)
                return file.read()

    def replace(self, name: str, data: bytes) -> None:
        """Make `data` the content of the file `name`; after a crash it is the old or the new, whole."""
        with _faults(self.path / name):
            self.remove(PART)
            handle = os.open(self._at(PART), _CREATE, 0o666, dir_fd=self._handle)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(self._at(PART), self._at(name), src_dir_fd=self._handle, dst_dir_fd=self._handle)

    def append(self, name: str, data: bytes) -> None:
        """Add `data` to the end of the file `name`, on disk when this returns."""
        with (
            _faults(self.path / name),
            os.fdopen(os.open(self._at(name), _APPEND, 0o666, dir_fd=self._handle), "ab") as file,
        ):
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def remove(self, name: str) -> None:
        """Remove the file or link `name`, if there is one."""
        with _faults(self.path / name), suppress(FileNotFoundError):
            os.unlink(self._at(name), dir_fd=self._handle)

    def sync(self) -> None:
        """Put the folder's own list of names on disk, where the system can."""
        if self._handle is not None:
            with _faults(self.path):
                os.fsync(self._handle)

    def _status(self, name: str) -> os.stat_result:
        return os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False)

    def _at(self, name: str) -> str:
        return name if self._handle is not None else str(self.path / name)


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot use {str(path)!r}: {error.strerror or error}") from error


def _refuse_special(path: Path, status: os.stat_result, is_wanted: Callable[[int], bool]) -> None:
    if not is_wanted(status.st_mode):
        raise UsageError(
            f"{str(path)!r} is a link or a special file; remove it or choose another output folder: "
            "this package writes no file through a link"
        )
