"""The screen a run ends with: at most 80 columns, what came of it and where the files are."""

from __future__ import annotations

import textwrap
from pathlib import Path

from summariser.cli.beside import in_blocks, side_by_side
from summariser.ledger import InputRow, Run, State
from summariser.ledger.states import UNANSWERED, WITH_RECORDS
from summariser.reconcile import Dossier
from summariser.reconcile.blockindex import BlockIndex

WIDTH = 80
MOST_SAID = 8
"""Most remarks on single inputs; the ledger has them all."""

_WRITTEN = ("report.html", "report.md", "dossier.json", "tables/", "blocks.md", "blocks/", "articles/")


def closing_screen(run: Run, out: Path, found: Dossier | BlockIndex | None = None) -> str:
    """Return what to tell the user at the end of a run, lines of at most 80 columns."""
    beside = _beside(found)
    lines = [*_stopped(run), _states(run), "", *_records(run), ""]
    lines += [*beside, *[""] * bool(beside), _answered(run), _files(run, out)]
    trouble = [row for row in run.rows if row.state not in (State.SUMMARISED, State.EMPTY)]
    said = [_trouble(row) for row in trouble]
    said += [f"note: {row.path}: {note}" for row in run.rows for note in row.notes]
    lines += [""] * bool(said) + said[:MOST_SAID]
    if len(said) > MOST_SAID:
        lines.append(f"… and {len(said) - MOST_SAID} more: see {out / 'run.json'}")
    return "\n".join(line if len(line) <= WIDTH else _wrapped(line) for line in lines)


def _beside(found: Dossier | BlockIndex | None) -> list[str]:
    if isinstance(found, BlockIndex):
        return in_blocks(found)
    return side_by_side(found) if found else []


def no_recording(run: Run) -> str:
    """Return the one message that names the ways on for articles without a recorded answer."""
    missing = [row for row in run.rows if row.state is State.NO_RECORDING]
    return (
        f"{len(missing)} of {run.inputs} inputs have no recorded answer, and no model is named. Ways on:\n"
        "  a hosted model    export OPENAI_API_KEY=…  then add  --model gpt-5-mini\n"
        "  a local endpoint  add  --model NAME --base-url http://localhost:11434/v1\n"
        "  a Batch file      summarise requests PATH… --model NAME -o requests.jsonl\n"
        f"First reason: {missing[0].detail}"
    )


def _stopped(run: Run) -> list[str]:
    """Return how far a run came that did not reach its end, and how it goes on."""
    left = sum(row.state in UNANSWERED for row in run.rows)
    done = sum(row.state in WITH_RECORDS for row in run.rows)
    if not left or not (run.interrupted or done):
        return []
    goes_on = "Run the same command again to go on: what is stored is not asked or paid for twice."
    return [f"{done} of {done + left} articles. {goes_on}", ""]


def _wrapped(line: str) -> str:
    """Return a long line over several, what follows its indentation indented once more."""
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line, WIDTH, subsequent_indent=f"{indent}  ")


def _states(run: Run) -> str:
    counted = ", ".join(f"{count} {state}" for state, count in run.totals.states.items())
    return f"{run.inputs} input{'s' if run.inputs != 1 else ''}: {counted or 'nothing'}"


def _records(run: Run) -> list[str]:
    rows = [f"{'records':<18}{'kept':>8}{'re-asked':>11}{'rejected':>11}"]
    for name, counts in run.totals.counts.items():
        label = name.replace("_", " ")
        rows.append(f"{label:<18}{counts.kept:>8}{counts.failing:>11}{counts.rejected:>11}")
    return rows if run.totals.counts else ["no records"]


def _answered(run: Run) -> str:
    usage = run.totals.usage
    provenance = sorted({by for row in run.rows for by in row.answered_by.values()})
    who = f"answered by {run.made_with.model} ({', '.join(provenance)})" if provenance else "no answers"
    cost = "cost unknown" if usage.cost is None else f"${usage.cost:.2f}"
    about = "about " if usage.estimated else ""
    tokens = f"{about}{usage.tokens_in + usage.tokens_out:,} tokens"
    return f"{who}: {usage.asked} asked now, {usage.stored} from the store, {tokens}, {cost}"


def _files(run: Run, out: Path) -> str:
    written = [name for name in _WRITTEN if any(file.startswith(name) for file in run.files)]
    return f"{out}: {', '.join([*written, 'run.json'])}"


def _trouble(row: InputRow) -> str:
    said = State.NO_RECORDING.meaning if row.state is State.NO_RECORDING else row.detail or row.reason
    return f"{row.state}: {row.path}: {said}"
