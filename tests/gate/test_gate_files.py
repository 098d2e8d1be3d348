"""Rows 24 and 30 to 44: sizes, names, links, folders, and what is no file at all."""

from __future__ import annotations

import csv
import json
import os
import re
import socket
import time
import tracemalloc
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from summariser.document import Document
from summariser.errors import InputError, UsageError
from summariser.reading import find, read, read_all
from tests.cli.conftest import ARTICLE, Command, write
from tests.conftest import allowed
from tests.faults import FaultServer
from tests.gate.rows import ending, row

pytestmark = pytest.mark.posix


def endings(*paths: str) -> dict[str, str]:
    """Return how each input that the paths stand for ends, by its path."""
    return {one.path: ending(one.result) for one in read_all(paths)}


@row(24)
@pytest.mark.parametrize("size", [100_000_000, 5_000_000_000])
def test_a_huge_file(row: int, size: int) -> None:
    """It is refused by its size, at once and without being read into memory."""
    with Path("huge.txt").open("wb") as file:
        file.truncate(size)
    begun = time.perf_counter()
    tracemalloc.start()

    (one,) = read_all(["huge.txt"])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(one.result, InputError)
    assert ending(one.result) == "too_large!"
    assert time.perf_counter() - begun < allowed(1)
    assert most < 1_000_000


@row(30)
def test_the_same_bytes_under_two_names(row: int, command: Command, endpoint: FaultServer) -> None:
    """The article is asked about once, and both files are in the ledger."""
    write(Path("in/a.txt"), ARTICLE)
    alone = command("in")
    asked = len(endpoint.ledger)
    write(Path("in/b.txt"), ARTICLE)

    ran = command("in")

    assert alone.code == ran.code == 0
    assert ran.rows["b.txt"] == ("skipped", "duplicate")
    assert len(endpoint.ledger) == asked


@row(31)
def test_names_that_differ_in_little(row: int) -> None:
    """Each has an id that no file system takes for another's."""
    names = [
        "plan.txt",
        "Plan.txt",
        "PLAN.md",
        "plan.html",
        unicodedata.normalize("NFD", "plán.txt"),
        "plán.txt",
    ]
    for place, name in enumerate(names):
        write(Path("in", name), f"<p>Plan {place} has {place} points.</p>")

    documents = [one.result for one in read_all(["in"]) if isinstance(one.result, Document)]

    assert len(documents) == len(names)
    assert len({unicodedata.normalize("NFC", one.id).casefold() for one in documents}) == len(names)


NAMES = {
    "newline": "a\nb.txt",
    "tab": "a\tb.txt",
    "escape": "a\x1b[2Jb.txt",
    "quotes": "a'\"b.txt",
    "markup": "<img src=x onerror=alert(1)>.txt",
    "template": "{{7*7}}.txt",
    "option": "-o.txt",
    "formula": "=1+1.txt",
    "long": "x" * 251 + ".txt",
    "override": "a\u202etxt.exe.txt",
}


@row(32)
@pytest.mark.parametrize("name", NAMES)
def test_a_strange_name(row: int, name: str, command: Command, endpoint: FaultServer) -> None:
    """It is read; its output has a safe name; terminal and reports show it and do not obey it."""
    write(Path("in", NAMES[name]), ARTICLE)
    write(Path("in/broken", NAMES[name]), b"\x89PNG\r\n\x1a\n")

    ran = command("in")

    assert sorted(row["state"] for row in ran.ledger["rows"]) == ["empty", "rejected-input"]
    written = [path.name for path in ran.folder.rglob("*") if path.is_file()]
    assert all(part.isascii() and not set(part) & set("<>{}='\"\n\t\x1b") for part in written)
    reports = [(ran.folder / file).read_text("utf-8") for file in ("report.html", "report.md")]
    assert not any(re.search(r"(?<!\\)<img|\x1b", text) for text in reports)
    assert not set(ran.err) & set("\x1b\t\u202e")
    with (ran.folder / "tables" / "articles.csv").open(encoding="utf-8-sig", newline="") as table:
        assert not any(cell.startswith(("=", "-")) for line in csv.reader(table) for cell in line)


@row(33)
def test_a_name_that_is_not_utf_8(row: int, command: Command, endpoint: FaultServer) -> None:
    """It is read, shown escaped, and every JSON file is valid UTF-8."""
    write(Path(os.fsdecode(b"caf\xe9.txt")), ARTICLE)

    ran = command(os.fsdecode(b"caf\xe9.txt"))

    assert ran.ledger["rows"][0]["path"] == "caf\\xe9.txt"
    for path in ran.folder.rglob("*.json"):
        json.loads(path.read_bytes().decode("utf-8"))


@row(35)
def test_a_link_inside_the_folder(row: int) -> None:
    """It leads to a file that is read under its own name."""
    write(Path("in/a.txt"), ARTICLE)
    Path("in/b.txt").symlink_to("a.txt")

    assert endings("in") == {"in/a.txt": "read", "in/b.txt": "duplicate"}


@row(36)
def test_a_link_out_of_the_folder(row: int) -> None:
    """What lies outside was not asked for, unless it is named."""
    write(Path("secret.txt"), "A secret.")
    write(Path("in/a.txt"), ARTICLE)
    Path("in/b.txt").symlink_to("../secret.txt")
    Path("in/etc").symlink_to("/etc")

    assert endings("in") == {"in/a.txt": "read", "in/b.txt": "symlink", "in/etc": "symlink"}
    assert endings("in/b.txt") == {"in/b.txt": "read"}


