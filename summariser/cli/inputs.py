"""What several commands share: settings, record types, inputs, and the choice of recordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from summariser.cli.names import COMMANDS
from summariser.errors import UsageError
from summariser.reading import Input, Inputs, is_table, load_metadata, read_all, read_tables
from summariser.records import BUILT_IN, RecordType
from summariser.resources import recordings_folder
from summariser.settings import Settings

LOCAL = "local"
"""The engine that is this process."""


def settings_of(flags: Mapping[str, Any], *, replay: bool = False) -> Settings:
    """Return the settings of a command; with `replay`, the seeds' recordings when no model is named."""
    settings = Settings.load(**flags)
    if replay and settings.model is None and settings.recordings is None:
        return Settings.load(**{**flags, "recordings": recordings_folder()})
    return settings


def record_types_of(only: str | None) -> tuple[RecordType, ...]:
    """Return the record types that `--only` names, in their usual order; all when it is not given.

    Raises:
        UsageError: A name is no record type.
    """
    if only is None:
        return BUILT_IN
    wanted = {name.strip() for name in only.split(",") if name.strip()}
    known = {kind.name for kind in BUILT_IN}
    if not wanted or wanted - known:
        raise UsageError(f"--only takes names of {', '.join(sorted(known))}, not {only!r}")
    return tuple(kind for kind in BUILT_IN if kind.name in wanted)


def inputs_of(
    paths: Sequence[str], settings: Settings, metadata: Path | None, *, engine: str = LOCAL
) -> tuple[Input, ...] | Inputs:
    """Return every input that `paths` stand for, read or with the reason why not.

    They are held in memory if they are few enough to be set side by side, and
    read from disk whenever it is their turn if they are not. For a distributed
    engine JSON Lines and Parquet files are tables with an article in each row.
    """
    tables = [path for path in paths if is_table(path)] if engine != LOCAL else []
    if tables and (len(tables) < len(paths) or metadata):
        raise UsageError("tables of articles stand alone: name no other files, and no --metadata")
    given = load_metadata(metadata) if metadata else None
    inputs = (
        read_tables(tables, max_bytes=settings.max_file_bytes)
        if tables
        else read_all(paths, metadata=given, max_bytes=settings.max_file_bytes, commands=COMMANDS)
    )
    return tuple(inputs) if len(inputs) <= settings.most_compared else inputs
