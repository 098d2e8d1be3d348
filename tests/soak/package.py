"""A copy of the package with something changed in it, for a process or a test run of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_BESIDE = ("prompts", "evals", "seeds", "docs", "benchmarks")


class Edit(NamedTuple):
    """A change of one file: its path below the root, a text that stands in it once, and what takes its place."""

    file: str
    old: str
    new: str

    def of(self, text: str) -> str:
        """Return `text` with the change made.

        Raises:
            ValueError: It does not fit.
        """
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file} holds {self.old!r} {text.count(self.old)} times, not once")
        return text.replace(self.old, self.new)


def copied(folder: Path, edits: Iterable[Edit], *, tests: bool = False) -> Path:
    """Return a folder to put on the path of Python: the package with `edits` made, and what it needs beside it.

    Raises:
        ValueError: An edit does not fit the file as it is now.
    """
    shutil.copytree(ROOT / "summariser", folder / "summariser", ignore=shutil.ignore_patterns("__pycache__"))
    for name in _BESIDE:
        (folder / name).symlink_to(ROOT / name)
    if tests:
        shutil.copytree(ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__"))
        for file in ROOT.iterdir():
            if file.is_file():
                (folder / file.name).symlink_to(file)
    for edit in edits:
        path = folder / edit.file
        path.write_text(edit.of(path.read_text("utf-8")), "utf-8")
    return folder
