"""The commands and their options. Nothing heavy is imported here: `--help` must be instant."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from summariser.cli.names import COMMANDS

app = typer.Typer(
    name="summarise",
    help="Turn articles about one plan into records that their own words prove.",
    epilog="`summarise PATH…` is short for `summarise run PATH…`: summarise run --help",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Files, folders, globs, or - for standard input.")
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Model to ask; names a live run.")]
BaseUrl = Annotated[str | None, typer.Option(metavar="URL", help="Any OpenAI-compatible endpoint.")]
Profile = Annotated[
    str | None, typer.Option(metavar="NAME|FILE", help="peace (default), trade, general, or a TOML file.")
]
Metadata = Annotated[
    Path | None,
    typer.Option(metavar="FILE.csv", help="file,title,publisher,author,date,url for the articles."),
]
Only = Annotated[
    str | None, typer.Option(metavar="TYPES", help="Only these record types: plan_terms,reactions…")
]
Recordings = Annotated[Path | None, typer.Option(metavar="DIR", help="Answers recorded earlier; only read.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print the ledger as JSON.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


@app.command()
def run(
    paths: Paths,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where results go (default ./summaries).")
    ] = None,
    model: Model = None,
    base_url: BaseUrl = None,
    profile: Profile = None,
    metadata: Metadata = None,
    only: Only = None,
    budget: Annotated[
        str | None, typer.Option(metavar="USD", help="Most dollars to spend; never a cent more.")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=1000, help="Most requests at once (default 8).")
    ] = None,
    rpm: Annotated[int | None, typer.Option(metavar="N", help="Most requests per minute.")] = None,
    tpm: Annotated[int | None, typer.Option(metavar="N", help="Most tokens per minute.")] = None,
    recordings: Recordings = None,
    record: Annotated[
        bool | None, typer.Option("--record", help="Add missing answers to --recordings.")
    ] = None,
    fresh: Annotated[
        bool | None, typer.Option("--fresh", help="Ask and pay again for what is stored.")
    ] = None,
    no_network: Annotated[
        bool, typer.Option("--no-network", help="Send nothing; use stored answers.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent, and its cost; send nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Start without asking.")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Summarise articles: the main job."""
    from summariser.cli.run import RunOptions, run_command

    flags = {
        "out": out, "model": model, "base_url": base_url, "profile": profile,
        "budget": budget, "concurrency": concurrency, "rpm": rpm, "tpm": tpm,
        "recordings": recordings, "record": record, "fresh": fresh, "network": False if no_network else None,
    }  # fmt: skip
    options = RunOptions(
        metadata=metadata, only=only, dry_run=dry_run, yes=yes, quiet=quiet, as_json=json,
    )  # fmt: skip
    _exit(run_command, paths, flags, options)


@app.command()
def report(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of a run.")]) -> None:
    """Rewrite the reports of an output folder; asks no model."""
    from summariser.cli.files import report_command

    _exit(report_command, folder)


@app.command()
def requests(
    paths: Paths,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="F.jsonl", help="Batch file to write.")],
    model: Model = None,
    base_url: BaseUrl = None,
    profile: Profile = None,
    metadata: Metadata = None,
    only: Only = None,
    recordings: Recordings = None,
    json: Json = False,
) -> None:
    """Write every request that has no answer yet as a Batch file."""
    from summariser.cli.files import requests_command

    flags = {"model": model, "base_url": base_url, "profile": profile, "recordings": recordings}
    _exit(requests_command, paths, output, flags, metadata=metadata, only=only, as_json=json)


@app.command()
def responses(
    files: Annotated[list[Path], typer.Argument(metavar="F.jsonl", help="Results of a Batch file.")],
    json: Json = False,
) -> None:
    """Check and store the answers of a Batch file."""
    from summariser.cli.files import responses_command

    _exit(responses_command, files, as_json=json)


