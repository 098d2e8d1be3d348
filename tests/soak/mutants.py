"""Breaks each guard of the package once, and says whether the test that is there for it notices.

Run it with `make mutants`, or `python -m tests.soak.mutants [WORDS]` for the mutants whose name holds some words.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.soak.figures import note
from tests.soak.guards import MUTANTS, Mutant
from tests.soak.package import ROOT, copied

LONGEST = 120
"""Seconds after which a test that hangs counts as one that notices."""

_IMPORTED = ["pytest", "hypothesis", "openai", "instructor", "jinja2", "rich", "aiohttp", "genai_prices"]
"""Everything slow to import but the package itself, so that a test takes little more than its own time."""


def outcomes(mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, str]]:
    """Yield each mutant and what became of it: `killed`, `SURVIVED`, or `fails anyway` when its test is no proof.

    Raises:
        ValueError: A mutation does not fit the package as it is now.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = copied(Path(name) / "copy", (), tests=True)
        passes: dict[str, bool] = {}
        for mutant in mutants:
            if mutant.test not in passes:
                passes[mutant.test] = _passes(mutant.test, folder)
            path = folder / mutant.edit.file
            sound = path.read_text("utf-8")
            path.write_text(mutant.edit.of(sound), "utf-8")
            survived = _passes(mutant.test, folder)
            path.write_text(sound, "utf-8")
            yield mutant, "SURVIVED" if survived else "killed" if passes[mutant.test] else "fails anyway"


def _passes(test: str, folder: Path) -> bool:
    """Return whether a test passes with the package in `folder`.

    Raises:
        ValueError: The test cannot be run.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    process = context.Process(target=_run, args=(test, folder))
    process.start()
    process.join(LONGEST)
    if process.is_alive():
        process.kill()
        process.join()
        return False
    if process.exitcode not in {0, 1}:
        raise ValueError(f"{test} cannot be run: pytest ends with {process.exitcode}")
    return process.exitcode == 0


def _run(test: str, folder: Path) -> None:
    """Run a test as if this process had been started in `folder`."""
    os.chdir(folder)
    os.environ["PYTHONPATH"] = str(folder)
    sys.path[:] = [str(folder), *(path for path in sys.path if path not in {"", str(ROOT)})]
    for name in [name for name in sys.modules if name.partition(".")[0] in {"tests", "summariser"}]:
        del sys.modules[name]
    sys.dont_write_bytecode = True
    with Path(os.devnull).open("w") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere.fileno(), stream.fileno())
    sys.exit(int(pytest.main(["-q", "-x", "-m", "not soak", "-p", "no:cacheprovider", test])))


def main(words: list[str]) -> int:
    """Print what became of each mutant and return 1 unless all were killed."""
    chosen = [mutant for mutant in MUTANTS if all(word in mutant.name for word in words)]
    killed = 0
    for mutant, outcome in outcomes(chosen):
        killed += outcome == "killed"
        print(f"{outcome:<12}  {mutant.name}  ({mutant.test})", flush=True)  # noqa: T201 - the outcome
    print(json.dumps({"mutants": len(chosen), "killed": killed}))  # noqa: T201 - the outcome
    if not words:
        note("mutants", "python -m tests.soak.mutants", mutants=len(chosen), killed=killed)
    return int(killed < len(chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
