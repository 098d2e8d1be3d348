"""Rows 34, 45 and 51 to 55: tables, gold, settings, options, terminals and places that are not as they should be."""

from __future__ import annotations

import json
import os
import pty
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from summariser.errors import StoreError
from summariser.ledger import OutputFolder
from tests.cli.conftest import ARTICLE, Command, write
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.gate.rows import row

CANARY = "sk-canary-4b1d"
SEED = next((ROOT / "seeds").glob("004_*.txt"))


@row(34)
@pytest.mark.parametrize(
    "name", ["../secret.txt", "../../etc/passwd", "/etc/passwd", "..", "in/../../secret.txt"]
)
def test_a_row_that_points_out_of_the_inputs(
    row: int, name: str, command: Command, endpoint: FaultServer
) -> None:
    """A table names inputs and reads none; a row that fits no input is a wrong call."""
    write(Path("in/a.txt"), ARTICLE)
    write(Path("rows.csv"), f"file,title\n{name},A title\n")

    ran = command("in", "--metadata", "rows.csv")

    assert ran.code == 2
    assert "fit no input" in ran.err
    assert len(endpoint.ledger) == 0


@row(45)
@pytest.mark.parametrize(
    "table",
    [
        b"file,date\na.txt,!!python/object/apply:os.system ['touch hacked']\n",
        b"!!python/object/apply:os.system ['touch hacked']\n",
        b'{"file": "a.txt"}',
        b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        b'file,title\na.txt,"never closed\n',
        b"file,date\na.txt,2025-02-30\n",
        b"file,title\n\xff\xfe,x\n",
        b"file,title\na.txt," + b"x" * 200_000 + b"\n",
        b"",
    ],
    ids=["tag", "yaml", "json", "aliases", "quote", "date", "bytes", "field", "empty"],
)
def test_a_malformed_table(row: int, table: bytes, command: Command, endpoint: FaultServer) -> None:
    """One message and exit 2; a table is words and never runs anything."""
    write(Path("a.txt"), ARTICLE)
    write(Path("rows.csv"), table)

    ran = command("a.txt", "--metadata", "rows.csv")

    assert ran.code == 2
    assert "rows.csv" in ran.err
    assert len(endpoint.ledger) == 0
    assert not Path("hacked").exists()


