"""Reads an output folder back: its ledger, and the files that it lists, checked against their digests."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from summariser.errors import StoreError, UsageError
from summariser.ledger.folder import JOURNAL, RUN_FILE, digest
from summariser.ledger.run import Run
from summariser.records import SCHEMA_VERSION


def read_run(folder: Path) -> Run:
    """Return the ledger of the last run that wrote to `folder`.

    Raises:
        UsageError: When the folder holds no finished run, or one of another major schema version.
        StoreError: When the ledger is damaged or its totals do not add up.
    """
    path = folder / RUN_FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(_without_ledger(folder)) from error
    except OSError as error:
        raise StoreError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    version = _schema_version(data)
    if version is not None and _major(version) != _major(SCHEMA_VERSION):
        raise UsageError(
            f"{str(path)!r} has schema version {version!r}, this release reads {SCHEMA_VERSION!r}; "
            "run `summarise` again to rewrite the folder: stored answers are not paid for twice"
        )
    try:
        return Run.model_validate_json(data)
    except ValidationError as error:
        raise StoreError(
            f"{str(path)!r} is damaged ({_first(error)}); delete it and run `summarise` again"
        ) from error


def read_listed(folder: Path, run: Run, name: str) -> bytes:
    """Return the bytes of the file `name` that `run` wrote.

    Raises:
        StoreError: When the run lists no such file, or it is missing, unreadable or changed since.
    """
    path = folder / name
    if name not in run.files:
        raise StoreError(f"{str(path)!r} is not a file of this run")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    if digest(data) != run.files[name]:
        raise StoreError(
            f"{str(path)!r} is not as the run wrote it: edited or damaged; "
            "run `summarise` again to restore it: stored answers are not paid for twice"
        )
    return data


def _without_ledger(folder: Path) -> str:
    if (folder / JOURNAL).exists():
        return f"the last run into {str(folder)!r} did not end; run `summarise` again to go on with it"
    return f"{str(folder)!r} holds no {RUN_FILE}: it is no output folder of `summarise`"


def _schema_version(data: bytes) -> str | None:
    try:
        version = json.loads(data)["schema_version"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return version if isinstance(version, str) else None


def _major(version: str) -> str:
    return version.partition(".")[0]


def _first(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, problem['loc'])) or 'whole'}: {problem['msg']}"
