"""An answer that is acknowledged is on the disk: seen in the order of calls, and in copies taken after each."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from summariser.store import SqliteResponses, Stored
from tests.store.test_store_durability import WRITER

ANSWERS = [pytest.param(20, id="20"), pytest.param(1000, id="1000", marks=pytest.mark.soak)]


@pytest.mark.parametrize("answers", ANSWERS)
def test_a_copy_taken_after_an_answer_holds_it(
    tmp_path: Path, make_stored: Callable[..., Stored], answers: int
) -> None:
    """What a crash would leave of the two files after each acknowledgement is enough to read the answer from."""
    path, copy = tmp_path / "responses.sqlite", tmp_path / "copy" / "responses.sqlite"
    lost = []
    with SqliteResponses(path) as store:
        for number in range(answers):
            item = make_stored(f"{number} ")
            store.put(item)
            shutil.rmtree(copy.parent, ignore_errors=True)
            copy.parent.mkdir(mode=0o700)
            for name in (path.name, f"{path.name}-wal"):
                shutil.copy(path.with_name(name), copy.with_name(name))
            with SqliteResponses(copy) as crashed:
                lost += [number] if crashed.get(item.key) != item else []

    assert lost == []


@pytest.mark.posix
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("answers", ANSWERS)
def test_the_log_is_forced_to_disk_before_an_answer_is_acknowledged(tmp_path: Path, answers: int) -> None:
    """Between every two acknowledgements the system was told to write the log out, and it said that it had."""
    trace = tmp_path / "trace"
    calls = ["strace", "-f", "-y", "-e", "trace=fdatasync,fsync,write", "-o", str(trace)]
    script = WRITER.replace("100_000", str(answers))

    subprocess.run(
        [*calls, sys.executable, "-c", script, str(tmp_path / "responses.sqlite")],
        stdout=subprocess.DEVNULL,
        check=True,
    )

    acknowledged, late, forced = 0, 0, False
    for line in trace.read_text("utf-8", "replace").splitlines():
        if re.search(r"(fdatasync|fsync)\(\d+<[^>]*-wal>\) += 0", line):
            forced = True
        elif re.search(r'write\(1<.*\\n"', line):  # the end of a line, which is written apart
            acknowledged += 1
            late += not forced
            forced = False
    assert (acknowledged, late) == (answers, 0)
