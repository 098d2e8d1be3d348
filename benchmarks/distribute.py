"""Ray's workers beside the single process, and what killing one of them costs: `python -m benchmarks.distribute`.

The same command over the same folder of tiny articles, with `--engine ray` and
without, in turns, against the same loopback server with as many requests in
flight; then once more with a worker killed by `kill -9` half-way, and once by
way of a Batch file. Needs the extra `ray`, and Linux.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.articles import ANSWERS, KINDS, item_of, tiny
from benchmarks.contending import environment
from benchmarks.kills import Killed, cost
from benchmarks.measuring import Options, Section, Spread, in_turns, markdown, ratios, report
from benchmarks.serving import rows_of, serving
from tests.faults import FaultServer, Plan

LATENCY, CONCURRENCY = 0.2, 50
NUMBER, NUMBER_SMALL = 2000, 100
ENGINES = ("local", "ray")
_TEXT = """\
{number:,} articles of two sentences, {requests:,} requests, {latency:g} ms latency, at most {concurrency} in flight in
all, {cores} cores for client, workers and server; {rounds} rounds in turns, median (least–most). *Asking* is from the
first request to the last answer, *whole* is the command with imports, Ray's start and the writing of the folder.
Files that differ between the engines, the ledger and Parquet apart: {differing} of {files:,}."""
_KILLED = """\
One of the workers killed by `kill -9` at half the requests: {lost} articles lost, {again} requests asked again, of
which {answered} had been answered (the oldest {age:.0f} ms before the kill). One worker has at most {share} requests
in flight."""


_BATCH = """\
By way of a Batch file, each a whole command: {written:,.0f} requests a second written, {stored:,.0f} answers a second
stored, and {after:.1f} articles a second in the run that follows and asks nothing."""


class Batched(NamedTuple):
    """What the way by a Batch file took: requests, answers and articles per second."""

    written: float
    stored: float
    after: float


class Turn(NamedTuple):
    """One run of the command.

    Attributes:
        asking: Articles per second between the first request and the last answer.
        whole: Articles per second of the whole command.
        files: What it wrote but for the ledger and Parquet, by path.
    """

    asking: float
    whole: float
    files: dict[str, bytes]


def benchmark(options: Options) -> Section:
    """Return the section on engines."""
    number = NUMBER_SMALL if options.small else NUMBER
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder, "articles")
        articles.mkdir()
        for one in tiny(number):
            (articles / f"{one.name}.txt").write_text(one.text, "utf-8")
        runs = in_turns(ENGINES, lambda engine: turn(engine, articles, number), options.rounds)
        killed = asyncio.run(kill(articles, number))
        batched = asyncio.run(batch(articles, number))
    local, ray = runs["local"][-1].files, runs["ray"][-1].files
    differing = sum(local.get(name) != ray.get(name) for name in local.keys() | ray.keys())
    text = _TEXT.format(
        number=number,
        requests=number * len(KINDS),
        latency=1000 * LATENCY,
        concurrency=CONCURRENCY,
        cores=os.cpu_count(),
        rounds=options.rounds,
        differing=differing,
        files=len(local),
    )
    said = _KILLED.format(
        lost=0 if killed.complete else "some",
        again=killed.again,
        answered=killed.answered,
        age=1000 * killed.oldest,
        share=CONCURRENCY // min(CONCURRENCY, os.cpu_count() or 1),
    )
    figures = {
        "ratio": ratios([one.asking for one in runs["ray"]], [one.asking for one in runs["local"]]).median,
        "differing": float(differing),
        "again": float(killed.again),
        "answered and asked again": float(killed.answered),
    }
    return Section(
        "Ray's workers", f"{text}\n\n{table(runs)}\n\n{said}\n\n{_BATCH.format(**batched._asdict())}", figures
    )


def turn(engine: str, articles: Path, number: int) -> Turn:
    """Return what one run of the command took and wrote.

    Raises:
        RuntimeError: It failed; the message ends with what it said last.
    """
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with serving(latency=LATENCY, answers="tiny") as server:
            seconds = asyncio.run(_run(engine, articles, folder, server.url))
        rows = server.since(began)
        asking = max(row.answered or 0 for row in rows) - min(row.received for row in rows)
        return Turn(number / asking, number / seconds, _files(Path(folder, "summaries")))


async def kill(articles: Path, number: int) -> Killed:
    """Return what killing a worker cost once the endpoint has received half of the requests.

    Raises:
        RuntimeError: The run failed, or ended before a worker could be killed.
    """
    with tempfile.TemporaryDirectory() as folder:
        async with FaultServer(ANSWERS["tiny"](), Plan(latency=LATENCY, key_of=item_of)) as server:
            run = asyncio.create_task(_run("ray", articles, folder, server.url))
            while sum(1 for row in server.ledger if row.key) < number * len(KINDS) / 2:
                if run.done():
                    raise RuntimeError("the run ended too soon")
                await asyncio.sleep(0.01)
            os.kill(workers_of(os.getpid())[0], signal.SIGKILL)
            killed = time.monotonic()
            await run
            written = sum(name.endswith(".json") for name in _files(Path(folder, "summaries")))
            return cost(rows_of(server.ledger), killed, number, complete=written == number)


async def batch(articles: Path, number: int) -> Batched:
    """Return what the way by a Batch file took, with a model that takes no time."""
    with tempfile.TemporaryDirectory() as folder:
        requests, results = Path(folder, "requests.jsonl"), Path(folder, "results.jsonl")
        settings = settings_of(folder, "http://127.0.0.1:9/v1")
        written = await command(folder, settings, "requests", str(articles), "-o", str(requests))
        _answer(requests, results)
        stored = await command(folder, settings, "responses", str(results))
        after = await command(folder, settings, "run", str(articles), "--no-network", "--quiet")
        asked = number * len(KINDS)
        return Batched(asked / written, asked / stored, number / after)


def _answer(requests: Path, results: Path) -> None:
    """Write the answers to a Batch file."""
    answer = ANSWERS["tiny"]()
    with requests.open(encoding="utf-8") as asked, results.open("w", encoding="utf-8") as answered:
        for line in asked:
            request = json.loads(line)
            response = {"status_code": 200, "request_id": "made", "body": completion(request["body"], answer)}
            row = {"id": "made", "custom_id": request["custom_id"], "response": response, "error": None}
            answered.write(f"{json.dumps(row)}\n")


def completion(body: dict[str, Any], answer: Callable[[dict[str, Any]], str]) -> dict[str, Any]:
    """Return a made-up chat completion that answers a request's body."""
    message = {"role": "assistant", "content": answer(body)}
    return {
        "id": "made",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": len(str(body)) // 3, "completion_tokens": 1},
    }


