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
from summariser.cli.stream import stream
from summariser.ledger import OutputFolder, Run, State, text_files
from summariser.pipeline import OnProgress, Summariser, open_source
from summariser.reading import Input, Inputs
from summariser.reconcile import Dossier
from summariser.records import RecordType
from summariser.report import contents, render
from summariser.settings import Settings

_STOPPING = (signal.SIGINT, signal.SIGTERM)
"""What a terminal sends at Ctrl-C, and what a system sends that wants a process to end."""


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
    if settings.model is None and settings.recordings is not None and not quiet:
        say(f"no model named: replaying recorded answers from {_near(settings.recordings)!r}")
    with OutputFolder(settings.out, inputs=[Path(path) for path in paths if path != "-"]) as output:
        with progress_bar(shown=not quiet and sys.stderr.isatty()) as on_progress:
            run, dossier = asyncio.run(_summarise(inputs, settings, record_types, output, on_progress))
        run = output.finish(run)
    if dossier is None and not quiet:
        say(
            f"more than {settings.most_compared:,} articles (SUMMARISER_MOST_COMPARED) are not set side by side"
        )
    _tell(run, settings, dossier, quiet=quiet, as_json=as_json)
    return run.exit_code


def _near(path: Path) -> str:
    """Return `path` as seen from the working folder where it lies inside it, and as it is otherwise."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


async def _summarise(
    inputs: tuple[Input, ...] | Inputs,
    settings: Settings,
    record_types: tuple[RecordType, ...],
    output: OutputFolder,
    on_progress: OnProgress,
) -> tuple[Run, Dossier | None]:
    """Write everything but the ledger; return it, and the dossier if the articles are set side by side."""
    source = open_source(settings)
    async with Summariser(settings, record_types=record_types, source=source) as summariser:
        stop = _on_interrupt()
        if isinstance(inputs, Inputs):
            return await stream(summariser, inputs, output, on_progress=on_progress, stop=stop), None
        corpus = await summariser.summarise_corpus(inputs, on_progress=on_progress, stop=stop)
    output.write(text_files(corpus.documents))
    texts = {document.id: document.text for document in corpus.documents}
    made = contents(corpus.summaries, corpus.run, record_types, dossier=corpus.dossier, texts=texts)
    output.write(render(made))
    return corpus.run, corpus.dossier


def _on_interrupt() -> asyncio.Event:
    """Return an event that the first Ctrl-C or SIGTERM sets, so that a run ends with its reports.

    The second of either ends it at once.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def first() -> None:
        stop.set()
        loop.set_exception_handler(lambda *_: None)  # what the second one cuts off is no news
        for number in _STOPPING:
            loop.remove_signal_handler(number)
        say("stopping: what was asked is waited for and stored; press Ctrl-C again to stop at once")

    with suppress(NotImplementedError, ValueError):  # Windows, or not the main thread: Ctrl-C ends the run
        for number in _STOPPING:
            loop.add_signal_handler(number, first)
    return stop


def _tell(run: Run, settings: Settings, dossier: Dossier | None, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        print(run.model_dump_json(indent=2))  # noqa: T201 - data goes to standard output
    if not quiet:
        say(closing_screen(run, settings.out, dossier))
    if any(row.state is State.NO_RECORDING for row in run.rows):
        say(no_recording(run))
