"""Files that are whole or absent, and folders that only their owner may enter."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Write `chunks` to `path` so that a reader, or a crash, sees the old file or the new one, never a part.

    The bytes are on disk when this returns. The file's mode is 0600. If
    anything fails, `chunks` included, the old file stays and nothing is left behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def make_private(folder: Path) -> None:
    """Create `folder` and its missing parents with mode 0700 whatever the umask; leave others as they are."""
    if folder.is_dir():
        return
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    for part in reversed(missing):
        part.mkdir(mode=0o700, exist_ok=True)


def why_unsafe(folder: Path) -> str:
    """Return why other users could plant or read files in `folder`; "" when they cannot.

    Only its owner can swap a file of a folder, so the owner must be this
    user or the system. Windows guards the user's folders by other means.
    """
    if os.name != "posix":
        return ""
    status = folder.stat()
    if status.st_uid not in (os.geteuid(), 0):
        return f"it belongs to another user (uid {status.st_uid})"
    if status.st_mode & stat.S_IWOTH:
        return "everyone may write to it"
    return ""


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