@row(37)
def test_links_that_lead_nowhere(row: int) -> None:
    """A loop is not entered and a dangling link is not followed."""
    write(Path("in/a.txt"), ARTICLE)
    Path("in/loop").symlink_to(".")
    Path("in/self.txt").symlink_to("self.txt")
    Path("in/gone.txt").symlink_to("nowhere.txt")

    assert endings("in") == {"in/a.txt": "read"} | dict.fromkeys(
        ("in/gone.txt", "in/loop", "in/self.txt"), "symlink"
    )


@row(38)
def test_folders(row: int, command: Command) -> None:
    """A folder called like an article is entered; nothing to read at all is a wrong call."""
    write(Path("in/a.txt/b.txt/c.txt"), ARTICLE)
    Path("in/empty").mkdir()

    assert endings("in") == {"in/a.txt/b.txt/c.txt": "read"}
    with pytest.raises(UsageError, match="no articles found"):
        find(["in/empty"])
    assert command("in/empty").code == 2


@row(39)
def test_many_files(row: int) -> None:
    """Two thousand files are found in a moment, so a hundred thousand are in seconds: the cost is by file."""
    for place in range(2_000):
        write(Path(f"in/{place % 20}/{place}.txt"), b"")
    begun = time.process_time()

    assert len(find(["in", "in/0/0.txt"])) == 2_000
    assert time.process_time() - begun < allowed(0.3)


@row(39)
def test_a_deep_tree(row: int) -> None:
    """Two hundred levels are no recursion."""
    write(Path("in", *["d"] * 200, "a.txt"), ARTICLE)

    assert list(endings("in").values()) == ["read"]


@row(40)
def test_no_permission(
    row: int, strangers_folder: Path, as_stranger: Callable[[], AbstractContextManager[None]]
) -> None:
    """What may not be read is an error of its own row, and the others go on."""
    write(strangers_folder / "a.txt", ARTICLE).chmod(0o644)
    write(strangers_folder / "b.txt", ARTICLE).chmod(0)
    closed = strangers_folder / "closed"
    write(closed / "c.txt", ARTICLE)
    closed.chmod(0)

    with as_stranger():
        found = {Path(path).name: how for path, how in endings(str(strangers_folder)).items()}
    closed.chmod(0o700)

    assert found == {"a.txt": "read", "b.txt": "permission!", "closed": "permission!"}


@row(41)
def test_what_is_no_file(row: int) -> None:
    """Pipes, sockets and devices are never opened, so nothing blocks."""
    write(Path("in/a.txt"), ARTICLE)
    os.mkfifo("in/pipe.txt")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("in/socket.txt")
        met = endings("in")

    assert met == {"in/a.txt": "read", "in/pipe.txt": "not-a-file", "in/socket.txt": "not-a-file"}
    assert endings("in/pipe.txt", "/dev/zero", "/dev/null", "in/a.txt") == {
        "/dev/null": "not-a-file!",
        "/dev/zero": "not-a-file!",
        "in/a.txt": "read",
        "in/pipe.txt": "not-a-file!",
    }


@row(41)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_files_without_size(row: int) -> None:
    """Files of /proc say that they are empty, and are believed."""
    write(Path("a.txt"), ARTICLE)

    assert endings("/proc/self/status", "/proc/kmsg", "a.txt")["/proc/self/status"] == "empty"


@row(42)
def test_a_file_deleted_after_it_was_listed(row: int) -> None:
    """It is missing, and the others go on."""
    write(Path("in/a.txt"), ARTICLE)
    write(Path("in/b.txt"), f"{ARTICLE} More.")
    inputs = read_all(["in"])
    Path("in/b.txt").unlink()

    assert [ending(one.result) for one in inputs] == ["read", "missing!"]


@row(42)
def test_a_file_that_grows_while_it_is_read(row: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of one state and half of another is no article."""
    path = write(Path("a.txt"), ARTICLE)
    real = os.read

    def growing(descriptor: int, most: int) -> bytes:
        with path.open("a") as file:
            file.write("More.")
        return real(descriptor, most)

    monkeypatch.setattr(os, "read", growing)

    with pytest.raises(InputError) as caught:
        read("a.txt")
    assert ending(caught.value) == "changed!"


@row(43)
def test_a_file_edited_or_removed_between_two_runs(row: int, command: Command, endpoint: FaultServer) -> None:
    """The edited one is asked about again, the removed one leaves nothing behind."""
    write(Path("in/a.txt"), ARTICLE)
    write(Path("in/b.txt"), f"{ARTICLE} More.")
    before = {Path(file).name for file in command("in").ledger["files"]}
    asked = len(endpoint.ledger)
    write(Path("in/a.txt"), ARTICLE.replace("40 million", "30 million"))
    Path("in/b.txt").unlink()

    second = command("in")

    assert before >= {"a.json", "b.json"}
    assert len(endpoint.ledger) > asked
    assert sorted(path.name for path in (second.folder / "articles").iterdir()) == ["a.json", "a.txt"]
    assert "30 million" in (second.folder / "articles" / "a.txt").read_text("utf-8")


@row(44)
def test_hidden_files(row: int) -> None:
    """Hidden files, backups and what systems leave lying around are passed over, unless named."""
    write(Path("in/a.txt"), ARTICLE)
    hidden = [
        "in/#a.txt#",
        "in/.a.txt",
        "in/.DS_Store",
        "in/Thumbs.db",
        "in/a.txt.bak",
        "in/a.txt~",
        "in/~$a.txt",
    ]
    for name in hidden:
        write(Path(name), "Hidden words.")

    assert endings("in") == {"in/a.txt": "read"} | dict.fromkeys(hidden, "hidden")
    assert endings("in/.a.txt") == {"in/.a.txt": "read"}
