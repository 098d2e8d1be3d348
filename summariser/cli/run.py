"""`summarise run`: read, summarise, write, and say in one screen what came of it."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from summariser.cli.bar import progress_bar
from summariser.cli.engine import Engine, Work, run_on_ray, write_parquet
from summariser.cli.inputs import LOCAL, inputs_of, record_types_of, settings_of
from summariser.cli.logs import set_up
from summariser.cli.plan import agreed, show_plan
from summariser.cli.problems import say
from summariser.cli.screen import closing_screen, no_recording
from summariser.cli.stream import stream
from summariser.errors import UsageError
from summariser.ledger import OutputFolder, Run, State, text_files
from summariser.pipeline import Corpus, Summariser, open_source
from summariser.reading import Inputs
from summariser.reconcile import Dossier
from summariser.reconcile.blockindex import BlockIndex
from summariser.report import contents, formats_with, read_blocks, render
from summariser.settings import Settings

log = logging.getLogger(__name__)

_STOPPING = (signal.SIGINT, signal.SIGTERM)
"""What a terminal sends at Ctrl-C, and what a system sends that wants a process to end."""


class RunOptions(NamedTuple):
    """What `summarise run` was asked for beside its settings.

    Attributes:
        metadata: A table of titles, authors and dates, or None.
        only: Names of record types, or None for all.
        dry_run: Whether to show the plan and send nothing.
        yes: Whether the run is agreed to beforehand.
        quiet: Whether to print errors only.
        as_json: Whether to print the ledger, or the plan, as JSON.
        engine: What does the work: one of `ENGINES`.
    """

    metadata: Path | None = None
    only: str | None = None
    dry_run: bool = False
    yes: bool = False
    quiet: bool = False
    as_json: bool = False
    engine: str = LOCAL


def run_command(paths: Sequence[str], flags: Mapping[str, Any], options: RunOptions) -> int:
    """Summarise the articles that `paths` stand for, or show the plan of it, and return the exit code."""
    settings = settings_of(flags, replay=True)
    formats = formats_with(settings.tables)
    quiet = set_up(settings) or options.quiet
    record_types = record_types_of(options.only)
    summarise = _engine(options.engine)
    inputs = inputs_of(paths, settings, options.metadata, engine=options.engine)
    if options.dry_run:
        return show_plan(inputs, settings, record_types, as_json=options.as_json)
    if settings.model is None and settings.recordings is not None and not quiet:
        say(f"no model named: replaying recorded answers from {_near(settings.recordings)!r}")
    known = agreed(inputs, settings, record_types, yes=options.yes, quiet=quiet)
    with OutputFolder(settings.out, inputs=[Path(path) for path in paths if path != "-"]) as output:
        with progress_bar(shown=not quiet and sys.stderr.isatty()) as on_progress:
            done = known or summarise(Work(inputs, settings, record_types, output, formats, on_progress))
        if isinstance(done, Corpus):
            _write(done, output, formats)
            if options.engine != LOCAL:
                write_parquet(done, output)
        run = output.finish(done.run if isinstance(done, Corpus) else done)
    found = done.dossier if isinstance(done, Corpus) else read_blocks(settings.out, run)
    if not isinstance(found, Dossier) and not quiet:
        say(_compared(found, settings))
    _log(run)
    _tell(run, settings, found, quiet=quiet, as_json=options.as_json)
    return run.exit_code


def _compared(index: BlockIndex | None, settings: Settings) -> str:
    """Return how a run was compared that was too large for one dossier."""
    how = f"set side by side in blocks of {index.room:,}" if index else "not set side by side"
    return f"more than {settings.most_compared:,} articles (SUMMARISER_MOST_COMPARED): {how}"


def _near(path: Path) -> str:
    """Return `path` as seen from the working folder where it lies inside it, and as it is otherwise."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _engine(name: str) -> Engine:
    """Return what `--engine` names.

    Raises:
        UsageError: There is no such engine.
    """
    if name not in ENGINES:
        raise UsageError(f"--engine takes {' or '.join(ENGINES)}, not {name!r}")
    return ENGINES[name]


def _here(work: Work) -> Corpus | Run:
    """Return what became of the articles; of too many to hold the ledger alone, all else being written."""
    return asyncio.run(_summarise(work))


ENGINES: dict[str, Engine] = {LOCAL: _here, "ray": run_on_ray}
"""What can do the work of a run."""


async def _summarise(work: Work) -> Corpus | Run:
    source = open_source(work.settings)
    async with Summariser(work.settings, record_types=work.record_types, source=source) as summariser:
        stop = _on_interrupt()
        if isinstance(work.inputs, Inputs):
            return await stream(
                summariser,
                work.inputs,
                work.output,
                work.formats,
                on_progress=work.on_progress,
                stop=stop,
            )
        return await summariser.summarise_corpus(work.inputs, on_progress=work.on_progress, stop=stop)


def _write(corpus: Corpus, output: OutputFolder, formats: Sequence[str]) -> None:
    """Write everything but the ledger."""
    output.write(text_files(corpus.documents))
    texts = {document.id: document.text for document in corpus.documents}
    made = contents(corpus.summaries, corpus.run, corpus.record_types, dossier=corpus.dossier, texts=texts)
    output.write(render(made, formats))


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


def _log(run: Run) -> None:
    """Log what a run came to; nobody listens unless logs are JSON."""
    usage = run.totals.usage
    attributes = {
        "summariser.exit_code": run.exit_code,
        "summariser.inputs": run.inputs,
        "summariser.states": {state.value: count for state, count in run.totals.states.items()},
        "summariser.requests.asked": usage.asked,
        "summariser.requests.stored": usage.stored,
        "summariser.tokens.input": usage.tokens_in,
        "summariser.tokens.output": usage.tokens_out,
        "summariser.cost": None if usage.cost is None else float(usage.cost),
    }
    for row in run.rows:
        if row.document is None:  # it never became an article, which would have been logged when it was done
            told = {"path": row.path, "summariser.state": row.state.value, "summariser.reason": row.reason}
            log.info("input", extra={"attributes": told})
    log.info("run", extra={"attributes": attributes})


def _tell(
    run: Run, settings: Settings, found: Dossier | BlockIndex | None, *, quiet: bool, as_json: bool
) -> None:
    if as_json:
        print(run.model_dump_json(indent=2, ensure_ascii=True))  # noqa: T201 - data goes to standard output
    if not quiet:
        say(closing_screen(run, settings.out, found))
    if any(row.state is State.NO_RECORDING for row in run.rows):
        say(no_recording(run))
