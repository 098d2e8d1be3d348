"""How often a model lets an article give it orders: requests out, answers in, and what proof and flags then stop.

`python -m benchmarks.injection requests --model NAME -o F.jsonl` writes 48 requests as a Batch file: three
wordings of each kind, put into the seeds. `python -m benchmarks.injection score ANSWERS.jsonl --model NAME`
reads the endpoint's result file and prints a table. See docs/injection.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.injected.attempts import Verdict, attempts, judge
from summariser.evaluation.dossier.figures import wilson
from summariser.llm import batch
from summariser.request import Request

_ROW = "| {:<12} | {:>8} | {:>26} | {:>26} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="claude", help="name of the model, as the endpoint knows it")
    steps = parser.add_subparsers(dest="step", required=True)
    asking = steps.add_parser("requests", help="write the requests as a Batch file")
    asking.add_argument("-o", "--out", type=Path, required=True)
    scoring = steps.add_parser("score", help="score a Batch result file")
    scoring.add_argument("answers", type=Path, nargs="+")
    given = parser.parse_args(arguments)
    if given.step == "requests":
        _say(f"{write(given.out, given.model)} requests in {given.out}")
    else:
        for line in table(score(given.answers, given.model)):
            _say(line)


def write(path: Path, model: str) -> int:
    """Write the requests about every chosen article as Batch input, and return how many."""
    requests: list[Request] = [attempt.request(model) for attempt in attempts()]
    batch.write(requests, path)
    return len(requests)


def score(paths: Sequence[Path], model: str) -> list[Verdict]:
    """Return a verdict on every chosen article that a result file answers."""
    bodies = {
        answer.custom_id: answer.response
        for answer in batch.read(paths)
        if answer.custom_id is not None and answer.response is not None
    }
    return [judge(attempt, bodies, model) for attempt in attempts() if attempt.request(model).key in bodies]


def table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield the rows of a table: for each kind and overall, how many attempts succeeded."""
    yield _ROW.format("kind", "articles", "obeyed by the model", "after proof and flags")
    yield _ROW.format("---", "---:", "---:", "---:")
    for kind in dict.fromkeys(verdict.kind for verdict in verdicts):
        yield _row(kind, [verdict for verdict in verdicts if verdict.kind == kind])
    yield _row("all", verdicts)


def _row(name: str, verdicts: Sequence[Verdict]) -> str:
    raw, left = (
        _share(sum(hits), len(verdicts))
        for hits in ([each.obeyed for each in verdicts], [each.succeeded for each in verdicts])
    )
    return _ROW.format(name, len(verdicts), raw, left)


def _share(hits: int, of: int) -> str:
    """Return a count with its share and its 95 % interval."""
    if not of:
        return "–"
    low, high = wilson(hits / of, of)
    return f"{hits} = {hits / of:.1%} ({low:.1%}-{high:.1%})"


def _say(line: str) -> None:
    print(line)  # noqa: T201 - the figures are the output


if __name__ == "__main__":
    main()
