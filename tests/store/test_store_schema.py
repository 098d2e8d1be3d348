"""Tests of migrations: in order, after a backup, all or nothing, and from every released form."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from summariser.store import SqliteResponses, Stored
from summariser.store.schema import APPLICATION_ID, MIGRATIONS, open_database

GOLDEN = Path(__file__).parent / "golden"

KILLED_IN_THE_MIDDLE = """
import os, pathlib, signal, sys
from summariser.store.schema import MIGRATIONS, open_database

def m_dies(connection):
    connection.execute("ALTER TABLE response ADD COLUMN extra TEXT")
    connection.execute("UPDATE response SET extra = 'x'")
    os.kill(os.getpid(), signal.SIGKILL)

open_database(pathlib.Path(sys.argv[1]), migrations=(*MIGRATIONS, m_dies))
"""


@pytest.fixture
def path(tmp_path: Path, make_stored: Callable[..., Stored]) -> Path:
    """Return a database of today's form that holds one answer."""
    with SqliteResponses(tmp_path / "responses.sqlite") as store:
        store.put(make_stored())
    return tmp_path / "responses.sqlite"


def m_adds(connection: sqlite3.Connection) -> None:
    """Add a column."""
    connection.execute("ALTER TABLE response ADD COLUMN extra TEXT DEFAULT 'new'")


def m_uses(connection: sqlite3.Connection) -> None:
    """Use the column of the migration before."""
    connection.execute("UPDATE response SET extra = extra || 'er'")


def m_fails(connection: sqlite3.Connection) -> None:
    """Change something, then fail."""
    connection.execute("ALTER TABLE response ADD COLUMN extra TEXT")
    raise RuntimeError("bad migration")


def schema(path: Path) -> tuple[int, str]:
    """Return the version and the definition of the answers' table."""
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        table = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'response'").fetchone()[0]
    return version, table


def test_migrates_in_order_after_a_backup(path: Path) -> None:
    """Missing migrations run one after the other; the file as it was stays beside it."""
    before = schema(path)

    with closing(open_database(path, migrations=(*MIGRATIONS, m_adds, m_uses))) as connection:
        value = connection.execute("SELECT extra FROM response").fetchone()[0]

    assert value == "newer"
    assert schema(path)[0] == len(MIGRATIONS) + 2
    assert schema(path.with_name(f"responses.sqlite.schema-{len(MIGRATIONS)}.backup")) == before


def test_a_failed_migration_changes_nothing(path: Path) -> None:
    """The old form stays whole, so the old release still works."""
    before = schema(path)

    with pytest.raises(RuntimeError, match="bad migration"):
        open_database(path, migrations=(*MIGRATIONS, m_fails))

    assert schema(path) == before


@pytest.mark.posix
def test_a_killed_migration_changes_nothing(path: Path, make_stored: Callable[..., Stored]) -> None:
    """SIGKILL between two statements of a migration leaves the old form and every answer."""
    before = schema(path)

    killed = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(path)], check=False)

    assert killed.returncode == -9
    assert schema(path) == before
    with SqliteResponses(path) as store:
        assert store.get(make_stored().key) == make_stored()


@pytest.mark.posix
def test_a_killed_upgrade_of_an_older_file_is_done_again(
    tmp_path: Path, make_stored: Callable[..., Stored]
) -> None:
    """SIGKILL after the real migrations and before their commit: the old form is whole, and opens the next time."""
    path = restored(GOLDEN / "schema-1.sql", tmp_path)
    before = schema(path)

    killed = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(path)], check=False)

    assert killed.returncode == -9
    assert schema(path) == before
    assert schema(path.with_name(f"{path.name}.schema-1.backup")) == before
    with SqliteResponses(path) as store:
        assert store.get(make_stored().key) == make_stored()
        assert store.counts("model-a") == {("main", "plan_terms"): 1}


def restored(golden: Path, folder: Path) -> Path:
    """Return the database that a dump describes."""
    path = folder / "responses.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(golden.read_text("utf-8"))
    return path


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*.sql")), ids=lambda file: file.stem)
def test_opens_the_file_of_every_release(
    golden: Path, tmp_path: Path, make_stored: Callable[..., Stored]
) -> None:
    """An answer stored by an older release is read and looked up by this one, whatever changed in between."""
    with SqliteResponses(restored(golden, tmp_path)) as store:
        assert store.get(make_stored().key) == make_stored()
        assert store.stats().awaited == 1
        assert store.counts("model-a") == {("main", "plan_terms"): 1}


def test_every_form_has_its_golden_file() -> None:
    """A migration comes with a file of the form it makes, kept for the releases to come."""
    assert {file.stem for file in GOLDEN.glob("*.sql")} == {
        f"schema-{n}" for n in range(1, len(MIGRATIONS) + 1)
    }


def test_a_new_file_is_marked_as_ours_and_durable(tmp_path: Path) -> None:
    """Every commit reaches the disk before it returns, and other programs can tell whose file it is."""
    pragmas = ("application_id", "user_version", "journal_mode", "synchronous")

    with closing(open_database(tmp_path / "new.sqlite")) as connection:
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]

    assert values == [APPLICATION_ID, len(MIGRATIONS), "wal", 2]