def _broken(text: str) -> str:
    return text[: len(text) // 2]


def _moved(text: str) -> str:
    gold = json.loads(text)
    gold["actors"][0]["evidence"][0][0]["start"] += 3
    return json.dumps(gold)


def _twice(text: str) -> str:
    gold = json.loads(text)
    gold["actors"].append(gold["actors"][0])
    return json.dumps(gold)


def _of_nothing(text: str) -> str:
    return json.dumps(json.loads(text) | {"document": "no-such-article", "article": "no-such-article.txt"})


@row(51)
@pytest.mark.parametrize("change", [_broken, _moved, _twice, _of_nothing])
def test_gold_that_is_wrong(row: int, change: Callable[[str], str], command: Command) -> None:
    """The file is named, and the line of it where it can be; nothing is scored against it."""
    shutil.copytree(ROOT / "seeds", "seeds")
    shutil.copytree(ROOT / "evals" / "gold", "evals/gold", ignore=shutil.ignore_patterns("passes"))
    path = next(Path("evals/gold").glob("004_*.json"))
    path.write_text(change(path.read_text("utf-8")), "utf-8")

    ran = command("gold", "lint", str(path.parent))

    assert ran.code == 1
    assert "004_f4f46f81013c0048" in ran.out + ran.err or "no-such-article" in ran.out + ran.err
    assert "Traceback" not in ran.err


@row(52)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUMMARISER_API_KEY", f"{CANARY}\nx"),
        ("SUMMARISER_API_KEY", f"'{CANARY}'"),
        ("OPENAI_API_KEY", f"{CANARY} {CANARY}"),
        ("SUMMARISER_BASE_URL", f"{CANARY}.example:8000/v1"),
        ("SUMMARISER_BASE_URL", f"http://user:{CANARY}@127.0.0.1/v1"),
    ],
)
def test_keys_and_addresses_that_cannot_be_used(
    row: int, name: str, value: str, command: Command, endpoint: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 3 before any request, and the value is never repeated."""
    monkeypatch.setenv(name, value)

    ran = command(str(write(Path("a.txt"), ARTICLE)))

    assert ran.code == 3
    assert CANARY not in ran.out + ran.err
    assert len(endpoint.ledger) == 0


@row(52)
@pytest.mark.parametrize("content", [None, "SUMMARISER_API_KEY=\n"], ids=["no-file", "empty-key"])
def test_no_key_at_all(row: int, content: str | None, command: Command) -> None:
    """A hosted model without a key is exit 3, with the ways on."""
    if content is not None:
        write(Path(".env"), content)

    ran = command(str(write(Path("a.txt"), ARTICLE)), "--model", "gpt-5-mini")

    assert ran.code == 3
    assert "SUMMARISER_API_KEY" in ran.err


@row(53)
@pytest.mark.parametrize(
    "words",
    [
        ["--concurrency", "0"],
        ["--concurrency", "-3"],
        ["--concurrency", "NaN"],
        ["--concurrency", "٣"],
        ["--concurrency", "1e3"],
        ["--concurrency", "10000"],
        ["--no-such-option"],
        ["--only", ""],
        ["--only", "poems"],
    ],
    ids=" ".join,
)
def test_options_that_make_no_sense(
    row: int, words: list[str], command: Command, endpoint: FaultServer
) -> None:
    """Exit 2 with a message, and no request."""
    ran = command(str(write(Path("a.txt"), ARTICLE)), *words)

    assert ran.code == 2
    assert words[0] in ran.err
    assert "Traceback" not in ran.err
    assert len(endpoint.ledger) == 0


def started(*words: str, **environment: str) -> list[str]:
    """Return a command that runs this package in an environment of its own."""
    call = "import sys; from summariser.cli import main; main(sys.argv[1:])"
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(Path.cwd())} | environment
    return [
        "env",
        "-i",
        *(f"{name}={value}" for name, value in given.items()),
        sys.executable,
        "-c",
        call,
        *words,
    ]


@row(54)
@pytest.mark.posix
def test_an_ascii_terminal(row: int) -> None:
    """What cannot be shown is escaped, and JSON stays JSON."""
    name = shutil.copy(SEED, "café–план.txt")
    store = str(Path("store/r.sqlite").resolve())

    words = started(name, "--json", LANG="C", PYTHONIOENCODING="ascii", NO_COLOR="1", SUMMARISER_STORE=store)
    shown = subprocess.run(words, capture_output=True, check=False, timeout=60)

    assert json.loads(shown.stdout.decode("ascii"))["rows"][0]["path"] == name
    assert shown.returncode == 0
    assert b"Traceback" not in shown.stderr


@row(54)
@pytest.mark.posix
def test_a_terminal_of_twenty_columns_and_a_closed_pipe(row: int) -> None:
    """The bar is drawn, no control sequence of a name reaches the terminal, and a reader who leaves is no error."""
    shutil.copy(SEED, "a\x1b]0;owned\x07.txt")
    write(Path("b\x1b]0;owned\x07.txt"), b"\x89PNG\r\n\x1a\n")
    master, terminal = pty.openpty()
    reading, pipe = os.pipe()
    os.close(reading)
    store = str(Path("store/r.sqlite").resolve())

    words = started(".", "--json", COLUMNS="20", TERM="xterm", SUMMARISER_STORE=store)
    ran = subprocess.run(words, stdout=pipe, stderr=terminal, stdin=terminal, check=False, timeout=60)
    os.close(pipe)
    os.close(terminal)
    said = b""
    while block := _read(master):
        said += block
    os.close(master)

    assert ran.returncode == 0
    assert b"1 summarised" in said
    assert b"owned" in said
    assert b"\x1b]0;" not in said
    assert b"Traceback" not in said


def _read(master: int) -> bytes:
    try:
        return os.read(master, 4096)
    except OSError:  # the other end is closed
        return b""


@row(55)
@pytest.mark.posix
def test_an_output_folder_that_cannot_be_written(
    row: int, strangers_folder: Path, as_stranger: Callable[[], AbstractContextManager[None]]
) -> None:
    """One error of ours names the place."""
    with (
        as_stranger(),
        pytest.raises(StoreError, match="summaries"),
        OutputFolder(strangers_folder / "summaries"),
    ):
        pass


@row(55)
@pytest.mark.posix
def test_private_files_whatever_the_umask(
    row: int, command: Command, endpoint: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store of paid answers and its folder are this user's alone; a file of 1970 is read like any other."""
    store = Path("private/deep/responses.sqlite").resolve()
    monkeypatch.setenv("SUMMARISER_STORE", str(store))
    path = write(Path("a.txt"), ARTICLE)
    os.utime(path, (0, 0))
    before = os.umask(0)
    try:
        ran = command("a.txt")
    finally:
        os.umask(before)

    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (store, store.parent, store.parent.parent)}
    assert ran.code == 0
    assert modes == {"responses.sqlite": 0o600, "deep": 0o700, "private": 0o700}


@row(55)
@pytest.mark.posix
def test_no_room_for_temporary_files(row: int) -> None:
    """A run needs none: what it writes, it writes beside the place it is for."""
    shutil.copy(SEED, "a.txt")
    nowhere = Path("nowhere").resolve()
    store = Path("store/responses.sqlite").resolve()

    ran = subprocess.run(
        started("a.txt", TMPDIR=str(nowhere), SUMMARISER_STORE=str(store)),
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert ran.returncode == 0, ran.stderr
    assert Path("summaries/run.json").is_file()
    assert not nowhere.exists()


@row(55)
def test_a_store_that_cannot_be_made(row: int, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message names the place, and it is no bug report."""
    write(Path("file"), "in the way")
    monkeypatch.setenv("SUMMARISER_STORE", str(Path("file/responses.sqlite").resolve()))
    monkeypatch.setenv("SUMMARISER_MODEL", "m")
    monkeypatch.setenv("SUMMARISER_BASE_URL", "http://127.0.0.1:9/v1")

    ran = command(str(write(Path("a.txt"), ARTICLE)))

    assert ran.code == 1
    assert "responses.sqlite" in ran.err
    assert "bug" not in ran.err
