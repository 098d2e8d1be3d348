"""Bytes: only of regular files, only from inside the folder, only from one moment, never too many."""

from __future__ import annotations

import io
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from summariser.errors import InputError
from summariser.reading.fetch import fetch, fetch_stdin


def refused(path: Path, **how: object) -> InputError:
    """Return the error that fetching `path` ends in."""
    with pytest.raises(InputError) as caught:
        fetch(str(path), **how)  # type: ignore[arg-type]  # the keywords of the function under test
    return caught.value


def test_returns_the_bytes(tmp_path: Path) -> None:
    """A regular file's bytes come back whole, those beyond one block too."""
    data = bytes(range(256)) * 10_000
    (tmp_path / "a").write_bytes(data)
    assert fetch(str(tmp_path / "a")) == data


def test_refuses_five_gigabytes_at_once(tmp_path: Path) -> None:
    """A sparse file is as large as it says, and is refused by that without being read."""
    path = tmp_path / "sparse.txt"
    path.touch()
    os.truncate(path, 5_000_000_000)
    start = time.perf_counter()
    error = refused(path)
    assert time.perf_counter() - start < 1
    assert (error.reason, error.skip) == ("too_large", False)
    assert "5,000,000,000" in str(error)


def test_reads_up_to_the_limit(tmp_path: Path) -> None:
    """The limit itself is allowed, one byte more is not."""
    (tmp_path / "a").write_bytes(b"12345")
    assert fetch(str(tmp_path / "a"), max_bytes=5) == b"12345"
    assert refused(tmp_path / "a", max_bytes=4).reason == "too_large"


@pytest.mark.posix
def test_never_opens_a_pipe_or_socket_or_device(tmp_path: Path) -> None:
    """What may block for ever or never end is refused by its kind."""
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.txt"))
        for path in (tmp_path / "pipe.txt", tmp_path / "socket.txt", Path("/dev/zero")):
            assert refused(path).reason == "not-a-file"


@pytest.mark.posix
def test_does_not_read_files_without_size() -> None:
    """Files of `/proc` have no size, and some of them block: they count as empty."""
    if not Path("/proc/self/status").exists():
        pytest.skip("this system has no /proc")
    assert fetch("/proc/self/status") == b""


def test_refuses_a_folder(tmp_path: Path) -> None:
    """A folder is no article, and the message says what to do with it."""
    assert refused(tmp_path).reason == "not-a-file"


def test_says_that_a_file_is_gone(tmp_path: Path) -> None:
    """A file that was deleted after it was listed is missing, not a crash."""
    error = refused(tmp_path / "gone.txt")
    assert (error.reason, error.skip) == ("missing", False)


@pytest.mark.posix
def test_says_that_permission_is_denied(
    strangers_folder: Path, as_stranger: Callable[[], AbstractContextManager[None]]
) -> None:
    """An unreadable file is refused for that reason; the superuser is made another user to see it."""
    path = strangers_folder / "secret.txt"
    path.write_text("secret")
    path.chmod(0)
    with as_stranger():
        assert refused(path).reason == "permission"


def test_refuses_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of one state and half of another is no article."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"first state")
    read = os.read

    def append_then_read(descriptor: int, count: int) -> bytes:
        with path.open("ab") as file:
            file.write(b", second state")
        return read(descriptor, count)

    monkeypatch.setattr(os, "read", append_then_read)
    assert refused(path).reason == "changed"


def test_replacement_while_open_gives_the_state_that_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file replaced by another of the same name is read whole as it was when opened."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old state")
    (tmp_path / "new").write_bytes(b"new, longer state")
    read = os.read

    def replace_then_read(descriptor: int, count: int) -> bytes:
        if (tmp_path / "new").exists():
            (tmp_path / "new").replace(path)
        return read(descriptor, count)

    monkeypatch.setattr(os, "read", replace_then_read)
    assert fetch(str(path)) == b"old state"


@pytest.mark.posix
def test_follows_no_link_below_the_root(tmp_path: Path) -> None:
    """A file, or a folder on the way, that became a link after it was listed leads nowhere."""
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "a.txt").symlink_to(tmp_path / "secret.txt")
    (root / "link").symlink_to(tmp_path)
    for inside in ("a.txt", "link/secret.txt"):
        assert refused(root / inside, root=str(root), inside=inside).reason in {
            "not-a-file",
            "missing",
            "unreadable",
        }


def test_reaches_deep_folders(tmp_path: Path) -> None:
    """Two hundred levels are a loop, not a recursion."""
    inside = "/".join(["d"] * 200)
    (tmp_path / inside).mkdir(parents=True)
    (tmp_path / inside / "a.txt").write_text("deep")
    assert fetch("shown", root=str(tmp_path), inside=f"{inside}/a.txt") == b"deep"


def test_reads_standard_input_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input has no size to look at, so one byte past the limit ends it."""
    for data, limit in ((b"12345", 5), (b"123456", 5)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        if len(data) <= limit:
            assert fetch_stdin(max_bytes=limit) == data
        else:
            with pytest.raises(InputError) as caught:
                fetch_stdin(max_bytes=limit)
            assert caught.value.reason == "too_large"


def test_says_that_there_is_no_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without standard input gets a message, not an attribute error."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input"):
        fetch_stdin()
