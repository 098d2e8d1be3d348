"""Commands of this project as processes of their own, for tests that kill them or let several share a store."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

COMMAND_LINE = "from summariser.cli import main; main()"


class Ended(NamedTuple):
    """What a process came to; a negative code is the signal that ended it."""

    code: int
    out: str
    err: str


class Child:
    """A Python process that is running."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(
        cls,
        *words: str | Path,
        code: str = COMMAND_LINE,
        folder: Path,
        settings: Mapping[str, object],
        typed: bool = False,
    ) -> Child:
        """Run `code` with `words` as its arguments in `folder`.

        Args:
            words: The arguments.
            code: Python source; the command line when not given.
            folder: Its working folder.
            settings: Settings by field name, given through the environment.
            typed: Whether the test writes its standard input, which `ended` closes.
        """
        given = {f"SUMMARISER_{name.upper()}": str(value) for name, value in settings.items()}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", code, *map(str, words)),
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **given},
            stdin=asyncio.subprocess.PIPE if typed else None,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        return cls(process)

    async def ended(self, *, within: float = 60) -> Ended:
        """Return what it came to; one that does not end within that many seconds is killed, and a TimeoutError."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            async with asyncio.timeout(within):
                out, err = await self.process.communicate()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
            raise
        return Ended(self.process.returncode or 0, out.decode(), err.decode())


async def run(
    *words: str | Path, code: str = COMMAND_LINE, folder: Path, settings: Mapping[str, object]
) -> Ended:
    """Return what a process came to that nobody disturbed."""
    child = await Child.start(*words, code=code, folder=folder, settings=settings)
    return await child.ended()
