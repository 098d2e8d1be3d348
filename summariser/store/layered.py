"""Recordings in front of the store: what `--record` uses."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Self

from summariser.store.recordings import Recordings
from summariser.store.sqlite import SqliteResponses
from summariser.store.stored import Stored


class Layered:
    """Answers from recordings, else from the store; a new answer goes to both.

    An answer the store already has is copied into writable recordings when
    it is asked for, so recording never pays for it again.
    """

    def __init__(self, recordings: Recordings, store: SqliteResponses) -> None:
        self.recordings = recordings
        self.store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close both."""
        with ExitStack() as both:
            both.callback(self.store.close)
            both.callback(self.recordings.close)

    def get(self, key: str) -> Stored | None:
        """Return the recorded answer, else the stored one, else None."""
        recorded = self.recordings.get(key)
        if recorded is not None:
            return recorded
        stored = self.store.get(key)
        if stored is not None and self.recordings.writable:
            self.recordings.put(stored)
        return stored

    def put(self, stored: Stored, *, replace: bool = False) -> None:
        """Keep an answer in the store, then in the recordings if they are writable.

        The store comes first: it takes any answer, while recordings refuse
        one of another model, and what is paid for must not be lost to that.
        """
        self.put_all([stored], replace=replace)

    def put_all(self, stored: Iterable[Stored], *, replace: bool = False) -> int:
        """Keep several answers as `put` does, and return how many were new to the store."""
        answers = list(stored)
        new = self.store.put_all(answers, replace=replace)
        if self.recordings.writable:
            for answer in answers:
                self.recordings.put(answer, replace=replace)
        return new

    def claim(self, key: str, *, replace: bool = False) -> bool:
        """Return whether the caller is now the one who may ask `key`; see `SqliteResponses.claim`."""
        return self.store.claim(key, replace=replace)

    def release(self, key: str) -> None:
        """Give up the claim on `key`."""
        self.store.release(key)

    def waiting(self, key: str) -> bool:
        """Return whether someone alive is asking `key`."""
        return self.store.waiting(key)
