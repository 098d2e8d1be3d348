"""The output folder: whole or not at all, nothing of anybody else's touched, nothing outside it."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.document import Document
from summariser.errors import StoreError, UsageError
from summariser.ledger import (
    OutputFolder,
    Provenance,
    Run,
    is_output_folder,
    json_bytes,
    safe_name,
    text_files,
    totals,
)
from summariser.ledger.names import collision_key

OLD = {"articles/a.json": b"old a", "articles/gone.json": b"old gone", "report.md": b"old report"}
NEW = {"articles/a.json": b"new a", "articles/b.json": b"new b", "report.md": b"old report"}
STEPS = ("open", "mkdir", "replace", "unlink", "fsync")
LAST_STEP = 40


class Killed(BaseException):
    """Stands for the end of the process: no handler of the package catches it."""


def run() -> Run:
    """Return a ledger of a run over nothing."""
    return Run(
        made_with=Provenance(
            summariser="0.1.0", settings="5" * 64, model=None, profile="peace", profile_sha256="9" * 64
        ),
        started=datetime(2025, 12, 1, 9, tzinfo=UTC),
        ended=datetime(2025, 12, 1, 10, tzinfo=UTC),
        exit_code=0,
        inputs=0,
        totals=totals([]),
        rows=(),
    )


def write(folder: Path, files: dict[str, bytes], **options: Any) -> Run:  # noqa: ANN401 - options of OutputFolder
    """Write one run's files and ledger, and return the ledger."""
    with OutputFolder(folder, **options) as output:
        output.write(files)
        return output.finish(run())


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file that a user sees in `folder`, by path; the package's hidden ones left out."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@contextmanager
def stopping_at(step: int, error: BaseException) -> Iterator[None]:
    """Raise `error` at the `step`-th call of the operating system that changes a disk."""
    calls = itertools.count(1)

    def stopping(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - any call of the os module
            if next(calls) == step:
                raise error
            return real(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, stopping(getattr(os, name)))
        yield


def test_a_run_is_written_with_its_ledger(tmp_path: Path) -> None:
    """Files land where their names say, and the ledger lists each with its digest."""
    finished = write(tmp_path / "out", NEW)

    assert tree(tmp_path / "out") == NEW | {"run.json": json_bytes(finished)}
    assert sorted(finished.files) == sorted(NEW)


def test_the_folder_reflects_the_last_run(tmp_path: Path) -> None:
    """An article that is no longer an input is gone, so that nothing stale is taken for current."""
    write(tmp_path, OLD)

    finished = write(tmp_path, NEW)

    assert tree(tmp_path) == NEW | {"run.json": json_bytes(finished)}


def test_foreign_files_stay(tmp_path: Path) -> None:
    """A file that the package did not write survives any number of runs."""
    write(tmp_path, OLD)
    (tmp_path / "articles" / "my-notes.json").write_text("mine")

    write(tmp_path, NEW)

    assert (tmp_path / "articles" / "my-notes.json").read_text() == "mine"


def test_a_foreign_file_is_never_overwritten(tmp_path: Path) -> None:
    """Where a report would replace somebody's own file, nothing at all is written."""
    (tmp_path / "report.md").write_text("my own report")

    with pytest.raises(UsageError, match=r"report.md.* was not written by this package"):
        write(tmp_path, NEW)

    assert tree(tmp_path) == {"report.md": b"my own report"}


def test_another_tool_s_run_json_is_left_alone(tmp_path: Path) -> None:
    """A run.json of other origin is no permission to write into its folder."""
    (tmp_path / "run.json").write_text('{"lanes": 8}')

    with pytest.raises(UsageError, match="not a ledger of this package"):
        write(tmp_path, NEW)

    assert tree(tmp_path) == {"run.json": b'{"lanes": 8}'}


def test_a_ledger_of_a_later_release_still_says_what_is_ours(tmp_path: Path) -> None:
    """Fields this release does not know do not keep it from cleaning up after another."""
    finished = write(tmp_path, OLD)
    (tmp_path / "run.json").write_bytes(
        json_bytes(finished.model_dump() | {"schema_version": "9.0", "new": 1})
    )

    write(tmp_path, NEW)

    assert "articles/gone.json" not in tree(tmp_path)


@pytest.mark.parametrize("step", range(1, LAST_STEP))
def test_killed_at_any_step(tmp_path: Path, step: int) -> None:
    """Whenever the process ends, each file is old or new and whole, and the next run puts all in order."""
    write(tmp_path, OLD)

    with stopping_at(step, Killed()), suppress(Killed):
        write(tmp_path, NEW)
    left = tree(tmp_path)
    ledger = left.pop("run.json", None)
    finished = write(tmp_path, NEW)

    assert all(data in (OLD.get(name), NEW.get(name)) for name, data in left.items())
    assert ledger is None or left == (NEW if b"articles/b.json" in ledger else OLD)
    assert tree(tmp_path) == NEW | {"run.json": json_bytes(finished)}
    assert sorted(path.name for path in tmp_path.rglob(".*")) == [".summarise.lock"]


def test_the_kill_test_reaches_the_end(tmp_path: Path) -> None:
    """The steps of the test above cover a whole run: at the last one nothing is left to stop."""
    write(tmp_path, OLD)

    with stopping_at(LAST_STEP, Killed()):
        write(tmp_path, NEW)

    assert (tmp_path / "run.json").exists()


@pytest.mark.posix
def test_bytes_are_on_disk_before_they_are_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is renamed only after all its bytes were forced to disk, so a crash cannot leave half of it."""
    synced: dict[int, int] = {}
    renamed: list[tuple[str, int, int | None]] = []
    fsync, replace = os.fsync, os.replace

    def watched_fsync(handle: int) -> None:
        fsync(handle)
        status = os.fstat(handle)
        synced[status.st_ino] = status.st_size

    def watched_replace(old: str, new: str, **folders: int) -> None:
        status = os.stat(old, dir_fd=folders["src_dir_fd"])
        renamed.append((new, status.st_size, synced.get(status.st_ino)))
        replace(old, new, **folders)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "replace", watched_replace)

    write(tmp_path, NEW)

    assert [name for name, _, _ in renamed] == ["a.json", "b.json", "report.md", "run.json"]
    assert all(size == on_disk for _, size, on_disk in renamed)


def test_a_ledger_means_a_complete_run(tmp_path: Path) -> None:
    """While a run is being written there is no run.json, not even that of the run before."""
    write(tmp_path, OLD)

    with OutputFolder(tmp_path) as output:
        output.write(NEW)

        assert not (tmp_path / "run.json").exists()
        assert is_output_folder(tmp_path)


def test_an_unchanged_file_is_not_written_again(tmp_path: Path) -> None:
    """A second run over the same articles costs no writes, and no sync tool sees a change."""
    write(tmp_path, NEW)
    before = (tmp_path / "articles" / "a.json").stat()

    write(tmp_path, NEW)

    after = (tmp_path / "articles" / "a.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("step", range(6, 36))
def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path, step: int) -> None:
    """An error of the disk is one of ours that names the place, and the next run puts all in order."""
    write(tmp_path, OLD)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with stopping_at(step, full), pytest.raises(StoreError, match="No space left on device"):
        write(tmp_path, NEW)
    finished = write(tmp_path, NEW)

    assert tree(tmp_path) == NEW | {"run.json": json_bytes(finished)}


@pytest.mark.parametrize(
    "name",
    [
        "../victim",
        "articles/../../victim",
        "/victim",
        "articles//a",
        "",
        "a\0b",
        "C:\\victim",
        "\\\\host\\share",
        "articles/NUL.txt",
        "con",
        ".hidden",
        "trailing.",
        "trailing ",
        "bidi\u202etxt.exe",
        "lone\udc80",
        "a" * 256,
        "run.json",
    ],
)
def test_hostile_names_are_refused(tmp_path: Path, name: str) -> None:
    """A document id cannot name a file outside the folder, or one that is something else elsewhere."""
    with pytest.raises(UsageError):
        write(tmp_path / "out", {"articles/a.json": b"", name: b""})

    assert tree(tmp_path) == {}


@given(st.text(max_size=40))
def test_an_accepted_name_stays_inside(name: str) -> None:
    """Whatever the name, it is refused or lies under the folder."""
    try:
        safe_name(name)
    except ValueError:
        return
    assert Path("/out", name).resolve().is_relative_to("/out")
    assert Path("/out", name).resolve() != Path("/out")


def test_names_that_are_one_file_elsewhere_are_refused(tmp_path: Path) -> None:
    """Two ids equal up to case or composition would overwrite each other on other systems."""
    with pytest.raises(UsageError, match="one file on some systems"):
        write(tmp_path, {"articles/Cafe\u0301.json": b"1", "articles/caf\u00e9.json": b"2"})

    assert collision_key("articles/a.json") != collision_key("articles/b.json")


@pytest.mark.posix
def test_a_planted_link_is_not_written_through(tmp_path: Path) -> None:
    """A link at the place of a report is refused, and what it leads to keeps its bytes."""
    victim = tmp_path / "victim"
    victim.write_text("keep me")
    out = tmp_path / "out"
    write(out, OLD)
    (out / "report.md").unlink()
    (out / "report.md").symlink_to(victim)

    with pytest.raises(UsageError, match="link"):
        write(out, NEW)

    assert victim.read_text() == "keep me"


@pytest.mark.posix
def test_a_planted_folder_link_is_not_written_through(tmp_path: Path) -> None:
    """A link at the place of a sub-folder is refused: nothing is written where it leads."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "articles").symlink_to(elsewhere)

    with pytest.raises(UsageError, match="link"):
        write(out, NEW)

    assert list(elsewhere.iterdir()) == []


@pytest.mark.posix
def test_a_folder_swapped_for_a_link_leads_nowhere(tmp_path: Path) -> None:
    """A link put in place of a folder while a run is being written is not followed."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = tmp_path / "out"

    with OutputFolder(out) as output:
        output.write({"articles/a.json": b"1"})
        shutil.move(out / "articles", tmp_path / "moved")
        (out / "articles").symlink_to(elsewhere)
        output.write({"articles/b.json": b"2"})

    assert list(elsewhere.iterdir()) == []


def test_a_tampered_ledger_removes_nothing_outside(tmp_path: Path) -> None:
    """Files are removed only inside the folder, whatever its run.json lists."""
    victim = tmp_path / "victim"
    victim.write_text("keep me")
    out = tmp_path / "out"
    finished = write(out, OLD)
    (out / "run.json").write_bytes(json_bytes(finished.model_dump() | {"files": {"../victim": "0" * 64}}))

    with pytest.raises(UsageError, match="not a ledger"):
        write(out, NEW)

    assert victim.read_text() == "keep me"


@pytest.mark.parametrize("given_input", ["seeds", "seeds/a.txt", "seeds/deep/b.txt"])
def test_an_input_folder_is_no_output_folder(tmp_path: Path, given_input: str) -> None:
    """Nothing is written among the inputs."""
    with pytest.raises(UsageError, match="lies in the output folder"):
        OutputFolder(tmp_path / "seeds", inputs=[tmp_path / given_input])


def test_an_output_folder_may_lie_under_an_input_folder(tmp_path: Path) -> None:
    """`summarise .` writes to ./summaries, which is never input itself."""
    write(tmp_path / "summaries", NEW, inputs=[tmp_path])

    assert is_output_folder(tmp_path / "summaries")
    assert not is_output_folder(tmp_path)


def test_two_runs_do_not_mix(tmp_path: Path) -> None:
    """A second run into the same folder waits, and gives up with a sentence, not with a mixture."""
    with OutputFolder(tmp_path) as output:
        output.write(NEW)

        with pytest.raises(UsageError, match="another run is writing"):
            write(tmp_path, OLD, wait=0.05)


def test_files_of_the_former_run_can_be_kept(tmp_path: Path) -> None:
    """Rewriting one report leaves the others and their listing as they were."""
    former = write(tmp_path, OLD)

    with OutputFolder(tmp_path) as output:
        output.keep(former.files)
        output.write({"report.md": b"new report"})
        finished = output.finish(former)

    assert tree(tmp_path) == OLD | {"report.md": b"new report", "run.json": json_bytes(finished)}
    assert sorted(finished.files) == sorted(OLD)


def test_texts_are_kept_to_the_character(seed: Callable[[str], str]) -> None:
    """The text beside the records has the article's own newlines and characters."""
    text = seed("002").replace("\n", "\r\n", 5)

    files = text_files([Document.from_text(text, id="a")])

    assert files["articles/a.txt"].decode("utf-8") == text


def test_offsets_survive_what_utf8_cannot_hold() -> None:
    """A lone surrogate becomes one other character, so every span still points where it did."""
    files = text_files([Document.from_text("a\ud83d\ude00\udc80b", id="a")])

    assert files["articles/a.txt"].decode("utf-8") == "a\ufffd\ufffd\ufffdb"
