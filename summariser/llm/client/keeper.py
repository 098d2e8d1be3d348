"""The client's way to the store: looked up or claimed, and on disk before anyone hears of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from summariser.errors import SummariserError
from summariser.llm.threads import Gathered, whole
from summariser.store import SharedResponses, Stored

_LOOKS = 16
"""Keys looked up in one turn of a thread: some milliseconds."""

_COMMIT = 1000
"""Answers in one commit, which takes a few milliseconds of disk however many they are."""


class _Look(NamedTuple):
    """A key, and whether a stored answer is to be replaced."""

    key: str
    fresh: bool


class Keeper:
    """Finds, claims and keeps answers, many in one turn of a thread.

    Args:
        responses: The store.
        replace: Whether a new answer takes the place of an older one.
        admit: Raises when nothing may be asked any more; what is stored is found all the same.
    """

    def __init__(
        self, responses: SharedResponses, *, replace: bool, admit: Callable[[], None] = lambda: None
    ) -> None:
        self._responses = responses
        self._replace = replace
        self._admit = admit
        self._looking: Gathered[_Look, Stored | bool] = Gathered(self._look_all, most=_LOOKS)
        self._keeping: Gathered[Stored, None] = Gathered(self._commit, most=_COMMIT)

    async def find(self, key: str, *, fresh: bool) -> Stored | bool:
        """Return the stored answer (never if `fresh`), else whether this caller is the one to ask now.

        Whoever is cancelled meanwhile leaves no claim behind.

        Raises:
            StoreError: The store cannot be read.
        """
        return await whole(self._looking.submit(_Look(key, fresh)), lambda found: self._give_back(key, found))

    async def keep(self, stored: Stored) -> None:
        """Return once the answer is on disk, and the claim on its request given up.

        Raises:
            StoreError: It could not be written.
        """
        await self._keeping.submit(stored)

    def _look_all(self, looks: Sequence[_Look]) -> list[Stored | bool | SummariserError]:
        return [self._look(*look) for look in looks]

    def _look(self, key: str, fresh: bool) -> Stored | bool | SummariserError:  # noqa: FBT001 - of a `_Look`
        try:
            stored = None if fresh else self._responses.get(key)
            if stored is not None:
                return stored
            self._admit()
            return self._responses.claim(key, replace=fresh)
        except SummariserError as error:
            return error

    def _give_back(self, key: str, found: Stored | bool) -> None:  # noqa: FBT001 - what `find` returns
        if found is True:
            self._responses.release(key)

    def _commit(self, batch: Sequence[Stored]) -> list[None]:
        self._responses.put_all(batch, replace=self._replace)
        for stored in batch:
            self._responses.release(stored.key)
        return [None] * len(batch)