@app.command()
def doctor(
    trying: Annotated[
        bool, typer.Option("--try", help="Ask the model about two of the seeds, and score it.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the settings, the store and the endpoint."""
    from summariser.cli.doctor import doctor_command, try_command

    _exit(try_command if trying else doctor_command, as_json=json)


@app.command()
def mcp() -> None:
    """Serve the tools to an assistant (MCP over standard input)."""
    from summariser.cli.mcp import mcp_command

    _exit(mcp_command)


@app.command("eval")
def evaluate(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Score the run in this output folder.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Gold records (default: the seeds').")
    ] = None,
    recordings: Recordings = None,
    model: Model = None,
    base_url: BaseUrl = None,
    samples: Annotated[
        int, typer.Option(metavar="K", min=1, help="Answers per request of a live model.")
    ] = 1,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="R.json", help="Write the result.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, for a CI summary.")] = False,
    json: AsJson = False,
    accept: Annotated[bool, typer.Option("--accept", help="Make the replayed scores the baseline.")] = False,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why they are right.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Check gold and recordings; replay nothing.")
    ] = False,
) -> None:
    """Score recordings, a model or a run against gold records."""
    from summariser.cli.evaluate import EvalOptions, eval_command

    options = EvalOptions(
        folder=folder, gold=gold, samples=samples, output=output, accepting=accept, reason=reason, checking=check,
        form="json" if json else "markdown" if markdown else "text",
    )  # fmt: skip
    _exit(eval_command, options, {"model": model, "base_url": base_url, "recordings": recordings})


@app.command()
def compare(
    results: Annotated[
        list[Path], typer.Argument(metavar="RESULT", help="Two or more, of summarise eval -o.")
    ],
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, for a CI summary.")] = False,
    json: AsJson = False,
) -> None:
    """Say which of two results is better, and item by item why."""
    from summariser.cli.evaluate import compare_command

    _exit(compare_command, results, form="json" if json else "markdown" if markdown else "text")


gold_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)
app.add_typer(gold_app, name="gold", help="Make and check labels: new, lint, agreement.")


@gold_app.command()
def new(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help="The article to label.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="F.toml", help="Sheet to write, or a folder.")
    ] = None,
    profile: Profile = None,
    only: Only = None,
) -> None:
    """Start a commented label sheet for an article."""
    from summariser.cli.gold import new_command

    _exit(new_command, article, output=output, profile=profile or "peace", only=only)


@gold_app.command()
def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Sheets, gold files, or folders of them.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Find the spans and write the gold files.")] = False,
) -> None:
    """Check labels: words verbatim, values read, names known."""
    from summariser.cli.gold import lint_command

    _exit(lint_command, paths or [], fix=fix)


@gold_app.command("agreement")
def gold_agreement(
    first: Annotated[Path, typer.Argument(metavar="A", help="Sheets of the first labeller.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Sheets of the second.")],
    gold: Annotated[Path | None, typer.Option(metavar="DIR", help="Gold that names the articles.")] = None,
    json: AsJson = False,
) -> None:
    """Say how far two labellers agree, and what to decide."""
    from summariser.cli.gold import agreement_command

    _exit(agreement_command, first, second, gold=gold, as_json=json)


@app.callback(invoke_without_command=True)
def _global(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"summarise {installed('summariser')}")
        raise typer.Exit


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, and exit with the codes of the contract.

    `run` is put in front unless the first word is a command or an option of its own.
    What the terminal's encoding cannot show is written as an escape.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    if words and words[0] not in COMMANDS and words[0] not in _own_options():
        words = ["run", *words]
    app(args=words, prog_name="summarise")


def _own_options() -> set[str]:
    return {"-h", "--help", "--version", "--install-completion", "--show-completion"}


def _exit(command: Callable[..., int], *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - passed through
    """Run a command and exit with its code; a deliberate error is one message, not a traceback."""
    from summariser.cli.problems import exit_code_of

    try:
        code = command(*arguments, **options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; nothing is left to say, and flushing again would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the outermost border
        code = exit_code_of(error)
    raise typer.Exit(code)
