"""Damage anywhere in the store's files costs what it hit and nothing else, and `doctor` says what that is."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summariser.cli import main
from summariser.store import SqliteResponses, Stored
from summariser.store.rows import response_row, stored_of
from tests.store.damaging import damage

ROWS = 24
PLACES = [
    pytest.param(range(45, 65), id="20"),  # 55 breaks the index so that SQLite does not see it
    pytest.param(range(200), id="200", marks=pytest.mark.soak),
]

MakeStored = Callable[..., Stored]


def filled(path: Path, items: list[Stored], *, log: bool) -> dict[str, bytes]:
    """Return the files of a store that holds `items`, taken while it is open if its log is to be among them."""
    with SqliteResponses(path) as store:
        for item in items:
            store.put(item)
        if log:
            return {name: path.with_name(name).read_bytes() for name in (path.name, f"{path.name}-wal")}
    return {path.name: path.read_bytes()}


@pytest.mark.parametrize("places", PLACES)
@pytest.mark.parametrize("log", [False, True], ids=["database", "log"])
def test_only_what_was_hit_is_asked_again(
    tmp_path: Path, make_stored: MakeStored, places: range, log: bool  # noqa: FBT001 - a column of the table
) -> None:  # fmt: skip
    """No error, no wrong answer; what is missing can be claimed and stored, what is not cannot, and it is named."""
    items = [make_stored(f"{number} " * 400) for number in range(ROWS)]
    files = filled(tmp_path / "sound" / "responses.sqlite", items, log=log)
    hit = f"responses.sqlite{'-wal' if log else ''}"
    missed = 0
    for seed in places:
        folder = tmp_path / f"place{seed}"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(damage(data, seed) if name == hit else data)
        with SqliteResponses(folder / "responses.sqlite") as store:
            named = set(store.verify())
            answers = {item.key: store.get(item.key) for item in items}
            missing = {key for key, answer in answers.items() if answer is None}
            to_ask = {item.key for item in items if store.claim(item.key)}
            store.put_all(items)
            healed = [store.get(item.key) for item in items] == items
        assert all(answers[item.key] in (None, item) for item in items)
        assert to_ask == missing
        assert log or store.rescued or missing <= named  # what a log loses was never in the file
        assert healed
        missed += len(missing)
        shutil.rmtree(folder)

    assert 0 < missed < len(places) * ROWS


@pytest.mark.parametrize("cell", range(5))
def test_a_cell_that_became_null_is_damage(make_stored: MakeStored, cell: int) -> None:
    """Damage to the head of a row can make SQLite read NULL in any column: the row counts as damaged, and no more."""
    row: list[Any] = list(response_row(make_stored()))
    row[cell] = None

    with pytest.raises(ValueError, match="checksum"):
        stored_of(tuple(row))


def test_doctor_names_what_is_damaged(make_stored: MakeStored, capfd: pytest.CaptureFixture[str]) -> None:
    """A damaged row by its key, a rebuilt file by where the broken one is kept."""
    path = Path(os.environ["SUMMARISER_STORE"])
    items = [make_stored(f"{number} " * 400) for number in range(ROWS)]
    data = filled(path, items, log=False)[path.name]
    at = data.index(b'"content":"7 7 7')
    path.write_bytes(data[:at] + data[at:].replace(b"7 7 7", b"7 8 7", 1))
    one = _store(capfd)
    path.write_bytes(data[: len(data) // 2])
    half = _store(capfd)

    assert one["damaged"] == [items[7].key]
    assert one["rebuilt from"] == []
    assert half["damaged"] == []
    assert half["rebuilt from"] == [f"{path}.damaged-1"]
    assert 0 < half["rows"] < ROWS


def _store(capfd: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what `doctor` says of the store."""
    with pytest.raises(SystemExit):
        main(["doctor", "--json"])
    found: dict[str, Any] = json.loads(capfd.readouterr().out)["store"]
    return found
