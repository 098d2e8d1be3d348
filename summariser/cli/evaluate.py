"""`summarise eval` and `summarise compare`: score, show, and let the gate decide the exit code."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from summariser.cli.problems import TROUBLE, give, say
from summariser.errors import UsageError
from summariser.evaluation.articles import labelled_gold
from summariser.evaluation.checks import dossier_problems, gold_problems, recording_problems
from summariser.evaluation.dossier.replay import RECORDINGS
from summariser.evaluation.gate import Verdict, live_gate
from summariser.evaluation.replay import Replayed, accept, accepted, replay
from summariser.evaluation.result import Result
from summariser.evaluation.run import evaluate_answers, evaluate_stored, rescore
from summariser.evaluation.show import MOST_ITEMS, change_lines, comparison_table, page
from summariser.evaluation.summary import figures_of
from summariser.evaluation.table import as_markdown, as_text
from summariser.evaluation.verdict import as_json, compare_results, sentence
from summariser.prompts import load_prompts
from summariser.report import load
from summariser.resources import gold_folder, recordings_folder, trade_folder
from summariser.sanitise import terminal
from summariser.settings import Settings


class EvalOptions(NamedTuple):
    """What `summarise eval` was asked for.

    Attributes:
        folder: A stored run to score, or None.
        gold: The gold folder; the seeds' when None.
        samples: How often a live model answers each request.
        output: Where the result is written as JSON.
        form: `text`, `markdown` or `json`.
        accepting: Whether the replay's result becomes the baseline.
        reason: Why.
        checking: Whether to check gold and recordings only.
    """

    folder: Path | None = None
    gold: Path | None = None
    samples: int = 1
    output: Path | None = None
    form: str = "text"
    accepting: bool = False
    reason: str | None = None
    checking: bool = False


def eval_command(options: EvalOptions, flags: Mapping[str, Any]) -> int:
    """Score, print, and return 0, or 1 when the gate fell; `flags` are model, base_url and recordings."""
    _check_options(options, flags)
    recordings = _recordings(options.gold, flags.get("recordings"))
    gold = options.gold or gold_folder()
    corpora = () if options.gold else (trade_folder(),)
    if options.checking:
        return _check(gold, recordings, corpora)
    verdict: Verdict | None = None
    if options.folder is not None:
        result = _again(options.folder, gold, corpora)
    elif flags.get("model"):
        result = asyncio.run(evaluate_answers(Settings.load(**flags), gold, samples=options.samples))
        verdict = live_gate(result, accepted(gold))
    else:
        result, verdict = replay(gold, recordings, settings=Settings.load(), corpora=corpora)
    _write(result, options.output)
    _print(result, verdict, options.form)
    if options.accepting and verdict is not None:
        path = accept(gold, Replayed(result, verdict), options.reason or "")
        say(f"accepted: {path} is the baseline now")
        return 0
    return TROUBLE if verdict is not None and not verdict.passed else 0


def _check_options(options: EvalOptions, flags: Mapping[str, Any]) -> None:
    if options.accepting and (not options.reason or options.folder or flags.get("model")):
        raise UsageError("--accept takes the replay gate's result (no DIR, no --model), and --reason TEXT")
    if options.folder and flags.get("model"):
        raise UsageError("DIR scores a run that is there, --model asks for one: give one of the two")
    if options.output and not options.output.resolve().parent.is_dir():
        raise UsageError(
            f"there is no folder {str(options.output.parent)!r} to write {options.output.name!r} to"
        )


def _again(path: Path, gold: Path, corpora: Sequence[Path]) -> Result:
    """Return the score of a stored run, or of an earlier result's predictions, by today's scorer."""
    if path.is_file():
        return rescore(Result.read(path), labelled_gold(gold).by_article, folder=gold)
    return evaluate_stored(load(path), gold, corpora=corpora)


def compare_command(files: Sequence[Path], *, form: str) -> int:
    """Compare each further result with the first, print what changed, and return 0."""
    if len(files) < 2:  # noqa: PLR2004 - a comparison needs two
        raise UsageError("compare takes two or more results: summarise compare A.json B.json")
    results = [_read(file) for file in files]
    names = _names(files)
    told = []
    for other, name in zip(results[1:], names[1:], strict=True):
        comparison = compare_results(results[0], other)
        if form == "json":
            told.append({"first": names[0], "second": name, **as_json(comparison)})
            continue
        lines = [sentence(comparison, names[0], name), ""]
        render = as_markdown if form == "markdown" else as_text
        lines += render(comparison_table(results[0], other, comparison, (names[0], name)))
        for word, chosen in (("Worse", -1), ("Better", 1)):
            changes = [change for change in comparison.changes if change.gain * chosen > 0]
            lines += _changes(word, changes, results[0], other, fenced=form == "markdown")
        _out("\n".join(line if form == "markdown" else terminal(line) for line in lines) + "\n")
    if form == "json":
        give({"comparisons": told})
    return 0


def _changes(word: str, changes: Sequence[Any], first: Result, second: Result, *, fenced: bool) -> list[str]:
    if not changes:
        return []
    lines = ["", f"{word}: {len(changes)}"]
    shown = [line for change in changes[:MOST_ITEMS] for line in change_lines(change, first, second)]
    lines += ["", "```text", *shown, "```"] if fenced else shown
    more = len(changes) - MOST_ITEMS
    return lines + ([f"… and {more} more (--json has them all)"] if more > 0 else [])


def _recordings(gold: Path | None, named: Path | None) -> Path:
    """Return the recordings to replay: those named, those beside one's own gold, or the seeds'."""
    return named or (gold.resolve().parent / "recordings" if gold else recordings_folder())


def _check(gold: Path, recordings: Path, corpora: Sequence[Path]) -> int:
    further = [folder / RECORDINGS for folder in corpora if (folder / RECORDINGS).is_dir()]
    prompts = load_prompts(Settings.load().prompts)
    problems = (
        *gold_problems(gold),
        *(problem for folder in corpora for problem in dossier_problems(folder)),
        *(problem for folder in (recordings, *further) for problem in recording_problems(folder, prompts)),
    )
    for problem in problems:
        say(problem)
    say(f"{len(problems)} problems" if problems else "gold and recordings are as they should be")
    return TROUBLE if problems else 0


def _write(result: Result, output: Path | None) -> None:
    if output is not None:
        output.write_text(result.model_dump_json(indent=1) + "\n", "utf-8", newline="\n")


def _read(file: Path) -> Result:
    result = Result.read(file)
    return result if result.figures else result.model_copy(update={"figures": figures_of(result)})


def _names(files: Sequence[Path]) -> list[str]:
    """Return short names for results: the files' stems where they differ, else their paths."""
    stems = [file.stem for file in files]
    return stems if len(set(stems)) == len(stems) else [str(file) for file in files]


def _print(result: Result, verdict: Verdict | None, form: str) -> None:
    if form == "json":
        gate = (
            {"passed": verdict.passed, "failures": list(verdict.failures), "notes": list(verdict.notes)}
            if verdict
            else None
        )
        _out(json.dumps({**result.model_dump(mode="json"), "gate": gate}, indent=1))
    else:
        _out(page(result, verdict, markdown=form == "markdown"))


def _out(text: str) -> None:
    print(text)  # noqa: T201 - data goes to standard output