def workers_of(driver: int) -> list[int]:
    """Return the processes under `driver` that Ray runs our workers in, wherever in the tree they are."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            if b"MapWorker" in (path / "cmdline").read_bytes() and driver in _above(int(path.name)):
                found.append(int(path.name))
    return sorted(found)


def _above(process: int) -> list[int]:
    above: list[int] = []
    while process > 1:
        said = Path(f"/proc/{process}/stat").read_text("utf-8")
        process = int(said.rpartition(")")[2].split()[1])
        above.append(process)
    return above


async def _run(engine: str, articles: Path, folder: str, url: str) -> float:
    words = ("run", str(articles), "--engine", engine, "--yes", "--quiet")
    return await command(folder, settings_of(folder, url), *words)


def settings_of(folder: str, url: str) -> dict[str, str]:
    """Return settings; no articles are set side by side, so that asking is all there is to time."""
    settings = {
        "MODEL": "benchmark",
        "BASE_URL": url,
        "STORE": f"{folder}/responses.sqlite",
        "CONCURRENCY": str(CONCURRENCY),
        "MOST_COMPARED": "1",
        "BLOCK": "0",
    }
    return {f"SUMMARISER_{name}": value for name, value in settings.items()}


async def command(
    folder: str, settings: Mapping[str, str], *words: str, ending: Sequence[int] = (0,)
) -> float:
    """Return the seconds that a command takes.

    Raises:
        RuntimeError: It ended with another code than those of `ending`; the message ends with what it said last.
    """
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "summariser", *words,
        cwd=folder,
        env=environment(folder) | dict(settings),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await process.communicate()
    if process.returncode not in ending:
        raise RuntimeError(f"summarise {words[0]} failed: {said.decode()[-2000:]}")
    return time.monotonic() - began


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".json", ".txt") and path.name != "run.json"
    }


def table(runs: Mapping[str, Sequence[Turn]]) -> str:
    """Return a row for each engine."""
    local = runs["local"]
    rows = [
        (
            f"`--engine {engine}`",
            Spread.of([one.asking for one in turns]).shown(),
            ratios([one.asking for one in turns], [one.asking for one in local]).shown(2),
            Spread.of([one.whole for one in turns]).shown(),
            ratios([one.whole for one in turns], [one.whole for one in local]).shown(2),
        )
        for engine, turns in runs.items()
    ]
    return markdown(("", "asking: articles / s", "× local", "whole: articles / s", "× local"), rows)


if __name__ == "__main__":
    report(benchmark, __doc__)
