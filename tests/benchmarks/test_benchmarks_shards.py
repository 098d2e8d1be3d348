"""The stand-in for `vllm run-batch` writes what vLLM writes, and shards in trouble lose nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.shards import SHARDS, answered, measure
from summariser.llm import batch

REQUESTS = [{"custom_id": f"{number:064x}", "body": {"model": "m", "messages": []}} for number in range(80)]


def test_the_stand_in_answers_every_request_once(tmp_path: Path) -> None:
    """Each request is in one shard, and every line is one that is taken for an answer."""
    files = answered(REQUESTS, tmp_path, troubled=False)

    read = list(batch.read(tmp_path / name for name in files))
    assert list(files.values()) == [len(REQUESTS) // SHARDS] * SHARDS
    assert sorted(str(answer.custom_id) for answer in read) == [line["custom_id"] for line in REQUESTS]
    assert [answer.error for answer in read] == [None] * len(REQUESTS)


def test_the_stand_in_fails_as_vllm_does(tmp_path: Path) -> None:
    """Both forms of an error are told in vLLM's words and worth another try; one file breaks off within a line."""
    files = answered(REQUESTS, tmp_path, troubled=True)

    read = list(batch.read(tmp_path / name for name in files))
    told = [answer.error for answer in read if answer.error]
    assert sum("500: EngineCore encountered an issue" in error for error in told) >= 6
    assert sum("cut off" in error for error in told) == 1
    assert all(answer.retryable for answer in read)
    assert len(read) < len(REQUESTS)


@pytest.mark.slow
def test_shards_in_trouble_lose_nothing() -> None:
    """Errors, a broken file, another order and a shard given twice: a second round asks the rest, and all is there."""
    sharded = measure(20)

    assert (sharded.rounds, sharded.lost) == (2, 0)
