"""`summarise run`: read, summarise, write, and say in one screen what came of it."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from summariser.cli.bar import progress_bar
from summariser.cli.inputs import inputs_of, record_types_of, settings_of
from summariser.cli.problems import say
from summariser.cli.screen import closing_screen, no_recording
from summariser.ledger import OutputFolder, Run, State, text_files
from summariser.pipeline import Corpus, OnProgress, Summariser, open_source
from summariser.reading import Input
from summariser.reconcile import Dossier
from summariser.records import RecordType
from summariser.report import contents, render
from summariser.settings import Settings


def run_command(
    paths: Sequence[str],
    flags: Mapping[str, Any],
    *,
    metadata: Path | None,
    only: str | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Summarise the articles that `paths` stand for and return the exit code."""
    settings = settings_of(flags, replay=True)
    record_types = record_types_of(only)
    inputs = inputs_of(paths, settings, metadata)
    if settings.model is None and not quiet:
        say(f"no model named: replaying recorded answers from {str(settings.recordings)!r}")
    with OutputFolder(settings.out, inputs=[Path(path) for path in paths if path != "-"]) as output:
        with progress_bar(shown=not quiet and sys.stderr.isatty()) as on_progress:
            corpus = asyncio.run(_summarise(inputs, settings, record_types, on_progress))
        output.write(text_files(corpus.documents))
        texts = {document.id: document.text for document in corpus.documents}
        made = contents(corpus.summaries, corpus.run, record_types, dossier=corpus.dossier, texts=texts)
        output.write(render(made))
        run = output.finish(corpus.run)
    _tell(run, settings, corpus.dossier, quiet=quiet, as_json=as_json)
    return run.exit_code


async def _summarise(
    inputs: Sequence[Input], settings: Settings, record_types: tuple[RecordType, ...], on_progress: OnProgress
) -> Corpus:
    source = open_source(settings)
    async with Summariser(settings, record_types=record_types, source=source) as summariser:
        return await summariser.summarise_corpus(inputs, on_progress=on_progress, stop=_on_interrupt())


def _on_interrupt() -> asyncio.Event:
    """Return an event that the first Ctrl-C sets, so that a run ends with its reports; the second ends it at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def first() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)
        say("stopping: what was asked is waited for and stored; press Ctrl-C again to stop at once")

    with suppress(NotImplementedError, ValueError):  # Windows, or not the main thread: Ctrl-C ends the run
        loop.add_signal_handler(signal.SIGINT, first)
    return stop


def _tell(run: Run, settings: Settings, dossier: Dossier, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        print(run.model_dump_json(indent=2, ensure_ascii=True))  # noqa: T201 - data goes to standard output
    if not quiet:
        say(closing_screen(run, settings.out, dossier))
    if any(row.state is State.NO_RECORDING for row in run.rows):
        say(no_recording(run))
