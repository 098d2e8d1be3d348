"""Tests of recordings: exact, readable, honest about what they are, and clear about what they are not."""

from __future__ import annotations

import json
import os
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summariser.errors import RecordingError
from summariser.request import Request
from summariser.store import Recordings, Stored
from summariser.store.difference import short_diff

MakeStored = Callable[..., Stored]
MakeRequest = Callable[..., Request]
Seed = Callable[[str], str]


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    """Return writable, empty recordings."""
    return Recordings(tmp_path / "recordings", writable=True)


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the JSON of a file as an editor would."""
    value = json.loads(path.read_text("utf-8"))
    change(value)
    path.write_text(json.dumps(value), "utf-8")


def test_replays_what_was_recorded(recordings: Recordings, make_stored: MakeStored, seed: Seed) -> None:
    """A recording comes back whole in another session, which writes nothing."""
    stored = make_stored(seed("000"), "“quoted” \ud83d")
    recordings.put(stored)
    before = {path: path.stat().st_mtime_ns for path in recordings.folder.iterdir()}

    replay = Recordings(recordings.folder)

    assert replay.get(stored.key) == stored
    assert replay.model == "model-a"
    assert {path: path.stat().st_mtime_ns for path in recordings.folder.iterdir()} == before


def test_files_are_made_for_review(recordings: Recordings, make_stored: MakeStored) -> None:
    """One sorted, indented file per request, ending in a newline, named by its key."""
    stored = make_stored("naïve")
    recordings.put(stored)

    text = (recordings.folder / f"{stored.key}.json").read_text("utf-8")

    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert sorted(json.loads(text)) == ["meta", "request", "response"]
    assert "naïve" in text


def test_the_index_follows_what_is_recorded(recordings: Recordings, make_stored: MakeStored) -> None:
    """It tells model, provenances, times, and each template's digest at its last recording."""
    recordings.put(make_stored("two", recorded_at="2025-11-25T00:00:00Z", provenance="batch"))
    recordings.put(make_stored("one", prompt_sha256="b" * 64))
    recordings.put(make_stored("three", prompt="events-v2", prompt_sha256="c" * 64))

    index = json.loads((recordings.folder / "INDEX.json").read_text("utf-8"))

    assert sorted(index.pop("answers")) == list(recordings.keys())
    assert index == {
        "schema_version": 1,
        "model": "model-a",
        "provenance": {"batch": 1, "live": 2},
        "recorded_at": {"first": "2025-11-24T10:00:00Z", "last": "2025-11-25T00:00:00Z"},
        "prompts": {"events-v2": "c" * 64, "plan_terms-v1": "a" * 64},
    }


def test_opening_for_writing_mends_the_index(recordings: Recordings, make_stored: MakeStored) -> None:
    """A crash between a recording and its index leaves nothing wrong for long."""
    recordings.put(make_stored())
    (recordings.folder / "INDEX.json").unlink()

    Recordings(recordings.folder, writable=True)

    assert Recordings(recordings.folder).model == "model-a"


def test_keeps_the_first_recording(recordings: Recordings, make_stored: MakeStored) -> None:
    """Recording again adds what is missing; only `replace` changes what is there."""
    first, second = make_stored(answer="first"), make_stored(answer="second")
    recordings.put(first)

    recordings.put(second)
    kept = recordings.get(first.key)
    recordings.put(second, replace=True)

    assert kept == first
    assert recordings.get(first.key) == second


def test_read_only_recordings_take_nothing(recordings: Recordings, make_stored: MakeStored) -> None:
    """Without `--record` a run cannot change what reviewers saw."""
    replay = Recordings(recordings.folder)

    with pytest.raises(RecordingError, match="read-only"):
        replay.put(make_stored())

    assert list(recordings.folder.iterdir()) == []


def test_one_folder_holds_one_model(recordings: Recordings, make_stored: MakeStored) -> None:
    """A report names one model, so answers of two are never mixed."""
    recordings.put(make_stored("one"))

    with pytest.raises(RecordingError, match="holds answers of 'model-a', not of 'model-b'"):
        recordings.put(make_stored("two", model="model-b"))


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value["request"]["body"]["messages"][1].update(content="another article"),
        lambda value: value["request"].update(sample=1),
        lambda value: value.pop("response"),
        lambda value: value["meta"].update(recorded_at="yesterday"),
        lambda value: value["response"].update(id="another answer"),
    ],
)
def test_a_tampered_recording_is_an_error(
    recordings: Recordings, make_stored: MakeStored, change: Callable[[dict[str, Any]], object]
) -> None:
    """A file that no longer answers the request it is named for is refused, with its name and the remedy."""
    stored = make_stored()
    recordings.put(stored)
    edit(recordings.folder / f"{stored.key}.json", change)

    with pytest.raises(RecordingError, match=rf"{stored.key}\.json is not the recording .* --record"):
        Recordings(recordings.folder).get(stored.key)


@pytest.mark.parametrize(
    "content", [b"\x80\x04pickle", b"[]", b'{"request": NaN}', b'{"a": 1, "a": 2}', b"[" * 10**6]
)
def test_a_poisoned_recording_is_an_error(recordings: Recordings, content: bytes) -> None:
    """Whatever a file holds, it is refused and never run."""
    (recordings.folder / f"{'0' * 64}.json").write_bytes(content)

    with pytest.raises(RecordingError, match="is not the recording it is named for"):
        Recordings(recordings.folder).get("0" * 64)


