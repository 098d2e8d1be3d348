"""The output folder: what a run wrote, whole or not at all, and nothing of anybody else's touched.

An output folder reflects the last run. Files that this package wrote before and
the run no longer makes are removed; files of other origin are neither changed
nor removed, and a run that would have to overwrite one is refused. What this
package wrote is known from `run.json`, and after a crash from a journal.

`run.json` is removed before anything is changed and comes back last: where it
stands, everything it lists is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from summariser.document import Document
from summariser.errors import StoreError, UsageError
from summariser.ledger.jsontext import json_bytes, well_formed
from summariser.ledger.names import FileDigests, collision_key, safe_name
from summariser.ledger.place import PART, Place
from summariser.ledger.run import Run

RUN_FILE = "run.json"
JOURNAL = ".summarise.unfinished"
"""Lists what a run that did not end has written: one JSON string per line. Present only until it ends."""

_LOCK = ".summarise.lock"


class OutputFolder:
    """The output folder of one run, locked from the first write to the ledger.

        with OutputFolder(path, inputs=paths) as output:
            output.write(files)     # as often as needed
            output.finish(run)

    Leaving without `finish` leaves a folder without a `run.json`; the next run
    takes it over.
    """

    def __init__(self, path: Path, *, inputs: Iterable[Path] = (), wait: float = 60.0) -> None:
        """Prepare to write to `path`; nothing is touched before the `with` statement.

        Args:
            path: The folder; made if it is missing.
            inputs: Every path the run reads or was told to look in.
            wait: Seconds to wait for another run that is writing to the same folder.

        Raises:
            UsageError: When an input is the folder or lies in it.
        """
        _refuse_inputs(path, inputs)
        self.path = path
        self._wait = wait
        self._held = ExitStack()
        self._owned: set[str] = set()
        self._written: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._begun = False

    def __enter__(self) -> Self:
        """Lock the folder and learn which of its files are this package's.

        Raises:
            UsageError: When another run keeps the folder, or its `run.json` is not ours.
            StoreError: When the disk refuses.
        """
        self._root = self._hold(Place.open(self.path))
        self._places = {"": self._root}
        try:
            self._lock()
            self._owned = self._listed() | self._journalled()
        except BaseException:
            self._held.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Unlock and let go of the folder."""
        self._held.close()

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write `files`, by path inside the folder, each whole or not at all.

        A file that already has its bytes is left alone. Nothing is written when
        any of them must not be.

        Raises:
            UsageError: When a name could leave the folder, or would overwrite a
                file that this package did not write, or follow a link.
            StoreError: When the disk refuses.
        """
        changed = self._checked(files)
        self._begin()
        self._journal(files.keys() - self._owned)
        self._owned |= files.keys()
        for name, data in changed.items():
            place, leaf = self._place(name)
            place.replace(leaf, data)
        self._written |= {name: digest(data) for name, data in files.items()}

    def read(self, name: str) -> bytes:
        """Return the bytes of a file that was written before.

        Raises:
            StoreError: It was not, or is not as it was written.
        """
        place, leaf = self._place(name)
        data = place.read(leaf) if name in self._written else None
        if data is None or digest(data) != self._written[name]:
            raise StoreError(f"{str(self.path / name)!r} is not as this run wrote it; run again")
        return data

    def keep(self, files: Mapping[str, str]) -> None:
        """Count files of the former run, by path with their digest, as files of this one."""
        self._written = dict(files) | self._written

    def finish(self, run: Run) -> Run:
        """Remove what is no longer made, write the ledger last, and return it with its list of files.

        Raises:
            StoreError: When the disk refuses.
        """
        finished = run.model_copy(update={"files": dict(sorted(self._written.items()))})
        self._begin()
        for name in sorted(self._owned - self._written.keys()):
            place, leaf = self._place(name)
            place.remove(leaf)
        for place in self._places.values():
            place.sync()
        self._root.replace(RUN_FILE, json_bytes(finished))
        self._root.remove(JOURNAL)
        self._root.sync()
        return finished

    def _hold(self, place: Place) -> Place:
        self._held.callback(place.close)
        return place

    def _lock(self) -> None:
        try:
            self._held.enter_context(FileLock(self.path / _LOCK, timeout=self._wait))
        except Timeout as error:
            raise UsageError(
                f"another run is writing to {str(self.path)!r}; wait for it or choose another --out"
            ) from error
        except OSError as error:
            raise StoreError(f"cannot lock {str(self.path)!r}: {error.strerror or error}") from error

    def _listed(self) -> set[str]:
        data = self._root.read(RUN_FILE)
        if data is None:
            return set()
        try:
            return set(_Listing.model_validate_json(data).files)
        except ValidationError as error:
            raise UsageError(
                f"{str(self.path / RUN_FILE)!r} is not a ledger of this package; "
                "move it away or choose another --out"
            ) from error

    def _journalled(self) -> set[str]:
        return set(_journal_names(self._root.read(JOURNAL) or b""))

    def _begin(self) -> None:
        """Turn the former run's list into the journal: a crash then leaves no file unaccounted for."""
        if self._begun:
            return
        for name in self._owned:
            self._place(name)[0].remove(PART)
        self._journal(self._owned)
        self._root.sync()
        self._root.remove(RUN_FILE)
        self._begun = True

    def _journal(self, names: Iterable[str]) -> None:
        """Claim `names` for this package, on disk, before any of them is written."""
        self._root.append(JOURNAL, "".join(f"{json.dumps(name)}\n" for name in sorted(names)).encode())

    def _checked(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the files that differ from what is there; refuse those that must not be written."""
        changed = {}
        for name, data in files.items():
            other = self._keys.setdefault(collision_key(_own_name(name)), name)
            if other != name:
                raise UsageError(
                    f"{name!r} and {other!r} are one file on some systems; rename one of the inputs"
                )
            place, leaf = self._place(name)
            present = place.read(leaf)
            if present == data:
                continue
            if present is not None and name not in self._owned:
                raise UsageError(
                    f"{str(self.path / name)!r} was not written by this package and would be overwritten; "
                    "move it away or choose another --out"
                )
            changed[name] = data
        return changed

    def _place(self, name: str) -> tuple[Place, str]:
        folder, _, leaf = name.rpartition("/")
        if folder not in self._places:
            parent, child = self._place(folder)
            self._places[folder] = self._hold(parent.folder(child))
        return self._places[folder], leaf


class _Listing(BaseModel):
    """What any release's `run.json` has in common: enough to know which files are ours."""

    model_config = ConfigDict(frozen=True)

    schema_version: str
    made_with: dict[str, object]
    files: FileDigests


def digest(data: bytes) -> str:
    """Return the sha256 of `data` as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def text_files(documents: Iterable[Document]) -> dict[str, bytes]:
    """Return `articles/<id>.txt` for each document: exactly the text that its spans point into.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD, one for one.
    """
    return {f"articles/{document.id}.txt": well_formed(document.text).encode() for document in documents}


def is_output_folder(path: Path) -> bool:
    """Return whether `path` is an output folder, finished or not, and so never input."""
    return any(os.path.lexists(path / name) for name in (RUN_FILE, JOURNAL))


def _own_name(name: str) -> str:
    try:
        if safe_name(name) == RUN_FILE:
            raise UsageError(f"{RUN_FILE} is written by `finish` alone")
    except ValueError as error:
        raise UsageError(f"{error}; rename the input or give the document another id") from error
    return name


def _journal_names(data: bytes) -> Iterable[str]:
    """Yield the names in a journal; a last line cut by a crash names a file that was never begun."""
    for line in data.splitlines():
        try:
            yield safe_name(json.loads(line))
        except (ValueError, TypeError, AttributeError):
            continue


def _refuse_inputs(path: Path, inputs: Iterable[Path]) -> None:
    folder = path.resolve()
    for given in inputs:
        if given.resolve().is_relative_to(folder):
            raise UsageError(
                f"{str(given)!r} is input and lies in the output folder {str(path)!r}; choose another --out"
            )
