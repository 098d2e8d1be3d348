"""Tests of the response store: what it keeps, what it refuses, and who may read it."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from summariser.errors import StoreError
from summariser.request import Request
from summariser.store import SqliteResponses, Stored

MakeStored = Callable[..., Stored]
MakeRequest = Callable[..., Request]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteResponses]:
    """Return an open, empty store."""
    with SqliteResponses(tmp_path / "responses.sqlite") as opened:
        yield opened


def alter(store: SqliteResponses, statement: str) -> None:
    """Change the database behind the store's back."""
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute(statement)


def test_returns_what_was_put(store: SqliteResponses, make_stored: MakeStored) -> None:
    """An answer comes back whole, from another opening of the file too."""
    stored = make_stored("“Ünïcode” \u2028 text")
    store.put(stored)

    with SqliteResponses(store.path) as other:
        assert other.get(stored.key) == store.get(stored.key) == stored


def test_keeps_text_that_utf8_cannot_carry(store: SqliteResponses, make_stored: MakeStored) -> None:
    """A lone surrogate in a paid answer is kept as it came."""
    stored = make_stored(answer="cut emoji \ud83d")
    store.put(stored)

    assert store.get(stored.key) == stored


def test_knows_nothing_of_other_keys(store: SqliteResponses, make_stored: MakeStored) -> None:
    """A request never asked has no answer."""
    store.put(make_stored("one"))

    assert store.get(make_stored("two").key) is None


def test_keeps_the_first_answer(store: SqliteResponses, make_stored: MakeStored) -> None:
    """A second answer to the same request changes nothing."""
    first = make_stored(answer="first")
    store.put(first)

    new = store.put_all([make_stored(answer="second")])

    assert new == 0
    assert store.get(first.key) == first


def test_replaces_an_answer_when_asked_to(store: SqliteResponses, make_stored: MakeStored) -> None:
    """`--fresh` puts the new answer in the place of the old."""
    store.put(make_stored(answer="first"))
    second = make_stored(answer="second")

    store.put(second, replace=True)

    assert store.get(second.key) == second


def test_threads_may_share_it(store: SqliteResponses, make_stored: MakeStored) -> None:
    """Answers put from many threads at once are all there."""
    items = [make_stored(str(number)) for number in range(80)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(store.put, items))
        found = list(threads.map(lambda item: store.get(item.key), items))

    assert found == items


def test_two_openings_may_write_at_once(store: SqliteResponses, make_stored: MakeStored) -> None:
    """Processes wait for each other's commits instead of failing; the first answer to a key wins."""
    items = [make_stored(str(number)) for number in range(60)]

    with SqliteResponses(store.path) as other, ThreadPoolExecutor(2) as threads:
        new = threads.map(lambda opened: sum(opened.put_all([item]) for item in items), (store, other))

        assert sum(new) == len(items)


@pytest.mark.parametrize("column", ["meta", "request", "response", "checksum", "key"])
def test_a_damaged_row_counts_as_missing(
    store: SqliteResponses, make_stored: MakeStored, column: str
) -> None:
    """Damage to any part of a row costs that row alone, and is told."""
    bad, good = make_stored("bad"), make_stored("good")
    store.put_all([bad, good])
    alter(store, f"UPDATE response SET {column} = {column} || ' ' WHERE key = '{bad.key}'")  # noqa: S608 - fixed names

    assert store.get(bad.key) is None
    assert store.get(good.key) == good
    assert len(store.verify()) == 1


def test_a_cell_that_is_not_utf8_counts_as_damaged(store: SqliteResponses, make_stored: MakeStored) -> None:
    """A flipped bit can break the encoding, which must not break the reader."""
    stored = make_stored()
    store.put(stored)
    alter(store, "UPDATE response SET response = CAST(x'ff' || CAST(response AS BLOB) AS TEXT)")

    assert store.get(stored.key) is None
    assert store.damaged == (stored.key,)


def test_a_damaged_row_can_be_asked_again(store: SqliteResponses, make_stored: MakeStored) -> None:
    """The damaged row neither blocks the claim nor survives the new answer."""
    stored = make_stored()
    store.put(stored)
    alter(store, "UPDATE response SET response = '{}'")

    assert store.claim(stored.key)
    store.put(stored)

    assert store.get(stored.key) == stored
    assert store.damaged == ()


