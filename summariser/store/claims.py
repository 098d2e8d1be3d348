"""Who is asking what right now: one kernel lock per request key, gone with its process.

A lock held by the kernel ends the moment its process does, however it ends,
so there is no lease to renew, no clock to trust and no dead owner to detect.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from summariser.errors import StoreError
from summariser.store.files import make_private


class Claims:
    """The claims on request keys that all processes using one folder share.

    A key is claimed by at most one holder, in this process or any other. The
    lock's file is removed with the claim; a killed process leaves at most the
    empty files of its claims, which the next claim on the same key reuses.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, FileLock] = {}
        self._guard = threading.Lock()

    def take(self, key: str) -> bool:
        """Claim `key`; return False when anyone, this process included, holds it already."""
        with self._guard:
            lock = FileLock(self._path(key), mode=0o600, thread_local=False)
            try:
                make_private(self._folder)
                lock.acquire(blocking=False)
            except Timeout:
                return False
            except OSError as error:
                raise StoreError(
                    f"cannot lock {self._path(key)}: {error}; is the folder writable?"
                ) from error
            self._held[key] = lock
            return True

    def release(self, key: str) -> None:
        """Give up the claim on `key`; nothing happens if this object holds none."""
        with self._guard:
            lock = self._held.pop(key, None)
            if lock is None:
                return
            # Removed before it is released: whoever locks it then sees that it has no name, and tries again.
            with suppress(OSError):  # Windows cannot remove an open file; the empty file does no harm
                self._path(key).unlink()
            lock.release()

    def taken(self, key: str) -> bool:
        """Return whether a living holder, in this process or another, has claimed `key`."""
        if not self._path(key).exists():
            return False
        if not self.take(key):
            return True
        self.release(key)
        return False

    def close(self) -> None:
        """Give up every claim of this object."""
        for key in tuple(self._held):
            self.release(key)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.lock"
