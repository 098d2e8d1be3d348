"""Batch answers into the store: joined by key, the first one kept, everything else accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from summariser.batched import batched
from summariser.llm.batch.reading import Answer, printable
from summariser.llm.counting import counted
from summariser.request import Request
from summariser.store.sqlite import SqliteResponses
from summariser.store.stored import Meta, Provenance, Stored, is_key

_COMMIT_EVERY = 64


class Failure(NamedTuple):
    """A line without a usable answer, or the request it failed.

    Attributes:
        key: The request's key; None when the line does not tell.
        message: What is wrong, led by file and line.
        retryable: Whether asking again can succeed.
    """

    key: str | None
    message: str
    retryable: bool


class Imported(NamedTuple):
    """What became of the answers of one import.

    Attributes:
        stored: Answers stored now.
        already_there: Answers to requests that had one before, repeated lines included.
        unknown: Ids that no request of this store has, sorted.
        failed: Requests and lines without a usable answer, in order of appearance.
        missing: Keys exported together with these answers that have neither answer nor failure, sorted.
    """

    stored: int
    already_there: int
    unknown: tuple[str, ...]
    failed: tuple[Failure, ...]
    missing: tuple[str, ...]


def accept(
    answers: Iterable[Answer], store: SqliteResponses, *, recorded_at: str, provenance: Provenance = "batch"
) -> Imported:
    """Store every usable answer to a request the store awaits, and return what became of all of them.

    The first answer to a request wins; a second import stores nothing. Where
    the endpoint counted no tokens they are estimated.
    """
    result = _Import(store, {"recorded_at": recorded_at, "provenance": provenance})
    for some in batched(answers, _COMMIT_EVERY):
        result.add(some)
    return result.finished()


class _Import:
    """The running account of one import."""

    def __init__(self, store: SqliteResponses, origin: dict[str, str]) -> None:
        self._store = store
        self._origin = origin
        self._stored = 0
        self._there = 0
        self._keys: set[str] = set()
        self._unknown: set[str] = set()
        self._failed: list[Failure] = []

    def add(self, answers: Iterable[Answer]) -> None:
        """Take some lines and commit their usable answers together."""
        ready: dict[str, Stored] = {}
        for answer in answers:
            key = answer.custom_id
            if key is None or answer.response is None:
                self._failed.append(Failure(key, answer.error or "no answer", answer.retryable))
            elif key in ready or self._answered(key):
                self._there += 1
                self._keys.add(key)
            elif (request := self._awaited(key)) is None:
                self._unknown.add(printable(key))
            else:
                ready[key] = _stored(request, answer.response, self._origin)
                self._keys.add(key)
        self._stored += self._store.put_all(ready.values())

    def finished(self) -> Imported:
        """Return the account, once every line has been taken."""
        failed: dict[str | int, Failure] = {}
        for number, failure in enumerate(self._failed):
            key = failure.key
            if key is None:
                failed[number] = failure
            elif self._answered(key):
                self._keys.add(key)
            elif self._awaited(key) is None:
                self._unknown.add(printable(key))
            else:
                failed.setdefault(key, failure)
        failed_keys = {key for key in failed if isinstance(key, str)}
        missing = self._store.pending_with(self._keys | failed_keys) - failed_keys
        return Imported(
            stored=self._stored,
            already_there=self._there,
            unknown=tuple(sorted(self._unknown)),
            failed=tuple(failed.values()),
            missing=tuple(sorted(missing)),
        )

    def _answered(self, key: str) -> bool:
        return is_key(key) and self._store.get(key) is not None

    def _awaited(self, key: str) -> Request | None:
        return self._store.get_pending(key) if is_key(key) else None


def _stored(request: Request, response: dict[str, Any], origin: Mapping[str, str]) -> Stored:
    """Return an answer ready to be stored, with token counts in any case."""
    response, estimated = counted(request, response)
    meta = Meta.of(request, **origin, usage_estimated=estimated)
    return Stored(key=request.key, request=request, response=response, meta=meta)
