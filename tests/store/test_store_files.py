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
