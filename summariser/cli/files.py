"""`report`, `requests` and `responses`: the commands that move files and ask no model."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from summariser.cli.inputs import inputs_of, record_types_of, settings_of
from summariser.cli.problems import give, say
from summariser.cli.stream import stream
from summariser.ledger import OutputFolder
from summariser.llm import batch
from summariser.pipeline import Summariser, open_collector
from summariser.reading import Input, Inputs
from summariser.records import RecordType
from summariser.report import formats_with, rewrite
from summariser.request import Request
from summariser.settings import Settings
from summariser.store import SqliteResponses


def report_command(folder: Path) -> int:
    """Rewrite the reports in `folder` and return 0."""
    run = rewrite(folder, formats=formats_with(settings_of({}).tables))
    say(f"{folder}: reports rewritten for {run.inputs} inputs")
    return 0


def requests_command(
    paths: Sequence[str],
    output: Path,
    flags: Mapping[str, Any],
    *,
    metadata: Path | None,
    only: str | None,
    as_json: bool,
) -> int:
    """Write every request that is not answered yet to a Batch file and return 0."""
    settings = settings_of(flags)
    inputs = inputs_of(paths, settings, metadata)
    requests = asyncio.run(_collect(inputs, settings, record_types_of(only)))
    with SqliteResponses(settings.store) as store:
        store.add_pending(requests)
    files = batch.write(requests, output)
    if as_json:
        give({"requests": len(requests), "files": [str(file) for file in files]})
    where = ", ".join(str(file) for file in files)
    say(f"{len(requests)} request{'s' if len(requests) != 1 else ''} to answer: {where}")
    return 0


async def _collect(
    inputs: tuple[Input, ...] | Inputs, settings: Settings, record_types: tuple[RecordType, ...]
) -> list[Request]:
    """Return the requests that a run would send, in a stable order.

    Blocks are cut when every article is answered: which questions they lead to depends on all of them.
    """
    source, collector = open_collector(settings)
    async with Summariser(settings, record_types=record_types, source=source) as summariser:
        if isinstance(inputs, Inputs):
            async for _ in summariser.summarise_each(inputs):
                pass
            if not collector.requests:
                await _compared(summariser, inputs)
        else:
            await summariser.summarise_corpus(inputs)
    return sorted(collector.requests.values(), key=lambda r: (r.document, r.record_type, r.wave, r.key))


async def _compared(summariser: Summariser, inputs: Inputs) -> None:
    """Compare articles that are answered in blocks, for what that asks; what it writes is thrown away."""
    with TemporaryDirectory() as folder, OutputFolder(Path(folder)) as output:
        await stream(summariser, inputs, output, (), on_progress=lambda _: None, stop=asyncio.Event())


def responses_command(files: Sequence[Path], *, as_json: bool) -> int:
    """Check and store the answers in `files`; return 1 when some could not be used."""
    settings = settings_of({})
    with SqliteResponses(settings.store) as store:
        taken = batch.accept(
            batch.read(files), store, recorded_at=datetime.now(UTC).isoformat(timespec="seconds")
        )
    if as_json:
        give(taken._asdict())
    for failure in taken.failed:
        say(failure.message)
    say(
        f"{taken.stored} stored, {taken.already_there} already there, {len(taken.failed)} failed, "
        f"{len(taken.unknown)} unknown, {len(taken.missing)} still missing"
    )
    return 1 if taken.failed or taken.unknown else 0
