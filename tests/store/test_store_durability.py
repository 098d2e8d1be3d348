"""Tests of what survives: SIGKILL at any moment, and damage anywhere in the files."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from summariser.store import SqliteResponses, Stored
from tests.store.damaging import damage

WRITER = """
import pathlib, sys
from summariser.request import Request
from summariser.store import Meta, SqliteResponses, Stored

store = SqliteResponses(pathlib.Path(sys.argv[1]))
for number in range(100_000):
    body = {"model": "m", "messages": [{"role": "user", "content": f"{number} " * 2000}]}
    request = Request(
        body=body, document="d", record_type="t", wave="main", prompt="p-v1", prompt_sha256="a" * 64
    )
    meta = Meta.of(request, recorded_at="2025-11-24T10:00:00Z", provenance="live")
    response = {"choices": [{"message": {"content": str(number) * 500}}]}
    store.put(Stored(key=request.key, request=request, response=response, meta=meta))
    print(request.key, flush=True)
"""


@pytest.mark.posix
@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, after: float) -> None:
    """Every answer reported as stored is there after SIGKILL, and the file is sound."""
    path = tmp_path / "responses.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(after)
        writer.kill()
        lines = (first + writer.stdout.read()).splitlines(keepends=True)
    acknowledged = [line.strip() for line in lines if line.endswith("\n")]

    with SqliteResponses(path) as store:
        lost = [key for key in acknowledged if store.get(key) is None]
        damaged = store.verify()
    with closing(sqlite3.connect(path)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]

    assert acknowledged
    assert (lost, damaged, sound) == ([], (), "ok")


@pytest.mark.parametrize("seed", range(12))
def test_damage_is_found_confined_and_healed(
    tmp_path: Path, make_stored: Callable[..., Stored], seed: int
) -> None:
    """Whatever breaks in the file, no wrong answer is given, no error raised, and asking again repairs it."""
    path = tmp_path / "responses.sqlite"
    items = [make_stored(f"{number} " * 1500) for number in range(30)]
    with SqliteResponses(path) as store:
        store.put_all(items)
    path.write_bytes(damage(path.read_bytes(), seed))

    with SqliteResponses(path) as store:
        found = [store.get(item.key) for item in items]
        for item in items:
            store.put(item)
        healed = [store.get(item.key) for item in items]

    assert all(answer in (None, item) for answer, item in zip(found, items, strict=True))
    assert healed == items


@pytest.mark.parametrize("seed", range(6))
def test_damage_to_the_log_is_confined(tmp_path: Path, make_stored: Callable[..., Stored], seed: int) -> None:
    """A broken write-ahead log costs at most what stood in it, never a wrong answer."""
    path, copy = tmp_path / "responses.sqlite", tmp_path / "copy.sqlite"
    items = [make_stored(f"{number} " * 1500) for number in range(10)]
    with SqliteResponses(path) as store:
        for item in items:
            store.put(item)
        shutil.copy(path, copy)
        log = path.with_name("responses.sqlite-wal").read_bytes()
    copy.with_name("copy.sqlite-wal").write_bytes(damage(log, seed))

    with SqliteResponses(copy) as store:
        found = [store.get(item.key) for item in items]
        store.put_all(items)
        healed = [store.get(item.key) for item in items]

    assert all(answer in (None, item) for answer, item in zip(found, items, strict=True))
    assert healed == items


def test_a_rebuild_keeps_intact_rows_and_the_broken_file(
    tmp_path: Path, make_stored: Callable[..., Stored]
) -> None:
    """A file cut in half gives back what its first half holds, and the original is kept for experts."""
    path = tmp_path / "responses.sqlite"
    items = [make_stored(f"{number} " * 1500) for number in range(30)]
    with SqliteResponses(path) as store:
        store.put_all(items)
    half = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(half)

    with SqliteResponses(path) as store:
        rescued = store.rescued
        kept = [item for item in items if store.get(item.key) == item]

    assert rescued is not None
    assert rescued.kept == len(kept) > len(items) // 4
    assert rescued.aside.read_bytes()[: len(half)] == half


def test_an_interrupted_rebuild_is_carried_on(tmp_path: Path, make_stored: Callable[..., Stored]) -> None:
    """Killed before the exchange, the next opening puts the rebuilt file in place, away from the old log."""
    path = tmp_path / "responses.sqlite"
    with SqliteResponses(path) as store:
        store.put(make_stored())
    path.rename(tmp_path / "responses.sqlite.rescue")
    with SqliteResponses(tmp_path / "broken.sqlite") as broken:
        broken.put(make_stored("another article"))
        shutil.copy(tmp_path / "broken.sqlite", path)
        shutil.copy(tmp_path / "broken.sqlite-wal", tmp_path / "responses.sqlite-wal")

    with SqliteResponses(path) as store:
        assert store.get(make_stored().key) == make_stored()
