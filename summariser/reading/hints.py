"""What a user probably meant by a path that does not exist."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path

_ALIKE = 0.7
_MOST_NAMES = 5000


def nearest(path: str, commands: Sequence[str] = ()) -> str:
    """Return the end of a message: the command or the path that is close to `path`, or the next step.

    >>> nearest("reprot", ["report", "run"])
    "; did you mean the command 'report'?"
    """
    command = difflib.get_close_matches(path, commands, 1, _ALIKE)
    if command:
        return f"; did you mean the command {command[0]!r}?"
    close = _sibling(Path(path)) if "\0" not in path else None
    return f"; did you mean {close!r}?" if close else ": check the spelling and the current folder"


def _sibling(path: Path) -> str | None:
    """Return the existing path most like `path`, which differs in the first part that does not exist."""
    while path.parent != path and not path.parent.is_dir():
        path = path.parent
    try:
        names = sorted(os.listdir(path.parent))[:_MOST_NAMES]  # noqa: PTH208 - names only, of any bytes
    except OSError:
        return None
    close = difflib.get_close_matches(path.name, names, 1, _ALIKE)
    return str(path.parent / close[0]) if close else None