def test_tells_what_it_holds(
    store: SqliteResponses, make_stored: MakeStored, make_request: MakeRequest
) -> None:
    """`doctor` shows counts, age and models without reading an answer."""
    store.put(make_stored("one", recorded_at="2025-11-23T08:00:00Z"))
    store.put(make_stored("two", model="model-b"))
    store.add_pending([make_request("three")])

    stats = store.stats()

    assert (stats.rows, stats.models, stats.awaited) == (2, {"model-a": 1, "model-b": 1}, 1)
    assert (stats.oldest, stats.newest) == ("2025-11-23T08:00:00Z", "2025-11-24T10:00:00Z")
    assert stats.bytes >= store.path.stat().st_size > 0


def test_remembers_what_a_batch_file_asked(store: SqliteResponses, make_request: MakeRequest) -> None:
    """The whole request is there when its answer comes, hours later and in another process."""
    request = make_request("one", document="000_seed", sample=2)
    store.add_pending([request])

    with SqliteResponses(store.path) as later:
        assert later.get_pending(request.key) == request
        assert later.pending(request)


def test_an_answer_ends_the_wait(
    store: SqliteResponses, make_request: MakeRequest, make_stored: MakeStored
) -> None:
    """What is answered is awaited no more, while the rest of its export is."""
    store.add_pending([make_request("one"), make_request("two")])
    store.add_pending([make_request("of another export")])

    store.put(make_stored("one"))

    assert not store.pending(make_request("one"))
    assert store.pending_with([make_request("one").key]) == {make_request("two").key}


def test_a_damaged_request_is_not_awaited(store: SqliteResponses, make_request: MakeRequest) -> None:
    """An answer is never filed under labels that were changed."""
    request = make_request("one")
    store.add_pending([request])
    alter(store, "UPDATE awaited SET request = replace(request, '000_seed', '001_seed')")

    assert store.get_pending(request.key) is None


@pytest.mark.posix
def test_every_file_is_private(tmp_path: Path, make_stored: MakeStored) -> None:
    """Database, log and locks are this user's alone even when the umask allows everything."""
    before = os.umask(0)
    try:
        with SqliteResponses(tmp_path / "data" / "responses.sqlite") as store:
            store.put(make_stored())
            store.claim("0" * 64)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").rglob("*")}
    finally:
        os.umask(before)

    assert modes.pop("responses.sqlite.locks") == 0o700
    assert len(modes) == 5
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.posix
def test_a_readable_database_is_made_private(store: SqliteResponses) -> None:
    """A file copied from elsewhere with open permissions is closed to others when it is used."""
    store.path.chmod(0o644)

    with SqliteResponses(store.path):
        assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


@pytest.mark.posix
def test_refuses_a_folder_others_may_write_to(tmp_path: Path) -> None:
    """Paid answers do not lie where anyone could swap them."""
    tmp_path.chmod(0o777)

    with pytest.raises(StoreError, match="everyone may write to it"):
        SqliteResponses(tmp_path / "responses.sqlite")


def test_refuses_the_file_of_a_newer_release(store: SqliteResponses) -> None:
    """What a newer release wrote is neither read wrongly nor changed."""
    alter(store, "PRAGMA user_version = 99")

    with pytest.raises(StoreError, match="newer release"):
        SqliteResponses(store.path)


def test_refuses_another_programs_database(tmp_path: Path) -> None:
    """A wrong path never adds our tables to someone else's data."""
    path = tmp_path / "theirs.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()

    with pytest.raises(StoreError, match="another program's database"):
        SqliteResponses(path)

    assert path.read_bytes() == before


def test_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A wrong path never moves or overwrites someone's notes."""
    path = tmp_path / "notes.txt"
    path.write_text("dear diary " * 100)

    with pytest.raises(StoreError, match="not a database; move it away"):
        SqliteResponses(path)

    assert path.read_text() == "dear diary " * 100


def test_a_full_disk_is_told_and_survived(store: SqliteResponses, make_stored: MakeStored) -> None:
    """An answer that does not fit raises, changes nothing, and can be put once there is space."""
    big = make_stored(answer="x" * 500_000)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(StoreError, match="full; is there space"):
        store.put(big)

    store._connection.execute("PRAGMA max_page_count = 100000")
    store.put(big)
    assert store.get(big.key) == big


def test_says_so_when_used_after_closing(tmp_path: Path) -> None:
    """Closing twice is harmless; reading afterwards is an error with the file's name."""
    store = SqliteResponses(tmp_path / "responses.sqlite")
    store.close()
    store.close()

    with pytest.raises(StoreError, match=r"responses\.sqlite: .*closed"):
        store.get("0" * 64)
