"""A folder of recorded answers, one readable file per request, for tests, review and replay.

A recording answers exactly the request it was made for: the file's name is
the hash of the request inside, and a request without a recording is told
what changed since the nearest one.
"""

from __future__ import annotations

import hashlib
import shlex
import threading
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from summariser.document import Frozen
from summariser.errors import RecordingError
from summariser.request import Request
from summariser.store import jsontext
from summariser.store.difference import distance, lines_of, short_diff
from summariser.store.files import make_private, write_atomically
from summariser.store.stored import Meta, Provenance, Stored, is_key, problem

INDEX_NAME = "INDEX.json"
MAX_BYTES = 16_000_000


class Period(Frozen):
    """The time of the first and of the last recording, UTC."""

    first: str
    last: str


class Index(Frozen):
    """What a folder of recordings holds, without reading them.

    Attributes:
        schema_version: Version of this file's form.
        model: The one model that was asked; a replay builds its requests for it.
        provenance: Recordings per provenance.
        recorded_at: When they were made.
        prompts: Digest of each template at its last recording; another digest today means stale recordings.
        answers: Digest of each answer as it was recorded, by key; another one today means a changed answer.
    """

    schema_version: Literal[1] = 1
    model: str
    provenance: dict[Provenance, int]
    recorded_at: Period
    prompts: dict[str, str]
    answers: dict[str, str] = {}


class Nearest(NamedTuple):
    """The recording most like a request that has none, and what changed since."""

    key: str
    diff: str


def answer_digest(stored: Stored) -> str:
    """Return the digest of a raw answer."""
    return hashlib.sha256(jsontext.dumps(stored.response)).hexdigest()[:16]


def index_of(metas: Mapping[str, Meta], answers: Mapping[str, str]) -> Index | None:
    """Return the index of recordings, and of their answers' digests, by key; None when there are none."""
    if not metas:
        return None
    in_time = sorted(metas.items(), key=lambda item: (item[1].recorded_at, item[0]))
    ordered = [meta for _, meta in in_time]
    return Index(
        model=ordered[0].model,
        provenance=dict(sorted(Counter(meta.provenance for meta in ordered).items())),
        recorded_at=Period(first=ordered[0].recorded_at, last=ordered[-1].recorded_at),
        prompts=dict(sorted({meta.prompt: meta.prompt_sha256 for meta in ordered}.items())),
        answers=dict(sorted(answers.items())),
    )


def _label(request: Request) -> tuple[str, str, str]:
    return (request.document, request.record_type, request.wave)


def _load(path: Path) -> Stored:
    """Return the recording in a file; ValueError if it is not the one its name says."""
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES} bytes")
    whole = jsontext.loads(path.read_bytes())
    return Stored.model_validate(whole | {"key": path.stem} if isinstance(whole, dict) else whole)


