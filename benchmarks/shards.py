"""Our side of `vllm run-batch` over shards, with a scripted stand-in for vLLM: `python -m benchmarks.shards`.

The requests of a folder of tiny articles are written, split in shards, answered
in the form in which vLLM writes its results, and taken in, round after round
until nothing is left to ask. In the first round every tenth line is an error,
one shard's results end half-way as a killed process leaves them, and lines come
in another order. No model is asked: the GPUs' own speed is not in any figure.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.articles import ANSWERS, KINDS, tiny
from benchmarks.distribute import NUMBER, NUMBER_SMALL, command, completion, settings_of
from benchmarks.measuring import Options, Section, Spread, markdown, report

SHARDS = 4
_MOST_ROUNDS = 10
_SEED = 7
_NULLS = {
    "service_tier": None,
    "system_fingerprint": None,
    "prompt_logprobs": None,
    "kv_transfer_params": None,
}
_FAILED = {
    "message": "EngineCore encountered an issue",
    "type": "InternalServerError",
    "param": None,
    "code": 500,
}
_TEXT = """\
{number:,} articles of two sentences, {requests:,} requests in {shards} shards, answered by a script in the form of
`vllm run-batch`; median (least–most) of {times}. Each step is a whole command. In the first round a tenth of the lines
are errors and one shard's results break off in the middle. After {rounds} rounds nothing was left to ask: {lost}
articles lost. vLLM itself did not run: add the time that your GPUs take."""


class Sharded(NamedTuple):
    """What one way through shards took and came to.

    Attributes:
        written: Requests per second that `summarise requests` wrote into the file that is split.
        taken: Result lines per second that `summarise responses` took in, errors among them.
        again: Result lines per second of a shard that had been taken in before.
        rounds: Rounds until no request was left.
        lost: Articles without a summary in the end.
    """

    written: float
    taken: float
    again: float
    rounds: int
    lost: int


def benchmark(options: Options) -> Section:
    """Return the section on shards."""
    number = NUMBER_SMALL if options.small else NUMBER
    made = [measure(number) for _ in range(options.rounds)]
    last = made[-1]
    text = _TEXT.format(
        number=number,
        requests=number * len(KINDS),
        shards=SHARDS,
        times=len(made),
        rounds=last.rounds,
        lost=last.lost,
    )
    steps = {
        "requests written": [one.written for one in made],
        "result lines taken in": [one.taken for one in made],
        "lines of one shard once more": [one.again for one in made],
    }
    rows = [(step, Spread.of(rates).shown(0)) for step, rates in steps.items()]
    figures = {"rounds": float(last.rounds), "lost": float(last.lost)}
    return Section("Shards for vLLM", f"{text}\n\n{markdown(('', 'a second'), rows)}", figures)


def measure(number: int) -> Sharded:
    """Return what the way through shards took, from the first request to the written articles.

    Raises:
        RuntimeError: A command failed, or the rounds do not come to an end.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        for one in tiny(number):
            (folder / "articles" / f"{one.name}.txt").write_text(one.text, "utf-8")
        first, *others = rounds(folder)
        seconds_of(folder, "run", "articles", "--no-network", "--quiet")
        states = json.loads((folder / "summaries" / "run.json").read_text("utf-8"))["totals"]["states"]
        whole = states.get("summarised", 0) + states.get("empty", 0)
    return Sharded(*first, 1 + len(others), number - whole)


def rounds(folder: Path) -> list[tuple[float, float, float]]:
    """Return the rates of every round until nothing is left: requests written, lines taken in, lines once more.

    Raises:
        RuntimeError: They do not come to an end.
    """
    rates: list[tuple[float, float, float]] = []
    while len(rates) < _MOST_ROUNDS:
        writing = seconds_of(folder, "requests", "articles", "-o", "requests.jsonl")
        lines = (folder / "requests.jsonl").read_text("utf-8").splitlines()
        if not lines:
            return rates
        results = answered([json.loads(line) for line in lines], folder, troubled=not rates)
        taking = seconds_of(folder, "responses", *results)
        again = seconds_of(folder, "responses", next(iter(results)))
        given = list(results.values())
        rates.append((len(lines) / writing, sum(given) / taking, given[0] / again))
    raise RuntimeError(f"requests are left after {_MOST_ROUNDS} rounds")


def seconds_of(folder: Path, *words: str) -> float:
    """Return the seconds of a command; 1 is how `responses` ends when some lines are errors."""
    ending = (0, 1) if words[0] == "responses" else (0,)
    settings = settings_of(str(folder), "http://127.0.0.1:9/v1")
    return asyncio.run(command(str(folder), settings, *words, ending=ending))


def answered(requests: Sequence[dict[str, Any]], folder: Path, *, troubled: bool) -> dict[str, int]:
    """Write the results of all shards of `requests` as vLLM writes them; return the lines of each file by its name.

    Args:
        requests: Lines of a Batch file.
        folder: Where to write.
        troubled: Whether lines fail and the last shard's file breaks off.
    """
    made: dict[str, int] = {}
    order = random.Random(_SEED)  # noqa: S311 - nothing secret
    for number in range(SHARDS):
        rows = [
            row_of(request, place, failed=troubled and place % 10 == 0)
            for request, place in zip(requests[number::SHARDS], count(number), strict=False)
        ]
        order.shuffle(rows)
        text = "".join(f"{json.dumps(row)}\n" for row in rows)
        broken_off = troubled and number == SHARDS - 1
        text = text[: len(text) // 2] if broken_off else text
        (folder / f"result-{number}.jsonl").write_text(text, "utf-8")
        made[f"result-{number}.jsonl"] = len(text.splitlines())
    return made


def row_of(request: dict[str, Any], place: int, *, failed: bool) -> dict[str, Any]:
    """Return a result line as `vllm run-batch` writes it; a failed one as its older or its newer releases do."""
    response = {"status_code": 200, "request_id": f"vllm-batch-{place:032x}", "body": None}
    row = {"id": f"vllm-{place:032x}", "custom_id": request["custom_id"], "response": response, "error": None}
    if not failed:
        response["body"] = completion(request["body"], ANSWERS["tiny"]()) | _NULLS
    elif place % 20 == 0:
        response["status_code"], row["error"] = 400, {"object": "error", **_FAILED}
    else:
        response["status_code"], row["error"] = 500, {"error": _FAILED}
    return row


if __name__ == "__main__":
    report(benchmark, __doc__)
