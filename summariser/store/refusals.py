"""What the processes of one run are refused: each tells the others, in one file beside the store, and all slow down."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from summariser.errors import StoreError


class Refusal(NamedTuple):
    """One refusal that another process met.

    Attributes:
        status: The endpoint's status, one that speaks of load or rate.
        wait: Seconds from now that it asked to wait; None when it did not say.
    """

    status: int
    wait: float | None


class Refusals:
    """A log that every process of a run writes to and reads the others' lines of.

    One short line is appended whole, so no lock is needed; looking whether
    there is something new takes microseconds. What was there when the log was
    opened counts too: a process that joins late keeps a pause that has begun.

    Args:
        path: The log; made if it is missing.
        clock: The time of day in seconds, by which processes agree when a pause ends.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(f"{path}: {error}; the workers of a run cannot share its pauses") from error
        self._clock = clock
        self._read = 0
        self._rest = b""
        self._mine = f"{os.getpid()}-{id(self)}"

    def tell(self, status: int, wait: float | None) -> None:
        """Tell the other processes of a refusal; what cannot be written is theirs to find out."""
        until = None if wait is None else self._clock() + wait
        line = json.dumps([self._mine, status, until])
        try:
            os.write(self._file, f"{line}\n".encode())
        except OSError:
            return

    def heard(self) -> list[Refusal]:
        """Return what other processes were refused since the last look."""
        size = os.fstat(self._file).st_size
        if size == self._read:
            return []
        data = self._rest + os.pread(self._file, size - self._read, self._read)
        self._read = size
        *lines, self._rest = data.split(b"\n")
        told = (json.loads(line) for line in lines)
        return [self._refusal(status, until) for who, status, until in told if who != self._mine]

    def close(self) -> None:
        """Close the log; the file stays for those who still read it."""
        os.close(self._file)

    def _refusal(self, status: int, until: float | None) -> Refusal:
        return Refusal(status, None if until is None else max(0.0, until - self._clock()))