class Recordings:
    """Recorded answers in a folder; it writes nothing unless `writable`.

    Opening reads `INDEX.json` at most, a hit reads one file. Several threads
    may share one object; two processes must not record into one folder at once.
    """

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        """Open the folder; a writable one is created if it is missing, and its index brought up to date.

        Raises:
            RecordingError: If the folder is missing, or one of its files cannot be used.
        """
        self.folder = folder
        self.writable = writable
        self._lock = threading.RLock()
        self._used: set[str] = set()
        self._metas: dict[str, Meta] = {}
        self._answers: dict[str, str] = {}
        self._labels: dict[str, tuple[str, str, str]] = {}
        if writable:
            make_private(folder)
            for key in self.keys():
                self._note(self._read(key))
            self._write_index()
        elif not folder.is_dir():
            raise RecordingError(
                f"there is no folder of recordings at {folder}: name another with --recordings"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Do nothing: every recording is on disk as soon as it is put."""

    @property
    def index(self) -> Index | None:
        """What the folder holds; None for an empty one.

        Raises:
            RecordingError: If the index is missing beside recordings, or unreadable.
        """
        return index_of(self._metas, self._answers) if self.writable else self._index_on_disk

    @property
    def model(self) -> str | None:
        """The one model whose answers these are; None for an empty folder."""
        return self.index.model if self.index else None

    @property
    def used(self) -> frozenset[str]:
        """Keys asked for and answered since the folder was opened."""
        return frozenset(self._used)

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all recordings, sorted."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.json") if is_key(path.stem)))

    def orphans(self) -> tuple[str, ...]:
        """Return the keys nothing asked for since the folder was opened, sorted."""
        return tuple(key for key in self.keys() if key not in self._used)

    def get(self, key: str) -> Stored | None:
        """Return the recorded answer, or None when there is none.

        Raises:
            RecordingError: If the file was changed so that it no longer answers the request it is named for.
        """
        if not is_key(key) or not self._path(key).is_file():
            return None
        stored = self._read(key)
        with self._lock:
            self._used.add(key)
        return stored

    def put(self, stored: Stored, *, replace: bool = False) -> None:
        """Record an answer and bring the index up to date; the first one stays unless `replace`.

        Raises:
            RecordingError: If the folder is read-only, or holds the answers of another model.
        """
        if not self.writable:
            raise RecordingError(
                f"the recordings in {self.folder} are read-only: add --record to add to them"
            )
        with self._lock:
            self._used.add(stored.key)
            if stored.key in self._metas and not replace:
                return
            self._refuse_other_model(stored)
            self._write(self._path(stored.key), stored.model_dump(mode="json", exclude={"key"}))
            self._note(stored)
            self._write_index()

    def nearest(self, request: Request) -> Nearest | None:
        """Return the recording of the same article, record type and wave that differs least, or None.

        Among equally near ones the first by key is taken, so the answer is always the same.
        """
        keys = self.keys()
        with self._lock:
            self._labels.update(
                {key: _label(self._read(key).request) for key in keys if key not in self._labels}
            )
        label = _label(request)
        candidates = [key for key in keys if self._labels[key] == label and key != request.key]
        if not candidates:
            return None
        wanted = tuple(lines_of(request.body))
        bodies = {key: tuple(lines_of(self._read(key).request.body)) for key in candidates}
        key = min(candidates, key=lambda candidate: (distance(bodies[candidate], wanted), candidate))
        return Nearest(key, short_diff(bodies[key], wanted) or "only the sample asked for")

    def explain_miss(self, request: Request) -> str:
        """Return why `request` has no answer here, and the command that records one."""
        subject = f"{request.record_type} of {request.document}" if request.document else request.record_type
        near = self.nearest(request)
        if near is None:
            found = f"nothing is recorded for it in wave {request.wave!r}"
        else:
            found = f"nearest is {near.key[:12]}…; what changed:\n{near.diff}\n"
        model = shlex.quote(str(request.body.get("model") or "NAME"))
        return (
            f"no recording for {subject} ({request.prompt}); {found.rstrip()}\n"
            f"to re-record: summarise PATH… --recordings {self._shown} --record --model {model}"
        )

    @cached_property
    def _index_on_disk(self) -> Index | None:
        path = self.folder / INDEX_NAME
        if path.is_file():
            try:
                return Index.model_validate(jsontext.loads(path.read_bytes()))
            except ValueError as error:
                raise RecordingError(f"{path} cannot be read: {problem(error)}; {self._remedy}") from error
        if self.keys():
            raise RecordingError(f"{path} is missing; {self._remedy}")
        return None

    @property
    def _remedy(self) -> str:
        return f"restore it from version control, or rebuild it with --recordings {self._shown} --record"

    @property
    def _shown(self) -> str:
        """The folder as it is typed in a shell."""
        return shlex.quote(str(self.folder))

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _read(self, key: str) -> Stored:
        """Return one recording, checked against its file name and the digest of its answer."""
        try:
            return self._unchanged(_load(self._path(key)))
        except (OSError, ValueError) as error:
            raise RecordingError(
                f"{self._path(key)} is not the recording it is named for: {problem(error)}; restore it from "
                f"version control, or delete it and record again with --recordings {self._shown} --record"
            ) from error

    def _unchanged(self, stored: Stored) -> Stored:
        """Return a recording whose answer is the one that was recorded; ValueError otherwise."""
        if self._answers.get(stored.key, self._as_recorded.get(stored.key)) in (None, answer_digest(stored)):
            return stored
        raise ValueError(f"its answer was changed after recording (see {INDEX_NAME})")

    @cached_property
    def _as_recorded(self) -> Mapping[str, str]:
        """The digest of each answer when the folder was opened; none where there is no usable index."""
        try:
            index = Index.model_validate(jsontext.loads((self.folder / INDEX_NAME).read_bytes()))
        except (OSError, ValueError):
            return {}
        return index.answers

    def _note(self, stored: Stored) -> None:
        self._metas[stored.key] = stored.meta
        self._answers[stored.key] = answer_digest(stored)

    def _refuse_other_model(self, stored: Stored) -> None:
        held = {meta.model for key, meta in self._metas.items() if key != stored.key}
        if held - {stored.meta.model}:
            raise RecordingError(
                f"{self.folder} holds answers of {min(held)!r}, not of {stored.meta.model!r}: "
                "record each model into a folder of its own"
            )

    def _write_index(self) -> None:
        index = index_of(self._metas, self._answers)
        if index is None:
            return
        self._write(self.folder / INDEX_NAME, index.model_dump(mode="json"))

    def _write(self, path: Path, value: dict[str, Any]) -> None:
        data = jsontext.dumps(value, indent=2) + b"\n"
        try:
            if not path.is_file() or path.read_bytes() != data:
                write_atomically(path, [data])
        except OSError as error:
            raise RecordingError(f"cannot write {path}: {error}") from error
