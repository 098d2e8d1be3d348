"""Tests of atomic files and private folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from summariser.store.files import make_private, why_unsafe, write_atomically


@pytest.fixture
def _open_umask() -> Iterator[None]:
    """Let new files be as open as they are asked to be."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """Return the permission bits of `path`."""
    return stat.S_IMODE(path.stat().st_mode)


def failing() -> Iterator[bytes]:
    """Yield some bytes, then break."""
    yield b"half"
    raise RuntimeError("no more")


def test_keeps_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    """A reader sees the whole old file, and nothing half written stays behind."""
    path = tmp_path / "file"
    write_atomically(path, [b"old"])

    with pytest.raises(RuntimeError, match="no more"):
        write_atomically(path, failing())

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_bytes_are_on_disk_before_they_are_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file takes its name only after all its bytes were forced to disk, so a crash cannot leave half of it."""
    path, done = tmp_path / "file", list[tuple[str, int]]()
    fsync, replace = os.fsync, os.replace

    def watched_fsync(handle: int) -> None:
        fsync(handle)
        done.append(("on disk", os.fstat(handle).st_size))

    def watched_replace(old: Path, new: Path) -> None:
        done.append(("in place", os.stat(old).st_size))  # noqa: PTH116 - what os.replace is given
        replace(old, new)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "replace", watched_replace)

    write_atomically(path, [b"one", b"two"])

    assert done[:2] == [("on disk", 6), ("in place", 6)]


@pytest.mark.posix
@pytest.mark.usefixtures("_open_umask")
def test_files_and_folders_are_private_under_an_open_umask(tmp_path: Path) -> None:
    """Nobody else may read answers or enter their folder, nor the parents made for it."""
    folder = tmp_path / "new" / "inner"

    make_private(folder)
    write_atomically(folder / "file", [b"text"])

    assert [mode(folder.parent), mode(folder), mode(folder / "file")] == [0o700, 0o700, 0o600]


@pytest.mark.posix
def test_a_folder_everyone_may_write_to_is_unsafe(tmp_path: Path) -> None:
    """Others could swap the files in it."""
    tmp_path.chmod(0o777)

    assert why_unsafe(tmp_path) == "everyone may write to it"


@pytest.mark.posix
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_unsafe(tmp_path: Path) -> None:
    """Its owner could swap the files in it."""
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o700)
    os.chown(folder, 12345, 12345)

    assert "uid 12345" in why_unsafe(folder)