def test_a_key_never_leaves_the_folder(recordings: Recordings) -> None:
    """Only well-formed keys name files."""
    (recordings.folder.parent / "secret.json").write_text("{}")

    assert recordings.get("../secret") is None


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A mistyped path is told at once."""
    with pytest.raises(RecordingError, match="no folder of recordings"):
        Recordings(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [None, "{}", '{"schema_version": 2}'])
def test_a_missing_or_unknown_index_is_an_error(
    recordings: Recordings, make_stored: MakeStored, content: str | None
) -> None:
    """Recordings whose model nobody names cannot be replayed."""
    recordings.put(make_stored())
    index = recordings.folder / "INDEX.json"
    index.unlink() if content is None else index.write_text(content)

    with pytest.raises(RecordingError, match=r"INDEX\.json .*rebuild it with"):
        _ = Recordings(recordings.folder).model


def test_names_the_recordings_nothing_asked_for(recordings: Recordings, make_stored: MakeStored) -> None:
    """What no request uses any more is found, so that it can be deleted."""
    used, unused = make_stored("used"), make_stored("unused")
    recordings.put(used)
    recordings.put(unused)
    replay = Recordings(recordings.folder)

    replay.get(used.key)
    replay.get(make_stored("never recorded").key)

    assert replay.keys() == tuple(sorted([used.key, unused.key]))
    assert replay.orphans() == (unused.key,)
    assert replay.used == {used.key}


def test_a_miss_tells_what_changed(recordings: Recordings, make_stored: MakeStored, seed: Seed) -> None:
    """The nearest recording is the one of the same article, and the difference is the sentence edited."""
    text = seed("000")
    recordings.put(make_stored(text, document="000_seed"))
    recordings.put(
        make_stored(text + "\nOne more paragraph, and another question.", document="000_seed", sample=1)
    )
    recordings.put(make_stored(seed("001"), document="001_seed"))
    edited = text.replace("100,000 troops", "800,000 troops", 1)

    near = Recordings(recordings.folder).nearest(make_stored(edited, document="000_seed").request)

    assert near is not None
    assert near.key == make_stored(text, document="000_seed").key
    removed, added = near.diff.splitlines()[1:]
    assert (removed[0], added[0]) == ("-", "+")
    assert "100,000 troops" in removed
    assert "800,000 troops" in added
    assert max(map(len, near.diff.splitlines())) <= 110


def test_an_explained_miss_ends_in_a_command(
    recordings: Recordings, make_stored: MakeStored, seed: Seed
) -> None:
    """The message names the request, the nearest recording, the change, and how to record again."""
    recordings.put(make_stored(seed("000")))

    message = Recordings(recordings.folder).explain_miss(make_stored(seed("000"), model="model b").request)

    assert message.startswith("no recording for plan_terms of 000_seed (plan_terms-v1); nearest is ")
    assert "-model | model-a\n+model | model b\n" in message
    assert message.endswith(
        f"to re-record: summarise PATH… --recordings {recordings.folder} --record --model 'model b'"
    )


def test_an_explained_miss_of_something_new_says_so(recordings: Recordings, make_stored: MakeStored) -> None:
    """Where nothing like it was recorded, no unrelated recording is offered."""
    recordings.put(make_stored("one", wave="items"))

    message = recordings.explain_miss(make_stored("one", document="", wave="main", model="m").request)

    assert message.startswith(
        "no recording for plan_terms (plan_terms-v1); nothing is recorded for it in wave 'main'\n"
    )


def test_another_sample_is_told_apart(recordings: Recordings, make_stored: MakeStored) -> None:
    """Where only the sample differs, the difference says that and is not empty."""
    recordings.put(make_stored())

    near = recordings.nearest(make_stored(sample=3).request)

    assert near is not None
    assert near.diff == "only the sample asked for"


def test_a_difference_stays_short(seed: Seed) -> None:
    """Two unrelated articles give at most the lines asked for, and say how many more there are."""
    diff = short_diff(seed("000").splitlines(), seed("004").splitlines()).splitlines()

    assert len(diff) == 20
    assert diff[-1].endswith("more lines of difference")


def test_replaying_is_a_matter_of_milliseconds(
    recordings: Recordings, make_stored: MakeStored, seed: Seed
) -> None:
    """Opening and thirty hits need no reading of what is not asked for."""
    items = [make_stored(seed("000"), sample=number) for number in range(30)]
    for item in items:
        recordings.put(item)
    unread = recordings.folder / f"{'f' * 64}.json"
    unread.write_text("never read")

    began = time.perf_counter()
    replay = Recordings(recordings.folder)
    hits = [replay.get(item.key) for item in items]
    seconds = time.perf_counter() - began

    assert hits == items
    assert seconds < 0.5


@pytest.mark.posix
def test_recordings_are_private_under_an_open_umask(tmp_path: Path, make_stored: MakeStored) -> None:
    """A folder made for recordings, and the files in it, are this user's alone."""
    before = os.umask(0)
    try:
        with Recordings(tmp_path / "new", writable=True) as recordings:
            recordings.put(make_stored())
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()} == {0o600}


def test_an_unwritable_folder_is_told(recordings: Recordings, make_stored: MakeStored) -> None:
    """A recording that cannot be written is an error with the file's name."""
    shutil.rmtree(recordings.folder)

    with pytest.raises(RecordingError, match="cannot write"):
        recordings.put(make_stored())
